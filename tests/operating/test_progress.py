"""What takes long says that it goes on, and a database of an earlier version is brought up to date."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.operating import progress
from bot.operating.doctor.examining import examine
from bot.operating.doctor.finding import State
from bot.operating.progress import with_progress
from bot.operating.upgrading import bring_up_to_date
from bot.store import migrate
from bot.store.migrate import SchemaAge
from bot.store.opening import look_into


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    written = io.StringIO()
    monkeypatch.setattr(progress, "words", Console(file=written, force_terminal=True, width=80))
    monkeypatch.setattr(progress, "EVERY_S", 0.01)
    return written


async def _slow(seconds: float) -> str:
    await asyncio.sleep(seconds)
    return "done"


async def test_only_what_takes_long_is_shown(screen: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await with_progress("Saving", _slow(0)) == "done"
    assert screen.getvalue() == ""
    monkeypatch.setattr(progress, "SOON_S", 0.01)
    assert await with_progress("Saving", _slow(0.4), lambda: 0.5) == "done"
    assert "Saving" in screen.getvalue()
    assert "50%" in screen.getvalue()


async def test_what_goes_wrong_meanwhile_is_raised(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SOON_S", 0.0)

    async def breaks() -> None:
        await asyncio.sleep(0.02)
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input"):
        await with_progress("Saving", breaks())


def test_a_database_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'circle.db'}"
    asyncio.run(bring_up_to_date(url))
    assert not list(tmp_path.iterdir()), "nothing is made where nothing was"
    earlier = Path(__file__).parents[1] / "kept" / "0020" / "database.sql"
    with closing(sqlite3.connect(tmp_path / "circle.db")) as db:
        db.executescript(earlier.read_text("utf-8"))
    asyncio.run(bring_up_to_date(url))
    assert asyncio.run(_schema_age(url)) is SchemaAge.CURRENT


async def _schema_age(url: str) -> SchemaAge:
    store = look_into(url)
    assert store is not None
    try:
        return await store.read(migrate.schema_age)
    finally:
        await store.close()


def test_what_reads_a_database_of_an_earlier_version_says_what_to_do_first(tmp_path: Path) -> None:
    kept = Path(__file__).parents[1] / "kept" / "0005"
    with closing(sqlite3.connect(tmp_path / "circle.db")) as db:
        db.executescript((kept / "database.sql").read_text("utf-8"))
    (tmp_path / "seal.key").write_bytes((kept / "seal.key").read_bytes())
    (tmp_path / "seal.key").chmod(0o600)
    config = tmp_path / "config.toml"
    config.write_text(
        f"[database]\nurl = 'sqlite:///{tmp_path}/circle.db'\n[privacy]\nkey_file = '{tmp_path}/seal.key'\n"
    )
    for command in (
        ["privacy", "verify"],
        ["privacy", "show", "--id", "5000000000"],
        ["report", str(tmp_path)],
    ):
        result = CliRunner().invoke(cli, [*command, "--config", str(config)])
        assert result.exit_code == 1, command
        assert "Start the bot once" in result.output, command
    findings = [one for one in asyncio.run(examine(config)) if one.check == "places to turn to"]
    assert [one.state for one in findings] == [State.UNKNOWN]
