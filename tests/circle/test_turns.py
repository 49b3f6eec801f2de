"""Turns: who is offered the piece, when, how often, and for how long."""

from __future__ import annotations

from typing import Any

import pytest

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import PassPolicy, SpeakingOrder
from bot.circle.model import Outcome
from bot.circle.refusals import Code, Refusal

from .table import CHECK_IN, CLOSING, STORIES, Table, a_format

VOLUNTEER = a_format(order=SpeakingOrder.VOLUNTEER)
NOMINATE = a_format(order=SpeakingOrder.NOMINATE)


def _with(policy: PassPolicy) -> Table:
    return Table(3, a_format(pass_policy=policy))


# Orders


def test_the_piece_goes_round_and_begins_with_the_facilitator_who_answers_too() -> None:
    table = Table(4, begun=False)
    table.do(c.HandOver(seat=1, to=3))
    table.do(c.Begin(seat=3))
    table.shares(3, 1, 2, 4)
    assert table.stage == "Stories"
    assert table.order == (3, 1, 2, 4)


def test_a_shuffled_order_is_drawn_from_the_seed_and_differs_from_round_to_round() -> None:
    shuffled = a_format(order=SpeakingOrder.SHUFFLED)
    tables = [Table(8, shuffled, seed=seed) for seed in (1, 1, 2)]
    first, same, other = (table.order for table in tables)
    assert first == same
    assert first != other
    assert sorted(first) == [1, 2, 3, 4, 5, 6, 7, 8]
    tables[0].shares(*first)
    assert tables[0].order != first
    assert sorted(tables[0].order) == sorted(first)


def test_who_joins_or_leaves_does_not_shuffle_the_others_again() -> None:
    table = Table(8, a_format(order=SpeakingOrder.SHUFFLED))
    before = table.order
    gone = before[4]
    table.do(c.Leave(seat=gone))
    assert table.order == tuple(seat for seat in before if seat != gone)


def test_volunteers_take_the_piece_from_the_middle_and_nobody_is_called_on() -> None:
    table = Table(3, VOLUNTEER)
    table.shares(2, 3, 1)
    assert table.offers_made()[:3] == [None, None, None]
    assert table.stage == "Stories"


def test_only_one_volunteer_has_the_piece() -> None:
    table = Table(3, VOLUNTEER)
    table.receive(2)
    assert table.no(c.Receive(seat=3)) == Code.NOT_YOUR_TURN
    assert table.speaking == 2


def test_nobody_volunteers_twice_in_a_round() -> None:
    table = Table(3, VOLUNTEER)
    table.shares(2)
    assert table.no(c.Receive(seat=2)) == Code.NOT_YOUR_TURN
    assert table.no(c.Pass(seat=2)) == Code.NOT_YOUR_TURN


def test_not_yet_makes_no_sense_of_a_piece_in_the_middle() -> None:
    table = Table(3, VOLUNTEER)
    assert table.no(c.NotYet(seat=2)) == Code.NOT_YOUR_TURN


def test_the_round_of_volunteers_is_complete_when_all_have_told_or_let_it_go_by() -> None:
    table = Table(3, VOLUNTEER)
    table.passes(1)
    table.shares(2)
    table.passes(3)
    assert table.stage == "Stories"


def test_who_let_the_piece_in_the_middle_go_by_may_still_take_it() -> None:
    table = Table(3, VOLUNTEER)
    table.passes(1)
    table.shares(1)
    assert table.outcomes(1) == [Outcome.PASSED, Outcome.SHARED]


def test_a_piece_that_nobody_takes_is_left_lying_after_asking_once_more() -> None:
    table = Table(3, VOLUNTEER)
    table.tick()
    assert table.offered is None
    assert table.stage == "Check-in"
    table.tick()
    assert table.stage == "Stories"


def test_a_volunteer_who_dropped_out_may_take_the_piece_again_or_let_it_go_by() -> None:
    table = Table(3, VOLUNTEER)
    table.shares(1, 3)
    table.receive(2)
    table.drops(2)
    table.tick()
    table.returns(2)
    table.breath()
    assert table.stage == "Check-in"
    table.passes(2)
    assert table.stage == "Stories"


