"""What an operator is asked about somebody: looking for an id, showing and erasing, on a real database."""

from __future__ import annotations

import bz2
import gzip
import shutil
import sqlite3
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.circle import commands as c
from bot.clock import Clock
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.operating import searching
from bot.operating.searching import in_file
from bot.privacy.encodings import encodings
from bot.services.circle import acting, opening
from bot.services.circle.choices import CircleChoices
from bot.services.starting import keys
from bot.services.timing import recovery
from bot.settings import ROOT, Privacy
from bot.store.lock import FileLock
from bot.store.opening import open_store
from tests.working import work

ANN, BEN, CAT = (MemberXid(1_100_000_000_000_000_000 + number) for number in (17, 29, 43))
STRANGER, OTHER = 1_234_567_890_123_456_789, 987_654_321_098_765_432


class Bot(NamedTuple):
    """A stopped bot: its database, its key, and the settings that name both."""

    database: Path
    key: Path
    config: Path


@pytest.fixture
async def bot(tmp_path: Path) -> Bot:
    made = Bot(tmp_path / "circle.db", tmp_path / "seal.key", tmp_path / "config.toml")
    made.config.write_text(
        f"[database]\nurl = 'sqlite:///{made.database}'\n[privacy]\nkey_file = '{made.key}'\n"
    )
    store = await open_store(f"sqlite:///{made.database}")
    vault = await keys.unlock(store, Privacy(key_file=made.key))
    began = Clock().utcnow() - timedelta(minutes=50)

    def evening(db: Connection) -> None:
        w = work(db, vault, began)
        choices = CircleChoices("Evening", "en", ChannelXid(4), "check-in")
        wanted = opening.Invitation(GuildXid(9), choices, load_content(ROOT / "data").formats["check-in"])
        session_id = opening.open_now(w, wanted, opening.Person(CAT, language="en")).session.id
        for person in (ANN, BEN):
            acting.join(w, session_id, person, c.Join(), "en", ())
        recovery.beat(w)

    await store.write(evening)
    await store.erase()
    await store.close()
    vault.keys.close()
    return made


def command(bot: Bot, word: str, *args: object, answer: str = "") -> tuple[int, str]:
    """Run `story-circle privacy <word>`. Returns how it ended, and what it said."""
    result = CliRunner().invoke(cli, ["privacy", word, "--config", str(bot.config), *map(str, args)], answer)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return result.exit_code, " ".join(result.output.split())


def seats(bot: Bot) -> int:
    with closing(sqlite3.connect(bot.database)) as db:
        return int(db.execute("SELECT count(*) FROM seat").fetchone()[0])


def test_a_sealed_database_is_clean(bot: Bot) -> None:
    code, said = command(bot, "verify")
    assert (code, "Clean: 3 ids were looked for. They are in no row" in said) == (0, True), said
    code, said = command(bot, "verify", "--id", ANN)
    assert (code, "Clean: the id is in no row" in said) == (0, True), said
    assert str(ANN) not in said, "the answer may be kept, and names nobody"


def test_what_lies_open_in_the_database_is_found_with_its_row_and_its_byte(bot: Bot) -> None:
    with closing(sqlite3.connect(bot.database)) as db:
        db.execute("INSERT INTO pulse (slot, alive_at) VALUES (?, 0)", (int(ANN),))
        db.execute("UPDATE session SET room_name = ?", (f"room of {BEN}",))
        db.commit()
    code, said = command(bot, "verify")
    assert code == 1
    assert "table pulse" in said
    assert "table session, row 1 (id 1): in the column room_name" in said
    assert f"{bot.database}, byte " in said
    assert said.count("table session") == 1
    assert command(bot, "verify", "--id", CAT)[0] == 0


