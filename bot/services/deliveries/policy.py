"""What deliveries have in common: their families, the columns of the table, and what their values mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from bot.circle.model import SessionState


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that is to be shown or done at Discord."""


@dataclass(frozen=True, slots=True)
class ForSeat(Delivery):
    """A delivery that is about one seat, or for it."""

    seat: int


@dataclass(frozen=True, slots=True)
class Post(Delivery):
    """A card that everyone sees, and that can be brought up to date in place."""

    @classmethod
    def now(cls, state: SessionState) -> Self:
        """The card of this kind that belongs to the state."""
        return cls()


@dataclass(frozen=True, slots=True)
class Refresh(Delivery):
    """Bringing a card up to date that was posted before."""

    post: Post


class ApiCall(StrEnum):
    """A kind of call to Discord. The same code can mean another thing for another call."""

    ROOM = "room"
    """Making the room, opening it again, or looking at it."""
    CLOSE = "close"
    """Deleting the room, or archiving it."""
    LET_IN = "let_in"
    LET_OUT = "let_out"
    POST = "post"
    EDIT = "edit"
    TAKE_AWAY = "take_away"
    """Deleting a card of the bot's own."""
    WRITE = "write"
    """A private word to one person."""
    EVENT = "event"
    """Discord's own calendar of the server."""


class Where(StrEnum):
    """Where a delivery goes."""

    ROOM = "room"
    """The room of the circle, for everyone in it."""
    DOOR = "door"
    """The room too, for one person who comes, goes, or is looked for. Nothing of the session waits for it, whatever
    Discord says."""
    CHANNEL = "channel"
    """The channel of the invitation."""
    LEFT = "left"
    """A channel that the circle has left."""
    IN_PRIVATE = "in_private"
    """One person who is in the room: as an answer to what they pressed last, or as a direct message."""
    DIRECT = "direct"
    """One person who is not in the room and may not be looking: as a direct message."""
    CALENDAR = "calendar"
    """Discord's own calendar of the server."""
    NOWHERE = "nowhere"
    """Discord is asked for nothing."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How one delivery behaves.

    Args:
        kind: how it is kept in the outbox, and the card it posts with it.
        where: where it goes, which says also for whom it is.
        call: what it asks of Discord.
        in_order: it waits for what was queued before it, and what is queued after it waits for it.
        with_room: it means nothing once the room is gone, because a new one is furnished from the state.
        vital: the circle cannot go on without it. A card that shows what is going on now is vital in any case.
        goes: it is taken away when there is nothing to show any more; any other card stays as it was.
        in_confidence: that there is one already says what people did in confidence, so it is never logged.
        is_stale: whether its moment has passed before it could be posted.
        pings: the seats that it pings.
    """

    kind: str
    where: Where
    call: ApiCall
    in_order: bool = False
    with_room: bool = False
    vital: bool = False
    goes: bool = False
    in_confidence: bool = False
    is_stale: Callable[[SessionState, Any], bool] | None = None
    pings: Callable[[SessionState], Iterable[int]] | None = None

    @property
    def is_private(self) -> bool:
        """Whether it is a word for one person only."""
        return self.where in (Where.IN_PRIVATE, Where.DIRECT)

    @property
    def is_passage(self) -> bool:
        """Whether it is about one person who comes in or goes."""
        return self.where is Where.DOOR
