"""Whether a key is the one that this database was sealed with.

The database has what the key makes of a fixed text, from which nothing about the key can be told.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from bot.privacy import sparks
from bot.privacy.keyring import of_session
from bot.privacy.sealing import SealError, Vault
from bot.store import sealing_queries as q
from bot.store.locks import Whole, hold

from ..schedule.reminders import opens_wish

_CHECK = b"story-circle key check"
_OF_KEY, _OF_KEY_DATABASE = 1, 2


def has_sealed(db: Connection) -> bool:
    """Whether anything is in the database that only its key opens."""
    there = set(inspect(db).get_table_names())
    asked = [*q.SEALED, q.sealed_sessions]
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
    kept = db.execute(q.check, {"of_check": _OF_KEY}).scalar() if "key_check" in there else None
    if kept is not None:
        return bool(kept == vault.secret(_CHECK))
    return _opens_any(db, vault, there)


def keep_check(db: Connection, vault: Vault) -> None:
    """Keep what this key makes of the fixed text."""
    _keep(db, _OF_KEY, vault.secret(_CHECK))


def owner_of_keys(db: Connection) -> bytes | None:
    """The number of chance that this database shares with the key database that belongs to it, if it has one yet."""
    found: bytes | None = None
    if inspect(db).has_table("key_check"):
        found = db.execute(q.check, {"of_check": _OF_KEY_DATABASE}).scalar()
    return found


def keep_owner_of_keys(db: Connection, owner: bytes) -> None:
    """Keep that number."""
    _keep(db, _OF_KEY_DATABASE, owner)


def _keep(db: Connection, check: int, value: bytes) -> None:
    hold(db, Whole.KEYS)
    about = {"of_check": check}
    if db.execute(q.check, about).scalar() != value:
        db.execute(q.drop_check, about)
        db.execute(q.add_check, {"id": check, "value": value})


def _opens_any(db: Connection, vault: Vault, there: set[str]) -> bool:
    """In a database of an earlier version, which keeps no such text: whether the key opens anything of it."""
    pairs: list[tuple[bytes | None, bytes]] = []
    if "rota" in there:
        pairs = [*_some_seats(db, vault, there), *map(tuple, db.execute(q.some_rotas))]
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


def _some_seats(db: Connection, vault: Vault, there: set[str]) -> list[tuple[bytes | None, bytes]]:
    if q.SALTS in there:
        return [(salt, member) for salt, member in db.execute(q.before_keys[1])]
    if any(column["name"] == q.SALTS for column in inspect(db).get_columns("session")):
        return [(salt, member) for salt, member in db.execute(q.before_keys[0])]
    return [(vault.keys.get(of_session(number)), member) for number, member in db.execute(q.some_seats)]


def _opens(vault: Vault, salt: bytes | None, member: bytes) -> bool:
    if salt is None:
        return False
    try:
        vault.open(salt, member)
    except SealError:
        return False
    return True
