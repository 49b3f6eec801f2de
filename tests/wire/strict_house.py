"""The same house as in the journeys, on the strict Discord: real HTTP and WebSocket, and weeks in seconds.

`play_in_strict_house(story)` runs `story(h)` in virtual time. Every press and command must be answered in time, every
request must be valid by Discord's own description, and no fault of the bot may go unseen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import discord

from bot.ui.rooms.channels import NAME as ROOM_NAME
from tests.journeys.house import NAMES, faults_of, words
from tests.journeys.playing import Playing
from tests.oracle import problems, wrong_answers
from tests.strict import forms, virtual
from tests.strict.interactions import Interaction
from tests.strict.server import Stub
from tests.strict.shapes import Json, buttons, parts
from tests.wire.line import NO_MORE, Line

T = TypeVar("T")

LOOKS = 30
"""For how many seconds people look out for what is on its way to them."""
SOON = timedelta(seconds=10)
"""What is tried again within that time is on its way as well."""


@dataclass(frozen=True)
class Person:
    """Somebody in the server."""

    id: int
    name: str

    @property
    def mention(self) -> str:
        """How they are named."""
        return f"<@{self.id}>"


@dataclass(frozen=True)
class Place:
    """A channel or a thread."""

    id: int

    @property
    def mention(self) -> str:
        """How it is named."""
        return f"<#{self.id}>"


class StrictHouse(Playing):
    """The server, its people, and what each of them sees."""

    def __init__(self, stub: Stub, home: Path) -> None:
        self.stub, self.world = stub, stub.world
        self.line = Line(stub, home, clock=virtual.VirtualClock(), linger_minutes=10)
        stub.limits.times = 1
        self.lobby = Place(self.line.lobby)
        self._next = 1_100_000_000_000_000_000
        leads, runs = discord.Permissions(manage_events=True), discord.Permissions(manage_guild=True)
        self.fay, self.co, self.admin = self._person("Fay"), self._person("Cole"), self._person("Ada")
        self.members = [self._person(name) for name in NAMES]
        self.world.add_role(self.guild_id, leads, self.fay.id, self.co.id)
        self.world.add_role(self.guild_id, runs, self.admin.id)
        self.waits: dict[Any, datetime] = {}
        self.expected_faults: list[str] = []
        self.restarts = 0

    def _person(self, name: str) -> Person:
        self._next += 1
        self.world.member(self.guild_id, self._next)
        return Person(self._next, name.lower())

    # The bot

    @property
    def bot(self) -> Any:
        """The bot of the moment."""
        return self.line.bot

    @property
    def guild_id(self) -> int:
        """The server."""
        return self.line.guild

    async def restart(self, *, kill: bool = False) -> None:
        """Stop or kill the bot and start a new one on the same database, in the same Discord."""
        await (self.kill() if kill else self.line.stop())
        await self.line.start()
        self.restarts += 1
        await self.settle()

    async def kill(self) -> None:
        """End the bot as `kill -9` would. What it was doing in that moment it cannot keep, and says so."""
        self.expected_faults.append(NO_MORE)
        await self.line.kill()

    # Time

    def now(self) -> datetime:
        """The present instant there."""
        return virtual.now()

    async def wait(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)
        await self.settle()

    async def settle(self) -> None:
        """Wait until everything is done that there is to do at this instant."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, virtual.VirtualLoop)
        await loop.settled()

    async def look_out(self, who: Person, text: str) -> None:
        """People wait a little for what is on its way to them: Discord lets cards through only so fast."""
        for _ in range(LOOKS):
            if self._find(who, text) or not await self._is_waiting():
                return
            await self.wait(1)

    async def _is_waiting(self) -> bool:
        """Whether anything is on its way. What Discord did not take at first is due again in some seconds."""
        now = self.bot.clock.utcnow()
        found = await self.bot.desks.delivery.waiting(now)
        return bool(found.sessions) or (found.next_at is not None and found.next_at <= now + SOON)

    # Acting

    async def slash(self, who: Person, command: str, *, at: Place | None = None, **options: Any) -> str:
        """Type a command. Returns the private answer's words."""
        data = forms.command(self.world, self.guild_id, command, options)
        return await self._act(who, (at or self.lobby).id, 2, data)

    async def press(self, who: Person, label: str, message: Any = None) -> str:
        """Press a button: on that message, or on the newest one this person sees that has it."""
        if message is None:
            await self.look_out(who, f"[{label}]")
            message = self.newest(who, f"[{label}]")
        current = self.stub.interactions.message(int(message["id"])) or message
        data = {"custom_id": buttons(current)[label], "component_type": 2}
        return await self._act(who, int(message["channel_id"]), 3, data, on=current)

    async def choose(self, who: Person, placeholder: str, values: Sequence[Any]) -> str:
        """Choose in the newest menu with those words that this person sees. Returns the answer's words."""
        message = self.newest(who, f"<{placeholder}>")
        menu = next(part for part in parts(message["components"]) if part.get("placeholder") == placeholder)
        data = forms.chosen(self.world, self.guild_id, menu, values)
        return await self._act(who, int(message["channel_id"]), 3, data, on=message)

    async def submit(self, who: Person, fields: Mapping[str, Any]) -> str:
        """Send the form that is open. Returns the answer's words.

        Args:
            who: whose form it is.
            fields: what is typed or chosen, by custom id; what is not named stays as it is.
        """
        assert self.last.modal is not None, "no form is open"
        data = forms.filled(self.world, self.guild_id, self.last.modal, fields)
        return await self._act(who, self._form_at, 5, data, on=self._form_on)

    async def _act(self, who: Person, channel: int, kind: int, data: Json, on: Json | None = None) -> str:
        """Act, and read what is answered."""
        self._form_at, self._form_on = channel, on
        xid = await self.stub.interact(who.id, channel, kind, data, on=on)
        made = self.stub.interactions.every[xid]
        await self.settle()
        for _ in range(3):
            if made.answers and (made.original is not None or made.answers[0]["type"] == 9):
                break
            await self.wait(1)
        assert made.answers, "a press or a command was not answered"
        return self._answer(made)

    def _answer(self, made: Interaction) -> str:
        first = made.answers[0]
        form = first["data"] if first["type"] == 9 else None
        followed = [answer["message"] for answer in made.answers if answer["type"] == "followup"]
        self.last = SimpleNamespace(modal=form, response=made.original, followups=followed)
        if form is not None:
            return str(form["title"])
        answers = [*([made.original] if made.original else []), *followed]
        return "\n".join(words(answer) for answer in answers)

    async def new_channel(self, name: str) -> Place:
        """Somebody makes a text channel."""
        return Place(await self.world.new_channel(self.guild_id, name=name))

    # Seeing

    @property
    def has_room(self) -> bool:
        """Whether there is a room."""
        return bool(self.rooms)

    @property
    def room(self) -> Place:
        """The newest room."""
        return Place(self.rooms[-1])

    @property
    def rooms(self) -> list[int]:
        """The rooms of circles: threads below the lobby, and channels that were made for one."""
        made = [xid for xid, c in self.world.channels.items() if ROOM_NAME.fullmatch(c.get("name") or "")]
        return sorted([*self.world.threads(self.lobby.id), *made])

    def sees(self, who: Person, place: Place) -> list[Json]:
        """The messages this person sees in a place, oldest first, the private ones among them."""
        if not self.world.sees(self.world.channels[place.id], who.id):
            return []
        private = self.stub.interactions.seen_by(who.id, place.id)
        return sorted([*self.world.posted(place.id), *private], key=lambda message: int(message["id"]))

    def _find(self, who: Person, text: str) -> Json | None:
        places = [*(Place(xid) for xid in reversed(self.rooms)), self.lobby]
        for place in places:
            for message in reversed(self.sees(who, place)):
                if text in words(message):
                    return message
        return None

    def newest(self, who: Person, text: str) -> Json:
        """The newest message this person sees that has the text."""
        found = self._find(who, text)
        seen = words(self.sees(who, self.room)[-1]) if self.has_room and self.sees(who, self.room) else ""
        assert found is not None, f"{who.name} sees nothing with {text!r}; the last in the room is {seen!r}"
        return found

    def said(self, place: Place) -> list[str]:
        """What everyone reads in a place, message by message."""
        return [words(message) for message in self.world.posted(place.id)]

    def whispers(self, who: Person) -> list[Json]:
        """The private answers this person has in the room."""
        return self.stub.interactions.seen_by(who.id, self.room.id)

    def direct(self, who: Person) -> list[Json]:
        """The direct messages of a person."""
        return self.world.dms(who.id)

    def events(self) -> list[tuple[str, str]]:
        """The server's scheduled events: when each begins, and what became of it."""
        found = self.world.servers[self.guild_id].events.values()
        return sorted((event["scheduled_start_time"][:16], str(event["status"])) for event in found)


def play_in_strict_house(home: Path, story: Callable[[StrictHouse], Awaitable[T]]) -> T:
    """Play a story there, from the beginning of 2026 on. Returns what it returns."""

    async def played(stack: ExitStack) -> T:
        faults = stack.enter_context(faults_of())
        async with Stub() as stub:
            with stub.in_place():
                h = StrictHouse(stub, home)
                await h.line.start()
                try:
                    await h.settle()
                    result = await story(h)
                    await h.settle()
                finally:
                    await h.line.stop()
            faults.expected = h.expected_faults
            assert not stub.unknown, f"the stub does not know these routes: {stub.unknown}"
            assert not (wrong := problems(stub.calls)), "Discord would refuse: " + "; ".join(wrong)
            assert not (wrong := wrong_answers(stub.calls)), "Discord would answer otherwise: " + "; ".join(
                wrong
            )
            return result

    with ExitStack() as stack:
        return virtual.run(played(stack))
