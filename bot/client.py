"""The Discord client: least intents, no caches of people, nobody pinged by accident.

It holds what cogs work with. What is built, in which order, and closed again is in `bot.app`.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.content import Content
from bot.pace import MemberEdits, Pace
from bot.settings import Settings
from bot.slots import Slots
from bot.ui import modal
from bot.ui.drawn_cards import DrawnCards
from bot.ui.errors import answer_error
from bot.ui.giving_back import lost_words
from bot.ui.i18n import Catalogues
from bot.ui.last_slips import RememberedSlips
from bot.ui.late_press import answer_late
from bot.ui.open_panels import OpenPanels
from bot.ui.press import DYNAMIC_ITEMS
from bot.ui.pressed_cards import PressedCards
from bot.ui.request import Bot, Request
from bot.ui.resending import answer_surely
from bot.ui.retrying import RefusedForms
from bot.ui.room_traffic import RoomTraffic
from bot.ui.whispers import Whispers

log = logging.getLogger(__name__)

COGS = (
    "cogs.circle",
    "cogs.schedule",
    "cogs.prompts",
    "cogs.formats",
    "cogs.story",
    "cogs.harvest",
    "cogs.care",
    "cogs.settings",
    "cogs.privacy",
    "cogs.participation",
)

Start = Callable[["StoryCircleBot", AsyncExitStack], Awaitable[None]]


class StoryCircleBot(Bot):
    """One bot. `desks` is there once `setup_hook` has run."""

    begins_anew = False
    """Whether it was closed only because other processes have its slots now."""

    def __init__(
        self, settings: Settings, clock: Clock, content: Content, catalogues: Catalogues, start: Start
    ) -> None:
        # The library would warn at each start that voice does not work. People hear each other; the bot needs no sound.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            # Messages come without their words (that intent is privileged), save those that mention the bot. Who is
            # in voice is known, and no sound.
            intents=discord.Intents(guilds=True, guild_messages=True, voice_states=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=30,
            tree_cls=SafeTree,
        )
        self.settings = settings
        self.clock = clock
        self.content = content
        self.catalogues = catalogues
        self.slots = Slots()
        self.pace = self.make_pace()
        self.member_edits = MemberEdits(clock)
        self.traffic = RoomTraffic()
        self.whispers = Whispers(self, self.pace, self.traffic, clock)
        self.drawn = DrawnCards()
        self.panels = OpenPanels(clock)
        self.pressed = PressedCards(clock)
        self.hear_of_messages = []
        self.hear_of_interactions = []
        self.last_slips = RememberedSlips(clock)
        self.presses = {}
        self.other_presses = dict(modal.HANDLERS)
        self.refused_forms = RefusedForms(clock)
        self.lost_modals = {}
        self._start = start
        self._stack = AsyncExitStack()

    def make_pace(self) -> Pace:
        """What keeps it below Discord's global limit."""
        return Pace(self.clock, self.settings.discord.calls_per_second)

    @property
    def is_connected(self) -> bool:
        """Whether it is connected to Discord as far as it has to be."""
        return self.is_ready() and not self.is_closed()

    async def setup_hook(self) -> None:
        answer_surely()
        await self._start(self, self._stack)
        self.add_dynamic_items(*DYNAMIC_ITEMS)
        await self.add_commands()
        if self.slots.are_all:
            await self.sync_commands()

    async def sync_commands(self) -> None:
        """Tell Discord of the commands, if it knows others and the settings allow it."""
        if self.settings.discord.sync_commands:
            await cast(SafeTree, self.tree).sync_if_changed()

    async def add_commands(self) -> None:
        """Add every command, and what its buttons lead to."""
        for package in COGS:
            await importlib.import_module(package).setup(self)
        if set(self.catalogues) != {"en"}:
            await self.tree.set_translator(CommandTranslator(self.catalogues))

    async def close(self) -> None:
        await self._stack.aclose()
        await super().close()

    async def on_message(self, message: discord.Message) -> None:
        """Words are no commands here; what a room makes of them is in `cogs.circle.listening`."""
        for hears in self.hear_of_messages:
            await hears(message)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """What the library has dropped is answered all the same: a press on a card that was redrawn in that
        instant, and a modal that was open while the bot restarted and has lost its other end."""
        if interaction.type is discord.InteractionType.component:
            await answer_late(interaction)
        if interaction.type is discord.InteractionType.modal_submit:
            data = cast("dict[str, Any]", interaction.data or {})
            open_modals = self._connection._view_store._modals
            if data.get("custom_id") not in open_modals and not interaction.response.is_done():
                await self._answer_lost_modal(Request(interaction), str(data.get("custom_id")))
        for hears in self.hear_of_interactions:
            await hears(interaction)

    async def _answer_lost_modal(self, request: Request, custom_id: str) -> None:
        again = self.lost_modals.get("".join(custom_id.split(":")[1:2]))
        try:
            if again is not None:
                await again(request)
                return
            await request.say(lost_words(request))
        except Exception as error:
            await answer_error(request, error)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("Handling %s failed", event_method)


class SafeTree(app_commands.CommandTree[StoryCircleBot]):
    """A command tree whose every fault is answered, and which tells Discord of its commands only when new."""

    async def on_error(
        self, interaction: discord.Interaction[StoryCircleBot], error: app_commands.AppCommandError, /
    ) -> None:
        await answer_error(Request(interaction), error)

    async def sync_if_changed(self) -> None:
        """Sync the commands if Discord knows others. Each sync counts against a daily limit."""
        if not await self.is_known():
            await self.sync()
            log.info("The commands were synchronised with Discord")

    async def is_known(self) -> bool:
        """Whether Discord knows exactly these commands."""
        known = {_shape(command.to_dict()) for command in await self.fetch_commands()}
        translator = self.translator
        ours = set()
        for command in self.get_commands():
            shape = (
                await command.get_translated_payload(self, translator)
                if translator
                else command.to_dict(self)
            )
            ours.add(_shape(shape))
        return known == ours


def _shape(command: Any) -> tuple[Any, ...]:
    """What matters of a command: its name, its words, and its options, all the way down."""
    return (
        command["name"],
        command.get("description", ""),
        tuple(sorted((command.get("name_localizations") or {}).items())),
        tuple(sorted((command.get("description_localizations") or {}).items())),
        command.get("type", 1),
        bool(command.get("required")),
        bool(command.get("autocomplete")),
        tuple(_shape(option) for option in command.get("options") or ()),
    )


class CommandTranslator(app_commands.Translator):
    """Descriptions of commands in every language there is. Their names stay as they are."""

    def __init__(self, catalogues: Catalogues) -> None:
        self._catalogues = catalogues

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        t = self._catalogues.pick(locale)
        is_theirs = t.language.split("-")[0] == locale.value.split("-")[0] and t.language != "en"
        return t.content(string.message) if is_theirs else None
