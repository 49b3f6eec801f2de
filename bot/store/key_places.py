"""Where the keys of sessions are kept: in a file, or in a PostgreSQL database of their own. Which, the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL

from .key_database import Found, KeyDatabase, look_into_keys
from .store import NO_DRIVER, StoreError

if TYPE_CHECKING:
    from .key_server import KeyServer

KeyPlace = Path | URL
"""A file, or the address of a PostgreSQL database. As text it shows no password."""


def open_keys(place: KeyPlace) -> KeyDatabase | KeyServer:
    """Open the keys, or make a place for them.

    Raises:
        StoreError: they cannot be used, or another bot uses them.
    """
    if isinstance(place, Path):
        return KeyDatabase(place)
    with _with_the_driver():
        from .key_server import KeyServer
    return KeyServer(place)


def look_into(place: KeyPlace) -> Found | None:
    """What is there, changing nothing, also while a bot uses it; None when there is none yet. Raises `StoreError`."""
    if isinstance(place, Path):
        return look_into_keys(place)
    with _with_the_driver():
        from .key_server import look_into_server
    return look_into_server(place)


@contextmanager
def _with_the_driver() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError:
        raise StoreError(NO_DRIVER) from None
