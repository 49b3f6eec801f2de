"""Many sessions at once, in step: every press falls on the same instant as everybody else's.

The strictest thing that can happen to the outbox: all hand-offs are due together, and Discord's global limit
lets only a few through each second. Every seat must still be offered the piece, once, in order.
`tests/benchmarks` plays the same with two hundred sessions.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import discord
import pytest
from simcord import interactions
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.components import walk_components

from bot.rehearsal.simulation import Simulation, simulation

A_SERVER_HAS = 20
CALLS_A_SECOND = 45
LINGER_S = 60
SETTLE_S = 120.0
"""Real seconds that one step may take: a busy machine is no fault of the bot."""

POLL_S = 0.005
MOST_WAIT_S = 20.0
"""A breath of five seconds, and as long as Discord's limit takes. A wake-up that was lost would take thirty."""

_BUTTON = re.compile(r"sc:(?P<verb>[a-z]+):(?P<session>\d+):\d+")
_MENTION = re.compile(r"<@(\d+)>")


@dataclass(slots=True)
class Table:
    """One session as its people see it."""

    name: str
    lobby: Any
    people: list[MemberActor]
    not_yet: frozenset[int]
    cards: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """The newest card with each button: channel, message and the button's id."""
    offers: list[int] = field(default_factory=list)
    """Whom the piece was offered to, in the order their cards came."""
    waits_s: list[float] = field(default_factory=list)
    """How long each card came after the moment that let the piece go on."""
    let_go_at: datetime | None = None
    held: bool = False
    answered: int = 0
    is_closed: bool = False

    @property
    def expected(self) -> list[int]:
        """Everyone in the order of their seats, and at the end once more whoever was not ready."""
        ids = [person.id for person in self.people]
        return ids + [ids[index] for index in sorted(self.not_yet)]

    def person(self, member_id: int) -> MemberActor:
        """The person with that id."""
        return next(person for person in self.people if person.id == member_id)


class Timed(list[Any]):
    """The requests of the bot, with the simulated second of each call that counts against the global limit."""

    def __init__(self, known: Iterable[Any], now: Any) -> None:
        super().__init__(known)
        self._now = now
        self.at: list[datetime] = []

    def append(self, item: Any) -> None:
        super().append(item)
        if not item.path.startswith(("/interactions", "/webhooks")):
            self.at.append(self._now())

    def busiest_second(self) -> int:
        """The most calls in any one second."""
        window: deque[datetime] = deque()
        most = 0
        for at in self.at:
            window.append(at)
            while at - window[0] >= timedelta(seconds=1):
                window.popleft()
            most = max(most, len(window))
        return most


