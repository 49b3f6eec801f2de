"""The tests of the page share one browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.rehearsal.browser.chromium import kept_open


@pytest_asyncio.fixture(scope="session", loop_scope="session", autouse=True)
async def _one_browser() -> AsyncIterator[None]:
    async with kept_open():
        yield
