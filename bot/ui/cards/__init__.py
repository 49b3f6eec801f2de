"""The cards: each a pure function of a `Scene`. Those that the outbox asks for say so (`drawing`)."""

from . import gathering, moments, passages, planned, quiet, rounds, stages, whispers
from .drawing import draw

__all__ = ["draw", "gathering", "moments", "passages", "planned", "quiet", "rounds", "stages", "whispers"]
