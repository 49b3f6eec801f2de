"""Shared by all tests."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from pathlib import Path

import hypothesis
import pytest
import pytest_asyncio

from bot.calendar.zonedata import use_packaged_zones
from bot.store.opening import open_store
from bot.store.store import Store
from tests import at_once, databases, made_once, postgres

HERE = Path(__file__).parent
PLAYED = ("journeys", "kept", "rehearsal", "wire")
"""Where whole evenings are played."""
RARELY = 100
"""So many lesser searches for garbage go before one that looks through everything; Python has ten."""

# Times in tests are those of the locked zone data too, whatever this machine has; collecting a test may read some.
use_packaged_zones()

# A slow computer is no failure.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """On which kind of database the tests run."""
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="where the bots keep their circles",
    )


_servers: list[postgres.Server] = []


def pytest_configure(config: pytest.Config) -> None:
    """Start the server of this run, if it needs one. Its workers find it in their environment."""
    is_worker = hasattr(config, "workerinput")
    if config.getoption("database") == "postgresql" and not is_worker and postgres.programs() is not None:
        server = postgres.Server.make()
        _servers.append(server)
        databases.prepare(server)


def pytest_unconfigure() -> None:
    """Throw the server of this run away."""
    while _servers:
        _servers.pop().remove()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is of the other kind of database."""
    on_postgresql = config.getoption("database") == "postgresql"
    other = "sqlite" if on_postgresql else "postgresql"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker(other)]
    if on_postgresql and postgres.programs() is None:
        for item in items:
            item.add_marker(pytest.mark.skip(reason=postgres.MISSING))
    items[:] = _long_first(items, getattr(config, "workerinput", {}).get("workercount", 1))


def _long_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Let each worker begin with its share of the long tests: else one of them would still be at a long test when the
    others have nothing left to take over. Each worker is given what lies together."""
    long = [item for item in items if item.get_closest_marker("long")]
    short = [item for item in items if not item.get_closest_marker("long")]
    if workers == 1 or not long:
        return items
    ordered: list[pytest.Item] = []
    for number in range(workers):
        size = (len(items) - len(ordered)) // (workers - number)
        mine = long[number::workers]
        rest = max(0, size - len(mine))
        ordered += mine + short[:rest]
        short = short[rest:]
    return ordered + short


@pytest.fixture(autouse=True)
def _databases_given_back() -> Iterator[None]:
    """Databases are asked for with `databases.address`, and used again by the next test."""
    yield
    databases.give_back()


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


@pytest.fixture(autouse=True)
def _transactions_at_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """In an evening that is played, transactions need no thread."""
    is_played = request.path.relative_to(HERE).parts[0] in PLAYED
    with_threads = not is_played or request.node.get_closest_marker("threads")
    with nullcontext() if with_threads else at_once.transactions():
        yield


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A new database, with nothing in it."""
    opened = await open_store(databases.address(tmp_path / "circle.db"))
    yield opened
    await opened.close()


def pytest_collection_finish() -> None:
    """Leave what is there before the first test out of every later search for garbage: there is much of it, and it
    stays. A copy of the process (`tests/journeys/forking.py`) would copy all of it just by looking."""
    gc.collect()
    gc.freeze()
    # What came since is looked through again and again, and hardly anything found. An evening leaves a megabyte that
    # only such a search frees: that may wait.
    gc.set_threshold(*gc.get_threshold()[:2], RARELY)
