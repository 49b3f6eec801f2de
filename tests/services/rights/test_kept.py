"""What is kept of one person: every table is accounted for, and what is found is theirs alone."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, delete, insert, select, update

from bot.circle import commands as c
from bot.circle.model import Phase, SeatPlace
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.keyring import of_session
from bot.privacy.sealing import Vault
from bot.services.circle import acting, opening
from bot.services.circle.choices import CircleChoices
from bot.services.circle.sessions import load
from bot.services.deliveries import batch
from bot.services.rights import erasing, kept
from bot.services.rooms import holding
from bot.services.rooms.marks import EditKind, Field, Mark, MarkProgress, Value
from bot.services.schedule import reminders
from bot.services.schedule.reminders import QuietHours, Reminding
from bot.settings import ROOT
from bot.store import tables
from bot.store.opening import open_store
from bot.store.sqlite_store import SQLiteStore
from tests.scan import found, of_chance
from tests.working import work

VAULT = Vault(b"k" * 64)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE, ROOM = GuildXid(9), ChannelXid(4)
ANN, BEN = (MemberXid(1_100_000_000_000_000_000 + number) for number in (1, 2))


def _open(db: Connection) -> SessionId:
    """Ben's circle, in which Ann has a seat."""
    w = work(db, VAULT, NOW)
    choices = CircleChoices("Evening", "en", ROOM, "check-in")
    wanted = opening.Invitation(HERE, choices, load_content(ROOT / "data").formats["check-in"])
    session_id = opening.open_now(w, wanted, opening.Person(BEN, language="en")).session.id
    acting.join(w, session_id, ANN, c.Join(), "de", ())
    return session_id


def test_every_table_says_something_of_a_person_or_nothing() -> None:
    there = set(tables.metadata.tables)
    listed = {*kept.SAYS_SOMETHING, *kept.SAYS_NOTHING}
    assert there - listed == set(), "say in bot/services/rights/kept.py whether it says something of a person"
    assert listed - there == set(), "these tables are gone"
    assert not kept.SAYS_SOMETHING.keys() & kept.SAYS_NOTHING.keys()


def test_whatever_is_sealed_for_a_person_is_in_a_table_that_says_something() -> None:
    """By the names that tables.py gives: a member, or whose mark it is."""
    sealed = {
        column.table.name
        for table in tables.metadata.tables.values()
        for column in table.columns
        if column.name in ("member", "target") or column.name.endswith(("member_xid", "user_xid"))
    }
    assert sealed <= kept.SAYS_SOMETHING.keys()


async def test_what_is_found_is_ones_own_and_goes(store: SQLiteStore) -> None:
    def evening(db: Connection) -> tuple[kept.Kept, kept.Kept, kept.Kept, kept.Kept, int]:
        w, session_id = work(db, VAULT, NOW), _open(db)
        quiet = QuietHours(time(22), time(7), "Europe/Berlin")
        reminders.keep_wish(w, ANN, Reminding(quiet=quiet))
        mark = Mark(Field(EditKind.MUTE, HERE, ANN, "mute"), Value.UNMUTED, Value.MUTED, MarkProgress.MADE)
        holding.keep(w, HERE, [mark])
        owner = reminders.sealed_owner(VAULT, ANN)
        db.execute(insert(tables.reminding), {"member": owner, "wanted": True, "quiet": ""})
        before, others = kept.kept_of(w, ANN), kept.kept_of(w, BEN)
        erasing.erase(w, ANN, [session_id], [])
        sealed = kept.kept_of(w, ANN)
        # The sender has let them out
        batch.keep(w, session_id, batch.Outcome(let_go=[2]))
        left = len(db.execute(select(tables.seat)).all()) + len(db.execute(select(tables.reminding)).all())
        return before, others, sealed, kept.kept_of(w, ANN), left

    before, others, sealed, after, left = await store.write(evening)
    (seat,) = before.seats
    assert (seat.name, seat.language, seat.is_readable) == ("Evening", "de", True)
    assert seat.about is not None
    assert not seat.about.holds_circle
    assert before.wish is not None
    assert before.marks == 1
    (seat,) = others.seats
    assert seat.about is not None
    assert seat.about.holds_circle
    assert (others.wish, others.marks) == (None, 0)
    (seal,) = sealed.seats
    assert seal.is_only_let_out, "a seal remains until they are let out"
    assert (seal.language, sealed.places, sealed.wish) == (None, (), None)
    assert after == kept.Kept((), (), None, None, 1), "what was changed in Discord is put back first"
    assert left == 1, "Ben's seat"


async def test_a_circle_that_cannot_be_read_is_shown_and_keeps_only_the_seal(store: SQLiteStore) -> None:
    def evening(db: Connection) -> tuple[kept.Kept, kept.Kept]:
        w, session_id = work(db, VAULT, NOW), _open(db)
        db.execute(update(tables.session).values(state="of another version"))
        before = kept.kept_of(w, ANN)
        erasing.erase(w, ANN, [session_id], [])
        return before, kept.kept_of(w, ANN)

    before, after = await store.write(evening)
    assert [(seat.is_readable, seat.language) for seat in before.seats] == [(False, "de")]
    assert [(seat.is_readable, seat.language) for seat in after.seats] == [(False, None)]


