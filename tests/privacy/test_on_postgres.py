"""What lies in the data folder of a PostgreSQL server, which overwrites nothing that is deleted.

It never has an id, and what it still has of circles that are over opens no more. The server is one of its own, and is
killed. Every file of it is looked through, its log included.
"""

from __future__ import annotations

import os
import random
import re
from base64 import b64decode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, make_url

from bot.circle import commands as c
from bot.clock import Clock
from bot.ids import SessionId
from bot.privacy.keyring import of_session
from bot.privacy.sealing import SealError, Vault
from bot.services.desks import open_desks
from bot.services.starting import keys
from bot.services.unit_of_work import Transactions
from bot.settings import ROOT, Circles, Privacy, Settings
from bot.store import codec
from bot.store.key_places import look_into
from bot.store.key_server import KeyServer
from bot.store.opening import open_store
from bot.store.postgres import address
from bot.store.sqlite import AT_ONCE
from bot.store.store import Store
from tests import databases, postgres
from tests.privacy.attacked import play
from tests.privacy.attacker import ABOUT, attack, questions
from tests.scan import PIECE, files, found, of_chance, of_people, of_words
from tests.wire.season import PEOPLE, SEATS, Season
from tests.working import CONTENT

pytestmark = pytest.mark.postgresql
SESSIONS = 24


@dataclass
class Seen:
    """Whatever was ever sealed with the key of a session, and every such key."""

    seats: set[tuple[int, bytes]] = field(default_factory=set)
    states: set[tuple[int, bytes]] = field(default_factory=set)
    keys: dict[str, bytes] = field(default_factory=dict)

    async def look(self, store: Store, vault: Vault) -> None:
        """See what is there now."""
        self.seats |= await store.read(
            lambda db: {(n, bytes(m)) for n, m in db.exec_driver_sql("SELECT session_id, member FROM seat")}
        )
        rows = await store.read(lambda db: db.exec_driver_sql("SELECT id, state FROM session").all())
        self.states |= {(number, b64decode(state)) for number, state in rows if codec.is_sealed(state)}
        self.keys |= vault.keys.now()

    def opened(self, vault: Vault) -> set[int]:
        """The sessions of which anything opens with a key that is there now, each tried on each."""
        ways: list[tuple[set[tuple[int, bytes]], Callable[[bytes, bytes], object]]] = [
            (self.seats, vault.open),
            (self.states, vault.show),
        ]
        opens = set()
        for sealed, way in ways:
            for number, words in sealed:
                for key in vault.keys.now().values():
                    with suppress(SealError):
                        way(key, words)
                        opens.add(number)
        return opens


@dataclass(frozen=True)
class Dead:
    """What a server left that was killed after some circles, and what there was to see of them while it lived."""

    data: Path
    home: Path
    vault: Vault
    seen: Seen
    open_ones: list[int]


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    made = postgres.Server.make("autovacuum=on", "wal_level=replica")
    yield made
    made.remove()


def times(folder: Path) -> dict[Path, int]:
    """When each file was written last."""
    return {file: file.stat().st_mtime_ns for file in files([folder])}


def copied(folder: Path, to: Path, before: dict[Path, int]) -> Path:
    """A raw copy of a server's data folder, but for what is as `initdb` made it, and for noughts at ends."""
    for file, written in times(folder).items():
        if before.get(file) != written:
            place = to / file.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes().rstrip(b"\0"))
    return to


def of_key(key: bytes) -> list[bytes]:
    """Enough of its pieces to find a whole key, and the whole in text."""
    forms = of_chance(key)
    return [*forms[:-3:PIECE], *forms[-3:]]


@pytest.fixture
async def dead(server: postgres.Server, tmp_path: Path) -> AsyncIterator[Dead]:
    with psycopg.connect(server.url(), autocommit=True) as db:
        db.execute("CREATE DATABASE circles STRATEGY file_copy")
        db.execute("CHECKPOINT")
    before = times(server.data)
    store = await open_store(server.url("circles"))
    settings = Settings(
        privacy=Privacy(key_file=tmp_path / "keys" / "seal.key"), circles=Circles(open_per_server=500)
    )
    vault = await keys.unlock(store, settings.privacy)
    do = Transactions(store, vault, Clock(), CONTENT, settings)
    season, seen, open_ones = Season(open_desks(do), SEATS, "check-in"), Seen(), list[int]()
    for evening in range(SESSIONS):
        await season.play(evening, evening + 1, open_ones, random.Random(evening))
        await seen.look(store, vault)
    while len(open_ones) > 2:
        await season.desks.circle.act(SessionId(open_ones.pop()), None, c.End(steward=True))
    await store.write(lambda db: db.exec_driver_sql("CHECKPOINT"))
    await store.close()
    server.kill()
    data = copied(server.data, tmp_path / "copy", before)
    yield Dead(data, tmp_path / "keys", vault, seen, open_ones)
    vault.keys.close()


