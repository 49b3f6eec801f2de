"""Which date of a schedule is meant, and how each is named: by its rule, with what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from bot.calendar.recurrence import occurrences
from bot.calendar.wallclock import LocalTime, wall_time
from bot.services.schedule.desk import Overview
from bot.ui.dates import changed_plainly, date_words
from bot.ui.i18n import Translator
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.typed import read_day
from bot.ui.user_text import clean

DATES_OFFERED = 20
DATES_MEANT = 400
"""How many dates ahead may be typed: more than a year of a circle that meets every day."""


def coming(request: Request, overview: Overview, most: int = DATES_OFFERED) -> list[LocalTime]:
    """The next dates that have not been left out, by what the rule gives for each; at most so many."""
    if overview.course is not None:
        announced = [session.local for session in overview.planned if session.local is not None]
        return [*announced, *(meeting.local for meeting in overview.left)][:most]
    skipped = {local for local, change in overview.changes.items() if change.moved_to is None}
    now = request.bot.clock.utcnow()
    dates_ahead = islice(occurrences(overview.schedule.choices.series, now), most + len(skipped))
    found = [one.local for one in dates_ahead if one.local not in skipped]
    moved = [
        local
        for local, change in overview.changes.items()
        if change.moved_to is not None and change.moved_to > now and local not in found
    ]
    return sorted([*moved, *found])[:most]


def date_name(t: Translator, overview: Overview, local: LocalTime) -> str:
    """A date as its rule gives it, and what became of it."""
    words = date_words(t, local)
    if local not in overview.changes:
        return words
    zone = overview.schedule.choices.series.zone
    return f"{words} · {changed_plainly(t, overview.changes[local], zone)}"


async def date_meant(request: Request, overview: Overview, typed: str) -> LocalTime:
    """The date that was chosen or typed. Raises `Refused` when it is not one of the series."""
    t = request.t
    found = coming(request, overview, DATES_MEANT)
    wanted = clean(typed)
    exact = [local for local in found if wanted in _as_typed(local)]
    if not exact:
        by_words = [
            local for local in found if wanted in (date_name(t, overview, local), date_words(t, local))
        ]
        exact = by_words or await _read(request, overview, found, wanted)
    if exact:
        return exact[0]
    near = "\n".join(f"· {date_name(t, overview, local)}" for local in found[:5])
    raise Refused(t("This circle does not meet then. Its next dates are:") + "\n" + (near or t("none")))


def _as_typed(local: LocalTime) -> tuple[str, ...]:
    """The ways to write a date in digits: 2026-12-01T19:00:00, which is what a choice sends, and shorter ones."""
    return local.isoformat(), f"{local:%Y-%m-%d %H:%M}", f"{local:%Y-%m-%d}"


async def _read(request: Request, overview: Overview, found: list[LocalTime], typed: str) -> list[LocalTime]:
    """The date of the series on the day that was typed, such as `Tuesday 19:00`."""
    t = request.t
    zone = overview.schedule.choices.series.zone
    now = request.bot.clock.utcnow() - timedelta(minutes=1)
    try:
        day = await read_day(t, typed, now, zone)
    except Refused:
        return []
    return [local for local in found if day in _days_of(overview, local)]


def _days_of(overview: Overview, local: LocalTime) -> set[date]:
    """The day a date has by its rule, and the day it was moved to."""
    changed = overview.changes.get(local)
    moved_to = None if changed is None else changed.moved_to
    zone = overview.schedule.choices.series.zone
    days = {local.date()}
    return days if moved_to is None else {*days, wall_time(moved_to, zone).date()}
