"""What the helpers do where a group has more than one evening: they gather, greet, and miss a meeting.

What they do in a circle is in `helper_scripts`. Every occasion here is left alone by those who do not care for it, and
a circle never waits for any of them.
"""

from __future__ import annotations

from ..people import Habit, Press, Say, holds, open_floor, sees, sees_each, when, whenever
from .community import FACILITATOR, GREETERS

LOOKS_BACK = {"Ana": "I came in with my bag packed, every time. Today I left it at home."}
"""What somebody says when a series looks back; the others say what a circle always leaves with them."""


def group_habits(name: str, place: int, after: str, spark: str) -> tuple[Habit, ...]:
    """What one of them does.

    Args:
        name: who.
        place: where they sit, the facilitator at 0.
        after: what a circle leaves them with.
        spark: one thing they take along.
    """
    return (
        *_OWN.get(name, ()),
        *(_HOLDING if name == FACILITATOR else ()),
        *(_GREETING if name in GREETERS else ()),
        whenever(sees_each("I would like a circle now"), Press("I would like a circle now", 8 + 7 * place)),
        when(sees("Not my first"), Press("Not my first", after=6 + 2 * place)),
        *_last_meeting(name, place, after, spark),
    )


def _last_meeting(name: str, place: int, after: str, spark: str) -> tuple[Habit, ...]:
    """The rounds of the last meeting of a series, and the one in which it is about those who are missed."""
    looks_back, lets_go = LOOKS_BACK.get(name, after), Press("I'm done", after=6)
    return (
        whenever(holds("Looking back"), Say(looks_back, after=12), lets_go),
        whenever(holds("What I take with me"), Say(spark, after=10), lets_go),
        whenever(open_floor("What comes next"), Say("I would come again.", after=20 + 25 * place)),
        whenever(holds("Goodbye"), Say("Thank you. Go well, all of you.", after=8), lets_go),
        whenever(holds("Whom we miss"), Say("Somebody I still talk to, in the kitchen.", after=10), lets_go),
    )


_HOLDING = (whenever(sees("I can hold it"), Press("I can hold it", after=30)),)
_GREETING = (whenever(sees_each("I will greet"), Press("I will greet", after=25)),)

_OWN: dict[str, tuple[Habit, ...]] = {
    # Cleo cannot come to the second meeting of a series, and would like whoever holds it to know.
    "Cleo": (
        when(
            sees("I cannot come this time", words="Meeting 2 of"),
            Press("I cannot come this time", after=20),
            Press("Tell the facilitator", after=8),
        ),
        whenever(sees("Write to me tomorrow"), Press("Write to me tomorrow", after=14)),
    ),
    # Dev is new here, and would like to be greeted where somebody greets.
    "Dev": (
        whenever(sees("I would like to be greeted"), Press("I would like to be greeted", after=9)),
        when(sees("My first circle here this year"), Press("My first circle here this year", after=8)),
    ),
}
