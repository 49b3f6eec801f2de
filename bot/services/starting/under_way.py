"""How many circles a database has that are not over, also one of an earlier version."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from bot.store import sealing_queries as kq


def not_over(db: Connection) -> int:
    """How many sessions are open, under way, or dates to come that are announced."""
    return len(db.execute(kq.sessions_not_over).all()) if inspect(db).has_table("session") else 0