def test_next_takes_the_piece_in_the_middle_away() -> None:
    table = Table(3, VOLUNTEER)
    table.do(c.Next(seat=1))
    assert table.stage == "Stories"


def test_whoever_told_says_who_is_next() -> None:
    table = Table(4, NOMINATE)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert table.state.nominating == 1
    table.do(c.Nominate(seat=1, to=3))
    assert table.offered == 3


def test_the_facilitator_may_say_who_is_next_and_others_may_not() -> None:
    table = Table(4, NOMINATE)
    table.receive(1)
    table.do(c.Done(seat=1))
    table.do(c.Nominate(seat=1, to=2))
    table.receive(2)
    table.do(c.Done(seat=2))
    assert table.no(c.Nominate(seat=3, to=3)) == Code.NOT_YOUR_TURN
    table.do(c.Nominate(seat=1, to=4))
    assert table.offered == 4


def test_nobody_is_named_who_had_a_turn() -> None:
    table = Table(4, NOMINATE)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert table.no(c.Nominate(seat=1, to=1)) == Code.NOT_A_SEAT
    assert table.no(c.Nominate(seat=1, to=9)) == Code.NOT_A_SEAT


def test_the_piece_goes_round_when_nobody_is_named() -> None:
    table = Table(4, NOMINATE)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert table.waits_for == "nomination"
    assert table.left == 30
    table.tick()
    assert table.offered == 2
    assert table.no(c.Nominate(seat=1, to=3)) == Code.STALE


def test_nobody_is_asked_to_name_the_only_one_left() -> None:
    table = Table(3, NOMINATE)
    table.shares(1)
    table.receive(2)
    table.do(c.Done(seat=2))
    assert table.waits_for == "breath"


@pytest.mark.parametrize("going", [c.Leave(seat=2), c.Remove(seat=1, target=2)])
def test_whoever_goes_while_telling_is_not_asked_who_is_next(going: c.Command) -> None:
    table = Table(4, NOMINATE)
    table.shares(1)
    table.receive(2)
    table.do(going)
    assert table.waits_for == "breath"


@pytest.mark.parametrize("going", [c.Leave(seat=2), c.Remove(seat=1, target=2)])
def test_the_circle_does_not_wait_for_a_name_from_somebody_who_went(going: c.Command) -> None:
    table = Table(4, NOMINATE)
    table.shares(1)
    table.receive(2)
    table.do(c.Done(seat=2))
    assert table.state.nominating == 2
    table.do(going)
    assert table.offered == 3


# Passing


def test_with_come_back_a_pass_is_offered_once_more_at_the_end() -> None:
    table = _with(PassPolicy.COME_BACK)
    table.passes(1)
    table.shares(2, 3)
    assert table.offered == 1
    table.passes(1)
    assert table.stage == "Stories"


def test_with_free_a_pass_is_all() -> None:
    table = _with(PassPolicy.FREE)
    table.passes(1)
    table.shares(2, 3)
    assert table.stage == "Stories"


def test_with_free_not_yet_still_comes_back_once() -> None:
    table = _with(PassPolicy.FREE)
    table.not_yet(1)
    table.shares(2, 3)
    assert table.offered == 1
    table.not_yet(1)
    assert table.stage == "Stories"


def test_with_everyone_eventually_a_pass_is_offered_twice_more_and_then_let_be() -> None:
    table = _with(PassPolicy.EVERYONE_EVENTUALLY)
    table.shares(1, 2)
    table.passes(3, 3, 3)
    assert table.stage == "Stories"


def test_with_everyone_eventually_nobody_is_asked_twice_in_a_row_while_others_wait() -> None:
    table = _with(PassPolicy.EVERYONE_EVENTUALLY)
    table.passes(1, 2)
    table.shares(3)
    table.passes(1)
    assert table.offered == 2, "seat 2 has waited longer"


def test_those_who_come_back_come_in_the_order_they_put_it_off() -> None:
    table = Table(5)
    table.shares(1)
    table.not_yet(2)
    table.passes(3)
    table.not_yet(4)
    table.shares(5)
    table.shares(2, 3, 4)
    assert table.stage == "Stories"


