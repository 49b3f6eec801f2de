"""Agreeing, or staying to listen."""

from __future__ import annotations

from dataclasses import replace

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.agreed_lines import MOST_LINES, added, lines_of, with_lines
from bot.circle.agreements import agreed_to, lines_of_the_group
from bot.circle.formats import LateComers, SpeakingOrder
from bot.circle.model import Consent, EndReason, RoleCall, SinceLast
from bot.circle.refusals import Code

from .table import AGREEMENTS, CHECK_IN, CLOSING, Table, a_format

AGREEING = a_format(AGREEMENTS, CHECK_IN, CLOSING)


def _agreeing(seats: int = 3) -> Table:
    table = Table(seats, AGREEING, begun=False)
    table.do(c.Begin(seat=1))
    return table


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


def test_a_late_comer_comes_in_after_agreeing_and_has_a_turn() -> None:
    table = Table(3, AGREEING)
    new = table.joins()
    assert not table.state.known_seat(new).is_here
    for asked in (c.Receive(seat=new), c.AskForPause(seat=new), c.StepOut(seat=new), c.TakeRole(seat=new)):
        assert table.no(asked) == Code.AGREE_FIRST
    for leading in (c.Next(seat=new, may_facilitate=True), c.Pause(seat=new, may_facilitate=True)):
        assert table.no(leading) == Code.AGREE_FIRST
    assert table.no(c.HandOver(seat=1, to=new)) == Code.NOT_A_SEAT
    table.shares(1, 2)
    assert e.CameIn(new) in table.do(c.Agree(seat=new))
    assert table.do(c.Agree(seat=new)) == ()
    table.shares(3, new)
    assert table.stage == "Closing"


def test_a_late_comer_who_just_listens_comes_in_and_is_not_offered_the_piece() -> None:
    table = Table(3, AGREEING)
    new = table.joins()
    assert e.CameIn(new) in table.do(c.Listen(seat=new))
    table.shares(1, 2, 3)
    assert table.stage == "Closing"


def test_whoever_has_answered_or_comes_before_the_others_have_does_not_wait_outside() -> None:
    table = Table(3, AGREEING)
    table.do(c.Leave(seat=3))
    table.do(c.Join(seat=3))
    assert table.state.known_seat(3).is_inside, "they agreed before they left"
    early = Table(3, AGREEING, begun=False)
    early.do(c.Begin(seat=1))
    assert early.stage == "Agreements"
    came = early.joins()
    assert early.state.known_seat(came).is_inside
    left = Table(3, AGREEING)
    new = left.joins()
    left.do(c.Leave(seat=new))
    left.do(c.Join(seat=new))
    assert left.state.known_seat(new).waits_outside


def test_a_circle_is_not_held_from_outside() -> None:
    table = Table(3, AGREEING)
    new = table.joins(may_facilitate=True)
    table.drops(1)
    assert table.state.role_call is RoleCall.EVERYONE, "nobody inside may facilitate"
    table.do(c.Agree(seat=new))
    table.do(c.TakeRole(seat=new))
    assert table.state.host == new


def test_a_late_comer_who_came_in_at_once_has_a_turn_after_agreeing_and_not_before() -> None:
    table = Table(3, replace(AGREEING, late_comers=LateComers.AT_ONCE))
    new = table.joins()
    assert table.state.known_seat(new).is_here
    assert table.no(c.Receive(seat=new)) == Code.NOT_YOUR_TURN
    table.shares(1, 2)
    table.do(c.Agree(seat=new))
    table.shares(3, new)
    assert table.stage == "Closing"


def test_a_piece_in_the_middle_is_not_for_those_who_have_not_agreed() -> None:
    middle = a_format(AGREEMENTS, CHECK_IN, CLOSING, order=SpeakingOrder.VOLUNTEER)
    table = Table(3, replace(middle, late_comers=LateComers.AT_ONCE))
    new = table.joins()
    assert table.no(c.Receive(seat=new)) == Code.NOT_AGREED


