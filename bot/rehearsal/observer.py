"""Observes the simulated Discord: what is there to be seen, by whom, and what has changed since the last look.

It only looks. Whoever acts does so in `evening`; how it is shown is for `terminal`. SimCord tells nobody of
private answers, so the messages themselves are compared instead of listening for events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeAlias

import discord
import simcord
from simcord.backend.access import channel_accessible
from simcord.enums import OverwriteType

from bot.ui.rooms.channels import NAME

ROW, BUTTON, TEXT, SEPARATOR, CONTAINER = 1, 2, 10, 14, 17
"""Discord's numbers for the components of a card."""
SHOWN_TYPES = (0, 19, 20)
"""Messages, replies and answers to commands. The rest is Discord's own bookkeeping, such as a new thread."""
MENTION = re.compile(r"<@!?(\d+)>")

Component: TypeAlias = Mapping[str, Any]


def walk(components: Any) -> Iterator[Component]:
    """Every component of a card, from top to bottom."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))


@dataclass(frozen=True)
class Seen:
    """A message as it looks now."""

    id: int
    channel: int
    author: int
    at: datetime
    text: str
    components: list[Any]
    only_for: int | None = None
    """Whom alone Discord shows it to; None for everybody in the channel."""

    @cached_property
    def words(self) -> str:
        """Everything it says, line by line."""
        said = [self.text, *(c["content"] for c in walk(self.components) if c["type"] == TEXT)]
        return "\n".join(words for words in said if words)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The buttons that can be pressed, by their labels."""
        return tuple(
            c["label"] for c in walk(self.components) if c["type"] == BUTTON and not c.get("disabled")
        )

    @cached_property
    def names(self) -> tuple[int, ...]:
        """The people it mentions."""
        return tuple(int(number) for number in MENTION.findall(self.words))


@dataclass(frozen=True)
class Posted:
    """A new message."""

    message: Seen


@dataclass(frozen=True)
class Redrawn:
    """A message that looks different now."""

    before: Seen
    message: Seen


@dataclass(frozen=True)
class Entered:
    """Somebody was let into a room."""

    person: int
    channel: int


@dataclass(frozen=True)
class RoomMade:
    """A private thread was made."""

    channel: int


@dataclass(frozen=True)
class RoomGone:
    """A private thread was deleted, with everything in it."""

    channel: int
    name: str


Change: TypeAlias = Posted | Redrawn | Entered | RoomMade | RoomGone


class Observer:
    """Looks at one simulated Discord, again and again."""

    def __init__(self, env: simcord.Env) -> None:
        self._backend = env.backend
        self._read = 0
        self._messages: dict[int, Seen] = {}
        self._rooms: dict[int, str] = {}
        self._gone: set[int] = set()
        self._inside: set[tuple[int, int]] = set()
        self._views: dict[int, tuple[Seen, ...]] = {}

    @property
    def bot(self) -> int:
        """The bot's own id."""
        return self._backend.bot_user.id

    def person(self, number: int) -> str:
        """The name of a person."""
        user = self._backend.users.get(number)
        return "someone" if user is None else user.global_name or user.name

    def channel(self, number: int) -> str:
        """The name of a channel or a room, also of one that is gone."""
        channel = self._backend.channels.get(number)
        name = self._rooms.get(number, "a private room") if channel is None else channel.name
        return name or "a private message"

    def parent(self, number: int) -> int | None:
        """The channel a room belongs to; None for a channel."""
        channel = self._backend.channels.get(number)
        return channel.parent_id if channel is not None and channel.is_thread else None

    def in_private(self, number: int) -> tuple[int, ...]:
        """The people of a direct message; empty for a channel of the server."""
        channel = self._backend.channels.get(number)
        return () if channel is None or channel.guild_id is not None else tuple(channel.recipient_ids)

    def look(self) -> list[Change]:
        """What has changed since the last look: first what was redrawn, then what is new, in order."""
        if len(self._backend.transcript) == self._read:
            return []
        self._read = len(self._backend.transcript)
        self._views.clear()
        before, self._messages = self._messages, {seen.id: seen for seen in self._all()}
        redrawn: list[Change] = []
        posted: list[tuple[int, Change]] = []
        for seen in self._messages.values():
            earlier = before.get(seen.id)
            if earlier is None:
                posted.append((seen.id, Posted(seen)))
            elif earlier is not seen:
                redrawn.append(Redrawn(earlier, seen))
        rooms = {number: c for number, c in self._backend.channels.items() if is_room(c)}
        for number in rooms.keys() - self._rooms.keys():
            self._rooms[number] = rooms[number].name or ""
            posted.append((number, RoomMade(number)))
        in_order = [change for _, change in sorted(posted, key=lambda item: item[0])]
        return [*redrawn, *in_order, *self._who_came_in(rooms), *self._what_went(rooms)]

    def view_of(self, person: int) -> tuple[Seen, ...]:
        """What this person can see, the newest first."""
        if person not in self._views:
            self._views[person] = tuple(
                seen
                for seen in sorted(self._messages.values(), key=lambda seen: seen.id, reverse=True)
                if seen.only_for in (None, person)
                and channel_accessible(self._backend, seen.channel, person, history=True)
            )
        return self._views[person]

    def _all(self) -> Iterator[Seen]:
        for channel_id, messages in self._backend.messages.items():
            for message in messages.values():
                if message.type not in SHOWN_TYPES:
                    continue
                known = self._messages.get(message.id)
                if known and (known.text, known.components) == (message.content, message.components):
                    yield known
                    continue
                asker = (message.interaction_metadata or {}).get("user", {}).get("id")
                yield Seen(
                    id=message.id,
                    channel=channel_id,
                    author=message.author_id,
                    at=datetime.fromisoformat(message.timestamp),
                    text=message.content,
                    components=deepcopy(message.components),
                    only_for=int(asker) if message.is_ephemeral and asker is not None else None,
                )

    def _who_came_in(self, rooms: Mapping[int, Any]) -> Iterator[Change]:
        for number, room in rooms.items():
            for person in _people_in(room):
                if person != self.bot and (number, person) not in self._inside:
                    self._inside.add((number, person))
                    yield Entered(person, number)

    def _what_went(self, rooms: Mapping[int, Any]) -> Iterator[Change]:
        for number in self._rooms.keys() - rooms.keys() - self._gone:
            self._gone.add(number)
            yield RoomGone(number, self._rooms[number])


def is_room(channel: Any) -> bool:
    """Whether a channel is the room of a circle: a thread, or a channel that was made for one."""
    return channel.is_thread or (channel.guild_id is not None and bool(NAME.fullmatch(channel.name or "")))


def is_let_in(room: Any, person: int) -> bool:
    """Whether that person was let into a room: they have a seat there."""
    return person in _people_in(room)


def _people_in(room: Any) -> list[int]:
    """Who was let into a room: into a channel by a permission of their own."""
    if room.is_thread:
        return list(room.thread_members)
    sees = discord.Permissions(view_channel=True).value
    people = [entry for entry in room.overwrites if entry.type is OverwriteType.MEMBER]
    return [entry.target_id for entry in people if entry.allow & sees]
