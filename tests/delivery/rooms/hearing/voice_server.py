"""A server with voice channels that hold the piece, the real reconciler at work in it, and time that jumps.

What Discord does is written down here as its docs and reports have it: a mute belongs to the member, is told in their
voice state, can be changed only while they are in voice (40032), and is told a moment after it was made.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import discord

from bot.delivery.rooms.hearing.driver import Hearing
from bot.delivery.rooms.hearing.voice import VoiceSide
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.pace import MEMBER_EDITS, MEMBER_WINDOW, MemberEdits
from bot.services.rooms.holding import HeldRoom, HeldServer
from bot.services.rooms.kinds import RoomKind
from bot.services.rooms.marks import EditKind, Field, Mark, MarkProgress, Value
from tests.still_clock import StillClock

T = TypeVar("T")
SERVER, ME, ELSEWHERE = GuildXid(1), 2, 3
LATENCY_S, ECHO_S = 0.12, 0.05
SEATS = 8


async def _nothing(*_: object) -> None:
    """No channel stays here."""


class JumpingClock(StillClock):
    """Time that jumps to the next thing that waits, as soon as nothing else is left to do."""

    def __init__(self) -> None:
        super().__init__()
        self._due: list[tuple[datetime, asyncio.Future[None]]] = []

    async def sleep(self, seconds: float, reason: str) -> None:
        done = asyncio.get_running_loop().create_future()
        self._due.append((self.now + timedelta(seconds=max(0.0, seconds)), done))
        await done

    async def wait(self, event: asyncio.Event, reason: str, timeout_s: float | None = None) -> bool:
        waiting: list[asyncio.Future[Any]] = [asyncio.ensure_future(event.wait())]
        if timeout_s is not None:
            waiting.append(asyncio.ensure_future(self.sleep(timeout_s, reason)))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
        return event.is_set()

    async def until(self, at: datetime) -> None:
        """Let everything happen that happens until then."""
        while True:
            for _ in range(60):
                await asyncio.sleep(0)
            self._due = [(when, done) for when, done in self._due if not done.done()]
            when, done = min(self._due, key=lambda one: one[0], default=(at, None))
            if done is None or when > at:
                self.now = at
                return
            self.now = max(self.now, when)
            done.set_result(None)


class Channel(discord.VoiceChannel):
    """A voice channel, by who is in it."""

    def __init__(self, xid: int, people: Callable[[int], dict[int, Any]]) -> None:
        self.id = xid
        self._people = people

    @property
    def voice_states(self) -> Any:
        """Who is in it, as the gateway has told."""
        return self._people(self.id)


async def _others_go_on() -> None:
    """The database takes a while, in which other things happen."""
    for _ in range(3):
        await asyncio.sleep(0)


@dataclass
class Server:
    """One server with circles that all hold the piece in voice."""

    chance: random.Random
    circles: int = 1
    seats: int = SEATS
    clock: JumpingClock = field(default_factory=JumpingClock)
    marks: dict[Field, Mark] = field(default_factory=dict)
    heard: dict[int, frozenset[MemberXid] | None] = field(default_factory=dict)
    quiet: dict[int, frozenset[MemberXid]] = field(default_factory=dict)
    muted: set[int] = field(default_factory=set)
    """Whom the server mutes, whether they are in voice or not."""
    truth: set[int] = field(default_factory=set)
    """Whom it would mute if the bot had never been there."""
    where: dict[int, int] = field(default_factory=dict)
    """In which channel each person is who is in voice."""
    edits: list[datetime] = field(default_factory=list)
    """Those of the bot since its start: what the one before it made, it learns from Discord's headers."""
    made: int = 0
    refusals: list[int] = field(default_factory=list)
    """The codes of Discord's refusals to come."""
    known: dict[int, tuple[int, bool]] = field(default_factory=dict)
    """Where the gateway has said that each person is, and whether muted."""
    is_connected: bool = True
    tasks: list[asyncio.Future[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rooms = {100 + number: self._people_of(number) for number in range(self.circles)}
        self.heard = dict.fromkeys(self.rooms)
        self.work: Any = None
        self.start()
        for room, people in self.rooms.items():
            for person in people:
                self.moves(person, room)

    def _people_of(self, circle: int) -> list[MemberXid]:
        return [MemberXid(1000 + 100 * circle + seat) for seat in range(self.seats)]

    @property
    def people(self) -> list[MemberXid]:
        """Everyone, of all circles."""
        return [person for people in self.rooms.values() for person in people]

    # The bot

    def start(self) -> None:
        """A bot begins its work, as after each start."""
        guild = SimpleNamespace(
            id=SERVER,
            me=SimpleNamespace(id=ME, guild_permissions=discord.Permissions(mute_members=True)),
            unavailable=False,
            voice_channels=[Channel(xid, self._states) for xid in (*self.rooms, ELSEWHERE)],
            stage_channels=[],
        )
        channels = {channel.id: channel for channel in guild.voice_channels}
        guild.get_channel = channels.get
        pace = SimpleNamespace(turn=self._at_once)
        bot: Any = SimpleNamespace(
            get_guild=lambda xid: guild,
            get_channel=channels.get,
            http=SimpleNamespace(edit_member=self._edit_member),
            panels=SimpleNamespace(changed=lambda session_id: None),
        )
        desk = SimpleNamespace(
            held_in=self._held_in,
            held_servers=self._held_servers,
            keep_marks=self._keep_marks,
            hold_no_longer=self._hold_no_longer,
        )
        self.member_edits = MemberEdits(self.clock)
        if self.edits:  # as the bot does after a start (`bot.app`)
            self.member_edits.rest_until(self.clock.now + MEMBER_WINDOW)
        sides = {EditKind.MUTE: VoiceSide(bot)}
        no_doors: Any = SimpleNamespace(learn=_nothing)
        self.hearing = Hearing(
            cast(Any, desk), self.clock, cast(Any, pace), self.member_edits, bot, cast(Any, sides), no_doors
        )
        self.known = {person: (where, person in self.muted) for person, where in self.where.items()}
        self.check_edits()
        self.is_connected = True
        self.work = asyncio.ensure_future(self.hearing.run())

    async def stop(self) -> None:
        """The bot is gone, in the middle of whatever it did."""
        self.work.cancel()
        await asyncio.gather(self.work, return_exceptions=True)

    async def _at_once(self) -> None:
        """Nothing else is asked of Discord here."""

    async def _held_in(self, guild_xid: GuildXid) -> HeldServer:
        await _others_go_on()
        rooms = [
            HeldRoom(SessionId(room), RoomKind.VOICE, ChannelXid(room), self.heard[room])
            for room in self.rooms
            if room in self.heard
        ]
        return HeldServer(tuple(rooms), (), dict(self.marks))

    async def _held_servers(self) -> set[GuildXid]:
        return {SERVER}

    async def _keep_marks(
        self, guild_xid: GuildXid, marks: Collection[Mark], over: Collection[Field] = ()
    ) -> None:
        await _others_go_on()
        for one in over:
            self.marks.pop(one, None)
        self.marks |= {mark.field: mark for mark in marks}

    async def _hold_no_longer(
        self, guild_xid: GuildXid, sessions: Collection[SessionId] | None = None
    ) -> int:
        raise AssertionError("nothing keeps the bot from holding here")

    # Discord

    def _states(self, channel_xid: int) -> dict[int, Any]:
        return {
            person: SimpleNamespace(mute=is_muted, suppress=False)
            for person, (where, is_muted) in self.known.items()
            if where == channel_xid
        }

    async def _edit_member(self, guild_xid: int, person: int, *, mute: bool) -> None:
        await self.clock.sleep(self.chance.uniform(0.5, 2) * LATENCY_S, "Discord")
        self.edits.append(self.clock.now)
        self.made += 1
        error = None
        if self.refusals:
            error = self.refusals.pop()
        elif person not in self.where:
            error = 40032
        if error is not None:
            status = 429 if error == 429 else 400
            response = cast(Any, SimpleNamespace(status=status, reason="no"))
            raise discord.HTTPException(response, {"code": error, "message": "no"})
        (self.muted.add if mute else self.muted.discard)(person)
        self._tell(person)

    def _tell(self, person: int) -> None:
        """Discord tells where somebody is, a moment later."""
        self.beside(self._told(person))

    def beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something happen beside all else. What goes wrong in it is raised by `check_edits`."""
        self.tasks.append(asyncio.ensure_future(work))

    async def _told(self, person: int) -> None:
        await self.clock.sleep(ECHO_S, "the gateway")
        if not self.is_connected:
            return
        if person in self.where:
            self.known[person] = self.where[person], person in self.muted
        else:
            self.known.pop(person, None)
        self._heard_of(person)

    def _heard_of(self, person: int) -> None:
        said = Value.MUTED if person in self.muted else Value.UNMUTED
        self.hearing.told_of(SERVER, person, (said,), is_free=False)

    # What happens

    def hold(self, room: int, heard: Collection[MemberXid] | None) -> None:
        """The piece is with somebody else now; None: everyone may speak."""
        self.heard[room] = None if heard is None else frozenset(heard)
        self.hearing.wake(SERVER)

    def over(self, room: int) -> None:
        """A circle has ended."""
        del self.heard[room]
        self.hearing.wake(SERVER)

    def moves(self, person: int, channel: int | None) -> None:
        """Somebody comes, goes, or is moved."""
        if channel is None:
            self.where.pop(person, None)
        else:
            self.where[person] = channel
        self._tell(person)

    def mutes(self, person: int, is_muted: bool) -> None:
        """Somebody else mutes or unmutes a person who is in voice, if that can be told from what we did."""
        one = next((mark for mark in self.marks.values() if mark.field.target_xid == person), None)
        is_ours = one is not None and one.progress is not MarkProgress.THEIRS
        if person not in self.where or (person in self.muted) == is_muted or (is_ours and is_muted):
            return
        for people in (self.muted, self.truth):
            (people.add if is_muted else people.discard)(person)
        # Told at once: nobody can tell a mute that was made between our last look and our own.
        if self.is_connected:
            self.known[person] = self.where[person], is_muted
            self._heard_of(person)

    def line_lost(self) -> None:
        """Nothing is told any more."""
        self.is_connected = False
        self.hearing.line_lost()

    def line_back(self) -> None:
        """Discord is heard again, and says how everything is."""
        self.is_connected = True
        self.known = {person: (where, person in self.muted) for person, where in self.where.items()}
        self.hearing.line_back()

    # What must hold

    def can_be_heard(self, person: int) -> bool:
        """Whether somebody is in voice and not muted by the server."""
        return person in self.where and person not in self.muted

    def taken_by_others(self) -> set[int]:
        """Of whom somebody else has changed the mute since: they are left alone."""
        return {one.target_xid for one, mark in self.marks.items() if mark.progress is MarkProgress.THEIRS}

    def check_edits(self) -> None:
        """No ten seconds have more than ten edits of members, and nothing has gone wrong beside."""
        for task in self.tasks:
            if task.done():
                task.result()
        for first, after in zip(self.edits, self.edits[MEMBER_EDITS:], strict=False):
            assert after - first > timedelta(seconds=10), "more than ten edits of members in ten seconds"

    def check(self) -> None:
        """After settling: in each room only the holder is heard, and nobody elsewhere is silenced by us."""
        theirs = self.taken_by_others()
        for person in set(self.people) - theirs:
            room = self.where.get(person)
            heard = self.heard.get(room) if room is not None else None
            if room is None:
                continue
            if room not in self.heard or heard is None:
                assert (person in self.muted) == (person in self.truth), f"{person} is not as they were"
            elif person not in heard:
                assert not self.can_be_heard(person), f"{person} is heard and does not hold the piece"
            else:
                assert self.can_be_heard(person) or person in self.truth, f"{person} is not heard"

    def check_as_if_never(self) -> None:
        """All is over and everyone has been in voice since."""
        assert self.marks == {}, f"something is left to undo: {self.marks}"
        assert self.muted == self.truth, f"{self.muted ^ self.truth} are not as they were"


async def evening(seed: int, minutes: int = 20) -> list[float]:
    """Three circles of eight at once in one server: hand-offs, pauses, people who come and go, and others who mute.
    Checked as it goes. Returns how long each speaker waited to be heard, in seconds."""
    chance = random.Random(seed)
    server = Server(chance, circles=3)
    waits = await _play(server, chance, minutes)
    for room in server.rooms:
        server.over(room)
    for person in server.people:
        server.moves(person, ELSEWHERE)
    await server.clock.until(server.clock.now + timedelta(seconds=120))
    server.check_edits()
    server.check_as_if_never()
    await server.stop()
    return waits


async def _play(server: Server, chance: random.Random, minutes: int) -> list[float]:
    """Every circle goes its own way. Returns the waits of those who were to be heard."""
    waits: list[float] = []
    plans = {room: _circle(room, people, chance) for room, people in server.rooms.items()}
    due = {room: server.clock.now + timedelta(seconds=chance.uniform(0, 4)) for room in plans}
    ends = server.clock.now + timedelta(minutes=minutes)
    while (room := min(due, key=lambda one: due[one])) and due[room] < ends:
        await server.clock.until(due[room])
        heard, lasts_s = next(plans[room])
        server.hold(room, heard)
        if heard:
            server.beside(_until_heard(server, room, heard[0], waits))
        due[room] += timedelta(seconds=lasts_s)
        if chance.random() < 0.3:
            _happens(server, chance)
    return waits


async def _until_heard(server: Server, room: int, person: MemberXid, waits: list[float]) -> None:
    """Keep how long somebody waits to be heard who has received the piece."""
    began = server.clock.now
    while server.heard.get(room) == frozenset((person,)):
        if server.where.get(person) != room or person in server.truth or person in server.taken_by_others():
            return
        if server.can_be_heard(person):
            waits.append((server.clock.now - began).total_seconds())
            return
        await server.clock.sleep(0.05, "looking")
    waited = (server.clock.now - began).total_seconds()
    assert waited < 1, f"the piece has gone on, and its holder was not heard for {waited} s"


def _circle(room: int, people: list[MemberXid], chance: random.Random) -> Any:
    """What one circle does: everyone speaks freely, then the piece goes round, with a pause now and then."""
    yield None, chance.uniform(1, 20)
    while True:
        for person in people:
            yield [], chance.uniform(5, 9)  # a breath, and the piece is held out
            yield [person], chance.uniform(5, 45)
            if chance.random() < 0.3:
                yield None, chance.uniform(2, 30)  # a pause
                yield [person], chance.uniform(15, 30)


def _happens(server: Server, chance: random.Random) -> None:
    """Somebody comes, goes, is moved, or is muted by somebody else; Discord has enough for a moment."""
    person = chance.choice(server.people)
    home = next(room for room, people in server.rooms.items() if person in people)
    match chance.randrange(5):
        case 0:
            server.moves(person, None)
        case 1 | 2:
            server.moves(person, home)
        case 3:
            server.moves(person, ELSEWHERE)
        case 4:
            server.mutes(person, chance.random() < 0.5)


async def storm(seed: int, events: int = 40) -> int:
    """Two small circles to which anything happens, restarts and lost lines too. Checked whenever it is calm. Returns
    how many edits were made."""
    chance = random.Random(seed)
    server = Server(chance, circles=2, seats=4)
    for _ in range(events):
        await _befalls(server, chance)
        await server.clock.until(server.clock.now + timedelta(seconds=chance.choice((0, 0.1, 0.3, 1, 5))))
        if chance.random() < 0.15:
            if not server.is_connected:
                server.line_back()
            await server.clock.until(server.clock.now + timedelta(seconds=60))
            server.check()
    if not server.is_connected:
        server.line_back()
    for room in list(server.heard):
        server.over(room)
    for person in server.people:
        server.moves(person, ELSEWHERE)
    await server.clock.until(server.clock.now + timedelta(seconds=120))
    server.check_edits()
    server.check_as_if_never()
    await server.stop()
    return server.made


async def _befalls(server: Server, chance: random.Random) -> None:
    room, people = chance.choice(list(server.rooms.items()))
    match chance.randrange(10):
        case 0 | 1 | 2 if room in server.heard:
            server.hold(room, [chance.choice(people)])
        case 3 if room in server.heard:
            server.hold(room, [] if chance.random() < 0.6 else None)
        case 4:
            server.line_lost()
        case 5:
            server.line_back()
        case 6:
            await server.stop()
            server.start()
        case 7 if chance.random() < 0.3:
            server.refusals.append(429)
        case _:
            _happens(server, chance)
