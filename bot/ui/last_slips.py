"""Who may still have a slip for proof of attendance after their circle is over: in memory alone, and not for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.ids import MemberXid, SessionId
from bot.services.circle.slips import OwnSlip
from bot.services.last_slips import LastSlips

from .remembered import Remembered

AFTER_THE_END = timedelta(minutes=15)
"""For how long it is remembered who had a seat at the end."""
_MOST = 10_000
"""How many circles are remembered at most."""


class RememberedSlips:
    """The slips of circles that are over, and whose they are. That somebody takes one changes nothing here."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ended: Remembered[SessionId, tuple[LastSlips, datetime]] = Remembered(
            _MOST, lambda kept: kept[1], clock
        )

    def keep(self, ended: list[LastSlips]) -> None:
        """Remember who had a seat at the end of these."""
        until = self._clock.discord_now() + AFTER_THE_END
        for last in ended:
            self._ended.keep(last.session_id, (last, until))

    def find(self, session_id: SessionId, member_xid: MemberXid) -> OwnSlip | None:
        """The slip of somebody; None when it is not, or no longer, known that they had a seat at the end."""
        last, _ = self._ended.get(session_id, (None, None))
        return OwnSlip(last.slip, last.language) if last is not None and member_xid in last.people else None

    def forget_person(self, member_xid: MemberXid) -> None:
        """Forget that somebody had a seat anywhere."""
        for session_id in list(self._ended):
            last, until = self._ended.get(session_id, (None, None))
            if last is not None and until is not None and member_xid in last.people:
                left = replace(last, people=last.people - {member_xid})
                self._ended.keep(session_id, (left, until))
