"""Who is in the voice channel of a circle, and what follows when that changes.

Pure. Being deaf, muted, streaming, on another device or in another region changes nothing here: what counts is whether
somebody is connected to this channel. Whoever never was is not known to be away, for they may be writing. A line that
drops is bridged for the return time of the format; for the speaker the circle itself waits that long.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Connections:
    """Who is connected to one channel, and whose line has dropped: in memory alone."""

    inside: frozenset[int] = frozenset()
    """Who is connected."""
    dropped: Mapping[int, datetime] = field(default_factory=dict)
    """Whose line has dropped, and until when they are waited for."""

    @property
    def next_due(self) -> datetime | None:
        """When somebody has been waited for long enough."""
        return min(self.dropped.values(), default=None)


@dataclass(frozen=True, slots=True)
class Found:
    """What a look has found."""

    connections: Connections
    arrived: tuple[int, ...] = ()
    """Who is here now, and may have been away."""
    gone: tuple[int, ...] = ()
    """Who is away now."""


def look(
    before: Connections | None,
    inside: Collection[int],
    now: datetime,
    bridge: timedelta,
    speaker: int | None,
    writers: Collection[int] = (),
) -> Found:
    """Compare who is connected with who was.

    Args:
        before: what the look before this one found; None: nothing is known of the time before.
        inside: the people with a seat who are connected now.
        bridge: how long somebody is waited for whose line drops.
        speaker: who has accepted the piece and holds it, for whom the circle waits by itself.
        writers: who take their turns in writing. They need no line, so none of theirs drops.
    """
    there = frozenset(inside)
    was = before or Connections()
    lost = was.inside - there - set(writers)
    dropped = {person: until for person, until in was.dropped.items() if person not in {*there, *writers}}
    dropped |= {person: now + bridge for person in lost if person != speaker}
    late = {person for person, until in dropped.items() if until <= now}
    kept = {person: until for person, until in dropped.items() if person not in late}
    # Whoever has come to hold the piece since has pressed a button for that: they are here, and write.
    moved_on = late - {speaker} | lost & {speaker}
    return Found(Connections(there, kept), tuple(sorted(there - was.inside)), tuple(sorted(moved_on)))


def put_off(connections: Connections, until: datetime) -> Connections:
    """Nobody is waited for less long than until then: what a look had found could not be kept."""
    return replace(
        connections, dropped={person: max(at, until) for person, at in connections.dropped.items()}
    )


def not_known(connections: Connections, now: datetime, bridge: timedelta) -> Connections:
    """Discord could not be heard for a while: whoever is waited for is waited for anew."""
    return replace(connections, dropped=dict.fromkeys(connections.dropped, now + bridge))
