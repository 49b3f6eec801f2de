"""A reminder in somebody's quiet hours: it comes after them, and nothing that is kept tells when they end."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

from bot.services.deliveries import table as d
from bot.services.deliveries.batch import QUIET_LOOK_S, Batch
from bot.services.deliveries.rows import Row
from bot.services.schedule.reminders import QuietHours, Reminding

EVENING = datetime(2026, 3, 1, 21, tzinfo=UTC)
ENDS = datetime(2026, 3, 2, 7, tzinfo=UTC)
SEATS = range(1, 9)


def _batch() -> Batch:
    night = Reminding(quiet=QuietHours(time(20), time(7), "UTC"))
    rows = [Row(number, d.Remind(number, before_s=3600), EVENING, 0, f"nonce-{number}") for number in SEATS]
    return Batch(cast("Any", None), {}, {}, rows, wishes=dict.fromkeys(SEATS, night))


def _written_at(batch: Batch, row: Row) -> tuple[datetime, list[datetime]]:
    """When somebody is written to, and what was kept until then."""
    now, kept = EVENING, []
    while (look_at := batch.quiet_look_at(row, now)) is not None:
        assert now < look_at <= now + timedelta(seconds=QUIET_LOOK_S)
        kept.append(now := look_at)
    return now, kept


def test_those_whose_hours_end_together_are_written_to_at_their_own_moments() -> None:
    batch = _batch()
    moments = [_written_at(batch, row)[0] for row in batch.rows]
    assert len(set(moments)) == len(moments)
    assert max(moments) - min(moments) > timedelta(minutes=2)
    assert all(ENDS <= moment <= ENDS + timedelta(seconds=QUIET_LOOK_S) for moment in moments)


def test_what_is_kept_does_not_tell_when_they_end() -> None:
    """It is the same rhythm all night, for somebody who gets up at six as for somebody who gets up at seven."""
    batch, earlier = _batch(), _batch()
    earlier.wishes = dict.fromkeys(SEATS, Reminding(quiet=QuietHours(time(19), time(6), "UTC")))
    for row in batch.rows:
        long, short = _written_at(batch, row)[1], _written_at(earlier, row)[1]
        assert len(short) < len(long)
        assert long[: len(short)] == short


def test_only_reminders_wait() -> None:
    batch = _batch()
    off = Row(99, d.CalledOff(1), EVENING, 0, "nonce")
    assert batch.quiet_look_at(off, EVENING) is None
