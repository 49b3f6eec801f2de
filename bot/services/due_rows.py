"""Rows that say when something is to be done about them: which are due, in all slots that are ours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select

from .unit_of_work import Work


def due_rows(work: Work, due: Select[Any], next_at: Select[Any]) -> tuple[list[Any], datetime | None]:
    """The keys of what is due now, those of each slot in the order of the statement, and when the next one is.

    Args:
        work: the transaction.
        due: gives the keys of a slot (`of_slot`) that are due at an instant (`now`).
        next_at: gives when the next of a slot is due, if any is; it may look at `now` too.
    """
    keys: list[Any] = []
    upcoming: list[datetime] = []
    for slot in work.slots:
        about = {"of_slot": slot, "now": work.now}
        keys += work.db.execute(due, about).scalars()
        upcoming += (at for at in work.db.execute(next_at, about).scalars() if at is not None)
    return keys, min(upcoming, default=None)
