"""What became true of a session in one transaction, as the reactions to it see it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.circle import commands as c
from bot.circle.machine import Step

from .sessions import Session


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked for a change, and what. `NOBODY`: it follows from the bot having been away."""

    command: c.Command | None = None
    member_xid: int | None = None
    """None for the clock, and for what follows from a schedule."""
    language: str | None = None
    """Kept with a seat that is taken."""


NOBODY = Asker()


@dataclass(frozen=True, slots=True)
class Change:
    """A session as it was before, what became true of it, and who asked."""

    session: Session
    steps: tuple[Step, ...]
    asker: Asker
