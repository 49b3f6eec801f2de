"""The guided first session: its steps in plain words, and what the others do in it.

How the guide goes from step to step is in `guide`. The words people say are made up and are nobody's story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..people import Habit, Occasion, Person, Press, Say, holds, offered, sees, when, whenever
from .community import Guest

OPEN, SEATED, LIVE, MINE, PASSED, HARD = "open", "seated", "live", "mine", "passed", "hard"
PAUSED, RESUMED, CLOSING, CLOSED = "paused", "resumed", "closing", "closed"
"""What can be seen to have happened. Once it has, it stays so."""

WATCH_S = 7.0
"""Simulated seconds a step stays at least in which there is nothing to press, so that it can be read."""


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        title: what it is about.
        text: why, in a few sentences.
        say: what to do now, in words.
        until: what can be seen when it is done; None: it is the last.
        press: labels to press, the first that is there.
        pressed: what can be read once that has been done, though the step goes on.
        watch: whether there is only something to watch.
    """

    title: str
    text: str
    say: str
    until: str | None
    press: tuple[str, ...] = ()
    pressed: str = ""
    watch: bool = False


STEPS = (
    Step(
        "Open a circle",
        "In this tour you are Fay, who holds the circle tonight. The others are here already and play themselves. "
        "A circle begins with an invitation, which names nobody.",
        "As Fay, in #lobby, write /circle open. Give it any name, choose the format Quick circle, and send it.",
        OPEN,
    ),
    Step(
        "People take their seats",
        "Each seat that is taken is counted on the invitation, and nobody is named. Whoever has one is let into a "
        "private room that the rest of the server cannot see. You have a seat as well: whoever holds a circle "
        "sits in it.",
        "Watch the seats being taken. A new room has appeared below #lobby: go there.",
        SEATED,
        watch=True,
    ),
    Step(
        "Begin",
        "The welcome says how many are here. You begin when it feels right; nothing begins without you.",
        "In the room below #lobby, press Begin.",
        LIVE,
        ("Begin",),
    ),
    Step(
        "Agree on how to be together",
        "First a short opening, half a minute long. Then the agreements, with their one exception, are put to "
        "everyone, every time. Each person agrees for themselves, or only listens.",
        "Skip to the next thing if you like. When the agreements are there, read them and press I agree.",
        MINE,
        ("I agree",),
        "You are part of this circle.",
    ),
    Step(
        "The piece comes to you",
        "Whoever has the talking piece speaks, and everyone else listens. You have the same time as all the others. "
        "A sentence is enough, and so is silence.",
        "Press Receive, write a line or two, and then press I'm done.",
        PASSED,
        ("Receive", "I'm done"),
    ),
    Step(
        "Somebody passes",
        "The piece is offered to the next person, and they let it go by. The others see only that it has moved on. "
        "No reason is asked for and nothing is counted. Not yet would have brought it back at the end of the round.",
        "There is nothing to do. Watch the piece go on.",
        HARD,
        watch=True,
    ),
    Step(
        "A difficult moment",
        "Somebody has begun, and it is a lot. You need no clever words. A pause stops every clock: they keep their "
        "place, their time and the piece.",
        "When they ask for it, press Pause on your panel. If it is out of sight, write /circle panel first.",
        PAUSED,
        ("Pause",),
    ),
    Step(
        "Support, in private",
        "I need support is on every card. Only the one who presses it sees what it opens, and only they choose "
        "whether you are told. If they do, a word for you alone appears here or in your direct messages.",
        "Give it a moment. You may write a kind line in the room. Then press Resume on your panel.",
        RESUMED,
        ("Resume",),
    ),
    Step(
        "The round goes on",
        "The piece goes to everyone once, and comes again to whoever let it pass. Heard, Me too and Hope below a story "
        "are for whoever listens: only its teller learns of them, later, and never from whom. Next on your "
        "panel moves things on if you ever need to.",
        "Listen, or let time pass faster. In a longer format you may press End on your panel when you have seen "
        "enough.",
        CLOSING,
        watch=True,
    ),
    Step(
        "Closing",
        "Every circle is closed, so that nobody is left holding it open. It ends by itself when its time is up. Longer "
        "formats have a harvest before: who likes offers a spark of hope, which appears later in #hope without a name.",
        "Skip to the next thing, or wait for the last card.",
        CLOSED,
        watch=True,
    ),
    Step(
        "What remains",
        "The room will be deleted in a little while, with everything that was written in it. Nothing anybody said "
        "is kept anywhere. {remains}",
        "That was a whole circle. You can save it as a page, or play another one with nobody helping.",
        None,
    ),
)

OUT_OF_SIGHT = "/circle panel"
"""What to write when a button of the panel is nowhere to be seen."""

STORIES = (
    "My grandmother kept a tin of buttons. When I could not sleep she let me sort them, and never asked why I was up.",
    "The bus driver waited for me every morning that winter. He said it was the traffic. There was no traffic.",
    "A stranger carried my suitcase down all the stairs of the station. At the bottom she said: me too, last year.",
    "I had a flat with no furniture. The people below knocked, and handed me one chair.",
)


def script(members: Sequence[Guest]) -> Mapping[int, Person]:
    """What the others do, by their id: the first passes once, the second has the difficult moment."""
    return {guest.id: _person(guest, place) for place, guest in enumerate(members)}


def _person(guest: Guest, place: int) -> Person:
    return Person(
        guest.name,
        whenever(sees("Save me a seat"), Press("Save me a seat", after=3 + 2 * place)),
        whenever(sees("I agree"), Press("I agree", after=4 + 2 * place)),
        *({0: _lets_it_pass, 1: _finds_it_hard}.get(place, _nothing_else)()),
        whenever(offered(), Press("Receive", after=5)),
        whenever(holds(), Say(STORIES[place % len(STORIES)], after=8), Press("I'm done", after=7)),
    )


def _nothing_else() -> tuple[Habit, ...]:
    return ()


def _lets_it_pass() -> tuple[Habit, ...]:
    return (when(offered(), Press("Pass", after=9)),)


def _finds_it_hard() -> tuple[Habit, ...]:
    return (
        when(_reads("The circle is paused. Your place"), Press("I need support", after=5), _TELL),
        when(
            _reads("The circle goes on where it was."),
            Say("Thank you for waiting. I'll leave it there for today, and that is enough.", after=7),
            Press("I'm done", after=5),
        ),
        when(
            holds(),
            Say("It is about the night my father was taken to hospital.", after=8),
            Say("I thought that I could tell this. Could we stop for a moment?", after=9),
        ),
    )


_TELL = Press("Let the facilitator know", after=4)


def _reads(words: str) -> Occasion:
    """A card with these words."""
    return Occasion(lambda view: view.newest(words=words))
