"""What the guide can lead through: a lesson is steps in plain words, what the others do meanwhile, and what counts as
done. The tour is in `tour`, the scenes are in `scenes`; how a lesson is gone through is in `guide`.

All sentences go through gettext.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from ..people import Person, View
from .community import Guest

SAID, WAITED, HANDED = "said", "waited", "handed"
"""What somebody may do without pressing a button of that name: write a line, let a while go by, hand over."""


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        title: what it is about.
        text: why, in a few sentences.
        say: what to do now, in words.
        until: what has come about when it is done; None: it is the last.
        press: labels to press, the first that is there. While there is one, time stands still.
        pressed: what can be read once that has been done, though the step goes on.
        after: what must be there to read before there is anything to press.
        watch: whether there is only something to watch.
        holds: whether time stands still until it is done, also where there is nothing to press.
        place: whether the learner is to go to the room.
        command: what is to be written in the lobby; time goes on meanwhile.
    """

    title: str
    text: str
    say: str
    until: str | None
    press: tuple[str, ...] = ()
    pressed: str = ""
    after: str = ""
    watch: bool = False
    holds: bool = False
    place: bool = False
    command: str = ""


@dataclass(frozen=True)
class Choice:
    """Something one could do in a scene.

    Attributes:
        name: what it is, in a word or two.
        words: what it does, or what one might say.
        acts: how it is noticed: labels, or `SAID`, `WAITED`, `HANDED`. None: it is only told of.
    """

    name: str
    words: str
    acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cast:
    """Who is in a lesson.

    Attributes:
        learner: whoever is led.
        others: the other people of the circle, in the order in which they take their seats.
    """

    learner: Guest
    others: tuple[Guest, ...]

    @property
    def names(self) -> dict[str, str]:
        """What the sentences of a lesson may call them: the first is `who`, the second `other`."""
        return {"who": self.others[0].name, "other": self.others[1].name}


class Progress(Protocol):
    """What has come about in a lesson so far. Once it has, it stays so."""

    def look(self, view: View) -> None:
        """See what the learner sees now."""

    def did(self, act: str) -> None:
        """The learner has done that."""

    def has(self, what: str) -> bool:
        """Whether it has come about."""


Script: TypeAlias = Callable[[Cast], Mapping[int, Person]]


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes:
        key: what it is called by the page.
        title: what it is called by people.
        about: one sentence for whoever chooses.
        steps: in order. In the last the learner is let go of.
        script: what the others do, by their id.
        first: which of the others comes first.
        is_set_up: whether a circle is led to where the lesson begins, before it does.
        cue: what is to be read once the moment is there that is to be practised.
        choices: what one could do, told of at the end.
        format: what the circle goes by that is led to where the lesson begins.
        sights: what has come about, and the words by which the learner sees it, in order; where nothing is set up.
    """

    key: str
    title: str
    about: str
    steps: tuple[Step, ...]
    script: Script
    first: int = 0
    is_set_up: bool = False
    cue: str = ""
    choices: tuple[Choice, ...] = ()
    format: str = "quick-circle"
    sights: tuple[tuple[str, str], ...] = ()

    def cast(self, learner: Guest, members: list[Guest]) -> Cast:
        """Who plays what."""
        at = self.first % len(members)
        return Cast(learner, (*members[at:], *members[:at]))
