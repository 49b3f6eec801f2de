"""What is PostgreSQL's own: how its connections are made, what they promise, and what its errors mean in plain words.

All that limits a connection is among its settings, so nothing has to be asked for it, and it holds from the first
statement on. They last as long as the connection, so a pooler that shares connections by transaction cannot be used.
"""

from __future__ import annotations

from typing import Any

from psycopg import Error, InterfaceError, OperationalError
from sqlalchemy import Engine, QueuePool, create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from .store import StoreError

CONNECT_S = 2
LOCK_MS = 2_000
"""How long to wait for what another transaction holds: a person has to be answered within three seconds."""
STATEMENT_MS = 10_000
LONG_STATEMENT_MS = 120_000
IDLE_MS = 4_000
"""How long a transaction may do nothing. A process that is frozen or cut off holds its rows no longer than this."""
_KEEPALIVE = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""A server that is cut off is noticed within about ten seconds; in seconds, but for the last, in milliseconds."""

WRITING = ("default_transaction_isolation=read\\ committed", f"statement_timeout={STATEMENT_MS}")
READING = (
    # Several statements of one read have to see the same.
    "default_transaction_isolation=repeatable\\ read",
    "default_transaction_read_only=on",
    f"statement_timeout={STATEMENT_MS}",
)
READING_LONG = (*READING[:2], f"statement_timeout={LONG_STATEMENT_MS}")
_ALWAYS = (
    f"lock_timeout={LOCK_MS}",
    f"idle_in_transaction_session_timeout={IDLE_MS}",
    "timezone=UTC",
)


def address(url: str | URL) -> URL:
    """The address of a database, with the driver that is used whatever it names."""
    return make_url(url).set(drivername="postgresql+psycopg")


def engine(url: URL, settings: tuple[str, ...], connections: int) -> Engine:
    """An engine with that many connections, each with these settings of PostgreSQL.

    Args:
        url: the address, as `address` gives it. What stands in its query wins over what is usual here.
        settings: `WRITING`, `READING` or `READING_LONG`.
        connections: how many at most.
    """
    query = dict(url.query)
    given = query.pop("options", "")
    options = " ".join(f"-c {setting}" for setting in (*_ALWAYS, *settings))
    arguments: dict[str, Any] = {
        "connect_timeout": CONNECT_S,
        "application_name": "story-circle",
        **_KEEPALIVE,
    }
    arguments = {name: value for name, value in arguments.items() if name not in query}
    return create_engine(
        url.set(query=query),
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        # Places of parameters and not their names: so `prepared` can hand them on as they are.
        paramstyle="format",
        connect_args={**arguments, "options": f"{options} {given}".rstrip()},
        hide_parameters=True,
    )


_BY_STATE = {
    "25006": "it only reads: it is the copy of another server",
    "28000": "it does not let this user in",
    "28P01": "the user or the password is wrong",
    "3D000": "there is no database of that name",
    "40001": "others were changing the same",
    "40P01": "others were changing the same",
    "42501": "the user may not do that in this database",
    "53100": "its disk is full",
    "53200": "it has no memory left",
    "53300": "it has too many connections already",
    "55P03": "others were changing the same for too long",
    "57014": "it took too long",
    "57P01": "it is shutting down",
    "57P02": "it has crashed",
    "57P03": "it is starting up",
    "57P05": "the connection was not used for too long",
    "25P03": "the transaction did nothing for too long",
}
"""What is wrong with it, by its `sqlstate`."""
_BY_CLASS = {
    "08": "the connection was lost",
    "53": "it has no room left",
    "58": "its disk has a fault",
    "XX": "it is damaged",
}
"""The same, by the first two characters of that."""
_BY_WORDS = (
    ("password authentication failed", _BY_STATE["28P01"]),
    ("no password supplied", _BY_STATE["28P01"]),
    ("failed to resolve host", "there is no server of that name"),
    ("could not translate host name", "there is no server of that name"),
    ("Connection refused", "nothing answers there"),
    ("No such file or directory", "nothing answers there"),
    ("timeout expired", "it did not answer in time"),
    ("starting up", _BY_STATE["57P03"]),
    ("shutting down", _BY_STATE["57P01"]),
    ("too many clients", _BY_STATE["53300"]),
    ("remaining connection slots", _BY_STATE["53300"]),
    ("does not exist", "there is no such database or user"),
    ("no pg_hba.conf entry", _BY_STATE["28000"]),
)
"""The same, where there is no connection yet and so no `sqlstate`."""
_FULL = frozenset(("53100", "53200"))
_AGAIN = frozenset(("40001", "40P01"))


def in_words(error: SQLAlchemyError, what: str = "database") -> BaseException:
    """What went wrong with the database itself, as the one kind of error; a fault of ours stays what it is.

    The words have no password in them, nor any value of a statement.
    """
    if not isinstance(error, DBAPIError) or not isinstance(error.orig, Error):
        return error
    cause = error.orig
    state = cause.sqlstate
    if state is None:
        if not is_lost(error) and not isinstance(cause, InterfaceError | OperationalError):
            return error
        said = str(cause)
        why = next((words for part, words in _BY_WORDS if part in said), None)
        lost = "the connection was lost" if error.connection_invalidated else "it cannot be reached"
        return StoreError(f"The PostgreSQL {what} could not be used: {why or lost}.")
    words = _BY_STATE.get(state) or _BY_CLASS.get(state[:2])
    if words is None:
        return error
    return StoreError(f"The PostgreSQL {what} could not be used: {words}.", full=state in _FULL)


def is_lost(error: BaseException) -> bool:
    """Whether the connection is gone, so that the next one may do better."""
    if not isinstance(error, DBAPIError):
        return False
    state = error.orig.sqlstate if isinstance(error.orig, Error) else None
    return (
        error.connection_invalidated
        or state in ("57P01", "57P02", "57P05", "25P03")
        or (state or "")[:2] == "08"
    )


def is_to_be_tried_again(error: BaseException) -> bool:
    """Whether PostgreSQL has undone a transaction for the sake of another, and would do it now."""
    return isinstance(error, DBAPIError) and isinstance(error.orig, Error) and error.orig.sqlstate in _AGAIN
