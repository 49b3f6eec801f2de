"""A circle that cannot be shown stands still: nobody's turn goes by unseen."""

from __future__ import annotations

from .. import commands as c
from .. import events as e
from ..draft import Draft
from ..flow import release
from ..model import HoldReason, Phase, TimerKind
from .authority import No

LONGEST_S = 86_400
"""How long a circle stands still before it is closed: by then nobody waits for it, and who sat where is let go."""


def stand_still(draft: Draft, command: c.StandStill) -> No:
    """Before a date the clock is the calendar's and does not wait; there is nobody's turn to lose either."""
    state = draft.state
    by_the_calendar = state.appointment is not None and state.phase is not Phase.LIVE
    if not by_the_calendar and not state.held(HoldReason.UNSEEN):
        timer = draft.timer(TimerKind.UNSEEN, LONGEST_S)
        draft.emit(e.Held(HoldReason.UNSEEN, draft.now, timer))
    return None


def go_on_again(draft: Draft, command: c.GoOn) -> No:
    release(draft, HoldReason.UNSEEN)
    return None
