"""Runs the reconciler: after each change of a held circle, after a start, and after what others do, until what Discord
says is what is wanted.

It decides nothing. A mark is saved before its edit is made, and goes once the edit is undone. What Discord refuses for
good lets the circle go on with its cards alone; what it cannot do now is tried again. Of edits of members Discord
allows so many in a server: those who are to be heard go first, and what waits is compared anew.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import discord

from bot.clock import Clock
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.pace import SPARE, MemberEdits, Pace
from bot.services.rooms.desk import RoomsDesk
from bot.services.rooms.holding import HeldServer
from bot.services.rooms.marks import EditKind, Field, Mark, MarkProgress, Value
from bot.ui.request import Bot
from bot.ui.rooms.hearing_status import HearingStatus

from ...failures import Verdict, in_short, verdict
from ..on_stage import cannot_invite
from ..voice import NOT_CONNECTED
from .memory import Memory
from .plan import OF_MEMBERS, Edit, affordable, done, plan, with_own_last
from .sides import Doors, Side
from .wants import Wanted

log = logging.getLogger(__name__)

TOO_MANY = 429
TROUBLE_S, LONGEST_S = 5.0, 600.0
"""How soon something is tried again that could not be done, and how late at most what one person waits for."""


class Hearing:
    """Sees to it that only those are heard who may be. `run` until it is cancelled."""

    def __init__(
        self,
        rooms: RoomsDesk,
        clock: Clock,
        pace: Pace,
        edits: MemberEdits,
        bot: Bot,
        sides: Mapping[EditKind, Side],
        doors: Doors,
    ) -> None:
        self._rooms = rooms
        self._clock = clock
        self._pace = pace
        self._edits = edits
        self._bot = bot
        self._sides = sides
        self._doors = doors
        self._news = asyncio.Event()
        self._held: set[GuildXid] = set()
        """The servers in which anything may be held, or is not undone. In others nobody looks."""
        self._waiting: set[GuildXid] = set()
        self._everywhere = True
        self._serving: dict[GuildXid, asyncio.Task[None]] = {}
        self._failures: dict[GuildXid, int] = {}
        self._memories: dict[GuildXid, Memory] = {}
        self._looks: dict[GuildXid, datetime] = {}
        """When the next look at a server is to come by itself."""
        self._short: dict[GuildXid, tuple[SessionId, ...]] = {}
        """The circles of a server that wait, because its member edits are spent."""
        self._is_connected = True

    def wake(self, guild_xid: GuildXid) -> None:
        """Something that is held in a server may have changed."""
        self._held.add(guild_xid)
        self._waiting.add(guild_xid)
        self._news.set()

    def changed(self, guild_xid: GuildXid) -> None:
        """Somebody has changed something in a server; it matters where something is held."""
        if guild_xid in self._held:
            self.wake(guild_xid)

    def told_of(
        self, guild_xid: GuildXid, person_xid: int, said: Collection[Value], *, is_free: bool
    ) -> None:
        """Discord says this of a person in voice. `is_free`: they may unmute themselves."""
        if guild_xid in self._held:
            self._memory(guild_xid).told_of(person_xid, said, is_free=is_free)
            self.wake(guild_xid)

    def permissions_changed(self, guild_xid: GuildXid) -> None:
        """What was refused in a server may be allowed now."""
        if guild_xid in self._held:
            self._memory(guild_xid).permissions_changed()
            self.wake(guild_xid)

    def line_lost(self) -> None:
        """Discord cannot be heard any more: what is so is not known."""
        self._is_connected = False

    def line_back(self) -> None:
        """Discord is heard again, after a start too."""
        self._is_connected = self._everywhere = True
        for memory in self._memories.values():
            memory.told_all()
        self._news.set()

    def status(self, guild_xid: GuildXid, session_id: SessionId, room_xid: ChannelXid) -> HearingStatus:
        """How well the piece is held in the room of a session."""
        room, memory = self._bot.get_channel(room_xid), self._memories.get(guild_xid, Memory())
        if not isinstance(room, discord.VoiceChannel | discord.StageChannel):
            return HearingStatus()
        beyond = sorted((memory.beyond | memory.free) & room.voice_states.keys())
        waits = session_id in self._short.get(guild_xid, ())
        return HearingStatus(waits, tuple(map(MemberXid, beyond)), cannot_invite(room))

    async def run(self) -> None:
        """Set right what is not as wanted, for ever."""
        try:
            while True:
                self._news.clear()
                trouble_s = None
                try:
                    await self._find()
                except Exception:
                    # Whatever it is, it is tried again: somebody may be waiting to be heard.
                    log.exception("What is held could not be read")
                    trouble_s = TROUBLE_S
                now = self._clock.utcnow()
                self._waiting |= {guild_xid for guild_xid, at in self._looks.items() if at <= now}
                for guild_xid in self._waiting - set(self._serving):
                    task = asyncio.create_task(self._serve(guild_xid), name="hearing")
                    self._serving[guild_xid] = task
                await self._clock.wait(self._news, "a change of who is heard", trouble_s or self._next_s(now))
        finally:
            for task in self._serving.values():
                task.cancel()
            await asyncio.gather(*self._serving.values(), return_exceptions=True)

    def _next_s(self, now: datetime) -> float | None:
        """In how many seconds the next look is due that comes by itself; None: there is none."""
        due = min((at for at in self._looks.values() if at > now), default=None)
        return None if due is None else (due - now).total_seconds()

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
                self._looks.pop(guild_xid, None)
                guild = self._bot.get_guild(guild_xid)
                if guild is None or guild.unavailable or not self._is_connected:
                    return  # nothing is known, so nothing is moved; Discord says when it is back
                if await self._set_right(guild_xid, guild):
                    self._waiting.add(guild_xid)
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
        await self._doors.learn(guild, held)
        wanted, actual, places = self._compare(guild, held)
        found = plan(wanted, actual, with_own_last(held.marks, guild.me.id), places)
        if found.found or found.over:
            await self._rooms.keep_marks(guild_xid, found.found, found.over)
        due, late = affordable(found.edits, self._edits.left(guild_xid), SPARE)
        self._say_who_waits(guild_xid, guild, held, late)
        if not found.edits:
            self._failures.pop(guild_xid, None)
            if not (held.rooms or held.standing or held.marks) and guild_xid not in self._waiting:
                self._forget(guild_xid)
            return False
        if not due:
            # Not before: with edits left, this look would be broken off by the next, and that one by another.
            at = self._edits.free_at(guild_xid, urgent=late[0].is_urgent)
            self._later(guild_xid, (at - self._clock.utcnow()).total_seconds())
            return False
        await self._rooms.keep_marks(guild_xid, [mark for edit in due for mark in edit.marks])
        kept: list[Mark] = []
        over: list[Field] = []
        try:
            for edit in due:
                if guild_xid in self._waiting:
                    break  # somebody else may be the holder by now
                await self._pace.turn()
                if edit.kind in OF_MEMBERS and not self._edits.take(guild_xid, urgent=edit.is_urgent):
                    break  # something else has taken it meanwhile
                try:
                    await self._sides[edit.kind].make(guild, edit)
                except (discord.HTTPException, discord.RateLimited, OSError, TimeoutError) as error:
                    return await self._after(guild_xid, guild, held, edit, error, over)
                self._note(guild_xid, edit, kept, over)
        finally:
            # Even when the bot is stopping: what was undone has no mark any more.
            keeping = self._rooms.keep_marks(guild_xid, kept, over)
            await asyncio.shield(asyncio.ensure_future(keeping))
        return True

    def _say_who_waits(
        self, guild_xid: GuildXid, guild: discord.Guild, held: HeldServer, late: Sequence[Edit]
    ) -> None:
        """Say in the panels of their circles that these wait for edits."""
        before, waits = self._short.get(guild_xid, ()), list[SessionId]()
        for edit in late:
            waits += self._sides[edit.kind].rooms_of(guild, edit, held.rooms)
        now_waiting = self._short[guild_xid] = tuple(sorted(set(waits)))
        for session_id in set(before) ^ set(now_waiting):
            self._bot.panels.changed(session_id)

    def _note(self, guild_xid: GuildXid, edit: Edit, kept: list[Mark], over: list[Field]) -> None:
        self._failures.pop(guild_xid, None)
        for mark in edit.marks:
            self._memory(guild_xid).made(mark, self._clock.utcnow())
            after = done(mark)
            if after is None:
                over.append(mark.field)
            else:
                kept.append(after)

    def _compare(self, guild: discord.Guild, held: HeldServer) -> tuple[Wanted, dict[Field, Value], set[int]]:
        """What is wanted in a server, what is so, and the places in which something is held."""
        sides = [(room, kind, self._sides[kind]) for room in held.rooms if (kind := room.kind.held_by)]
        of_rooms = {(kind, side.place(guild, room)) for room, kind, side in sides}
        of_rooms |= {(EditKind.OVERWRITE, room.room_xid) for room in held.standing}
        places = {(field.kind, field.place_xid) for field in held.marks} | of_rooms
        actual: dict[Field, Value] = {}
        for kind, place_xid in sorted(places):
            actual |= self._sides[kind].look(guild, place_xid, held.marks)
        memory, now = self._memory(GuildXid(guild.id)), self._clock.utcnow()
        channels = {place_xid for kind, place_xid in places if kind is EditKind.OVERWRITE}
        again = memory.amend(actual, channels, now)
        if again is not None:
            self._later(GuildXid(guild.id), (again - now).total_seconds())
        wanted: Wanted = {}
        for stands in held.standing:
            wanted |= self._doors.let_in(guild, stands, actual, held.marks)
        for room, _, side in sides:  # who holds the piece decides
            wanted |= side.wanted(guild, room, actual, held.marks)
        actual = {f: Value.NEUTRAL for f in wanted if f.kind is EditKind.OVERWRITE} | actual
        return memory.leave_out(wanted), actual, {place_xid for _, place_xid in of_rooms}

    async def _after(
        self,
        guild_xid: GuildXid,
        guild: discord.Guild,
        held: HeldServer,
        edit: Edit,
        error: Exception,
        over: list[Field],
    ) -> bool:
        """What a refusal means. Returns whether to look again at once."""
        failures = self._failures[guild_xid] = self._failures.get(guild_xid, 0) + 1
        fields = [mark.field for mark in edit.marks]
        wait_s = min(LONGEST_S, TROUBLE_S * failures)
        if isinstance(error, discord.NotFound):
            over.extend(fields)  # there is nobody and nothing left to undo it for
            if edit.kind in OF_MEMBERS:
                self._set_aside(guild_xid, fields, wait_s)
                return True
            if failures >= 3:
                self._later(guild_xid, wait_s)  # the other edits of this look were not made
                return False
            return True
        if getattr(error, "code", 0) == NOT_CONNECTED:
            # Their mark stays, and is undone when they come to any voice channel of the server.
            self._set_aside(guild_xid, fields, wait_s)
            return True
        if isinstance(error, discord.RateLimited) or getattr(error, "status", 0) == TOO_MANY:
            log.info("Discord allows no more changes of members for a while: %s", in_short(error))
            if edit.kind in OF_MEMBERS:
                self._edits.spent(guild_xid)  # the next look finds none, and says so
                return True
        side = self._sides[edit.kind]
        those = side.rooms_of(guild, edit, held.rooms)
        gives_back = edit.kind in OF_MEMBERS and all(m.progress is MarkProgress.UNDOING for m in edit.marks)
        if verdict(error) in (Verdict.AGAIN, Verdict.LATER) or not (those or gives_back):
            log.info("Who is heard could not be changed; it is tried again: %s", in_short(error))
            # Not more and more slowly: somebody may be waiting to be heard.
            self._later(guild_xid, max(TROUBLE_S, getattr(error, "retry_after", 0.0)))
            return False
        if gives_back:
            log.warning(
                "Somebody could not be given back their voice; it is tried again: %s", in_short(error)
            )
            self._set_aside(guild_xid, fields, wait_s)
        elif side.may(guild, edit) and not edit.is_urgent:
            log.info("One person cannot be kept silent in a held room: %s", in_short(error))
            over.extend(fields)
            self._memory(guild_xid).beyond.add(edit.target_xid)
            for session_id in those:
                self._bot.panels.changed(session_id)
            return True
        log.warning("The piece is not held any more in a room: %s", in_short(error))
        await self._rooms.hold_no_longer(guild_xid, those)
        return True

    def _set_aside(self, guild_xid: GuildXid, fields: Sequence[Field], wait_s: float) -> None:
        self._memory(guild_xid).not_now(fields, self._clock.utcnow() + timedelta(seconds=wait_s))

    def _memory(self, guild_xid: GuildXid) -> Memory:
        return self._memories.setdefault(guild_xid, Memory())

    def _forget(self, guild_xid: GuildXid) -> None:
        """Nothing is held or left to undo there."""
        self._held.discard(guild_xid)
        for of_servers in (self._memories, self._short, self._failures):
            of_servers.pop(guild_xid, None)

    def _later(self, guild_xid: GuildXid, seconds: float) -> None:
        """Look again in so many seconds. Whatever is looked at before sees for itself when the next look is due."""
        at = self._clock.utcnow() + timedelta(seconds=seconds)
        self._looks[guild_xid] = min(at, self._looks.get(guild_xid, at))
        self._news.set()
