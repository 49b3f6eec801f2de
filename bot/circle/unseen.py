"""A circle that cannot be shown stands still: nobody's turn goes by unseen (docs/method.md, "Time")."""

from __future__ import annotations

from dataclasses import dataclass

from .holds import hold, release
from .model import HoldReason, TimerKind
from .slices import Command, Draft, No

LONGEST_S = 86_400
"""How long a circle stands still before it is closed: by then nobody waits for it, and who sat where is let go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandStill(Command):
    """What is going on cannot be shown: let it wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn(Command):
    """What is going on can be seen again: let it go on."""


def stand_still(draft: Draft, command: StandStill) -> No:
    """The clock stops while nothing can be shown, so that nobody loses time they never saw.

    Before a date the clock is the calendar's and does not wait; there is nobody's turn to lose either.
    """
    if not draft.state.goes_by_the_calendar and not draft.state.held(HoldReason.UNSEEN):
        hold(draft, HoldReason.UNSEEN, TimerKind.UNSEEN, LONGEST_S)
    return None


def go_on_again(draft: Draft, command: GoOn) -> No:
    """As soon as it can be shown again the circle goes on, with the time given back."""
    release(draft, HoldReason.UNSEEN)
    return None
