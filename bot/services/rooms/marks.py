"""What the bot may change so that a room holds the talking piece, and the mark that it leaves of each change.

A mark is written before the change is made and goes once it is undone, so that whatever happens in between somebody
can say what was there before. It says nothing of what was told, or of who passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EditKind(StrEnum):
    """How somebody is heard or not: a permission of a channel, the mute of a server, the audience of a stage."""

    OVERWRITE = "overwrite"
    MUTE = "mute"
    SUPPRESS = "suppress"


class Value(StrEnum):
    """What a field can be, of any kind."""

    ALLOW = "allow"
    DENY = "deny"
    NEUTRAL = "neutral"
    MUTED = "muted"
    UNMUTED = "unmuted"
    SUPPRESSED = "suppressed"
    INVITED = "invited"
    """Asked to speak on a stage, and not heard before they accept. Not a raised hand, which is still suppressed."""
    HEARD = "heard"
    GONE = "gone"
    """There is nothing to change or to undo any more: the channel, the role, or their place on the stage."""

    def meets(self, other: Value) -> bool:
        """Whether this is as good as the other. Of an invitation only the invited person makes more."""
        return self is other or {self, other} == {Value.INVITED, Value.HEARD}


class MarkProgress(StrEnum):
    """How far a change has come. While it is being made or undone, either value may stand there after a crash."""

    MAKING = "making"
    MADE = "made"
    UNDOING = "undoing"
    THEIRS = "theirs"
    """Somebody else has changed it since: it is left alone until the session is over."""


@dataclass(frozen=True, slots=True, order=True)
class Field:
    """One thing that can be changed, and undone, by itself."""

    kind: EditKind
    place_xid: int
    """The channel; of a mute the server, for it is so in every channel."""
    target_xid: int
    """A person, or a role."""
    name: str
    """A permission by Discord's name; of the other kinds the kind again."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the bot did to a field."""

    field: Field
    before: Value
    """What stood there, and is put there again."""
    ours: Value
    progress: MarkProgress
