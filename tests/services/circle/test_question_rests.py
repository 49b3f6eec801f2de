"""Which questions rest for somebody: from being asked to some weeks later, theirs alone, and nothing shows whose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from bot.circle import commands as c
from bot.circle.model import Moment, Question
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import SealError, Vault
from bot.services.circle import acting, opening
from bot.services.circle import optional_questions as questions
from bot.services.circle import question_rests as rests
from bot.services.circle.choices import CircleChoices
from bot.services.rights.erasing import erase
from bot.services.rights.everyone import everyone
from bot.services.rights.kept import kept_of
from bot.store import question_queries as qq
from bot.store.sqlite_store import SQLiteStore
from bot.store.tables import question_rest
from tests.working import CONTENT, SETTINGS, work

VAULT = Vault(b"k" * 64)
NOW = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
"""The last minute of a week."""
HERE, LOBBY = GuildXid(9), ChannelXid(4)
ANN, BEN, CAT = (MemberXid(1_100_000_000_000_000_000 + number) for number in (1, 2, 3))


def _circle(db: Connection, now: datetime) -> SessionId:
    """Ben's circle, which has begun, with Ann in it."""
    w = work(db, VAULT, now)
    choices = CircleChoices("Evening", "en", LOBBY, "check-in")
    a_format = CONTENT.formats["check-in"].adjusted(scale=True)
    invited = opening.Invitation(HERE, choices, a_format)
    session_id = opening.open_now(w, invited, opening.Person(BEN, language="en")).session.id
    for who in (ANN, CAT):
        acting.join(w, session_id, who, c.Join(), "de", ())
    acting.act(w, session_id, BEN, c.Begin(may_facilitate=True))
    return session_id


def _asked(db: Connection, now: datetime, session_id: SessionId, who: MemberXid = ANN) -> Question | None:
    return questions.ask_optional(work(db, VAULT, now), session_id, who, Moment.ARRIVED).question


def _rows(db: Connection) -> int:
    return int(db.execute(select(func.count()).select_from(question_rest)).scalar_one())


async def test_what_is_left_unanswered_rests_for_weeks_whatever_becomes_of_the_circle(
    store: SQLiteStore,
) -> None:
    def evenings(db: Connection) -> None:
        first = _circle(db, NOW)
        assert _asked(db, NOW, first) is Question.NEW
        assert _asked(db, NOW, first) is Question.NEW, "it is still before her"
        assert _rows(db) == 1
        # In another circle a minute later, in the next week: the first one is not over, and nothing was answered
        later = NOW + timedelta(minutes=2)
        assert _asked(db, later, _circle(db, later)) is Question.ALONE
        last = NOW + timedelta(weeks=SETTINGS.keeping.question_weeks)
        assert _asked(db, last, _circle(db, last)) is None
        rests.forget_old(work(db, VAULT, last))
        assert _rows(db) == 2
        over = last + timedelta(minutes=2)
        rests.forget_old(work(db, VAULT, over))
        assert _rows(db) == 1, "it is forgotten when it means nothing any more"
        assert _asked(db, over, _circle(db, over)) is Question.NEW

    await store.write(evenings)


async def test_what_was_answered_may_be_asked_in_the_next_circle_unless_it_is_asked_once(
    store: SQLiteStore,
) -> None:
    def evenings(db: Connection) -> None:
        w, first = work(db, VAULT, NOW), _circle(db, NOW)
        assert _asked(db, NOW, first) is Question.NEW
        acting.act(w, first, ANN, c.AnswerOptional(question=Question.NEW))
        assert _asked(db, NOW, first) is Question.ALONE
        acting.act(w, first, ANN, c.Feel(level=3))
        assert _asked(db, NOW, first) is None, "two are enough"
        acting.act(w, first, BEN, c.End(may_facilitate=True))
        later = NOW + timedelta(days=1)
        assert _asked(db, later, _circle(db, later)) is Question.ALONE
        assert _asked(db, later, _circle(db, later), BEN) is Question.NEW, "he was not asked"

    await store.write(evenings)


async def test_it_is_shown_and_erased_and_found_by_whoever_has_the_key(store: SQLiteStore) -> None:
    def evening(db: Connection) -> None:
        session_id = _circle(db, NOW)
        _asked(db, NOW, session_id)
        w = work(db, VAULT, NOW)
        assert kept_of(w, ANN).resting == {Question.NEW}
        assert kept_of(w, BEN).resting == frozenset()
        ((sealed, week),) = db.execute(qq.every).all()
        assert rests.owner_of(VAULT, sealed, week) == ANN
        assert ANN in everyone(w)
        with pytest.raises(SealError):
            rests.owner_of(Vault(b"x" * 64), sealed, week)
        erase(w, ANN, [session_id], [])
        assert _rows(db) == 0
        assert kept_of(w, ANN).resting == frozenset()

    await store.write(evening)


async def test_somebody_without_a_seat_is_never_asked(store: SQLiteStore) -> None:
    def evening(db: Connection) -> None:
        session_id = _circle(db, NOW)
        assert _asked(db, NOW, session_id, MemberXid(7)) is None
        acting.act(work(db, VAULT, NOW), session_id, ANN, c.Leave())
        assert _asked(db, NOW, session_id) is None
        assert _rows(db) == 0

    await store.write(evening)


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(Question)), max_size=6))
def test_no_two_rows_of_one_person_are_alike(asked: list[tuple[int, Question]]) -> None:
    """Only within one week and for one question, where there is one row."""
    seals = {
        VAULT.seal(rests.salt_of(question, rests.week_of(NOW + timedelta(days=days))), ANN)
        for days, question in asked
    }
    weeks = {(rests.week_of(NOW + timedelta(days=days)), question) for days, question in asked}
    assert len(seals) == len(weeks)
