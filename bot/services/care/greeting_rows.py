"""The rows of wishes to be greeted: what is kept of one, how far it has come, and how it is read and kept.

What may happen when is in `greetings`.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid
from bot.privacy.sealing import SealError
from bot.store import greeting_queries as q

from ..unit_of_work import Work

_LENGTH = 320
"""More bytes than any wish takes."""


class Stage(StrEnum):
    """How far a wish has come."""

    WISHED = "wished"
    """It is to be posted for the greeters."""
    POSTED = "posted"
    """They are asked."""
    TAKEN = "taken"
    """One of them will greet; whoever is new is to be told."""
    TOLD = "told"
    """That was told."""
    OVER = "over"
    """Whoever is new wants no greeting any more: its card is to be taken away, and the greeter to be told."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is kept of a wish."""

    member_xid: MemberXid | None
    """None once everything of them was erased."""
    language: str
    ends_at: float
    """When greeters are asked no longer, in seconds since 1970."""
    greeter_xid: MemberXid | None = None
    greeter_language: str = ""
    times: int = 0
    """How many times greeters were asked."""
    has_withdrawn: bool = False
    """Whether somebody who was to greet cannot, and whoever is new is to be told."""
    not_again_xid: MemberXid | None = None
    """The greeter in whose place whoever is new asked for another: they are to be told, and not to greet after all."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish to be greeted, as those see it who do something about it."""

    key: bytes
    guild_xid: GuildXid
    stage: Stage
    kept: Sealed
    attempts: int
    channel_xid: ChannelXid | None
    message_xid: MessageXid | None
    look_at: datetime | None = field(default=None, compare=False)
    """When it is looked at next, as it was read; None before it is kept."""

    @property
    def token(self) -> str:
        """What its buttons carry."""
        return urlsafe_b64encode(self.key).rstrip(b"=").decode()

    @property
    def ends_at(self) -> datetime:
        """When greeters are asked no longer."""
        return datetime.fromtimestamp(self.kept.ends_at, UTC)


def changed(work: Work, found: Wish) -> Wish:
    """Keep a wish as it is now, and have what follows done at once."""
    keep(work, found, work.now)
    return found


def keep(work: Work, found: Wish, look_at: datetime) -> None:
    """Keep a wish as it is now, and have it looked at then."""
    values = {f"new_{name}": value for name, value in values_of(work, found).items()}
    work.db.execute(q.change, {"of_key": found.key, **values, "new_look_at": look_at})


def values_of(work: Work, found: Wish) -> dict[str, Any]:
    """What a row says of a wish."""
    words = json.dumps(asdict(found.kept)).encode().ljust(_LENGTH)
    return {
        "stage": found.stage.value,
        "words": work.vault.hide(_salt(found.key), words),
        "look_at": work.now,
        "attempts": found.attempts,
        "channel_xid": found.channel_xid,
        "message_xid": found.message_xid,
    }


def wish_of(work: Work, guild_xid: GuildXid, member_xid: MemberXid) -> Wish | None:
    """The wish that somebody has in a server, unless they ended it."""
    rows = work.db.execute(q.of_guild, {"of_guild": guild_xid}).mappings().all()
    found = (read(work, row) for row in rows)
    theirs = (one for one in found if one is not None and one.kept.member_xid == member_xid)
    return next((one for one in theirs if one.stage is not Stage.OVER), None)


def every(work: Work) -> list[Wish]:
    """Every wish that can be read."""
    rows = work.db.execute(q.every).mappings().all()
    return [found for row in rows if (found := read(work, row)) is not None]


def load_wish(work: Work, key: bytes) -> Wish | None:
    """A wish, to be changed; None when it is gone, or cannot be read."""
    row = work.db.execute(q.to_change, {"of_key": key}).mappings().first()
    return None if row is None else read(work, row)


def read(work: Work, row: Any) -> Wish | None:
    """A row as a wish; None when nobody can read it."""
    try:
        kept = Sealed(**json.loads(work.vault.show(_salt(row["key"]), row["words"])))
        stage = Stage(row["stage"])
    except (SealError, ValueError, TypeError):
        return None
    return Wish(
        row["key"],
        row["guild_xid"],
        stage,
        kept,
        row["attempts"],
        row["channel_xid"],
        row["message_xid"],
        row["look_at"],
    )


def unreadable(row: Any) -> Wish:
    """A row that nobody can read, as a wish that is over: its card names somebody, and is still to be taken away."""
    nobody = Sealed(None, "", 0.0)
    channel_xid, message_xid = row["channel_xid"], row["message_xid"]
    return Wish(row["key"], row["guild_xid"], Stage.OVER, nobody, row["attempts"], channel_xid, message_xid)


def _salt(key: bytes) -> bytes:
    return hashlib.sha256(b"story-circle greeting " + key).digest()


def key_of(token: str) -> bytes:
    """The key that a button carries. Of what is none there is no wish."""
    try:
        return urlsafe_b64decode(token + "==")
    except ValueError:
        return b""
