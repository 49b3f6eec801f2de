"""What the others do in the scenes to practise. The words they say are made up and are nobody's story.

What the learner reads is in `scenes`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..people import (
    Deed,
    Habit,
    Occasion,
    Person,
    Press,
    Say,
    View,
    holds,
    offered,
    sees,
    sees_each,
    when,
    whenever,
)
from .community import Guest
from .helper_scripts import gathered
from .lesson import Cast

SPILLS_OVER = "there is so much more"
INTERRUPTS = "call her tonight"
TELLS_IN_PRIVATE = "asked me to tell you"
IS_IN_THE_MIDDLE = "handed me a chair"
WOULD_GO_ON = "Please, say yes."
"""What is to be read once the moment of a scene is there."""


def opener(cast: Cast) -> Person:
    """The learner, until the scene begins: begins the circle that is open, and has the first turn."""
    people = len(cast.others) + 1
    return Person(
        cast.learner.name,
        when(gathered(people, people), Press("Begin", after=0)),
        whenever(sees("I agree"), Press("I agree", after=0)),
        whenever(offered(), Press("Receive", after=0)),
        whenever(
            holds(),
            Say("One winter I had a fever. The baker rang my bell, a loaf under her arm.", after=0),
            Press("I'm done", after=0),
        ),
    )


def _people(cast: Cast, first: tuple[Habit, ...], second: tuple[Habit, ...] = ()) -> Mapping[int, Person]:
    """Everybody takes part; the first two have something of their own to do."""
    own = {0: first, 1: second}
    return {guest.id: _person(guest, place, own.get(place, ())) for place, guest in enumerate(cast.others)}


def _person(guest: Guest, place: int, own: tuple[Habit, ...]) -> Person:
    return Person(
        guest.name,
        *own,
        # The first to take a seat has the first turn after the learner's.
        whenever(sees("Save me a seat"), Press("Save me a seat", after=place)),
        whenever(sees("I agree"), Press("I agree", after=0)),
        whenever(offered(), Press("Receive", after=2)),
        whenever(
            holds(), Say("Thank you for listening before. I will just sit with it today.", after=12), _LETS_GO
        ),
    )


_LETS_GO = Press("I'm done", after=8)


def _tells(*deeds: Deed) -> tuple[Habit, ...]:
    """Whoever has the piece, and lets it go when the learner has said something or a pause is over."""
    return (when(holds(), *deeds, Say("Thank you. I think that is enough for today.", after=45), _LETS_GO),)


def says_too_much(cast: Cast) -> Mapping[int, Person]:
    """The first tells more than fits, and more than is easy to hear."""
    return _people(
        cast,
        _tells(
            Say("I want to tell you about the night in the hospital. All of it, this time.", after=4),
            Say(
                "It was four in the morning, and the corridor smelled of bleach. I remember every machine.",
                after=8,
            ),
            Say(
                "They said things to me that nobody ought to hear. I will tell you each of them, in order.",
                after=9,
            ),
            Say(
                "I know my time is nearly over, but there is so much more. I cannot leave any of it out.",
                after=9,
            ),
        ),
    )


def talk_over_each_other(cast: Cast) -> Mapping[int, Person]:
    """The first tells, and the second gives advice."""
    who = cast.others[0].id
    return _people(
        cast,
        _tells(
            Say("My sister and I have not spoken since the funeral. I do not know how to begin.", after=4),
            Say("I had not finished.", after=14),
        ),
        (
            when(
                _has_piece(who),
                Say("You should just call her. That is what I did, and it took five minutes.", after=10),
                Say("I only want to help! Honestly, call her tonight.", after=14),
            ),
        ),
    )


def is_silent(cast: Cast) -> Mapping[int, Person]:
    """The first has the piece and says nothing."""
    return _people(
        cast,
        (
            when(
                holds(),
                Say("I only wanted to hold it for a while. Thank you for the quiet.", after=85),
                _LETS_GO,
            ),
        ),
    )


def asks_for_support(cast: Cast) -> Mapping[int, Person]:
    """The first tells, and the second asks in private that the facilitator be told."""
    who = cast.others[0].id
    return _people(
        cast,
        _tells(
            Say("My father drove a night bus. I used to wait up for the sound of his keys.", after=4),
            Say("One night there were no keys.", after=12),
        ),
        (
            when(
                _has_piece(who), Press("I need support", after=9), Press("Let the facilitator know", after=4)
            ),
        ),
    )


def is_there_when_you_leave(cast: Cast) -> Mapping[int, Person]:
    """The first tells, and somebody holds the circle if it is asked."""
    return _people(
        cast,
        _tells(
            Say("I had a flat with no furniture. The people below knocked, and handed me a chair.", after=4)
        ),
        (when(sees("I'll hold the circle"), Press("I'll hold the circle", after=6)),),
    )


def would_go_on(cast: Cast) -> Mapping[int, Person]:
    """The first does not want the last meeting to be the last."""
    return _people(
        cast,
        _tells(
            Say("I keep thinking of the first evening. I did not say a word, and nobody minded.", after=4),
            Say("I do not want this to end. All week I wait for this hour.", after=10),
            Say("We could just go on, only us, next Sunday at the same time. Please, say yes.", after=12),
        ),
    )


def gather(cast: Cast) -> Mapping[int, Person]:
    """Everybody would like a circle now, one after the other."""
    label = "I would like a circle now"
    return {
        guest.id: _person(guest, place, (whenever(sees_each(label), Press(label, after=5 + 4 * place)),))
        for place, guest in enumerate(cast.others)
    }


def _has_piece(who: int) -> Occasion:
    """That person has the piece."""
    return Occasion(lambda view: view.piece if has_piece(view, who) else None)


def has_piece(view: View, who: int) -> bool:
    """Whether the piece is with that person, who may speak."""
    card = view.piece
    return card is not None and card.names[:1] == (who,) and "I'm done" in card.labels
