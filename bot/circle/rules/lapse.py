"""A circle that was away for longer than its room would have lasted is closed; nobody is let in any more."""

from __future__ import annotations

from .. import commands as c
from .. import events as e
from ..appointment import events as a
from ..draft import Draft
from ..lasting import has_outlived
from ..model import EndReason, Phase
from .authority import No


def lapse(draft: Draft, command: c.Lapse) -> No:
    state = draft.state
    if not has_outlived(state, command.untouched_since, draft.now, command.linger_s):
        return None
    if state.phase is not Phase.PLANNED:
        draft.emit(e.Ended(draft.now, EndReason.LAPSED))
        return None
    if state.appointment is not None and state.appointment.off is None:
        draft.emit(a.CalledOff(draft.now, EndReason.MISSED))
    appointment = draft.state.appointment
    assert appointment is not None
    draft.emit(e.Ended(draft.now, appointment.off or EndReason.MISSED))
    return None
