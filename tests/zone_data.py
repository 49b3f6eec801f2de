"""Other zone data than ours: folders in which a zone keeps the clocks of another, as before or after a new law."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path


def write_zones(folder: Path, clocks: Mapping[str, str]) -> Path:
    """Write zone files: each zone named keeps the clocks of the other one. Returns the folder."""
    for name, like in clocks.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files("tzdata.zoneinfo").joinpath(*like.split("/")).read_bytes())
    return folder


@contextmanager
def zones_from(folder: Path) -> Iterator[None]:
    """Zones are read from the folder, and what is not in it from the package."""
    zoneinfo.reset_tzpath(to=[str(folder)])
    zoneinfo.ZoneInfo.clear_cache()
    try:
        yield
    finally:
        zoneinfo.reset_tzpath(to=())
        zoneinfo.ZoneInfo.clear_cache()
