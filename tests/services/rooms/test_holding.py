"""What is held in a server, and the marks of what was changed: kept sealed, and gone when they are undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from bot.circle import commands as c
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.absence import absences
from bot.services.circle import acting, opening
from bot.services.circle.choices import CircleChoices
from bot.services.rights.kept import kept_of
from bot.services.rooms import holding, sealed_targets
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.marks import EditKind, Field, Mark, MarkProgress, Value
from bot.services.starting.letting_go import let_go
from bot.services.starting.sealing_up import seal_what_lies_open
from bot.settings import ROOT
from bot.store import tables
from bot.store.sqlite_store import SQLiteStore
from tests.scan import found, of_chance, of_person
from tests.working import work

VAULT = Vault(b"k" * 64)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE, ROOM = GuildXid(9), ChannelXid(4)
ANN, BEN, CAT = (MemberXid(1_100_000_000_000_000_000 + number) for number in (1, 2, 3))
MARK = Mark(
    Field(EditKind.OVERWRITE, ROOM, ANN, "send_messages"), Value.NEUTRAL, Value.ALLOW, MarkProgress.MAKING
)


def _held(db: Connection) -> SessionId:
    """A circle of three, in a room that is held."""
    w = work(db, VAULT, NOW)
    choices = CircleChoices("Evening", "en", ChannelXid(2), "check-in", room=RoomChoices(held=True))
    wanted = opening.Invitation(HERE, choices, load_content(ROOT / "data").formats["check-in"])
    session_id = opening.open_now(w, wanted, opening.Person(ANN)).session.id
    for person in (BEN, CAT):
        acting.act(w, session_id, person, c.Join())
    db.execute(update(tables.session).values(room_xid=ROOM, held=True))
    return session_id


async def test_who_is_heard_in_a_held_room_is_who_holds_the_piece(store: SQLiteStore) -> None:
    def evening(db: Connection) -> list[frozenset[MemberXid] | None]:
        w, session_id = work(db, VAULT, NOW), _held(db)
        heard: list[frozenset[MemberXid] | None] = []

        def look() -> None:
            heard.extend(room.heard for room in holding.of_server(w, HERE).rooms)

        look()
        for person, command in (
            (ANN, c.Begin()),
            (None, c.Next(steward=True)),
            *((person, c.Agree()) for person in (ANN, BEN, CAT)),
            (ANN, c.Receive()),
            (ANN, c.AskForPause()),
            (None, c.Resume(steward=True)),
            (ANN, c.Done()),
            (None, c.End(steward=True)),
        ):
            acting.act(w, session_id, person, command)
            look()
        return heard

    heard = await store.write(evening)
    everyone, nobody, only = None, frozenset[MemberXid](), frozenset((ANN,))
    assert heard[-5:] == [nobody, only, everyone, only, nobody], heard
    assert await store.read(lambda db: holding.servers(work(db, VAULT, NOW))) == set()


async def test_a_mark_is_read_back_changed_and_gone(store: SQLiteStore) -> None:
    def marks(db: Connection) -> dict[Field, Mark]:
        return holding.of_server(work(db, VAULT, NOW), HERE).marks

    await store.write(lambda db: holding.keep(work(db, VAULT, NOW), HERE, [MARK]))
    assert await store.read(marks) == {MARK.field: MARK}
    made = Mark(MARK.field, MARK.before, MARK.ours, MarkProgress.MADE)
    await store.write(lambda db: holding.keep(work(db, VAULT, NOW), HERE, [made]))
    assert await store.read(marks) == {MARK.field: made}
    assert await store.read(lambda db: holding.servers(work(db, VAULT, NOW))) == {HERE}
    await store.write(lambda db: holding.keep(work(db, VAULT, NOW), HERE, [], [MARK.field]))
    assert await store.read(marks) == {}


@pytest.mark.sqlite
async def test_no_mark_says_whose_it_is_and_none_is_left_in_the_files(
    store: SQLiteStore, tmp_path: Path
) -> None:
    await store.write(lambda db: holding.keep(work(db, VAULT, NOW), HERE, [MARK]))
    sealed = await store.read(lambda db: db.execute(select(tables.mark.c.target)).scalar_one())
    assert found([tmp_path], {"Ann": of_person(ANN)}) == []
    assert found([tmp_path], {"sealed": of_chance(sealed)}), "otherwise nothing is shown here"
    await store.write(lambda db: holding.keep(work(db, VAULT, NOW), HERE, [], [MARK.field]))
    assert found([tmp_path], {"sealed": of_chance(sealed)}) == [], "in the same moment"


async def test_no_two_marks_of_one_person_look_alike(store: SQLiteStore) -> None:
    """Not in two circles, and not in one room on two evenings: nothing joins them without the key."""
    elsewhere = replace(MARK, field=replace(MARK.field, place_xid=MARK.field.place_xid + 1))

    def evening(db: Connection) -> list[bytes]:
        w = work(db, VAULT, NOW)
        holding.keep(w, HERE, [MARK, elsewhere])
        holding.keep(w, HERE, [replace(MARK, progress=MarkProgress.MADE), elsewhere])
        assert kept_of(w, ANN).marks == 2, "and one's own are found"
        assert kept_of(w, BEN).marks == 0
        seals = list(db.execute(select(tables.mark.c.target)).scalars())
        holding.keep(w, HERE, [], [MARK.field, elsewhere.field])
        assert holding.of_server(w, HERE).marks == {}
        return seals

    seals = [*await store.write(evening), *await store.write(evening)]
    assert len(set(seals)) == len(seals) == 4


async def test_a_mark_of_an_earlier_version_is_sealed_anew_at_start(store: SQLiteStore) -> None:
    def upgrade(db: Connection) -> None:
        w = work(db, VAULT, NOW)
        holding.keep(w, HERE, [MARK])
        alike = VAULT.seal(sealed_targets._salt(HERE), ANN)
        db.execute(update(tables.mark).values(target=alike))
        assert holding.of_server(w, HERE).marks == {MARK.field: MARK}
        assert kept_of(w, ANN).marks == 1
        assert [seal_what_lies_open(w), seal_what_lies_open(w)] == [1, 0]
        assert holding.of_server(w, HERE).marks == {MARK.field: MARK}
        assert db.execute(select(tables.mark.c.target)).scalar_one() != alike

    await store.write(upgrade)


async def test_marks_go_with_a_server_and_with_a_lost_key(store: SQLiteStore) -> None:
    def lost(db: Connection) -> int:
        holding.keep(work(db, VAULT, NOW), HERE, [MARK])
        other = work(db, Vault(b"x" * 64), NOW)
        assert holding.of_server(other, HERE).marks == {}
        return let_go(other).marks

    assert await store.write(lost) == 1

    def away(db: Connection) -> int:
        w = work(db, VAULT, NOW)
        holding.keep(w, HERE, [MARK])
        absences.begin(w, HERE, removed=True)
        assert HERE in absences.compare(w)
        absences._erase(w, HERE)
        return len(holding.of_server(w, HERE).marks)

    assert await store.write(away) == 0


async def test_a_room_that_is_let_go_is_held_no_longer(store: SQLiteStore) -> None:
    def release(db: Connection) -> list[int]:
        w, session_id = work(db, VAULT, NOW), _held(db)
        acting.act(w, session_id, ANN, c.Begin())
        counts = [holding.let_go(w, HERE, [SessionId(session_id + 1)]), holding.let_go(w, HERE)]
        return [*counts, holding.let_go(w, HERE), len(holding.of_server(w, HERE).rooms)]

    assert await store.write(release) == [0, 1, 0, 0]
