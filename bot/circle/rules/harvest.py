"""Offering a spark of hope, once a seat, while the harvest lasts (METHOD: the ripple of hope).

What is offered is never here: the session knows only which seats have offered, so that none offers twice.
"""

from __future__ import annotations

from .. import commands as c
from .. import events as e
from ..draft import Draft
from ..formats import StageKind
from ..model import Phase
from ..refusals import Code, Refusal
from .authority import No


def offer_spark(draft: Draft, command: c.OfferSpark) -> No:
    assert command.seat is not None
    state = draft.state
    if state.phase is not Phase.LIVE:
        return Refusal(Code.NOT_STARTED)
    if state.stage is None or state.stage.kind is not StageKind.HARVEST:
        return Refusal(Code.NOT_HARVESTING)
    if command.seat not in state.sparks:
        draft.emit(e.SparkOffered(command.seat))
    return None
