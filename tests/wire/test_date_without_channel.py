"""A date whose channel was deleted: whoever holds it is told what helps, and that is not what helps a live circle."""

from __future__ import annotations

from bot.circle import commands as c
from bot.ids import MemberXid, SessionId
from tests.wire.line import ANN, FAY, Line, until
from tests.wire.planned import plan
from tests.wire.test_people import told


async def test_whoever_holds_a_date_reads_that_an_admin_chooses_another_channel(wire: Line) -> None:
    await plan(wire, 7 * 86_400, ())
    await wire.stub.world.remove_channel(wire.lobby)
    await wire.bot.desks.circle.act(SessionId(1), MemberXid(ANN), c.Join())
    await until(lambda: "another channel with /schedule edit" in told(wire, FAY), "what helps")
    assert "/circle resume" not in told(wire, FAY)
    assert not (await wire.bot.desks.circle.get(SessionId(1))).state.is_off, "the date is kept"
