"""Folding: `evolve(state, event)` is the only way a session changes, and it asks nothing of the clock.

Whether an event may happen is decided by the slices' rules; here it has happened. Each slice folds its own events. Two
slices look at a turn's events too, and do so first, while the session is still as it was: what becomes a story and how
much time was used.
"""

from __future__ import annotations

from collections.abc import Iterable

from . import (
    agreements,
    asking_in,
    dates,
    doors,
    facilitating,
    feelings,
    first_time,
    harvest,
    holds,
    late_comers,
    looking_back,
    nominating,
    notes,
    optional_questions,
    order,
    outage,
    prompts,
    quieting,
    resonance,
    seats,
    stages,
    turn_time,
    turns,
    waiting,
    writing,
)
from .changing import replace
from .model import SessionState
from .slices import Event, Fold

_LOOKING_ON = (looking_back, resonance)
_OWN = (
    *(stages, seats, waiting, agreements, late_comers, facilitating, holds),
    *(turns, turn_time, order, nominating, notes, prompts, feelings, first_time, harvest),
    *(dates, doors, outage, writing, asking_in, quieting, optional_questions),
)


def _by_event() -> dict[type[Event], tuple[Fold, ...]]:
    """The folds of every event, those that look on first."""
    found: dict[type[Event], tuple[Fold, ...]] = {}
    for each in (*_LOOKING_ON, *_OWN):
        for event, fold_ in each.FOLDS:
            found[event] = (*found.get(event, ()), fold_)
    return found


FOLDS = _by_event()


def evolve(state: SessionState, event: Event) -> SessionState:
    """Fold one event into the state. The version counts the events folded."""
    state = replace(state, version=state.version + 1)
    for fold_ in FOLDS[type(event)]:
        state = fold_(state, event)
    return state


def fold(state: SessionState, events: Iterable[Event]) -> SessionState:
    """Fold a run of events, oldest first."""
    for event in events:
        state = evolve(state, event)
    return state
