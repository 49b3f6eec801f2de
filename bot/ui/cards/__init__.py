"""The cards: each a pure function of a `Scene`. Those that the outbox asks for say so (`drawing`)."""

from .circle import gathering, moments, passages, quiet, rounds, stages, whispers
from .drawing import draw
from .schedule import planned

__all__ = ["draw", "gathering", "moments", "passages", "planned", "quiet", "rounds", "stages", "whispers"]
