"""Keys that nothing needs any more, at start: a kill came between the end of what they sealed and their own, or between
their making and what was to be sealed with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, inspect

from bot.privacy.keyring import (
    GATHERING,
    QUARTER,
    SERIES,
    SESSION,
    kind_of,
    of_gathering,
    of_quarter,
    of_series,
    of_session,
)
from bot.privacy.sealing import SealError, Vault
from bot.store import gathering_queries as gq
from bot.store import participation_queries as pq
from bot.store import sealing_queries as kq
from bot.store import series_queries as cq

from ..unit_of_work import Work


def _of_sessions(work: Work) -> set[str]:
    return {of_session(number) for number in work.db.execute(kq.sessions_not_over).scalars()}


def _of_quarters(work: Work) -> set[str]:
    return {of_quarter(quarter) for quarter in work.db.execute(pq.quarters_waiting).scalars()}


def _of_series(work: Work) -> set[str]:
    return {of_series(number) for number in work.db.execute(cq.series_with_seats).scalars()}


def _of_gatherings(work: Work) -> set[str]:
    return {of_gathering(number) for number in work.db.execute(gq.every_open).scalars()}


NEEDED: Mapping[str, Callable[[Work], set[str]]] = {
    SESSION: _of_sessions,
    QUARTER: _of_quarters,
    SERIES: _of_series,
    GATHERING: _of_gatherings,
}
"""By kind, the names of the keys that are needed. A kind that is not here is kept: it may be of a newer version."""


def destroy_loose(work: Work) -> int:
    """Destroy the keys that nothing needs. Returns how many there were."""
    kept = work.vault.keys.now()
    kinds = {kind_of(name) for name in kept} & set(NEEDED)
    needed = {name for kind in kinds for name in NEEDED[kind](work)}
    loose = {name for name in kept if kind_of(name) in kinds} - needed
    for name in loose:
        work.drop_key(name)
    return len(loose)


def without_key(db: Connection, vault: Vault) -> set[int]:
    """The numbers of the sessions that are not over and have no key any more, in a database of this version.

    After a backup was put back there may be a namesake: the key of another session, which had the same number since
    then. It opens no seat.
    """
    there = inspect(db)
    if not there.has_table("session") or there.has_table(kq.SALTS):
        return set()
    columns = {column["name"] for column in there.get_columns("session")}
    if kq.SALTS in columns:
        return set()
    found = db.execute(kq.not_over_with_a_seat)
    # Not those in memory alone: a key that was made just now, perhaps by another process, may only be asked for.
    return {row.id for row in found if not _fits(vault, vault.keys.get(of_session(row.id)), row.member)}


def _fits(vault: Vault, key: bytes | None, member: bytes | None) -> bool:
    if key is None or member is None:
        return key is not None
    try:
        vault.open(key, member)
    except SealError:
        return False
    return True
