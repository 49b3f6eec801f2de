"""What the helpers do and say when they play themselves: words and habits, as `people` understands them.

The words are made up and are nobody's story. Who plays, and when, is in `helpers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..observer import Seen
from ..people import (
    Fill,
    Habit,
    Occasion,
    Person,
    Press,
    Say,
    Type,
    View,
    hears,
    holds,
    offered,
    open_floor,
    sees,
    sees_each,
    when,
    whenever,
)
from .community import FACILITATOR
from .group_scripts import group_habits

FIRST_WORDS = "Is there a circle tonight?"
"""What somebody asks in the lobby to begin with; a facilitator who plays herself then opens one."""
CIRCLE = "Evening circle"

HERE = re.compile(r"(\d+) of \d+ seats (?:is|are) taken")
"""How the card of those who gather counts them."""


@dataclass(frozen=True)
class Words:
    """What one person has to say."""

    arriving: str
    story: tuple[str, ...]
    after: str
    spark: str


WORDS = {
    FACILITATOR: Words(
        "Glad to sit down. It has been a day of stairs.",
        (
            "When I moved here I knew nobody. I bought bread every morning so that somebody would say good morning.",
            "One day I had a fever and did not go. In the evening the baker rang my bell, with a loaf under her arm.",
            "I have never asked how she knew which door.",
        ),
        "I keep thinking how small these things were, and how long they have lasted.",
        "A loaf, still warm.",
    ),
    "Ana": Words(
        "A bit scattered. My bag is still packed.",
        (
            "The night before my operation I could not sleep. The woman in the next bed could not either.",
            "She began to name every dog she had ever had, in order. There were eleven.",
            "I fell asleep at number seven.",
        ),
        "I would like to be somebody's list of dogs, some night.",
        "Dog number seven.",
    ),
    "Ben": Words(
        "Like a radio between two stations.",
        (
            "I had not spoken to my brother in four years. Then our mother's chair broke, the blue one.",
            "We glued it together in her kitchen and held it for twenty minutes, because that is what the tube said.",
            "It was the longest we had been in one room. Neither of us let go early.",
        ),
        "It was good to hear it said out loud.",
        "A blue chair that holds.",
    ),
    "Cleo": Words(
        "Quiet. It is a good quiet, I think.",
        (
            "After the funeral people brought soup. So much soup.",
            "My neighbour is fifteen. He brought a bicycle pump, and said that my tyre had been flat since March.",
            "I rode round the block twice. It was the first thing I wanted to do.",
        ),
        "I went out for a moment, and my place was still here.",
        "Twice round the block.",
    ),
    "Dev": Words(
        "Slow today. I hope that is all right.",
        (
            "I type slowly, please bear with me.",
            "When my shop closed I had to carry everything out by myself. On the second day a man from the bus stop "
            "picked up the other end of a shelf.",
            "He missed three buses. He said he was not in a hurry to get home either.",
            "We never told each other our names. I still look for him at that stop.",
        ),
        "So many of these happened while somebody was only waiting.",
        "The other end of the shelf.",
    ),
}
OTHERS = (
    Words(
        "Here, with cold hands.",
        (
            "My first winter at the night school I was the oldest by thirty years.",
            "A girl moved her coat from the seat next to her and said: you can see the clock from here.",
        ),
        "I will remember the chair.",
        "The seat from which you can see the clock.",
    ),
    Words(
        "A little proud. I cooked.",
        (
            "My daughter stopped talking to me the year she turned fourteen. I drove her to swimming all the same.",
            "One evening she turned the radio to my station and left it there. That was all.",
        ),
        "Thank you for the soup, and for the pump.",
        "My station, left on.",
    ),
    Words(
        "Like a window somebody has just opened.",
        (
            "I got lost in the hospital looking for the way out.",
            "A cleaner walked the whole way with me, although she was going home. "
            "She knew the vending machine that gives two.",
        ),
        "I feel less hurried than when I came.",
        "Two of whatever the machine gives.",
    ),
)
"""For whoever has no words of their own here."""

GESTURES = ("Heard", "Me too", "Hope")
"""What somebody answers to a story, by where they sit; everybody may, and nobody has to."""
LONELY = ("3", "2", "4", "5 very alone", "3"), ("2", "1 not alone", "2", "3", "2")
"""What they answer when they are asked how alone they feel, on arriving and on leaving, by where they sit."""

BEGINS_AFTER_S, BEGINS_WITH = 75, 3
OPEN_FLOOR_S = 150


def words_of(name: str, place: int) -> Words:
    """What somebody has to say; `place` is where they sit, for those who have no words of their own."""
    return WORDS.get(name) or OTHERS[place % len(OTHERS)]


def player(name: str, place: int, people: int) -> Person:
    """Somebody who plays themselves.

    Args:
        name: who.
        place: where they sit, the facilitator at 0.
        people: how many belong to a circle here.
    """
    words = words_of(name, place)
    own = _OWN.get(name, ())
    hosting = _hosting(words, people) if name == FACILITATOR else ()
    group = group_habits(name, place, words.after, words.spark)
    return Person(name, *hosting, *own, *group, *_taking_part(words, place))


def _taking_part(words: Words, place: int) -> tuple[Habit, ...]:
    """What everybody does: take a seat, agree, receive the piece, tell, let it go on, and answer the others."""
    arriving, leaving = (levels[place % len(levels)] for levels in LONELY)
    return (
        whenever(sees_each("Save me a seat"), Press("Save me a seat", after=6 + 5 * place)),
        when(sees("5 very alone"), Press(arriving, after=5 + 2 * place)),
        whenever(sees("I agree"), Press("I agree", after=10 + 6 * place)),
        whenever(offered(), Press("Receive", after=6)),
        whenever(
            holds("Stories"),
            *(Say(line, after=14 + 12 * number) for number, line in enumerate(words.story)),
            Press("I'm done", after=8),
        ),
        whenever(holds("Reflection"), Say(words.after, after=12), Press("I'm done", after=6)),
        whenever(holds("Last words"), Say("Thank you.", after=8), Press("I'm done", after=4)),
        whenever(holds(), Say(words.arriving, after=10), Press("I'm done", after=5)),
        whenever(open_floor("Reflection"), Say(words.after, after=25 + 25 * place)),
        whenever(
            sees("Offer a spark"),
            Fill("Offer a spark", after=10 + 4 * place, fields={"sc:spark:words": words.spark}),
            Press("Share the spark", after=6),
        ),
        whenever(open_floor("Harvest"), Say(words.spark, after=20 + 15 * place)),
        whenever(_hears_a_story(), Press(GESTURES[place % len(GESTURES)], after=18 + 2 * place)),
        whenever(_is_asked_again(), Press(leaving, after=4 + 2 * place)),
    )


def _hears_a_story() -> Occasion:
    """Somebody else has told a story, and it can be answered."""

    def find(view: View) -> Seen | None:
        card = view.newest("Heard")
        return card if card is not None and view.me not in card.names[:1] else None

    # The card goes with the stage after, and whoever had not answered by then has other things to do.
    return Occasion(find, passes=True)


def _is_asked_again() -> Occasion:
    """On leaving, everybody may say once more how alone they feel."""
    return Occasion(
        lambda view: view.newest("5 very alone", words="## Closing") if view.stage == "Closing" else None
    )


def _somebody_else_tells() -> Occasion:
    """The piece is with somebody else, in the round of stories."""

    def find(view: View) -> Seen | None:
        card = view.piece
        is_theirs = card is not None and "I'm done" in card.labels and view.me not in card.names[:1]
        return card if is_theirs and view.stage == "Stories" else None

    return Occasion(find)


_OWN: dict[str, tuple[Habit, ...]] = {
    # Ben is not ready at first, and has something after all when it comes again.
    "Ben": (when(offered("Stories"), Press("Not yet", after=14)),),
    # Cleo needs some air in between, and finds her place kept.
    "Cleo": (
        when(
            _somebody_else_tells(),
            Press("Step out", after=22),
            Press("Come back in", after=70),
        ),
    ),
    # Dev has no microphone, so where the others speak he writes. He takes his time, and then a minute more.
    "Dev": (
        whenever(sees("I write"), Press("I write", after=4)),
        whenever(offered("Stories"), Press("Receive", after=75)),
        when(
            holds("Stories"),
            Say(WORDS["Dev"].story[0], after=12),
            Press("One more minute", after=20),
            *(Say(line, after=35) for line in WORDS["Dev"].story[1:]),
            Press("I'm done", after=10),
        ),
    ),
    # Ana holds the circle if whoever did is away.
    "Ana": (whenever(sees("I'll hold the circle"), Press("I'll hold the circle", after=20)),),
}


def _hosting(words: Words, people: int) -> tuple[Habit, ...]:
    """What the facilitator does beside taking part: open, begin, pause when asked, and move on."""
    return (
        whenever(
            hears("circle tonight"),
            Say("There is. I'll open it now, for whoever would like to sit together for a while.", after=6),
            Type("circle open", after=8, options={"name": CIRCLE}),
        ),
        whenever(
            gathered(people, people),
            Say("You are all here. Let us begin.", after=6),
            Press("Begin", after=5),
        ),
        whenever(gathered(BEGINS_WITH, people - 1), Press("Begin", after=BEGINS_AFTER_S)),
        whenever(
            sees("Begin", words="It is time."),
            Say("Good to see you. Let us begin.", after=12),
            Press("Begin", after=6),
        ),
        whenever(
            hears("Could we stop"),
            Type("circle pause", after=5),
            Say("Of course. We have time.", after=6),
            Type("circle resume", after=60),
        ),
        whenever(
            open_floor("Reflection"), Say(words.after, after=30), Type("circle next", after=OPEN_FLOOR_S)
        ),
    )


def gathered(least: int, most: int) -> Occasion:
    """A card with `Begin` says that between so many and so many seats are taken. There may be one that says less, for a
    private one is drawn anew a little later than the room's.
    """

    def find(view: View) -> Seen | None:
        cards = (seen for seen in view.messages if "Begin" in seen.labels)
        return next((card for card in cards if least <= _seats_taken(card) <= most), None)

    return Occasion(find, passes=True)


def _seats_taken(card: Seen) -> int:
    found = HERE.search(card.words)
    return int(found[1]) if found is not None else 0
