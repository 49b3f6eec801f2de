"""Takes pictures of a tab: for the pages under docs, and of every card at both sizes, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from bot.settings import ROOT
from tests.rehearsal.browser.browsing import DESKTOP, PHONE, Browsing
from tests.rehearsal.browser.tab import Tab, Words

FOR_DOCS = ROOT / "docs" / "pictures"
OF_ALL = ROOT / "screenshots"
"""Where every card is, for whoever wants to look at all of them. It is not kept with the code."""
USUAL = {"reduced_motion": "reduce", "timezone_id": "UTC", "locale": "en-US"}
AT_A_DESK = {**USUAL, "viewport": DESKTOP, "color_scheme": "dark"}
ON_A_PHONE = {**AT_A_DESK, "viewport": PHONE, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SIZES = {"desk": DESKTOP, "phone": PHONE}
REST_MS = 500
SETTLE_MS = 120
WITHOUT_NOTICES = "() => document.querySelector('#notice').replaceChildren()"
TO_THE_END = "() => { const log = document.querySelector('#log'); log.scrollTop = log.scrollHeight; }"


class Camera:
    """Takes pictures of one browser's tabs."""

    def __init__(self, browsing: Browsing, folder: Path) -> None:
        self._browsing = browsing
        self._folder = folder

    async def tab(self, name: str, **options: Any) -> Tab:
        """A tab without the invitation to the tour."""
        tab = await self._browsing.open(name, **{**AT_A_DESK, **options})
        await tab.page.get_by_role("button", name="Not now").click()
        return tab

    async def take(self, tab: Tab, name: str) -> None:
        """A picture as the tab is, once everything has come to rest and nothing is pointed at."""
        await tab.page.mouse.move(0, 0)
        await tab.page.wait_for_timeout(REST_MS)
        await self._shoot(tab, name)

    async def take_all(
        self, tab: Tab, name: str, words: Words = "", *, sizes: Collection[str] = ("desk", "phone")
    ) -> None:
        """Pictures at both sizes, in the light and in the dark.

        Args:
            tab: where it is to be seen.
            name: what the files are called.
            words: what the message says that is the subject; else it is whatever is newest.
            sizes: which of `SIZES`.
        """
        if words:
            await tab.sees(words)
        await tab.page.mouse.move(0, 0)
        for size in sizes:
            await tab.page.set_viewport_size(SIZES[size])
            await tab.page.wait_for_timeout(SETTLE_MS)
            await tab.page.evaluate(TO_THE_END)
            if words:
                await tab.said(words).scroll_into_view_if_needed()
            for look in ("light", "dark"):
                await tab.page.emulate_media(color_scheme="light" if look == "light" else "dark")
                await self._shoot(tab, f"{name}-{size}-{look}")
        await tab.page.set_viewport_size(DESKTOP)

    async def _shoot(self, tab: Tab, name: str) -> None:
        path = self._folder / f"{name}.png"
        await tab.page.evaluate(WITHOUT_NOTICES)
        await tab.page.screenshot(path=path, animations="disabled", caret="hide")
