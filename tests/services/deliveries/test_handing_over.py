"""What a transaction has made due is handed over as it is when that is committed, or told of to be read later."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.circle import commands as c
from bot.ids import SessionId
from bot.services.deliveries import table as d
from bot.services.deliveries.batch import Batch
from bot.services.deliveries.rows import Plan, queue
from bot.services.unit_of_work import Work
from tests.benchmarks.sitting import Sitting


class Deliverer:
    """Takes down what it is handed and told."""

    def __init__(self, sitting: Sitting) -> None:
        self.taken: list[Batch] = []
        self.told: list[SessionId | None] = []
        self.is_busy = False
        sitting.desks.delivery.hand_to(self)
        sitting.desks.transactions.on_deliveries.append(lambda session_id, _: self.told.append(session_id))

    def is_free(self, session_id: SessionId) -> bool:
        return not self.is_busy

    def take(self, batch: Batch) -> None:
        self.taken.append(batch)


def queue_in(work: Work, *session_ids: SessionId, delay_s: float = 0) -> None:
    for session_id in session_ids:
        queue(work, session_id, [Plan(d.Recalled(1), delay_s=delay_s)])


async def test_it_is_handed_over_as_a_look_would_find_it(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    session_id = SessionId(await sitting.go_round(1))
    deliverer = Deliverer(sitting)
    await sitting.ask(session_id, 1, c.Pass())
    (batch,) = deliverer.taken
    assert deliverer.told == []
    assert d.Turn(2) in [row.what for row in batch.rows]
    assert batch == await sitting.desks.delivery.batch_of(session_id)
    await sitting.store.close()


@pytest.mark.parametrize("why", ["it is later", "there are two", "somebody is busy"])
async def test_what_is_not_handed_over_is_told_of(tmp_path: Path, why: str) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    both = [SessionId(await sitting.go_round(number)) for number in (1, 2)]
    deliverer = Deliverer(sitting)
    deliverer.is_busy = why == "somebody is busy"
    about = both if why == "there are two" else both[:1]
    await sitting.desks.transactions.write(queue_in, *about, delay_s=1 if why == "it is later" else 0)
    assert (deliverer.taken, deliverer.told) == ([], about)
    await sitting.store.close()


async def test_what_cannot_be_read_stands_in_the_way_of_nobody(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    session_id = SessionId(await sitting.go_round(1))
    do = sitting.desks.transactions
    await do.write(queue_in, session_id)
    await do.write(
        lambda work: work.db.exec_driver_sql("UPDATE delivery SET kind = 'of another time'").rowcount
    )
    deliverer = Deliverer(sitting)
    answer = await sitting.ask(session_id, 1, c.Pass())
    assert answer.refusal is None
    assert (deliverer.taken, deliverer.told) == ([], [session_id])
    await sitting.store.close()


async def test_what_was_refused_hands_over_nothing(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    session_id = SessionId(await sitting.go_round(1))
    deliverer = Deliverer(sitting)

    def fails(work: Work) -> None:
        queue_in(work, session_id)
        raise LookupError

    with pytest.raises(LookupError):
        await sitting.desks.transactions.write(fails)
    assert (deliverer.taken, deliverer.told) == ([], [])
    await sitting.store.close()
