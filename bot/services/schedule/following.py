"""Keeping the sessions that are announced in step with a schedule that an admin changed. Nobody loses a seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.calendar.recurrence import Occurrence, occurrences
from bot.calendar.wallclock import LocalTime
from bot.circle import commands as c
from bot.ids import ScheduleId
from bot.store import schedule_queries as sq

from ..circle import acting
from ..circle.sessions import Session
from ..deliveries import table as d
from ..deliveries.policy import Refresh
from ..deliveries.rows import Plan, queue
from ..rooms import invitations
from ..settings.servers import HORIZON_DAYS
from ..unit_of_work import Work
from . import schedules
from .agreeing import format_of_date
from .announcing import announce, appointment_of, content_of, planned, send_prompt
from .schedules import ChangedDate, Schedule, Status


def confirm(work: Work, draft_id: ScheduleId) -> Schedule:
    """Let a draft take effect, and announce what is due. Raises `ScheduleError`."""
    is_change = schedules.load(work, draft_id).replaces is not None
    kept = schedules.confirm(work, draft_id)
    if is_change:
        follow(work, kept)
    return announce(work, kept) if kept.status is Status.ACTIVE else kept


def follow(work: Work, kept: Schedule) -> None:
    """Bring what is announced in step with choices that were changed. Nobody who has a seat loses it."""
    circle, content = kept.choices, content_of(work, kept)
    can_meet = circle.can_meet(content)
    changed, soon = schedules.changes(work, kept.id), _soon(kept, work.now)
    assert kept.circle_id is not None
    for session in planned(work, kept.id):
        here = _follow_date(work, kept, session, changed, soon)
        before = here.state.date
        chosen = appointment_of(kept, here.local, before.starts_at, work.now)
        chosen_format = circle.format(content) if can_meet else here.state.format
        wanted = format_of_date(work, kept, here.state, chosen_format)
        fit = c.Refit(steward=True, format=wanted, appointment=chosen)
        send_prompt(work, kept, acting.ask(work, here, None, fit).session)
        values = {
            "of_session": session.id,
            "new_circle": kept.circle_id,
            "new_name": circle.name,
            "new_parent": circle.parent_xid,
            "new_room": circle.room.value,
            "new_held": circle.held,
            "new_standing": circle.standing_xid,
        }
        work.db.execute(sq.rename, values)
        work.news.moved.add(session.id)
        is_new = chosen.choices.has_event and not before.choices.has_event
        plans = [Plan(Refresh(d.Invite()))]
        if session.parent_xid != circle.parent_xid:
            plans = invitations.move(work, session.id, session.parent_xid)
        plans.append(Plan(d.Event() if is_new else Refresh(d.Event())))
        queue(work, session.id, plans)


def _follow_date(
    work: Work,
    kept: Schedule,
    session: Session,
    changed: Mapping[LocalTime, ChangedDate],
    soon: Sequence[Occurrence],
) -> Session:
    """A session goes with the series when that meets at another hour of the same day; else it is called off.

    One that was moved stays where it was moved to. Returns the session as it is then.
    """
    if session.local is None or session.local in changed:
        return session
    day = session.local.date()
    same_day = next((one for one in soon if one.local.date() == day), None)
    if same_day is None:
        work.db.execute(sq.undate, {"of_session": session.id})
        return replace(acting.ask(work, session, None, c.CallOff(steward=True)).session, local=None)
    if (key := same_day.local) not in changed:
        # Also where the hour by the clock stays, for the clock may be another place's now.
        command = c.Reschedule(steward=True, starts_at=same_day.at, reminders=kept.choices.session.reminders)
        session = acting.ask(work, session, None, command).session
    if key != session.local:
        work.db.execute(sq.redate, {"of_session": session.id, "new_local": key})
    return replace(session, local=key)


def _soon(kept: Schedule, now: datetime) -> list[Occurrence]:
    """The dates of a series as far ahead as any session can have been announced, and a week more."""
    last = now + timedelta(days=HORIZON_DAYS[-1] + 7)
    return list(takewhile(lambda one: one.at <= last, occurrences(kept.choices.series, now)))