def test_a_second_not_yet_is_taken_as_a_pass() -> None:
    table = Table(3)
    table.not_yet(1)
    table.shares(2, 3)
    table.do(c.NotYet(seat=1))
    assert table.stage == "Stories"


def test_whoever_speaks_may_still_pass_or_put_it_off() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Pass(seat=1))
    table.breath()
    table.receive(2)
    table.do(c.NotYet(seat=2))
    table.breath()
    table.shares(3)
    assert table.offered == 1
    table.shares(1)
    assert table.offered == 2


def test_no_card_is_needed_to_pass() -> None:
    table = Table(3)
    table.do(c.Pass(seat=1))
    assert table.offered == 2


def test_a_card_of_an_earlier_turn_passes_nothing() -> None:
    table = Table(3)
    old = table.state.version
    table.passes(1)
    table.shares(2, 3)
    assert table.offered == 1
    assert table.no(c.Receive(seat=1, seen=old)) == Code.STALE
    assert table.no(c.Done(seat=1, seen=old)) == Code.STALE
    assert table.offered == 1


def test_the_piece_is_only_the_holders() -> None:
    table = Table(3)
    for verb in (c.Receive, c.Pass, c.NotYet, c.Done):
        assert table.no(verb(seat=2)) == Code.NOT_YOUR_TURN
    assert table.no(c.Done(seat=1)) == Code.NOT_SPEAKING


# Offers that nobody answers


def test_an_unanswered_offer_comes_back_at_the_end_and_then_counts_as_away() -> None:
    table = Table(3)
    table.tick()
    table.tick()
    table.shares(2, 3)
    assert table.offered == 1
    table.tick()
    table.tick()
    assert table.stage == "Stories"
    ended = [event.outcome for event in table.history if isinstance(event, e.TurnEnded) and event.seat == 1]
    assert ended == [Outcome.DEFERRED, Outcome.ABSENT]


def test_whoever_is_here_but_does_not_answer_is_not_called_absent() -> None:
    table = Table(3)
    table.tick()
    table.tick()
    assert table.state.seat(1).presence == "unknown"  # type: ignore[union-attr]
    table.shares(2, 3)
    table.shares(1)
    assert table.state.seat(1).presence == "present"  # type: ignore[union-attr]


def test_an_offer_can_be_taken_after_it_was_repeated() -> None:
    table = Table(3)
    table.tick()
    table.receive(1)
    assert table.speaking == 1


def test_stepping_out_sets_an_offer_aside() -> None:
    table = Table(3)
    table.shares(1)
    table.do(c.StepOut(seat=2))
    assert table.offered == 3
    table.do(c.ComeBack(seat=2))
    table.shares(3)
    assert table.offered == 2


# Time


def test_a_turn_is_warned_of_its_end_and_then_has_grace() -> None:
    table = Table(3, a_format(STORIES, CLOSING))
    table.receive(1)
    assert (table.waits_for, table.left) == ("warning", 120)
    table.tick()
    assert (table.waits_for, table.left) == ("limit", 60)
    table.tick()
    assert (table.waits_for, table.left) == ("grace", 60)
    assert table.speaking == 1
    table.tick()
    assert table.outcomes(1) == [Outcome.SHARED]


def test_a_short_turn_is_warned_half_way() -> None:
    table = Table(3)
    table.receive(1)
    assert (table.waits_for, table.left) == ("warning", CHECK_IN.seconds / 2)


def test_a_breath_follows_a_story_and_nothing_follows_a_pass() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert (table.waits_for, table.left) == ("breath", 5)
    table.tick()
    table.do(c.Pass(seat=2))
    assert table.offered == 3


def test_a_format_may_have_no_breath() -> None:
    table = Table(3, a_format(breath_s=0))
    table.receive(1)
    table.do(c.Done(seat=1))
    assert table.offered == 2


def test_a_speaker_takes_one_more_minute_once() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Pass(seat=1))
    table.breath()
    table.receive(2)
    before = table.turn_left
    table.do(c.Extend(seat=2, seconds=60))
    assert table.turn_left == before + 60
    assert table.no(c.Extend(seat=2, seconds=60)) == Code.NO_MORE_TIME


