"""What a session answers to a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.circle import events as e
from bot.circle.refusals import Refusal
from bot.ids import MemberXid

from .sessions import Session


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command: the session after it, the seat that asked, and why not if it was refused."""

    session: Session
    seat: int | None
    events: tuple[e.Event, ...] = ()
    refusal: Refusal | None = None
    people: Mapping[int, MemberXid] = field(default_factory=dict)
    """Who sits where, for the card that is drawn of it: Discord ids by seat, as they were when it was asked. Empty
    unless a card was pressed that is redrawn by the answer, or they were asked for."""
