"""Any member may ask for a pause (Circle Way: the guardian's role is everyone's)."""

from __future__ import annotations

from datetime import timedelta

from .. import commands as c
from .. import events as e
from ..draft import Draft
from ..model import HoldReason, Phase, TimerKind
from ..refusals import Code, Refusal
from .authority import No

BETWEEN_S = 60
"""Seconds after such a quiet moment before the next can be asked for, so that nobody can keep a circle still."""


def ask_for_pause(draft: Draft, command: c.AskForPause) -> No:
    state = draft.state
    if state.phase is not Phase.LIVE:
        return Refusal(Code.NOT_STARTED)
    if state.held(HoldReason.PAUSE):
        return Refusal(Code.PAUSED)
    if state.held(HoldReason.SILENCE):
        return None
    silence_s = state.format.timing.silence_s
    if state.rested_at is not None and draft.now < state.rested_at + timedelta(seconds=silence_s + BETWEEN_S):
        return Refusal(Code.JUST_RESTED)
    draft.emit(e.PauseAskedFor(draft.now))
    draft.emit(e.Held(HoldReason.SILENCE, draft.now, draft.timer(TimerKind.SILENCE, silence_s)))
    return None
