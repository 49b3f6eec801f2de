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

in_chromium = [pytest.mark.exhaustive, pytest.mark.skipif(FOUND is None, reason=MISSING)]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=FOUND, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()