async def test_no_id_is_there_and_what_is_over_opens_no_more(dead: Dead) -> None:
    folder, seen = dead.data, dead.seen
    people = of_people(PEOPLE[: SESSIONS * SEATS])
    assert found([folder], {"an id": people}) == []
    assert found([folder], {name: of_key(key) for name, key in seen.keys.items()}) == []
    destroyed = {name: key for name, key in seen.keys.items() if name not in dead.vault.keys.now()}
    assert len(destroyed) > SESSIONS * 3 // 4, "some ended before anybody looked"
    assert found([dead.home], {name: of_chance(key) for name, key in destroyed.items()}) == []

    # PostgreSQL keeps what it deleted: seats of circles that are over lie there, sealed for good
    data = b"".join(file.read_bytes() for file in files([folder]))
    left = {number for number, member in seen.seats if member in data}
    assert len(left - {*dead.open_ones}) > SESSIONS // 2
    assert dead.seen.opened(dead.vault) == {*dead.open_ones}
    assert {of_session(SessionId(number)) for number in dead.open_ones} <= {*dead.vault.keys.now()}

    # The same search finds what is planted
    for name, planted in (
        ("base/planted", str(PEOPLE[100]).encode()),
        ("pg_wal/planted", PEOPLE[3].to_bytes(8, "little")),
    ):
        (folder / name).write_bytes(planted)
        assert found([folder], {"an id": people}) == ["an id in planted"]
        (folder / name).unlink()
    assert found([folder], {"the name of a circle": of_words("Circle 3")}), "names are not secret"


async def test_rows_of_people_that_are_deleted_are_cleared_away_early(tmp_path: Path) -> None:
    store = await open_store(databases.address(tmp_path / "circle.db"))
    early = "SELECT relname FROM pg_class WHERE 'autovacuum_vacuum_threshold=0' = ANY (reloptions)"
    tables = await store.read(lambda db: set(db.exec_driver_sql(early).scalars()))
    await store.close()
    assert tables == AT_ONCE, "those that SQLite writes anew at once"
    page = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    said = page.partition("**Dead rows**")[2].partition("\n- **")[0]
    assert {*re.findall(r"`(\w+)`", said)} == AT_ONCE - {"reminding"}, "which is empty after the first start"


COMMUNITIES, QUARTERS, MARGIN = 8, 2, 0.05


def test_where_rows_lie_and_what_wrote_them_attributes_nothing(
    record_property: Callable[[str, object], None],
) -> None:
    """The attack of `test_attack.py` on tables that also tell `ctid` and `xmin`, in a small form."""
    here = postgres.Server(Path(os.environ[postgres.ENVIRONMENT]))
    name = f"attacked_{os.getpid()}"
    asked, signs = [], set[str]()
    for seed in range(COMMUNITIES):
        with psycopg.connect(here.url(), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name}")
        engine = create_engine(address(here.url(name)), poolclass=NullPool)
        community = questions(play(seed, quarters=QUARTERS, engine=engine))
        asked.append(community)
        signs |= {name for seen, _, _ in community["evenings"] for one in seen for name in one}
        with psycopg.connect(here.url(), autocommit=True) as db:
            db.execute(f"DROP DATABASE {name}")
    assert {"cell.ctid", "cell.xmin", "contribution.xmin"} <= signs, "the attacker has them"
    for what in ABOUT:
        score = attack([community[what] for community in asked])
        told = f"attributed to {what} on PostgreSQL: {score.right:.1%}, by chance {score.chance:.1%}"
        record_property("counted", told)
        assert score.right <= score.chance + MARGIN, what


@pytest.fixture
def keys_server() -> Iterator[postgres.Server]:
    """A server as the guide says that the keys are to have one."""
    made = postgres.Server.make(
        "wal_level=minimal", "max_wal_senders=0", "full_page_writes=on", "autovacuum=on"
    )
    yield made
    made.remove()


def test_a_key_that_was_destroyed_is_nowhere_in_its_server_and_the_others_outlast_a_kill(
    keys_server: postgres.Server,
) -> None:
    place = make_url(keys_server.url())
    kept = KeyServer(place)
    made = {of_session(SessionId(number)): os.urandom(32) for number in range(40)}
    for number, (name, key) in enumerate(made.items()):
        kept.add(name, key)
        if number % 10 == 0:
            with psycopg.connect(keys_server.url(), autocommit=True) as db:
                db.execute("CHECKPOINT")  # after one, whole pages go to the log
    gone, stay = [*made][:30], [*made][30:]
    for name in gone[:20]:
        assert kept.destroy([name])
    assert kept.destroy(gone[20:])
    kept.close()
    keys_server.kill()
    assert found([keys_server.data], {name: of_key(made[name]) for name in gone}) == []
    assert found([keys_server.data], {"a key that is there": of_key(made[stay[0]])}), (
        "or nothing would be proved"
    )
    keys_server.start()
    there = look_into(place)
    assert there is not None
    assert there.keys == {name: made[name] for name in stay}
