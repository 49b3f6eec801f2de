"""What an earlier version kept in plain words is sealed by the next start; and how wishes lie in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.circle import commands as c
from bot.circle.counts import Echo
from bot.circle.formats import Format
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.circle import acting, opening, sessions
from bot.services.circle.choices import CircleChoices
from bot.services.schedule import reminders
from bot.services.schedule.reminders import USUAL, QuietHours, Reminding
from bot.services.starting import sealing_up
from bot.services.unit_of_work import Work
from bot.services.unreadable import Unreadable
from bot.settings import ROOT
from bot.store import codec
from bot.store.store import Store
from bot.store.tables import delivery, reminding, session, wish
from tests.working import transactions, work

VAULT = Vault(b"k" * 64)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN, BEN, CAT = (1_100_000_000_000_000_001 + n for n in range(3))
NIGHT = Reminding(quiet=QuietHours(time(22), time(7, 30), "America/Argentina/ComodRivadavia"))
NEVER = Reminding(wanted=False)
BOTH = replace(NIGHT, wanted=False)


def _in(db: Connection) -> Work:
    return work(db, VAULT, NOW)


def _format() -> Format:
    return load_content(ROOT / "data").formats["story-circle"]


def _opened(db: Connection) -> int:
    wanted = opening.Invitation(
        GuildXid(1), CircleChoices("Evening", "en", ChannelXid(2), "check-in"), _format()
    )
    return opening.open_now(_in(db), wanted, opening.Person(MemberXid(ANN))).session.id


def _as_before(db: Connection, session_id: int) -> None:
    """Keep a session as the version before sealing did."""
    state = sessions.load(_in(db), SessionId(session_id)).state
    text = codec._STATE.dump_json(state, exclude_defaults=True).decode()
    db.execute(update(session).values(state=text, format_hash=None))


def _state_text(db: Connection) -> str:
    return str(db.execute(select(session.c.state)).scalar_one())


async def test_a_session_of_before_goes_on_and_is_sealed(store: Store) -> None:
    def check(db: Connection) -> None:
        session_id = _opened(db)
        _as_before(db, session_id)
        before = sessions.load(_in(db), SessionId(session_id))
        assert not codec.is_sealed(_state_text(db))
        assert sealing_up.seal_what_lies_open(_in(db)) == 1
        assert codec.is_sealed(_state_text(db))
        assert replace(sessions.load(_in(db), SessionId(session_id)), format_hash=None) == before
        assert sealing_up.seal_what_lies_open(_in(db)) == 0
        assert acting.act(_in(db), SessionId(session_id), MemberXid(BEN), c.Join()).seat == 2

    await store.write(check)


async def test_the_next_command_seals_it_too(store: Store) -> None:
    def check(db: Connection) -> None:
        session_id = _opened(db)
        _as_before(db, session_id)
        acting.act(_in(db), SessionId(session_id), MemberXid(BEN), c.Join())
        assert codec.is_sealed(_state_text(db))

    await store.write(check)


async def test_a_teller_who_was_still_to_be_told_is_told(store: Store) -> None:
    """The sums were the digits of a number, which the migration put where the turn is."""

    def check(db: Connection) -> None:
        session_id = _opened(db)
        _as_before(db, session_id)
        row = {
            "session_id": session_id,
            "kind": "whisper_resonance",
            "about": '{"seat":1,"turn":203}',
            "not_before": NOW,
            "attempts": 0,
            "nonce": "n",
        }
        db.execute(insert(delivery), row)
        sealing_up.seal_what_lies_open(_in(db))
        assert sessions.load(_in(db), SessionId(session_id)).state.echoes == (Echo(203, 1, 2, 0, 3),)

    await store.write(check)


async def test_a_delivery_that_cannot_be_read_stops_nothing(store: Store) -> None:
    def check(db: Connection) -> None:
        session_id = _opened(db)
        _as_before(db, session_id)
        row = {"session_id": session_id, "not_before": NOW, "attempts": 0, "nonce": "n"}
        for kind, about in (("of another version", "{}"), ("whisper_resonance", '{"seat":1,"turn":203}')):
            db.execute(insert(delivery), {**row, "kind": kind, "about": about})
        assert sealing_up.seal_what_lies_open(_in(db)) == 1
        assert sessions.load(_in(db), SessionId(session_id)).state.echoes == (Echo(203, 1, 2, 0, 3),)

    await store.write(check)


@pytest.mark.parametrize("text", ["{not a state", '{"appointment": 1, "shows_names": 2, "begins_alone": []}'])
async def test_a_state_that_cannot_be_read_stops_nothing(store: Store, text: str) -> None:
    def check(db: Connection) -> None:
        _opened(db)
        db.execute(update(session).values(state=text))
        _opened(db)
        assert sealing_up.seal_what_lies_open(_in(db)) == 0

    await store.write(check)


async def test_a_session_that_is_over_is_kept_without_a_key_and_without_people(store: Store) -> None:
    def check(db: Connection) -> None:
        session_id = _opened(db)
        acting.act(_in(db), SessionId(session_id), MemberXid(ANN), c.End())
        assert not codec.is_sealed(_state_text(db))
        assert sessions.load(_in(db), SessionId(session_id)).state.seats == ()

    await store.write(check)


async def test_another_key_opens_no_session(store: Store) -> None:
    session_id = await store.write(_opened)
    with pytest.raises(Unreadable):
        await transactions(store, Vault(b"o" * 64)).read(sessions.load, SessionId(session_id))


# Wishes


async def test_hours_of_a_zone_that_is_no_more_mean_no_reminders(store: Store) -> None:
    gone = Reminding(quiet=QuietHours(time(22), time(7), "Atlantis/Poseidonis"))
    await transactions(store, VAULT).write(reminders.keep_wish, MemberXid(ANN), gone)
    assert await transactions(store, VAULT).read(reminders.wishes_of, MemberXid(ANN)) == NEVER


@pytest.mark.parametrize("wish_", [NIGHT, NEVER, BOTH, USUAL])
async def test_a_wish_is_kept_and_read_again(store: Store, wish_: Reminding) -> None:
    await transactions(store, VAULT).write(reminders.keep_wish, MemberXid(BEN), NIGHT)
    await transactions(store, VAULT).write(reminders.keep_wish, MemberXid(ANN), wish_)
    assert await transactions(store, VAULT).read(reminders.wishes_of, MemberXid(ANN)) == wish_
    assert await transactions(store, VAULT).read(reminders.wishes_of, MemberXid(BEN)) == NIGHT
    assert await transactions(store, VAULT).read(reminders.wishes_of, MemberXid(CAT)) == USUAL


async def test_equal_wishes_do_not_look_alike_and_all_are_equally_long(store: Store) -> None:
    def check(db: Connection) -> None:
        for number, wished in enumerate((NIGHT, NIGHT, NEVER, BOTH)):
            reminders.keep_wish(_in(db), MemberXid(ANN + number), wished)
        rows = [bytes(row.words) for row in db.execute(select(wish))]
        assert len({len(words) for words in rows}) == 1
        assert len(set(rows)) == 4
        assert not any(word in b"".join(rows) for word in (b"Argentina", b"22:00", b"yes"))

    await store.write(check)


async def test_wishes_of_before_are_sealed_and_honoured(store: Store) -> None:
    def check(db: Connection) -> None:
        quiet = "22:00 07:30 America/Argentina/ComodRivadavia"
        old = [(ANN, True, quiet), (BEN, False, ""), (CAT, False, quiet)]
        for person, wanted, hours in old:
            member = VAULT.seal(reminders._SALT, MemberXid(person))
            db.execute(insert(reminding), {"member": member, "wanted": wanted, "quiet": hours})
        assert sealing_up.seal_what_lies_open(_in(db)) == 3
        assert db.execute(select(reminding)).all() == []
        assert [reminders.wishes_of(_in(db), MemberXid(person)) for person in (ANN, BEN, CAT)] == [
            NIGHT,
            NEVER,
            BOTH,
        ]

    await store.write(check)
