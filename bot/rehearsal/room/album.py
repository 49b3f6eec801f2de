"""What each person has seen so far, kept also when a room is deleted with everything in it.

It is for saving the session and holds the last form of each message, and who could see it. How it looks on
paper is in `saving`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from simcord.backend.access import channel_accessible

from ..observer import Change, Entered, Observer, Posted, Redrawn, RoomGone, Seen
from .community import Community

MOST = 3000
"""Messages that are kept; the oldest go first."""


@dataclass
class KeptMessage:
    """A message, and who has seen it."""

    seen: Seen
    author: str
    place: str
    viewers: set[int]
    files: list[dict[str, Any]] = field(default_factory=list)
    embeds: list[dict[str, Any]] = field(default_factory=list)


class Album:
    """The messages of one rehearsal."""

    def __init__(self, community: Community, observer: Observer) -> None:
        self._community = community
        self._observer = observer
        self._kept: dict[int, KeptMessage] = {}
        self._gone: set[int] = set()

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, changes: Iterable[Change]) -> None:
        """Keep what has changed."""
        for change in changes:
            match change:
                case Posted(message=seen):
                    self._keep(seen)
                case Redrawn(message=seen) if seen.id in self._kept:
                    self._kept[seen.id].seen = seen
                    self._kept[seen.id].viewers |= self._viewers(seen)
                case Entered(person=person, channel=channel):
                    for kept in self._in(channel):
                        if kept.seen.only_for is None:
                            kept.viewers.add(person)
                case RoomGone(channel=channel):
                    self._gone.add(channel)
                case _:
                    pass

    def seen_by(self, person: int) -> dict[int, list[KeptMessage]]:
        """What this person has seen, by channel, each oldest first; the channel with the first message first."""
        found: dict[int, list[KeptMessage]] = {}
        for kept in sorted(self._kept.values(), key=lambda kept: kept.seen.id):
            if person in kept.viewers:
                found.setdefault(kept.seen.channel, []).append(kept)
        return found

    def is_gone(self, channel: int) -> bool:
        """Whether the room has been deleted."""
        return channel in self._gone

    def _keep(self, seen: Seen) -> None:
        stored = self._community.backend.messages.get(seen.channel, {}).get(seen.id)
        self._kept[seen.id] = KeptMessage(
            seen,
            (stored.author_name if stored is not None else None) or self._observer.person(seen.author),
            self._place(seen.channel),
            self._viewers(seen),
            list(stored.attachments) if stored is not None else [],
            list(stored.embeds) if stored is not None else [],
        )
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]

    def _place(self, channel: int) -> str:
        if self._observer.in_private(channel):
            return f"Direct messages with {self._observer.person(self._community.bot_id)}"
        parent = self._observer.parent(channel)
        name = self._observer.channel(channel)
        return f"# {name}" if parent is None else f"# {self._observer.channel(parent)} › {name}"

    def _viewers(self, seen: Seen) -> set[int]:
        people = self._community.guests if seen.only_for is None else [seen.only_for]
        backend = self._community.backend
        return {who for who in people if channel_accessible(backend, seen.channel, who, history=True)}

    def _in(self, channel: int) -> Iterator[KeptMessage]:
        return (kept for kept in self._kept.values() if kept.seen.channel == channel)
