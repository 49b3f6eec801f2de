"""The desk for a person's rights: what is kept of them, and erasing it."""

from __future__ import annotations

from bot.ids import MemberXid

from ..unit_of_work import Transactions
from . import erasing
from .kept import Kept, kept_of


class RightsDesk:
    """What a person may know, and have erased."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def kept_of(self, member_xid: MemberXid) -> Kept:
        """What is kept of this person now."""
        return await self._transactions.read(kept_of, member_xid)

    async def erase(self, member_xid: MemberXid) -> Kept:
        """Erase what is kept of this person. Returns what remains for now."""
        # Looking through every session takes a while with many; so it is done beside the one writer.
        found = await self._transactions.read(kept_of, member_xid)
        session_ids = [seat.session_id for seat in found.seats]
        schedule_ids = [place.schedule_id for place in found.places]
        series_ids = [seat.schedule_id for seat in found.series]
        await self._transactions.write(erasing.erase, member_xid, session_ids, schedule_ids, series_ids)
        return await self._transactions.read(kept_of, member_xid)
