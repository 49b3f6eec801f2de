"""The one shape of every card: a container with words, and rows of buttons below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import discord
from discord import ui

CALM, WARM, QUIET, CLOSED = (
    discord.Colour(0x4E8F8A),
    discord.Colour(0xC98A4B),
    discord.Colour(0x7D7AA8),
    discord.Colour(0x6B7280),
)


PLAIN_LENGTH = 300
"""How many characters of words a plain card has at most."""


class Card(ui.LayoutView):
    """A card is drawn, sent and forgotten: its buttons are found again by their ids, not by this object."""

    def __init__(self, colour: discord.Colour | None = None) -> None:
        super().__init__(timeout=None)
        self._box: ui.Container[Any] | None = None
        if colour is not None:
            self._box = ui.Container(accent_colour=colour)
            self.add_item(self._box)
        # A finished view is not kept by the library; a kept one would stay in memory as long as its message.
        self.stop()

    def say(self, text: str, number: int | None = None) -> Self:
        """Add words; nothing when there are none. `number` is their id, by which `texts_of` finds them."""
        return self._add(ui.TextDisplay(text, id=number)) if text else self

    def mark(self, text: str) -> Self:
        """Put a small line above the first words."""
        first = next((item for item in self.walk_children() if isinstance(item, ui.TextDisplay)), None)
        if first is not None:
            first.content = f"-# {text}\n{first.content}"
        return self

    def line(self) -> Self:
        """Add a thin line."""
        return self._add(ui.Separator())

    def row(self, *items: ui.Item[Any]) -> Self:
        """Add a row of buttons, or a menu; nothing when there are none."""
        return self._add(ui.ActionRow(*items)) if items else self

    def file(self, name: str) -> Self:
        """Add a file that is sent with the card under that name."""
        return self._add(ui.File(f"attachment://{name}"))

    def picture(self, name: str, described: str) -> Self:
        """Add a picture that is sent with the card under that name, and what is on it for those who do not see it."""
        return self._add(
            ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description=described))
        )

    def plain(self) -> Card:
        """The same card with less on it: its first words, and its buttons."""
        plain = Card()
        words = [item for item in self.walk_children() if isinstance(item, ui.TextDisplay)]
        plain.say(words[0].content[:PLAIN_LENGTH] if words else "")
        for row in [item for item in self.walk_children() if isinstance(item, ui.ActionRow)]:
            plain.row(*row.children)
        return plain

    def _add(self, item: ui.Item[Any]) -> Self:
        if self._box is None:
            self.add_item(item)
        else:
            self._box.add_item(item)
        return self


def texts_of(message: discord.Message | None) -> dict[int, str]:
    """The words on a card that somebody sees, by the ids that they were given: what is nowhere but there."""

    def walk(components: Any) -> Iterator[tuple[int, str]]:
        for component in components:
            if isinstance(component, discord.TextDisplay) and component.id is not None:
                yield component.id, component.content
            yield from walk(getattr(component, "children", ()))

    return {} if message is None else dict(walk(message.components))
