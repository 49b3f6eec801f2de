"""How the simulation waits until the bot has done all that it can do now.

SimCord does this after every press and at every instant at which something is due, so it is most of what a simulated
evening costs. It compares every task with every timer, builds its own picture of the world for each task, and sleeps
a while whenever it finds something under way. Here the cheap questions come first and end the look, the loop goes on
at once as long as there is something to run, and nothing polls while a thread works for the bot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import simcord.env
from simcord._settlement import (
    _callback_is_parked,
    _is_parked,
    _owned_tasks,
    _run_due_virtual_callbacks,
)
from simcord.env import Env

EAGER = 200
"""So many turns of the loop are taken at once. Whoever is not done by then waits for something in real time."""
SHORT_S, LONG_S = 0.001, 0.05
"""How long it waits between two looks: for something in real time, and for a thread, which says when it is done."""

_settle = Env._settle_internal


@contextmanager
def installed() -> Iterator[None]:
    """Settle in this way for as long as the simulation runs."""
    # It cancels the real timers behind waits that it recognizes. Those of the bot are declared, so they have none.
    with (
        patch.object(Env, "_settle_internal", settle),
        patch.object(simcord.env, "_virtualize_recognized_waits", lambda *_: None),
    ):
        yield


async def settle(
    env: Env,
    *,
    timeout: float | None = None,  # noqa: ASYNC109
    idle: float = LONG_S,
    dispatch: str | None = None,
    _deadline: float | None = None,
) -> None:
    """Return when the bot only waits for time to pass, or for people. As SimCord's own, which raises when it is late.

    Raises:
        TimeoutError: it did not come to that in time; what it still does is named.
    """
    loop = env._loop
    assert loop is not None
    deadline = (
        loop.time() + (env.settle_timeout if timeout is None else timeout) if _deadline is None else _deadline
    )
    env._last_dispatch = dispatch
    turns = quiet = 0
    while quiet < 2:
        _run_due_virtual_callbacks(env._settlement_state(), deadline)
        await asyncio.sleep(0)
        if env._real_advance_task is not None or loop.time() >= deadline or _somebody_else_advances(env):
            await _settle(env, timeout=timeout, idle=SHORT_S, dispatch=dispatch, _deadline=deadline)
            return
        if not _is_busy(env, deadline):
            quiet += 1
            continue
        quiet, turns = 0, turns + 1
        if threads := tuple(env._work.executors):
            await asyncio.wait(threads, timeout=LONG_S, return_when=asyncio.FIRST_COMPLETED)
        elif turns > EAGER:
            await asyncio.sleep(SHORT_S)


def _somebody_else_advances(env: Env) -> bool:
    return env._advance_task is not None and env._advance_task is not asyncio.current_task()


def _is_busy(env: Env, deadline: float) -> bool:
    """Whether there is anything that goes on without time passing or people acting."""
    work = env._work
    if work.executors:
        return True
    callbacks = [one for one in work.callbacks if one.handle is not None and not one.handle.cancelled()]
    work.callbacks = callbacks
    if any(one.when is None for one in callbacks):
        return True
    state = env._settlement_state()
    return any(not _callback_is_parked(state, one, deadline) for one in callbacks) or any(
        not (_waits(task) if task in work.external_waits else _is_parked(state, task, deadline))
        for task in _owned_tasks(state)
    )


def _waits(task: asyncio.Task[Any]) -> bool:
    """Whether a task that has said what it waits for is still at that."""
    waiter = getattr(task, "_fut_waiter", None)
    return waiter is not None and not waiter.done()
