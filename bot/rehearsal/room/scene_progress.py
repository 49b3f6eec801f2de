"""How far a scene is, by what the learner sees and does."""

from __future__ import annotations

from collections.abc import Sequence

from ..people import View
from .lesson import HANDED, WAITED, Cast, Lesson
from .scene_scripts import has_piece
from .scenes import ACTED, CUE, SET

ALONE_S = 60.0
"""Simulated seconds after which whoever does nothing has waited."""
HOLDS = "holds the circle now"


class SceneProgress:
    """What has come about in one scene so far."""

    def __init__(self, lesson: Lesson, cast: Cast) -> None:
        self._lesson = lesson
        self._cast = cast
        self._seen: set[str] = set()
        self._since_s: float | None = None

    def look(self, view: View) -> None:
        """See what the learner sees now."""
        if SET not in self._seen:
            if has_piece(view, self._cast.others[0].id):
                self._seen.add(SET)
            return
        if view.newest(words=self._lesson.cue) is not None:
            self._seen.add(CUE)
            self._since_s = self._since_s or view.now.timestamp()
        if view.newest(words=HOLDS) is not None:
            self.did(HANDED)
        if self._since_s is not None and view.now.timestamp() - self._since_s >= ALONE_S:
            self.did(WAITED)

    def did(self, act: str) -> None:
        """The learner has done that."""
        if CUE in self._seen and any(act in choice.acts for choice in self._lesson.choices):
            self._seen |= {act, ACTED}

    def has(self, what: str) -> bool:
        """Whether it has come about."""
        return what in self._seen


class SightProgress:
    """What has come about in a lesson, by its cards alone. What comes later implies what was before."""

    def __init__(self, sights: Sequence[tuple[str, str]]) -> None:
        """Nothing has come about yet.

        Args:
            sights: what, and the words by which it is seen, in order.
        """
        self._sights = sights
        self._seen: set[str] = set()

    def look(self, view: View) -> None:
        """See what the learner sees now."""
        for number, (_, words) in enumerate(self._sights, 1):
            if view.newest(words=words) is not None:
                self._seen |= {what for what, _ in self._sights[:number]}

    def did(self, act: str) -> None:
        """The learner has done that."""
        self._seen.add(act)

    def has(self, what: str) -> bool:
        """Whether it has come about."""
        return what in self._seen
