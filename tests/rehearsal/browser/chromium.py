"""The browser the room is tried in: where it is, and how it is started."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",  # In a container Chromium has nobody else to become.
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FOUND = next(filter(None, map(shutil.which, NAMES)), None)
"""The browser of this computer; None when it has none."""

MISSING = "This needs Chromium, which is not here. Install it, for example with: apt-get install chromium"

in_chromium = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(FOUND is None, reason=MISSING),
    # A browser belongs to the loop that it was opened in, and is kept open from one test to the next.
    pytest.mark.asyncio(loop_scope="session"),
]
_kept: list[Browser] = []


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=FOUND, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def kept_open() -> AsyncIterator[None]:
    """Meanwhile there is one browser for all: to open one takes longer than many a test."""
    async with chromium() as browser:
        _kept.append(browser)
        try:
            yield
        finally:
            _kept.remove(browser)


@asynccontextmanager
async def for_one_visit() -> AsyncIterator[Browser]:
    """The browser that is kept open, or else one of its own. Nothing of the visit stays in it: each of its contexts has
    storage, a cache and permissions of its own, and goes."""
    kept = next((browser for browser in _kept if browser.is_connected()), None)
    if kept is None:
        async with chromium() as browser:
            yield browser
        return
    try:
        yield kept
    finally:
        for context in kept.contexts:
            await context.close()
