"""The circle of a lesson: opened for a scene and led to where it begins, and ended when another lesson follows.

Everything goes the way of a person's commands. What is said and done in it is in `scene_scripts`.
"""

from __future__ import annotations

from contextlib import suppress

from simcord.backend.errors import BackendError, SetupError

from .guide import Guide
from .lesson import Lesson
from .refused import Refused
from .time_control import TimeControl
from .world import World

CIRCLE = "Practice circle"
WITHIN_S = 300.0
"""Simulated seconds in which a circle comes to where its scene begins."""


class SceneSetting:
    """Sets scenes in one rehearsal."""

    def __init__(self, world: World, guide: Guide, time_control: TimeControl) -> None:
        self._world = world
        self._guide = guide
        self._time = time_control

    async def start(self, lesson: Lesson) -> None:
        """Begin a lesson, and lead its circle to where it begins.

        Raises:
            Refused: the circle does not get there, as when Discord is down in the middle of it.
        """
        async with self._time.turn():
            await self._end_circle()
            self._guide.start(lesson)
            if not lesson.is_set_up:
                return
            wanted = {"name": CIRCLE, "format": lesson.format}
            await self._guide.learner.actor.slash(self._world.community.lobby, "circle open", **wanted)
        await self._time.skip_until(lambda: not self._guide.is_setting, WITHIN_S)
        if self._guide.is_setting:
            await self.stop()
            raise Refused("The scene could not be set just now. Please try again when the weather is better.")

    async def stop(self) -> None:
        """Let go of whoever is led."""
        async with self._time.turn():
            await self._end_circle()
            self._guide.stop()

    async def _end_circle(self) -> None:
        """Nobody plays on in the circle of a lesson that is left, so it is not left standing."""
        room = self._guide.room
        if room is not None and room in self._world.community.backend.channels:
            with suppress(SetupError, BackendError, TimeoutError):
                await self._guide.learner.actor.slash(self._world.handle(room), "circle end")
