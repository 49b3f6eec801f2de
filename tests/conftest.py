"""Shared by all tests."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
import pytest_asyncio

from bot.calendar.zonedata import use_packaged_zones
from bot.store.sqlite_store import SQLiteStore
from bot.store.opening import open_store
from tests import made_once

# Times in tests are those of the locked zone data too, whatever this machine has; collecting a test may read some.
use_packaged_zones()

# A slow computer is no failure.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted (`record_property("counted", ...)`), also when they ran elsewhere."""
    passed = terminalreporter.stats.get("passed", [])
    counted = [words for report in passed for name, words in report.user_properties if name == "counted"]
    if counted:
        terminalreporter.section("counted")
        terminalreporter.write("".join(f"{words}\n" for words in counted))


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    """What every bot of the tests reads from files alike is read once."""
    with made_once.installed():
        yield


@pytest.fixture(scope="session", autouse=True)
def _without_the_disk() -> Iterator[None]:
    """The bots of tests do not wait for the disk; those of benchmarks do."""
    with made_once.without_the_disk():
        yield


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[SQLiteStore]:
    """A new database, with nothing in it."""
    opened = await open_store(f"sqlite:///{tmp_path / 'circle.db'}")
    assert isinstance(opened, SQLiteStore)
    yield opened
    await opened.close()


def pytest_collection_finish() -> None:
    """Leave what is there before the first test out of every later search for garbage: there is much of it, and it
    stays. A copy of the process (`tests/journeys/forking.py`) would copy all of it just by looking."""
    gc.collect()
    gc.freeze()
