"""Where a session is, is read once, and again after it was moved. Those who ask are answered in their order."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.ids import ChannelXid, SessionId
from bot.services.circle.sessions import NoSession
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import USUAL_ROOM, RoomKind
from bot.services.unit_of_work import Transactions, Work
from bot.store import queries as q
from tests.benchmarks.sitting import GUILD_XID, PARENT_XID, Sitting
from tests.services.schedule.test_announcing import CHOSEN
from tests.services.schedule.test_announcing import _desk as open_desk


def _move(work: Work, session_id: SessionId, parent_xid: int) -> None:
    work.db.execute(q.set_parent, {"of_session": session_id, "new_parent_xid": parent_xid})
    work.news.moved.add(session_id)


async def test_it_is_read_once_and_again_after_it_was_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    session_id = SessionId(await sitting.begin(1))
    where, do, reads = sitting.desks.circle.where, sitting.desks.transactions, list[object]()
    read = Transactions.read

    async def counted(self: Transactions, use_case: Any, *args: Any) -> Any:
        reads.append(use_case)
        return await read(self, use_case, *args)

    monkeypatch.setattr(Transactions, "read", counted)
    order = list[int]()

    async def ask(number: int) -> None:
        found = await where.of(session_id)
        assert (found.guild_xid, found.parent_xid) == (GUILD_XID, PARENT_XID)
        order.append(number)

    await asyncio.gather(*map(ask, range(5)))
    await ask(5)
    assert len(reads) == 1
    assert order == [0, 1, 2, 3, 4, 5]

    await do.write(_move, session_id, 7)
    assert (await where.of(session_id)).parent_xid == 7
    late = asyncio.ensure_future(where.of(session_id))
    await do.write(_move, session_id, 8)
    await late
    assert (await where.of(session_id)).parent_xid == 8
    await sitting.store.close()


async def test_what_was_read_before_a_move_is_not_remembered(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    session_id = SessionId(await sitting.begin(1))
    where, do = sitting.desks.circle.where, sitting.desks.transactions
    for parent_xid in range(1, 40):
        asked = [asyncio.ensure_future(where.of(session_id)) for _ in range(3)]
        await do.write(_move, session_id, parent_xid)
        await asyncio.gather(*asked)
        assert (await where.of(session_id)).parent_xid == parent_xid
    await sitting.store.close()


async def test_a_session_that_is_gone_is_not_there_for_anybody_and_asked_for_again(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    where = sitting.desks.circle.where
    for _ in range(2):
        with pytest.raises(NoSession):
            await where.of(SessionId(1))
    session_id = SessionId(await sitting.begin(1))
    assert (await where.of(session_id)).guild_xid == GUILD_XID
    await sitting.store.close()


async def test_a_date_that_goes_with_its_schedule_is_found_where_it_is_now(tmp_path: Path) -> None:
    desk = await open_desk(str(tmp_path))
    await desk.create()
    where = desk.desks.circle.where
    first, *_ = await desk.sessions()
    assert (await where.of(first.id)).room_kind is USUAL_ROOM
    other = next(kind for kind in RoomKind if kind is not USUAL_ROOM)
    await desk.edit(replace(CHOSEN, room=RoomChoices(other)))
    assert (await where.of(first.id)).room_kind is other
    await desk.edit(replace(CHOSEN, room=RoomChoices(other), parent_xid=ChannelXid(77)))
    assert (await where.of(first.id)).parent_xid == 77
    await desk.desks.transactions.store.close()
