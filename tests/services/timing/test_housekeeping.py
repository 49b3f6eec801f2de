"""What is kept of everything is forgotten in the end, and nothing before its time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection, Table, insert, select, update

from bot.circle import commands as c
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.privacy.sealing import Vault
from bot.services.absence import absences
from bot.services.circle import acting, opening
from bot.services.circle.choices import CircleChoices
from bot.services.deliveries import batch
from bot.services.schedule import reminders
from bot.services.schedule.reminders import QuietHours, Reminding
from bot.services.timing.housekeeping import keep_house
from bot.settings import ROOT, Keeping
from bot.store import tables
from bot.store.sqlite_store import SQLiteStore
from tests.working import work

VAULT = Vault(b"k" * 64)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE = GuildXid(9)
ANN, BEN = (MemberXid(1_100_000_000_000_000_000 + number) for number in (1, 2))


def _keep(db: Connection, now: datetime) -> None:
    w = work(db, VAULT, now)
    keep_house(w, reminders.old_wishes(w))


def _count(db: Connection, table: Table) -> int:
    return len(db.execute(select(table)).all())


def _met(db: Connection, now: datetime, name: str) -> None:
    """A circle of that name meets and ends, and has had a question."""
    w = work(db, VAULT, now)
    choices = CircleChoices(name, "en", ChannelXid(4), "check-in")
    wanted = opening.Invitation(HERE, choices, load_content(ROOT / "data").formats["check-in"])
    session = opening.open_now(w, wanted, opening.Person(BEN, language="en")).session
    db.execute(insert(tables.prompt_use), {"circle_id": session.circle_id, "prompt_id": "a", "nth": 1})
    acting.act(w, session.id, None, c.End(steward=True))
    batch.keep(w, session.id, batch.Outcome(closed=True))


async def test_the_name_of_a_circle_and_its_questions_go_a_year_after_it_met_last(store: SQLiteStore) -> None:
    def names(db: Connection) -> list[str]:
        return sorted(db.execute(select(tables.circle.c.name)).scalars())

    def play(db: Connection) -> None:
        _met(db, NOW, "Evening")
        _met(db, NOW, "Of a schedule")
        of_schedule = select(tables.circle.c.id).where(tables.circle.c.name == "Of a schedule")
        runs = {"guild_xid": HERE, "circle_id": db.execute(of_schedule).scalar_one(), "status": "active"}
        more = {"version": 1, "choices": "", "salt": b"", "rota_turn": 0, "touched_at": NOW}
        db.execute(insert(tables.schedule), runs | more)
        # What an earlier version kept has no month: it counts from the first look on
        old = insert(tables.circle).values(guild_xid=HERE, name="Earlier")
        key = db.execute(old).inserted_primary_key
        db.execute(insert(tables.prompt_use), {"circle_id": key[0] if key else 0, "prompt_id": "b", "nth": 1})
        for months, expected in ((0, 3), (11, 3), (12, 3), (13, 1)):
            _keep(db, NOW + timedelta(days=31 * months))
            assert len(names(db)) == expected, months
        assert names(db) == ["Of a schedule"]
        assert _count(db, tables.prompt_use) == 1

    await store.write(play)


async def test_drafts_notes_and_traces_of_sparks_go_when_their_time_is_over(store: SQLiteStore) -> None:
    keeping = Keeping()

    def rows(db: Connection) -> tuple[int, list[str], int]:
        notes = db.execute(select(tables.changed_date.c.note).order_by(tables.changed_date.c.local)).scalars()
        return _count(db, tables.schedule), list(notes), _count(db, tables.spark)

    def play(db: Connection) -> None:
        schedule = {"guild_xid": HERE, "version": 1, "choices": "", "salt": b"", "rota_turn": 0}
        for number, status in ((1, "draft"), (2, "active")):
            db.execute(
                insert(tables.schedule), schedule | {"id": number, "status": status, "touched_at": NOW}
            )
        for days in (0, 40):
            local = NOW.replace(tzinfo=None) + timedelta(days=days)
            db.execute(insert(tables.changed_date), {"schedule_id": 2, "local": local, "note": "A holiday"})
        posted_ms = int(NOW.timestamp() * 1000) - 1_420_070_400_000
        spark = {"key": b"k" * 32, "guild_xid": HERE, "attempts": 0, "channel_xid": 5}
        db.execute(insert(tables.spark), spark | {"message_xid": posted_ms << 22})
        # One that waits to be posted is not a trace
        db.execute(insert(tables.spark), {"key": b"w" * 32, "guild_xid": HERE, "attempts": 0, "words": b"w"})
        _keep(db, NOW + timedelta(hours=23))
        assert rows(db) == (2, ["A holiday", "A holiday"], 2)
        _keep(db, NOW + timedelta(hours=keeping.draft_hours, seconds=1))
        assert rows(db) == (1, ["A holiday", "A holiday"], 2)
        _keep(db, NOW + timedelta(days=keeping.note_days + 2))
        assert rows(db) == (1, ["", "A holiday"], 2)
        _keep(db, NOW + timedelta(days=366 * keeping.spark_years + 31))
        assert rows(db) == (1, ["", ""], 1)

    await store.write(play)


async def test_a_wish_goes_years_after_it_was_said_and_is_never_dated_in_plain_words(
    store: SQLiteStore,
) -> None:
    quiet = Reminding(quiet=QuietHours(time(22), time(7), "Europe/Berlin"))
    later = NOW + timedelta(days=366 * Keeping().wish_years)

    def play(db: Connection) -> None:
        reminders.keep_wish(work(db, VAULT, NOW), ANN, quiet)
        # An earlier version kept no month
        owner = reminders.sealed_owner(VAULT, BEN)
        db.execute(insert(tables.wish), {"member": owner, "words": VAULT.hide(owner, b"no".ljust(128))})
        lengths = {len(words) for words in db.execute(select(tables.wish.c.words)).scalars()}
        assert len(lengths) == 1
        for now in (NOW, NOW + timedelta(days=300)):
            _keep(db, now)
            assert reminders.wishes_of(work(db, VAULT, now), ANN) == quiet
            assert reminders.wishes_of(work(db, VAULT, now), BEN) == Reminding(wanted=False)
        # What people are told of that is when it happens
        told = reminders.wish_ends(work(db, VAULT, NOW), ANN)
        assert told is not None
        just_before, then = (work(db, VAULT, at) for at in (told - timedelta(seconds=1), told))
        gone = [
            {old.sealed for old in reminders.old_wishes(at) if old.undated is None}
            for at in (just_before, then)
        ]
        assert [reminders.sealed_owner(VAULT, ANN) in found for found in gone] == [False, True]
        # Said anew while housekeeping was reading: it stays
        w = work(db, VAULT, later + timedelta(days=31))
        old = reminders.old_wishes(w)
        assert len(old) == 2
        reminders.keep_wish(w, BEN, Reminding(wanted=False))
        keep_house(w, old)
        assert reminders.wishes_of(w, ANN) == Reminding()
        assert reminders.wishes_of(w, BEN) == Reminding(wanted=False)

    await store.write(play)


async def test_what_a_server_has_set_up_goes_a_year_after_the_bot_was_taken_out(store: SQLiteStore) -> None:
    of_server = [t for t in tables.metadata.sorted_tables if "guild_xid" in t.c]

    def play(db: Connection) -> None:
        _met(db, NOW, "Evening")
        db.execute(insert(tables.server), {"guild_xid": HERE, "options": "{}", "version": 1})
        question = {"guild_xid": HERE, "theme": "a", "language": "en", "stage": "round", "text": "Why?"}
        db.execute(insert(tables.own_prompt), question)
        absences.begin(work(db, VAULT, NOW), HERE, removed=True)
        absences.begin(work(db, VAULT, NOW), GuildXid(10), removed=False)
        absences.erase_due(work(db, VAULT, NOW + timedelta(days=7)))
        _keep(db, NOW + timedelta(days=300))
        assert _count(db, tables.server) == _count(db, tables.own_prompt) == _count(db, tables.circle) == 1
        db.execute(update(tables.circle).values(met_in="2027-01"))
        _keep(db, NOW + timedelta(days=31 * 13))
        left = {t.name: row for t in of_server for row in db.execute(select(t.c.guild_xid)).scalars()}
        assert left == {"absence": 10}, "an outage is none of that, however long"
        assert _count(db, tables.prompt_use) == 0

    await store.write(play)