class Hall:
    """Servers full of tables, all doing the same thing at the same instant."""

    def __init__(self, sim: Simulation, sessions: int, people: int) -> None:
        self.sim = sim
        self.env = sim.env
        self.backend: Any = sim.env.backend
        self.tables: list[Table] = []
        self.presses = 0
        self._found: dict[int, Table] = {}
        self._rooms: dict[int, Table] = {}
        self._records: list[Any] = []
        for first in range(0, sessions, A_SERVER_HAS):
            self._build_server(first, min(A_SERVER_HAS, sessions - first), people)
        self.env.settle_timeout = SETTLE_S
        self.requests = self.backend.http_requests = Timed(self.backend.http_requests, self.env.now)
        self.backend.subscribers.append(self._hear)

    def _build_server(self, first: int, sessions: int, people: int) -> None:
        guild = self.env.create_guild(f"Server {first // A_SERVER_HAS}")
        lobby = guild.create_text_channel("lobby")
        leads = guild.create_role("Leads", permissions=discord.Permissions(manage_events=True))
        for number in range(first, first + sessions):
            names = [f"p{number}x{seat}" for seat in range(people)]
            members = [
                guild.add_member(self.env.create_user(name), roles=[leads] if not seat else [])
                for seat, name in enumerate(names)
            ]
            # Every third table has somebody who is not ready: not always the same seat, so that tables fall out of
            # step, and never the last in line, for whom the piece would rest a while.
            not_yet = frozenset({number % (people - 1)}) if number % 3 == 0 else frozenset()
            self.tables.append(Table(f"Circle number {number}", lobby, members, not_yet))

    # What is seen

    def _hear(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "THREAD_DELETE" and int(payload["id"]) in self._rooms:
            self._rooms[int(payload["id"])].is_closed = True
        if event not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or not payload.get("components"):
            return
        if payload.get("guild_id") is None:
            return  # a direct message is no card of a table, and the number in its buttons no session
        parts = list(walk_components(payload["components"]))
        text = "\n".join(part["content"] for part in parts if part.get("type") == 10)
        buttons = [match for part in parts if (match := _BUTTON.fullmatch(part.get("custom_id") or ""))]
        if not buttons:
            return
        table = self._table(int(buttons[0]["session"]), text)
        channel_id = int(payload["channel_id"])
        if channel_id != table.lobby.id:
            self._rooms[channel_id] = table
        for button in buttons:
            table.cards[button["verb"]] = (channel_id, int(payload["id"]), button[0])
        if event == "MESSAGE_CREATE" and "receive" in (button["verb"] for button in buttons):
            table.offers.append(int(_MENTION.findall(text)[0]))
            if table.let_go_at is not None:
                table.waits_s.append((self.env.now() - table.let_go_at).total_seconds())

    def _table(self, session_id: int, text: str) -> Table:
        if session_id not in self._found:
            self._found[session_id] = next(t for t in self.tables if f"## {t.name}\n" in f"{text}\n")
        return self._found[session_id]

    # What people do

    def _emit(
        self, who: MemberActor, kind: int, channel_id: int, data: dict[str, Any], message: Any = None
    ) -> None:
        record, payload = interactions.base_payload(
            self.backend, type=kind, channel_id=channel_id, guild_id=who.guild.id, user_id=who.id, data=data
        )
        if message is not None:
            payload["message"] = dict(serializers.message_payload(self.backend, message))
            record.source_message_id = message.id
        self._records.append(record)
        self.presses += 1
        self.backend.emit("INTERACTION_CREATE", payload)

    def press(self, who: MemberActor, table: Table, verb: str) -> None:
        """Press a button, without waiting for anything."""
        channel_id, message_id, custom_id = table.cards[verb]
        message = self.backend.get_message(channel_id, message_id)
        self._emit(who, 3, channel_id, {"custom_id": custom_id, "component_type": 2}, message)

    def open(self, table: Table) -> None:
        """Open a table's circle."""
        command = self.backend.find_command("circle", None)
        options = {"name": table.name, "format": "quick-circle"}
        data = {
            "id": command["id"],
            "name": "circle",
            "type": 1,
            "options": [
                {
                    "name": "open",
                    "type": 1,
                    "options": [{"name": k, "type": 3, "value": v} for k, v in options.items()],
                }
            ],
        }
        self._emit(table.people[0], 2, table.lobby.id, data)

    async def settle(self) -> None:
        """Let the bot do everything it can do now. Every press must have been answered."""
        # SimCord looks at every task whenever one is done: it is asked only once the presses are answered.
        for _ in range(int(SETTLE_S / POLL_S)):
            if all(record.responded for record in self._records):
                break
            await asyncio.sleep(POLL_S)
        await self.env.settle()
        assert all(record.responded for record in self._records), "a press was not answered"
        self._records.clear()

    async def wait(self, seconds: float) -> None:
        """Let time pass."""
        await self.sim.advance(seconds)

    async def wait_for(self, verb: str, tables: Sequence[Table]) -> None:
        """Wait until each of the tables has a card with that button."""
        for _ in range(300):
            if all(verb in table.cards for table in tables):
                return
            await self.wait(1)
        raise AssertionError(f"not every table was given {verb}")

    # A whole session of each

    async def play(self) -> None:
        """From opening to the closed room, all tables side by side."""
        await self.sit_down(self.tables)
        for _ in range(400):
            if all(table.answered == len(table.expected) and not table.held for table in self.tables):
                break
            for table in self.tables:
                self._take_part(table)
            await self.settle()
            await self.wait(1)
        for _ in range(60):
            if all(table.is_closed for table in self.tables):
                break
            await self.wait(5)

    async def sit_down(self, tables: Sequence[Table]) -> None:
        """From opening until everyone has agreed and the piece is about to be offered."""
        for table in tables:
            self.open(table)
        await self.settle()
        await self.wait_for("begin", tables)
        for seat in range(1, len(tables[0].people)):
            for table in tables:
                self.press(table.people[seat], table, "join")
            await self.settle()
        await self.wait(2)
        await self._begin(tables)
        for table in tables:
            for person in table.people:
                self.press(person, table, "agree")
        await self.settle()

    async def _begin(self, tables: Sequence[Table]) -> None:
        """Begin every circle. Whoever sees nothing come of it for half a minute tries again."""
        for _ in range(10):
            for table in (waiting := [table for table in tables if "agree" not in table.cards]):
                self.press(table.people[0], table, "begin")
            await self.settle()
            for _ in range(30):
                if all("agree" in table.cards for table in waiting):
                    return
                await self.wait(1)
        raise AssertionError("not every circle could begin")

    def _take_part(self, table: Table) -> None:
        """Whoever the piece is with does the next thing, once the card for it is there."""
        if table.held:
            table.held = False
            table.let_go_at = self.env.now()
            self.press(table.person(table.offers[-1]), table, "done")
        elif len(table.offers) > table.answered:
            who = table.person(table.offers[-1])
            is_first = table.offers.count(who.id) == 1
            table.answered = len(table.offers)
            if is_first and table.people.index(who) in table.not_yet:
                table.let_go_at = self.env.now()
                self.press(who, table, "notyet")
            else:
                table.held = True
                self.press(who, table, "receive")

    def check(self) -> None:
        """No hand-off was lost, doubled or out of order; no limit was broken; nothing is left behind."""
        lost = {
            table.name: (table.offers, table.expected)
            for table in self.tables
            if table.offers != table.expected
        }
        assert not lost, f"hand-offs of {len(lost)} sessions: {list(lost.items())[:3]}"
        assert self.longest_wait_s() <= MOST_WAIT_S
        assert all(table.is_closed for table in self.tables), "a room was not closed"
        assert self.requests.busiest_second() <= CALLS_A_SECOND
        assert not self.env.errors, self.env.errors[:3]

    def longest_wait_s(self) -> float:
        """The longest from letting the piece go to the next card."""
        return max(wait for table in self.tables for wait in table.waits_s)

    @property
    def hand_offs(self) -> int:
        """How often the piece was offered, in all."""
        return sum(len(table.offers) for table in self.tables)


@asynccontextmanager
async def hall(sessions: int, people: int) -> AsyncIterator[Hall]:
    """A running bot in as many servers as it takes."""
    overrides = {"rooms": {"linger_minutes": LINGER_S // 60}, "discord": {"calls_per_second": CALLS_A_SECOND}}
    async with simulation(overrides=overrides) as sim:
        yield Hall(sim, sessions, people)


@pytest.mark.threads
async def test_no_hand_off_is_lost_when_many_sessions_move_at_once() -> None:
    async with hall(sessions=24, people=3) as h:
        await h.play()
        h.check()
        assert h.hand_offs == 24 * 3 + 8


@pytest.mark.threads
async def test_when_the_piece_goes_on_everywhere_at_once_the_next_cards_come_first() -> None:
    """Nobody answers in any circle, so in one instant the piece goes on in all of them. That is more calls than Discord
    allows in a second: new cards are posted before old ones are brought up to date, which nobody waits for."""
    async with hall(sessions=CALLS_A_SECOND + 15, people=3) as h:
        await h.sit_down(h.tables)
        await h.wait_for("receive", h.tables)
        before = len(h.requests)
        while not any(len(table.offers) > 1 for table in h.tables):
            before = len(h.requests)
            await h.wait(1)
        await h.wait(10)
        assert all(len(table.offers) == 2 for table in h.tables)
        assert not h.env.errors
        calls = h.requests[before:]
        posted = {call.path: at for at, call in enumerate(calls) if call.method == "POST"}
        redrawn = [(at, call) for at, call in enumerate(calls) if call.method in ("PATCH", "DELETE")]
        of_rooms = [(at, call) for at, call in redrawn if call.path.startswith("/channels")]
        assert of_rooms
        for at, call in of_rooms:
            assert posted[call.path.rpartition("/")[0]] < at