@pytest.mark.sqlite
async def test_nothing_of_the_seal_is_left_in_any_file(store: SQLiteStore, tmp_path: Path) -> None:
    def evening(db: Connection) -> tuple[SessionId, bytes, bytes]:
        w, session_id = work(db, VAULT, NOW), _open(db)
        reminders.keep_wish(w, ANN, Reminding(wanted=False))
        key = w.key_of(of_session(session_id))
        assert key is not None
        return session_id, VAULT.seal(key, ANN), reminders.sealed_owner(VAULT, ANN)

    session_id, seat, wish = await store.write(evening)
    wanted = {"seat": of_chance(seat), "wish": of_chance(wish)}

    def there() -> set[str]:
        return {line.split()[0] for line in found([tmp_path], wanted)}

    assert there() == {"seat", "wish"}
    await store.write(lambda db: erasing.erase(work(db, VAULT, NOW), ANN, [session_id], []))
    assert there() == {"seat"}, (
        "a seal remains until they are let out; the rest is gone before anybody is told"
    )
    await store.write(lambda db: batch.keep(work(db, VAULT, NOW), session_id, batch.Outcome(let_go=[2])))
    assert there() == set()


@pytest.mark.parametrize("faulty", ["x-dismiss", "of another version"])
async def test_what_cannot_be_read_may_be_the_letting_out(store: SQLiteStore, faulty: str) -> None:
    def evening(db: Connection) -> int:
        w, session_id = work(db, VAULT, NOW), _open(db)
        db.execute(update(tables.delivery).values(kind=faulty))
        acting.act(w, session_id, ANN, c.Leave())
        db.execute(delete(tables.delivery).where(tables.delivery.c.kind == "dismiss"))
        erasing.erase(w, ANN, [session_id], [])
        return len(db.execute(select(tables.seat)).all())

    assert await store.write(evening) == 2


async def test_a_seat_that_was_left_tells_nobody_whether_it_was_erased(store: SQLiteStore) -> None:
    """Left, taken out and erased: each keeps the seal alone. Whoever comes back is written to in their language."""

    def evening(db: Connection) -> tuple[list[str | None], str | None]:
        w, session_id = work(db, VAULT, NOW), _open(db)
        db.execute(update(tables.session).values(room_xid=ROOM))
        people = [MemberXid(ANN + 5 + number) for number in range(4)]
        for person in people:
            acting.join(w, session_id, person, c.Join(), "de", ())
        began = acting.begin(w, session_id, BEN, c.Begin(may_facilitate=True))
        assert began.refusal is None, began.refusal
        acting.act(w, session_id, people[0], c.Leave())
        acting.act(w, session_id, BEN, c.Remove(target=4, may_facilitate=True))
        erasing.erase(w, people[2], [session_id], [])
        language = select(tables.seat.c.language).order_by(tables.seat.c.seat)
        kept_of_each = list(db.execute(language).scalars())
        acting.join(w, session_id, people[0], c.Join(), "de", ())
        return kept_of_each, db.execute(language.where(tables.seat.c.seat == 3)).scalar_one()

    assert await store.write(evening) == (["en", "de", None, None, None, "de"], "de")


async def test_in_a_circle_under_way_a_seal_and_no_language_is_left(store: SQLiteStore) -> None:
    """Also of whoever holds it: the circle goes on, and somebody else may hold it."""

    def evening(db: Connection) -> tuple[list[tuple[int, str | None]], Phase, kept.Kept]:
        w, session_id = work(db, VAULT, NOW), _open(db)
        db.execute(update(tables.session).values(room_xid=ROOM))
        acting.join(w, session_id, MemberXid(ANN + 5), c.Join(), "en", ())
        began = acting.begin(w, session_id, BEN, c.Begin(may_facilitate=True))
        assert began.refusal is None, began.refusal
        for person in (ANN, BEN):
            erasing.erase(w, person, [session_id], [])
            erasing.erase(w, person, [session_id], [])  # once more is the same
        rows = db.execute(select(tables.seat.c.seat, tables.seat.c.language).order_by(tables.seat.c.seat))
        return [tuple(row) for row in rows], load(w, session_id).state.phase, kept.kept_of(w, BEN)

    rows, phase, after = await store.write(evening)
    assert rows == [(1, None), (2, None), (3, "en")]
    assert phase is Phase.LIVE
    (seat,) = after.seats
    assert seat.about is not None
    assert seat.about.seat.place is SeatPlace.LEFT


@pytest.mark.parametrize("has_begun", [False, True])
async def test_the_database_is_the_same_whether_somebody_left_or_erased(
    tmp_path: Path, has_begun: bool
) -> None:
    """In every table: as many rows, each as long, and empty in the same places. Two evenings are played alike."""

    def evening(db: Connection, erases: bool) -> dict[str, list[tuple[object, ...]]]:
        w, session_id = work(db, VAULT, NOW), _open(db)
        db.execute(update(tables.session).values(room_xid=ROOM))
        for number in range(3):
            acting.join(w, session_id, MemberXid(ANN + 5 + number), c.Join(), "en", ())
        if has_begun:
            began = acting.begin(w, session_id, BEN, c.Begin(may_facilitate=True))
            assert began.refusal is None, began.refusal
        if erases:
            erasing.erase(w, ANN, [session_id], [])
        else:
            acting.act(w, session_id, ANN, c.Leave())
        return {table.name: _shape(db, table) for table in tables.metadata.sorted_tables}

    shapes = []
    for erases in (False, True):
        made = await open_store(f"sqlite:///{tmp_path / f'{erases}.db'}")
        shapes.append(await made.write(evening, erases))
        await made.close()
    left, erased = shapes
    assert left == erased
    assert len(left["seat"]) == 5


def _shape(db: Connection, table: Table) -> list[tuple[object, ...]]:
    """A table without what is drawn by chance, or sealed: of these only how long they are."""
    chance = {"nonce", "room_name", "state"}
    rows = [
        tuple(
            len(value) if isinstance(value, bytes) or name in chance else value
            for name, value in row._mapping.items()
            if name != "prompt_id"
        )
        for row in db.execute(select(table)).all()
    ]
    return sorted(rows, key=repr)
