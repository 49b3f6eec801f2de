"""Keys in a PostgreSQL database that two processes share: found, never brought back, and gone from its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.ids import SessionId
from bot.privacy.keyring import Keyring, of_quarter, of_session
from bot.services.starting import loose_keys
from bot.services.starting.keys import look, unlock
from bot.settings import Privacy
from bot.store.key_database import NoKeyDatabase
from bot.store.key_places import look_into
from bot.store.key_server import KeyServer
from bot.store.opening import open_store
from bot.store.store import StoreError
from tests import databases
from tests.databases import address
from tests.working import transactions

pytestmark = pytest.mark.postgresql


@pytest.fixture
def url(tmp_path: Path) -> str:
    return databases.blank(tmp_path / "keys.db")


@pytest.fixture
def kept(url: str) -> Iterator[tuple[KeyServer, KeyServer]]:
    """What two processes have of it."""
    both = KeyServer(make_url(url)), KeyServer(make_url(url))
    yield both
    for one in both:
        one.close()


def test_what_one_process_makes_another_finds(kept: tuple[KeyServer, KeyServer], url: str) -> None:
    one, other = (Keyring(keeper.found.keys, keeper) for keeper in kept)
    names = [of_session(SessionId(7)), of_quarter("2026-Q4")]
    made = {name: one.make(name) for name in names}
    assert other.now() == {}
    assert {name: other.get(name) for name in names} == made == other.now()
    assert other.get("session 8") is None
    there = look_into(make_url(url))
    assert there is not None
    assert there.keys == made


def test_of_two_who_make_the_key_of_a_quarter_at_once_both_have_the_same(
    kept: tuple[KeyServer, KeyServer],
) -> None:
    one, other = (Keyring(keeper=keeper) for keeper in kept)
    assert one.make("quarter 2026-Q4") == other.make("quarter 2026-Q4")


def test_what_one_process_drops_no_process_has_and_those_of_others_stay(
    kept: tuple[KeyServer, KeyServer],
) -> None:
    one, other = (Keyring(keeper=keeper) for keeper in kept)
    one.make("session 1")
    other.make("session 2")
    assert other.get("session 1") is not None
    assert one.destroy(["session 1"]).result()
    assert one.get("session 1") is None
    assert kept[1].names() == {"session 2"}, "the other's key stays"
    other.make("session 3")
    assert other.destroy(["session 3"]).result()
    assert set(other.now()) == {"session 2"}, "what the first has destroyed is in no memory any more"


def test_a_key_that_cannot_be_destroyed_now_is_not_brought_back(kept: tuple[KeyServer, KeyServer]) -> None:
    keys = Keyring(keeper=kept[0])
    keys.make("session 1")
    with kept[1]._engine.begin() as db:  # somebody is in the way
        db.exec_driver_sql("LOCK TABLE story_circle_key IN SHARE MODE")
        assert not keys.destroy(["session 1"]).result()
        assert (keys.get("session 1"), keys.is_behind) == (None, True)
    assert keys.destroy_rest().result()
    assert (kept[0].names(), keys.is_behind) == (set(), False)


def test_the_file_of_the_table_has_nothing_of_a_key_that_was_destroyed(
    kept: tuple[KeyServer, KeyServer],
) -> None:
    keys = Keyring(keeper=kept[0])
    made = {name: keys.make(name) for name in (of_session(SessionId(n)) for n in range(40))}
    gone, stay = [*made][:30], [*made][30:]
    assert all(value in _table(kept[0]) for value in made.values()), "or nothing would be proved"
    assert keys.destroy(gone).result()
    assert not any(made[name] in _table(kept[0]) for name in gone)
    assert all(made[name] in _table(kept[0]) for name in stay)


def _table(keeper: KeyServer) -> bytes:
    """The file that the table has now, as the disk has it."""
    with keeper._engine.connect() as db:
        db.exec_driver_sql("CHECKPOINT")
        home, file = db.exec_driver_sql(
            "SELECT current_setting('data_directory'), pg_relation_filepath('story_circle_key')"
        ).one()
    return Path(home, file).read_bytes()


async def test_a_bot_starts_with_its_keys_there_and_with_no_others(url: str, tmp_path: Path) -> None:
    privacy = Privacy(key_file=tmp_path / "seal.key", key_database=url)
    store = await open_store(address(tmp_path / "circle.db"))
    first, second = await unlock(store, privacy), await unlock(store, privacy)
    value = first.keys.make("session 1")
    assert second.keys.get("session 1") == value
    assert await look(store, privacy) == 0
    await transactions(store, second).write(loose_keys.destroy_loose)
    assert second.keys.get("session 1") is None, "it is known here, and no session needs it"
    first.keys.make("session 2")
    third = await unlock(store, privacy)
    await transactions(store, third).write(loose_keys.destroy_loose)
    assert third.keys.get("session 2") is not None, "its session may be about to be committed"
    elsewhere = await open_store(address(tmp_path / "other.db"))
    with pytest.raises(StoreError, match="keys of another database"):
        await unlock(elsewhere, privacy)
    for one in (first, second, third):
        one.keys.close()
    for opened in (store, elsewhere):
        await opened.close()


def test_the_database_with_the_circles_is_no_place_for_their_keys(tmp_path: Path) -> None:
    with pytest.raises(NoKeyDatabase, match="another one"):
        KeyServer(make_url(address(tmp_path / "circle.db")))


def test_a_server_that_is_down_is_said_without_the_password() -> None:
    with pytest.raises(StoreError, match="key database could not be used: nothing answers there") as told:
        KeyServer(make_url("postgresql://me:SECRET@127.0.0.1:1/keys"))
    assert "SECRET" not in str(told.value)
