"""Who else may hold a circle: the co-facilitators with a seat in it, as they are now."""

from __future__ import annotations

from collections.abc import Mapping

from bot.circle.model import Presence, SessionState
from bot.ids import GuildXid, MemberXid
from bot.ui.members import may_hold_now
from bot.ui.request import Bot, Request


def cofacilitators(state: SessionState, me: int | None) -> list[int]:
    """The seats that may hold the circle, are here, do not hold it, and are not one's own."""
    return [
        seat.number
        for seat in state.seated
        if seat.may_facilitate
        and seat.presence is not Presence.ABSENT
        and seat.number not in (state.host, me)
    ]


def own_seat(request: Request, state: SessionState, people: Mapping[int, MemberXid]) -> int | None:
    """The seat of whoever asked, while it is theirs."""
    number = request.seat_among(people)
    seat = state.seat(number)
    return number if seat is not None and seat.is_seated else None


async def still_may(bot: Bot, guild_xid: GuildXid, member_xid: MemberXid) -> bool:
    """Whether somebody may hold circles now. What they were when they took their seat is no reason to tell them."""
    return await may_hold_now(bot, guild_xid, member_xid) is True
