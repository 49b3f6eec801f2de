"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it is."""

    WELL = "well"
    TO_DO = "to do"
    UNKNOWN = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's.

    Args:
        check: what was looked at.
        state: how it is.
        words: what is so, what to do, or why it could not be looked at.
    """

    check: str
    state: State
    words: str


def well(check: str, words: str) -> Finding:
    """All is well."""
    return Finding(check, State.WELL, words)


def to_do(check: str, words: str) -> Finding:
    """Something is to be done."""
    return Finding(check, State.TO_DO, words)


def unknown(check: str, words: str) -> Finding:
    """It could not be looked at."""
    return Finding(check, State.UNKNOWN, words)
