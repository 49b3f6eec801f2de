"""The line every test here is on, in virtual time.

A computer that is slow takes longer over a test, but no time passes in it meanwhile: it is not the bot that was late.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.strict import virtual
from tests.wire.line import Line, line


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop of every test here."""
    return {"virtual": virtual.VirtualLoop}


@pytest.fixture(autouse=True)
def _virtual_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """The libraries that read time by themselves read it from that loop. Whoever has no loop makes one."""
    with virtual.seams() if inspect.iscoroutinefunction(request.function) else nullcontext():
        yield


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Line]:
    """The real bot, connected to the stub."""
    async with line(tmp_path) as made:
        yield made
