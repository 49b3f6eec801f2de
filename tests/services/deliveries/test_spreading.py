"""Messages to everybody, spread over minutes: when each is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.circle import events as e
from bot.circle.appointment import Appointment
from bot.circle.model import EndReason, Phase, Seat, SeatPlace, SessionState
from bot.content import load_content
from bot.services.deliveries.dates import LONGEST_SPREAD_S, follow
from bot.services.deliveries.lookup import policy_of
from bot.settings import ROOT

FORMAT = load_content(ROOT / "data").formats["story-circle"]
STARTS = datetime(2026, 3, 3, 19, tzinfo=UTC)
DAY, HOUR = 86_400, 3_600


def _state(seed: int) -> SessionState:
    seats = tuple(Seat(number, place=SeatPlace.SEATED) for number in range(1, 9))
    return SessionState(
        format=FORMAT, seed=seed, phase=Phase.PLANNED, seats=seats, appointment=Appointment(starts_at=STARTS)
    )


def _delays(seed: int, event: e.Event) -> list[float]:
    return [plan.delay_s for plan in follow(_state(seed), event) if policy_of(plan.what).is_private]


def test_each_seat_of_each_circle_has_its_own_moment_and_keeps_it() -> None:
    all_at_once = [delay for seed in range(200) for delay in _delays(seed, e.Reminded(HOUR, ()))]
    assert len(all_at_once) == 1600
    assert all_at_once == [delay for seed in range(200) for delay in _delays(seed, e.Reminded(HOUR, ()))]
    in_each_minute = [sum(minute <= delay / 60 < minute + 1 for delay in all_at_once) for minute in range(5)]
    assert sum(in_each_minute) == 1600, "within five minutes"
    assert min(in_each_minute) > 250, "evenly"


def test_a_message_is_never_spread_so_far_that_it_makes_no_sense() -> None:
    soon, far, over = (STARTS + timedelta(seconds=left) for left in (-600, -5 * DAY, HOUR))
    asked: list[tuple[e.Event, float]] = [
        (e.Reminded(DAY, (HOUR,)), LONGEST_SPREAD_S),
        (e.Reminded(HOUR, ()), 300),
        (e.Reminded(600, ()), 50),
        (e.DoorsOpened(STARTS - timedelta(seconds=600)), 100),
        (e.Rescheduled(STARTS, ()), 120),
        (e.CalledOff(soon, EndReason.CALLED_OFF), 30),
        (e.CalledOff(far, EndReason.CALLED_OFF), 120),
        (e.CalledOff(over, EndReason.MISSED), 120),
    ]
    for event, most in asked:
        delays = [delay for seed in range(50) for delay in _delays(seed, event)]
        assert delays, event
        assert 0 <= min(delays) <= max(delays) <= most, event
        assert max(delays) > most / 2, event
