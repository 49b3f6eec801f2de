"""One source of time zone data: the locked `tzdata` package, and never the data of the machine.

A machine's own data may be years older or newer than ours, and then a circle begins an hour off. Whatever starts this
program calls `use_packaged_zones` before it reads any time.
"""

from __future__ import annotations

import zoneinfo
from importlib import import_module

from . import zones


def use_packaged_zones() -> str:
    """Read zones from the locked package alone from now on. Returns the version of its data, such as "2026f".

    `PYTHONTZPATH` and the folders of the system are passed over. What was read before is read anew.
    """
    if zoneinfo.TZPATH:
        zoneinfo.reset_tzpath(to=())
        zoneinfo.ZoneInfo.clear_cache()
        zones.forget_names()
    return version()


def version() -> str:
    """The version of the zone data, such as "2026f"."""
    return str(import_module("tzdata").IANA_VERSION)
