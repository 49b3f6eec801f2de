"""A whole circle, played in the terminal: lets time go by, and searches the database afterwards.

What people do is in `scripted_people` and `people`, what it looks like in `terminal`. No rule of the circle is here.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import aclosing, contextmanager

from rich.console import Console

from bot.clock import Clock
from bot.settings import Circles, Language, People, Rooms

from .database_search import look_for
from .evening import LOOK_EVERY_S, Did, Evening, NotOver
from .scripted_people import FIRST_WORDS, scripted_people
from .simulation import Simulation, simulation
from .terminal import Terminal

SPEED = 15.0
"""Simulated seconds in a real one: a whole evening in not quite two minutes."""
LONGEST_QUIET_S = 36
"""Simulated seconds of quiet that a viewer sits through; the rest is skipped."""
USUAL = {
    "people": People().model_dump(),
    "circles": Circles().model_dump(),
    "rooms": Rooms().model_dump(),
    "language": Language().model_dump(),
}
"""The script is written for these, whatever the settings of this computer say."""


class Faults(logging.Handler):
    """Collects what goes wrong in the bot, instead of letting its log into the picture."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.setFormatter(logging.Formatter("%(name)s: %(message)s"))
        self.new: list[str] = []
        self.any = False
        self._known: set[int] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self._known.add(id(record.exc_info[1]))
        self.add(self.format(record))

    def add(self, fault: str) -> None:
        """Something went wrong."""
        self.any = True
        self.new.append(fault)

    def add_raised(self, errors: list[BaseException]) -> None:
        """Errors that were raised, save for those that were logged."""
        for error in errors:
            if id(error) not in self._known:
                self._known.add(id(error))
                self.add(repr(error))

    def taken(self) -> list[str]:
        """What went wrong since this was last asked."""
        new, self.new = self.new, []
        return new


async def play(speed: float = SPEED, console: Console | None = None) -> int:
    """Play a whole evening. Returns the exit code: 0, or 1 if anything at all went wrong.

    Args:
        speed: simulated seconds in a real one; 0 waits for nothing.
        console: where it is shown; standard output when None.
    """
    if console is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        console = Console(highlight=False)
    with _faults() as faults:
        async with simulation(overrides=USUAL) as sim:
            evening = Evening(sim, scripted_people())
            terminal = Terminal(console, evening.observer, evening.everybody)
            terminal.begin(speed)
            try:
                await _let_go_by(sim, evening, terminal, faults, speed)
            except NotOver:
                faults.add("The circle did not come to its end.")
            search = look_for(evening.everybody, sim.settings.database.url)
            faults.add_raised(sim.env.errors)
        terminal.faults(faults.taken())
        terminal.end(search, len(evening.everybody))
    return 1 if faults.any or search.found or len(search.record) != 1 else 0


async def _let_go_by(
    sim: Simulation, evening: Evening, terminal: Terminal, faults: Faults, speed: float
) -> None:
    quiet_s, clock = 0.0, Clock()
    async with aclosing(evening.moments(FIRST_WORDS)) as seconds:
        async for moments in seconds:
            terminal.show(evening.now, moments)
            for moment in moments:
                if isinstance(moment, Did) and not moment.answered:
                    faults.add(f"{moment.name} got no answer.")
            faults.add_raised(sim.env.errors)
            terminal.faults(faults.taken())
            quiet_s = 0.0 if moments else quiet_s + LOOK_EVERY_S
            if speed and quiet_s <= LONGEST_QUIET_S:
                await clock.sleep(LOOK_EVERY_S / speed, "the viewer")


@contextmanager
def _faults() -> Iterator[Faults]:
    """With a handler of its own, logging does not print warnings to the terminal."""
    faults = Faults()
    logging.getLogger().addHandler(faults)
    try:
        yield faults
    finally:
        logging.getLogger().removeHandler(faults)
