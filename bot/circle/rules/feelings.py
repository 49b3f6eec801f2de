"""How alone people feel, on arriving and on leaving: once each, and only where the circle chose to ask."""

from __future__ import annotations

from .. import commands as c
from .. import events as e
from ..draft import Draft
from ..formats import StageKind
from ..model import Phase
from ..refusals import Code, Refusal
from .authority import No


def feel(draft: Draft, command: c.Feel) -> No:
    state = draft.state
    if state.phase is not Phase.LIVE:
        return Refusal(Code.NOT_STARTED)
    asked_in = StageKind.CLOSING if command.leaving else StageKind.ANNOUNCE
    if not state.format.scale or state.stage is None or state.stage.kind is not asked_in:
        return Refusal(Code.MOMENT_PASSED)
    assert command.seat is not None
    assert 1 <= command.level <= 5
    tally = state.check_out if command.leaving else state.check_in
    if command.seat not in tally.answered:
        draft.emit(e.Felt(command.seat, command.level, command.leaving))
    return None
