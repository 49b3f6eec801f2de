"""Keeping the sessions that are announced in step with a schedule that an admin changed. Nobody loses a seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.calendar.recurrence import Occurrence, next_occurrence, occurrences
from bot.calendar.wallclock import LocalTime
from bot.circle import commands as c
from bot.circle.appointment import Appointment, OfSeries
from bot.ids import ScheduleId
from bot.store import schedule_queries as sq

from ..circle import acting
from ..circle.sessions import Session
from ..deliveries import table as d
from ..deliveries.policy import Refresh
from ..deliveries.rows import Plan, queue
from ..rooms import invitations
from ..rooms.choices import columns_of
from ..settings.servers import HORIZON_DAYS
from ..unit_of_work import Work
from . import course, schedules
from .agreeing import format_of_date
from .announcing import announce, planned
from .content_of import content_of
from .next_meeting import with_seats
from .one_date import appointment_of, send_prompt
from .schedules import ChangedDate, Problem, Schedule, ScheduleError, Status


def confirm(work: Work, draft_id: ScheduleId) -> Schedule:
    """Let a draft take effect, and announce what is due. Raises `ScheduleError`."""
    drafted = schedules.load(work, draft_id)
    _check_meetings(work, drafted)
    _make_room(work, drafted)
    kept = schedules.confirm(work, draft_id)
    if drafted.replaces is not None:
        follow(work, kept)
    elif kept.choices.closed:
        course.begin(work, kept.id)
    return announce(work, kept) if kept.status is Status.ACTIVE else kept


def draft_anew(work: Work, schedule_id: ScheduleId) -> Schedule:
    """A draft of a series like one that is over, from its next date on. Nobody is taken over, but for those who
    facilitate in turn. Raises `ScheduleError`: it is gone."""
    kept = schedules.load(work, schedule_id)
    series = kept.choices.series
    coming = next_occurrence(kept.choices.dates, work.now + timedelta(days=kept.choices.horizon_days))
    if coming is not None:
        series = replace(series, start=coming.local)
    chosen = replace(kept.choices, series=series, group_lines=())  # those were the words of that group
    return schedules.draft(work, kept.guild_xid, chosen, schedules.rota(work, kept))


def _check_meetings(work: Work, drafted: Schedule) -> None:
    """A closed series has a number of meetings, and more than have been. Raises `ScheduleError`."""
    if not drafted.choices.closed:
        return
    if drafted.choices.meetings not in course.MEETINGS:
        raise ScheduleError(Problem.NO_NUMBER)
    if drafted.replaces is not None:
        so_far = course.course_of(work, replace(drafted, id=drafted.replaces))
        if so_far is not None and so_far.is_over:
            raise ScheduleError(Problem.ALREADY_MET)


def _make_room(work: Work, drafted: Schedule) -> None:
    """A closed series that is over makes room for another one of its name."""
    for kept in schedules.of_guild(work, drafted.guild_xid):
        so_far = course.course_of(work, kept)
        if so_far is None or not so_far.is_over or kept.id == drafted.replaces:
            continue
        if kept.choices.name == drafted.choices.name and not planned(work, kept.id):
            work.db.execute(sq.drop, {"of_schedule": kept.id})


def follow(work: Work, kept: Schedule) -> None:
    """Bring what is announced in step with choices that were changed. Nobody who has a seat loses it."""
    circle, content = kept.choices, content_of(work, kept)
    can_meet = circle.can_meet(content)
    changed, soon = schedules.changes(work, kept.id), _soon(kept, work.now)
    assert kept.circle_id is not None
    for session in planned(work, kept.id):
        here = _follow_date(work, kept, session, changed, soon)
        before = here.state.date
        meeting = _meeting(kept, before)
        chosen = appointment_of(kept, here.local, before.starts_at, work.now, meeting)
        chosen_format = here.state.format
        if can_meet:
            chosen_format = circle.of_meeting(meeting, content).format(content)
        if meeting is not None and meeting.number > 1:
            # No seat is opened for somebody new.
            chosen_format = with_seats(chosen_format, here.state.format.capacity)
        wanted = format_of_date(work, kept, here.state, chosen_format)
        fit = c.Refit(steward=True, format=wanted, appointment=chosen)
        send_prompt(work, kept, acting.ask(work, here, None, fit).session)
        values = {
            "of_session": session.id,
            "new_circle": kept.circle_id,
            "new_name": circle.name,
            "new_parent": circle.parent_xid,
        } | {f"new_{name}": value for name, value in columns_of(circle.room.settled(here.room)).items()}
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


def _meeting(kept: Schedule, before: Appointment) -> OfSeries | None:
    """Which meeting of a closed series a session is, of as many as there are now."""
    total = kept.choices.meetings
    if total is None or before.of_series is None:
        return None
    return replace(before.of_series, total=total)


def _soon(kept: Schedule, now: datetime) -> list[Occurrence]:
    """The dates of a series as far ahead as any session can have been announced, and a week more."""
    last = now + timedelta(days=HORIZON_DAYS[-1] + 7)
    return list(takewhile(lambda one: one.at <= last, occurrences(kept.choices.dates, now)))
