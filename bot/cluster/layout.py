"""Into how many shards and slots everything is divided: all processes have to agree, for rows are kept by slot.

Other numbers in the settings are a planned restart: all processes stop, and the first that starts again writes the
slot of every row anew, while it is alone.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from psycopg.sql import SQL, Identifier

from bot.clock import Clock
from bot.settings import Cluster
from bot.store.store import StoreError

from .connecting import Connection

log = logging.getLogger(__name__)

LOCKS = 0x53_43_4C
"""The first number of our advisory locks; the second is what is locked."""
WHOLE = -1
"""The lock of the whole database: shared by all processes that agree, and alone for whoever divides it anew."""

TRIES, AGAIN_S = 30, 0.5
"""How often, and how soon after, it is tried again when another process is alone with the database."""

_OF_SERVER = "UPDATE {table} SET slot = ((guild_xid >> 22) %% %(shards)s) * %(slots)s / %(shards)s"
_ONLY = "UPDATE {table} SET slot = 0"
_OF_SESSION = "UPDATE {table} AS one SET slot = session.slot FROM session WHERE session.id = one.session_id"
_OTHERS = (
    "Another Story Circle runs on this database, and not with the same [cluster]. "
    "Stop every process, and start them all with the same settings."
)
_ONE = (
    "Another Story Circle runs on this database already. Stop it first. "
    "Several can share the work where each has the same [cluster] in its settings: docs/scale.md says how."
)


class Taken(StoreError):
    """Others are at work on the database."""


async def agree(
    connection: Connection, cluster: Cluster, clock: Clock, alone: Callable[[], Awaitable[object]]
) -> None:
    """See to it that every row is in the slot it has by these numbers, and keep others from changing that as long as
    this connection is open.

    Args:
        connection: of this process.
        cluster: the numbers. Off: this process is alone, and nobody else may be at work.
        clock: where time comes from.
        alone: done, once the rows are in their slots, before anybody else may begin; if nobody else is at work.

    Raises:
        Taken: other processes are at work, with other numbers.
    """
    wanted = (cluster.shards, len(cluster.all_slots))
    for _ in range(TRIES):
        if await _try(connection, "pg_try_advisory_lock"):
            if await _agreed(connection) != wanted:
                await _divide(connection, *wanted)
                log.info("Servers are divided into %d shards and %d slots from now on", *wanted)
            await alone()
            await _begin(connection)
            if cluster.is_on:
                await connection.ask("SELECT pg_advisory_lock_shared(%s, %s)", LOCKS, WHOLE)
                await connection.ask("SELECT pg_advisory_unlock(%s, %s)", LOCKS, WHOLE)
            return
        if cluster.is_on and await _try(connection, "pg_try_advisory_lock_shared"):
            if await _agreed(connection) == wanted:
                return
            await connection.ask("SELECT pg_advisory_unlock_shared(%s, %s)", LOCKS, WHOLE)
        # Somebody else may just have begun, or be about to end.
        await clock.sleep(AGAIN_S, "the other processes")
    raise Taken(_OTHERS if cluster.is_on else _ONE)


async def first_epoch(connection: Connection) -> int:
    """The epoch of every slot as it is taken for the first time since nobody was at work."""
    ((value,),) = await connection.ask("SELECT value FROM agreed WHERE name = %s", "first_epoch")
    return int(value)


async def _begin(connection: Connection) -> None:
    """From here on a higher epoch says that another process has had the slot a while ago."""
    async with connection.raw.transaction():
        await connection.raw.execute("UPDATE pulse SET epoch = (SELECT max(epoch) FROM pulse)")
        await connection.raw.execute("DELETE FROM agreed WHERE name = 'first_epoch'")
        await connection.raw.execute(
            "INSERT INTO agreed (name, value) SELECT 'first_epoch', coalesce(max(epoch), 0) + 1 FROM pulse"
        )


async def _try(connection: Connection, how: str) -> bool:
    ((taken,),) = await connection.ask(f"SELECT {how}(%s, %s)", LOCKS, WHOLE)
    return bool(taken)


async def _agreed(connection: Connection) -> tuple[int, int]:
    found: dict[str, int] = dict(
        await connection.ask("SELECT name, value FROM agreed WHERE name IN ('shards', 'slots')")
    )
    return found.get("shards", 0), found.get("slots", 1)


async def _divide(connection: Connection, shards: int, slots: int) -> None:
    ask = connection.raw.execute
    async with connection.raw.transaction():
        # Whatever time this takes is given back: nobody is alive until it is done.
        await ask("SET LOCAL statement_timeout = 0")
        for table in ("session", "schedule", "spark"):
            of_server = _OF_SERVER if shards else _ONLY
            numbers = {"shards": shards, "slots": slots}
            await ask(SQL(of_server).format(table=Identifier(table)), numbers if shards else None)
        for table in ("deadline", "delivery"):
            await ask(SQL(_OF_SESSION).format(table=Identifier(table)))
        ((alive_at, epoch),) = await (
            await ask("SELECT max(alive_at), coalesce(max(epoch), 0) FROM pulse")
        ).fetchall()
        await ask("DELETE FROM pulse")
        for slot in range(slots) if alive_at is not None else ():
            await ask(
                "INSERT INTO pulse (slot, alive_at, epoch) VALUES (%s, %s, %s)", (slot, alive_at, epoch)
            )
        await ask("DELETE FROM agreed WHERE name IN ('shards', 'slots')")
        for name, value in (("shards", shards), ("slots", slots)):
            await ask("INSERT INTO agreed (name, value) VALUES (%s, %s)", (name, value))


async def stay_alone(url: str, clock: Clock) -> Connection:
    """Let no other process begin on this database until what is returned is closed. Every row is in the only slot.

    Raises:
        StoreError: the database cannot be reached, or (`Taken`) others are at work on it.
    """
    connection = await Connection.open(url)
    try:
        await agree(connection, Cluster(), clock, _nothing)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _nothing() -> None:
    """There is nothing else to do before others may begin, for they may not."""
