"""The simulated Discord as a terminal shows it: messages, cards with their buttons, and quiet lines for the rest.

Nothing is decided or waited for here. Words come from the bot and the cast; this only sets them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from . import markdown
from .markdown import Reader
from .people import Press, Type
from .remains import Remains
from .stage import Did, Moment
from .window import (
    BUTTON,
    CONTAINER,
    ROW,
    TEXT,
    Component,
    Entered,
    Posted,
    Redrawn,
    RoomGone,
    RoomMade,
    Seen,
    Window,
    walk,
)

WIDEST, NARROWEST = 96, 16
EVENING = timezone(timedelta(hours=19))
"""SimCord's time begins at midnight UTC; where these people live it is seven in the evening then."""
GAP = timedelta(seconds=75)
"""A longer quiet than this is said."""

BOT = "Story Circle"
QUIET = "dim italic"
PEOPLE = ("bold magenta", "bold green", "bold yellow", "bold cyan", "bold red")
BUTTONS = {1: "bold white on #5865f2", 3: "bold white on #248046", 4: "bold white on #c93b3e"}
BUTTON_STYLE = "white on #4e5058"
COLUMNS = {
    "week": "the week, not the day",
    "format": "the kind of circle",
    "size": "people, roughly",
    "length": "minutes, roughly",
    "spoke_quarters": "of 4 quarters of the circle shared something",
    "prompts": "the questions that were put",
    "key": "drawn by lot, so that the order of rows tells nothing",
}
"""What the columns of the record mean."""
TABLES = {
    "circle": "the circle's name, so that it can meet again",
    "prompt_use": "the questions it has had",
    "pulse": "when the bot was last alive",
    "alembic_version": "the version of the tables",
}
"""What else may be left, and what it is for."""
INDENT = "  "
ASIDE = "    "


