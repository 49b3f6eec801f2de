"""The names that wire tests need of the strict Discord in `tests.strict`."""

from __future__ import annotations

from tests.strict.faults import Call, Fault, limited, refused
from tests.strict.server import Stub
from tests.strict.shapes import BOT, EVERYTHING, Json, buttons, words
from tests.strict.world import CannotAct

__all__ = [
    "BOT",
    "EVERYTHING",
    "Call",
    "CannotAct",
    "Fault",
    "Json",
    "Stub",
    "buttons",
    "limited",
    "refused",
    "words",
]
