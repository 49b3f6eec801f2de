"""Keeping the sessions that are announced in step with a schedule that an admin changed. Nobody loses a seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import Connection

from bot.calendar.recurrence import Occurrence, occurrences
from bot.calendar.wallclock import LocalTime
from bot.circle import commands as c
from bot.content import Content
from bot.privacy.sealing import Vault
from bot.store import schedule_queries as sq

from . import invitations, meetings, schedules, sessions
from .announcing import appointment_of, planned, send_prompt
from .deliveries import table as d
from .deliveries.policy import Refresh
from .deliveries.rows import Plan, queue
from .meetings import Meeting
from .schedules import ChangedDate, Schedule
from .servers import HORIZON_DAYS


def follow(db: Connection, vault: Vault, content: Content, kept: Schedule, now: datetime) -> None:
    """Bring what is announced in step with choices that were changed. Nobody who has a seat loses it."""
    circle, can_meet = kept.choices, kept.choices.can_meet(content)
    changed, soon = schedules.changes(db, kept.id), _soon(kept, now)
    assert kept.circle_id is not None
    for meeting in planned(db, vault, kept.id):
        _follow_date(db, vault, kept, meeting, changed, soon, now)
        here = meetings.load(db, vault, meeting.id)
        before = here.state.appointment
        assert before is not None
        chosen = appointment_of(kept, here.local, before.starts_at, now)
        wanted = circle.format(content) if can_meet else here.state.format
        fit = c.Refit(steward=True, format=wanted, appointment=chosen)
        send_prompt(
            db, vault, content, kept, sessions.act(db, vault, meeting.id, None, fit, now).meeting, now
        )
        values = {
            "of_session": meeting.id,
            "new_circle": kept.circle_id,
            "new_name": circle.name,
            "new_parent": circle.parent_xid,
        }
        db.execute(sq.rename, values)
        is_new = chosen.choices.has_event and not before.choices.has_event
        plans = [Plan(Refresh(d.Invite()))]
        if meeting.parent_xid != circle.parent_xid:
            plans = invitations.move(db, meeting.id, meeting.parent_xid)
        plans.append(Plan(d.Event() if is_new else Refresh(d.Event())))
        queue(db, meeting.id, plans, now)


def _follow_date(
    db: Connection,
    vault: Vault,
    kept: Schedule,
    meeting: Meeting,
    changed: Mapping[LocalTime, ChangedDate],
    soon: Sequence[Occurrence],
    now: datetime,
) -> None:
    """A session goes with the series when that meets at another hour of the same day; else it is called off.

    One that was moved stays where it was moved to.
    """
    if meeting.local is None or meeting.local in changed:
        return
    day = meeting.local.date()
    same_day = next((one for one in soon if one.local.date() == day), None)
    if same_day is None:
        sessions.act(db, vault, meeting.id, None, c.CallOff(steward=True), now)
        db.execute(sq.undate, {"of_session": meeting.id})
        return
    if (key := same_day.local) not in changed:
        # Also where the hour by the clock stays, for the clock may be another place's now.
        command = c.Reschedule(steward=True, starts_at=same_day.at, reminders=kept.choices.session.reminders)
        sessions.act(db, vault, meeting.id, None, command, now)
    if key != meeting.local:
        db.execute(sq.redate, {"of_session": meeting.id, "new_local": key})


def _soon(kept: Schedule, now: datetime) -> list[Occurrence]:
    """The dates of a series as far ahead as any session can have been announced, and a week more."""
    last = now + timedelta(days=HORIZON_DAYS[-1] + 7)
    return list(takewhile(lambda one: one.at <= last, occurrences(kept.choices.series, now)))
