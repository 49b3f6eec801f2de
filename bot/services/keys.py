"""The key that everything is sealed with: is it there, and is it the one that this database was sealed with?

The database has what the key makes of a fixed text. A wrong key is noticed by it at start, before anything is done,
and no key is made beside a database in which anything is sealed with another.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from bot.privacy import keyfile, sparks
from bot.privacy.sealing import SealError, Vault
from bot.store import keeping as q
from bot.store.store import Store

from .reminders import opens_wish

_CHECK = b"story-circle key check"
LOST = "Restore it from your backup. If there is none, story-circle let-go says what can be done."


async def unlock(store: Store, path: Path) -> Vault:
    """Open the vault with the key in that file; the first start of all makes one.

    Raises:
        SealError: there is no key to what is sealed, or another one, or the file cannot be used.
    """
    master = keyfile.read(path)
    if master is None:
        if await store.read(has_sealed):
            raise SealError(f"{path}: the key file is gone, and circles are sealed with it. {LOST}")
        master = keyfile.make(path)
    vault = Vault(master)
    if not await store.read(fits, vault):
        raise SealError(_wrong(path))
    await store.write(keep_check, vault)
    return vault


async def look(store: Store | None, path: Path) -> None:
    """Whether `unlock` would do, changing nothing. `store` None: there is no database yet. Raises `SealError`."""
    master = keyfile.read(path)
    if store is None:
        return
    if master is None and await store.read(has_sealed):
        raise SealError(f"{path}: the key file is gone, and circles are sealed with it. {LOST}")
    if master is not None and not await store.read(fits, Vault(master)):
        raise SealError(_wrong(path))


def _wrong(path: Path) -> str:
    return f"{path}: this is another key than the one that circles are sealed with. {LOST}"


def has_sealed(db: Connection) -> bool:
    """Whether anything is in the database that only its key opens."""
    there = set(inspect(db).get_table_names())
    asked = [*q.SEALED, q.sealed_sessions.limit(1)]
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
    pairs = [*db.execute(q.some_seats), *db.execute(q.some_rotas)] if "rota" in there else []
    if any(salt is not None and _opens(vault, salt, member) for salt, member in pairs):
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
