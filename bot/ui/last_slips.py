"""Who may still have a slip for proof of attendance after their circle is over: in memory alone, and not for long."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.ids import MemberXid, SessionId
from bot.services.circle.slips import OwnSlip
from bot.services.last_slips import LastSlips

from .remembered import OfSessions

AFTER_THE_END = timedelta(minutes=15)
"""For how long it is remembered who had a seat at the end."""
_MOST = 10_000
"""How many people are remembered at most, over all sessions."""


class RememberedSlips:
    """The slips of circles that are over, by session and person. That somebody takes one changes nothing here."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._slips: OfSessions[tuple[SessionId, MemberXid], tuple[OwnSlip, datetime]] = OfSessions(
            _MOST, lambda kept: kept[1], clock
        )

    def keep(self, ended: list[LastSlips]) -> None:
        """Remember who had a seat at the end of these."""
        until = self._clock.discord_now() + AFTER_THE_END
        for last in ended:
            own = OwnSlip(last.slip, last.language)
            for member_xid in last.people:
                self._slips.keep((last.session_id, member_xid), (own, until))

    def find(self, session_id: SessionId, member_xid: MemberXid) -> OwnSlip | None:
        """The slip of somebody; None when it is not, or no longer, known that they had a seat at the end."""
        found = self._slips.get((session_id, member_xid))
        return None if found is None else found[0]

    def forget_person(self, member_xid: MemberXid) -> None:
        """Forget that somebody had a seat anywhere."""
        for key in [key for key in self._slips if key[1] == member_xid]:
            self._slips.pop(key, None)
