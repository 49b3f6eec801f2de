"""A schedule hears that whoever holds a circle called one of its dates off."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e

from ..circle.change import Change
from ..unit_of_work import Work
from . import schedules
from .schedules import ChangedDate


def leave_out(work: Work, change: Change, _: e.CalledOff) -> None:
    """Keep that the date is left out, or it would be announced once more. The schedule knows what it did itself."""
    session = change.session
    if (
        isinstance(change.asker.command, c.End)
        and session.schedule_id is not None
        and session.local is not None
    ):
        schedules.keep_change(work, session.schedule_id, session.local, ChangedDate(None, ""))
