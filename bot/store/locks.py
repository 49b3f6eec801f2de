"""What one transaction keeps from others while it is under way.

On SQLite there is one writer, which needs none of this, so there every function here does nothing.
"""

from __future__ import annotations

from sqlalchemy import Connection

_MIGRATING = 0x5354_4F52_5943_4952
"""The advisory lock that a process has while it changes the tables."""


def be_patient(db: Connection) -> None:
    """Let this transaction take as long as it takes. Nothing on SQLite, where it may anyway."""
    if db.dialect.name == "postgresql":
        for setting in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            db.exec_driver_sql(f"SET LOCAL {setting} = 0")


def migrate_alone(db: Connection) -> None:
    """Wait until no other process changes the tables, and keep others from it until the transaction is over. Nothing on
    SQLite, which one process has for itself."""
    if db.dialect.name == "postgresql":
        be_patient(db)
        db.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_MIGRATING,))
