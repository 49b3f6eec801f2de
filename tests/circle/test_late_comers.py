from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.late_comers import next_due, seat_kept_until
from bot.circle.model import Consent, SeatPlace
from bot.circle.refusals import Code

from .table import AGREEMENTS, CHECK_IN, CLOSING, Table, a_format

AGREEING = a_format(AGREEMENTS, CHECK_IN, CLOSING, answer_s=100, offer_s=1000)


def _late() -> tuple[Table, int]:
    table = Table(3, AGREEING)
    return table, table.joins()


def test_whoever_does_not_answer_is_asked_once_more_and_then_the_seat_is_free() -> None:
    table, new = _late()
    turn, began = table.state.turn, table.now
    until = seat_kept_until(table.state, table.state.known_seat(new))
    assert until is not None
    assert (until - began).total_seconds() == 200

    assert e.ConsentChanged(new, Consent.ASKED) in table.tick()
    assert (table.now - began).total_seconds() == 100
    assert seat_kept_until(table.state, table.state.known_seat(new)) == until, "what was said stays true"
    assert table.tick() == (e.PlaceChanged(new, SeatPlace.LEFT),)
    assert table.now == until
    assert table.state.turn == turn, "the circle has not waited for it"
    assert table.no(c.Agree(seat=new)) == Code.NOT_SEATED

    # Whoever takes the seat again is not reminded a second time, and is awaited anew
    table.do(c.Join(seat=new))
    assert table.state.known_seat(new).waits_outside
    assert table.tick() == (e.PlaceChanged(new, SeatPlace.LEFT),)
    table.do(c.Join(seat=new))
    table.do(c.Agree(seat=new))
    assert table.state.known_seat(new).answer_by is None
    assert next_due(table.state) == (table.state.timer and table.state.timer.due)


def test_nobody_who_answers_or_gives_up_the_seat_is_reminded() -> None:
    table, new = _late()
    table.do(c.Listen(seat=new))
    other = table.joins()
    table.do(c.Leave(seat=other))
    table.wait(999)
    assert table.do(c.Tick()) == ()
    assert table.state.known_seat(new).is_inside


def test_no_time_of_theirs_goes_by_while_the_bot_is_away_or_shows_nothing() -> None:
    table, new = _late()
    since = table.now
    table.wait(5000)
    table.do(c.GiveBack(since=since))
    assert table.do(c.Tick()) == ()
    table.do(c.StandStill())
    table.wait(5000)
    table.do(c.Tick())
    table.do(c.GoOn())
    assert table.do(c.Tick()) == ()
    assert table.state.known_seat(new).consent is Consent.OPEN
    table.wait(100)
    assert e.ConsentChanged(new, Consent.ASKED) in table.do(c.Tick())


def test_a_pause_is_no_reason_to_wait_longer_for_them_and_a_format_may_wait_for_ever() -> None:
    table, new = _late()
    table.do(c.Pause(seat=1))
    table.wait(100)
    assert e.ConsentChanged(new, Consent.ASKED) in table.do(c.Tick())
    patient = Table(3, a_format(AGREEMENTS, CHECK_IN, CLOSING, answer_s=0))
    new = patient.joins()
    assert patient.state.known_seat(new).answer_by is None
    assert next_due(patient.state) == (patient.state.timer and patient.state.timer.due)


def test_a_circle_of_which_only_somebody_outside_is_left_ends_with_their_seat() -> None:
    table, _ = _late()
    for seat in (1, 2, 3):
        table.do(c.Leave(seat=seat))
    table.advance(1000)
    assert table.over
