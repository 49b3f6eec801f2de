"""Rows that belong together, read in one statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from .tables import salt, session


def whole_sessions() -> Select[Any]:
    """Sessions with their salts; without one when they are over."""
    return select(session, salt.c.value.label("salt")).join_from(session, salt, isouter=True)
