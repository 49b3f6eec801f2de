"""Presses that cross with a redrawing: the card somebody sees is a moment older than the card that is there.

A card that is drawn anew has new ids on its buttons. Somebody who presses at that very moment means the button
of the same name, and gets it. What a press does is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..observer import Redrawn, Seen, walk

CARDS, IDS = 200, 60
"""How many cards are remembered, and how many former ids of each."""

Looks = tuple[int, str]


class FormerIds:
    """The ids that buttons and menus had before their cards were drawn anew."""

    def __init__(self) -> None:
        self._looks: dict[int, dict[str, Looks]] = {}

    def add(self, changes: Iterable[object]) -> None:
        """Remember what was redrawn."""
        for change in changes:
            if isinstance(change, Redrawn):
                self._remember(change.before)

    def current(self, message: int, components: list[Any], custom_id: str) -> str:
        """The id of the same button now; what was asked for when it is there still, or never was."""
        now = {c["custom_id"]: c for c in walk(components) if c.get("custom_id")}
        looks = self._looks.get(message, {}).get(custom_id)
        if custom_id in now or looks is None:
            return custom_id
        alike = [number for number, component in now.items() if _looks(component) == looks]
        return alike[0] if len(alike) == 1 else custom_id

    def _remember(self, before: Seen) -> None:
        known = self._looks.pop(before.id, {})
        known.update({c["custom_id"]: _looks(c) for c in walk(before.components) if c.get("custom_id")})
        while len(known) > IDS:
            del known[next(iter(known))]
        self._looks[before.id] = known
        while len(self._looks) > CARDS:
            del self._looks[next(iter(self._looks))]


def _looks(component: Any) -> Looks:
    return component["type"], str(component.get("label") or component.get("placeholder") or "")
