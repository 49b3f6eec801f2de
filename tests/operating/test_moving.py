"""Moving an installation from SQLite to PostgreSQL: all of it or nothing, and every reason for nothing is told."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.services.starting import keys
from bot.settings import ROOT, Settings
from bot.store import moving
from bot.store.key_places import look_into
from bot.store.lock import FileLock
from bot.store.moving import CannotMove
from bot.store.opening import open_store
from tests import postgres
from tests.kept.world import DATABASE, HOME, KEY, KEYS, restore_database

pytestmark = pytest.mark.postgresql
NAME, KEYS_NAME, GUEST = (f"{what}_{os.getpid()}" for what in ("moved", "moved_keys", "guest"))
"""The server is that of all workers of this run, so each has names of its own there."""
NEWEST = max(file.parent for file in HOME.glob(f"*/{DATABASE}"))


@dataclass(frozen=True)
class Old:
    """An installation on SQLite, at rest, and where it is to go."""

    home: Path
    database: Path
    config: Path
    to: str

    def run(self, *words: str, answer: str = "") -> tuple[int, str]:
        """Type `story-circle …`. Returns how it ended and what it said, in one line."""
        result = CliRunner().invoke(cli, [*words, "--config", str(self.config)], answer)
        assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
        assert "SECRET" not in result.output
        return result.exit_code, " ".join(result.output.split())

    def move(self, *words: str, answer: str = "") -> tuple[int, str]:
        return self.run("move", "--to", self.to, *words, answer=answer)

    def refused(self, why: str, *words: str, code: int = 1) -> None:
        """Moving is refused for that reason, and nothing is changed here."""
        before = self.everything(), self.config.read_bytes()
        ended, said = self.move(*words)
        assert why in said
        assert ended == code
        assert code != 1 or said.endswith("Nothing has changed.")
        assert (self.everything(), self.config.read_bytes()) == before

    def everything(self) -> list[str]:
        with closing(sqlite3.connect(self.database)) as db:
            return list(db.iterdump())

    def in_database(self, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(self.database)) as db, db:
            db.execute(statement, values)


class Target:
    """The PostgreSQL database that it is to go to."""

    def __init__(self, server: postgres.Server, name: str) -> None:
        self.url = server.url(name)
        self._of_server, self.name = server.url(), name

    def ask(self, statement: str, *values: object) -> list[Any]:
        with psycopg.connect(self.url, autocommit=True) as db:
            return db.execute(statement, values).fetchall()

    def do(self, statement: str, *, on_server: bool = False) -> None:
        with psycopg.connect(self._of_server if on_server else self.url, autocommit=True) as db:
            db.execute(statement)

    def tables(self) -> list[str]:
        found = self.ask("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        return [name for (name,) in found]


def here() -> postgres.Server:
    """The server of this run."""
    return postgres.Server(Path(os.environ[postgres.ENVIRONMENT]))


@pytest.fixture
def target() -> Iterator[Target]:
    """An empty database."""
    made = Target(here(), NAME)
    made.do(f"CREATE DATABASE {NAME}", on_server=True)
    yield made
    made.do(f"DROP DATABASE {NAME} WITH (FORCE)", on_server=True)


@pytest.fixture
def old(tmp_path: Path, target: Target) -> Old:
    """Whatever a bot can have: circles under way, schedules, wishes, sparks, marks."""
    home = tmp_path / "kept"
    made = Old(home, home / "circle.db", tmp_path / "config.toml", target.url)
    restore_database(NEWEST / DATABASE, made.database)
    restore_database(NEWEST / KEYS, home / "session-keys" / "keys.db")
    (home / KEY).touch(0o600)
    (home / KEY).write_bytes((NEWEST / KEY).read_bytes())
    made.config.touch(0o600)
    made.config.write_text(
        f"# mine\n[database]\nurl = 'sqlite:///{made.database}'\n"
        f"[privacy]\nkey_file = '{home / KEY}'\ncontact = 'me@example.org'\n"
    )
    with closing(sqlite3.connect(made.database)) as db:
        db.execute("PRAGMA journal_mode=WAL")
    asyncio.run(_bring_up_to_date(made))
    return made


async def _bring_up_to_date(old: Old) -> None:
    settings = Settings.load(old.config)
    store = await open_store(settings.database.url)
    (await keys.unlock(store, settings.privacy)).keys.close()
    await store.close()


def rows_of(ask: Callable[[str], list[Any]], tables: list[str]) -> dict[str, int]:
    return {name: int(ask(f'SELECT count(*) FROM "{name}"')[0][0]) for name in tables}


def test_all_of_it_is_there_and_open_circles_open(old: Old, target: Target) -> None:
    old.in_database("INSERT INTO circle (id, guild_xid, name) VALUES (500, 7, 'gone')")
    old.in_database("DELETE FROM circle WHERE id = 500")
    before = old.everything()
    code, said = old.move(answer="y\n")
    assert code == 0, said
    assert "it is whole" in said
    with closing(sqlite3.connect(old.database)) as db:
        tables = [
            name
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in ("sqlite_sequence", "alembic_version")
        ]
        here = rows_of(lambda statement: db.execute(statement).fetchall(), tables)
        open_ones = db.execute("SELECT count(*) FROM session WHERE phase <> 'ended'").fetchone()[0]
    assert rows_of(target.ask, tables) == here
    assert f"{sum(here.values())} rows in {len(here)} tables" in said
    assert f"{open_ones} open circles and dates open with their keys" in said
    for name in ("wish", "rota", "mark", "spark", "prompt_use", "schedule", "seat", "resource", "own_prompt"):
        assert here[name], f"nothing is in {name}, so nothing is proven"
    ((number,),) = target.ask("INSERT INTO circle (guild_xid, name) VALUES (7, 'new') RETURNING id")
    assert number == 501, "the number of a circle that is gone is not given again"
    assert old.everything() == before, "what was here is here"
    assert Settings.load(old.config).database.url == target.url
    assert old.config.read_text().startswith("# mine\n"), "the file is the same but for that"
    assert old.config.stat().st_mode & 0o077 == 0
    code, said = old.run("move", "--to", old.to)
    assert (code, said) == (2, "This installation is on PostgreSQL already.")


def test_the_settings_are_changed_only_if_that_is_wished(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.config.read_bytes()
    code, said = old.move(answer="n\n")
    assert code == 0, said
    assert "set url under [database] to the new address" in said
    assert old.config.read_bytes() == before
    old.refused("has a Story Circle in it already")
    monkeypatch.setenv("STORY_CIRCLE_DATABASE__URL", f"sqlite:///{old.database}")
    target = Target(here(), NAME)
    target.do(f"DROP DATABASE {NAME} WITH (FORCE)", on_server=True)
    target.do(f"CREATE DATABASE {NAME}", on_server=True)
    code, said = old.move("--yes")
    assert code == 0, said
    assert "set STORY_CIRCLE_DATABASE__URL in the environment" in said
    assert old.config.read_bytes() == before


@pytest.mark.parametrize(
    ("to", "why", "code"),
    [
        ("sqlite:////tmp/other.db", "takes the address of a PostgreSQL database", 2),
        ("mysql://me:SECRET@host/db", "use sqlite or postgresql", 2),
        ("nonsense SECRET", "is not the address of a database", 2),
        ("postgresql://me:SECRET@host:99999/db", "has a port that cannot be", 2),
        ("postgresql://me:SECRET@127.0.0.1:1/db", "nothing answers there", 1),
        ("{server}nowhere", "there is no such database", 1),
    ],
)
def test_an_address_that_leads_nowhere_changes_nothing(old: Old, to: str, why: str, code: int) -> None:
    base, _, query = old.to.partition(NAME)
    there = to.replace("{server}", base) + (query if to.startswith("{") else "")
    Old(old.home, old.database, old.config, there).refused(why, code=code)


def test_a_database_that_does_not_do_is_left_alone(old: Old, target: Target) -> None:
    target.do("CREATE TABLE theirs (number int)")
    old.refused("is not empty")
    assert target.tables() == ["theirs"]
    target.do("DROP TABLE theirs")
    target.do(f"DROP ROLE IF EXISTS {GUEST}; CREATE ROLE {GUEST} LOGIN")
    guest = Old(old.home, old.database, old.config, old.to.replace("//circle@", f"//{GUEST}:SECRET@"))
    guest.refused(f'ALTER DATABASE "{NAME}" OWNER TO "{GUEST}"')
    target.do(f"DROP DATABASE {NAME} WITH (FORCE)", on_server=True)
    target.do(
        f"CREATE DATABASE {NAME} ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
        on_server=True,
    )
    old.refused("keeps text as LATIN1")
    assert target.tables() == []


def test_a_database_that_is_in_use_or_of_another_version_is_not_moved(old: Old, target: Target) -> None:
    lock = FileLock(old.database)
    try:
        old.refused("Story Circle is running on this database. Stop it first.")
    finally:
        lock.let_go()
    ((now,),) = sqlite3.connect(old.database).execute("SELECT version_num FROM alembic_version").fetchall()
    for version, why in (("0001", "Start the bot once"), ("9999", "belongs to a newer version")):
        old.in_database("UPDATE alembic_version SET version_num = ?", version)
        old.refused(why)
    old.in_database("UPDATE alembic_version SET version_num = ?", now)
    key = old.home / KEY
    key.rename(key.with_suffix(".away"))
    old.refused("the key file is gone")
    key.with_suffix(".away").rename(key)
    assert target.tables() == []


def test_what_postgresql_cannot_keep_is_told(old: Old, target: Target) -> None:
    old.in_database("UPDATE own_prompt SET text = 'Which' || char(0) || ' door?'")
    old.in_database("UPDATE circle SET guild_xid = 9223372036854775807 WHERE id = 1")
    too_long = "UPDATE circle SET name = ? WHERE id = 2"
    old.in_database(too_long, "SECRET" * 100)
    old.refused("The table circle has more than 100 characters in its column name")
    assert target.tables() == []
    old.in_database(too_long, "Naïve 🙂 circle")
    code, said = old.move("--yes")
    assert code == 0, said
    assert "In 1 texts a sign was left out" in said
    assert target.ask("SELECT text FROM own_prompt") == [("Which door?",)]
    assert target.ask("SELECT guild_xid FROM circle WHERE id = 1") == [((1 << 63) - 1,)]
    assert target.ask("SELECT name FROM circle WHERE id = 2") == [("Naïve 🙂 circle",)]


@pytest.fixture
def keys_url() -> Iterator[str]:
    """An empty database for the keys."""
    made = Target(here(), KEYS_NAME)
    made.do(f"CREATE DATABASE {KEYS_NAME}", on_server=True)
    yield made.url
    made.do(f"DROP DATABASE {KEYS_NAME} WITH (FORCE)", on_server=True)


def keys_in(old: Old) -> dict[str, bytes]:
    with closing(sqlite3.connect(old.home / "session-keys" / "keys.db")) as db:
        return dict(db.execute("SELECT name, value FROM key").fetchall())


def keys_at(url: str) -> dict[str, bytes]:
    there = look_into(make_url(url))
    return {} if there is None else dict(there.keys)


async def _start(old: Old) -> None:
    settings = Settings.load(old.config)
    store = await open_store(settings.database.url)
    vault = await keys.unlock(store, settings.privacy)
    vault.keys.close()
    await store.close()


def test_keys_are_moved_and_are_in_one_place_after_the_first_start(
    old: Old, target: Target, keys_url: str
) -> None:
    before = keys_in(old)
    assert before
    code, said = old.move("--keys-to", keys_url, "--yes")
    assert code == 0, said
    assert keys_at(keys_url) == keys_in(old) == before
    assert "The first start there destroys the keys that are in" in said
    loaded = Settings.load(old.config)
    assert (loaded.database.url, loaded.privacy.key_database) == (target.url, keys_url)
    asyncio.run(_start(old))
    assert keys_at(keys_url) == before
    assert not (old.home / "session-keys" / "keys.db").exists()
    assert "well keys They are there" in old.run("doctor")[1]


def test_keys_that_cannot_be_moved_leave_all_as_it_is(
    old: Old, target: Target, keys_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.refused("--keys-to names the database of --to", "--keys-to", old.to)
    old.refused("--keys-to takes the address of a PostgreSQL database", "--keys-to", "sqlite:///x.db", code=2)
    place = Target(here(), KEYS_NAME)
    place.do("CREATE TABLE theirs (number int)")
    old.refused("is not empty. Make one for the keys alone.", "--keys-to", keys_url)
    place.do("DROP TABLE theirs")

    def broken(found: Any, to: Any) -> None:
        copy(found, to)
        raise CannotMove("The keys are not the same there.")

    copy = moving.copy_keys
    monkeypatch.setattr(moving, "copy_keys", broken)
    old.refused("The keys are not the same there.", "--keys-to", keys_url)
    assert keys_at(keys_url) == {}, "none is left where nothing needs it"
    assert target.tables() == []
    monkeypatch.undo()
    assert old.move("--keys-to", keys_url, "--yes")[0] == 0, "and it can be tried again"
    Target(here(), KEYS_NAME).do("UPDATE story_circle_key_owner SET value = 'x'")
    target.do(f"DROP DATABASE {NAME} WITH (FORCE)", on_server=True)
    target.do(f"CREATE DATABASE {NAME}", on_server=True)
    old.config.write_text(
        f"database.url = 'sqlite:///{old.database}'\nprivacy.key_file = '{old.home / KEY}'\n"
    )
    old.refused("has those of another Story Circle", "--keys-to", keys_url)


KILLED_AT_THE_LAST_TABLE = """
import os, signal, sys
from bot.store import moving
from bot.store.tables import metadata
read = moving._read
def dying(target, table, tell):
    if table is metadata.sorted_tables[-1]:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(target, table, tell)