def test_a_minute_after_the_time_is_up_is_counted_from_then() -> None:
    table = Table(3)
    table.receive(1)
    table.tick()
    table.tick()
    table.wait(20)
    table.do(c.Extend(seat=1, seconds=60))
    assert table.turn_left == 60
    assert not table.state.turn.is_over  # type: ignore[union-attr]


def test_a_facilitator_gives_a_minute_five_times() -> None:
    table = Table(3)
    table.shares(1)
    table.receive(2)
    before = table.turn_left
    for _ in range(5):
        table.do(c.Extend(seat=1, seconds=60))
    assert table.turn_left == before + 300
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NO_MORE_TIME


def test_in_ones_own_turn_it_is_as_much_for_everyone() -> None:
    everyone: list[dict[str, Any]] = [{"seat": 1}, {"seat": 2}]
    everyone += [{"seat": 2, "may_facilitate": True}, {"seat": 2, "steward": True}]
    for asker in everyone:
        for asked_s in (30, 60, 600):
            table = Table(3)
            if asker["seat"] == 2:
                table.shares(1)
            table.receive(asker["seat"])
            before = table.turn_left
            table.do(c.Extend(**asker, seconds=asked_s))
            assert table.turn_left == before + min(asked_s, table.state.format.timing.extra_s)
            assert table.no(c.Extend(**asker, seconds=asked_s)) == Code.NO_MORE_TIME


def test_a_facilitator_gives_more_to_somebody_else() -> None:
    table = Table(3)
    table.receive(1)
    before = table.turn_left
    table.do(c.Extend(seat=2, may_facilitate=True, seconds=600))
    assert table.turn_left == before + 600
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NO_MORE_TIME


def test_nobody_gives_time_to_others_but_a_facilitator() -> None:
    table = Table(3)
    table.receive(1)
    assert table.no(c.Extend(seat=2, seconds=60)) == Code.NOT_YOUR_TURN
    table.do(c.Extend(steward=True, seconds=60))


def test_one_press_never_gives_two_minutes() -> None:
    table = Table(3)
    table.receive(1)
    press = c.Extend(seat=1, seconds=60, seen=table.state.version)
    table.do(press)
    left = table.turn_left
    assert table.no(press) == Code.STALE
    assert table.turn_left == left


def test_an_offer_is_not_extended() -> None:
    table = Table(3)
    assert table.no(c.Extend(seat=1, seconds=60)) == Code.NOT_SPEAKING
    assert table.no(c.Extend(seat=2, seconds=60)) == Code.NOT_YOUR_TURN


def test_next_moves_the_piece_on_once_for_two_presses() -> None:
    table = Table(4, helpers=(2,))
    card = table.state.version
    table.do(c.Next(seat=1, seen=card))
    assert table.offered == 2
    assert table.no(c.Next(seat=2, may_facilitate=True, seen=card)) == Code.STALE
    assert table.offered == 2
    table.do(c.Next(seat=1, seen=table.state.version))
    assert table.offered == 3


def test_next_ends_a_story_and_cuts_a_breath_short() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Next(seat=1))
    assert table.outcomes(1) == [Outcome.SHARED]
    table.do(c.Next(seat=1))
    assert table.offered == 2


def test_an_offer_that_next_passed_over_comes_back() -> None:
    table = Table(3)
    table.shares(1)
    table.do(c.Next(seat=1))
    table.shares(3)
    assert table.offered == 2
    table.do(c.Next(seat=1))
    assert table.stage == "Stories"


# Coming and going


def test_somebody_who_joins_in_mid_round_has_a_turn_in_it() -> None:
    table = Table(3)
    table.shares(1, 2)
    new = table.joins()
    table.shares(3, new)
    assert table.stage == "Stories"


def test_somebody_who_left_before_their_turn_has_it_on_returning() -> None:
    table = Table(4)
    table.do(c.Leave(seat=2))
    table.shares(1)
    assert table.offered == 3
    table.do(c.Join(seat=2))
    table.shares(3, 4)
    assert table.offered == 2


def test_somebody_who_leaves_and_returns_has_no_second_turn() -> None:
    table = Table(4)
    table.shares(1, 2)
    table.do(c.Leave(seat=2))
    table.do(c.Join(seat=2))
    table.shares(3, 4)
    assert table.stage == "Stories"


