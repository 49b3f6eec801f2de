"""Offering a spark of hope, once a seat, while the harvest lasts (docs/method.md, "Harvest").

What is offered is never here: the session knows only which seats have offered, so that none offers twice.
"""

from __future__ import annotations

from dataclasses import dataclass

from .changing import replace
from .formats import StageKind
from .model import SessionState
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSpark(Command):
    """Offer a spark of hope. What it says is not the session's business."""


@dataclass(frozen=True, slots=True)
class SparkOffered(Event):
    """A seat has offered its spark of hope."""

    seat: int


def _spark_offered(state: SessionState, event: SparkOffered) -> SessionState:
    return replace(state, sparks=tuple(sorted({*state.sparks, event.seat})))


FOLDS = (on(SparkOffered, _spark_offered),)


def offer_spark(draft: Draft, command: OfferSpark) -> No:
    """Everyone may offer one spark while the harvest lasts, and nobody has to. Practice leaves none."""
    state = draft.state
    if state.practice:
        return Refusal(Code.PRACTICE)
    if state.stage is None or state.stage.kind is not StageKind.HARVEST:
        return Refusal(Code.NOT_HARVESTING)
    if command.asker not in state.sparks:
        draft.emit(SparkOffered(command.asker))
    return None
