"""`/schedule`: the commands. Each acknowledges, calls one use case and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.calendar.suggestions import suggestions
from bot.ui.cards.schedule.drafts import confirm_delete
from bot.ui.circle_options import circle_options
from bot.ui.commands import CHOICE_LENGTH, Choice, S, choices, command, completion
from bot.ui.guards import require_admin
from bot.ui.i18n import N_
from bot.ui.request import Request
from bot.ui.user_text import clean, escaped

from . import creating, dates
from .cards import draft_card
from .exporting import send_calendar
from .listing import list_of

Function = TypeVar("Function", bound=Callable[..., object])


@completion
async def _repeats(request: Request, current: str) -> list[Choice]:
    when = getattr(request.interaction.namespace, "when", None)
    first = await dates.first_of(request, when) if isinstance(when, str) and when else None
    found = [words[:CHOICE_LENGTH] for words in suggestions(current, first)]
    return choices(zip(found, found, strict=True))


def _named(function: Function) -> Function:
    """Give a command about one schedule the option that names it."""
    described = app_commands.describe(name=S(N_("Which schedule, when there are several")))(function)
    return app_commands.autocomplete(name=dates.names)(described)


def _dated(function: Function) -> Function:
    """Give a command about one date the options that say which, of which schedule."""
    described = app_commands.describe(date=S(N_("Which date")))(_named(function))
    return app_commands.autocomplete(date=dates.dates)(described)


@app_commands.guild_only()
class ScheduleCommands(
    commands.GroupCog, group_name="schedule", group_description=S(N_("Circles that meet again and again"))
):
    """Everything about a schedule that can be typed."""

    @command(N_("Let a circle meet again and again"))
    @app_commands.describe(
        name=S(N_("What the invitations call it")),
        when=S(N_("The first time, such as Tuesday 19:00")),
        repeat=S(N_("How often, such as weekly, second Tuesday, or once")),
        place=S(N_("The text channel for the invitations; this one unless you choose")),
        facilitator=S(N_("Who facilitates; more can be added afterwards")),
    )
    @circle_options
    @app_commands.autocomplete(repeat=_repeats)
    async def create(
        self,
        request: Request,
        name: str,
        when: str,
        repeat: str,
        format: str | None = None,
        place: discord.TextChannel | None = None,
        capacity: int | None = None,
        facilitator: discord.Member | None = None,
        room: str | None = None,
        held: bool | None = None,
    ) -> None:
        """Draft a schedule; its card shows the next dates and saves it."""
        require_admin(request)
        typed = creating.Typed(name, when, repeat, format, place, capacity, facilitator, room, held)
        await creating.create(request, typed)

    @command(N_("See the circles that meet again and again"), name="list")
    async def list_(self, request: Request) -> None:
        """The schedules of the server."""
        await request.show(await list_of(request))

    @command(N_("Change a schedule"))
    @_named
    async def edit(self, request: Request, name: str | None = None) -> None:
        """Draft a change of a schedule."""
        kept = (await dates.meant(request, name)).schedule
        await request.show(await draft_card(request, await request.bot.desks.schedule.draft_of(kept.id)))

    @command(N_("Let a schedule rest; announced dates are called off"))
    @app_commands.describe(reason=S(N_("What to tell those who have a seat")))
    @_named
    async def pause(self, request: Request, name: str | None = None, reason: str = "") -> None:
        """Let a schedule rest."""
        kept = (await dates.meant(request, name)).schedule
        await request.bot.desks.schedule.pause(kept.id, clean(reason)[: dates.REASON_LENGTH])
        words = request.t(
            "**{name}** rests. I call off announced dates and tell everyone with a seat. /schedule resume "
            "lets it go on.",
            name=escaped(kept.choices.name),
        )
        await request.say(words)

    @command(N_("Let a schedule go on"))
    @_named
    async def resume(self, request: Request, name: str | None = None) -> None:
        """Let a schedule go on with its next date."""
        kept = (await dates.meant(request, name)).schedule
        await request.bot.desks.schedule.resume(kept.id)
        await request.say(
            request.t("**{name}** goes on with its next date.", name=escaped(kept.choices.name))
        )

    @command(N_("Leave out one date; the others stay as they are"))
    @app_commands.describe(reason=S(N_("What to tell those who have a seat")))
    @_dated
    async def skip(self, request: Request, date: str, reason: str = "", name: str | None = None) -> None:
        """Leave one date out."""
        await dates.skip(request, name, date, reason)

    @command(N_("Move one date; the others stay as they are"))
    @app_commands.describe(when=S(N_("The new time, such as Thursday 19:00")))
    @_dated
    async def move(self, request: Request, date: str, when: str, name: str | None = None) -> None:
        """Move one date."""
        await dates.move(request, name, date, when)

    @command(N_("Delete a schedule"))
    @_named
    async def delete(self, request: Request, name: str | None = None) -> None:
        """Ask once more, then delete a schedule."""
        overview = await dates.meant(request, name)
        await request.show(confirm_delete(request.t, overview.schedule))

    @command(N_("Get a schedule as a calendar file"))
    @_named
    async def calendar(self, request: Request, name: str | None = None) -> None:
        """A schedule as an .ics file."""
        await send_calendar(request, await dates.meant(request, name))
