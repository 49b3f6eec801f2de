"""What follows from schedules: announcing the sessions whose horizon has come, and skipping or moving one of them.

One moved evening never moves the series. What follows when the series itself is changed is in `following`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from bot.calendar.recurrence import next_occurrence
from bot.calendar.wallclock import LocalTime
from bot.circle import commands as c
from bot.circle.refusals import Refusal
from bot.content import Content
from bot.ids import GuildXid, MemberXid, ScheduleId
from bot.store import schedule_queries as sq

from ..circle import acting, sessions
from ..circle.opening import Date, Invitation, Person, plan_date
from ..circle.sessions import Session
from ..not_possible import NotPossible
from ..starting import aside
from ..unit_of_work import Work
from ..unreadable import Unreadable, readable
from . import schedules, series_seats
from .content_of import content_of
from .course import course_of, left_of, too_late
from .next_meeting import announce_next
from .one_date import appointment_of, instead_of, keep_looking, send_prompt
from .schedules import ChangedDate, Problem, Schedule, ScheduleError, Status, with_next

log = logging.getLogger(__name__)

MOST_AT_ONCE = 50
"""How many schedules of a slot are announced in one transaction: enough to be quick, few enough to let others write."""


def announce_due(work: Work) -> None:
    """Announce some of what is due."""
    for row in (row for slot in work.slots for row in _due(work, slot)):
        try:
            kept = schedules.read(row)
        except Unreadable as error:
            aside.put(work, error.what, error.number)
            continue
        announce(work, kept)


def due(work: Work) -> list[ScheduleId]:
    """Some of the schedules with something to announce."""
    return [row["id"] for slot in work.slots for row in _due(work, slot)]


def _due(work: Work, slot: int) -> Sequence[RowMapping]:
    about = {"of_slot": slot, "now": work.now, "most": MOST_AT_ONCE}
    return work.db.execute(sq.due_to_announce if work.changes else sq.due, about).mappings().all()


def announce_one(work: Work, schedule_id: ScheduleId) -> None:
    """Announce what is due of one schedule. Raises `ScheduleError` when it is gone."""
    announce(work, schedules.load(work, schedule_id))


def postpone(work: Work, schedule_id: ScheduleId, by: timedelta) -> None:
    """Let a schedule wait that cannot be announced."""
    work.db.execute(sq.postpone, {"of_schedule": schedule_id, "new_announce": work.now + by})


def announce(work: Work, kept: Schedule) -> Schedule:
    """Announce every date of a schedule whose horizon has come, each once, and store only the next.

    A schedule whose format is gone, or has not that many seats any more, waits until the format is back, which can be
    at the next start (`look_for_formats`), or until an admin chooses another.
    """
    if not kept.choices.can_meet(content_of(work, kept)):
        log.warning("Schedule %d waits: its format is gone, or no longer has that many seats", kept.id)
        keep_looking(work, kept, None)
        return kept
    facilitators = schedules.rota(work, kept)
    changed = schedules.changes(work, kept.id)
    horizon = work.now + timedelta(days=kept.choices.horizon_days)
    if kept.choices.closed:
        return announce_next(work, kept, facilitators, horizon)
    dates: dict[LocalTime, datetime] = {}
    while kept.next_at is not None and kept.next_local is not None and kept.next_at <= horizon:
        local, at = kept.next_local, kept.next_at
        starts_at = changed[local].moved_to if local in changed else at
        if starts_at is not None:
            dates[local] = starts_at
        kept = with_next(kept, next_occurrence(kept.choices.series, max(at, too_late(work.now))))
    # A date that was moved counts from where it is now: that may be long before its turn in the series.
    moved = {local: change.moved_to for local, change in changed.items() if change.moved_to is not None}
    dates |= {local: to for local, to in moved.items() if work.now < to <= horizon}
    # Their invitations appear in this order (`bot.services.deliveries.batch`).
    for local, starts_at in sorted(dates.items(), key=lambda date: (date[1], date[0])):
        kept = _announce_date(work, kept, local, starts_at, facilitators)
    later = [at for at in (kept.next_at, *moved.values()) if at is not None and at > horizon]
    keep_looking(
        work, kept, min(later) - (horizon - work.now) if later and kept.status is Status.ACTIVE else None
    )
    return kept


def waits_for_format(work: Work, guild_xid: GuildXid) -> bool:
    """Whether a schedule of this server is not announced because its format is gone, or no longer fits."""
    return work.db.execute(sq.waiting_for_format, {"guild_xid": guild_xid}).first() is not None


def look_for_formats(work: Work) -> None:
    """The bot starts, perhaps with other formats: look again at every schedule that waits for one."""
    work.db.execute(sq.look_again, {"now": work.now})
    work.news.schedules = True


def _announce_date(
    work: Work, kept: Schedule, local: LocalTime, starts_at: datetime, facilitators: list[MemberXid]
) -> Schedule:
    """Announce one date, unless it is over, or is announced already."""
    there_is_one = work.db.execute(sq.session_of_date, {"of_schedule": kept.id, "of_local": local}).scalar()
    if starts_at <= too_late(work.now) or there_is_one is not None:
        return kept
    leads = facilitators[kept.rota_turn % len(facilitators)] if facilitators else None
    planned_one = plan_date(
        work,
        invitation_of(kept, content_of(work, kept)),
        Date(kept.id, local),
        appointment_of(kept, local, starts_at, work.now),
        None if leads is None else Person(leads),
    )
    send_prompt(work, kept, planned_one.session)
    return replace(kept, rota_turn=kept.rota_turn + 1)


def invitation_of(kept: Schedule, content: Content) -> Invitation:
    """What a session of this schedule is like."""
    return Invitation(kept.guild_xid, kept.choices, kept.choices.format(content))


def planned(work: Work, schedule_id: ScheduleId) -> list[Session]:
    """The sessions of a schedule that are announced and have not opened, called off ones left out."""
    asked = sq.planned_to_change if work.changes else sq.planned_of
    rows = work.db.execute(asked, {"of_schedule": schedule_id}).mappings()
    found = list(readable(rows, lambda row: sessions.from_row(work, row)))
    return [session for session in found if not session.state.is_off]


def pause(work: Work, schedule_id: ScheduleId, note: str) -> None:
    """Rest: nothing new is announced, and what was is called off kindly."""
    kept = schedules.load(work, schedule_id)
    _call_off_all(work, kept, note)
    schedules.change(work, replace(kept, status=Status.PAUSED))


def resume(work: Work, schedule_id: ScheduleId) -> None:
    """Go on with the next date from now. Raises `ScheduleError` when there is none."""
    kept = schedules.load(work, schedule_id)
    found, so_far = schedules.next_date(work, kept), course_of(work, kept)
    if found is None or (so_far is not None and so_far.is_over):
        raise ScheduleError(Problem.NO_DATES)
    again = schedules.change(work, with_next(replace(kept, status=Status.ACTIVE), found))
    announce(work, again)


def delete(work: Work, schedule_id: ScheduleId, note: str) -> None:
    """End a schedule for good. What is announced is called off kindly."""
    kept = schedules.load(work, schedule_id)
    _call_off_all(work, kept, note)
    series_seats.forget_all(work, [kept.id])
    work.db.execute(sq.drop, {"of_schedule": kept.id})


def _call_off_all(work: Work, kept: Schedule, note: str) -> None:
    for session in planned(work, kept.id):
        acting.ask(work, session, None, c.CallOff(steward=True, note=note))
        work.db.execute(sq.undate, {"of_session": session.id})


def skip(work: Work, schedule_id: ScheduleId, local: LocalTime, note: str) -> None:
    """Leave one date out. Those seated are told, with the note."""
    kept = schedules.load(work, schedule_id)
    session = _on(work, kept, local)
    if session is not None:
        answer = acting.ask(work, session, None, c.CallOff(steward=True, note=note))
        _or_refuse(answer.refusal)
    schedules.keep_change(work, kept.id, local, ChangedDate(None, note))
    if kept.choices.closed and kept.status is Status.ACTIVE:
        announce(work, kept)  # the next meeting is another one now


def move(work: Work, schedule_id: ScheduleId, local: LocalTime, to: datetime) -> None:
    """Move one date. If that is within the horizon it is announced at once, so that people can say whether they
    come."""
    kept = schedules.load(work, schedule_id)
    session = _on(work, kept, local)
    _check_order(work, kept, session, to)
    schedules.keep_change(work, kept.id, local, schedules.moved_date(to, kept.choices.series.zone))
    if session is not None:
        command = c.Reschedule(
            steward=True,
            starts_at=to,
            reminders=kept.choices.session.reminders,
            instead_of=instead_of(kept, local, to),
        )
        _or_refuse(acting.ask(work, session, None, command).refusal)
    elif kept.status is Status.ACTIVE:
        announce(work, kept)


def _check_order(work: Work, kept: Schedule, session: Session | None, to: datetime) -> None:
    """Of a closed series one meeting is announced, and it stays the next one. Raises `ScheduleError`."""
    so_far, known = course_of(work, kept), planned(work, kept.id)
    if so_far is None or not known:
        return
    begins = known[0].state.date.starts_at
    left = left_of(work, kept, so_far)
    passes = bool(left) and to >= left[0].at if session is not None else to <= begins
    if passes:
        raise ScheduleError(Problem.NEXT_IS_KNOWN)


def _on(work: Work, kept: Schedule, local: LocalTime) -> Session | None:
    found = work.db.execute(sq.session_of_date, {"of_schedule": kept.id, "of_local": local}).scalar()
    return None if found is None else sessions.load(work, found)


class DateRefused(NotPossible):
    """One date cannot be changed: it has begun, is over, or was called off."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code.value)
        self.refusal = refusal


def _or_refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise DateRefused(refusal)
