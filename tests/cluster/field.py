"""Circles that go on while the processes that hold them come and go: people press, and somebody counts.

The bots are programs of their own. Discord is the strict stub in this process, and the database is on a PostgreSQL
server that is made for it and thrown away.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import delete

from bot.circle import commands as c
from bot.clock import Clock
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.circle.sessions import load
from bot.services.deliveries import table as d
from bot.services.deliveries.lookup import kind_of
from bot.services.desks import open_desks
from bot.services.starting import keys
from bot.services.unit_of_work import Transactions, Work
from bot.settings import ROOT, Circles, Cluster, Privacy, Settings
from bot.store import queries as q
from bot.store.opening import open_store
from bot.store.tables import delivery
from tests import postgres
from tests.benchmarks.sitting import Sitting, StillClock
from tests.strict.server import Stub
from tests.strict.shapes import Json, buttons, words
from tests.strict.world import CannotAct
from tests.working import CONTENT

from .watching import Slowness, owner_of

FIRST_PERSON = 1_100_000_000_000_000_000
CALLED = re.compile(r"<@(\d+)>, the talking piece comes to you")
SPEAKS = re.compile(r"<@(\d+)> has the talking piece")
NUMBER = re.compile(r"/(token-)?\d{5,}(?=/|$)")
"""What differs between two calls of one route: an id, or the token of an interaction."""
RECEIVE, DONE = "Receive", "I'm done"
CALLS = 45
"""How many calls all processes together may make in a second."""
SITS_DOWN_S = 20.0
"""Within how many seconds everyone has seen the first card: well before they would be asked again."""
ANSWER_S = 3.0
"""How long a person waits for an answer before they press again."""


@dataclass
class Circle:
    """One circle, and what was posted in its room."""

    session_id: SessionId
    guild: int
    room: int
    people: list[int]
    cards: list[Json] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)
    """The custom id of `Receive` on each card that offered the piece, as it was posted."""


class Seeding(Sitting):
    """Sessions with people of their own, each in a server and a room of its own."""

    circle: Circle

    def member(self, seat: int) -> MemberXid:
        return MemberXid(self.circle.people[seat - 1])

    async def seat(self, circle: Circle, parent: int) -> SessionId:
        """Bring a session to the first offer of the piece."""
        self.circle = circle
        wanted = Invitation(
            GuildXid(circle.guild),
            CircleChoices("Evening", "en", ChannelXid(parent), self.format.id),
            self.format,
        )
        session_id = (await self.desks.circle.open(wanted, self.member(1))).session.id
        for seat in range(2, self.seats + 1):
            await self.ask(session_id, seat, c.Join())
        room = {"of_session": session_id, "new_room_xid": circle.room}
        await self.store.write(lambda db: db.execute(q.set_room, room).rowcount)
        assert (await self.desks.circle.begin(session_id, self.member(1), c.Begin())).events
        await self.tick(session_id)
        for seat in range(1, self.seats + 1):
            await self.ask(session_id, seat, c.Agree())
        return session_id


class Field:
    """The stub, the database, the processes and the circles."""

    def __init__(self, stub: Stub, url: str, keys_url: str, home: Path, cluster: Cluster) -> None:
        self.stub = stub
        self.url = url
        self.privacy = Privacy(key_file=home / "seal.key", key_database=keys_url)
        self.home = home
        self.cluster = cluster
        stub.gateway.shards = cluster.shards
        stub.gateway.max_concurrency = 16
        stub.gateway.keeps_count = True
        self.circles: dict[int, Circle] = {}
        self.running: dict[int, subprocess.Popen[bytes]] = {}
        self.presses = self.pressed_again = 0
        self.stood_still_s = 0.0
        """For how long, at most, this program did nothing, so that what came to it meanwhile was counted later."""
        self._playing: list[asyncio.Task[None]] = []
        self._chance = random.Random(7)
        post = stub.world.post

        def noted(channel: int, body: Json, author: int) -> Json:
            message = post(channel, body, author)
            circle = self.circles.get(channel)
            if circle is not None and RECEIVE in buttons(message):
                circle.cards.append(message)
                circle.offers.append(buttons(message)[RECEIVE])
            return message

        stub.world.post = noted  # type: ignore[method-assign]

    # Circles

    async def seed(self, how_many: int, seats: int = 6, format_id: str = "story-circle") -> None:
        """So many circles, spread over all shards, each with the piece offered for the first time."""
        store = await open_store(self.url)
        clock = StillClock()
        clock.now = Clock().utcnow() - timedelta(minutes=2)
        settings = Settings(privacy=self.privacy, circles=Circles(open_per_server=500), cluster=self.cluster)
        vault = await keys.unlock(store, self.privacy)
        do = Transactions(store, vault, clock, CONTENT, settings)
        seeding = Seeding(open_desks(do), seats, format_id)
        world, now = self.stub.world, Clock().utcnow()
        try:
            for number in range(how_many):
                # A server's number says when it was made, and with that which shard it is on.
                made_at = now - timedelta(days=9) + timedelta(milliseconds=number)
                world.clock = partial(_at, made_at)
                guild = world.add_guild()
                parent = world.add_channel(guild)
                room = world.add_thread(parent, {"name": "circle", "auto_archive_duration": 10080})
                people = [FIRST_PERSON + 100 * number + seat for seat in range(seats)]
                world.inside[room] |= set(people)
                clock.now = now - timedelta(minutes=2)
                circle = Circle(SessionId(0), guild, room, people)
                circle.session_id = await seeding.seat(circle, parent)
                self.circles[room] = circle
            keep = kind_of(d.Turn)
            await store.write(lambda db: db.execute(delete(delivery).where(delivery.c.kind != keep)).rowcount)
        finally:
            world.clock = Clock().utcnow
            vault.keys.close()
            await store.close()

    # Processes

    def start(self, number: int) -> None:
        """Start a process of that number, as its machine would."""
        own = self.home / f"process-{number}"
        own.mkdir(exist_ok=True)
        given = {
            "DISCORD__TOKEN": "not.a.token",
            "DATABASE__URL": self.url,
            "PRIVACY__KEY_FILE": str(self.privacy.key_file),
            "PRIVACY__KEY_DATABASE": self.privacy.key_database,
            "BACKUP__NIGHTLY": "false",
            "CLUSTER__SHARDS": str(self.cluster.shards),
            "CLUSTER__SLOTS": str(self.cluster.slots),
        }
        with (own / "log").open("ab") as log:
            self.running[number] = subprocess.Popen(
                [sys.executable, "-m", "tests.cluster.program", self.stub.origin, "run"],
                cwd=ROOT,
                # Without compiled modules a program takes seconds of CPU to begin.
                env={
                    **{
                        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
                    },
                    **{f"STORY_CIRCLE_{name}": value for name, value in given.items()},
                },
                stdout=log,
                stderr=log,
            )

    def kill(self, number: int) -> None:
        """End it as `kill -9` does."""
        self.running[number].kill()
        self.running.pop(number).wait()

    def end(self, number: int) -> None:
        """Stop it as a service is stopped, and wait until it has."""
        self.running[number].terminate()
        self.running.pop(number).wait()

    def divide(self, cluster: Cluster) -> None:
        """Have other numbers in the settings of every process from now on; Discord hears of them as they identify."""
        self.cluster = cluster
        self.stub.gateway.shards = cluster.shards

    def freeze(self, number: int) -> None:
        """Let it stand still."""
        self.running[number].send_signal(signal.SIGSTOP)

    def wake(self, number: int) -> None:
        """Let it go on, as if nothing had been."""
        self.running[number].send_signal(signal.SIGCONT)

    def log(self, number: int) -> str:
        """What it has logged."""
        return (self.home / f"process-{number}" / "log").read_text()

    async def stop(self) -> None:
        """End everything."""
        await self.rest()
        for process in self.running.values():
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
        self.running.clear()

    async def connected(self, within_s: float = 60, since: float | None = None) -> float:
        """Wait until every shard is connected. Returns how many seconds that took."""
        began = time.monotonic() if since is None else since
        every = set(range(self.cluster.shards))
        while self.stub.gateway.connected() != every:
            assert time.monotonic() - began < within_s, (
                f"not connected: {sorted(every - self.stub.gateway.connected())}"
            )
            await asyncio.sleep(0.02)
        return time.monotonic() - began

    async def has(self, number: int) -> None:
        """Wait until a process has a slot."""
        async with asyncio.timeout(90):
            while number not in owner_of(self, self.cluster.all_slots).values():  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    def slowness(self) -> Slowness:
        """How much longer everything takes from now on, because others use the computer too."""
        return Slowness([os.getpid(), *(process.pid for process in self.running.values())])

    # People

    def play(self, holds_s: tuple[float, float]) -> None:
        """From now on whoever is called receives the piece, and gives it on after so many seconds. All circles were
        offered it in the same moment, so each gives it on for the first time at a time of its own: else the piece
        would go on in all of them at once, which alone is more than Discord allows."""
        self._playing = [asyncio.create_task(self._play(one, holds_s)) for one in self.circles.values()]

    async def rest(self) -> None:
        """Nobody presses any more."""
        for task in self._playing:
            task.cancel()
        await asyncio.gather(*self._playing, return_exceptions=True)

    async def _play(self, circle: Circle, holds_s: tuple[float, float]) -> None:
        shortest_s, longest_s = holds_s
        await asyncio.sleep(self._chance.uniform(0, min(SITS_DOWN_S, longest_s)))
        at_least_s = 0.0
        while True:
            card = circle.cards[-1] if circle.cards else {}
            there, text = buttons(card), words(card) if card else ""
            called, speaks = CALLED.search(text), SPEAKS.search(text)
            if RECEIVE in there and called:
                await self._press(circle, int(called[1]), card, there[RECEIVE])
                await asyncio.sleep(self._chance.uniform(at_least_s, longest_s))
                at_least_s = shortest_s
            elif DONE in there and speaks:
                await self._press(circle, int(speaks[1]), card, there[DONE])
            await asyncio.sleep(self._chance.uniform(0.3, 0.6))

    async def _press(self, circle: Circle, person: int, card: Json, custom_id: str) -> None:
        """Press a button, once; who gets no answer looks at the card again, and presses again if it is still there."""
        self.presses += 1
        try:
            press = {"custom_id": custom_id, "component_type": 2}
            asked = await self.stub.interact(person, circle.room, 3, press, on=card)
        except CannotAct:
            return
        until = time.monotonic() + ANSWER_S
        while not self.stub.answers[asked]:
            if time.monotonic() > until:
                self.pressed_again += 1
                return
            await asyncio.sleep(0.02)

    # Counting

    def doubled(self) -> list[str]:
        """The offers that were posted more than once."""
        return [
            f"{offer} in {room}"
            for room, circle in self.circles.items()
            for offer in {*circle.offers}
            if circle.offers.count(offer) > 1
        ]

    async def notice(self) -> None:
        """Notice how late this program itself is, for ever."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.02)
            self.stood_still_s = max(self.stood_still_s, time.monotonic() - before - 0.02)

    @property
    def calls_allowed(self) -> int:
        """How many calls may be counted in a second: what was sent while this program stood still comes at once."""
        return int(CALLS * (1 + self.stood_still_s))

    def most_calls(self) -> int:
        """The most calls that counted towards Discord's global limit in any one second."""
        times = sorted(call.at for call in self.stub.calls if call.is_global and not _is_of_start(call.path))
        most = first = 0
        for last, at in enumerate(times):
            while at - times[first] >= 1:
                first += 1
            most = max(most, last - first + 1)
        return most

    def calls_by_route(self) -> list[tuple[bool, str, int]]:
        """How often each route was called, and whether it counts towards the global limit: those first, and the most
        first."""
        times = Counter(
            (call.is_global, f"{call.method} {NUMBER.sub('/...', call.path)}") for call in self.stub.calls
        )
        return [(is_global, route, n) for (is_global, route), n in sorted(times.items(), key=_busiest)]

    def too_soon(self) -> list[float]:
        """By how many seconds each shard was too early that identified too soon. One that this program heard late makes
        the next seem early."""
        return [early_s for early_s in self.stub.gateway.too_soon if early_s > self.stood_still_s]

    async def turns(self) -> dict[int, int]:
        """How many turns there have been in each room, as the database has it."""
        store = await open_store(self.url)
        vault = await keys.open_to_read(store, self.privacy)
        do = Transactions(store, vault, Clock(), CONTENT, Settings(cluster=self.cluster))

        def read(work: Work) -> dict[int, int]:
            return {room: load(work, one.session_id).state.turns for room, one in self.circles.items()}

        try:
            return await do.read(read)
        finally:
            vault.keys.close()
            await store.close()

    async def at_rest(self) -> dict[int, int]:
        """Let nobody press any more, and wait until every card is there. Returns how many turns there were."""
        await self.rest()
        turns: dict[int, int] = {}
        for _ in range(120):
            turns = await self.turns()
            if all(len({*circle.offers}) == turns[room] for room, circle in self.circles.items()):
                break
            await asyncio.sleep(0.5)
        return turns


def _at(instant: datetime) -> datetime:
    return instant


def _busiest(counted: tuple[tuple[bool, str], int]) -> tuple[bool, int]:
    (is_global, _), times = counted
    return not is_global, -times


def _is_of_start(path: str) -> bool:
    """What a process asks when it begins, before it has anything to say."""
    return path.startswith(("/users/@me", "/oauth2", "/applications", "/gateway"))


@asynccontextmanager
async def field_of(url: str, keys_url: str, home: Path, cluster: Cluster) -> AsyncIterator[Field]:
    """A field with nothing on it yet."""
    async with Stub() as stub:
        made = Field(stub, url, keys_url, home, cluster)
        noticing = asyncio.create_task(made.notice())
        try:
            yield made
        finally:
            noticing.cancel()
            await made.stop()


@contextmanager
def own_server() -> Iterator[tuple[str, str]]:
    """A PostgreSQL server for this alone. Yields the addresses of the database for circles, and of that for keys."""
    server = postgres.Server.make("max_connections=100")
    try:
        with psycopg.connect(server.url(), autocommit=True) as db:
            db.execute("CREATE DATABASE keys")
        yield server.url(), server.url("keys")
    finally:
        server.remove()
