"""Runs the reconciler: after each change of a held circle, after a start, and after what others do, until what Discord
says is what is wanted.

It decides nothing. A mark is saved before its edit is made, and goes once the edit is undone. What Discord refuses for
good lets the circle go on with its cards alone; what it cannot do now is tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import discord
from discord.ext import commands

from bot.clock import Clock
from bot.ids import GuildXid
from bot.pace import Pace
from bot.services.rooms.desk import RoomsDesk
from bot.services.rooms.holding import HeldServer
from bot.services.rooms.kinds import RoomKind
from bot.services.rooms.marks import EditKind, Field, Mark, Value
from bot.ui.request import Bot

from ...failures import Verdict, back_off_s, in_short, verdict
from .plan import Edit, becomes, done, plan
from .sides import Side
from .wants import Wanted

log = logging.getLogger(__name__)

KINDS: Mapping[RoomKind, EditKind] = {RoomKind.CHANNEL: EditKind.OVERWRITE}
"""How somebody is heard or not in each kind of room that can be held."""
ECHO = timedelta(seconds=5)
"""How long what we did is taken as done before Discord has told of it."""
TROUBLE_S, LONGEST_S = 5.0, 600.0
"""How soon something is tried again that could not be done, and how late at most."""


class Hearing:
    """Sees to it that only those are heard who may be. `run` until it is cancelled."""

    def __init__(
        self, rooms: RoomsDesk, clock: Clock, pace: Pace, bot: Bot, sides: Mapping[EditKind, Side]
    ) -> None:
        self._rooms = rooms
        self._clock = clock
        self._pace = pace
        self._bot = bot
        self._sides = sides
        self._news = asyncio.Event()
        self._held: set[GuildXid] = set()
        """The servers in which anything was held since the start, or not undone before it. In others nobody looks."""
        self._waiting: set[GuildXid] = set()
        self._everywhere = True
        self._serving: dict[GuildXid, asyncio.Task[None]] = {}
        self._failures: dict[GuildXid, int] = {}
        self._made: dict[Field, tuple[Value, datetime]] = {}
        self._is_connected = True

    def wake(self, guild_xid: GuildXid) -> None:
        """Something that is held in a server may have changed."""
        self._held.add(guild_xid)
        self._waiting.add(guild_xid)
        self._news.set()

    def listen(self, bot: commands.Bot) -> None:
        """Begin to listen to what others do, and to the line itself."""

        async def lost() -> None:
            self._is_connected = False

        async def back() -> None:
            self._is_connected = self._everywhere = True
            self._news.set()

        async def server(guild: discord.Guild) -> None:
            if guild.id in self._held:
                self.wake(GuildXid(guild.id))

        async def channel(*changed: discord.abc.GuildChannel) -> None:
            await server(changed[-1].guild)

        heard: dict[str, Callable[..., Any]] = {
            "on_disconnect": lost,
            "on_resumed": back,
            "on_ready": back,
            "on_guild_available": server,
            "on_guild_join": server,
            "on_guild_channel_update": channel,
            "on_guild_channel_delete": channel,
        }
        for name, listener in heard.items():
            bot.add_listener(listener, name)

    async def run(self) -> None:
        """Set right what is not as wanted, for ever."""
        try:
            while True:
                self._news.clear()
                try:
                    await self._find()
                except Exception:
                    # Whatever it is, it is tried again: somebody may be waiting to be heard.
                    log.exception("What is held could not be read")
                    self._clock.do_later(TROUBLE_S, self._news.set)
                for guild_xid in self._waiting - set(self._serving):
                    task = asyncio.create_task(self._serve(guild_xid), name="hearing")
                    self._serving[guild_xid] = task
                await self._clock.wait(self._news, "a change of who is heard")
        finally:
            for task in self._serving.values():
                task.cancel()
            await asyncio.gather(*self._serving.values(), return_exceptions=True)

    async def _find(self) -> None:
        """After a start, and whenever Discord could not be heard: look in every server in which anything is held."""
        if self._everywhere:
            for guild_xid in await self._rooms.held_servers():
                self.wake(guild_xid)
            self._everywhere = False

    async def _serve(self, guild_xid: GuildXid) -> None:
        try:
            while guild_xid in self._waiting:
                self._waiting.discard(guild_xid)
                guild = self._bot.get_guild(guild_xid)
                if guild is None or guild.unavailable or not self._is_connected:
                    return  # nothing is known, so nothing is moved; Discord says when it is back
                if await self._set_right(guild_xid, guild):
                    self._waiting.add(guild_xid)
                else:
                    self._failures.pop(guild_xid, None)
        except Exception:
            log.exception("Who is heard in a server could not be set right")
            self._later(guild_xid, TROUBLE_S)
        finally:
            self._serving.pop(guild_xid, None)
            if guild_xid in self._waiting:
                self._news.set()

    async def _set_right(self, guild_xid: GuildXid, guild: discord.Guild) -> bool:
        """Make the edits that are due. Returns whether to look again."""
        held = await self._rooms.held_in(guild_xid)
        wanted, actual = self._compare(guild, held)
        found = plan(wanted, actual, held.marks, {room.room_xid for room in held.rooms})
        if found.found or found.over:
            await self._rooms.keep_marks(guild_xid, found.found, found.over)
        if not found.edits:
            return False
        await self._rooms.keep_marks(guild_xid, [mark for edit in found.edits for mark in edit.marks])
        kept: list[Mark] = []
        over: list[Field] = []
        try:
            for edit in found.edits:
                if guild_xid in self._waiting:
                    break  # somebody else may be the holder by now
                await self._pace.turn()
                try:
                    await self._sides[edit.kind].make(guild, edit)
                except (discord.HTTPException, discord.RateLimited, OSError, TimeoutError) as error:
                    return await self._after(guild_xid, held, edit, error, over)
                self._note(edit, kept, over)
        finally:
            # Even when the bot is stopping: what was undone has no mark any more.
            keeping = self._rooms.keep_marks(guild_xid, kept, over)
            await asyncio.shield(asyncio.ensure_future(keeping))
        return True

    def _note(self, edit: Edit, kept: list[Mark], over: list[Field]) -> None:
        until = self._clock.utcnow() + ECHO
        for mark in edit.marks:
            self._made[mark.field] = (becomes(mark), until)
            after = done(mark)
            if after is None:
                over.append(mark.field)
            else:
                kept.append(after)

    def _compare(self, guild: discord.Guild, held: HeldServer) -> tuple[Wanted, dict[Field, Value]]:
        """What is wanted in a server, and what is so."""
        places = {(field.kind, field.place_xid) for field in held.marks}
        places |= {(KINDS[room.kind], room.room_xid) for room in held.rooms if room.kind in KINDS}
        actual: dict[Field, Value] = {}
        for kind, place_xid in sorted(places):
            actual |= self._sides[kind].look(guild, place_xid, held.marks)
        self._believe(guild, actual)
        wanted: Wanted = {}
        for room in held.rooms:
            if room.kind in KINDS:
                wanted |= self._sides[KINDS[room.kind]].wanted(guild, room, actual, held.marks)
        if any(kind is EditKind.OVERWRITE for kind, _ in places):
            actual = {f: Value.NEUTRAL for f in wanted if f.kind is EditKind.OVERWRITE} | actual
        return wanted, actual

    def _believe(self, guild: discord.Guild, actual: dict[Field, Value]) -> None:
        """Take as done what we did a moment ago, until Discord has told of it."""
        now = self._clock.utcnow()
        for field, (value, until) in list(self._made.items()):
            if until <= now or actual.get(field, Value.NEUTRAL).meets(value):
                del self._made[field]
            elif actual.get(field) is not Value.GONE and guild.get_channel(field.place_xid) is not None:
                actual[field] = value
                self._later(GuildXid(guild.id), (until - now).total_seconds())

    async def _after(
        self, guild_xid: GuildXid, held: HeldServer, edit: Edit, error: Exception, over: list[Field]
    ) -> bool:
        """What a refusal means. Returns whether to look again at once."""
        failures = self._failures[guild_xid] = self._failures.get(guild_xid, 0) + 1
        if isinstance(error, discord.NotFound):
            over.extend(mark.field for mark in edit.marks)  # there is nobody and nothing left to undo it for
            return failures < 3
        those = [room.session_id for room in held.rooms if room.room_xid == edit.place_xid]
        if verdict(error) in (Verdict.AGAIN, Verdict.LATER) or not those:
            log.info("Who is heard could not be changed; it is tried again: %s", in_short(error))
            self._later(guild_xid, min(LONGEST_S, max(back_off_s(error, failures), TROUBLE_S * failures)))
            return False
        log.warning("The piece is not held any more in a room: %s", in_short(error))
        await self._rooms.hold_no_longer(guild_xid, those)
        return True

    def _later(self, guild_xid: GuildXid, seconds: float) -> None:
        self._clock.do_later(seconds, lambda: self.wake(guild_xid))
