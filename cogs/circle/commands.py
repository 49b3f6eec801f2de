"""`/circle`: the commands. Each acknowledges, calls one use case and shows what came of it."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.circle import commands as c
from bot.circle.model import Phase
from bot.ui import offers
from bot.ui.authority import asked_by, led_by
from bot.ui.cards import panel
from bot.ui.host import Host, Interaction
from bot.ui.i18n import N_
from bot.ui.permissions import is_text
from bot.ui.replies import say, show

from . import asking, choosing, opening
from .answers import private_scene, refused, show_panel
from .member_presses import give_up_seat, take_seat
from .removing import ask_to_remove
from .steering import extend, session_here, steer, steer_on

S = app_commands.locale_str


@app_commands.guild_only()
class CircleCommands(commands.GroupCog, group_name="circle", group_description=S(N_("Story circles"))):
    """Everything about a session that can be typed."""

    def __init__(self, bot: Host) -> None:
        self.bot = bot
        super().__init__()

    # For everyone

    @app_commands.command(description=S(N_("See the circles that are open or to come")))
    async def upcoming(self, interaction: Interaction) -> None:
        """The open sessions of this server, with a button for a seat each."""
        await choosing.upcoming(interaction)

    @app_commands.command(description=S(N_("Take a seat in a circle")))
    @app_commands.describe(session=S(N_("Which circle, when there are several")))
    @app_commands.autocomplete(session=choosing.joinable)
    async def join(self, interaction: Interaction, session: str | None = None) -> None:
        """Take a seat."""
        if (meeting := await choosing.one_to_join(interaction, session)) is not None:
            await take_seat(interaction, meeting.id)

    @app_commands.command(description=S(N_("Give up your seat; no reason is needed")))
    @app_commands.describe(session=S(N_("Which circle, when you are in several")))
    @app_commands.autocomplete(session=choosing.joined)
    async def leave(self, interaction: Interaction, session: str | None = None) -> None:
        """Give up a seat."""
        if (meeting := await choosing.one_to_leave(interaction, session)) is not None:
            await give_up_seat(interaction, meeting.id)

    # For facilitators

    @app_commands.command(name="open", description=S(N_("Open a circle here and now")))
    @app_commands.describe(
        name=S(N_("What the invitation calls it")),
        format=S(N_("Its stages; story-circle unless you choose")),
        prompt=S(N_("The question for the stories: choose one, or type your own")),
        capacity=S(N_("How many seats, 3 to 8")),
        minutes=S(N_("Minutes for each story, 1 to 60")),
    )
    @app_commands.autocomplete(format=offers.formats, prompt=choosing.story_prompts)
    async def open_(
        self,
        interaction: Interaction,
        name: str,
        format: str | None = None,
        prompt: str | None = None,
        capacity: int | None = None,
        minutes: int | None = None,
    ) -> None:
        """Open a session."""
        await opening.open_circle(interaction, name, format, prompt, capacity, minutes)

    @app_commands.command(description=S(N_("Begin the circle")))
    async def start(self, interaction: Interaction) -> None:
        """Begin."""
        if (meeting := await session_here(interaction)) is None:
            return
        asked = asked_by(interaction, c.Begin())
        answer = await self.bot.circles.begin(meeting.id, interaction.user.id, asked)
        if not await refused(interaction, answer):
            await show_panel(interaction, meeting.id)

    @app_commands.command(description=S(N_("Show your panel")))
    async def panel(self, interaction: Interaction) -> None:
        """The facilitator's panel."""
        if (meeting := await session_here(interaction)) is not None:
            await show_panel(interaction, meeting.id)

    @app_commands.command(description=S(N_("Pause the circle; all time is kept")))
    async def pause(self, interaction: Interaction) -> None:
        """Stop the clock."""
        await steer(interaction, c.Pause())

    @app_commands.command(description=S(N_("Go on after a pause or a silence")))
    async def resume(self, interaction: Interaction) -> None:
        """Go on; in another channel when the first one is gone."""
        if (meeting := await session_here(interaction)) is None:
            return
        # A date to come has no room yet, and is moved to another channel by its schedule.
        is_open = meeting.state.phase is not Phase.PLANNED
        if is_open and meeting.room_xid is None and not is_text(interaction.channel):
            t = self.bot.catalogues.pick(interaction.locale)
            await say(
                interaction, t("A circle is held in a text channel of the server. Please use this there.")
            )
            return
        if is_open and meeting.room_xid is None:
            assert interaction.channel_id is not None
            asked = asked_by(interaction, c.Resume())
            answer = await self.bot.circles.relocate(
                meeting.id, interaction.user.id, asked, interaction.channel_id
            )
            if await refused(interaction, answer):
                return
            if meeting.state.phase is Phase.GATHERING:
                await show_panel(interaction, meeting.id)
                return
        await steer(interaction, c.Resume(), meeting)

    @app_commands.command(name="next", description=S(N_("Move the piece, or the stage, on")))
    async def next_(self, interaction: Interaction) -> None:
        """Move on."""
        await steer(interaction, c.Next())

    @app_commands.command(description=S(N_("Give more time to the turn or the stage")))
    @app_commands.describe(minutes=S(N_("How many minutes, 1 to 10; one unless you say")))
    async def extend(self, interaction: Interaction, minutes: int = 1) -> None:
        """More time."""
        if not 1 <= minutes <= 10:
            t = self.bot.catalogues.pick(interaction.locale)
            await say(interaction, t("Please give from 1 to 10 minutes. Nothing has changed."))
            return
        await extend(interaction, 60 * minutes)

    @app_commands.command(description=S(N_("See the speaking order, and choose who is next")))
    async def order(self, interaction: Interaction) -> None:
        """The speaking order."""
        if (meeting := await session_here(interaction)) is None:
            return
        if (led := await led_by(interaction, meeting.id)) is None:
            return
        meeting, people = led
        t = self.bot.catalogues.pick(interaction.locale)
        if meeting.state.round is None:
            await say(interaction, t("The talking piece is not going round at the moment."))
            return
        await show(interaction, panel.next_speaker(private_scene(interaction, meeting, people)))

    @app_commands.command(description=S(N_("Take someone out of this session for good")))
    @app_commands.describe(member=S(N_("Who")))
    async def remove(self, interaction: Interaction, member: discord.Member) -> None:
        """Remove a person from the session, once it is read what Discord shows then."""
        await ask_to_remove(interaction, member)

    @app_commands.command(description=S(N_("Hand the circle over to someone in it")))
    @app_commands.describe(member=S(N_("Who holds the circle from here on")))
    async def handover(self, interaction: Interaction, member: discord.Member) -> None:
        """Hand over the facilitator's role."""
        t = self.bot.catalogues.pick(interaction.locale)
        command = c.HandOver(to=0)
        await steer_on(interaction, member, command, t("Thank you. The circle is in their hands now."))

    @app_commands.command(description=S(N_("Put another question: choose one, or type your own")))
    @app_commands.describe(prompt=S(N_("The question; leave it empty to draw, choose or type one")))
    @app_commands.autocomplete(prompt=choosing.any_prompts)
    async def prompt(self, interaction: Interaction, prompt: str | None = None) -> None:
        """Change the question of this stage, or of the next that has one."""
        if (meeting := await session_here(interaction)) is None:
            return
        if prompt is None:
            await asking.show_question(interaction, meeting.id)
            return
        await opening.set_prompt(interaction, meeting.id, prompt)

    @app_commands.command(description=S(N_("End the circle for everyone")))
    async def end(self, interaction: Interaction) -> None:
        """End now."""
        if (meeting := await session_here(interaction)) is None:
            return
        if meeting.state.phase is Phase.PLANNED:
            # Which date is meant was not typed, and people have kept that evening free: ask once more.
            if await led_by(interaction, meeting.id) is not None:
                await show(interaction, panel.confirm_end(private_scene(interaction, meeting)))
            return
        await steer(interaction, c.End(), meeting)
