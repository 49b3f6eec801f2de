"""Announcing the next meeting of a closed series, with everyone in their seats.

One meeting is announced at a time, when the one before it is over. Only then is it known who has a seat, and which
meeting of how many comes next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.calendar.meetings import Meeting
from bot.calendar.recurrence import next_occurrence
from bot.circle.formats import Format
from bot.ids import MemberXid

from ..circle.opening import Date, Invitation, Person, plan_date
from ..unit_of_work import Work
from . import schedules, series_seats
from .content_of import content_of
from .course import Course, course_of, is_under_way, left_of, too_late
from .one_date import appointment_of, keep_looking, send_prompt
from .schedules import Schedule, Status, with_next

LOOK_AGAIN = timedelta(hours=6)
"""How long a closed series is left alone while one of its meetings is announced or under way."""


def announce_next(
    work: Work, kept: Schedule, facilitators: Sequence[MemberXid], horizon: datetime
) -> Schedule:
    """Announce the next meeting of a closed series, once the one before it is over: only then is it known who has a
    seat, and which meeting it is."""
    course = course_of(work, kept)
    assert course is not None
    if is_under_way(work, kept.id, schedules.changes(work, kept.id)):
        keep_looking(work, kept, work.now + LOOK_AGAIN)  # its end has it looked at sooner
        return kept
    left = left_of(work, kept, course)
    if not left:
        kept = with_next(kept, None)
        keep_looking(work, kept, None)
        return kept
    meeting = left[0]
    look_at = meeting.at - (horizon - work.now)
    if meeting.at <= horizon:
        kept = _announce_meeting(work, kept, meeting, course, facilitators)
        look_at = max(work.now, meeting.at) + LOOK_AGAIN
    keep_looking(work, kept, look_at if kept.status is Status.ACTIVE else None)
    return kept


def _announce_meeting(
    work: Work, kept: Schedule, meeting: Meeting, course: Course, facilitators: Sequence[MemberXid]
) -> Schedule:
    """Announce one meeting of a closed series. Whoever has a seat in the series has it here."""
    seats = series_seats.seats_of(work, kept.id)
    sitting = [seat.person for seat in seats if not seat.waits]
    leads = Person(facilitators[kept.rota_turn % len(facilitators)]) if facilitators else None
    if leads is None:
        leads = next((person for person in sitting if person.may_facilitate), None)
    leader_xid = None if leads is None else leads.member_xid
    others = [person for person in sitting if person.member_xid != leader_xid]
    waiting = [seat.person for seat in seats if seat.waits and seat.member_xid != leader_xid]
    guests = 0 if leads is None or len(others) < len(sitting) else 1
    seats_there = None if course.places is None else course.places + guests
    content = content_of(work, kept)
    chosen = kept.choices.of_meeting(course.next, content)
    invitation = Invitation(kept.guild_xid, chosen, with_seats(chosen.format(content), seats_there))
    appointment = appointment_of(kept, meeting.local, meeting.at, work.now, course.next)
    date = Date(kept.id, meeting.local)
    answer = plan_date(work, invitation, date, appointment, leads, others, waiting)
    send_prompt(work, kept, answer.session)
    kept = replace(kept, rota_turn=kept.rota_turn + 1)
    if kept.next_local == meeting.local or (kept.next_at is not None and kept.next_at <= meeting.at):
        kept = with_next(kept, next_occurrence(kept.choices.dates, max(meeting.at, too_late(work.now))))
    return kept


def with_seats(chosen: Format, seats: int | None) -> Format:
    """The format with that many seats, as far as a circle of it can have so many. None: as it is."""
    if seats is None:
        return chosen
    fits = max(chosen.minimum, min(seats, chosen.capacity))
    return chosen.adjusted(capacity=fits)
