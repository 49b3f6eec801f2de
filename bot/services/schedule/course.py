"""How far a closed series has come: which of its meetings have been, and which are left.

Only numbers are kept. A meeting counts once it has begun, so a date that was left out, or that too few came to, is made
up for at the end. So that no series goes on for ever, it is over too when as many dates as it has meetings came to
nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.calendar.meetings import Meeting, meetings_left
from bot.calendar.wallclock import LocalTime, instant_of
from bot.circle.appointment import Appointment, OfSeries
from bot.ids import ScheduleId
from bot.store import series_queries as cq

from ..unit_of_work import Work
from .schedules import ChangedDate, Schedule, changes

MEETINGS = range(2, 21)
"""How many meetings a closed series may have. Hospices plan six or eight; see docs/method.md."""


@dataclass(frozen=True, slots=True)
class Course:
    """How many meetings have been, of how many."""

    total: int
    held: int = 0
    missed: int = 0
    """How many dates came to nothing by themselves."""
    places: int | None = None
    """How many had a seat when the first meeting was over, whoever holds it left out; None before that."""

    @property
    def left(self) -> int:
        """How many meetings are left, one that is announced or under way with them."""
        return 0 if self.missed >= self.total else max(0, self.total - self.held)

    @property
    def is_over(self) -> bool:
        """Whether no meeting is left."""
        return self.left == 0

    @property
    def next(self) -> OfSeries:
        """Which meeting comes next."""
        return OfSeries(self.held + 1, self.total)


def course_of(work: Work, kept: Schedule) -> Course | None:
    """How far a schedule has come; None when it is no closed series."""
    total = kept.choices.meetings
    if total is None:
        return None
    row = work.db.execute(cq.course_of, {"of_schedule": kept.id}).first()
    return Course(total) if row is None else Course(total, row.held, row.missed, row.places)


def begin(work: Work, schedule_id: ScheduleId) -> None:
    """A closed series begins: none of its meetings has been."""
    work.db.execute(cq.add_course, {"schedule_id": schedule_id, "held": 0, "missed": 0, "places": None})


def left_of(work: Work, kept: Schedule, course: Course) -> list[Meeting]:
    """The meetings that are left and not announced, in their order. None when there is no date to begin with."""
    if kept.next_at is None:
        return []
    changed = changes(work, kept.id)
    return meetings_left(
        kept.choices.series,
        course.left - is_under_way(work, kept.id, changed),
        by_rule_after=max(kept.next_at - timedelta(seconds=1), too_late(work.now)),
        now=work.now,
        changed={local: change.moved_to for local, change in changed.items()},
        begun=work.db.execute(cq.announced, {"of_schedule": kept.id}).scalars().all(),
    )


def is_under_way(work: Work, schedule_id: ScheduleId, changed: Mapping[LocalTime, ChangedDate]) -> bool:
    """Whether one of its meetings is announced and has not ended. One that was left out takes place no more."""
    there = work.db.execute(cq.under_way, {"of_schedule": schedule_id}).scalars().all()
    return any(local not in changed or changed[local].moved_to is not None for local in there)


def ends_at(work: Work, kept: Schedule, course: Course) -> datetime | None:
    """When its last meeting begins, as it is planned now; None when it rests or no date is to come."""
    changed = changes(work, kept.id)
    begins = [
        to
        if (to := changed[local].moved_to if local in changed else None) is not None
        else _by_rule(kept, local)
        for local in work.db.execute(cq.under_way, {"of_schedule": kept.id}).scalars()
    ]
    return max([*begins, *(one.at for one in left_of(work, kept, course))], default=None)


def _by_rule(kept: Schedule, local: LocalTime) -> datetime:
    return instant_of(local, kept.choices.series.zone)[0]


def too_late(now: datetime) -> datetime:
    """A date before this can no longer begin, so it is not announced either."""
    return now - timedelta(seconds=Appointment(now).patience_s)
