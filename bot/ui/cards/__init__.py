"""The cards: each a pure function of a `CardContext`. Those that the outbox asks for say so (`drawing`)."""

from .circle import (
    admission,
    arriving,
    feelings,
    gathering,
    gathering_people,
    looking_back,
    notes,
    quieting,
    resonance,
    rounds,
    stages,
    status,
    whispers,
    writing,
)
from .drawing import draw
from .schedule import planned

__all__ = [
    "admission",
    "arriving",
    "draw",
    "feelings",
    "gathering",
    "gathering_people",
    "looking_back",
    "notes",
    "planned",
    "quieting",
    "resonance",
    "rounds",
    "stages",
    "status",
    "whispers",
    "writing",
]
