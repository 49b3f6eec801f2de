"""A small house for whole journeys: a simulated server with a lobby, a facilitator, members and an admin.

`async with house() as h:` plays against the real bot in simulated time. Every press and command is checked to
have been answered; on leaving, every request the bot made is checked (pings, nonces and, when Discord's own
description is there, its validity), and no fault of the bot may have gone unseen.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, cast

import discord
import simcord
from simcord import interactions
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.backend.access import can_access_channel
from simcord.builders import ChannelHandle
from simcord.components import walk_components
from simcord.results import to_discord_message

from bot.rehearsal.simulation import Simulation, simulation
from bot.ui.rooms.channels import NAME as ROOM_NAME
from tests import databases
from tests.journeys.playing import Playing
from tests.oracle import problems

NAMES = ("Ann", "Ben", "Cat", "Dev", "Eve", "Gus", "Hal", "Ida", "Jo")
LOOKS = 200
"""How often somebody looks for what is on its way, a hundredth of a second apart."""


def words(message: Any) -> str:
    """Everything a message says and offers: its texts, and its buttons as [Label], line by line."""
    raw = (
        message
        if isinstance(message, dict)
        else {"content": message.content, "components": message.components}
    )
    found: list[str] = [raw["content"]] if raw["content"] else []

    def walk(node: dict[str, Any]) -> None:
        if node.get("type") == 10:
            found.append(node["content"])
        elif node.get("type") == 2:
            found.append(f"[{node.get('label')}]")
        elif node.get("type") in (3, 5, 6, 8):
            found.append(f"<{node.get('placeholder')}>")
        for child in node.get("components", ()):
            walk(child)
        if "accessory" in node:
            walk(node["accessory"])

    for component in raw["components"]:
        walk(component if isinstance(component, dict) else component.to_dict())
    return "\n".join(found)


def _raw(stored: Any) -> dict[str, Any]:
    """What the server has of a message, as `words` reads it."""
    return {"content": stored.content, "components": stored.components}


def _parts(message: Any) -> Iterator[dict[str, Any]]:
    """Every part of a card, however deep."""
    return walk_components([c if isinstance(c, dict) else c.to_dict() for c in message.components])


class House(Playing):
    """The server, its people, and what each of them sees."""

    def __init__(self, sim: Simulation) -> None:
        self.sim = sim
        self.guild = self.env.create_guild("Circle House")
        self.lobby = self.guild.create_text_channel("lobby")
        leads = self.guild.create_role("Facilitators", permissions=discord.Permissions(manage_events=True))
        runs = self.guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
        self.fay = self._person("Fay", [leads])
        self.co = self._person("Cole", [leads])
        self.admin = self._person("Ada", [runs])
        self.members = [self._person(name) for name in NAMES]
        self.expected_faults: list[str] = []
        self.voice: Callable[[str], str] = str
        """How labels are worded: `press` is told the English one."""
        self.waits: dict[Any, datetime] = {}
        self.stays = 0
        """The channel of the server that circles meet in, if there is one. Nobody reads there what was before they
        came, so they see cards as they are posted."""
        self.in_direct = False
        """Whether what was pressed last is a direct message: the form that it opens is sent from there."""

    @property
    def bot(self) -> Any:
        """The bot of the moment."""
        return self.sim.bot

    @property
    def guild_id(self) -> int:
        """The server."""
        return self.guild.id

    async def restart(self) -> None:
        """Stop the bot and start a new one on the same database."""
        await self.sim.restart()

    @property
    def env(self) -> simcord.Env:
        """The simulated Discord."""
        return self.sim.env

    def _person(self, name: str, roles: Iterable[Any] = ()) -> MemberActor:
        return self.guild.add_member(self.env.create_user(name.lower(), global_name=name), roles=list(roles))

    # Acting

    async def slash(
        self, who: MemberActor, command: str, *, at: ChannelHandle | None = None, **options: Any
    ) -> str:
        """Type a command. Returns the private answer's words."""
        result = await who.slash(at or self.lobby, command, **options)
        self.in_direct = False
        return self._answer(result)

    async def press(self, who: MemberActor, label: str, message: Any = None) -> str:
        """Press a button: on that message, or on the newest one this person sees that has it."""
        label = self.voice(label)
        message = message or self.newest(who, f"[{label}]")
        # In a direct message Discord knows a user, and no member of any server.
        channel = getattr(message, "channel", None)
        is_direct = channel is not None and channel.id in self.env.backend.dm_channels.values()
        actor = who.user if is_direct else who
        result = await actor.click(message, label=label)
        self.in_direct = is_direct
        return self._answer(result)

    async def press_at_once(self, people: Iterable[MemberActor], label: str, message: Any) -> list[str]:
        """Everybody presses the same button in the same instant. Returns the private answers' words."""
        backend = self.env.backend
        stored = backend.get_message(message.channel.id, message.id)
        shown = dict(serializers.message_payload(backend, stored))
        custom_id = next(
            part["custom_id"] for part in walk_components(shown["components"]) if part.get("label") == label
        )
        asked = []
        for who in people:
            record, payload = interactions.base_payload(
                backend,
                type=3,
                channel_id=message.channel.id,
                guild_id=self.guild.id,
                user_id=who.id,
                data={"custom_id": custom_id, "component_type": 2},
            )
            record.source_message_id = message.id
            payload["message"] = shown
            backend.emit("INTERACTION_CREATE", payload)
            asked.append(record)
        await self.env.settle()
        assert all(record.responded for record in asked), "a press was not answered"
        answers = [record.message_id for record in asked if record.message_id is not None]
        assert len(answers) == len(asked), "a press was answered without words"
        return [words(backend.get_message(message.channel.id, xid)) for xid in answers]

    async def pick(self, who: MemberActor, message: Any, chosen: MemberActor) -> str:
        """Choose a person in a menu."""
        result = await who.select(message, [chosen])
        return self._answer(result)

    async def choose(self, who: MemberActor, message: Any, label: str) -> str:
        """Choose a line of the menu on a card, by its words. Returns the private answer's words."""
        menu = next(part for part in _parts(message) if part.get("options"))
        values = {str(option["label"]): str(option["value"]) for option in menu["options"]}
        self.in_direct = False
        return self._answer(await who.select(message, [values[label]], custom_id=menu["custom_id"]))

    def menu(self, message: Any) -> list[str]:
        """What can be chosen in the menu on a card."""
        menu = next(part for part in _parts(message) if part.get("options"))
        return [str(option["label"]) for option in menu["options"]]

    def _answer(self, result: Any) -> str:
        assert result.acknowledged, "a press or a command was not answered"
        self.last = result
        if result.modal is not None:
            return str(result.modal["title"])
        answers = [*([result.response] if result.response else []), *result.followups]
        return "\n".join(words(answer) for answer in answers)

    async def wait(self, seconds: float) -> None:
        """Let time pass."""
        await self.sim.advance(seconds)

    async def submit(self, who: MemberActor, fields: Mapping[str, Any]) -> str:
        """Send the form that is open. Returns the answer's words."""
        actor = who.user if self.in_direct else who
        return self._answer(await actor.submit_modal(self.last, dict(fields)))

    def now(self) -> datetime:
        """The present instant there."""
        return self.env.now()

    async def new_channel(self, name: str) -> ChannelHandle:
        """Somebody makes a text channel."""
        return self.guild.create_text_channel(name)

    # Seeing

    @property
    def has_room(self) -> bool:
        """Whether there is a room."""
        return bool(self.rooms)

    @property
    def room(self) -> ChannelHandle:
        """The newest room."""
        return self.rooms[-1]

    @property
    def way_in(self) -> str:
        """The link to the newest room, as private words have it."""
        return f"[Go to the room](https://discord.com/channels/{self.guild_id}/{self.room.id})"

    @property
    def rooms(self) -> list[ChannelHandle]:
        """The rooms of circles: threads below the lobby, and channels that were made for one."""
        backend = self.env.backend
        made = [c for c in backend.channels.values() if ROOM_NAME.fullmatch(c.name or "") and not c.is_thread]
        below: list[ChannelHandle] = self.lobby.threads
        return sorted([*below, *(ChannelHandle(self.env, self.guild, c) for c in made)], key=lambda c: c.id)

    def places(self) -> list[ChannelHandle]:
        """The room and the lobby, the room first."""
        return [*reversed(self.rooms), self.lobby]

    def sees(self, who: MemberActor, place: ChannelHandle | None = None) -> list[Any]:
        """The messages this person sees in a place, oldest first."""
        return (place or self.room).history(viewer=who)

    async def look_out(self, who: MemberActor, text: str) -> None:
        """Wait a little, while something is on its way. Where transactions go to their threads, the simulation does not
        wait for a delivery that a test has begun by a call of its own."""
        sender = cast("Any", self.bot.desks.transactions.on_deliveries[0]).__self__
        for _ in range(LOOKS):
            if sender.is_idle:
                return
            with suppress(AssertionError):
                self.newest(who, text)
                return
            await asyncio.sleep(0.01)

    def newest(self, who: MemberActor, text: str) -> Any:
        """The newest message this person sees that has the text."""
        for place in self.places():
            if place.is_thread and who.id not in place._channel.thread_members:
                continue
            if not can_access_channel(self.env, place.id, who, history=place.id != self.stays):
                continue
            for stored in reversed(self._stored(place)):
                if stored.visible_to(who.id) and text in words(_raw(stored)):
                    return to_discord_message(self.env, stored)
        raise AssertionError(f"{who.name} sees nothing with {text!r}")

    def _stored(self, place: ChannelHandle) -> list[Any]:
        """The messages of a place as the server has them, oldest first. Of most nothing but their words is looked at,
        and discord.py takes long to read one."""
        return sorted(self.env.backend.messages.get(place.id, {}).values(), key=lambda message: message.id)

    def read(self, who: MemberActor | None = None, place: ChannelHandle | None = None) -> str:
        """Everything in a place, as one text: for everybody, or as this person sees it."""
        where = place or self.room
        if who:
            return "\n---\n".join(words(message) for message in where.history(viewer=who))
        return "\n---\n".join(words(_raw(one)) for one in self._stored(where) if one.visible_to(None))

    def private(self, who: MemberActor) -> str:
        """Every direct message this person has."""
        backend = self.env.backend
        channel_id = backend.dm_channels.get(who.id)
        return "" if channel_id is None else "\n---\n".join(words(m) for m in who.user.dm_channel.history())

    def said(self, place: ChannelHandle) -> list[str]:
        """What everyone reads in a place, message by message."""
        return [words(_raw(one)) for one in self._stored(place) if one.visible_to(None) and one.components]

    def whispers(self, who: MemberActor) -> list[Any]:
        """The private answers this person has in the room."""
        return [m for m in self.room.history(viewer=who) if m.flags.ephemeral]

    def direct(self, who: MemberActor) -> list[Any]:
        """The direct messages of a person."""
        return list(who.user.dm_channel.history()) if who.id in self.env.backend.dm_channels else []

    def events(self) -> list[tuple[str, str]]:
        """The server's scheduled events: when each begins, and what became of it."""
        found = self.env.backend.guilds[self.guild.id].scheduled_events.values()
        return sorted((str(event.scheduled_start_time)[:16], str(event.status)) for event in found)

    def holder(self) -> str:
        """The name of whoever the newest turn card is for; empty when the piece is with nobody."""
        for message in reversed(self._stored(self.room)):
            text = words(_raw(message))
            if "[Receive]" in text or "[I'm done]" in text:
                found = re.search(r"<@(\d+)>", text)
                if found:
                    return str(self.env.backend.users[int(found[1])].global_name)
                return "the middle"
        return ""


