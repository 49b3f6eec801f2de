"""What happens to one row that cannot be read: it is told apart from a fault, and its number is logged, once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

log = logging.getLogger(__name__)

AnyRow = TypeVar("AnyRow")
Read = TypeVar("Read")

SESSION, SCHEDULE, DELIVERY, QUESTION = "session", "schedule", "delivery", "question"
RECORD, OPTIONS, WISH = (
    "sealed part of the anonymous record",
    "set of a server's options",
    "wish about reminders",
)
PLACE, FORMAT = "place to turn to", "format of a server's own"

_MOST = 1000
_noted: set[tuple[str, int]] = set()


class Unreadable(Exception):
    """A row cannot be read or opened. What is in it is nobody's business, so this does not say it."""

    def __init__(self, what: str, number: int) -> None:
        super().__init__(f"{what} {number} cannot be read")
        self.what = what
        self.number = number


def note(what: str, number: int = 0) -> None:
    """Log the number of what could not be read, unless it was since the bot was started."""
    if (what, number) not in _noted and len(_noted) < _MOST:
        _noted.add((what, number))
        log.error("A %s cannot be read and is passed over: number %d", what, number)


def forget_noted() -> None:
    """Log everything anew: the bot was started."""
    _noted.clear()


class Gone(Exception):
    """What was found is there no more: somebody else has deleted it meanwhile."""


@contextmanager
def passed_over() -> Iterator[None]:
    """Go on with the next row when this one cannot be read, or is gone since it was found."""
    try:
        yield
    except Unreadable as error:
        note(error.what, error.number)
    except Gone:
        pass


def readable(rows: Iterable[AnyRow], read: Callable[[AnyRow], Read]) -> Iterator[Read]:
    """What can be read of many rows. One that cannot never stands in the way of the others."""
    # All of them first: what reads a row may ask the database something itself.
    for row in list(rows):
        with passed_over():
            yield read(row)
