"""Who may still have a slip although their session is over, and so nobody sits there any more. It is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ids import MemberXid, SessionId
from bot.privacy.slips import SignedSlip


@dataclass(frozen=True, slots=True)
class LastSlips:
    """The slip of a session, and all who had a seat at its end."""

    session_id: SessionId
    slip: SignedSlip
    language: str
    people: frozenset[MemberXid]
