"""Trying what would happen from one instant on, in a copy of the whole process, while the story itself goes on.

`fork` copies the bot, the simulated Discord and its time as they are, so that a kill at the 200th point of a story
need not begin by playing the first 199. A copy has none of the threads, so a story has none either: what is asked of
one is done at once. A database is copied beside it, because two processes may not write to the same one. A connection
to PostgreSQL cannot be in two processes either, not even to be closed, so at that instant there is none.
"""

from __future__ import annotations

import asyncio
import gc
import os
import pickle
import selectors
import shutil
import signal
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

from simcord import _dpy_internals

from bot.rehearsal.simulation import Simulation
from tests import at_once, databases, oracle

LONGEST_S = 120
"""A copy that takes so many seconds hangs; it ends without a word."""


@dataclass(frozen=True)
class Branch:
    """What became of one copy: its outcome, or the fault that ended it, and what else it told."""

    told: Any
    outcome: Any
    fault: str | None


class Forks:
    """Makes copies, one at a time, and keeps what became of them."""

    def __init__(self) -> None:
        self.branches: list[Branch] = []
        self._paused_s = 0.0
        self._write_to: int | None = None
        self._tell: Callable[[], Any] = lambda: None

    @property
    def is_copy(self) -> bool:
        """Whether this is a copy, and no longer the story itself."""
        return self._write_to is not None

    @contextmanager
    def time_stands_still(self) -> Iterator[None]:
        """While a copy is tried, no time passes for the story: it would take it for work that hangs."""
        real = _dpy_internals._REAL_MONOTONIC
        with patch.object(_dpy_internals, "_REAL_MONOTONIC", lambda: real() - self._paused_s):
            yield

    def branch(self, tell: Callable[[], Any]) -> bool:
        """Make a copy here and wait for its end. Returns True in the copy, False in the story.

        Args:
            tell: asked in the copy at its end, for `Branch.told`.
        """
        loop = asyncio.get_running_loop()
        if databases.on_postgresql():
            at_once.let_go()
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            # Python warns of threads from 3.12 on; they are all idle here.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            # A search for garbage would write to each object there is, and so copy all that is shared.
            gc.freeze()
            os.close(reading)
            self._write_to, self._tell = writing, tell
            signal.alarm(LONGEST_S)
            _take_over(loop)
            return True
        os.close(writing)
        began = time.perf_counter()
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
        os.waitpid(child, 0)
        self._paused_s += time.perf_counter() - began
        silence: tuple[Any, ...] = (None, None, "the copy ended without a word", {})
        said, outcome, fault, seen = pickle.loads(told) if told else silence
        oracle.SEEN.update(seen)
        self.branches.append(Branch(said, outcome, fault))
        return False

    async def play(self, story: Callable[[], Any]) -> Any:
        """Play a story. A copy never returns from here: it hands over its outcome and ends."""
        oracle.checker()  # read here, and not in every copy
        with (
            self.time_stands_still(),
            at_once.transactions(),
            patch.object(ThreadPoolExecutor, "submit", _at_once),
        ):
            try:
                outcome = await story()
            except BaseException:
                if self.is_copy:
                    self._end(None, traceback.format_exc())
                raise
            if self.is_copy:
                self._end(outcome, None)
            return outcome

    def _end(self, outcome: Any, fault: str | None) -> NoReturn:
        assert self._write_to is not None
        try:
            if databases.on_postgresql():
                at_once.let_go()
                databases.give_back()
            with os.fdopen(self._write_to, "wb") as pipe:
                pickle.dump((self._tell(), outcome, fault, oracle.SEEN), pipe)
        finally:
            os._exit(0)


def _at_once(_: ThreadPoolExecutor, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
    """Do here and now what is asked of a thread. Whoever asked hears of it later, as ever."""
    done: Future[Any] = Future()
    try:
        done.set_result(work(*args, **kwargs))
    except BaseException as fault:
        done.set_exception(fault)
    return done


def _take_over(loop: Any) -> None:
    """Give the running loop a selector and a pipe of its own: what it has is shared with the story's loop."""
    asyncio._set_running_loop(loop)  # what is running is remembered together with the number of the process
    loop._selector = selectors.DefaultSelector()
    for end in (loop._ssock, loop._csock):
        end.close()  # the copy's own handles alone: the story's stay open
    loop._internal_fds -= 1
    loop._make_self_pipe()


def move_database(sim: Simulation) -> None:
    """Let the next bot of a copy work on a copy of the database, as a kill has left it."""
    settings = sim.settings
    before = Path(settings.privacy.key_file).parent
    # Within the folder of the simulation, which goes with it.
    home = before.parent if before.name.startswith("copy-") else before
    after = Path(tempfile.mkdtemp(prefix="copy-", dir=home))
    shutil.copytree(before, after, dirs_exist_ok=True, ignore=shutil.ignore_patterns("copy-*"))
    database, privacy = settings.database, settings.privacy
    if databases.on_postgresql():
        at_once.let_go()
        url = databases.copy(database.url)
    else:
        url = database.url.replace(str(before), str(after))
    sim.settings = settings.model_copy(
        update={
            "database": database.model_copy(update={"url": url}),
            "privacy": privacy.model_copy(update={"key_file": after / Path(privacy.key_file).name}),
        }
    )
