"""The room as a whole: puts its parts together, and offers what a page can see and ask for.

Each part has its own file; nothing but their connection is here. What comes over HTTP is in `server`.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import discord

from .. import seams
from ..play import USUAL
from ..simulation import Simulation, simulation
from .acting import DONE, Acting, Answer
from .guide import Guide
from .habits import FIRST_WORDS
from .helpers import Helpers
from .hours import Hours
from .house import Guest, number
from .reading import Reading
from .refused import Refused
from .saving import page
from .weather import Weather
from .world import World

LOCALES = [locale.value for locale in discord.Locale]
NEEDS_NO_DISCORD = ("read", "modal_cancel")


class Room:
    """One rehearsal, and everything that can be asked of it."""

    def __init__(self, sim: Simulation, people: int, *, auto: bool) -> None:
        self.world = World(sim, people)
        self.helpers = Helpers(self.world, auto=auto)
        self.weather = Weather(self.world)
        self.guide = Guide(self.world, self.helpers)
        self.hours = Hours(self.world, self.weather, self.helpers, self.guide)
        self._acting = Acting(self.world)
        self._reading = Reading(self.world)
        self._languages: dict[int, str] = {}

    async def open(self) -> None:
        """Make it a place somebody is in already."""
        async with self.world.one_at_a_time():
            await self.world.env.settle()
            house = self.world.house
            await self.world.sim.bot.circles.change_server(house.guild.id, 0, hope_xid=house.hope.id)
            await self.world.house.circle[-1].actor.send(self.world.house.lobby, FIRST_WORDS)

    def state(self, viewer: str, channel: str) -> dict[str, Any]:
        """Everything the page shows to this person; the facilitator if there is nobody of that number."""
        world = self.world
        guest = world.house.guests.get(number(viewer), world.house.facilitator)
        self.helpers.chosen(guest)
        return {
            "version": world.news.version,
            "now": self.hours.now().isoformat(),
            "speed": self.hours.speed,
            **self._reading.of(guest, channel, self._language(guest)),
            "people": [self._person(one) for one in world.house.guests.values()],
            "notices": world.notices.shown(),
            "errors": world.faults.lines.shown(),
            "weather": self.weather.shown(),
            "guide": self.guide.shown(),
            "locales": LOCALES,
        }

    def _person(self, guest: Guest) -> dict[str, Any]:
        return {
            "id": str(guest.id),
            "name": guest.name,
            "role": guest.role,
            "auto": self.helpers.is_auto(guest),
            "language": self._language(guest),
            "here": self.world.house.is_here(guest),
        }

    def _language(self, guest: Guest) -> str:
        return self._languages.get(guest.id, "en-US")

    def save(self, viewer: str) -> tuple[str, str]:
        """A name for a file, and the page that holds what this person has seen. Raises `Refused`."""
        guest = self.world.house.guest(viewer)
        return f"rehearsal-{guest.name.lower()}.html", page(self.world, guest)

    def picture(self, url: str) -> bytes | None:
        """A file of the simulated Discord; None when there is none at that address."""
        return self.world.house.backend.cdn.get(url)

    # What can be asked for. Each raises `Refused`.

    async def do(self, action: Mapping[str, Any]) -> Answer:
        """An action of a person."""
        guest = self.world.house.guest(action.get("viewer"))
        async with self.hours.turn():
            if action.get("kind") not in NEEDS_NO_DISCORD:
                self.weather.check_up()
                self._check_here(guest, action.get("channel"))
            return await self._acting.do(action)

    def _check_here(self, guest: Guest, channel: object) -> None:
        """Who has left the server has their direct messages still, and nothing else."""
        private = self.world.house.backend.dm_channels.get(guest.id)
        if not self.world.house.is_here(guest) and channel != str(private):
            raise Refused(f"{guest.name} has left the server.")

    async def time(self, asked: Mapping[str, Any]) -> Answer:
        """Another speed, or a jump."""
        if "speed" in asked:
            await self.hours.set_speed(asked["speed"])
        elif "skip" in asked:
            await self.hours.skip(asked["skip"])
        elif asked.get("next") is True:
            await self.hours.skip_to_next()
        else:
            raise Refused("The room does not know what to do with time.")
        return DONE

    async def person(self, asked: Mapping[str, Any]) -> Answer:
        """Somebody plays themselves, or not; or uses Discord in another language."""
        guest = self.world.house.guest(asked.get("id"))
        async with self.hours.turn():
            if "language" in asked:
                if asked["language"] not in LOCALES:
                    raise Refused("Discord does not speak that language.")
                self._languages[guest.id] = asked["language"]
                seams.speak(self.world.env, guest.id, asked["language"])
                self.world.news.touch()
            else:
                self.helpers.set(guest, asked.get("auto") is True)
        return DONE

    async def change_weather(self, asked: Mapping[str, Any]) -> Answer:
        """Something goes wrong, or is well again."""
        async with self.hours.turn():
            await self.weather.change(asked)
        return DONE

    async def lead(self, asked: Mapping[str, Any]) -> Answer:
        """The guide begins, goes on or stops."""
        async with self.hours.turn():
            if asked.get("start") is True:
                self.guide.start()
            elif asked.get("next") is True:
                self.guide.next()
            elif asked.get("stop") is True:
                self.guide.stop()
            else:
                raise Refused("The guide can start, go on or stop.")
        if asked.get("start") is True and not self.hours.speed:
            await self.hours.set_speed(1)
        return DONE


@asynccontextmanager
async def rehearsal(
    people: int, *, auto: bool = False, begins_at: datetime | None = None
) -> AsyncIterator[Room]:
    """A room with the bot in it, on a scratch database. Time passes once `hours.run` runs.

    Args:
        people: how many belong to circles, the facilitator included.
        auto: whether everybody plays themselves whom nobody has chosen to be.
        begins_at: what time it is there to begin with, aware; now when None.
    """
    begins_at = begins_at or datetime.now(UTC).replace(microsecond=0)
    async with simulation(overrides=USUAL, begins_at=begins_at) as sim:
        room = Room(sim, people, auto=auto)
        root = logging.getLogger()
        root.addHandler(room.world.faults)
        try:
            await room.open()
            yield room
        finally:
            root.removeHandler(room.world.faults)
