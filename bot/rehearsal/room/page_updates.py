"""Telling open pages that something has changed: a number that grows, and whoever waits for it.

Nothing is queued: a page that is slow finds out once, and late, that there is something newer. What changed is
not told here; the page asks for its state.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

MOST_PAGES = 24


class TooManyPages(Exception):
    """More pages are open than anybody needs."""


class OpenPage:
    """An open page, which is told that there is something new."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._event.set()

    def tell(self) -> None:
        """There is something new, or this is the end."""
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Wait until there is something new (True) or that many seconds have passed (False)."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True


class PageUpdates:
    """The version of everything there is to be seen."""

    def __init__(self) -> None:
        self.version = 1
        self.is_over = False
        self._pages: set[OpenPage] = set()

    @property
    def pages(self) -> int:
        """How many pages are open."""
        return len(self._pages)

    def touch(self) -> None:
        """Something has changed."""
        self.version += 1
        for page in self._pages:
            page.tell()

    def end(self) -> None:
        """Let everybody go who waits."""
        self.is_over = True
        for page in self._pages:
            page.tell()

    @contextmanager
    def listening(self) -> Iterator[OpenPage]:
        """Listen for as long as a page is open. It hears at once that there is something.

        Raises:
            TooManyPages: too many are open.
        """
        if len(self._pages) >= MOST_PAGES:
            raise TooManyPages
        page = OpenPage()
        self._pages.add(page)
        try:
            yield page
        finally:
            self._pages.discard(page)
