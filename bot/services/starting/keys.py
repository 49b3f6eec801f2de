"""The keys that everything is sealed with: are they there, and are they those that this database was sealed with?

The database has what the key makes of a fixed text. A wrong key is noticed by it at start, before anything is done,
and no key is made beside a database in which anything is sealed with another.
"""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

from sqlalchemy import Connection

from bot.clock import Clock
from bot.content import Content
from bot.privacy import keyfile
from bot.privacy.keyring import Keyring
from bot.privacy.sealing import KEY_BYTES, SealError, Vault
from bot.settings import Privacy, Settings
from bot.store.key_database import Found, NoKeyDatabase
from bot.store.key_places import KeyPlace, look_into, open_keys
from bot.store.locks import Whole, hold
from bot.store.store import Store, StoreError

from ..unit_of_work import Transactions, Work
from . import letting_go
from .key_check import fits, has_sealed, keep_check, keep_owner_of_keys, owner_of_keys
from .letting_go import LetGo
from .loose_keys import without_key
from .sealing_up import seal_under_keys

LOST = "Restore it from your backup. If there is none, story-circle let-go says what can be done."


async def unlock(store: Store, privacy: Privacy) -> Vault:
    """Open the vault with the key file and the key database; the first start of all makes both.

    A key database that is gone is made anew: no backup has it, so nobody is asked to look for one. What it sealed is
    closed kindly when the bot has started.

    Raises:
        SealError: there is no key to what is sealed, or another one, or the file cannot be used.
        StoreError: the key database cannot be used, or belongs to another database.
    """
    master = await _fitting(store, privacy.key_file)
    if master is None:
        master = keyfile.make(privacy.key_file)
    vault = Vault(master, await _open_keys(store, privacy.session_keys))
    try:
        if isinstance(file := usual_place(privacy), Path) and file != privacy.session_keys:
            await _destroy_left_behind(store, file)
        await store.write(keep_check, vault)
        await store.write(seal_under_keys, vault)
    except BaseException:
        vault.keys.close()
        raise
    return vault


def usual_place(privacy: Privacy) -> KeyPlace:
    """Where the keys of sessions are if the settings name no place."""
    return privacy.model_copy(update={"key_database": ""}).session_keys


async def _fitting(store: Store, path: Path) -> bytes | None:
    """The key that opens what is sealed in this database; None if nothing is, and there is no key yet."""
    master = keyfile.read(path)
    if master is None:
        if await store.read(has_sealed):
            raise SealError(f"{path}: the key file is gone, and circles are sealed with it. {LOST}")
    elif not await store.read(fits, Vault(master)):
        raise SealError(f"{path}: this is another key than the one that circles are sealed with. {LOST}")
    return master


async def _open_keys(store: Store, place: KeyPlace) -> Keyring:
    """The keys of sessions. Each database has its own: those of another would be destroyed, for nothing here needs
    them."""
    kept = await asyncio.to_thread(open_keys, place)

    def settle(db: Connection) -> Found:
        hold(db, Whole.KEYS)  # several processes may make the same start
        ours, found = owner_of_keys(db), kept.found
        _check_owner(found, ours, place)
        if found.owner is None or found.owner != ours:
            new = secrets.token_bytes(32)
            kept.belong_to(new)
            keep_owner_of_keys(db, new)
        return found

    try:
        found = await store.write(settle)
    except BaseException:
        kept.close()
        raise
    return Keyring(found.settled, kept)


async def _destroy_left_behind(store: Store, file: Path) -> None:
    """Destroy the keys that were moved from the usual file to another place: of each there is to be one alone."""
    there = await asyncio.to_thread(look_into, file)
    if there is None or there.owner is None or there.owner != await store.read(owner_of_keys):
        return
    kept = open_keys(file)
    try:
        if not kept.destroy(there.keys):
            raise StoreError(f"{file}: the keys that were moved from there could not be destroyed.")
    finally:
        kept.close()
    for name in (file.name, f"{file.name}-journal"):
        file.with_name(name).unlink(missing_ok=True)