moving._read = dying
from bot.__main__ import main
main()
"""


def test_a_kill_in_the_middle_leaves_all_here_and_nothing_there(old: Old, target: Target) -> None:
    before = old.everything()
    words = ["move", "--to", old.to, "--yes", "--config", str(old.config)]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT_THE_LAST_TABLE, *words], cwd=ROOT, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL
    assert target.tables() == []
    assert old.everything() == before
    assert Settings.load(old.config).database_file == old.database
    code, said = old.move("--yes")
    assert code == 0, said


def test_circles_whose_keys_are_gone_are_told_of(old: Old) -> None:
    shutil.rmtree(old.home / "session-keys")
    code, said = old.move("--yes")
    assert code == 0, said
    assert "and 0 open circles and dates open with their keys" in said
    assert "4 more do not open, here neither. The next start closes them kindly" in said


def test_something_else_in_a_row_is_noticed(
    old: Old, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = moving._read

    def disturbed(there: Any, table: Any, tell: Any) -> Any:
        if table.name == "wish":
            there.exec_driver_sql("UPDATE wish SET words = words || '\\x00'::bytea")
        return read(there, table, tell)

    monkeypatch.setattr(moving, "_read", disturbed)
    old.refused("The table wish is not the same there.")
    assert target.tables() == []


def test_nothing_to_move(old: Old) -> None:
    shutil.rmtree(old.home / "session-keys")
    old.database.unlink()
    code, said = old.move()
    assert (code, "there is nothing to move" in said) == (2, True)
