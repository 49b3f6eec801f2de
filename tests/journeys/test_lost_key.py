"""A key that is lost for good, as people meet it: a word in the room, once, and a new invitation to the next date."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.clock import Clock
from bot.content import load_content
from bot.privacy import keyfile
from bot.privacy.sealing import SealError
from bot.services.starting import keys
from bot.settings import ROOT, Privacy, Settings
from bot.store.opening import open_store
from tests.journeys.hopeful import database, posted, rows
from tests.journeys.house import House, words
from tests.journeys.weekly import at, direct, until
from tests.kept.make import SETTINGS
from tests.kept.test_upgrade import KEPT
from tests.kept.world import HOME, returned

LOST = "I could not keep this circle, so I closed it."


def _config(h: House, folder: Path) -> str:
    file = folder / "config.toml"
    key = h.sim.settings.privacy.key_file
    file.write_text(f"[database]\nurl = 'sqlite:///{database(h)}'\n[privacy]\nkey_file = '{key}'\n")
    return str(file)


async def _command(*args: str, answer: str = "") -> str:
    result = await asyncio.to_thread(CliRunner().invoke, cli, list(args), answer)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    return " ".join(result.output.split())


async def test_circles_are_closed_kindly_once_and_dates_are_announced_anew(tmp_path: Path) -> None:
    async with returned(HOME / KEPT[-1], tmp_path, SETTINGS) as h:
        config = _config(h, tmp_path)
        ann, jo = h.members[0], h.members[8]
        places = list(h.lobby.threads)
        assert len(places) == 2, "two circles are under way in threads, and one in a channel"
        already = posted(h)
        assert "running on this database already" in await _command("let-go", "--config", config, "--yes")
        await h.sim.bot.close()
        h.sim.settings.privacy.key_file.unlink()

        # It does not start, and says what can be done
        assert "story-circle let-go" in await _command("check", "--config", config)
        assert not h.sim.settings.privacy.key_file.exists()
        refused = await _command("let-go", "--config", config, answer="n\n")
        assert "circles under way: 3" in refused
        assert "their seats: 1" in refused
        assert "Nothing has changed." in refused
        assert not h.sim.settings.privacy.key_file.exists()
        done = await _command("let-go", "--config", config, "--yes")
        assert "It is done." in done
        assert "nothing to let go of" in await _command("let-go", "--config", config, "--yes")
        assert rows(h, "seat") == rows(h, "wish") == rows(h, "reminding") == []
        assert rows(h, "spark") == []

        # Each room is told once; nobody has to do anything
        await h.sim.start_again()
        await h.env.settle()
        await h.wait(60)
        told = [h.read(place=place).count(LOST) for place in places if place.id in h.env.backend.channels]
        assert told == [1, 1]
        await h.sim.restart()
        await h.wait(60)
        told = [h.read(place=place).count(LOST) for place in places if place.id in h.env.backend.channels]
        assert told == [1, 1], "and not once more"
        assert posted(h) == already, "what waited cannot be posted"

        # The date has a new invitation, and the old one leads there
        invitations = [words(m) for m in h.lobby.history() if "Tuesday circle" in words(m)]
        assert "and I am sorry. You may take one on the new invitation" in invitations[0]
        assert "[Save me a seat]" not in invitations[0]
        assert "[Save me a seat]" in invitations[-1]
        new = [m for m in h.lobby.history() if "[Save me a seat]" in words(m)][-1]
        for who in (ann, jo):
            assert "You have a seat." in await h.press(who, "Save me a seat", new)
        await until(h, at(6, 17, 1))
        assert "begins" in "\n".join(words(m) for m in direct(h, jo))
        assert h.lobby.threads == [], "the rooms are gone, as after any circle"
        events = h.env.backend.guilds[h.guild.id].scheduled_events.values()
        begin = [event.status for event in events if event.scheduled_start_time.startswith("2026-01-06")]
        assert sorted(map(int, begin)) == [1, 4], "the old event is cancelled, and the new one stands"


async def test_without_the_key_database_circles_are_closed_kindly_once_and_nobody_has_to_ask(
    tmp_path: Path,
) -> None:
    async with returned(HOME / KEPT[-1], tmp_path, SETTINGS) as h:
        config = _config(h, tmp_path)
        ann = h.members[0]
        places = list(h.lobby.threads)
        await h.sim.bot.close()
        Path(str(h.sim.settings.privacy.session_keys)).unlink()  # noqa: ASYNC240
        said = await _command("check", "--config", config)
        assert "The keys of 4 open circles and dates are gone. The next start closes them kindly." in said
        await h.sim.start_again()
        h.expected_faults = ["whose keys are gone"]
        await h.env.settle()
        await h.wait(60)
        await h.sim.restart()
        await h.wait(60)
        told = [h.read(place=place).count(LOST) for place in places if place.id in h.env.backend.channels]
        assert told == [1, 1], "told once, and not once more at the next start"
        new = [m for m in h.lobby.history() if "[Save me a seat]" in words(m)][-1]
        assert "You have a seat." in await h.press(ann, "Save me a seat", new), "the date is announced anew"
        assert len(rows(h, "wish")) > 0, "what is sealed under the key file alone is still there"
        said = await _command("check", "--config", config)
        assert "are gone" not in said


async def test_with_the_right_key_nothing_is_let_go_of(tmp_path: Path) -> None:
    async with returned(HOME / KEPT[-1], tmp_path, SETTINGS) as h:
        config = _config(h, tmp_path)
        await h.sim.bot.close()
        assert "nothing to let go of" in await _command("let-go", "--config", config, "--yes")
        await h.sim.start_again()
        await h.env.settle()
        assert LOST not in "".join(h.read(place=place) for place in h.lobby.threads)


async def test_a_file_that_is_no_key_is_put_away_and_not_deleted(tmp_path: Path) -> None:
    path = tmp_path / "seal.key"
    path.write_bytes(b"half a key")
    path.chmod(0o600)
    store = await open_store(f"sqlite:///{tmp_path / 'circle.db'}")
    settings = Settings(privacy=Privacy(key_file=path))
    await keys.let_go(store, load_content(ROOT / "data"), Clock(), settings)
    assert (tmp_path / "seal.key.not-a-key-1").read_bytes() == b"half a key"
    (await keys.unlock(store, settings.privacy)).keys.close()
    await store.close()


async def test_one_circle_that_nobody_can_mend_is_let_go_of_and_the_other_stays(tmp_path: Path) -> None:
    async with returned(HOME / KEPT[-1], tmp_path, SETTINGS) as h:
        config = _config(h, tmp_path)
        await h.sim.bot.close()
        with closing(sqlite3.connect(database(h))) as file, file:
            file.execute("UPDATE session SET state = 'x' WHERE name = 'Late circle'")
        await h.sim.start_again()
        h.expected_faults = ["cannot be read and is passed over"]
        await h.env.settle()
        await h.wait(10)
        assert LOST not in "".join(h.read(place=place) for place in h.lobby.threads)
        await h.sim.bot.close()
        said = await _command("let-go", "--config", config, "--yes")
        assert "circles under way: 1" in said
        assert "sparks that wait: 0" in said
        await h.sim.start_again()
        await h.env.settle()
        await h.wait(10)
        rooms = "".join(h.read(place=place) for place in h.lobby.threads)
        assert rooms.count(LOST) == 1
        assert h.read(place=h.lobby.threads[-1]).count("[I'm done]") == 1, "the evening circle goes on"


def test_a_folder_in_the_place_of_the_key_has_to_be_moved_by_hand(tmp_path: Path) -> None:
    (tmp_path / "seal.key").mkdir()
    with pytest.raises(SealError, match="Move it away first"):
        keyfile.put_away(tmp_path / "seal.key")
