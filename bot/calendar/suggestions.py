"""What to offer while somebody types how often a circle meets."""

from __future__ import annotations

from datetime import datetime

from .repeats import RepeatError, ordinal_of, parse_repeat
from .words import ORDINALS, plain

MOST_SUGGESTIONS = 25
"""As many as Discord shows."""


def suggestions(typed: str, start: datetime | None) -> list[str]:
    """What to offer while someone types: texts that `parse_repeat` reads, nearest to what is typed first.

    `start` is the naive local time of the first date, if it is known by then.
    """
    wanted = plain(typed)
    offers = [*_about(start), *_COMMON] if start else [*_COMMON, *_about(None)]
    near = [offer for offer in offers if offer.casefold().startswith(wanted)]
    near += [offer for offer in offers if wanted in offer.casefold()]
    try:
        rule = parse_repeat(typed, start or datetime(2026, 1, 1))  # noqa: DTZ001 - any day will do
        near.insert(0, "once" if rule is None else typed.strip())
    except RepeatError:
        pass
    unique = {offer.casefold(): offer for offer in reversed(near)}
    return [*reversed(unique.values())][:MOST_SUGGESTIONS]


_COMMON = ("once", "weekly", "every two weeks", "monthly", "weekdays", "daily")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _about(start: datetime | None) -> list[str]:
    if start is None:
        weekly = [f"weekly on {name}" for name in _DAY_NAMES]
        return weekly + [
            f"{nth} {name}" for nth in ("first", "second", "third", "last") for name in _DAY_NAMES
        ]
    name = _DAY_NAMES[start.weekday()]
    nth = {number: word for word, number in ORDINALS.items()}[ordinal_of(start)]
    offers = [f"weekly on {name}", f"every two weeks on {name}", f"{nth} {name}"]
    if 22 <= start.day <= 28:
        offers.append(f"last {name}")
    return [*offers, f"every month on day {start.day}"]
