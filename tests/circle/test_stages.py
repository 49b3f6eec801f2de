"""Stages: gathering, beginning, agreeing, and going from one stage to the next."""

from __future__ import annotations

import pytest

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import SpeakingOrder
from bot.circle.model import Consent, EndReason, Phase, Prompt
from bot.circle.refusals import Code

from .table import AGREEMENTS, ANNOUNCE, CHECK_IN, CLOSING, HARVEST, REFLECTION, STORIES, Table, a_format

WHOLE = a_format(ANNOUNCE, AGREEMENTS, CHECK_IN, STORIES, REFLECTION, HARVEST, CLOSING)
AGREEING = a_format(AGREEMENTS, CHECK_IN, CLOSING)


def _agreeing(seats: int = 3) -> Table:
    table = Table(seats, AGREEING, begun=False)
    table.do(c.Begin(seat=1))
    return table


def test_a_whole_session_goes_through_its_stages_and_ends() -> None:
    table = Table(3, WHOLE)
    seen = [table.stage]
    while not table.over:
        if table.offered is not None:
            table.shares(table.offered)
        else:
            table.tick()
        if not table.over and table.stage != seen[-1]:
            seen.append(table.stage)
    assert seen == ["Check-in", "Stories", "Reflection", "Harvest", "Closing"]
    assert table.state.end_reason is EndReason.COMPLETED
    assert table.state.spoke == (1, 2, 3)
    assert table.replayed() == table.state


# Gathering


def test_a_session_gathers_with_its_facilitator_in_the_first_seat() -> None:
    table = Table(1, begun=False)
    assert table.state.phase is Phase.GATHERING
    assert (table.state.facilitator, table.state.host) == (1, 1)
    assert (table.waits_for, table.left) == ("gathering", 3600)


def test_too_few_cannot_begin_and_are_told_how_many_are_missing() -> None:
    table = Table(1, begun=False)
    result = table.ask(c.Begin(seat=1))
    assert (result.code, result.count) == (Code.TOO_FEW, 2)  # type: ignore[union-attr]
    table.joins()
    table.joins()
    table.drops(3)
    assert table.no(c.Begin(seat=1)) == Code.TOO_FEW
    table.returns(3)
    table.do(c.Begin(seat=1))


def test_a_session_that_never_begins_closes_quietly() -> None:
    table = Table(4, begun=False)
    table.tick()
    assert table.state.end_reason is EndReason.NEVER_BEGAN


def test_only_somebody_who_may_facilitate_begins() -> None:
    table = Table(3, helpers=(2,), begun=False)
    assert table.no(c.Begin(seat=3)) == Code.NOT_FACILITATOR
    assert table.no(c.Begin(seat=2)) == Code.NOT_FACILITATOR
    table.do(c.Begin(seat=2, may_facilitate=True))
    assert table.do(c.Begin(seat=1)) == (), "it has begun"


def test_a_steward_may_begin_without_a_seat() -> None:
    table = Table(3, begun=False)
    table.do(c.Begin(steward=True))


def test_a_circle_has_so_many_seats_and_no_more() -> None:
    table = Table(4, a_format(capacity=4), begun=False)
    result = table.ask(c.Join())
    assert (result.code, result.count) == (Code.FULL, 4)  # type: ignore[union-attr]
    table.do(c.Leave(seat=3))
    table.joins()
    assert table.no(c.Join()) == Code.FULL


def test_a_seat_given_up_in_a_live_session_can_be_lost_to_somebody_else() -> None:
    table = Table(4, a_format(capacity=4))
    table.do(c.Leave(seat=3))
    assert table.joins() == 5
    assert table.no(c.Join(seat=3)) == Code.FULL


def test_nothing_remains_of_a_seat_given_up_before_the_beginning() -> None:
    table = Table(3, begun=False)
    table.do(c.Leave(seat=2))
    assert [seat.number for seat in table.state.seats] == [1, 3]
    assert table.joins() == 4, "and its number is nobody else's"


