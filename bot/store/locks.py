"""What one transaction keeps from others while it is under way, so that what it has read still holds when it commits.

Whoever changes a session or a schedule reads its row with a lock (`queries.session_to_change`). What has no row of its
own to lock is held here, in this order after those: a server, then what belongs to everyone. Whoever takes them in
another order may wait for somebody who waits for them. PostgreSQL then undoes one of the two, and the store runs that
one again. All of it is let go of with the transaction.

On SQLite there is one writer, which needs none of this, so there every function here does nothing.
"""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import BigInteger, Connection, Integer, bindparam, func, select

_OURS = 0x5354
"""The first of the two numbers of the locks on what belongs to everyone. Servers have the locks with one number."""


class Whole(IntEnum):
    """What belongs to everyone: the second number of its lock."""

    TABLES = 1
    """The tables themselves, while they are brought up to date."""
    KEYS = 2
    """Which keys this database belongs to."""
    FORMATS = 3
    """Which formats are still needed."""
    NEW_FORMATS = 4
    """Which formats are kept."""
    RECORD = 5
    """The sums of quarters that are over."""


_server = select(func.pg_advisory_xact_lock(bindparam("number", type_=BigInteger)))
_NUMBERS = (bindparam("ours", type_=Integer), bindparam("which", type_=Integer))
_whole = select(func.pg_advisory_xact_lock(*_NUMBERS))
_share = select(func.pg_advisory_xact_lock_shared(*_NUMBERS))
_try = select(func.pg_try_advisory_xact_lock(*_NUMBERS))


def hold_server(db: Connection, guild_xid: int) -> None:
    """Let nobody else count, or add to, what a server may have only so many of or one of: circles that are open, names,
    schedules, questions, places, sums, options."""
    if _locks(db):
        db.execute(_server, {"number": guild_xid})


def hold_sealed(db: Connection, sealed: bytes) -> None:
    """Let nobody else add a row for this sealed id, which has none of its own while there is none."""
    if _locks(db):
        db.execute(_server, {"number": int.from_bytes(sealed[:8], signed=True)})


def hold(db: Connection, what: Whole) -> None:
    """Let nobody else change this meanwhile."""
    if _locks(db):
        db.execute(_whole, {"ours": _OURS, "which": what})


def share(db: Connection, what: Whole) -> None:
    """Let nobody take away of this what is needed here. Others may need it too."""
    if _locks(db):
        db.execute(_share, {"ours": _OURS, "which": what})


def try_hold(db: Connection, what: Whole) -> bool:
    """As `hold`, without waiting. Returns whether it is held."""
    return not _locks(db) or bool(db.execute(_try, {"ours": _OURS, "which": what}).scalar_one())


def be_patient(db: Connection) -> None:
    """Let this transaction take as long as it takes, and others wait for it for as long as they can."""
    if _locks(db):
        for setting in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            db.exec_driver_sql(f"SET LOCAL {setting} = 0")


def _locks(db: Connection) -> bool:
    return db.dialect.name == "postgresql"
