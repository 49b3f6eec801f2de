"""Units of work. A transaction is a plain function of a connection: it cannot wait for anything else, so the
state, its deadline and its deliveries are saved together or not at all, and Discord is never called meanwhile.

This is what both kinds of databases promise; `opening` opens one. No statement is here; they are in `queries`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

P = ParamSpec("P")
R = TypeVar("R")
Transaction = Callable[Concatenate[Connection, P], R]

NO_DRIVER = "PostgreSQL needs one more package. In the folder of Story Circle run: make postgres-driver"
"""Said where an address is PostgreSQL's and its driver is not installed. The container has it."""


class StoreError(Exception):
    """Nothing was saved. `full` says whether it is for want of room."""

    def __init__(self, message: str, *, full: bool = False) -> None:
        super().__init__(message)
        self.full = full


class Store(ABC):
    """Runs units of work, one writer at a time."""

    def __init__(self) -> None:
        self.on_destroyed: list[Callable[[], None]] = []
        """Called, in the event loop, after something of people was destroyed: `erase` has something to do."""

    async def write(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work(connection, ...)` in one transaction and commit.

        Raises:
            StoreError: the database is locked, full or gone; nothing was saved.
        """
        return await self.write_then(lambda db: work(db, *args, **kwargs), _nothing)

    @abstractmethod
    async def write_then(
        self, work: Callable[[Connection], R], then: Callable[[], Future[bool]], about: Hashable = None
    ) -> R:
        """Run `work(connection)` in one transaction and commit, and `then` before anybody hears of it.

        Args:
            work: the transaction.
            then: begins to destroy what is elsewhere, once it is committed. Whether that is done is what it answers
                later; if not, `on_destroyed` is called.
            about: what it is about. Of those about the same, whoever asked first comes first; None: it is alone.

        Raises:
            StoreError: the database is locked, full or gone; nothing was saved.
        """

    def _tell(self) -> None:
        for listener in self.on_destroyed:
            listener()

    @abstractmethod
    async def read(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `work(connection, ...)`, which must not write, in one transaction.

        Raises:
            StoreError: the database cannot be read.
        """

    @abstractmethod
    async def read_long(self, work: Transaction[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Like `read`, for what may take long (reports, exports): no short read waits behind it.

        Raises:
            StoreError: the database cannot be read.
        """

    @abstractmethod
    async def erase(self) -> bool:
        """Let nothing that was destroyed remain in the files.

        Returns:
            Whether that is done. If not, something was in the way, and it should be tried again.
        """

    @abstractmethod
    async def close(self) -> None:
        """Let go of every connection."""


def _nothing() -> Future[bool]:
    """Nothing is destroyed elsewhere."""
    return _NOTHING


_NOTHING: Future[bool] = Future()
_NOTHING.set_result(True)
