"""The room as a whole: puts its parts together, and offers what a page can see and ask for.

Each part has its own file; nothing but their connection is here. What comes over HTTP is in `server`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import discord

from bot.ids import GuildXid
from bot.ui.i18n import Translator

from .. import patches
from ..play import USUAL
from ..simulation import Simulation, simulation
from .acting import DONE, Acting, Answer
from .community import Guest, number
from .fault_switches import FaultSwitches
from .guide import LESSONS, Guide
from .helper_scripts import FIRST_WORDS
from .helpers import Helpers
from .reading import Reading
from .refused import Refused
from .saving import page
from .scene_setting import SceneSetting
from .time_control import TimeControl
from .world import World

LOCALES = [locale.value for locale in discord.Locale]
NEEDS_NO_DISCORD = ("read", "modal_cancel")
LONGEST_NAME = 40
"""Characters of what a page calls itself."""


class Room:
    """One rehearsal, and everything that can be asked of it."""

    def __init__(self, sim: Simulation, people: int, *, auto: bool) -> None:
        self.world = World(sim, people)
        self.helpers = Helpers(self.world, auto=auto)
        self.switches = FaultSwitches(self.world)
        self.guide = Guide(self.world, self.helpers)
        self.time_control = TimeControl(self.world, self.switches, self.helpers, self.guide)
        self._setting = SceneSetting(self.world, self.guide, self.time_control)
        self._acting = Acting(self.world)
        self._reading = Reading(self.world)
        self._languages: dict[int, str] = {}

    async def open(self) -> None:
        """Make it a place somebody is in already."""
        async with self.world.one_at_a_time():
            await self.world.env.settle()
            community = self.world.community
            await self.world.sim.bot.desks.settings.change(
                GuildXid(community.guild.id), 0, hope_xid=community.hope.id
            )
            await self.world.community.circle[-1].actor.send(self.world.community.lobby, FIRST_WORDS)

    def state(self, viewer: str, channel: str, page: str = "") -> dict[str, Any]:
        """Everything the page shows to this person; the facilitator if there is nobody of that number.

        Args:
            viewer: whose eyes it looks with, by id.
            channel: where it looks, by id.
            page: what the page calls itself.
        """
        world = self.world
        guest = world.community.guests.get(number(viewer), world.community.facilitator)
        self.helpers.show(guest, page[:LONGEST_NAME], time.monotonic())
        return {
            "version": world.page_updates.version,
            "now": self.time_control.now().isoformat(),
            "speed": self.time_control.speed,
            **self._reading.of(guest, channel, self._language(guest)),
            "people": [self._person(one) for one in world.community.guests.values()],
            "notices": world.notices.shown(),
            "errors": world.faults.lines.shown(),
            "weather": self.switches.shown(),
            "guide": self.guide.shown(self._translator(guest)),
            "lessons": self._lessons(guest),
            "locales": LOCALES,
        }

    def _person(self, guest: Guest) -> dict[str, Any]:
        return {
            "id": str(guest.id),
            "name": guest.name,
            "role": guest.role,
            "auto": self.helpers.is_auto(guest),
            "language": self._language(guest),
            "here": self.world.community.is_here(guest),
            "connected": self.world.lines.state(guest) is not None,
            "microphone": guest.has_microphone,
        }

    def _language(self, guest: Guest) -> str:
        return self._languages.get(guest.id, "en-US")

    def save(self, viewer: str) -> tuple[str, str]:
        """A name for a file, and the page that holds what this person has seen. Raises `Refused`."""
        guest = self.world.community.guest(viewer)
        return f"rehearsal-{guest.name.lower()}.html", page(self.world, guest)

    def picture(self, url: str) -> bytes | None:
        """A file of the simulated Discord; None when there is none at that address."""
        return self.world.community.backend.cdn.get(url)

    # What can be asked for. Each raises `Refused`.

    async def page_gone(self, asked: Mapping[str, Any]) -> Answer:
        """A page is closed."""
        self.helpers.hide(str(asked.get("page"))[:LONGEST_NAME])
        return DONE

    async def do(self, action: Mapping[str, Any]) -> Answer:
        """An action of a person."""
        guest = self.world.community.guest(action.get("viewer"))
        async with self.time_control.turn():
            if action.get("kind") not in NEEDS_NO_DISCORD:
                self.switches.check_up()
                self._check_here(guest, action.get("channel"))
            act = self._acting.act(action)
            answer = await self._acting.do(action)
            self.guide.did(guest, act, number(action.get("channel")))
            return answer

    def _check_here(self, guest: Guest, channel: object) -> None:
        """Who has left the server has their direct messages still, and nothing else."""
        private = self.world.community.backend.dm_channels.get(guest.id)
        if not self.world.community.is_here(guest) and channel != str(private):
            raise Refused(f"{guest.name} has left the server.")

    async def time(self, asked: Mapping[str, Any]) -> Answer:
        """Another speed, or a jump."""
        if "speed" in asked:
            await self.time_control.set_speed(asked["speed"])
        elif "skip" in asked:
            await self.time_control.skip(asked["skip"])
        elif asked.get("next") is True:
            await self.time_control.skip_to_next()
        else:
            raise Refused("The room does not know what to do with time.")
        return DONE

    async def person(self, asked: Mapping[str, Any]) -> Answer:
        """Somebody plays themselves, or not; or uses Discord in another language."""
        guest = self.world.community.guest(asked.get("id"))
        async with self.time_control.turn():
            if "language" in asked:
                if asked["language"] not in LOCALES:
                    raise Refused("Discord does not speak that language.")
                self._languages[guest.id] = asked["language"]
                patches.speak(self.world.env, guest.id, asked["language"])
                self.world.page_updates.touch()
            else:
                self.helpers.set(guest, asked.get("auto") is True)
        return DONE

    async def change_switch(self, asked: Mapping[str, Any]) -> Answer:
        """Something goes wrong, or is well again."""
        async with self.time_control.turn():
            await self.switches.change(asked)
        return DONE

    async def lead(self, asked: Mapping[str, Any]) -> Answer:
        """A lesson begins, goes on or stops. Whoever begins one is told whom it is for, and where."""
        if asked.get("stop") is True:
            await self._setting.stop()
        elif "start" in asked:
            return await self._start(str(asked["start"]))
        elif asked.get("next") is True or asked.get("wait") is True:
            async with self.time_control.turn():
                self.guide.next() if asked.get("next") is True else self.guide.wait()
        else:
            raise Refused("The guide can start, go on, wait or stop.")
        return DONE

    async def _start(self, key: str) -> Answer:
        lesson = LESSONS.get(key)
        if lesson is None:
            raise Refused("There is no scene of that name.")
        self.switches.check_up()
        await self._setting.start(lesson)
        if not self.time_control.speed and not self.guide.holds:
            await self.time_control.set_speed(1)
        place = self.guide.room or self.world.community.lobby.id
        return {**DONE, "viewer": str(self.guide.learner.id), "channel": str(place)}

    def _lessons(self, guest: Guest) -> list[dict[str, str]]:
        """What can be practised, in this person's language."""
        t = self._translator(guest)
        return [{"key": one.key, "title": t(one.title), "about": t(one.about)} for one in LESSONS.values()]

    def _translator(self, guest: Guest) -> Translator:
        return self.world.sim.bot.catalogues.pick(self._language(guest))


@asynccontextmanager
async def rehearsal(
    people: int, *, auto: bool = False, begins_at: datetime | None = None
) -> AsyncIterator[Room]:
    """A room with the bot in it, on a scratch database. Time passes once `time_control.run` runs.

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
