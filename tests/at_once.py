"""Transactions that are done where they are asked for, and not in a thread.

A press goes to a thread and back some ten times. In a test that plays whole evenings the way there and back takes
longer than most of the transactions themselves. Whoever asks hears of the outcome later, as ever, so that others go on
meanwhile. What is about the threads has them: the tests of the store, and whatever is marked with `threads`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from weakref import WeakSet

from bot.store.threads import Threads


@contextmanager
def transactions() -> Iterator[None]:
    """Do every transaction at once from here on."""
    with patch.object(Threads, "run", _run):
        yield


_asked: WeakSet[Threads] = WeakSet()
"""Who may have a connection in this process's only thread."""


def let_go() -> None:
    """Close every connection. Whoever is asked for a transaction after that makes a new one."""
    for threads in _asked:
        threads._own.connection = None
        for connection in threads._open:
            connection.close()
        threads._open.clear()
        threads._engine.dispose()


def _run(threads: Threads, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> asyncio.Future[Any]:
    if threads._pool._shutdown:
        raise RuntimeError("closed threads do nothing more")
    _asked.add(threads)
    loop = asyncio.get_running_loop()
    asked: asyncio.Future[Any] = loop.create_future()

    def tell(tell_it: Callable[[Any], None], outcome: Any) -> None:
        if not asked.done():
            tell_it(outcome)

    try:
        loop.call_soon(tell, asked.set_result, work(*args, **kwargs))
    except BaseException as fault:
        loop.call_soon(tell, asked.set_exception, fault)
    return asked
