"""Looking after whoever has the piece stands aside while cards stand in line for Discord."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from bot.delivery.piece_holders import PieceHolderCheck
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.pace import Pace
from bot.services.circle.piece_holders import Holder
from bot.services.rooms.kinds import RoomKind
from tests.benchmarks.sitting import StillClock

ANN = MemberXid(7)


async def test_nobody_is_looked_up_while_calls_stand_in_line() -> None:
    looked_up: list[int] = []

    async def fetch_member(member_xid: int) -> Any:
        looked_up.append(member_xid)
        raise ConnectionResetError

    guild = SimpleNamespace(unavailable=False, fetch_member=fetch_member)
    clock: Any = StillClock()
    pace = Pace(clock, 3)
    bot: Any = SimpleNamespace(get_guild=lambda _: guild)
    check = PieceHolderCheck(None, clock, pace, bot, None, None)  # type: ignore[arg-type]
    holder = Holder(SessionId(1), GuildXid(2), RoomKind.PRIVATE, ChannelXid(3), ChannelXid(4), 1, ANN)

    for _ in range(3):
        await pace.turn()
    assert await check._look_at([holder])
    assert not looked_up
    assert pace.left == 0, "nor does it stand in line itself"

    clock.now += timedelta(seconds=2)
    await check._look_at([holder])
    assert looked_up == [ANN]
