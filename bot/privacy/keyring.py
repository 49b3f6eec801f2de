"""The keys that live no longer than what they seal: one for each session, and for whatever else goes with its key.

They lie outside the database, so that destroying one destroys what it sealed wherever that lies: in a backup, in a
journal, in a page that was given up. A key alone opens nothing; the key file is needed too (`sealing`).

From a use case: `work.new_key(name)` makes one and returns when the disk has it, `work.key_of(name)` reads it from
memory, and `work.drop_key(name)` destroys it once the transaction is committed. One that is made in a transaction
that is rolled back is there all the same: `work.key_of(name) or work.new_key(name)` finds it again. For what waits
until the end of a calendar quarter the name is `of_quarter("2026-Q4")`. At start those are destroyed that nothing
needs any more (`bot/services/starting/loose_keys.py`): whoever has a new kind of key says there which are needed.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Protocol

from bot.ids import ScheduleId, SessionId

VALUE_BYTES = 32
SESSION, QUARTER, SERIES, GATHERING = "session", "quarter", "series", "gathering"
"""What a key may be for: the first word of its name."""


def of_session(session_id: SessionId) -> str:
    """The name of a session's key."""
    return f"{SESSION} {session_id}"


def of_gathering(gathering_id: int) -> str:
    """The name of a gathering's key."""
    return f"{GATHERING} {gathering_id}"


def of_quarter(quarter: str) -> str:
    """The name of a calendar quarter's key; the quarter like `2026-Q4`."""
    return f"{QUARTER} {quarter}"


def of_series(schedule_id: ScheduleId) -> str:
    """The name of the key of a closed series."""
    return f"{SERIES} {schedule_id}"


def kind_of(name: str) -> str:
    """What a key is for."""
    return name.partition(" ")[0]


NOTHING_TO_DO: Future[bool] = Future()
NOTHING_TO_DO.set_result(True)


class Keeper(Protocol):
    """Where keys are kept: a file of one bot, or a PostgreSQL database that several processes of one bot share."""

    is_shared: bool
    """Whether other processes make and destroy keys here too."""

    def add(self, name: str, value: bytes) -> bytes:
        """Keep one more key. It is on the disk when this returns.

        Returns:
            The key of that name. It is another one if another process was first. Raises `StoreError`.
        """

    def find(self, name: str) -> bytes | None:
        """The key of that name, if another process may have made it since this one was started. Raises `StoreError`."""

    def names(self) -> set[str]:
        """The names of all keys that there are. Raises `StoreError`."""

    def destroy(self, names: Collection[str]) -> bool:
        """Let nothing be left of these keys, and leave all others. Returns whether that is done."""

    def close(self) -> None:
        """Let go of it."""


class Keyring:
    """The keys that are needed now, in memory, and where they are kept.

    They are destroyed on a thread of its own: whoever ends a session waits for it, and nobody else does. A key that
    another process has made is asked for when it is needed. One that this process has forgotten is never asked for
    again; one that another process has destroyed is forgotten when something is destroyed here.
    """

    def __init__(self, keys: Mapping[str, bytes] | None = None, keeper: Keeper | None = None) -> None:
        """`keeper` None: the keys are only read, or are needed no longer than this lasts."""
        self._keys: Mapping[str, bytes] = dict(keys or {})
        self._keeper = keeper
        self._gone: set[str] = set()
        """What is forgotten here, and may still be on the disk."""
        self._turn = Lock()
        self._destroying = ThreadPoolExecutor(1, "keys")

    @property
    def is_behind(self) -> bool:
        """Whether a key is still to be destroyed, because the disk was full or somebody was in the way."""
        return bool(self._gone)

    def now(self) -> Mapping[str, bytes]:
        """All keys in memory as they are at this moment; what changes later does not change this."""
        return self._keys

    def get(self, name: str) -> bytes | None:
        """The key of that name; None when there is none. Only on a thread: it may have to be asked for.

        Raises:
            StoreError: it would have to be asked for, and cannot be.
        """
        value = self._keys.get(name)
        if value is not None or self._keeper is None or not self._keeper.is_shared:
            return value
        with self._turn:
            value = None if name in self._gone else self._keeper.find(name)
            if value is not None:
                self._keys = {**self._keys, name: value}
        return value

    def make(self, name: str) -> bytes:
        """Make a key that nobody has, in place of any that is known here by that name. It is on the disk when this
        returns. If another process has just made one of that name, it is that one.

        Raises:
            StoreError: it cannot be kept.
        """
        if name in self._keys or name in self._gone:
            self.destroy([name]).result()
        value = secrets.token_bytes(VALUE_BYTES)
        with self._turn:
            if self._keeper is not None:
                value = self._keeper.add(name, value)
            self._gone.discard(name)
            self._keys = {**self._keys, name: value}
        return value

    def destroy(self, names: Collection[str]) -> Future[bool]:
        """Forget these keys at once, and let nothing of them be left on the disk, nor of others that had to wait.

        Returns:
            Whether that is done, as soon as it is known. If not, it has to be asked for again.
        """
        if not names:
            return NOTHING_TO_DO  # whoever writes meanwhile does not wait for the keys of others
        with self._turn:
            self._keys = {name: value for name, value in self._keys.items() if name not in names}
            self._gone.update(names)
        return self.destroy_rest()

    def destroy_rest(self) -> Future[bool]:
        """Let nothing be left on the disk of the keys that are forgotten, if that had to wait. Returns as `destroy`."""
        return self._destroying.submit(self._destroy) if self._gone else NOTHING_TO_DO

    def _destroy(self) -> bool:
        with self._turn:
            gone = frozenset(self._gone)
            if self._keeper is not None and gone and not self._keeper.destroy(gone):
                return False
            self._gone -= gone
            self._forget_what_others_destroyed()
            return True

    def _forget_what_others_destroyed(self) -> None:
        if self._keeper is None or not self._keeper.is_shared:
            return
        with suppress(Exception):  # at the next end, then: what is destroyed here is destroyed
            there = self._keeper.names()
            self._keys = {name: value for name, value in self._keys.items() if name in there}

    def close(self) -> None:
        """Let go of where they are kept, and forget them."""
        self._destroying.shutdown()
        if self._keeper is not None:
            self._keeper.close()
        self._keys = {}
