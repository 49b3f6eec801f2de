"""Everything there is in one rehearsal: the simulated server, what was seen of it, and what the pages are told.

It only holds and looks. Who acts is in `acting` and `helpers`, how time passes in `time_control`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from simcord import ChannelHandle, InteractionResult

from ..observer import Observer
from ..people import View
from ..simulation import Simulation
from . import simcord_calls
from .album import Album
from .community import Community, Guest
from .faults import Faults, NewestLines
from .lines import Lines
from .page_updates import PageUpdates
from .redrawn import FormerIds

NOTICES = 5


class World:
    """One rehearsal. Whoever changes anything in it holds its lock, for SimCord does one thing at a time."""

    def __init__(self, sim: Simulation, count: int) -> None:
        self.sim = sim
        self.env = sim.env
        self.community = Community(sim, count)
        self.observer = Observer(sim.env)
        self.album = Album(self.community, self.observer)
        self.former_ids = FormerIds()
        self.page_updates = PageUpdates()
        self.faults = Faults()
        self.notices = NewestLines(NOTICES)
        self.lines = Lines(self.community)
        self.modals: dict[int, InteractionResult] = {}
        """The modal each person has open, by their id."""
        self.read: dict[tuple[int, int], int] = {}
        """The newest message each person has read in each channel."""
        self._lock = asyncio.Lock()
        self._happened = -1
        self._faults = 0

    @asynccontextmanager
    async def one_at_a_time(self) -> AsyncIterator[None]:
        """Wait for everyone who came before, and tell the pages afterwards if anything has changed."""
        async with self._lock:
            with self.env.time_context():
                try:
                    yield
                finally:
                    self.look()

    def look(self) -> bool:
        """Look what is new, remember it, and tell the pages. Returns whether anything was."""
        for error in simcord_calls.raised(self.env):
            self.faults.add_raised(error)
        is_new = self._happened != simcord_calls.happened(self.env)
        if is_new:
            self._remember()
            if simcord_calls.tidy(self.env):
                self._remember()
            self._happened = simcord_calls.happened(self.env)
        if is_new or self._faults != self.faults.lines.count:
            self._faults = self.faults.lines.count
            self.page_updates.touch()
        return is_new

    def _remember(self) -> None:
        changes = self.observer.look()
        self.album.add(changes)
        self.former_ids.add(changes)

    def view(self, guest: Guest) -> View:
        """What this person has before them now."""
        return View(guest.id, self.env.now(), self.observer.view_of(guest.id))

    def notice(self, text: str) -> None:
        """Say something quietly on every page."""
        self.notices.add(text)
        self.page_updates.touch()

    def handle(self, number: int) -> ChannelHandle:
        """A channel that is known to be there."""
        return self.community.channel(str(number))