def test_nobody_has_two_seats() -> None:
    table = Table(3)
    assert table.no(c.Join(seat=2)) == Code.ALREADY_SEATED


def test_nobody_joins_at_the_closing() -> None:
    table = Table(3, a_format(CHECK_IN, CLOSING))
    table.do(c.Leave(seat=3))
    table.shares(1, 2)
    assert table.stage == "Closing"
    assert table.no(c.Join()) == Code.CLOSING
    assert table.no(c.Join(seat=3)) == Code.CLOSING


@pytest.mark.parametrize("verb", [c.Receive, c.Pass, c.NotYet, c.Done, c.Agree, c.Listen, c.TakeRole])
def test_nothing_is_passed_or_agreed_before_the_beginning(verb: type[c.Command]) -> None:
    table = Table(3, AGREEING, begun=False)
    assert table.no(verb(seat=1)) == Code.NOT_STARTED


def test_nothing_is_led_before_the_beginning() -> None:
    table = Table(3, begun=False)
    for verb in (c.Next, c.Pause, c.HoldSilence, c.Resume):
        assert table.no(verb(seat=1)) == Code.NOT_STARTED
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NOT_STARTED


# Agreements


def test_the_round_begins_when_everyone_here_has_answered() -> None:
    table = _agreeing()
    table.do(c.Agree(seat=1))
    table.do(c.Agree(seat=2))
    assert table.stage == "Agreements"
    table.do(c.Listen(seat=3))
    assert table.stage == "Check-in"


def test_whoever_only_listens_is_offered_nothing() -> None:
    table = _agreeing()
    table.do(c.Agree(seat=1))
    table.do(c.Listen(seat=2))
    table.do(c.Agree(seat=3))
    table.shares(1, 3)
    assert table.stage == "Closing"


def test_whoever_listens_may_agree_later_and_then_has_a_turn() -> None:
    table = _agreeing()
    table.do(c.Agree(seat=1))
    table.do(c.Listen(seat=2))
    table.do(c.Agree(seat=3))
    table.shares(1)
    table.do(c.Agree(seat=2))
    table.shares(3)
    assert table.offered == 2


def test_whoever_agreed_goes_on_having_agreed() -> None:
    table = Table(3, AGREEING)
    table.do(c.Listen(seat=2))
    assert table.state.seat(2).consent is Consent.AGREED  # type: ignore[union-attr]


def test_those_who_have_not_answered_are_asked_once_and_then_not_waited_for() -> None:
    table = _agreeing()
    table.do(c.Agree(seat=1))
    table.do(c.Agree(seat=2))
    asked = [event.seat for event in table.tick() if isinstance(event, e.ConsentChanged)]
    assert asked == [3]
    assert (table.stage, table.left) == ("Agreements", 300)
    table.tick()
    assert table.stage == "Check-in"
    table.shares(1, 2)
    assert table.stage == "Closing", "nobody who has not agreed is offered the piece"


def test_whoever_is_away_is_not_waited_for_at_the_agreements() -> None:
    table = _agreeing()
    table.do(c.Agree(seat=1))
    table.do(c.Agree(seat=2))
    table.drops(3)
    assert table.stage == "Check-in"


def test_a_circle_in_which_nobody_agrees_ends() -> None:
    table = _agreeing()
    table.tick()
    table.tick()
    assert table.state.end_reason is EndReason.EMPTY


def test_a_late_comer_has_a_turn_after_agreeing_and_not_before() -> None:
    table = Table(3, AGREEING)
    new = table.joins()
    assert table.no(c.Receive(seat=new)) == Code.NOT_YOUR_TURN
    table.shares(1, 2)
    table.do(c.Agree(seat=new))
    table.shares(3, new)
    assert table.stage == "Closing"


def test_a_piece_in_the_middle_is_not_for_those_who_have_not_agreed() -> None:
    table = Table(3, a_format(AGREEMENTS, CHECK_IN, CLOSING, order=SpeakingOrder.VOLUNTEER))
    new = table.joins()
    assert table.no(c.Receive(seat=new)) == Code.NOT_AGREED


