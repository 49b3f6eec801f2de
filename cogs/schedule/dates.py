"""One date of a schedule: choosing it, leaving it out, moving it; and which schedule is meant."""

from __future__ import annotations

from discord import app_commands

from bot.services.announcing import DateRefused
from bot.services.schedules import ScheduleError
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

from .date_choices import coming, date_meant, date_name
from .problems import problem_words

Choice = app_commands.Choice[str]
MOST_CHOICES, CHOICE_LENGTH, NOTE_LENGTH = 25, 100, 200


async def names(interaction: Interaction, current: str) -> list[Choice]:
    """The schedules of the server."""
    if interaction.guild_id is None or not is_admin(interaction, interaction.client.settings.people):
        return []
    typed = current.casefold()
    found = await interaction.client.timetable.named(interaction.guild_id)
    kept = [one for one in found if typed in one.choices.name.casefold()]
    return [app_commands.Choice(name=cut(k.choices.name, CHOICE_LENGTH), value=str(k.id)) for k in kept][
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
    named = [(date_name(t, overview, local), local.isoformat()) for local in coming(interaction, overview)]
    typed = current.casefold()
    found = [(name, digits) for name, digits in named if typed in name.casefold() or typed in digits]
    return [app_commands.Choice(name=cut(name, CHOICE_LENGTH), value=digits) for name, digits in found]


async def find(interaction: Interaction, name: str | None) -> Overview | None:
    """The schedule of that name or id, or the only one there is; None when it is not clear.

    Raises:
        ScheduleError: it was deleted in the same instant.
    """
    assert interaction.guild_id is not None
    found = await interaction.client.timetable.named(interaction.guild_id)
    if name is not None:
        wanted = clean(name).casefold()
        found = [one for one in found if wanted in (str(one.id), one.choices.name.casefold())]
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


async def skip(interaction: Interaction, name: str | None, date: str, note: str) -> None:
    """Leave one date out, and say so to those who have a seat."""
    t = interaction.client.catalogues.pick(interaction.locale)
    words = clean(note)
    if len(words) > NOTE_LENGTH:
        await say(interaction, t("A reason has at most {most} characters.", most=NOTE_LENGTH))
        return
    overview = await meant(interaction, name)
    if overview is None or (local := await date_meant(interaction, overview, date)) is None:
        return
    try:
        await interaction.client.timetable.skip(overview.schedule.id, local, words)
    except (ScheduleError, DateRefused) as error:
        await _refused(interaction, error)
        return
    when = date_words(t, local)
    await say(
        interaction,
        t(
            "**{name}** does not meet on {when}. Whoever has a seat is told; all other dates stay as they are.",
            name=shown(overview.schedule.choices.name),
            when=when,
        ),
    )


async def move(interaction: Interaction, name: str | None, date: str, typed: str) -> None:
    """Move one date, and say so to those who have a seat."""
    bot = interaction.client
    t = bot.catalogues.pick(interaction.locale)
    overview = await meant(interaction, name)
    if overview is None or (local := await date_meant(interaction, overview, date)) is None:
        return
    try:
        to = await read_moment(t, typed, bot.timetable.now(), overview.schedule.choices.series.zone)
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
            name=shown(overview.schedule.choices.name),
            when=moment(to.at, "F"),
            before=date_words(t, local),
        ),
    )


async def _refused(interaction: Interaction, error: ScheduleError | DateRefused) -> None:
    t = interaction.client.catalogues.pick(interaction.locale)
    if isinstance(error, ScheduleError):
        await say(interaction, problem_words(t, error))
    else:
        await say(interaction, refusal_sentence(t, error.refusal))
