"""Looking for people with a seat stands aside while cards stand in line for Discord."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.delivery.admission import Admission
from bot.pace import CALM, Pace
from bot.services.deliveries import table as d
from bot.services.deliveries.rows import Row
from bot.services.rooms.obstacles import NONE
from tests.benchmarks.sitting import StillClock


def _row(what: Any, number: int = 1) -> Row:
    return Row(id=number, what=what, not_before=StillClock().now, attempts=0, nonce="n")


async def test_a_look_waits_while_calls_stand_in_line_and_nothing_else_does() -> None:
    clock: Any = StillClock()
    pace = Pace(clock, 3)
    admission = Admission(None, clock, pace, None)  # type: ignore[arg-type]
    look, admit = _row(d.Look(2)), _row(d.Admit(2, NONE))
    assert admission.stands_aside(look) is None

    for _ in range(3):
        await pace.turn()
    until = [admission.stands_aside(_row(d.Look(2), number)) for number in range(4)]
    assert all(at is not None and at >= clock.now + timedelta(seconds=2) for at in until)
    assert len(set(until)) == 4, "they do not all come back in the same moment"
    assert admission.stands_aside(admit) is None

    clock.now += timedelta(seconds=1.05) - CALM
    assert admission.stands_aside(look) is None, "a quarter of a second delays nobody"
