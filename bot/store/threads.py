"""Threads that run transactions, each on a connection of its own that stays open.

Taking a connection anew for every transaction costs as much as two statements.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

P = ParamSpec("P")
R = TypeVar("R")


class Threads:
    """Some threads of one engine, and what is asked of them in the order it was asked."""

    def __init__(self, engine: Engine, connect: Callable[[], Connection], how_many: int, name: str) -> None:
        self._engine = engine
        self._connect = connect
        self._pool = ThreadPoolExecutor(how_many, thread_name_prefix=name)
        self._own = threading.local()
        self._open: set[Connection] = set()

    def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[R]:
        """Have `work` done by the next thread that is free."""
        return asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(*args, **kwargs))

    def transact(self, work: Callable[[Connection], R]) -> R:
        """Run `work` as one transaction and commit. Only for what `run` runs.

        Raises:
            SQLAlchemyError: it was not committed.
        """
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._connect()
            self._open.add(connection)
        try:
            with connection.begin():
                return work(connection)
        except BaseException:
            # Nothing of what went wrong may be left for the next transaction.
            self._own.connection = None
            self._open.discard(connection)
            connection.close()
            raise

    async def close(self) -> None:
        """Wait for what is running, and let go of the connections."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._pool.shutdown()
        for connection in self._open:
            connection.close()
        self._engine.dispose()