def test_the_key_database_and_its_journal_are_looked_through_too(bot: Bot) -> None:
    keys_at = bot.database.parent / "session-keys" / "keys.db"
    assert command(bot, "verify", "--id", ANN)[0] == 0
    with closing(sqlite3.connect(keys_at)) as db:
        db.execute("INSERT INTO key VALUES (?, ?)", (f"of {ANN}", b"x"))
        db.commit()
    code, said = command(bot, "verify", "--id", ANN)
    assert code == 1
    assert f"{keys_at}, table key, row" in said
    with closing(sqlite3.connect(keys_at)) as db:
        db.execute("DELETE FROM key WHERE value = ?", (b"x",))
        db.commit()
        db.execute("VACUUM")
    keys_at.with_name("keys.db-journal").write_bytes(bytes(600) + ANN.to_bytes(8))
    code, said = command(bot, "verify", "--id", ANN)
    assert "keys.db-journal, byte 600" in said


def test_a_file_that_a_bot_removes_meanwhile_is_no_find(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    beside, gone = searching.beside, bot.database.with_name("circle.db-gone")
    monkeypatch.setattr(searching, "beside", lambda path: [*beside(path), gone])
    code, said = command(bot, "verify", "--id", ANN)
    assert (code, "circle.db-gone" in said) == (0, False)


def test_what_is_only_in_the_journal_is_found(bot: Bot) -> None:
    with closing(sqlite3.connect(bot.database)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA wal_autocheckpoint=0")
        db.execute("UPDATE session SET room_name = ?", (f"room of {ANN}",))
        db.commit()
        code, said = command(bot, "verify", "--id", ANN)
    assert code == 1
    assert "circle.db-wal, byte " in said


def test_every_encoding_is_found_wherever_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "log"
    for form, written in encodings(STRANGER).items():
        file.write_bytes(bytes(5) + written + bytes(9))
        assert f"{file}, byte 5" in [one.where for one in in_file(file, {STRANGER})], form
        assert not in_file(file, {OTHER}), form
    # Across the pieces in which a file is read, too, and once each
    pieces = [b"", str(STRANGER).encode(), str(STRANGER).encode()]
    file.write_bytes(bytes((4 << 20) - 3).join(pieces))
    found = [one.where for one in in_file(file, {STRANGER})]
    assert found == [f"{file}, byte {at}" for at in ((4 << 20) - 3, (8 << 20) + 13)]


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_base64_of_a_text_with_an_id_in_it_is_found(before: str, tmp_path: Path) -> None:
    file = tmp_path / "log"
    for whole in (
        f"{before}{STRANGER} and more".encode(),
        before.encode() + STRANGER.to_bytes(8, "big"),
        before.encode() + STRANGER.to_bytes(8, "little") + b"?",
    ):
        file.write_bytes(b64encode(whole))
        assert in_file(file, {STRANGER}), whole
        assert not in_file(file, {OTHER})


def packed(folder: Path, content: bytes) -> Iterator[Path]:
    """The same in every kind of packing that is opened."""
    for name, made in (("a.gz", gzip.compress(content)), ("a.bz2", bz2.compress(content))):
        (folder / name).write_bytes(made)
        yield folder / name
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.log", content)
    yield folder / "a.zip"


def test_backups_and_logs_are_looked_through_packed_or_not(bot: Bot, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for file in packed(folder, f"somebody {STRANGER} came".encode() * 50):
        code, said = command(bot, "verify", "--id", STRANGER, file)
        assert (code, file.name in said) == (1, True), said
        file.unlink()
    # A copy of a database is read by rows too, and nothing is made beside it
    copy = folder / "copy.db"
    shutil.copy(bot.database, copy)
    assert command(bot, "verify", "--id", STRANGER, folder)[0] == 0
    with closing(sqlite3.connect(copy)) as db:
        db.execute("UPDATE session SET guild_xid = ?", (STRANGER,))
        db.commit()
    before = sorted(folder.iterdir())
    code, said = command(bot, "verify", "--id", STRANGER, folder)
    assert (code, "copy.db, table session, row 1 (id 1): in the column guild_xid" in said) == (1, True), said
    assert sorted(folder.iterdir()) == before
    # What cannot be opened is said, and is not called clean
    (folder / "b.zst").write_bytes(b"\x28\xb5\x2f\xfd" + b"?" * 30)
    assert "unpack it first" in command(bot, "verify", "--id", ANN, folder / "b.zst")[1]
    assert command(bot, "verify", "--id", ANN, folder / "b.zst")[0] == 1


def test_wrong_input_is_said_and_changes_nothing(bot: Bot) -> None:
    assert command(bot, "verify", "--id", 7)[0] == 2
    assert command(bot, "verify", "nowhere")[0] == 2
    assert "there is no such file" in command(bot, "verify", "nowhere")[1]
    assert command(bot, "erase")[0] == 2
    assert seats(bot) == 3


def test_without_a_database_nothing_is_kept(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f"[database]\nurl = 'sqlite:///{tmp_path / 'a.db'}'\n[privacy]\nkey_file = '{tmp_path / 'k'}'\n"
    )
    none = Bot(tmp_path / "a.db", tmp_path / "k", config)
    assert "no database yet" in command(none, "show", "--id", ANN)[1]
    assert "no database yet" in command(none, "erase", "--id", ANN)[1]
    assert "nobody to look for" in command(none, "verify")[1]
    assert not none.database.exists()


def test_it_is_shown_and_erased_for_somebody_who_asks_in_writing(bot: Bot) -> None:
    code, said = command(bot, "show", "--id", ANN)
    assert code == 0
    assert "Evening: you have a seat." in said
    assert "Nothing is kept of this person." in command(bot, "show", "--id", STRANGER)[1]

    # While it runs it can be shown, and not erased from outside
    lock = FileLock(bot.database)
    assert "Evening: you have a seat." in command(bot, "show", "--id", ANN)[1]
    code, said = command(bot, "erase", "--id", ANN, "--yes")
    lock.let_go()
    assert code == 1
    assert "the person can type /privacy erase themselves" in said
    assert "stop the bot, run this again" in said
    assert seats(bot) == 3

    assert "Nothing has changed." in command(bot, "erase", "--id", ANN, answer="n\n")[1]
    assert seats(bot) == 3
    code, said = command(bot, "erase", "--id", ANN, answer="y\n")
    assert code == 0
    assert "A seal stays until I have let you out of its room." in said, (
        "a seal remains until they are let out"
    )
    assert seats(bot) == 3
    # The bot did it, and asked once more nothing is left
    with closing(sqlite3.connect(bot.database)) as db:
        db.execute("DELETE FROM delivery WHERE kind = 'dismiss'")
        db.commit()
    assert "Nothing is kept of this person any more." in command(bot, "erase", "--id", ANN, "--yes")[1]
    assert seats(bot) == 2
    assert "Nothing is kept of this person." in command(bot, "erase", "--id", ANN, "--yes")[1]
    assert command(bot, "verify")[0] == 0


def test_erasing_takes_no_time_from_the_circles_under_way(bot: Bot) -> None:
    """The bot was last alive fifty minutes ago. If a circle were touched now, the next start would not know."""
    with closing(sqlite3.connect(bot.database)) as db:
        before = db.execute("SELECT alive_at FROM pulse").fetchone()
        assert command(bot, "erase", "--id", BEN, "--yes")[0] == 0
        assert db.execute("SELECT alive_at FROM pulse").fetchone() == before
        (touched,) = db.execute("SELECT max(touched_at) FROM session").fetchone()
    assert touched <= before[0]


def test_an_operator_without_an_address_is_told(bot: Bot) -> None:
    def said() -> str:
        return " ".join(CliRunner().invoke(cli, ["check", "--config", str(bot.config)]).output.split())

    assert "No address of yours is set (privacy.contact)" in said()
    bot.config.write_text(bot.config.read_text() + "contact = 'people@circle.example'\n")
    assert "No address of yours" not in said()
