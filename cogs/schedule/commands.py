"""`/schedule`: the commands. Each acknowledges, calls one use case and shows what came of it."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.calendar.suggestions import suggestions
from bot.services.schedules import ScheduleError
from bot.ui import offers
from bot.ui.cards.schedule import confirm_delete, listing
from bot.ui.gates import admins_only
from bot.ui.host import Host, Interaction
from bot.ui.i18n import N_
from bot.ui.replies import say, show
from bot.ui.words import clean, shown

from . import creating, dates
from .cards import draft_card
from .exporting import send_calendar
from .problems import problem_words

S = app_commands.locale_str
Choice = app_commands.Choice[str]


async def _repeats(interaction: Interaction, current: str) -> list[Choice]:
    return [app_commands.Choice(name=words[:100], value=words[:100]) for words in suggestions(current, None)]


@app_commands.guild_only()
class ScheduleCommands(
    commands.GroupCog, group_name="schedule", group_description=S(N_("Circles that meet again and again"))
):
    """Everything about a schedule that can be typed."""

    def __init__(self, bot: Host) -> None:
        self.bot = bot
        super().__init__()

    @app_commands.command(description=S(N_("Let a circle meet again and again")))
    @app_commands.describe(
        name=S(N_("What the invitations call it")),
        when=S(N_("The first time, such as Tuesday 19:00")),
        repeat=S(N_("How often, such as weekly, second Tuesday, or once")),
        format=S(N_("Its stages; story-circle unless you choose")),
        place=S(N_("The text channel for the invitations; this one unless you choose")),
        capacity=S(N_("How many seats, 3 to 8")),
        facilitator=S(N_("Who facilitates; more can be added afterwards")),
    )
    @app_commands.autocomplete(repeat=_repeats, format=offers.formats)
    async def create(
        self,
        interaction: Interaction,
        name: str,
        when: str,
        repeat: str,
        format: str | None = None,
        place: discord.TextChannel | None = None,
        capacity: int | None = None,
        facilitator: discord.Member | None = None,
    ) -> None:
        """Draft a schedule; its card shows the next dates and saves it."""
        if await admins_only(interaction):
            typed = creating.Typed(name, when, repeat, format, place, capacity, facilitator)
            await creating.create(interaction, typed)

    @app_commands.command(name="list", description=S(N_("See the circles that meet again and again")))
    async def list_(self, interaction: Interaction) -> None:
        """The schedules of the server."""
        assert interaction.guild_id is not None
        if not await admins_only(interaction):
            return
        t = self.bot.catalogues.pick(interaction.locale)
        found = await self.bot.timetable.of_guild(interaction.guild_id)
        if found:
            assert interaction.guild is not None
            channels = {channel.id for channel in interaction.guild.text_channels}
            kept = [overview.schedule for overview in found]
            without_format = {one.id for one in kept if not one.choices.can_meet(self.bot.content)}
            await show(interaction, listing(t, found, channels, without_format, self.bot.timetable.now()))
        else:
            await say(interaction, t("No circle has a schedule yet. /schedule create makes one."))

    @app_commands.command(description=S(N_("Change a schedule")))
    @app_commands.describe(name=S(N_("Which schedule, when there are several")))
    @app_commands.autocomplete(name=dates.names)
    async def edit(self, interaction: Interaction, name: str | None = None) -> None:
        """Draft a change of a schedule."""
        if (overview := await dates.meant(interaction, name)) is not None:
            try:
                kept = await self.bot.timetable.draft_of(overview.schedule.id)
            except ScheduleError as error:
                await say(interaction, problem_words(self.bot.catalogues.pick(interaction.locale), error))
                return
            await show(interaction, await draft_card(interaction, kept))

    @app_commands.command(description=S(N_("Let a schedule rest; announced dates are called off")))
    @app_commands.describe(
        name=S(N_("Which schedule, when there are several")),
        reason=S(N_("What those who have a seat are told")),
    )
    @app_commands.autocomplete(name=dates.names)
    async def pause(self, interaction: Interaction, name: str | None = None, reason: str = "") -> None:
        """Let a schedule rest."""
        if (overview := await dates.meant(interaction, name)) is None:
            return
        t = self.bot.catalogues.pick(interaction.locale)
        try:
            await self.bot.timetable.pause(overview.schedule.id, clean(reason)[: dates.NOTE_LENGTH])
        except ScheduleError as error:
            await say(interaction, problem_words(t, error))
            return
        await say(
            interaction,
            t(
                "**{name}** rests. Dates that were announced are called off, and whoever had a seat is told. "
                "/schedule resume lets it go on.",
                name=shown(overview.schedule.choices.name),
            ),
        )

    @app_commands.command(description=S(N_("Let a schedule go on")))
    @app_commands.describe(name=S(N_("Which schedule, when there are several")))
    @app_commands.autocomplete(name=dates.names)
    async def resume(self, interaction: Interaction, name: str | None = None) -> None:
        """Let a schedule go on with its next date."""
        if (overview := await dates.meant(interaction, name)) is None:
            return
        t = self.bot.catalogues.pick(interaction.locale)
        try:
            await self.bot.timetable.resume(overview.schedule.id)
        except ScheduleError as error:
            await say(interaction, problem_words(t, error))
            return
        await say(
            interaction,
            t("**{name}** goes on with its next date.", name=shown(overview.schedule.choices.name)),
        )

    @app_commands.command(description=S(N_("Leave out one date; the others stay as they are")))
    @app_commands.describe(
        date=S(N_("Which date")),
        reason=S(N_("What those who have a seat are told")),
        name=S(N_("Which schedule, when there are several")),
    )
    @app_commands.autocomplete(name=dates.names, date=dates.dates)
    async def skip(
        self, interaction: Interaction, date: str, reason: str = "", name: str | None = None
    ) -> None:
        """Leave one date out."""
        await dates.skip(interaction, name, date, reason)

    @app_commands.command(description=S(N_("Move one date; the others stay as they are")))
    @app_commands.describe(
        date=S(N_("Which date")),
        when=S(N_("The new time, such as Thursday 19:00")),
        name=S(N_("Which schedule, when there are several")),
    )
    @app_commands.autocomplete(name=dates.names, date=dates.dates)
    async def move(self, interaction: Interaction, date: str, when: str, name: str | None = None) -> None:
        """Move one date."""
        await dates.move(interaction, name, date, when)

    @app_commands.command(description=S(N_("Delete a schedule")))
    @app_commands.describe(name=S(N_("Which schedule, when there are several")))
    @app_commands.autocomplete(name=dates.names)
    async def delete(self, interaction: Interaction, name: str | None = None) -> None:
        """Ask once more, then delete a schedule."""
        if (overview := await dates.meant(interaction, name)) is not None:
            t = self.bot.catalogues.pick(interaction.locale)
            await show(interaction, confirm_delete(t, overview.schedule))

    @app_commands.command(description=S(N_("Get a schedule as a calendar file")))
    @app_commands.describe(name=S(N_("Which schedule, when there are several")))
    @app_commands.autocomplete(name=dates.names)
    async def calendar(self, interaction: Interaction, name: str | None = None) -> None:
        """A schedule as an .ics file."""
        if (overview := await dates.meant(interaction, name)) is None:
            return
        await send_calendar(interaction, overview)
