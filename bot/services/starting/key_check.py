"""Whether a key is the one that this database was sealed with.

The database has what the key makes of a fixed text, from which nothing about the key can be told.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from bot.privacy import sparks
from bot.privacy.sealing import SealError, Vault
from bot.store import sealing_queries as q

from ..schedule.reminders import opens_wish

_CHECK = b"story-circle key check"


def has_sealed(db: Connection) -> bool:
    """Whether anything is in the database that only its key opens."""
    there = set(inspect(db).get_table_names())
    asked = [*q.SEALED, q.sealed_sessions]
    if "session" in there and "salt" not in there and db.execute(q.before_salts[0]).first() is not None:
        return True
    return any(
        db.execute(one).first() is not None
        for one in asked
        if {table.name for table in one.get_final_froms()} <= there  # type: ignore[attr-defined]
    )


def fits(db: Connection, vault: Vault) -> bool:
    """Whether this key opens what is sealed. Where nothing is, every key does."""
    if not has_sealed(db):
        return True
    there = set(inspect(db).get_table_names())
    kept = db.execute(q.check).scalar() if "key_check" in there else None
    if kept is not None:
        return bool(kept == vault.secret(_CHECK))
    return _opens_any(db, vault, there)


def keep_check(db: Connection, vault: Vault) -> None:
    """Keep what this key makes of the fixed text."""
    value = vault.secret(_CHECK)
    if db.execute(q.check).scalar() != value:
        db.execute(q.drop_check)
        db.execute(q.add_check, {"id": 1, "value": value})


def _opens_any(db: Connection, vault: Vault, there: set[str]) -> bool:
    """In a database of an earlier version, which keeps no such text: whether the key opens anything of it."""
    some_seats = q.some_seats if "salt" in there else q.before_salts[1]
    pairs = [*db.execute(some_seats), *db.execute(q.some_rotas)] if "rota" in there else []
    if any(_opens(vault, salt, member) for salt, member in pairs):
        return True
    if {"wish", "reminding"} <= there and any(
        opens_wish(vault, member) for member in db.execute(q.some_wishes).scalars()
    ):
        return True
    for key, words in db.execute(q.some_sparks) if "spark" in there else ():
        try:
            sparks.unseal(vault, key, words)
        except SealError:
            continue
        return True
    # Nothing that says whose it is: a date that nobody has joined, or lines that are posted already.
    return not pairs and not list(db.execute(q.some_sparks))


def _opens(vault: Vault, salt: bytes, member: bytes) -> bool:
    try:
        vault.open(salt, member)
    except SealError:
        return False
    return True
