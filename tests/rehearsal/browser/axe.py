"""Axe, the checker of barriers, at a tab."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.rehearsal.browser.tab import Tab

COLOURS_HAVE_CHANGED = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => one instanceof CSSTransition).map((one) => one.finished))"""
"""Wait for every colour that is on its way to another: half-way, nobody reads it."""

IS_THERE = "() => 'axe' in window"
WHOLE, NOTHING_MORE = Axe(), Axe("undefined")
"""Axe, which stays in a page until that is loaded again. It is half a megabyte to read."""


async def barriers(tab: Tab, look: str, **options: Any) -> list[str]:
    """What axe finds in the light or in the dark: the rule, and where it is broken.

    Args:
        tab: where to look.
        look: `light` or `dark`.
        options: those of axe.
    """
    await expect(tab.page.locator("body")).not_to_have_class("waiting")
    await tab.page.emulate_media(color_scheme="dark" if look == "dark" else "light")
    await tab.page.evaluate(COLOURS_HAVE_CHANGED)
    # What axe finds right it would describe as well, node by node: most of the time of a look.
    asked = {"resultTypes": ["violations"], **options}
    axe = NOTHING_MORE if await tab.page.evaluate(IS_THERE) else WHOLE
    violations: list[dict[str, Any]] = (await axe.run(tab.page, options=asked)).response["violations"]
    return [
        f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']][:4]}" for one in violations
    ]
