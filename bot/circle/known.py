"""What has to be there by now: the table of commands, or the rule before, has made sure of it."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def known(value: T | None, what: str) -> T:
    """The value, which is there.

    Args:
        value: what may be missing, as far as its type says.
        what: what it is called, in case it is missing all the same.

    Raises:
        ValueError: it is not. That is a mistake in the rules, and nothing is saved.
    """
    if value is None:
        raise ValueError(f"there is no {what}")
    return value
