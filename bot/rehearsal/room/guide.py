"""The guide: leads through the steps of the lesson by looking at what is to be seen, as the learner does.

It presses nothing and decides nothing. The words are in `lesson`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..database_search import SearchResult, look_for
from ..observer import Seen
from ..people import View
from . import simcord_calls
from .helper_scripts import HERE
from .helpers import Helpers
from .lesson import (
    CLOSED,
    CLOSING,
    HARD,
    LIVE,
    MINE,
    OPEN,
    OUT_OF_SIGHT,
    PASSED,
    PAUSED,
    RESUMED,
    SEATED,
    STEPS,
    WATCH_S,
    Step,
    script,
)
from .world import World

_SAID = {
    PAUSED: "The circle is paused. Your place",
    RESUMED: "The circle goes on where it was.",
    CLOSING: "## Closing",
    CLOSED: "The circle is closed",
}
_ORDER = (OPEN, SEATED, LIVE, MINE, PASSED, HARD, PAUSED, RESUMED, CLOSING, CLOSED)
_LATER = (*_ORDER[:6], CLOSING, CLOSED)
"""What implies everything before it. A pause may be made at any time and implies nothing."""


class Guide:
    """One learner at a time, and it is whoever is the facilitator."""

    def __init__(self, world: World, helpers: Helpers) -> None:
        self._world = world
        self._helpers = helpers
        self._learner = world.community.facilitator
        self._at: int | None = None
        self._since = 0.0
        self._first = self._hard_since = 0
        self._seen: set[str] = set()
        self._search = ""

    @property
    def is_on(self) -> bool:
        """Whether it leads somebody now."""
        return self._at is not None and not self._is_over

    @property
    def at(self) -> int | None:
        """The step, from 0; None while nobody is led."""
        return self._at

    @property
    def _is_over(self) -> bool:
        return self._at == len(STEPS) - 1

    def start(self) -> None:
        """Begin at the first step. What is there already does not count."""
        self._first = self._hard_since = _newest(self._view())
        self._seen.clear()
        members = [guest for guest in self._world.community.circle if guest is not self._learner]
        self._helpers.follow(script(members))
        self._go_to(0)

    def stop(self) -> None:
        """Let go of learner and helpers."""
        self._helpers.follow({})
        self._at = None
        self._world.news.touch()

    def next(self) -> None:
        """Go on although the step is not done, because the learner wants to."""
        if self._at is not None and not self._is_over:
            self._go_to(self._at + 1)

    def look(self) -> None:
        """Look whether the step is done, and go on if it is."""
        if not self.is_on:
            return
        view = self._view()
        self._seen |= set(self._to_be_seen(view))
        farthest = max((_ORDER.index(seen) for seen in self._seen if seen in _LATER), default=-1)
        self._seen |= set(_ORDER[: farthest + 1])
        if HARD not in self._seen:
            self._hard_since = _newest(view)
        while self._at is not None and self._is_done(STEPS[self._at]):
            self._go_to(self._at + 1)

    def shown(self) -> dict[str, Any] | None:
        """The step, for the page; None while nobody is led."""
        if self._at is None:
            return None
        step = STEPS[self._at]
        label = self._target(step)
        return {
            "step": self._at + 1,
            "of": len(STEPS),
            "title": step.title,
            "text": step.text.format(remains=self._search),
            "say": step.say,
            "target": None if label is None else {"label": label},
            "done": self._is_over,
        }

    def _is_done(self, step: Step) -> bool:
        if step.until is None:
            return False
        if step.watch and simcord_calls.elapsed(self._world.env) < self._since + WATCH_S:
            return False
        return step.until in self._seen

    def _go_to(self, number: int) -> None:
        self._at = number
        self._since = simcord_calls.elapsed(self._world.env)
        if self._is_over:
            self._helpers.follow({})
            self._search = self._what_remains()
        self._world.news.touch()

    def _view(self) -> View:
        return self._world.view(self._learner)

    def _target(self, step: Step) -> str | None:
        if step.until == OPEN:
            return "/circle open"
        view = self._view()
        done = view.newest(words=step.pressed) if step.pressed else None
        if done is not None and done.id > self._first:
            return None
        for label in step.press:
            card = view.newest(label)
            if card is not None and card.id > self._first and self._is_for_learner(card, label):
                return label
        return OUT_OF_SIGHT if step.until in (PAUSED, RESUMED) else None

    def _is_for_learner(self, card: Seen, label: str) -> bool:
        return label not in ("Receive", "I'm done") or card.names[:1] == (self._learner.id,)

    # What is to be seen

    def _to_be_seen(self, view: View) -> Iterator[str]:
        new = [
            seen
            for seen in view.messages
            if seen.id > self._first and seen.author == self._world.observer.bot
        ]
        for what, words in _SAID.items():
            since = self._hard_since if what in (PAUSED, RESUMED) else self._first
            if any(words in seen.words for seen in new if seen.id > since):
                yield what
        if any("Save me a seat" in seen.labels for seen in new):
            yield OPEN
        if any("Step out" in seen.labels for seen in new):
            yield LIVE
        here = max((int(n) for seen in new for n in HERE.findall(seen.words)), default=0)
        if here >= len(self._world.community.circle):
            yield SEATED
        yield from self._piece(view)

    def _piece(self, view: View) -> Iterator[str]:
        card = view.piece
        if card is None or card.id <= self._first:
            return
        order = [guest.id for guest in self._world.community.circle]
        holder = card.names[0]
        if holder == self._learner.id:
            yield MINE
        elif holder in order:
            yield HARD if order.index(holder) > 1 else PASSED

    def _what_remains(self) -> str:
        community = self._world.community
        people = [guest.id for guest in community.guests.values()]
        return _in_words(look_for(people, self._world.sim.settings.database.url), len(people))


def _newest(view: View) -> int:
    return max((seen.id for seen in view.messages), default=0)


def _in_words(search: SearchResult, people: int) -> str:
    rows = len(search.record)
    kept = "one row" if rows == 1 else f"{rows} rows"
    searched = f"{search.values} values in {search.tables} tables, and the files as they lie on the disk"
    if search.found:
        return f"Searched just now: {searched}. An id of somebody is still in {', '.join(search.found)}."
    return (
        f"The database keeps {kept} of it all, without a name: which week, what kind of circle, about how many "
        f"people. Searched just now: {searched}. The id of none of the {people} people is there."
    )
