"""What one person is told although their session is over, and so nobody sits there any more. It is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from bot.circle.counts import Echo
from bot.ids import MemberXid, SessionId


@dataclass(frozen=True, slots=True)
class LastWord:
    """What a teller's story met with, for that teller."""

    session_id: SessionId
    member_xid: MemberXid
    language: str
    echo: Echo
