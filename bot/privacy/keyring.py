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
from threading import Lock
from typing import Protocol

from bot.ids import SessionId

VALUE_BYTES = 32
SESSION, QUARTER = "session", "quarter"
"""What a key may be for: the first word of its name."""


def of_session(session_id: SessionId) -> str:
    """The name of a session's key."""
    return f"{SESSION} {session_id}"


def of_quarter(quarter: str) -> str:
    """The name of a calendar quarter's key; the quarter like `2026-Q4`."""
    return f"{QUARTER} {quarter}"


def kind_of(name: str) -> str:
    """What a key is for."""
    return name.partition(" ")[0]


NOTHING_TO_DO: Future[bool] = Future()
NOTHING_TO_DO.set_result(True)


class Keeper(Protocol):
    """Where keys are kept: a file, or later a database of its own."""

    def add(self, name: str, value: bytes) -> None:
        """Keep one more key, in place of any with that name. It is on the disk when this returns."""

    def keep_only(self, keys: Mapping[str, bytes]) -> bool:
        """Keep these, and let nothing be left of any other. Returns whether that is done."""

    def close(self) -> None:
        """Let go of it."""


class Keyring:
    """The keys that are needed now, in memory, and where they are kept.

    They are destroyed on a thread of its own: whoever ends a session waits for it, and nobody else does.
    """

    def __init__(self, keys: Mapping[str, bytes] | None = None, keeper: Keeper | None = None) -> None:
        """`keeper` None: the keys are only read, or are needed no longer than this lasts."""
        self._keys: Mapping[str, bytes] = dict(keys or {})
        self._keeper = keeper
        self._is_behind = False
        self._turn = Lock()
        self._destroying = ThreadPoolExecutor(1, "keys")

    @property
    def is_behind(self) -> bool:
        """Whether a key is still to be destroyed, because the disk was full or somebody was in the way."""
        return self._is_behind

    def now(self) -> Mapping[str, bytes]:
        """All keys as they are at this moment; what changes later does not change this."""
        return self._keys

    def get(self, name: str) -> bytes | None:
        """The key of that name; None when there is none."""
        return self._keys.get(name)

    def make(self, name: str) -> bytes:
        """Make a key that nobody has, in place of any with that name. It is on the disk when this returns.

        Raises:
            StoreError: it cannot be kept.
        """
        if name in self._keys:
            self.destroy([name]).result()
        value = secrets.token_bytes(VALUE_BYTES)
        with self._turn:
            if self._keeper is not None:
                self._keeper.add(name, value)
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
            self._is_behind = True
        return self.destroy_rest()

    def destroy_rest(self) -> Future[bool]:
        """Let nothing be left on the disk of the keys that are forgotten, if that had to wait. Returns as `destroy`."""
        return self._destroying.submit(self._destroy) if self._is_behind else NOTHING_TO_DO

    def _destroy(self) -> bool:
        with self._turn:
            self._is_behind = self._keeper is not None and not self._keeper.keep_only(self._keys)
            return not self._is_behind

    def close(self) -> None:
        """Let go of where they are kept, and forget them."""
        self._destroying.shutdown()
        if self._keeper is not None:
            self._keeper.close()
        self._keys = {}
