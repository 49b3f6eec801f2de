"""A state that is known is not opened anew; what it is known by goes with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.circle import commands as c
from bot.ids import SessionId
from bot.privacy.keyring import of_session
from bot.services.circle import sessions
from bot.services.unit_of_work import Work
from bot.services.unreadable import Unreadable
from bot.store import codec
from bot.store import queries as q
from tests.benchmarks.sitting import Sitting


def text(work: Work, session_id: SessionId) -> str:
    row = work.db.execute(q.session_by_id, {"of_session": session_id}).mappings().one()
    return str(row["state"])


async def test_what_was_saved_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    do = sitting.desks.transactions
    session_id = SessionId(await sitting.go_round(1))
    answer = await sitting.ask(session_id, 1, c.Receive())
    sealed = await do.read(text, session_id)

    do.states.forget(of_session(session_id))
    assert (await do.read(sessions.load, session_id)).state == answer.session.state
    with monkeypatch.context() as patch:
        patch.delattr(codec, "load")
        assert (await do.read(sessions.load, session_id)).state == answer.session.state

    newer = await sitting.ask(session_id, 1, c.Done())
    assert (await do.read(text, session_id)) != sealed
    assert (await do.read(sessions.load, session_id)).state == newer.session.state
    await sitting.store.close()


async def test_another_text_is_opened(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    do = sitting.desks.transactions
    session_id = SessionId(await sitting.go_round(1))
    before = await do.read(text, session_id)
    older = (await do.read(sessions.load, session_id)).state
    await sitting.ask(session_id, 1, c.Receive())
    await do.write(lambda work: work.db.execute(q.put_state, {"of_session": session_id, "new_state": before}))
    assert (await do.read(sessions.load, session_id)).state == older
    await do.write(
        lambda work: work.db.execute(q.put_state, {"of_session": session_id, "new_state": "A" * 90})
    )
    with pytest.raises(Unreadable):
        await do.read(sessions.load, session_id)
    await sitting.store.close()


async def test_it_goes_with_its_key(tmp_path: Path) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db")
    do = sitting.desks.transactions
    session_id = SessionId(await sitting.go_round(1))
    sealed, name = await do.read(text, session_id), of_session(session_id)
    assert do.states.find(name, sealed) is not None
    await sitting.ask(session_id, 1, c.End(may_facilitate=True))
    assert do.states.find(name, sealed) is None
    await do.read(sessions.load, session_id)
    assert do.states.find(name, await do.read(text, session_id)) is None
    await sitting.store.close()
