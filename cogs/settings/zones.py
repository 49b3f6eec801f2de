"""Time zones by the names people type: found whatever their case, or the nearest ones suggested."""

from __future__ import annotations

import difflib
from functools import cache
from zoneinfo import available_timezones

ZONE_LENGTH = 60
MOST_SUGGESTED = 4


@cache
def _zones() -> dict[str, str]:
    """The names there are, by their small letters."""
    skipped = ("posix/", "right/", "Etc/", "SystemV/")
    return {name.casefold(): name for name in sorted(available_timezones()) if not name.startswith(skipped)}


def _plain(typed: str) -> str:
    return "_".join(typed.split()).casefold()


def zone_named(typed: str) -> str | None:
    """The zone of that name, whatever its case; None when there is none."""
    return _zones().get(_plain(typed))


def nearest_zones(typed: str) -> list[str]:
    """The zones that are spelled most like what was typed, or whose city is."""
    zones, wanted = _zones(), _plain(typed)
    cities = {name.rsplit("/", 1)[-1]: name for name in zones}
    near = [
        cities[city] for city in difflib.get_close_matches(wanted.rsplit("/", 1)[-1], cities, cutoff=0.75)
    ]
    near += difflib.get_close_matches(wanted, zones, n=MOST_SUGGESTED)
    return [zones[name] for name in dict.fromkeys(near)][:MOST_SUGGESTED]
