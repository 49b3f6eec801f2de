"""The cards: each a pure function of a `CardContext`. Those that the outbox asks for say so (`drawing`)."""

from .circle import (
    feelings,
    gathering,
    looking_back,
    notes,
    passages,
    resonance,
    rounds,
    stages,
    status,
    whispers,
)
from .drawing import draw
from .schedule import planned

__all__ = [
    "draw",
    "feelings",
    "gathering",
    "looking_back",
    "notes",
    "passages",
    "planned",
    "resonance",
    "rounds",
    "stages",
    "status",
    "whispers",
]
