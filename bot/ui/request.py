"""One request of one person: a command, a press, a choice in a menu, a form that was sent, or an option being typed.

The bases of commands (`commands`), presses (`press`) and forms (`modal`) make it, so that a cog has at hand who asks,
in which language, what they may do, the bot with its use cases, and the three ways to answer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol, TypeAlias, TypeVar

import discord
from discord import ui
from discord.ext import commands

from bot.circle.refusals import Code, Refusal
from bot.circle.slices import Command
from bot.clock import Clock
from bot.content import Content
from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, RoleXid, ScheduleId, SessionId
from bot.pace import MemberEdits, Pace
from bot.services.circle.answer import Answer
from bot.services.deliveries.policy import Post
from bot.services.desks import Desks
from bot.services.settings.rules import ServerRules
from bot.settings import Settings

from .answering import Answering
from .drawn_cards import DrawnCards
from .i18n import Catalogues, Translator
from .last_slips import RememberedSlips
from .layout import Card
from .open_panels import OpenPanels
from .permission_checks import is_admin, may_facilitate
from .pressed_cards import PressedCards
from .private_notes import Topic
from .refused import Refused
from .retrying import RefusedForms
from .room_traffic import RoomTraffic
from .sentences import refusal_sentence
from .whispers import Whispers
from .workers import Hearing, Hope, PieceHolderCheck, Rooms, Stages, Waker

AnyCommand = TypeVar("AnyCommand", bound=Command)


class Answered(Protocol):
    """What a use case came to, where the core may refuse."""

    @property
    def refusal(self) -> Refusal | None:
        """Why not; None when it was granted."""


Granted = TypeVar("Granted", bound=Answered)


class Bot(commands.Bot):
    """What requests, cards and cogs may expect of the bot they run in. `bot.client` is it."""

    settings: Settings
    clock: Clock
    content: Content
    catalogues: Catalogues
    pace: Pace
    """Whatever asks something of Discord that is no answer to an interaction waits for its turn here first."""
    member_edits: MemberEdits
    """Whatever edits a member or their voice state takes one of these besides."""
    desks: Desks
    traffic: RoomTraffic
    whispers: Whispers
    drawn: DrawnCards
    panels: OpenPanels
    pressed: PressedCards
    last_slips: RememberedSlips
    hope: Hope
    greetings: Waker
    """Whoever asks greeters, and tells those who asked."""
    next_day: Waker
    """Whoever sends words on the day after a circle."""
    piece_holders: PieceHolderCheck
    rooms: Rooms
    stages: Stages
    hearing: Hearing
    hear_of_messages: list[Callable[[discord.Message], Awaitable[None]]]
    """Told of each message, one after the other. The library's listeners have a task each, which costs more than most
    of what they do."""
    hear_of_interactions: list[Callable[[discord.Interaction[Any]], Awaitable[None]]]
    """Told like that of each interaction."""
    presses: dict[str, Handler]
    """What each verb of a button that is about a session leads to; the cogs register theirs. Before it, it is
    checked that the session may be known to whoever pressed."""
    other_presses: dict[str, Handler]
    """The same for verbs whose number, if it says anything, is not a session's."""
    refused_forms: RefusedForms[ui.Modal]
    """What people typed into forms that were refused, for a quarter of an hour."""
    lost_modals: dict[str, Callable[[Request], Awaitable[None]]]
    """What a form leads to that was open while the bot restarted, by the word after `sc:` in its id."""

    def is_back(self, guild_xid: GuildXid) -> bool:
        """Whether a server that Discord tells of now was away alone, and not the bot: what that has missed is looked at
        when Discord greets it."""
        return self.is_ready()

    def missed(self) -> Callable[[GuildXid], bool]:
        """Asked as Discord greets the bot. Returns what says of a server whether it may have changed while nobody
        listened to it: another process may have done so until a moment ago."""
        return lambda _: True

    async def server(self, guild_xid: GuildXid) -> discord.Guild | None:
        """A server that the bot is in, whichever process is told of it; None if it is in none like that.

        Raises:
            discord.HTTPException: Discord does not say.
        """
        return self.get_guild(guild_xid)


