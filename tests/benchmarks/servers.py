"""A PostgreSQL server as a bot would have one, and the CPU time that all of its processes take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import Server

_SETTINGS = (
    *("fsync=on", "synchronous_commit=on", "full_page_writes=on", "autovacuum=on"),
    *("shared_buffers=128MB", "max_wal_size=1GB"),
)
"""As PostgreSQL has them when nobody sets them. The servers of tests wait for no disk and never clean up."""


@contextmanager
def server() -> Iterator[Server]:
    """One that is thrown away afterwards."""
    made = Server.make(*_SETTINGS)
    try:
        yield made
    finally:
        made.remove()


@dataclass(frozen=True)
class Cpu:
    """What every process of a server has taken so far, also those that have ended."""

    server: Server

    def seconds(self) -> float:
        """User and system time together."""
        first = int((self.server.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        # What has ended is in the sums of the first process, which are kept in hundredths of a second.
        fields = Path(f"/proc/{first}/stat").read_text().rpartition(")")[2].split()
        ended = sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")
        return ended + sum(map(_taken, (first, *map(int, children))))


def _taken(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # it ends just now, and is counted there the next time