class Terminal:
    """Shows one evening, from top to bottom. What was shown stays as it is."""

    def __init__(self, console: Console, window: Window, everybody: Iterable[int]) -> None:
        self._console = console
        self._window = window
        self._styles = dict(zip(everybody, PEOPLE, strict=False))
        self._channel = 0
        self._writer = 0
        self._seen: set[str] = set()
        self._last: datetime | None = None

    @property
    def width(self) -> int:
        """How wide a line may be."""
        return max(NARROWEST, min(WIDEST, self._console.width))

    def begin(self, speed: float) -> None:
        """Say what this is and how it ends."""
        pace = f", {speed:g} times faster than life" if speed else ""
        self._words(f"Story Circle, rehearsed{pace}", "bold")
        self._words("Five made-up people and the real bot hold a circle in a simulated Discord.")
        self._words("Lines with a dot are what people do; Discord shows nobody who pressed what.")
        self._words("It ends with the one row the bot keeps, which names nobody. Ctrl-C stops it.")

    def faults(self, faults: Sequence[str]) -> None:
        """Show what went wrong in the bot."""
        for fault in faults:
            self._words(f"The bot made a mistake: {fault}", "bold red")

    def end(self, remains: Remains, people: int) -> None:
        """Show what is left of the evening, and the check that it names nobody."""
        self._console.print()
        self._rule("What remains")
        if len(remains.record) != 1:
            self._words(
                f"There should be one anonymous row, and there are {len(remains.record)}.", "bold red"
            )
        for row in remains.record:
            self._words("The anonymous row of this evening, in the table “record”:")
            self._console.print()
            table = Table.grid(padding=(0, 2, 0, 0))
            for name, value in sorted(row.items(), key=lambda item: item[0] == "key"):
                shown = f"{value.hex()[:8]}…" if isinstance(value, bytes) else str(value)
                table.add_row(Text(INDENT + name, "bold"), shown, Text(COLUMNS.get(name, ""), "dim"))
            self._console.print(table, width=self.width)
            self._console.print()
        self._words(
            "Not kept: who came, what was said, who passed or asked for support, and how long anyone spoke."
        )
        others = [f"{name} ({TABLES[name]})" for name, n in remains.rows.items() if n and name in TABLES]
        self._words("Other tables with something in them: " + ", ".join(others) + ".")
        where = f"in {remains.values} values of {len(remains.rows)} tables and in the bytes of the file"
        if remains.found:
            self._words(f"Searched {where}: an id of a member is in {', '.join(remains.found)}.", "bold red")
        else:
            self._words(
                f"Searched just now {where}: the id of none of the {people} people is there.", "bold green"
            )

    def show(self, now: datetime, moments: Sequence[Moment]) -> None:
        """Show what happened at that time."""
        if moments and self._last is not None and now - self._last > GAP:
            span = markdown.relative((now - self._last).total_seconds()).removeprefix("in ")
            self._line(
                Text(f"{ASIDE}({span} go by)" if span[:2] != "1 " else f"{ASIDE}({span} goes by)", QUIET)
            )
        for moment in moments:
            self._last = now
            reader = Reader(self._name, self._window.channel, now, EVENING)
            match moment:
                case Did():
                    self._did(moment)
                case Posted(message=message):
                    self._posted(message, reader)
                case Redrawn(before=before, message=message):
                    self._redrawn(before, message, reader)
                case RoomMade(channel=channel):
                    name = self._window.channel(channel)
                    self._aside(f"A private room is made: {name}. Only the people of the circle see it.")
                case Entered(person=person, channel=channel):
                    self._aside(f"{self._name(person)} is let into {self._window.channel(channel)}.")
                case RoomGone(name=name):
                    self._aside(f"The room {name} is deleted, with everything that was written in it.")

    # What happens

    def _did(self, did: Did) -> None:
        match did.move.deed:
            case Press(label=label, note=note):
                self._aside(f"{did.name} presses {label}. {note}")
            case Type(command=command, options=options):
                typed = "".join(f"  {name}: “{value}”" for name, value in options.items())
                self._aside(f"{did.name} types /{command}{typed}")

    def _posted(self, message: Seen, reader: Reader) -> None:
        if message.only_for is not None:
            self._private(message, reader)
            return
        self._go_to(message.channel)
        if message.author != self._writer:
            self._header(message, reader)
        self._writer = message.author if message.author != self._window.bot else 0
        for line in self._set(message, reader, self.width - len(INDENT)):
            self._line(Text(INDENT).append_text(line))

    def _private(self, message: Seen, reader: Reader) -> None:
        """A private answer: in full, or in one line when it is short or was seen before."""
        assert message.only_for is not None
        name = self._name(message.only_for)
        if message.words in self._seen or ("\n" not in message.words and not message.labels):
            self._aside(f"only {name} sees: {markdown.plain(message.words, reader)}", mark="")
            return
        self._seen.add(message.words)
        self._header(message, reader, f" · only {name} sees this")
        for line in self._set(message, reader, self.width - len(INDENT) - 2):
            self._line(Text(INDENT + "┊ ", "dim").append_text(Text("").append_text(line)))

    def _redrawn(self, before: Seen, message: Seen, reader: Reader) -> None:
        """A card that looks different now: only what is new on it."""
        old = before.words.splitlines()
        said = "\n".join(line for line in message.words.splitlines() if line not in old)
        buttons = [b for b in _buttons(message) if b["label"] not in before.labels]
        if not said and not buttons:
            return
        mark = "↻ "
        if message.only_for is not None:
            mark += f"only {self._name(message.only_for)} sees: "
        elif message.channel != self._channel:
            mark += f"in #{self._window.channel(message.channel)}: "
        width = self.width - len(ASIDE) - 2
        rows = _broken(said, reader, width - len(mark) + 2, self._console)
        rows += _flow(buttons, width)
        for number, row in enumerate(rows):
            row.stylize("dim")
            self._line(Text(ASIDE + (mark if number == 0 else "  "), "dim").append_text(row))
        self._writer = 0

    # How it is set

    def _set(self, message: Seen, reader: Reader, width: int) -> list[Text]:
        rows = _broken(message.text, reader, width, self._console) if message.text else []
        for component in message.components:
            rows += self._component(component, reader, width)
        return rows

    def _component(self, component: Component, reader: Reader, width: int) -> list[Text]:
        match component["type"]:
            case kind if kind == CONTAINER:
                colour = component.get("accent_color")
                bar = Text("▌ ", "dim" if colour is None else f"#{colour:06x}")
                inside = [
                    row for c in component["components"] for row in self._component(c, reader, width - 2)
                ]
                return [bar.copy().append_text(row) for row in inside]
            case kind if kind == TEXT:
                return _broken(component["content"], reader, width, self._console)
            case kind if kind == ROW and all(c["type"] == BUTTON for c in component["components"]):
                return _flow(component["components"], width)
            case kind if kind == ROW:
                return [
                    Text(f"[ {c.get('placeholder') or 'Choose'} ▾ ]", BUTTON_STYLE)
                    for c in component["components"]
                ]
        return [Text("─" * width, "dim")]

    def _header(self, message: Seen, reader: Reader, aside: str = "") -> None:
        is_bot = message.author == self._window.bot
        who = Text(self._name(message.author), "bold" if is_bot else self._styles.get(message.author, "bold"))
        if is_bot:
            who.append(" ").append(" APP ", "bold white on #5865f2")
        who.append(f"  {markdown.timestamp(message.at, 't', reader)}{aside}", "dim")
        self._console.print()
        self._line(who)
        self._writer = 0

    def _go_to(self, channel: int) -> None:
        if channel == self._channel:
            return
        self._channel, self._writer = channel, 0
        name, parent = self._window.channel(channel), self._window.parent(channel)
        people = self._window.in_private(channel)
        if people:
            title = "a direct message to " + ", ".join(self._name(p) for p in people if p != self._window.bot)
        elif parent is None:
            title = f"# {name}"
        else:
            title = f"# {self._window.channel(parent)} › {name}, a private room"
        self._console.print()
        self._rule(title)

    def _name(self, person: int) -> str:
        return BOT if person == self._window.bot else self._window.person(person)

    def _aside(self, words: str, mark: str = "· ") -> None:
        for number, row in enumerate(Text(words).wrap(self._console, self.width - len(ASIDE) - len(mark))):
            row.rstrip()
            self._line(Text(ASIDE + (mark if number == 0 else " " * len(mark)) + row.plain, QUIET))
        self._writer = 0

    def _rule(self, title: str) -> None:
        self._console.print(Rule(Text(title, "bold"), align="left", style="dim"), width=self.width)

    def _words(self, words: str, style: str = "") -> None:
        for row in Text(words, style).wrap(self._console, self.width, overflow="fold"):
            row.rstrip()
            self._line(row)

    def _line(self, row: Text) -> None:
        self._console.print(row, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


def _buttons(message: Seen) -> list[Component]:
    return [c for c in walk(message.components) if c["type"] == BUTTON and c.get("label")]


def _broken(words: str, reader: Reader, width: int, console: Console) -> list[Text]:
    """The words, broken to the width."""
    rows: list[Text] = []
    for line in markdown.lines(words, reader):
        broken = line.body.wrap(console, max(8, width - line.first.cell_len), overflow="fold")
        for number, row in enumerate(broken or [Text()]):
            row.rstrip()
            rows.append((line.first if number == 0 else line.rest).copy().append_text(row))
    return rows


def _flow(buttons: Sequence[Component], width: int) -> list[Text]:
    """Buttons side by side, as many as fit."""
    rows: list[Text] = []
    for button in buttons:
        shown = Text(f"[ {button.get('label') or ''} ]", BUTTONS.get(button.get("style", 2), BUTTON_STYLE))
        if rows and rows[-1].cell_len + 1 + shown.cell_len <= width:
            rows[-1].append(" ").append_text(shown)
        else:
            rows.append(shown)
    return rows
