"""What every date of a schedule is announced with, whichever date is next: when it is, and the question sent ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.calendar.wallclock import LocalTime, instant_of
from bot.circle import commands as c
from bot.circle.appointment import Appointment, OfSeries
from bot.store import schedule_queries as sq

from ..circle import acting
from ..circle.sessions import Session
from ..prompts.drawing import draw_ahead
from ..unit_of_work import Work
from .schedules import Schedule


def keep_looking(work: Work, kept: Schedule, look_at: datetime | None) -> None:
    """Keep which date is next, and when to look for it."""
    values = {
        "of_schedule": kept.id,
        "new_turn": kept.rota_turn,
        "new_local": kept.next_local,
        "new_next": kept.next_at,
        "new_announce": look_at,
    }
    work.db.execute(sq.announced, values)


def send_prompt(work: Work, kept: Schedule, session: Session) -> None:
    """Draw the question for the stories now, where the circle sends it ahead and has none yet."""
    put = draw_ahead(work, session) if kept.choices.session.sends_prompt else None
    if put is not None:
        acting.ask(work, session, None, c.SetPrompt(steward=True, prompt=put))


def appointment_of(
    kept: Schedule,
    local: LocalTime | None,
    starts_at: datetime,
    now: datetime,
    of_series: OfSeries | None = None,
) -> Appointment:
    """The date of a session of this schedule. Reminders that would already be past are left out.

    Args:
        kept: the schedule.
        local: what the rule gives for it.
        starts_at: when it begins.
        now: the present instant.
        of_series: which meeting of a closed series it is. The same people come each time, so it makes no second circle.
    """
    chosen = kept.choices.session
    if of_series is not None:
        chosen = replace(chosen, splits=False)
    left_s = (starts_at - now).total_seconds()
    return Appointment(
        starts_at,
        instead_of=None if local is None else instead_of(kept, local, starts_at),
        reminders=tuple(before_s for before_s in kept.choices.session.reminders if before_s < left_s),
        choices=chosen,
        of_series=of_series,
    )


def instead_of(kept: Schedule, local: LocalTime, starts_at: datetime) -> datetime | None:
    """When a date would begin by its rule; None if that is when it begins."""
    by_rule = instant_of(local, kept.choices.series.zone)[0]
    return by_rule if by_rule != starts_at else None
