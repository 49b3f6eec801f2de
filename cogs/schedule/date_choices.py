"""Which date of a schedule is meant, and how each is named: by its rule, with what became of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

from bot.calendar.recurrence import occurrences
from bot.calendar.wallclock import wall_time
from bot.services.schedules import key_of
from bot.services.timetable import Overview
from bot.ui.dates import changed_plainly, date_words
from bot.ui.host import Interaction
from bot.ui.i18n import Translator
from bot.ui.replies import say
from bot.ui.typed import Unreadable, read_day
from bot.ui.words import clean

DATES_OFFERED = 20


def coming(interaction: Interaction, overview: Overview) -> list[str]:
    """The next dates that have not been left out, by what the rule gives for each."""
    skipped = {local for local, change in overview.changes.items() if change.moved_to is None}
    now = interaction.client.timetable.now()
    dates_ahead = islice(occurrences(overview.schedule.choices.series, now), DATES_OFFERED + len(skipped))
    found = [key_of(one.local) for one in dates_ahead if key_of(one.local) not in skipped]
    moved = [
        local
        for local, change in overview.changes.items()
        if change.moved_to is not None and change.moved_to > now and local not in found
    ]
    return sorted([*moved, *found])[:DATES_OFFERED]


def date_name(t: Translator, overview: Overview, local: str) -> str:
    """A date as its rule gives it, and what became of it."""
    words = _by_rule(t, local)
    if local not in overview.changes:
        return words
    zone = overview.schedule.choices.series.zone
    return f"{words} · {changed_plainly(t, overview.changes[local], zone)}"


async def date_meant(interaction: Interaction, overview: Overview, typed: str) -> str | None:
    """The date that was chosen or typed; None when it is not one of the series, and that has been said."""
    t = interaction.client.catalogues.pick(interaction.locale)
    found = coming(interaction, overview)
    wanted = clean(typed)
    exact = [local for local in found if wanted in (local, local[:16].replace("T", " "), local[:10])]
    if not exact:
        by_words = [local for local in found if wanted in (date_name(t, overview, local), _by_rule(t, local))]
        exact = by_words or await _read(interaction, overview, found, wanted)
    if exact:
        return exact[0]
    near = "\n".join(f"· {date_name(t, overview, local)}" for local in found[:5])
    await say(
        interaction, t("This circle does not meet then. Its next dates are:") + "\n" + (near or t("none"))
    )
    return None


def _by_rule(t: Translator, local: str) -> str:
    return date_words(t, datetime.fromisoformat(local))


async def _read(interaction: Interaction, overview: Overview, found: list[str], typed: str) -> list[str]:
    """The date of the series on the day that was typed, such as `Tuesday 19:00`."""
    t = interaction.client.catalogues.pick(interaction.locale)
    zone = overview.schedule.choices.series.zone
    now = interaction.client.timetable.now() - timedelta(minutes=1)
    try:
        day = await read_day(t, typed, now, zone)
    except Unreadable:
        return []
    return [local for local in found if day in _days_of(overview, local)]


def _days_of(overview: Overview, local: str) -> set[date]:
    """The day a date has by its rule, and the day it was moved to."""
    changed = overview.changes.get(local)
    moved_to = None if changed is None else changed.moved_to
    zone = overview.schedule.choices.series.zone
    days = {datetime.fromisoformat(local).date()}
    return days if moved_to is None else {*days, wall_time(moved_to, zone).date()}
