"""`story-circle verify-slip`: what is genuine, what is not and why, and the page that says the same."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.ids import GuildXid
from bot.privacy import keyfile
from bot.privacy.sealing import Vault
from bot.privacy.slips import public_key, signed, slip_of
from bot.store import queries as q
from bot.store.opening import open_store

HERE, THERE, WITHOUT = (GuildXid(10**18 + number) for number in range(3))
BEGAN = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
SLIP = slip_of("Riverside", BEGAN, BEGAN + timedelta(minutes=62), timedelta(hours=1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With settings, a key file, and a database in which two of three servers give slips."""
    url = f"sqlite:///{tmp_path / 'circle.db'}"

    def keep(db: Connection) -> None:
        for server, group in ((HERE, "Riverside"), (THERE, "Riverside"), (WITHOUT, "")):
            options = json.dumps({"slip_group": group, "horizon_days": 9})
            db.execute(q.add_server, {"guild_xid": server, "options": options, "version": 1})

    async def fill() -> None:
        store = await open_store(url)
        await store.write(keep)
        await store.close()

    asyncio.run(fill())
    keyfile.make(tmp_path / "seal.key")
    (tmp_path / "config.toml").write_text(
        f"[database]\nurl = '{url}'\n[privacy]\nkey_file = '{tmp_path / 'seal.key'}'\n"
    )
    return tmp_path


def _vault(folder: Path) -> Vault:
    master = keyfile.read(folder / "seal.key")
    assert master is not None
    return Vault(master)


def _verify(folder: Path, *args: object, typed: str | bytes = "") -> tuple[int, str]:
    options = [] if "--key" in args else ["--config", str(folder / "config.toml")]
    done = CliRunner().invoke(cli, ["verify-slip", *map(str, args), *options], input=typed)
    return done.exit_code, done.output


def test_a_genuine_one_says_what_stands_on_it(folder: Path) -> None:
    slip = signed(_vault(folder), THERE, SLIP)
    paper = folder / "slip.txt"
    paper.write_text(f"Group: Something else\nName: Bob\n\n{slip.code.lower()}\n", "utf-8")
    expected = f"""This slip is genuine.
  Group: Riverside
  Circle: Sunday, 29 November 2026, 19:00 (UTC+01:00)
  Length: 62 minutes
It was given in the server {THERE}.
Compare this with"""
    code, said = _verify(folder, paper)
    assert (code, said.startswith(expected)) == (0, True), said
    assert _verify(folder, slip.code) == (0, said)
    assert _verify(folder, typed=slip.code) == (0, said)
    assert _verify(folder, "--server", THERE, slip.code.replace("-", " ")) == (0, said)
    without = said.replace(f"It was given in the server {THERE}.\n", "")
    assert _verify(folder, "--key", public_key(_vault(folder), THERE).words, slip.code) == (0, without)


def test_one_that_is_not_says_why_in_a_sentence(folder: Path) -> None:
    vault = _vault(folder)
    code = signed(vault, HERE, SLIP).code
    off = signed(vault, WITHOUT, SLIP)
    changed = code[:-1] + ("A" if code[-1] != "A" else "E")
    for typed, why in (
        (code[:-1], "The code is not whole."),
        (code + "A", "more letters than it says"),
        (code.replace("-", "-1", 1), "There is a 0, 1, 8 or 9 in the code."),
        (changed, "The signature does not fit what it says."),
        (off.code, f"It names the key {off.key_mark}, and that is none of those here."),
        (f"{code}\n{signed(vault, THERE, SLIP).code}", "There are several slips in it."),
    ):
        assert _verify(folder, typed) == (
            1,
            _starting(_verify(folder, typed)[1], "This slip could not be"),
        ), typed
        assert why in _verify(folder, typed)[1], typed
    assert _verify(folder, "--server", WITHOUT, off.code)[0] == 0, (
        "one that was given before they were switched off"
    )
    assert "no file that is there, and it has no code" in _verify(folder, folder / "nothing.txt")[1]
    assert "There is no code of a slip in it." in _verify(folder, typed=b"\xff\xfe\x00 hello")[1]
    assert "There is no code of a slip in it." in _verify(folder, typed="")[1]
    assert _verify(folder, "x" * 5000)[0] == 1, "no name of a file is as long"


def _starting(said: str, start: str) -> str:
    assert said.startswith(start), said
    return said


def test_after_the_key_changed_it_says_so(folder: Path) -> None:
    slip = signed(_vault(folder), HERE, SLIP)
    before = public_key(_vault(folder), HERE)
    (folder / "seal.key").unlink()
    code, said = _verify(folder, slip.code)
    assert (code, "there is no key file" in said) == (2, True)
    keyfile.make(folder / "seal.key")
    code, said = _verify(folder, slip.code)
    assert code == 1
    assert f"It names the key {slip.key_mark}" in said
    assert "or the key was changed since" in said
    assert _verify(folder, "--key", before.words, slip.code)[0] == 0, (
        "whoever kept the public key can still check it"
    )


def test_what_it_cannot_use_is_said_and_nothing_else_is_read(folder: Path) -> None:
    assert _verify(folder, "--key", "abc", "x") == (
        2,
        "This is no public key of slips. One begins with SCK1, and the checking page names it.\n",
    )
    assert "Give either --key or --server." in _verify(folder, "--key", "abc", "--server", HERE)[1]
    assert "Give either a slip to check" in _verify(folder, "x", "--page", folder / "check.html")[1]
    assert not (folder / "check.html").exists()
    (folder / "large.txt").write_bytes(bytes(1_000_001))
    assert "too large for a slip" in _verify(folder, folder / "large.txt")[1]
    (folder / "config.toml").write_text(
        f"[database]\nurl = 'sqlite:///{folder / 'none.db'}'\n[privacy]\nkey_file = '{folder / 'seal.key'}'\n"
    )
    assert "No server gives slips now." in _verify(folder, "x")[1]
    assert not (folder / "none.db").exists()
    (folder / "seal.key").write_bytes(b"short")
    assert "this is not a key file" in _verify(folder, "x")[1]


def test_the_page_is_written_once_with_the_public_key_of_one_server(folder: Path) -> None:
    page, key = folder / "check.html", public_key(_vault(folder), HERE)
    code, said = _verify(folder, "--page", page)
    assert (code, str(HERE) in said, str(THERE) in said, page.exists()) == (2, True, True, False)
    assert _verify(folder, "--server", HERE, "--page", page)[0] == 0
    written = page.read_text("utf-8")
    assert key.words.replace("\n", "-") in written
    assert not re.search(r"https?://|src=|href=", written), "it asks nobody for anything"
    assert "Nothing was written." in _verify(folder, "--server", HERE, "--page", page)[1]
    assert page.read_text("utf-8") == written
    assert (
        "it could not be written"
        in _verify(folder, "--server", HERE, "--page", folder / "no" / "check.html")[1]
    )
