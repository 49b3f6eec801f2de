"""What goes first among what a session has due together."""

from __future__ import annotations

from bot.services.deliveries import table as d
from bot.services.deliveries.rows import Row


def how_late(row: Row) -> int:
    """How late something goes. When many circles move at once, calls stand in line at Discord's limit: the next card is
    posted before the last one is brought up to date, and people are looked for after everything else."""
    if isinstance(row.what, d.Look):
        return 3
    if isinstance(row.what, d.CloseRoom):
        return 2
    return int(row.is_refresh)