def test_somebody_who_leaves_while_telling_has_told() -> None:
    table = Table(3)
    table.receive(1)
    table.do(c.Leave(seat=1))
    assert table.outcomes(1) == [Outcome.SHARED]


def test_an_offer_to_somebody_who_leaves_waits_for_their_return() -> None:
    table = Table(4)
    table.shares(1)
    table.do(c.Leave(seat=2))
    table.breath()
    assert table.offered == 3
    table.do(c.Join(seat=2))
    table.shares(3, 4)
    assert table.offered == 2


@pytest.mark.parametrize("order", [SpeakingOrder.ROUND, SpeakingOrder.NOMINATE])
def test_somebody_who_leaves_instead_of_telling_has_a_breath_to_go(order: SpeakingOrder) -> None:
    table = Table(4, a_format(order=order))
    table.shares(1)
    assert table.offered == 2
    table.do(c.Leave(seat=2))
    assert table.state.turn is None
    assert (table.waits_for, table.left) == ("breath", 5)
    table.tick()
    assert table.offered == 3


def test_the_breath_for_somebody_who_leaves_is_not_made_longer_by_the_next_who_goes() -> None:
    table = Table(5)
    table.shares(1)
    table.do(c.Leave(seat=2))
    table.wait(4)
    table.do(c.Leave(seat=3))
    assert (table.waits_for, table.left) == ("breath", 1)
    table.tick()
    assert table.offered == 4


def test_stepping_out_of_an_offer_needs_no_breath() -> None:
    table = Table(4)
    table.shares(1)
    table.do(c.StepOut(seat=2))
    assert table.offered == 3


def test_no_breath_begins_in_a_circle_that_is_held() -> None:
    table = Table(4)
    table.shares(1)
    table.do(c.Pause(seat=1))
    table.do(c.Leave(seat=2))
    assert table.waits_for == "pause"
    table.do(c.Resume(seat=1))
    assert table.offered == 3


def test_a_circle_without_breaths_goes_on_at_once_when_somebody_leaves() -> None:
    table = Table(4, a_format(breath_s=0))
    table.shares(1)
    table.do(c.Leave(seat=2))
    assert table.offered == 3


def test_an_offer_to_somebody_who_is_removed_goes_on() -> None:
    table = Table(4)
    table.shares(1)
    table.do(c.Remove(seat=1, target=2))
    assert table.offered == 3
    assert table.no(c.Receive(seat=2)) == Code.REMOVED


def test_a_new_order_is_kept_for_the_rest_of_the_round() -> None:
    table = Table(5)
    table.shares(1)
    table.do(c.Reorder(seat=1, order=(5, 4, 3, 2, 1)))
    table.shares(2, 5, 4, 3)
    assert table.stage == "Stories"


def test_an_order_chosen_for_an_earlier_round_is_not_put_on_this_one() -> None:
    table = Table(3)
    card = table.state.version
    table.do(c.Reorder(seat=1, order=(1, 3, 2), seen=card))
    table.shares(1, 3, 2)
    assert table.no(c.Reorder(seat=1, order=(3, 2, 1), seen=card)) == Code.STALE
    assert table.order == (1, 2, 3)
    table.do(c.Reorder(seat=1, order=(3, 2, 1), seen=table.state.version))


def test_reordering_is_for_rounds() -> None:
    table = Table(3, begun=False)
    assert table.no(c.Reorder(seat=1, order=(1, 2, 3))) == Code.NOT_STARTED
    table.do(c.Begin(seat=1))
    table.shares(1, 2, 3, 1, 2, 3)
    assert table.stage == "Closing"
    assert table.no(c.Reorder(seat=1, order=(3, 2, 1))) == Code.NOT_IN_ROUND


def test_an_order_that_was_chosen_in_another_round_is_not_put() -> None:
    table = Table(3)
    seen = table.state.version
    for seat in (1, 2, 3):
        table.shares(seat)
    assert table.state.stage_index == 1
    refused = table.ask(c.Reorder(seat=1, order=(3, 2, 1), seen=seen))
    assert isinstance(refused, Refusal)
    assert refused.code is Code.STALE
    table.do(c.Reorder(seat=1, order=(3, 2, 1), seen=table.state.version))