@asynccontextmanager
async def house(database: Path | None = None, **overrides: Any) -> AsyncIterator[House]:
    """A running bot in a small server."""
    with faults_of() as faults:
        async with simulation(database, _on_its_database(database, overrides)) as sim:
            h = House(sim)
            await h.env.settle()
            yield h
            await h.env.settle()
            check_requests(h)
            faults.check(h)


def _on_its_database(database: Path | None, overrides: dict[str, Any]) -> dict[str, Any]:
    if databases.on_postgresql():
        url = databases.address(database or Path(f"house-{next(_houses)}"))
        return {**overrides, "database": {"url": url, **overrides.get("database", {})}}
    return overrides


_houses = count()


class _Faults(logging.Handler):
    """Remembers every error that was logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(logging.Formatter().format(record))

    def check(self, h: House) -> None:
        """What was raised in the simulated Discord counts too, and what this house expects does not."""
        self.seen += [repr(error) for error in h.env.errors]
        self.expected = h.expected_faults


@contextmanager
def faults_of() -> Iterator[_Faults]:
    """Let no fault of the bot go unseen, to its very end."""
    faults = _Faults()
    logging.getLogger().addHandler(faults)
    try:
        yield faults
        unseen = [fault for fault in faults.seen if not any(text in fault for text in faults.expected)]
        assert not unseen, unseen
    finally:
        logging.getLogger().removeHandler(faults)


def check_requests(h: House) -> None:
    """Every request the bot made is one it may make."""
    for request in h.env.http_requests:
        body = request.json if isinstance(request.json, dict) else {}
        if request.method == "POST" and re.fullmatch(r"/channels/\d+/messages", request.path):
            is_direct = int(request.path.split("/")[2]) in h.env.backend.dm_channels.values()
            assert is_direct or (body.get("enforce_nonce") and 0 < len(str(body["nonce"])) <= 25), request
            allowed = body.get("allowed_mentions")
            assert allowed is not None, request
            assert allowed.get("parse", []) == [], request
    calls = [_Call(r.method, r.path, r.params, r.json) for r in h.env.http_requests]
    assert not (wrong := problems(calls)), wrong[:5]


class _Call(NamedTuple):
    """A request as the checker reads it."""

    method: str
    path: str
    query: Any
    body: Any
