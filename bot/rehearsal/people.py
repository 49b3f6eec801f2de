"""How a simulated person behaves: looks at what they can see, thinks for a while, and then does one thing.

A person is a list of habits, each an occasion and what they do on it. Nothing here knows the bot, its database
or how anything is shown: a person knows only the cards in front of them, as people do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from .observer import Seen

PATIENCE = timedelta(minutes=3)
"""How long somebody waits for a button they expect before they let it be."""


@dataclass(frozen=True)
class View:
    """What one person has before them, the newest message first."""

    me: int
    now: datetime
    messages: tuple[Seen, ...]

    def newest(self, *labels: str, words: str = "") -> Seen | None:
        """The newest card with all of these buttons, and with these words on it."""
        return next(
            (seen for seen in self.messages if set(labels) <= set(seen.labels) and words in seen.words), None
        )

    @property
    def stage(self) -> str:
        """The stage the circle is in, by the heading of its newest card."""
        titles = (seen.words.split("\n", 1)[0] for seen in self.messages)
        return next((title.removeprefix("## ") for title in titles if title.startswith("## ")), "")

    @property
    def piece(self) -> Seen | None:
        """The newest card of the talking piece: it names somebody and has a way to support. So has the
        welcome in the room, before the circle begins."""
        cards = (seen for seen in self.messages if seen.names and "I need support" in seen.labels)
        return next((card for card in cards if "Begin" not in card.labels), None)


# What people do


@dataclass(frozen=True)
class Press:
    """Press a button, after that many seconds of thought. The note is for whoever watches."""

    label: str
    after: float
    note: str = ""


@dataclass(frozen=True)
class Fill(Press):
    """Press a button that opens a form, fill in its fields, by their ids, and send it."""

    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Say:
    """Write a message, after that many seconds of thinking and typing."""

    words: str
    after: float


@dataclass(frozen=True)
class Type:
    """Type a command, after that many seconds."""

    command: str
    after: float
    options: Mapping[str, str] = field(default_factory=dict)


Deed: TypeAlias = Press | Say | Type


@dataclass(frozen=True)
class CardMove:
    """Somebody presses a button of a card now."""

    deed: Press
    card: Seen

    @property
    def channel(self) -> int:
        """Where the card is."""
        return self.card.channel


@dataclass(frozen=True)
class ChannelMove:
    """Somebody writes or types a command in a channel now."""

    deed: Say | Type
    channel: int


Move: TypeAlias = CardMove | ChannelMove


# When they do it


@dataclass(frozen=True)
class Occasion:
    """Something a person can see.

    Attributes:
        find: the card that is the occasion; None while there is none.
        passes: what was begun on it is left alone once it is over.
        needs: while the card lacks this button, as in a pause, one waits.
        each: every card with this button is an occasion, the oldest first, and not only the newest.
    """

    find: Callable[[View], Seen | None]
    passes: bool = False
    needs: str = ""
    each: str = ""

    def cards(self, view: View) -> Iterator[Seen]:
        """The cards that are the occasion now."""
        if self.each:
            yield from (seen for seen in reversed(view.messages) if self.each in seen.labels)
        elif (card := self.find(view)) is not None:
            yield card

    def is_ready(self, card: Seen) -> bool:
        """Whether one can go on now."""
        return not self.needs or self.needs in card.labels


def sees(label: str, words: str = "") -> Occasion:
    """A card with that button, and with those words on it."""
    return Occasion(lambda view: view.newest(label, words=words))


def sees_each(label: str) -> Occasion:
    """Every card with that button, as the invitations to several dates."""
    return Occasion(lambda view: view.newest(label), each=label)


def hears(words: str) -> Occasion:
    """Somebody else wrote something with these words."""

    def find(view: View) -> Seen | None:
        return next((m for m in view.messages if words in m.text and m.author != view.me), None)

    return Occasion(find)


def offered(stage: str = "") -> Occasion:
    """The piece is held out to them."""

    def find(view: View) -> Seen | None:
        return _mine(view, stage) if view.piece and "Receive" in view.piece.labels else None

    return Occasion(find, passes=True)


def holds(stage: str = "") -> Occasion:
    """The piece is theirs. In a pause it stays theirs, and they wait."""

    def find(view: View) -> Seen | None:
        return _mine(view, stage) if view.piece and "Receive" not in view.piece.labels else None

    return Occasion(find, passes=True, needs="I'm done")


def open_floor(stage: str) -> Occasion:
    """A stage in which anyone may write."""

    def find(view: View) -> Seen | None:
        return view.newest(words=f"## {stage}\n") if view.stage == stage else None

    return Occasion(find, passes=True)


def _mine(view: View, stage: str) -> Seen | None:
    card = view.piece
    return card if card and card.names[:1] == (view.me,) and stage in ("", view.stage) else None


# Who does it


@dataclass(frozen=True)
class Habit:
    """What somebody does on an occasion, step by step; the first time only, unless it is something usual."""

    on: Occasion
    deeds: tuple[Deed, ...]
    usual: bool = False


def when(on: Occasion, *deeds: Deed) -> Habit:
    """What somebody does on that occasion the first time, if no earlier habit of theirs is about it."""
    return Habit(on, deeds)


def whenever(on: Occasion, *deeds: Deed) -> Habit:
    """What somebody does every time."""
    return Habit(on, deeds, usual=True)


@dataclass
class _Doing:
    on: Occasion
    left: list[Deed]
    due: datetime
    channel: int
    card: int


class Person:
    """Somebody with habits, the most particular first. They do one thing at a time."""

    def __init__(self, name: str, *habits: Habit) -> None:
        self.name = name
        self._habits = habits
        self._had: set[int] = set()
        self._met: set[tuple[int, int]] = set()
        self._doing: _Doing | None = None
        self._looked: datetime | None = None
        self._nothing_in: tuple[Seen, ...] | None = None

    def rests(self, view: View) -> bool:
        """Whether they have looked at this and would do nothing until something changes."""
        return self._doing is None and view.messages is self._nothing_in

    def live(self, view: View) -> Move | None:
        """Look, and do something if its time has come. Called again and again as time goes by."""
        since, self._looked = (self._looked or view.now), view.now
        if self._doing is None and view.messages is not self._nothing_in:
            self._doing = self._take_up(view)
            self._nothing_in = view.messages if self._doing is None else None
        doing = self._doing
        if doing is None:
            return None
        if doing.on.passes:
            card = doing.on.find(view)
            if card is None or card.id != doing.card:
                self._doing = None
                return None
            if not doing.on.is_ready(card):
                doing.due += view.now - since
                return None
        return self._next_deed(doing, view) if view.now >= doing.due else None

    def _take_up(self, view: View) -> _Doing | None:
        for number, habit in enumerate(self._habits):
            new = (one for one in habit.on.cards(view) if (number, one.id) not in self._met)
            card = next(new, None)
            if card is None or not habit.on.is_ready(card):
                continue
            if number in self._had and not habit.usual:
                continue
            self._had.add(number)
            self._met.add((number, card.id))
            due = view.now + timedelta(seconds=habit.deeds[0].after)
            return _Doing(habit.on, list(habit.deeds), due, card.channel, card.id)
        return None

    def _next_deed(self, doing: _Doing, view: View) -> Move | None:
        move = _move(doing.left[0], doing, view)
        if move is None:
            if view.now - doing.due > PATIENCE:
                self._doing = None
            return None
        doing.left.pop(0)
        if doing.left:
            doing.due = view.now + timedelta(seconds=doing.left[0].after)
        else:
            self._doing = None
        return move


def _move(deed: Deed, doing: _Doing, view: View) -> Move | None:
    if not isinstance(deed, Press):
        return ChannelMove(deed, doing.channel)
    # The card that was the occasion, as long as it has the button; else the newest that has it.
    same = (seen for seen in view.messages if seen.id == doing.card and deed.label in seen.labels)
    card = next(same, None) or view.newest(deed.label)
    return None if card is None else CardMove(deed, card)
