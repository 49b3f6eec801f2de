"""The simulated Discord as a terminal shows it: messages with their authors, private answers, and quiet lines
for everything else that happens.

Nothing is decided or waited for here, and nothing but the frame around the evening is said: words come from
the bot and the people of the script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from . import markdown
from .database_search import RECORD, SearchResult
from .evening import Did, Moment
from .markdown import Reader
from .observer import BUTTON, Entered, Observer, Posted, Redrawn, RoomGone, RoomMade, Seen, walk
from .people import Press, Type
from .terminal_layout import Layout, marked

NAME = "Story Circle"
WIDEST = 100
EVENING = timezone(timedelta(hours=19))
"""SimCord's time begins at midnight UTC; where these people live it is seven in the evening then."""
GAP = timedelta(seconds=75)
"""A longer quiet than this is said."""

QUIET, SMALL, ALARM, FINE = "dim italic", "dim", "bold red", "bold green"
PEOPLE = ("bold magenta", "bold green", "bold yellow", "bold cyan", "bold bright_blue")
APP = "bold #ffffff on #5865f2"
INDENT, ASIDE = "  ", "    "

COLUMNS = {
    "key": "drawn by lot, so that the order of rows tells nothing",
    "guild_xid": "the server",
    "quarter": "the quarter, not the day",
    "words": "sums of the whole circle, sealed, and equally long for every circle",
}
TABLES = {
    "circle": "its name, so that it can meet again",
    "cell": "sums over at least three circles of a quarter",
    "prompt_use": "the questions it has had",
    "own_prompt": "the server's own questions",
    "own_format": "the server's own formats, and drafts of them",
    "resource": "the server's own places to turn to",
    "server": "what its admins have set",
    "schedule": "when a circle meets again",
    "course": "how many meetings of a closed series have been",
    "series_seat": "who has a seat in all of them, sealed",
    "rota": "who facilitates in turn, sealed",
    "mark": "what of a room's permissions the bot has changed for now, and what was there before, sealed",
    "absence": "servers that Discord does not reach just now, or that the bot was taken out of",
    "changed_date": "its dates that were moved or left out",
    "gathering": "where people gather for a circle, and until when",
    "gathered": "who waits there, or can hold it, sealed",
    "on_call": "which facilitators are on call, and when, sealed",
    "wish": "who wishes no reminders, or not at any hour, sealed",
    "question_rest": "which questions are not to be asked again soon, sealed",
    "greeting": "who would like to be greeted, and who greets them, sealed",
    "next_day_word": "words for the day after a circle, sealed",
    "key_check": "by which a wrong key is noticed",
    "reminding": "wishes of before they were sealed",
    "spark": "sparks of hope on their way, sealed, and where the posted ones are",
    "session": "the circle that is under way",
    "session_format": "the stages it goes through, kept once for all circles that have them",
    "seat": "who sits in it, sealed",
    "deadline": "what its clock waits for",
    "delivery": "what is still to be shown",
    "card": "the messages it has in Discord",
    "pulse": "when the bot was last alive",
    "agreed": "how several processes of the bot share the work",
    "alembic_version": "the version of the tables",
}
"""What else may have rows, and what for."""


