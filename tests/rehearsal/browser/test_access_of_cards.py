"""Every card, for everybody: axe finds no fault with any moment of the evenings that `make screenshots` shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

import pytest

from tests.rehearsal.browser.axe import barriers
from tests.rehearsal.browser.browsing import Browsing, browsing
from tests.rehearsal.browser.camera import SIZES, Camera
from tests.rehearsal.browser.chromium import in_chromium
from tests.rehearsal.browser.gallery import BEGINS_AT, EVENINGS
from tests.rehearsal.browser.groups_gallery import GROUPS
from tests.rehearsal.browser.rare_gallery import RARE
from tests.rehearsal.browser.tab import Tab, Words

pytestmark = in_chromium

LOOKS = {"desk": "light", "phone": "dark"}
"""Colours do not depend on the size, so one look at each is enough."""


class Checker(Camera):
    """Looks where a camera would take a picture, with axe."""

    def __init__(self, browsing: Browsing) -> None:
        super().__init__(browsing, Path())
        self.looked = 0
        self.found: list[str] = []

    async def take_all(
        self, tab: Tab, name: str, words: Words = "", *, sizes: Collection[str] = ("desk", "phone")
    ) -> None:
        """Look at one size: of two moments that follow one another, one at each. They have most of a page in common."""
        if words:
            await tab.sees(words)
        size = list(sizes)[self.looked % len(sizes)]
        await tab.page.set_viewport_size(SIZES[size])
        self.found += [f"{name}, {size}: {one}" for one in await barriers(tab, LOOKS[size])]
        self.looked += 1
        await tab.page.set_viewport_size(SIZES["desk"])


@pytest.mark.parametrize("evening", [*EVENINGS, *RARE, *GROUPS], ids=lambda evening: evening.__name__)
async def test_no_card_has_a_barrier(evening: Callable[[Browsing, Camera], Awaitable[None]]) -> None:
    async with browsing(still=True, begins_at=BEGINS_AT) as b:
        checker = Checker(b)
        await evening(b, checker)
    assert checker.found == []
    assert checker.looked > 3
