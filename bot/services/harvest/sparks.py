"""The rows of sparks of hope, from the offering to the last trace: no seat and no person in any of them.

Each function is one step of a row's way. Who posts, and when it is tried again, is in `bot.delivery.hope`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.circle import events as e
from bot.ids import ChannelXid, GuildXid, MessageXid, SessionId
from bot.privacy import sparks as keys
from bot.privacy.sealing import SealError
from bot.privacy.sparks import Spark as Spark
from bot.privacy.sparks import new_token as new_token
from bot.store import spark_queries as q

from .. import fencing
from ..circle.change import Change
from ..due_rows import due_rows
from ..settings import servers
from ..unit_of_work import Work

LEAST = 3
"""Fewer sparks than this from one circle are not posted: it would be plain whose they are."""
FIRST_AFTER_S = (600, 1800)
"""How long after the circle's end its first spark is posted, at random in between."""
SPACING_S = (120, 480)
"""How long after one spark the next is posted, at random in between."""
KEPT = timedelta(days=1)
"""How long a spark that cannot be posted is kept."""


class Withdrawn(StrEnum):
    """What came of withdrawing a spark."""

    BEFORE = "before"
    """It had not been posted, and never will be."""
    AFTER = "after"
    """It was posted, and its message is deleted."""
    GONE = "gone"
    """Its message had been deleted by somebody else; the last trace of it is gone now, too."""
    NOTHING = "nothing"
    """There is none, or none any more."""
    AGAIN = "again"
    """Discord could not be reached; nothing has changed."""
    FORBIDDEN = "forbidden"
    """The bot lacks a permission; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What came of withdrawing, and the permissions that are missing, when some are."""

    what: Withdrawn
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SparkRow:
    """One spark on its way, or the trace of one that is posted."""

    key: bytes
    guild_xid: GuildXid
    sealed: bytes | None
    drop_at: datetime | None
    attempts: int
    trouble: str | None
    channel_xid: ChannelXid | None
    message_xid: MessageXid | None


def add(work: Work, session_id: SessionId, guild_xid: GuildXid, token: str, spark: Spark) -> None:
    """Keep a spark until its circle ends."""
    key = keys.waiting_key(token)
    _insert(work, key, guild_xid, keys.seal(work.vault, key, spark), session_id=session_id)


def when_ended(work: Work, change: Change, _: e.Ended) -> None:
    """Release the sparks of a circle that has ended."""
    release(work, change.session.id, change.session.guild_xid)


def release(work: Work, session_id: SessionId, guild_xid: GuildXid) -> None:
    """A circle has ended: send its sparks on their way, in random order; or forget them, when they are too few
    or the server has no hope channel."""
    about = {"of_session": session_id}
    rows = list(work.db.execute(q.sparks_of_session, about).mappings())
    work.db.execute(q.drop_sparks_of_session, about)
    if len(rows) < LEAST or servers.load(work, guild_xid).options.hope_xid is None:
        return
    chance = secrets.SystemRandom()
    chance.shuffle(rows)
    post_at, ready = work.now + timedelta(seconds=chance.uniform(*FIRST_AFTER_S)), []
    for row in rows:
        try:
            spark = keys.unseal(work.vault, row["key"], row["words"] or b"")
        except SealError:
            continue
        key = keys.posted_key(work.vault, row["key"])
        ready.append((key, keys.seal(work.vault, key, spark), post_at))
        post_at += timedelta(seconds=chance.uniform(*SPACING_S))
    for key, sealed, at in sorted(ready):
        _insert(work, key, guild_xid, sealed, post_at=at)
    work.news.sparks = True


def due(work: Work) -> tuple[list[bytes], datetime | None]:
    """The keys of what is to be posted by now, the longest waiting of each slot first, and when the next one is."""
    return due_rows(work, q.due_sparks, q.next_spark)


def get(work: Work, key: bytes) -> SparkRow | None:
    """The row with that key; None when it is gone."""
    row = work.db.execute(q.spark_by_key, {"of_key": key}).mappings().first()
    if row is None:
        return None
    return SparkRow(
        row["key"],
        row["guild_xid"],
        row["words"],
        row["drop_at"],
        row["attempts"],
        row["trouble"],
        row["channel_xid"],
        row["message_xid"],
    )


def find(work: Work, token: str) -> SparkRow | None:
    """The row of whoever has this token; None when it is gone."""
    waiting = keys.waiting_key(token)
    return get(work, waiting) or get(work, keys.posted_key(work.vault, waiting))


def find_by_code(work: Work, guild_xid: GuildXid, typed: str) -> SparkRow | None:
    """The spark of a server that has this code, whether its circle goes on, it waits or it is posted; None when there
    is none. Codes are stored nowhere, so that of each is computed."""
    for key, session_id in work.db.execute(q.sparks_of_guild, {"of_guild": guild_xid}).all():
        later = key if session_id is None else keys.posted_key(work.vault, key)
        if keys.is_code(work.vault, later, typed):
            return get(work, key)
    return None


def attempt(work: Work, key: bytes) -> None:
    """It is about to be sent: should the bot stop now, Discord may have it. Raises `NoSession` if another process
    looks after its server now."""
    if (row := get(work, key)) is not None:
        fencing.check(work, work.settings.cluster.slot_of(row.guild_xid))
    work.db.execute(q.try_spark, {"of_key": key})


def posted(work: Work, key: bytes, channel_xid: ChannelXid, message_xid: MessageXid) -> None:
    """It is posted: its words are Discord's now, and what remains is where they are."""
    work.db.execute(
        q.spark_posted, {"of_key": key, "new_channel_xid": channel_xid, "new_message_xid": message_xid}
    )


def delay(work: Work, key: bytes, until: datetime, attempts: int, trouble: str | None = None) -> None:
    """It could not be posted: try again then. `trouble` is what an admin has to put right."""
    values = {"of_key": key, "new_post_at": until, "new_attempts": attempts, "new_trouble": trouble}
    work.db.execute(q.delay_spark, values)


def put_off(work: Work, key: bytes, until: datetime) -> None:
    """Something of ours went wrong with it: look at it again then, as it is."""
    if (row := get(work, key)) is not None:
        delay(work, key, until, row.attempts, row.trouble)


def forget(work: Work, key: bytes) -> None:
    """Delete the row of a spark, the last trace of it."""
    work.db.execute(q.drop_spark, {"of_key": key})


def forget_channel(work: Work, channel_xid: ChannelXid) -> None:
    """A channel is gone, and with it every spark that was posted there."""
    work.db.execute(q.drop_sparks_in_channel, {"of_channel": channel_xid})


def stuck(work: Work, guild_xid: GuildXid) -> int:
    """How many sparks of a server wait for something that its admins have to put right."""
    return work.db.execute(q.troubled_sparks, {"of_guild": guild_xid}).scalar_one()


def _insert(
    work: Work,
    key: bytes,
    guild_xid: GuildXid,
    sealed: bytes,
    *,
    session_id: SessionId | None = None,
    post_at: datetime | None = None,
) -> None:
    values = {
        "key": key,
        "session_id": session_id,
        "guild_xid": guild_xid,
        "words": sealed,
        "post_at": post_at,
        "drop_at": None if post_at is None else post_at + KEPT,
        "attempts": 0,
        "trouble": None,
        "channel_xid": None,
        "message_xid": None,
        "slot": work.settings.cluster.slot_of(guild_xid),
    }
    work.db.execute(q.add_spark, values)