Interaction: TypeAlias = discord.Interaction[Bot]


class Request(Answering):
    """What one person asked, with everything that answering it needs."""

    interaction: Interaction

    def __init__(self, interaction: Interaction) -> None:
        super().__init__(interaction)
        self.bot = interaction.client
        self.t: Translator = self.bot.catalogues.pick(interaction.locale)
        """The language of whoever asked."""
        self.about: SessionId | None = None
        """The session it is about, once it is known that this person may know of it."""
        self._members: dict[GuildXid, discord.Member | None] = {}

    # Who asks, and where

    @property
    def member_xid(self) -> MemberXid:
        """The Discord id of whoever asked."""
        return MemberXid(self.interaction.user.id)

    @property
    def guild_xid(self) -> GuildXid:
        """The server it was asked in. Raises `Refused` in a direct message."""
        if self.interaction.guild_id is None:
            raise Refused(self.t("That works only inside a server. Please use it there."))
        return GuildXid(self.interaction.guild_id)

    @property
    def rules(self) -> ServerRules:
        """What holds in the server it was asked in. Raises `Refused` in a direct message."""
        return self.bot.desks.settings.rules(self.guild_xid)

    @property
    def channel_xid(self) -> ChannelXid:
        """The channel it was asked in; 0 where Discord names none."""
        return ChannelXid(self.interaction.channel_id or 0)

    @property
    def server_language(self) -> str:
        """The language of the server: the one its admins chose, or the one that Discord has for it."""
        chosen = None if self.interaction.guild_id is None else self.rules.options.language
        return self.bot.catalogues.pick(chosen or self.interaction.guild_locale).language

    @property
    def today(self) -> date:
        """The day it is now, in UTC."""
        return self.bot.clock.utcnow().date()

    async def member_of(self, guild_xid: GuildXid) -> discord.Member | None:
        """Whoever asked, as a member of that server; None when they are none, or the bot is not there.

        In a direct message Discord does not say who somebody is in a server. There it is asked, once a request, and
        ahead of whatever else is to be sent.

        Raises:
            discord.HTTPException: Discord does not say.
        """
        if isinstance(self.interaction.user, discord.Member) and self.interaction.guild_id == guild_xid:
            return self.interaction.user
        if guild_xid not in self._members:
            self._members[guild_xid] = await self._fetched(guild_xid)
        return self._members[guild_xid]

    async def _fetched(self, guild_xid: GuildXid) -> discord.Member | None:
        guild = await self.bot.server(guild_xid)
        if guild is None:
            return None
        self.bot.pace.ahead()
        try:
            return await guild.fetch_member(self.member_xid)
        except discord.NotFound:
            return None

    # What they may do: what Discord says in this moment. In a direct message nothing is known of that.

    @property
    def is_admin(self) -> bool:
        """Whether they run the server."""
        return self.interaction.guild_id is not None and is_admin(self.interaction, self.rules)

    @property
    def may_facilitate(self) -> bool:
        """Whether they may hold circles in the server, or run it."""
        return self.interaction.guild_id is not None and may_facilitate(self.interaction, self.rules)

    @property
    def role_xids(self) -> set[RoleXid]:
        """Their roles in the server."""
        member = self.interaction.user
        return {RoleXid(role.id) for role in member.roles} if isinstance(member, discord.Member) else set()

    def with_authority(self, command: AnyCommand) -> AnyCommand:
        """The command, with what they may do."""
        return replace(command, may_facilitate=self.may_facilitate, steward=self.is_admin)

    # Asking something of a session

    def seat_among(self, people: Mapping[int, MemberXid]) -> int | None:
        """Their seat among those people, who are Discord ids by seat; None when they have none."""
        return next((seat for seat, member_xid in people.items() if member_xid == self.member_xid), None)

    def remember(self, session_id: SessionId) -> None:
        """Let the next private word about that session follow the answer to this."""
        self.bot.whispers.remember(session_id, self.interaction)

    async def ask(
        self, session_id: SessionId, command: Command, answering: type[Post] | None = None
    ) -> Answer:
        """Ask something of a session, which may be refused. The next word for this person can follow this answer.

        Args:
            session_id: the session.
            command: what is asked.
            answering: the kind of card that was pressed and is redrawn by the answer.

        Raises:
            NoSession: it is gone.
        """
        self.remember(session_id)
        return await self.bot.desks.circle.act(session_id, self.member_xid, command, answering=answering)

    async def act(self, session_id: SessionId, command: Command, *, with_people: bool = False) -> Answer:
        """The same, for what has to be granted, and with who sits where if a card needs that.

        Raises:
            NoSession: it is gone.
            Refused: it was refused.
        """
        self.remember(session_id)
        circle = self.bot.desks.circle
        return self.granted(await circle.act(session_id, self.member_xid, command, with_people=with_people))

    def granted(self, answer: Granted) -> Granted:
        """The answer, unless it is a refusal. Raises `Refused`."""
        if answer.refusal is not None:
            raise self.refusal(answer.refusal)
        return answer

    def refusal(self, why: Refusal | Code) -> Refused:
        """What to raise for a refusal of the core."""
        return Refused(refusal_sentence(self.t, Refusal(why) if isinstance(why, Code) else why))

    # Answering in private: whoever asked sees it, and nobody else

    async def say(self, text: str, buttons: Sequence[ui.Item[Any]] = (), topic: Topic | None = None) -> None:
        """Say something: as the first answer, or after it. Words alone take the place of the last ones about the same
        session; what has buttons stays, unless its topic says otherwise."""
        await self.show(Card().say(text).row(*buttons), topic or (None if buttons else Topic.WORD))

    async def show(self, card: Card, topic: Topic | None = None) -> MessageXid | None:
        """Show a card: as the first answer, or after it. It takes the place of what was shown before about that topic
        of the same session; None when it is to stay. Returns the message, if Discord says which it is."""
        note = await self.answer(card)
        if self.about is not None and topic is not None:
            await self.bot.whispers.answered(self.about, self.member_xid, topic, note)
        return self.shown_xid

    async def put_away(self, topic: Topic) -> None:
        """Take away what was shown about a topic: it has served."""
        if self.about is not None:
            await self.bot.whispers.bring_up_to_date(self.about, self.member_xid, topic, None)

    async def redraw_or_show(self, card: Card) -> None:
        """Draw the card that was pressed anew; show it when none was pressed."""
        await (self.show if self.interaction.message is None else self.redraw)(card)