def _with(master: bytes | None, found: Found | None) -> Vault:
    """The vault with what was found, and with keys of chance where nothing was."""
    keys = None if found is None else found.keys
    return Vault(secrets.token_bytes(KEY_BYTES) if master is None else master, Keyring(keys))


def _check_owner(found: Found | None, ours: bytes | None, place: KeyPlace) -> None:
    """Whether these keys may be used with this database, whose number is `ours`. Where there are none, they may."""
    if found is not None and found.keys and (found.owner is None or found.owner != ours):
        raise StoreError(
            f"{place}: these are the keys of another database. "
            "Give this one a place of its own with privacy.key_database. "
            "If that database is gone for good, move these keys away."
        )


async def rehearse_letting_go(store: Store, content: Content, clock: Clock, settings: Settings) -> LetGo:
    """What `let_go` would close and drop, with nothing changed.

    Raises:
        SealError: there is a key file, and who may read it has to be put right first.
        StoreError: the key database cannot be used, and nothing that is let go of would change that.
    """
    master, _ = _what_there_is(settings.privacy.key_file)
    try:
        found = await asyncio.to_thread(look_into, settings.privacy.session_keys)
    except NoKeyDatabase:
        found = None
    _check_owner(found, await store.read(owner_of_keys), settings.privacy.session_keys)
    vault = _with(master, found)
    try:
        await Transactions(store, vault, clock, content, settings).write(_and_undo)
    except _Undone as rehearsed:
        return rehearsed.found
    raise AssertionError("a rehearsal is undone")


async def let_go(store: Store, content: Content, clock: Clock, settings: Settings) -> LetGo:
    """Go on without what cannot be opened: with the keys that are there, or with new ones if there are none.

    Raises:
        SealError: the key file cannot be read or made.
        StoreError: the key database cannot be used.
    """
    path = settings.privacy.key_file
    master, is_in_the_way = _what_there_is(path)
    if master is None:
        if is_in_the_way:
            keyfile.put_away(path)
        master = keyfile.make(path)
    try:
        await asyncio.to_thread(look_into, settings.privacy.session_keys)
    except NoKeyDatabase:
        if not isinstance(settings.privacy.session_keys, Path):
            raise  # another database is somebody's, and not put away
        keyfile.put_away(settings.privacy.session_keys)
    vault = Vault(master, await _open_keys(store, settings.privacy.session_keys))
    try:
        return await Transactions(store, vault, clock, content, settings).write(_let_go)
    finally:
        vault.keys.close()


def _let_go(work: Work) -> LetGo:
    seal_under_keys(work.db, work.vault)
    return letting_go.let_go(work)


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
    raise _Undone(_let_go(work))


async def look(store: Store | None, privacy: Privacy) -> int:
    """Whether `unlock` would do, changing nothing. `store` None: there is no database yet.

    Returns:
        How many sessions that are not over have no key any more, and will be closed.

    Raises:
        SealError: something is wrong with the key file.
        StoreError: something is wrong with the key database.
    """
    master, found = await _look(store, privacy)
    return 0 if store is None else len(await store.read(without_key, _with(master, found)))


async def open_to_read(store: Store, privacy: Privacy) -> Vault:
    """The vault with the keys that are there, changing nothing, also while a bot runs. Raises as `look` does."""
    master, found = await _look(store, privacy)
    # Without a key nothing is sealed, and any key opens that.
    return _with(master, found)


async def _look(store: Store | None, privacy: Privacy) -> tuple[bytes | None, Found | None]:
    master = keyfile.read(privacy.key_file) if store is None else await _fitting(store, privacy.key_file)
    found = await asyncio.to_thread(look_into, privacy.session_keys)
    _check_owner(found, None if store is None else await store.read(owner_of_keys), privacy.session_keys)
    return master, found
