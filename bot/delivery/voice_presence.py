"""Who is in the voice channels and on the stages of circles, told to them: a line that drops, and one that comes back.

Who is where is in memory alone, while the circle lasts, and is never logged. What Discord does not tell, as while the
connection to it is lost, moves nothing.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from functools import partial

import discord

from bot.circle import commands as c
from bot.circle.model import Phase, Presence, SessionState
from bot.clock import Clock
from bot.ids import ChannelXid, MemberXid
from bot.services.circle.sessions import NoSession
from bot.services.desks import Desks
from bot.services.unit_of_work import NotSaved
from bot.services.unreadable import Unreadable
from bot.ui.request import Bot

from .rooms import in_voice
from .rooms.kinds import Rooms
from .rooms.voice import Spoken

log = logging.getLogger(__name__)

TROUBLE_S = 5.0
"""How soon something is tried again that could not be done."""


class VoicePresence:
    """Listens to the gateway, and looks at one channel after another."""

    def __init__(self, desks: Desks, clock: Clock, bot: Bot, rooms: Rooms) -> None:
        self._desks = desks
        self._clock = clock
        self._bot = bot
        self._rooms = rooms
        self._connections: dict[int, in_voice.Connections] = {}
        self._bridges: dict[int, timedelta] = {}
        self._changed: set[int] = set()
        self._news = asyncio.Event()
        self._is_told = True
        """Whether Discord tells now what happens."""

    def listen(self) -> None:
        """Begin to listen."""
        self._bot.add_listener(self._moved, "on_voice_state_update")
        self._bot.add_listener(self._deleted, "on_guild_channel_delete")
        self._bot.add_listener(self._lost, "on_disconnect")
        self._bot.add_listener(self._back, "on_ready")
        self._bot.add_listener(self._back, "on_resumed")
        self._bot.add_listener(self._server_back, "on_guild_available")

    async def run(self) -> None:
        """Look at what has changed, and at who has been waited for long enough, for ever."""
        await self._back()
        while True:
            await self._clock.wait(self._news, "who is in voice", self._until_next_s())
            self._news.clear()
            now = self._clock.utcnow()
            late = {
                xid
                for xid, connections in self._connections.items()
                if connections.next_due is not None and connections.next_due <= now
            }
            about, self._changed = self._changed | (late if self._is_told else set()), set()
            for room_xid in sorted(about):
                try:
                    await self._look(ChannelXid(room_xid))
                except (NoSession, Unreadable):
                    self._connections.pop(room_xid, None)
                except NotSaved:
                    log.warning("Who is in voice could not be told to a circle; it is tried again")
                    self._try_again(room_xid)
                except Exception:
                    # Whatever it is, one circle must not stand in the way of all others.
                    log.exception("Who is in voice could not be told to a circle; it is tried again")
                    self._try_again(room_xid)

    def _until_next_s(self) -> float | None:
        """How long to wait, in seconds, if nothing happens; None: for ever."""
        if not self._is_told:
            return None
        due = min(
            (at for connections in self._connections.values() if (at := connections.next_due)), default=None
        )
        return None if due is None else max(0.0, (due - self._clock.utcnow()).total_seconds())

    async def _look(self, room_xid: ChannelXid) -> None:
        room, session = self._bot.get_channel(room_xid), await self._desks.circle.in_room(room_xid)
        if session is None or session.state.phase is Phase.ENDED or not isinstance(room, Spoken):
            self._connections.pop(room_xid, None)
            return
        if room.guild.unavailable:
            self._wait_anew(room_xid)
            return
        session, people = await self._desks.circle.with_people(session.id)
        seats = {person: number for number, person in people.items()}
        bridge = timedelta(seconds=session.state.format.timing.return_s)
        speaker = session.state.speaker
        found = in_voice.look(
            self._connections.get(room_xid),
            seats.keys() & room.voice_states.keys(),
            self._clock.utcnow(),
            bridge,
            None if speaker is None else people.get(speaker),
            [people[seat.number] for seat in session.state.seated if seat.writes and seat.number in people],
        )
        if session.state.phase is Phase.LIVE:  # before it begins everybody comes and goes as they like
            for person in map(MemberXid, found.arrived):
                if _presence(session.state, seats[person]) is not Presence.PRESENT:
                    await self._desks.circle.act(session.id, person, c.ComeBack())
            for person in map(MemberXid, found.gone):
                if person in seats and _presence(session.state, seats[person]) is not Presence.ABSENT:
                    await self._desks.circle.act(session.id, person, c.StepOut())
        # Not before it is saved: what could not be told is found again.
        self._connections[room_xid], self._bridges[room_xid] = found.connections, bridge

    async def _moved(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        if before.channel == after.channel:
            return  # muted, deaf, streaming, or on another device: still there
        for channel in (before.channel, after.channel):
            if channel is not None and self._rooms.is_ours(channel):
                self._look_soon(channel.id)

    async def _deleted(self, channel: discord.abc.GuildChannel) -> None:
        self._connections.pop(channel.id, None)

    async def _lost(self) -> None:
        self._is_told = False

    async def _back(self) -> None:
        """Discord tells again what happens: whoever is waited for is waited for anew."""
        self._is_told = True
        for guild in self._bot.guilds:
            await self._server_back(guild)

    async def _server_back(self, guild: discord.Guild) -> None:
        for channel in (*guild.voice_channels, *guild.stage_channels):
            if self._rooms.is_ours(channel):
                self._wait_anew(channel.id)
                self._look_soon(channel.id)

    def _wait_anew(self, room_xid: int) -> None:
        if (connections := self._connections.get(room_xid)) is not None:
            now, bridge = self._clock.utcnow(), self._bridges[room_xid]
            self._connections[room_xid] = in_voice.not_known(connections, now, bridge)

    def _try_again(self, room_xid: int) -> None:
        if (connections := self._connections.get(room_xid)) is not None:
            until = self._clock.utcnow() + timedelta(seconds=TROUBLE_S)
            self._connections[room_xid] = in_voice.put_off(connections, until)
        self._clock.do_later(TROUBLE_S, partial(self._look_soon, room_xid))

    def _look_soon(self, room_xid: int) -> None:
        self._changed.add(room_xid)
        self._news.set()


def _presence(state: SessionState, number: int) -> Presence | None:
    seat = state.seat(number)
    return seat.presence if seat is not None and seat.is_seated else None