class Terminal:
    """Shows one evening, from top to bottom. What was shown stays as it is."""

    def __init__(self, console: Console, observer: Observer, everybody: Iterable[int]) -> None:
        self._console = console
        self._observer = observer
        self._styles = dict(zip(everybody, PEOPLE, strict=False))
        self._channel = 0
        self._writer = 0
        self._answers: set[str] = set()
        self._last: datetime | None = None

    @property
    def width(self) -> int:
        """How wide a line may be."""
        return min(WIDEST, self._console.width)

    # The frame

    def begin(self, speed: float) -> None:
        """Say what this is and how it ends."""
        self._say(f"{NAME}, rehearsed" + (f", {speed:g} times faster than life" if speed else ""), "bold")
        self._say("Five made-up people and the real bot hold a circle in a simulated Discord.")
        self._say("A · is what somebody does, which Discord shows nobody; a ↻ is a card redrawn.")
        self._say("It ends with the one row that remains, which names nobody. Ctrl-C stops it.")

    def faults(self, faults: Sequence[str]) -> None:
        """Show what went wrong in the bot."""
        for fault in faults:
            self._say(f"The bot made a mistake: {fault}", ALARM)

    def end(self, search: SearchResult, people: int) -> None:
        """Show what is left of the evening, and what a search for anybody's id has found."""
        self._console.print()
        self._rule("What remains")
        for row in search.record:
            self._say(
                "What remains of this evening, in the table “contribution”, until two more circles join it:"
            )
            self._console.print()
            table = Table.grid(padding=(0, 2, 0, 0))
            for name, value in sorted(row.items(), key=lambda item: item[0] == "key"):
                shown = f"{value.hex()[:8]}…" if isinstance(value, bytes) else str(value)
                shown = "…" if name.endswith("_xid") else shown
                table.add_row(Text(INDENT + name, "bold"), Text(shown), Text(COLUMNS.get(name, ""), SMALL))
            self._console.print(table, width=self.width)
            self._console.print()
        if len(search.record) != 1:
            self._say(f"There should be one row that remains; there are {len(search.record)}.", ALARM)
        self._say(
            "Not kept: who came, what was said, who passed or asked for support, how long anyone spoke."
        )
        others = [f"{name} ({TABLES[name]})" for name in search.rows if name != RECORD]
        self._say(f"Other tables with rows: {', '.join(others)}.")
        where = f"{search.values} values in {search.tables} tables, and every byte of the database's files"
        if search.found:
            self._say(f"Searched {where}: a member's id is in {', '.join(search.found)}.", ALARM)
        else:
            self._say(f"Searched just now, {where}: no id of the {people} people is there.", FINE)

    # What happens

    def show(self, now: datetime, moments: Sequence[Moment]) -> None:
        """Show what happened at that time."""
        reader = Reader(self._name, self._observer.channel, now, EVENING)
        layout = Layout(self._console, reader, self.width - len(INDENT))
        for moment in moments:
            if self._last is not None and now - self._last > GAP:
                self._note(f"({markdown.span((now - self._last).total_seconds())} later)", mark="")
            self._last = now
            match moment:
                case Did():
                    self._did(moment)
                case Posted(message=message) if message.only_for is not None:
                    self._whispered(message, message.only_for, layout, reader)
                case Posted(message=message):
                    self._posted(message, layout, reader)
                case Redrawn(before=before, message=message):
                    self._redrawn(before, message, layout)
                case RoomMade(channel=channel):
                    room = self._observer.channel(channel)
                    self._note(f"A private room is made: {room}. Only the people of the circle see it.")
                case Entered(person=person, channel=channel):
                    self._note(f"{self._name(person)} is let into {self._observer.channel(channel)}.")
                case RoomGone(name=room):
                    self._note(f"The room {room} is deleted, with everything that was written in it.")

    def _did(self, did: Did) -> None:
        match did.move.deed:
            case Press(label=label, note=note):
                self._note(f"{did.name} presses {label}. {note}")
            case Type(command=command, options=options):
                typed = "".join(f"  {name}: “{value}”" for name, value in options.items())
                self._note(f"{did.name} types /{command}{typed}")

    def _posted(self, message: Seen, layout: Layout, reader: Reader) -> None:
        self._go_to(message.channel)
        if message.author != self._writer:
            self._header(message, reader)
        for row in layout.message(message):
            self._line(marked(INDENT, row))
        # One after the other, a person's messages share a header; each card of the bot has its own.
        self._writer = 0 if message.author == self._observer.bot else message.author

    def _whispered(self, message: Seen, reader_id: int, layout: Layout, reader: Reader) -> None:
        """A private answer: in full, or in one line when it is short or somebody else had the same."""
        only = f"only {self._name(reader_id)} sees"
        where = "" if message.channel == self._channel else f", in #{self._observer.channel(message.channel)}"
        is_short = "\n" not in message.words and not message.labels
        if is_short or message.words in self._answers:
            self._note(f"{only}{where}: {markdown.plain(message.words, reader)}", mark="")
            return
        self._answers.add(message.words)
        self._header(message, reader, f" · {only} this{where}")
        for row in layout.narrower(2).message(message):
            self._line(marked(INDENT + "┊ ", row, SMALL))

    def _redrawn(self, before: Seen, message: Seen, layout: Layout) -> None:
        """A card that looks different now: no more than what is new on it."""
        old = before.words.splitlines()
        said = "\n".join(line for line in message.words.splitlines() if line not in old)
        buttons = [
            c
            for c in walk(message.components)
            if c["type"] == BUTTON and c["label"] in message.labels and c["label"] not in before.labels
        ]
        if not said and not buttons:
            return
        where = ""
        if message.only_for is not None:
            where = f"only {self._name(message.only_for)} sees: "
        elif message.channel != self._channel:
            where = f"in #{self._observer.channel(message.channel)}: "
        room = layout.narrower(len(ASIDE))
        rows = [*room.words(where + said), *room.buttons(buttons)]
        for number, row in enumerate(rows):
            row.stylize(SMALL)
            self._line(marked(ASIDE + ("  " if number else "↻ "), row, SMALL))
        self._writer = 0

    # How it is set

    def _header(self, message: Seen, reader: Reader, only: str = "") -> None:
        row = Text()
        if message.author == self._observer.bot:
            row.append(NAME, "bold").append(" ").append(" APP ", APP)
        else:
            row.append(self._name(message.author), self._styles.get(message.author, "bold"))
        row.append(f"  {markdown.timestamp(message.at, 't', reader)}{only}", SMALL)
        self._console.print()
        self._line(row)
        self._writer = 0

    def _go_to(self, channel: int) -> None:
        if channel == self._channel:
            return
        self._channel, self._writer = channel, 0
        name, parent = self._observer.channel(channel), self._observer.parent(channel)
        people = [self._name(p) for p in self._observer.in_private(channel) if p != self._observer.bot]
        self._console.print()
        if people:
            self._rule(f"Direct message to {', '.join(people)}")
        elif parent is None:
            self._rule(f"# {name}")
        else:
            self._rule(f"# {self._observer.channel(parent)} › {name}, a private room")

    def _name(self, person: int) -> str:
        return NAME if person == self._observer.bot else self._observer.person(person)

    def _note(self, words: str, mark: str = "· ") -> None:
        width = max(len(ASIDE), self.width - len(ASIDE) - len(mark))
        for number, row in enumerate(Text(words.strip(), QUIET).wrap(self._console, width, overflow="fold")):
            row.rstrip()
            self._line(marked(ASIDE + (" " * len(mark) if number else mark), row, QUIET))
        self._writer = 0

    def _say(self, words: str, style: str = "") -> None:
        for row in Text(words, style).wrap(self._console, self.width, overflow="fold"):
            row.rstrip()
            self._line(row)

    def _rule(self, title: str) -> None:
        self._console.print(Rule(Text(title, "bold"), align="left", style=SMALL), width=self.width)

    def _line(self, row: Text) -> None:
        self._console.print(row, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