def test_a_round_in_which_nobody_agreed_waits_a_little_and_is_over() -> None:
    table = _agreeing()
    table.do(c.Next(seat=1))
    assert (table.stage, table.waits_for) == ("Check-in", "nobody")
    table.do(c.Agree(seat=2))
    assert table.offered == 2


def test_two_who_remind_everyone_of_the_same_at_once_do_it_once() -> None:
    table = Table(3, AGREEING, helpers=[2])
    assert table.do(c.Recall(seat=1, item=0)) == (e.AgreementRecalled(0, table.now),)
    assert table.do(c.Recall(seat=1, item=0)) == ()
    assert table.do(c.Recall(seat=2, item=0, may_facilitate=True)) == ()
    table.wait(120)
    assert table.do(c.Recall(seat=1, item=0)) == (e.AgreementRecalled(0, table.now),)


def test_whoever_had_agreed_is_asked_for_a_line_that_is_added() -> None:
    table = _agreeing()
    table.do(c.Agree(seat=1))
    table.do(c.Agree(seat=2, seen=0))
    assert table.do(c.AddLine(seat=1, line="We may laugh.")) == (e.LineAdded("We may laugh.", 1),)
    assert [seat.consent for seat in table.state.seats] == [Consent.AGREED, Consent.OPEN, Consent.OPEN]
    assert agreed_to(table.state) == ("It stays here.", "We may laugh.")
    assert list(lines_of_the_group(table.state)) == [1]
    assert table.do(c.AddLine(seat=1, line="We may laugh.")) == ()
    assert table.no(c.Agree(seat=2, seen=0)) is Code.LINE_ADDED
    assert table.do(c.Agree(seat=1, seen=0)) == (), "who added it has agreed to it"
    table.do(c.Agree(seat=2, seen=table.state.lines_at))
    table.do(c.Agree(seat=3))
    assert table.stage == "Check-in"
    assert table.do(c.Recall(seat=1, item=1)) == (e.AgreementRecalled(1, table.now),)


def test_whoever_does_not_answer_to_the_new_line_is_asked_once_more_and_then_only_listens() -> None:
    table = _agreeing()
    for seat in (2, 3):
        table.do(c.Agree(seat=seat))
    table.do(c.AddLine(seat=1, line="We may laugh."))
    asked = [event.seat for event in table.tick() if isinstance(event, e.ConsentChanged)]
    assert asked == [1, 2, 3], "also the one who added it, who has not agreed to the others"
    table.do(c.Agree(seat=1))
    table.do(c.Listen(seat=3))
    table.tick()
    table.shares(1)
    assert table.stage == "Closing"


def test_a_line_from_whoever_runs_the_server_asks_everyone() -> None:
    table = _agreeing()
    table.do(c.Agree(seat=1))
    table.do(c.AddLine(steward=True, line="We may laugh."))
    assert [seat.consent for seat in table.state.seats] == [Consent.OPEN] * 3


def test_a_format_that_asks_for_nothing_has_no_place_for_a_line() -> None:
    table = Table(3, a_format(CHECK_IN, CLOSING))
    assert table.no(c.AddLine(seat=1, line="We may laugh.")) is Code.NOT_AGREEING
    assert with_lines(table.state.format, ("We may laugh.",)) is table.state.format


def test_lines_of_ones_own_take_the_place_of_the_shipped_and_never_of_the_exception() -> None:
    own = with_lines(AGREEING, ("One.", "Two."))
    assert lines_of(own) == ("One.", "Two.")
    assert own.stages[0].exception == AGREEMENTS.exception
    assert with_lines(AGREEING, ()) is AGREEING
    assert with_lines(AGREEING, lines_of(AGREEING)) is AGREEING
    assert added(("One.", "Two."), ("Two.", "Three.")) == ("One.", "Two.", "Three.")
    assert len(added(tuple(map(str, range(MOST_LINES))), ("One more.",))) == MOST_LINES


def test_what_is_new_since_the_last_date_is_known_from_the_beginning() -> None:
    table = Table(3, AGREEING, begun=False)
    new = SinceLast(new=(0,), gone=1)
    table.do(c.Begin(seat=1, since_last=new))
    assert table.state.since_last == new
