"""Lists that are longer than a card: a page of them, and the buttons to the others.

Where somebody is stands in the buttons themselves, so they work after a restart. A page that is gone is the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .i18n import Translator
from .press import VerbButton

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of a list's items, in their order."""

    items: Sequence[Item]
    number: int
    """Which page it is, from 0 on."""
    pages: int
    """How many pages there are, at least one."""
    first: int
    """The place of its first item in the whole list, from 1 on."""

    def words(self, t: Translator) -> str:
        """Which page of how many, in small letters; nothing when there is only one."""
        if self.pages == 1:
            return ""
        return "-# " + t("Page {page} of {pages}", page=self.number + 1, pages=self.pages)

    def turns(self, t: Translator, button: Callable[[int, str], VerbButton]) -> list[VerbButton]:
        """The buttons to the page before and the page after, as far as there are such.

        Args:
            t: the reader's language.
            button: makes the button to the page with that number, with that label.
        """
        before = [button(self.number - 1, t("Previous page"))] if self.number else []
        after = [button(self.number + 1, t("Next page"))] if self.number + 1 < self.pages else []
        return before + after


def page_of(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """The page with that number, counted from 0, of a list with so many items on each page."""
    pages = max(1, -(-len(items) // size))
    number = min(max(0, number), pages - 1)
    return Page(items[number * size : (number + 1) * size], number, pages, number * size + 1)
