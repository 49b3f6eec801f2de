"""Formats are kept once for all sessions that go by them, and no longer than these are there."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.circle import commands as c
from bot.circle.appointment import Appointment
from bot.circle.formats import Format
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.circle import acting, opening, sessions
from bot.services.circle.choices import CircleChoices
from bot.services.deliveries import batch
from bot.services.unit_of_work import Work
from bot.services.unreadable import Unreadable
from bot.settings import ROOT
from bot.store import codec, formats
from bot.store.store import Store
from bot.store.tables import session, session_format
from tests.working import work

VAULT = Vault(b"k" * 64)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN, BEN = 1_100_000_000_000_000_001, 1_100_000_000_000_000_002
USUAL = load_content(ROOT / "data").formats["story-circle"]
SMALL = USUAL.adjusted(capacity=4)


@pytest.fixture(autouse=True)
def nothing_read_yet() -> None:
    formats._read.clear()


def _in(db: Connection) -> Work:
    return work(db, VAULT, NOW)


def _invitation(chosen: Format) -> opening.Invitation:
    return opening.Invitation(GuildXid(1), CircleChoices("Evening", "en", ChannelXid(2), chosen.id), chosen)


def _opened(db: Connection, chosen: Format) -> int:
    wanted = _invitation(chosen)
    return opening.open_now(_in(db), wanted, opening.Person(MemberXid(ANN))).session.id


def _close(db: Connection, session_id: int) -> None:
    batch.keep(_in(db), SessionId(session_id), batch.Outcome(closed=True))


def _count(db: Connection) -> int:
    return int(db.execute(select(func.count()).select_from(session_format)).scalar_one())


async def test_it_is_kept_once_and_goes_with_the_last_of_its_sessions(store: Store) -> None:
    def check(db: Connection) -> None:
        first, second = _opened(db, USUAL), _opened(db, USUAL)
        third = _opened(db, SMALL)
        assert _count(db) == 2
        assert sessions.load(_in(db), SessionId(second)).state.format == USUAL
        assert sessions.load(_in(db), SessionId(third)).state.format == SMALL
        _close(db, first)
        assert _count(db) == 2
        _close(db, second)
        assert _count(db) == 1
        assert sessions.load(_in(db), SessionId(third)).state.format == SMALL
        _close(db, third)
        assert _count(db) == 0

    await store.write(check)


async def test_a_session_that_changes_its_format_takes_the_new_one_with_it(store: Store) -> None:
    def check(db: Connection) -> None:
        appointment = Appointment(NOW.replace(day=8))
        wanted = _invitation(USUAL)
        made = opening.plan_second(_in(db), wanted, None, appointment, [opening.Person(MemberXid(ANN))])
        session_id = made.session.id
        fit = c.Refit(steward=True, format=SMALL, appointment=appointment)
        assert acting.act(_in(db), session_id, MemberXid(ANN), fit).refusal is None
        formats._read.clear()
        assert sessions.load(_in(db), session_id).state.format == SMALL
        assert _count(db) == 1, "the one before is not used any more"

    await store.write(check)


async def test_a_sealed_state_of_before_is_read_and_gives_its_format_away_with_its_next_change(
    store: Store,
) -> None:
    def check(db: Connection) -> None:
        session_id = _opened(db, USUAL)
        before = sessions.load(_in(db), SessionId(session_id))
        assert before.key is not None
        plain = codec._STATE.dump_json(before.state, exclude_defaults=True)
        text = b64encode(VAULT.hide(before.key, plain)).decode()
        db.execute(update(session).values(state=text, format_hash=None))
        formats.forget_unused(db)
        assert _count(db) == 0
        assert sessions.load(_in(db), SessionId(session_id)).state == before.state
        answer = acting.act(_in(db), SessionId(session_id), MemberXid(BEN), c.Join())
        assert _count(db) == 1
        assert sessions.load(_in(db), SessionId(session_id)) == answer.session
        kept: str = db.execute(select(session.c.state)).scalar_one()
        assert USUAL.summary.encode() not in VAULT.show(before.key, b64decode(kept))

    await store.write(check)


async def test_a_format_that_cannot_be_read_is_a_session_that_cannot(store: Store) -> None:
    def check(db: Connection) -> None:
        session_id = _opened(db, USUAL)
        db.execute(update(session_format).values(content='{"id": "of another version"}'))
        formats._read.clear()
        with pytest.raises(Unreadable):
            sessions.load(_in(db), SessionId(session_id))

    await store.write(check)


async def test_the_format_of_a_session_cannot_be_taken_away(store: Store) -> None:
    def check(db: Connection) -> None:
        _opened(db, USUAL)
        with pytest.raises(IntegrityError):
            db.execute(session_format.delete())

    await store.write(check)