def test_a_round_in_which_nobody_agreed_waits_a_little_and_is_over() -> None:
    table = _agreeing()
    table.do(c.Next(seat=1))
    assert (table.stage, table.waits_for) == ("Check-in", "nobody")
    table.do(c.Agree(seat=2))
    assert table.offered == 2


# From stage to stage


def test_next_goes_to_the_next_stage_once_for_two_presses() -> None:
    table = Table(3, a_format(REFLECTION, HARVEST, CLOSING))
    press = c.Next(seat=1, seen=table.state.version)
    table.do(press)
    assert table.stage == "Harvest"
    assert table.no(press) == Code.STALE
    assert table.stage == "Harvest"


def test_a_stage_can_have_more_time_and_one_press_gives_it_once() -> None:
    table = Table(3, a_format(REFLECTION, CLOSING))
    press = c.Extend(seat=1, seconds=120, seen=table.state.version)
    table.do(press)
    assert table.left == 720
    assert table.no(press) == Code.STALE
    assert table.no(c.Extend(seat=2, seconds=60)) == Code.NOT_FACILITATOR


def test_a_facilitator_ends_a_session_at_any_time() -> None:
    table = Table(3)
    assert table.no(c.End(seat=2)) == Code.NOT_FACILITATOR
    table.do(c.End(seat=1))
    assert table.state.end_reason is EndReason.CLOSED
    assert table.no(c.Receive(seat=1)) == Code.OVER


def test_the_clock_of_an_ended_session_does_nothing() -> None:
    table = Table(3)
    table.do(c.End(seat=1))
    assert table.do(c.Tick()) == ()
    assert table.do(c.GiveBack(since=table.now)) == ()
    assert table.do(c.Leave(seat=2)) == ()


def test_a_session_that_everyone_left_is_over() -> None:
    table = Table(3)
    for seat in (1, 2, 3):
        table.do(c.Leave(seat=seat))
    assert table.state.end_reason is EndReason.EMPTY


def test_a_session_from_which_everyone_dropped_goes_to_its_end_alone() -> None:
    table = Table(5)
    table.drops(1, 2, 3, 4, 5)
    table.advance(3600)
    assert table.state.end_reason is EndReason.COMPLETED


# Questions


def test_the_questions_drawn_at_the_beginning_are_those_of_the_stages() -> None:
    table = Table(3, begun=False)
    table.do(c.Begin(seat=1, prompts=((0, Prompt(id="arrive")), (1, Prompt(id="tell")))))
    assert table.state.prompt == Prompt(id="arrive")
    table.shares(1, 2, 3)
    assert table.state.prompt == Prompt(id="tell")


def test_a_question_chosen_while_gathering_is_the_one_for_the_stories() -> None:
    table = Table(3, begun=False)
    chosen = Prompt(text="What helped?")
    table.do(c.SetPrompt(seat=1, prompt=chosen))
    table.do(c.Begin(seat=1, prompts=((0, Prompt(id="arrive")), (1, Prompt(id="tell")))))
    assert dict(table.state.prompts) == {0: Prompt(id="arrive"), 1: chosen}


def test_a_question_can_be_changed_for_this_stage_or_else_for_the_next_that_has_one() -> None:
    table = Table(3, a_format(CHECK_IN, HARVEST, CLOSING))
    table.do(c.SetPrompt(seat=1, prompt=Prompt(id="now")))
    assert table.state.prompt == Prompt(id="now")
    table.shares(1, 2, 3)
    table.do(c.SetPrompt(seat=1, prompt=Prompt(id="then")))
    assert dict(table.state.prompts) == {0: Prompt(id="now"), 2: Prompt(id="then")}


def test_where_no_stage_has_a_question_none_is_put() -> None:
    table = Table(3, a_format(HARVEST))
    assert table.no(c.SetPrompt(seat=1, prompt=Prompt(id="now"))) == Code.NO_PROMPT_STAGE
    assert table.no(c.SetPrompt(seat=2, prompt=Prompt(id="now"))) == Code.NOT_FACILITATOR
