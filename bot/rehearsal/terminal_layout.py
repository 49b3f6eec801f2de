"""Sets words and cards into rows of one width: containers with their colour at the left, buttons side by side.

What happens around a card, such as who wrote it and when, is for `terminal`.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from .markdown import Reader, lines
from .observer import BUTTON, CONTAINER, ROW, SEPARATOR, TEXT, Component, Seen

NARROWEST = 8
BUTTONS = {1: "bold #ffffff on #5865f2", 3: "bold #ffffff on #248046", 4: "bold #ffffff on #c93b3e"}
OTHER_BUTTON = "#ffffff on #4e5058"
LINE = "dim"


def marked(mark: str, row: Text, style: str = "") -> Text:
    """The row with a mark before it, each in its own style."""
    return Text().append(mark, style).append_text(row)


class Layout:
    """Rows of one width, for one reader."""

    def __init__(self, console: Console, reader: Reader, width: int) -> None:
        self._console = console
        self._reader = reader
        self.width = max(NARROWEST, width)

    def narrower(self, by: int) -> Layout:
        """The same for less room."""
        return Layout(self._console, self._reader, self.width - by)

    def message(self, message: Seen) -> list[Text]:
        """A whole message."""
        rows = self.words(message.text)
        for component in message.components:
            rows += self._component(component)
        return rows

    def words(self, words: str) -> list[Text]:
        """Words in Discord's Markdown."""
        rows: list[Text] = []
        for line in lines(words, self._reader):
            width = max(NARROWEST, self.width - line.first.cell_len)
            for number, row in enumerate(line.body.wrap(self._console, width, overflow="fold") or [Text()]):
                row.rstrip()
                rows.append(Text().append_text(line.rest if number else line.first).append_text(row))
        return rows

    def buttons(self, buttons: Sequence[Component]) -> list[Text]:
        """Buttons side by side, as many as fit."""
        rows: list[Text] = []
        for button in buttons:
            style = BUTTONS.get(button.get("style", 2), OTHER_BUTTON)
            shown = Text().append(f"[ {button.get('label') or ''} ]", style)
            if rows and rows[-1].cell_len + 1 + shown.cell_len <= self.width:
                rows[-1].append(" ").append_text(shown)
            else:
                rows.append(shown)
        return rows

    def _component(self, component: Component) -> list[Text]:
        kind = component["type"]
        if kind == CONTAINER:
            colour = component.get("accent_color")
            style = LINE if colour is None else f"#{colour:06x}"
            inside = self.narrower(2)
            return [marked("▌ ", row, style) for c in component["components"] for row in inside._component(c)]
        if kind == TEXT:
            return self.words(component["content"])
        if kind == ROW:
            children = component["components"]
            if children[0]["type"] == BUTTON:
                return self.buttons(children)
            return [
                Text().append(f"[ {c.get('placeholder') or 'Choose'} ▾ ]", OTHER_BUTTON) for c in children
            ]
        return [Text().append("─" * min(self.width, 40), LINE)] if kind == SEPARATOR else []