class Press(Request):
    """One press of a button, or one choice in a menu."""

    def __init__(
        self,
        interaction: Interaction,
        verb: str,
        number: int = 0,
        seen: int = 0,
        *,
        picked: tuple[MemberXid, ...] = (),
        chosen: tuple[str, ...] = (),
        token: str = "",
    ) -> None:
        super().__init__(interaction)
        self.verb = verb
        self.number = number
        """What it is about: mostly a session."""
        self.seen = seen
        """The version of that since which the button has meant what it means."""
        self.picked = picked
        """The Discord ids of who was chosen in a menu of people."""
        self.chosen = chosen
        """What was chosen in a menu of words."""
        self.token = token
        """What stands in the button of a spark."""

    @property
    def is_private(self) -> bool:
        """Whether the card that was pressed is one that only this person sees."""
        message = self.interaction.message
        return message is not None and (self.interaction.guild_id is None or message.flags.ephemeral)

    async def settle(self, card: Card) -> None:
        """Answer in the place of the private card that was pressed; beside it, when everyone sees that card."""
        await (self.redraw if self.is_private else self.show)(card)

    @property
    def session_id(self) -> SessionId:
        """The session it is about. Only the verbs of `Bot.presses` have one."""
        return SessionId(self.number)

    @property
    def schedule_id(self) -> ScheduleId:
        """The schedule it is about, for the verbs of a draft."""
        return ScheduleId(self.number)


Handler: TypeAlias = Callable[[Press], Awaitable[None]]
"""What a press of one verb leads to."""
