"""The real room, served, and a browser that looks at it: what the tests of the page begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from playwright.async_api import Browser, Error, Route, ViewportSize, expect

from tests.rehearsal.browser.chromium import for_one_visit
from tests.rehearsal.browser.tab import Tab
from tests.rehearsal.room.visiting import Visit, visiting

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
ON_A_PHONE: dict[str, Any] = {
    "viewport": PHONE,
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
PATIENCE_MS = 60_000
"""How long a person waits for something to appear; long, because a computer may be busy with other tests."""


class Browsing:
    """A browser at one room. `visit` is the back door, for whatever happens that nobody at this page does."""

    def __init__(self, visit: Visit, browser: Browser) -> None:
        self.visit = visit
        self._browser = browser
        self._unanswered: list[Route] = []

    async def open(self, name: str = "Fay", *, script: str = "", stream: bool = True, **options: Any) -> Tab:
        """A new tab, as that person, in the lobby.

        Args:
            name: who looks at it.
            script: what runs in the page before the page's own code does.
            stream: whether the page's stream is answered; else the browser waits for it for ever.
            options: those of a browser's context.
        """
        context = await self._browser.new_context(**{"viewport": DESKTOP, **options})
        context.set_default_timeout(PATIENCE_MS)
        if script:
            await context.add_init_script(script)
        tab = Tab(await context.new_page(), name)
        if not stream:
            await tab.page.route("**/events", lambda route: self._unanswered.append(route))
        return await self._show(tab)

    async def open_beside(self, tab: Tab, name: str) -> Tab:
        """Another tab of the same browser, in the lobby."""
        return await self._show(Tab(await tab.page.context.new_page(), name))

    async def let_go(self) -> None:
        """Answer at last what was not answered: what waits for ever is a fault of this process when it is found."""
        for route in self._unanswered:
            try:
                await route.abort()
            except Error:
                # The browser has gone on without it. Whoever waits for it here has not heard of that, and would wait
                # for ever.
                await route.fallback()

    async def _show(self, tab: Tab) -> Tab:
        await tab.page.goto(f"{self.visit.address.url}#as={self.visit.ids[tab.name]}")
        await tab.sees("Is there a circle tonight?")
        return tab


@asynccontextmanager
async def browsing(
    people: int = 5, *, auto: bool = False, still: bool = False, begins_at: datetime | None = None
) -> AsyncIterator[Browsing]:
    """A room and a browser. Time runs as it does for people, unless it is `still`."""
    expect.set_options(timeout=PATIENCE_MS)
    async with (
        visiting(people, auto=auto, still=still, begins_at=begins_at) as visit,
        for_one_visit() as browser,
    ):
        made = Browsing(visit, browser)
        try:
            yield made
        finally:
            await made.let_go()
