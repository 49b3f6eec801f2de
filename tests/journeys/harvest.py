"""A circle that ends with a harvest, as a list of steps: four people, three sparks of hope that are posted later, one
that is taken back before and one after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.journeys.crash import Step
from tests.journeys.hopeful import at_harvest, finish, hope_of, offer, posted, withdraw
from tests.journeys.playing import Playing

LINES = ("A loaf, still warm.", "Dog number seven.", "A blue chair that holds.", "Twice round the block.")


@dataclass(frozen=True)
class Outcome:
    """What the hope channel shows, and what those were told who took theirs back."""

    posted: list[str]
    left: list[str]
    told: list[str]


async def _reach(h: Playing) -> None:
    await at_harvest(h, 5)


def _offer(person: int) -> Step:
    async def step(h: Playing) -> None:
        assert "I have sent you a direct message" in await offer(h, _who(h, person), spark=LINES[person])

    return step


def _who(h: Playing, person: int) -> Any:
    return [h.fay, *h.members][person]


def _wait(seconds: float) -> Step:
    async def step(h: Playing) -> None:
        await h.wait(seconds)

    return step


def _withdraw(person: int) -> Step:
    async def step(h: Playing) -> None:
        told = (await withdraw(h, _who(h, person))).splitlines()[-1]
        h.told = [*getattr(h, "told", []), told]  # type: ignore[attr-defined]

    return step


async def _read(h: Playing) -> None:
    h.was_posted = sorted(posted(h))  # type: ignore[attr-defined]


STEPS: list[Step] = [
    _reach,
    *(_offer(person) for person in range(4)),
    _withdraw(1),
    finish,
    *[_wait(3600)] * 12,
    _read,
    _withdraw(2),
]


def outcome(h: Playing) -> Outcome:
    """What everybody sees in the end."""
    return Outcome(h.was_posted, sorted(posted(h)), h.told)  # type: ignore[attr-defined]


__all__ = ["STEPS", "Outcome", "hope_of", "outcome"]
