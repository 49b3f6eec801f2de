"""The line every test here is on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.line import Line, line


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Line]:
    """The real bot, connected to the stub."""
    async with line(tmp_path) as made:
        yield made
