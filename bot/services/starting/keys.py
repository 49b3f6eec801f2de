"""The key that everything is sealed with: is it there, and is it the one that this database was sealed with?

The database has what the key makes of a fixed text. A wrong key is noticed by it at start, before anything is done,
and no key is made beside a database in which anything is sealed with another.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from bot.clock import Clock
from bot.content import Content
from bot.privacy import keyfile
from bot.privacy.sealing import KEY_BYTES, SealError, Vault
from bot.settings import Settings
from bot.store.store import Store

from ..unit_of_work import Transactions, Work
from . import letting_go
from .key_check import fits, has_sealed, keep_check
from .letting_go import LetGo

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


async def rehearse_letting_go(store: Store, content: Content, clock: Clock, settings: Settings) -> LetGo:
    """What `let_go` would close and drop, with nothing changed.

    Raises:
        SealError: there is a key file, and who may read it has to be put right first.
    """
    master, _ = _what_there_is(settings.privacy.key_file)
    vault = Vault(secrets.token_bytes(KEY_BYTES) if master is None else master)
    try:
        await Transactions(store, vault, clock, content, settings).write(_and_undo)
    except _Undone as rehearsed:
        return rehearsed.found
    raise AssertionError("a rehearsal is undone")


async def let_go(store: Store, content: Content, clock: Clock, settings: Settings) -> LetGo:
    """Go on without what cannot be opened: with the key that is there, or with a new one if there is none.

    Raises:
        SealError: the key file cannot be read or made.
    """
    path = settings.privacy.key_file
    master, is_in_the_way = _what_there_is(path)
    if master is None:
        if is_in_the_way:
            keyfile.put_away(path)
        master = keyfile.make(path)
    transactions = Transactions(store, Vault(master), clock, content, settings)
    return await transactions.write(letting_go.let_go)


def _what_there_is(path: Path) -> tuple[bytes | None, bool]:
    """The key, if there is one; and whether something else is in its place."""
    try:
        return keyfile.read(path), False
    except keyfile.NoKey:
        return None, True


class _Undone(Exception):
    """Takes back what was only rehearsed."""

    def __init__(self, found: LetGo) -> None:
        super().__init__()
        self.found = found


def _and_undo(work: Work) -> None:
    raise _Undone(letting_go.let_go(work))


async def look(store: Store | None, path: Path) -> None:
    """Whether `unlock` would do, changing nothing. `store` None: there is no database yet. Raises `SealError`."""
    master = keyfile.read(path)
    if store is None:
        return
    if master is None and await store.read(has_sealed):
        raise SealError(f"{path}: the key file is gone, and circles are sealed with it. {LOST}")
    if master is not None and not await store.read(fits, Vault(master)):
        raise SealError(_wrong(path))


async def open_to_read(store: Store, path: Path) -> Vault:
    """The vault with the key in that file, changing nothing, also while a bot runs. Raises `SealError`."""
    await look(store, path)
    master = keyfile.read(path)
    # Without a key nothing is sealed, and any key opens that.
    return Vault(secrets.token_bytes(KEY_BYTES) if master is None else master)


def _wrong(path: Path) -> str:
    return f"{path}: this is another key than the one that circles are sealed with. {LOST}"
