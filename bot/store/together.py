"""Transactions that are committed together, because they were asked for while the disk was busy with others.

Most of what a small transaction costs is that the disk has it. When two hundred circles move in the same second, that
is waited for a few times and not two hundred. Each is still whole or not at all, and nobody hears of it before it is
on the disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from . import sqlite

R = TypeVar("R")

MOST_TOGETHER = 50
"""How many are committed together at most: nobody waits for more than these."""


class QueuedTransaction(Generic[R]):
    """One transaction that was asked for, and what came of it."""

    def __init__(
        self,
        work: Callable[[Connection], R],
        then: Callable[[], Future[bool]],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._work, self._then, self.loop = work, then, loop
        self._result: list[R] = []
        self._error: BaseException | None = None
        self._elsewhere: Future[bool] | None = None

    @property
    def is_done(self) -> bool:
        """Whether it is known what came of it."""
        return self._error is not None or self._elsewhere is not None

    def outcome(self) -> tuple[R, Future[bool]]:
        """What it answered, and what says whether all is destroyed elsewhere. Raises what went wrong."""
        if self._error is not None:
            raise self._error
        assert self._elsewhere is not None
        return self._result[0], self._elsewhere

    def run(self, db: Connection) -> None:
        """Do it. Whether it is committed is not known yet."""
        self._result = [self._work(db)]

    def run_apart(self, db: Connection) -> None:
        """As `run`; when it fails, nothing of it is left, and the others go on."""
        with sqlite.apart(db) as undone:
            self.run(db)
        if undone:
            self.fail(undone[0])

    def fail(self, error: BaseException) -> None:
        """Nothing of it is kept. What went wrong with it first is what counts."""
        self._error = self._error or error

    def finish(self, tell: Callable[[], None]) -> None:
        """It is committed, unless it had failed. `tell` is called in the loop if something is left elsewhere."""
        if self._error is not None:
            return
        loop = self.loop

        def told(done: Future[bool]) -> None:
            if not done.result():
                loop.call_soon_threadsafe(tell)

        try:
            self._elsewhere = self._then()
        except BaseException as error:
            self._error = error
            return
        self._elsewhere.add_done_callback(told)


def run_together(group: Sequence[QueuedTransaction[Any]], db: Connection) -> None:
    """Run these in one transaction, in their order. Each is whole or not at all.

    Raises:
        BaseException: nothing of any of them can be committed.
    """
    if len(group) == 1:
        group[0].run(db)
        return
    for one in group:
        one.run_apart(db)
