"""`story-circle report`: files for an operator, of all servers or of one; never over another file."""

from __future__ import annotations

import asyncio
import csv
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.operating import progress
from bot.privacy.record import Sums
from bot.store import participation_queries as pq
from bot.store.opening import open_store

HERE, THERE = 10**18, 10**18 + 1
SUMS = Sums(
    sessions=6,
    seats_offered=48,
    seats_taken=33,
    seats_shared=29,
    asked=33,
    answered_sessions=4,
    answered=22,
    arriving=24,
    arriving_level=84,
    leaving=22,
    leaving_level=55,
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    url = f"sqlite:///{tmp_path / 'circle.db'}"

    def keep(db: Connection) -> None:
        for guild_xid, quarter in ((HERE, "2026-Q1"), (THERE, "2026-Q1"), (0, "earlier")):
            row = {"guild_xid": guild_xid, "quarter": quarter, "circle_id": 0}
            row |= {"format": "", "room": "", "held": False}
            db.execute(pq.add_cell, [{**row, **asdict(SUMS)}])

    async def fill() -> None:
        store = await open_store(url)
        await store.write(keep)
        await store.close()

    asyncio.run(fill())
    file = tmp_path / "config.toml"
    file.write_text(f"[database]\nurl = '{url}'\n")
    return file


def _report(*args: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["report", *map(str, args)])
    return done.exit_code, done.output


def _rows(folder: Path) -> list[tuple[str, str, str]]:
    with (folder / "participation.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(row["circle"], row["quarter"], row["seats_taken"]) for row in csv.DictReader(file)]


def test_of_all_servers_with_what_was_kept_before_there_were_quarters(config: Path, tmp_path: Path) -> None:
    folder = tmp_path / "for" / "funders"
    code, said = _report(folder, "--config", config)
    assert (code, "Written to" in said) == (0, True)
    assert _rows(folder) == [("All circles", "earlier", "30"), ("All circles", "2026-Q1", "65")]
    data = json.loads((folder / "participation.json").read_text("utf-8"))
    assert data["rows"][1]["leaving_tenths"] == 25
    page = (folder / "participation.html").read_text("utf-8")
    assert "<h1>Peer story circles: all servers</h1>" in page
    assert "at least 65" in page
    assert "What the numbers mean" in page
    assert str(HERE) not in page


def test_what_takes_long_says_that_it_goes_on(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SOON_S", 0.0)
    code, said = _report(tmp_path / "slow", "--config", config)
    assert (code, "Reading" in said, "Drawing" in said) == (0, True, True), said


def test_of_one_server(config: Path, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    assert _report(folder, "--server", HERE, "--config", config)[0] == 0
    assert _rows(folder) == [("All circles", "2026-Q1", "30"), ("Other circles", "2026-Q1", "30")]


def test_nothing_is_overwritten(config: Path, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "participation.json").write_text("mine")
    code, said = _report(folder, "--config", config)
    assert (code, "there is such a file already" in said) == (1, True)
    assert [file.name for file in folder.iterdir()] == ["participation.json"]


def test_too_little_is_said_and_nothing_is_written(config: Path, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    code, said = _report(folder, "--server", 5, "--config", config)
    assert (code, "too little to show" in said) == (1, True)
    other = tmp_path / "other.toml"
    other.write_text(f"[database]\nurl = 'sqlite:///{tmp_path / 'new.db'}'\n")
    assert _report(folder, "--config", other)[0] == 1
    assert not folder.exists()
    assert not (tmp_path / "new.db").exists()
