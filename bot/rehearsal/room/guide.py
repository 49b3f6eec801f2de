"""The guide: leads through a lesson, step by step, by looking at what is to be seen, as the learner does.

It presses nothing and decides nothing. What the lessons are is in `tour` and `scenes`; how a circle is led to where a
scene begins is in `scene_setting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.ui.i18n import Translator

from ..database_search import SearchResult, look_for
from ..observer import Seen
from ..people import Person, View
from . import simcord_calls
from .community import Guest
from .group_scenes import SCENES
from .helpers import Helpers
from .lesson import SAID, WAITED, Cast, Lesson, Progress, Step
from .onset import Onset
from .scene_progress import SceneProgress, SightProgress
from .scene_scripts import opener
from .scenes import SET
from .tour import TOUR, TourProgress
from .world import World

LESSONS = {lesson.key: lesson for lesson in (TOUR, *SCENES)}
WATCH_S = 7.0
"""Simulated seconds a step stays at least in which there is nothing to press, so that it can be read."""
ON_PANEL = ("Pause", "Resume", "Hand over")
OUT_OF_SIGHT = "/circle panel"
"""What to write when a button of the panel is nowhere to be seen."""


@dataclass
class _Going:
    """A lesson that is gone through now."""

    lesson: Lesson
    cast: Cast
    onset: Onset
    progress: Progress
    people: Mapping[int, Person]
    at: int = 0
    since_s: float = 0.0
    is_set: bool = False
    search: SearchResult | None = None

    @property
    def step(self) -> Step:
        return self.lesson.steps[self.at]

    @property
    def is_over(self) -> bool:
        return self.at == len(self.lesson.steps) - 1


@dataclass(frozen=True)
class _Target:
    """What to press, and where that is."""

    label: str
    channel: int | None = None


class Guide:
    """One learner at a time, and it is whoever is the facilitator."""

    def __init__(self, world: World, helpers: Helpers) -> None:
        self._world = world
        self._helpers = helpers
        self._learner = world.community.facilitator
        self._going: _Going | None = None
        self._target: _Target | None = None

    @property
    def is_on(self) -> bool:
        """Whether it leads somebody now."""
        return self._going is not None and not self._going.is_over

    @property
    def at(self) -> int | None:
        """The step, from 0; None while nobody is led."""
        return self._going.at if self._going is not None else None

    @property
    def is_setting(self) -> bool:
        """Whether a circle is still on its way to where the lesson begins."""
        return self._going is not None and not self._going.is_set

    @property
    def holds(self) -> bool:
        """Whether time stands still, because the learner is to do something first."""
        going, target = self._going, self._target
        if going is None or not going.is_set or going.is_over:
            return False
        is_asked = target is not None and (target.label in going.step.press or target.label == OUT_OF_SIGHT)
        return going.step.holds or is_asked

    @property
    def learner(self) -> Guest:
        """Whoever is led."""
        return self._learner

    @property
    def room(self) -> int | None:
        """The room of this lesson's circle; None while there is none."""
        if self._going is None:
            return None
        places = (seen.channel for seen in self._view().messages)
        return next((place for place in places if self._world.observer.parent(place) is not None), None)

    def start(self, lesson: Lesson) -> None:
        """Begin at the first step. What is there already does not count."""
        members = [guest for guest in self._world.community.circle if guest is not self._learner]
        cast = lesson.cast(self._learner, members)
        onset = Onset.now(self._world)
        people = lesson.script(cast)
        progress = self._progress(lesson, cast)
        self._going = _Going(lesson, cast, onset, progress, people, is_set=not lesson.is_set_up)
        self._target = None
        alone = {self._learner.id: opener(cast)} if lesson.is_set_up else {}
        self._helpers.follow({**people, **alone}, onset)
        self._go_to(0)

    def _progress(self, lesson: Lesson, cast: Cast) -> Progress:
        if lesson.is_set_up:
            return SceneProgress(lesson, cast)
        if lesson.sights:
            return SightProgress(lesson.sights)
        return TourProgress(cast, self._world.observer.bot)

    def stop(self) -> None:
        """Let go of learner and helpers."""
        self._helpers.follow({})
        self._going = self._target = None
        self._world.page_updates.touch()

    def next(self) -> None:
        """Go on although the step is not done, because the learner wants to."""
        if self._going is not None and not self._going.is_over:
            self._go_to(self._going.at + 1)
            self._target = self._what_to_press()

    def did(self, guest: Guest, act: str, channel: int) -> None:
        """Somebody at a page has done something.

        Args:
            guest: who.
            act: the label of a button, a command, or one of the acts of a lesson.
            channel: where.
        """
        going = self._going
        # A line that is written elsewhere is no answer to what happens in the room.
        if going is None or not going.is_set or guest is not self._learner:
            return
        if act != SAID or channel == self.room:
            going.progress.did(act)

    def wait(self) -> None:
        """The learner would rather wait and see."""
        if self._going is not None and self._going.is_set:
            self._going.progress.did(WAITED)

    def look(self) -> None:
        """Look whether the step is done, and go on if it is."""
        going = self._going
        if going is None or going.is_over:
            return
        going.progress.look(self._view())
        if not going.is_set:
            if going.progress.has(SET):
                self._begin(going)
            return
        while self._is_done(going, going.step):
            self._go_to(going.at + 1)
        target = self._what_to_press()
        if target != self._target:
            self._target = target
            self._world.page_updates.touch()

    def shown(self, t: Translator) -> dict[str, Any] | None:
        """The step, for the page; None while nobody is led.

        Args:
            t: the language of whoever looks.
        """
        going = self._going
        if going is None or not going.is_set:
            return None
        step, target = going.step, self._target
        remains = _in_words(t, going.search, len(self._world.community.guests)) if going.search else ""
        return {
            "lesson": going.lesson.key,
            "name": t(going.lesson.title),
            "step": going.at + 1,
            "of": len(going.lesson.steps),
            "title": t(step.title),
            "text": t(step.text, remains=remains, **going.cast.names),
            "say": t(step.say, **going.cast.names),
            "target": None if target is None else _place_of(target),
            "waits": self.holds,
            "may_wait": going.step.holds,
            "choices": self._choices(t, going),
            "done": going.is_over,
        }

    def _choices(self, t: Translator, going: _Going) -> list[dict[str, Any]]:
        """What there was to do, what the learner did first."""
        if not going.is_over:
            return []
        done = [any(going.progress.has(act) for act in choice.acts) for choice in going.lesson.choices]
        pairs = sorted(zip(done, going.lesson.choices, strict=True), key=lambda pair: not pair[0])
        names = going.cast.names
        return [
            {"name": t(choice.name, **names), "words": t(choice.words, **names), "mine": is_done}
            for is_done, choice in pairs
        ]

    def _begin(self, going: _Going) -> None:
        """The circle is where the lesson begins: from here on the learner acts for themselves."""
        going.is_set = True
        self._helpers.follow(going.people, going.onset)
        self._go_to(0)

    def _is_done(self, going: _Going, step: Step) -> bool:
        if step.until is None:
            return False
        if step.watch and simcord_calls.elapsed(self._world.env) < going.since_s + WATCH_S:
            return False
        return going.progress.has(step.until)

    def _go_to(self, number: int) -> None:
        going = self._going
        assert going is not None
        going.at, going.since_s = number, simcord_calls.elapsed(self._world.env)
        if going.is_over:
            self._target = None
            if going.lesson is TOUR:
                self._helpers.follow({})
                people = [guest.id for guest in self._world.community.guests.values()]
                going.search = look_for(people, self._world.sim.settings.database.url)
        self._world.page_updates.touch()

    def _view(self) -> View:
        assert self._going is not None
        return self._going.onset.of(self._world.view(self._learner))

    # What to press

    def _what_to_press(self) -> _Target | None:
        going = self._going
        if going is None or going.is_over or not going.is_set:
            return None
        view, step = self._view(), going.step
        if step.command:
            return _Target(f"/{step.command}", self._world.community.lobby.id)
        if step.place:
            room = self.room
            is_there = room is None or (self._learner.id, room) in self._world.read
            return None if is_there else _Target("", room)
        if step.pressed and view.newest(words=step.pressed) is not None:
            return None
        if step.after and view.newest(words=step.after) is None:
            return None
        # What happens is in the room. A panel elsewhere has the same buttons, and would lead away from it.
        room = self.room
        here = View(view.me, view.now, tuple(seen for seen in view.messages if seen.channel == room))
        for label in step.press:
            card = here.newest(label) or (None if label in ON_PANEL else view.newest(label))
            if card is not None and self._is_for_learner(card, label):
                return _Target(label, card.channel)
        return _Target(OUT_OF_SIGHT, room) if set(step.press) & set(ON_PANEL) else None

    def _is_for_learner(self, card: Seen, label: str) -> bool:
        return label not in ("Receive", "I'm done") or card.names[:1] == (self._learner.id,)


def _place_of(target: _Target) -> dict[str, Any]:
    return {
        "label": target.label or None,
        "channel": str(target.channel) if target.channel is not None else None,
    }


def _in_words(t: Translator, search: SearchResult, people: int) -> str:
    searched = t(
        "I searched just now: {values} values in {tables} tables, and the files on the disk.",
        values=search.values,
        tables=search.tables,
    )
    if search.found:
        return f"{searched} " + t("Somebody's id is still in {found}.", found=", ".join(search.found))
    kept = t.many(
        "{count} sealed row remains of all this, without a name. Once three circles wait, only their sum is kept.",
        "{count} sealed rows remain of all this, without a name. Once three circles wait, only their sum is kept.",
        len(search.record),
    )
    return f"{kept} {searched} " + t(
        "I looked for the ids of {people} people, and found none.", people=people
    )
