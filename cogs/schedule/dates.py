"""One date of a schedule: choosing it, leaving it out, moving it; and which schedule is meant."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from discord import app_commands

from bot.calendar.recurrence import occurrences
from bot.services.announcing import DateRefused
from bot.services.schedules import ScheduleError, key_of
from bot.services.timetable import Overview
from bot.ui.dates import date_words
from bot.ui.gates import admins_only
from bot.ui.host import Interaction
from bot.ui.people import is_admin
from bot.ui.replies import say
from bot.ui.scene import moment
from bot.ui.sentences import refusal_sentence
from bot.ui.typed import Unreadable, read_moment
from bot.ui.visible import cut
from bot.ui.words import clean, shown

from .problems import problem_words

Choice = app_commands.Choice[str]
MOST_CHOICES, CHOICE_LENGTH, DATES_OFFERED, NOTE_LENGTH = 25, 100, 20, 200


async def names(interaction: Interaction, current: str) -> list[Choice]:
    """The schedules of the server."""
    if interaction.guild_id is None or not is_admin(interaction, interaction.client.settings.people):
        return []
    typed = current.casefold()
    found = await interaction.client.timetable.named(interaction.guild_id)
    kept = [one for one in found if typed in one.terms.name.casefold()]
    return [app_commands.Choice(name=cut(k.terms.name, CHOICE_LENGTH), value=str(k.id)) for k in kept][
        :MOST_CHOICES
    ]


async def dates(interaction: Interaction, current: str) -> list[Choice]:
    """The next dates of the schedule that is named."""
    if interaction.guild_id is None or not is_admin(interaction, interaction.client.settings.people):
        return []
    try:
        overview = await find(interaction, getattr(interaction.namespace, "name", None))
    except ScheduleError:
        return []
    if overview is None:
        return []
    t = interaction.client.catalogues.pick(interaction.locale)
    named = [(date_words(t, datetime.fromisoformat(local)), local) for local in coming(interaction, overview)]
    typed = current.casefold()
    return [app_commands.Choice(name=n, value=v) for n, v in named if typed in n.casefold() or typed in v]


async def find(interaction: Interaction, name: str | None) -> Overview | None:
    """The schedule of that name or id, or the only one there is; None when it is not clear.

    Raises:
        ScheduleError: it was deleted in the same instant.
    """
    assert interaction.guild_id is not None
    found = await interaction.client.timetable.named(interaction.guild_id)
    if name is not None:
        wanted = clean(name).casefold()
        found = [one for one in found if wanted in (str(one.id), one.terms.name.casefold())]
    return await interaction.client.timetable.get(found[0].id) if len(found) == 1 else None


async def meant(interaction: Interaction, name: str | None) -> Overview | None:
    """The schedule an admin means; None when that is not clear or not theirs to change, and has been said."""
    if not await admins_only(interaction):
        return None
    t = interaction.client.catalogues.pick(interaction.locale)
    try:
        overview = await find(interaction, name)
    except ScheduleError as error:
        await say(interaction, problem_words(t, error))
        return None
    if overview is None:
        await say(interaction, t("I do not know which schedule you mean. /schedule list shows their names."))
    return overview


def coming(interaction: Interaction, overview: Overview) -> list[str]:
    """The next dates that have not been left out, by what the rule gives for each."""
    skipped = {local for local, change in overview.changes.items() if change.moved_to is None}
    now = interaction.client.timetable.now()
    dates_ahead = islice(occurrences(overview.schedule.terms.series, now), DATES_OFFERED + len(skipped))
    found = [key_of(one.local) for one in dates_ahead if key_of(one.local) not in skipped]
    moved = [
        local
        for local, change in overview.changes.items()
        if change.moved_to is not None and change.moved_to > now and local not in found
    ]
    return sorted([*moved, *found])[:DATES_OFFERED]


async def skip(interaction: Interaction, name: str | None, date: str, note: str) -> None:
    """Leave one date out, and say so to those who have a seat."""
    t = interaction.client.catalogues.pick(interaction.locale)
    words = clean(note)
    if len(words) > NOTE_LENGTH:
        await say(interaction, t("A reason has at most {most} characters.", most=NOTE_LENGTH))
        return
    overview = await meant(interaction, name)
    if overview is None or (local := await _date(interaction, overview, date)) is None:
        return
    try:
        await interaction.client.timetable.skip(overview.schedule.id, local, words)
    except (ScheduleError, DateRefused) as error:
        await _refused(interaction, error)
        return
    when = date_words(t, datetime.fromisoformat(local))
    await say(
        interaction,
        t(
            "**{name}** does not meet on {when}. Whoever has a seat is told; all other dates stay as they are.",
            name=shown(overview.schedule.terms.name),
            when=when,
        ),
    )


async def move(interaction: Interaction, name: str | None, date: str, typed: str) -> None:
    """Move one date, and say so to those who have a seat."""
    bot = interaction.client
    t = bot.catalogues.pick(interaction.locale)
    overview = await meant(interaction, name)
    if overview is None or (local := await _date(interaction, overview, date)) is None:
        return
    try:
        to = await read_moment(t, typed, bot.timetable.now(), overview.schedule.terms.series.zone)
        await bot.timetable.move(overview.schedule.id, local, to.at)
    except Unreadable as problem:
        await say(interaction, str(problem))
        return
    except (ScheduleError, DateRefused) as error:
        await _refused(interaction, error)
        return
    await say(
        interaction,
        t(
            "**{name}** meets on {when} instead of {before}. Whoever has a seat is told; "
            "all other dates stay as they are.",
            name=shown(overview.schedule.terms.name),
            when=moment(to.at, "F"),
            before=date_words(t, datetime.fromisoformat(local)),
        ),
    )


async def _refused(interaction: Interaction, error: ScheduleError | DateRefused) -> None:
    t = interaction.client.catalogues.pick(interaction.locale)
    if isinstance(error, ScheduleError):
        await say(interaction, problem_words(t, error))
    else:
        await say(interaction, refusal_sentence(t, error.refusal))


async def _date(interaction: Interaction, overview: Overview, typed: str) -> str | None:
    """The date that was chosen or typed; None when it is not one of the series, and that has been said."""
    t = interaction.client.catalogues.pick(interaction.locale)
    found = coming(interaction, overview)
    wanted = clean(typed)
    exact = [local for local in found if wanted in (local, local[:16].replace("T", " "), local[:10])]
    if not exact:
        by_words = [local for local in found if date_words(t, datetime.fromisoformat(local)) == wanted]
        exact = by_words or await _read(interaction, overview, found, wanted)
    if exact:
        return exact[0]
    near = "\n".join(f"· {date_words(t, datetime.fromisoformat(local))}" for local in found[:5])
    await say(
        interaction, t("This circle does not meet then. Its next dates are:") + "\n" + (near or t("none"))
    )
    return None


async def _read(interaction: Interaction, overview: Overview, found: list[str], typed: str) -> list[str]:
    """The date of the series on the day that was typed, such as `Tuesday 19:00`."""
    t = interaction.client.catalogues.pick(interaction.locale)
    zone = overview.schedule.terms.series.zone
    now = interaction.client.timetable.now() - timedelta(minutes=1)
    try:
        day = (await read_moment(t, typed, now, zone)).local.date()
    except Unreadable:
        return []
    return [local for local in found if datetime.fromisoformat(local).date() == day]
