"""`/circle`: the commands. Each acknowledges, calls one use case and shows what came of it."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.circle.holds import Pause
from bot.circle.model import Phase
from bot.circle.moving_on import Next
from bot.ui.cards.circle import panel
from bot.ui.circle_options import circle_options
from bot.ui.commands import S, command
from bot.ui.guards import require_lead
from bot.ui.i18n import N_
from bot.ui.request import Request

from . import asking, choosing, gathering, opening
from .answers import private_context
from .beginning import begin_here
from .ending import end_here
from .member_presses import give_up_seat, take_seat
from .panels import show_panel
from .passing_on import hand_over_here, show_order
from .putting import set_prompt
from .removing import ask_to_remove
from .steering import extend, led_here, resume_here, session_here, steer


@app_commands.guild_only()
class CircleCommands(commands.GroupCog, group_name="circle", group_description=S(N_("Story circles"))):
    """Everything about a session that can be typed."""

    # For everyone

    @command(N_("See the circles that are open or to come"))
    async def upcoming(self, request: Request) -> None:
        """The open sessions of this server, with a button for a seat each."""
        await request.show(await choosing.upcoming(request))

    @command(N_("Take a seat in a circle"))
    @app_commands.describe(session=S(N_("Which circle, when there are several")))
    @app_commands.autocomplete(session=choosing.joinable)
    async def join(self, request: Request, session: str | None = None) -> None:
        """Take a seat."""
        one_session = await choosing.one_to_join(request, session)
        await take_seat(request, one_session.id)

    @command(N_("Give up your seat; no reason is needed"))
    @app_commands.describe(session=S(N_("Which circle, when you are in several")))
    @app_commands.autocomplete(session=choosing.joined)
    async def leave(self, request: Request, session: str | None = None) -> None:
        """Give up a seat."""
        one_session = await choosing.one_to_leave(request, session)
        await give_up_seat(request, one_session.id)

    # For facilitators

    @command(N_("Open a circle here and now"), name="open")
    @app_commands.describe(
        name=S(N_("What the invitation calls it")),
        prompt=S(N_("The question for the stories: choose one, or type your own")),
        minutes=S(N_("Minutes for each story, 1 to 60, exactly as you type them")),
        practice=S(N_("Only practise: every card says so, and nothing is counted")),
    )
    @circle_options
    @app_commands.autocomplete(prompt=choosing.story_prompts)
    async def open_(
        self,
        request: Request,
        name: str,
        format: str | None = None,
        prompt: str | None = None,
        capacity: int | None = None,
        minutes: int | None = None,
        room: str | None = None,
        held: bool | None = None,
        practice: bool = False,
    ) -> None:
        """Open a session."""
        typed = opening.Typed(name, format, prompt, capacity, minutes, room, held, practice)
        await opening.open_circle(request, typed)

    @command(N_("Ask who would like a circle now; it opens when enough people do"))
    @app_commands.describe(minutes=S(N_("How many minutes people can wait, 5 to 180; 30 unless you say")))
    async def gather(self, request: Request, minutes: int = gathering.USUAL_MINUTES) -> None:
        """Begin a gathering."""
        await gathering.gather(request, minutes)

    @command(N_("Begin the circle"))
    async def start(self, request: Request) -> None:
        """Begin."""
        async with led_here(request) as session:
            await begin_here(request, session.id)

    @command(N_("Show your panel"))
    async def panel(self, request: Request) -> None:
        """The facilitator's panel."""
        session = await session_here(request)
        await show_panel(request, session.id)

    @command(N_("Pause the circle; all time is kept"))
    async def pause(self, request: Request) -> None:
        """Stop the clock."""
        await steer(request, Pause())

    @command(N_("Go on after a pause or a silence"))
    async def resume(self, request: Request) -> None:
        """Go on; in another channel when the first one is gone."""
        await resume_here(request)

    @command(N_("Move the piece, or the stage, on"), name="next")
    async def next_(self, request: Request) -> None:
        """Move on."""
        await steer(request, Next())

    @command(N_("Give more time to the turn or the stage"))
    @app_commands.describe(minutes=S(N_("How many minutes, 1 to 10; one unless you say")))
    async def extend(self, request: Request, minutes: int = 1) -> None:
        """More time."""
        await extend(request, minutes)

    @command(N_("See the speaking order, and choose who is next"))
    async def order(self, request: Request) -> None:
        """The speaking order."""
        async with led_here(request) as session:
            await show_order(request, session.id)

    @command(N_("Take someone out of this session for good"))
    @app_commands.describe(member=S(N_("Who")))
    async def remove(self, request: Request, member: discord.Member) -> None:
        """Remove a person from the session, once it is read what Discord shows then."""
        await ask_to_remove(request, member)

    @command(N_("Hand the circle over to someone in it"))
    @app_commands.describe(member=S(N_("Who holds the circle from here on")))
    async def handover(self, request: Request, member: discord.Member) -> None:
        """Hand over the facilitator's role."""
        await hand_over_here(request, member)

    @command(N_("Give the circle another question: choose one, or type your own"))
    @app_commands.describe(prompt=S(N_("The question; leave it empty to draw, choose or type one")))
    @app_commands.autocomplete(prompt=choosing.any_prompts)
    async def prompt(self, request: Request, prompt: str | None = None) -> None:
        """Change the question of this stage, or of the next that has one."""
        async with led_here(request) as session:
            if prompt is None:
                await asking.show_question(request, session.id)
            else:
                await set_prompt(request, session.id, prompt)

    @command(N_("End the circle for everyone"))
    async def end(self, request: Request) -> None:
        """End now."""
        async with led_here(request) as session:
            if session.state.phase is Phase.PLANNED:
                # Which date is meant was not typed, and people have kept that evening free: ask once more.
                await require_lead(request, session.id)
                await request.show(panel.confirm_end(private_context(request, session)))
            else:
                await end_here(request, session)
