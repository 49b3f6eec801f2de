"""What a look at the whole outbox finds: what is due, and when to look again for rows that nobody was told of."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.ids import SessionId
from bot.services.deliveries import batch
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Refresh
from bot.services.deliveries.rows import Plan, queue
from bot.services.unit_of_work import Work
from tests.benchmarks.sitting import Sitting


async def test_only_rows_that_may_be_unknown_say_when_to_look_again(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    ids = [SessionId(await sitting.begin(number)) for number in range(2)]
    desk, now = sitting.desks.delivery, sitting.desks.transactions.clock.utcnow()
    await sitting.desks.transactions.write(_only, ids[0], 0, 30)
    first = await desk.waiting(now)
    assert first.sessions == [ids[0]]
    assert first.next_at == now + timedelta(seconds=30)
    assert not first.is_cut

    await sitting.desks.transactions.write(queue, ids[1], [Plan(Refresh(d.Invite()), delay_s=10)])
    assert (await desk.waiting(now)).next_at == now + timedelta(seconds=10)
    again = await desk.waiting(now + timedelta(seconds=10), first.newest)
    assert (again.next_at, again.newest) == (now + timedelta(seconds=30), first.newest)
    assert again.sessions == ids, "what is due is found, whoever knows of it"
    assert (await desk.waiting(now + timedelta(seconds=30), first.newest)).next_at is None
    await sitting.store.close()


async def test_a_look_that_was_cut_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MOST_ROWS", 2)
    sitting = await Sitting.at(tmp_path / "circle.db")
    session_id = SessionId(await sitting.begin(1))
    desk, now = sitting.desks.delivery, sitting.desks.transactions.clock.utcnow()
    await sitting.desks.transactions.write(_only, session_id, 0, 30)
    assert not (await desk.waiting(now)).is_cut
    assert (await desk.waiting(now + timedelta(seconds=30))).is_cut
    await sitting.store.close()


def _only(work: Work, session_id: SessionId, *delays_s: float) -> None:
    """Let nothing wait but this session's invitation, so many seconds from now."""
    work.db.exec_driver_sql("DELETE FROM delivery")
    queue(work, session_id, [Plan(Refresh(d.Invite()), delay_s=delay_s) for delay_s in delays_s])
