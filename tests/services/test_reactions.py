"""What follows from an event is saved with it, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.model import Phase
from bot.ids import SessionId
from bot.services import reactions
from bot.services.circle.change import Change
from bot.services.unit_of_work import Work
from bot.store.tables import contribution, deadline, seat
from tests.benchmarks.sitting import Sitting


async def _rows(sitting: Sitting) -> tuple[int, int, int]:
    """How many seats, clocks and sessions wait to be counted."""
    tables = (seat, deadline, contribution)
    read = sitting.desks.transactions.read
    seats, clocks, records = [
        await read(lambda work, table=table: len(work.db.execute(select(table)).all()))  # type: ignore[misc]
        for table in tables
    ]
    return seats, clocks, records


async def test_an_end_leaves_something_sealed_and_no_people(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db", seats=3)
    session_id = await sitting.go_round(1)
    assert await _rows(sitting) == (3, 1, 0)
    await sitting.ask(session_id, None, c.End(steward=True))
    assert await _rows(sitting) == (0, 0, 1)
    await sitting.store.close()


async def test_when_a_reaction_fails_nothing_has_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(work: Work, change: Change, event: e.Event) -> None:
        raise ValueError("a fault of ours")

    sitting = await Sitting.at(tmp_path / "circle.db", seats=3)
    session_id = await sitting.go_round(1)
    before = await sitting.desks.circle.get(SessionId(session_id)), await _rows(sitting)
    monkeypatch.setattr(reactions, "REACTIONS", (*reactions.REACTIONS, (e.Ended, fails)))
    with pytest.raises(ValueError, match="a fault of ours"):
        await sitting.desks.circle.act(SessionId(session_id), None, c.End(steward=True))
    assert (await sitting.desks.circle.get(SessionId(session_id)), await _rows(sitting)) == before
    await sitting.store.close()


async def test_a_transaction_tells_what_it_made_due_after_it_is_saved(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db", seats=3)
    session_id = await sitting.go_round(1)
    do, told = sitting.desks.transactions, list[object]()
    do.on_deliveries.append(lambda number, _: told.append(number))
    do.on_answers.append(lambda number, *_: told.append(number))
    do.on_deadline.append(told.append)
    do.on_sparks.append(lambda: told.append("sparks"))
    answer = await sitting.ask(session_id, 1, c.Receive(seat=1))
    timer = answer.session.state.timer
    assert timer is not None
    assert told == [session_id, timer.due]
    told.clear()
    await sitting.desks.circle.act(SessionId(session_id), sitting.member(1), c.Receive(seat=1))
    assert told == [], "what had happened already is no news"
    await sitting.desks.circle.act(SessionId(session_id), None, c.End(steward=True))
    assert told == [session_id], "a session that is over has no clock"
    assert (await sitting.desks.circle.get(SessionId(session_id))).state.phase is Phase.ENDED
    await sitting.store.close()
