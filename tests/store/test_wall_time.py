"""What the clocks of a place show, as a column."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import create_engine, text

from bot.store.schedule_queries import add_change, changes_of
from bot.store.tables import changed_date, metadata

pytestmark = pytest.mark.sqlite

MOVED = datetime(2026, 12, 10, 19)  # noqa: DTZ001


@pytest.mark.parametrize(("kept", "read"), [("2026-12-10T19:00:00", MOVED), ("then", None)])
def test_it_is_read_as_it_was_written_and_what_is_none_as_none(kept: str, read: datetime | None) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as db:
        metadata.create_all(db, tables=[changed_date])
        day = datetime(2026, 12, 8, 19)  # noqa: DTZ001
        db.execute(
            add_change, {"schedule_id": 1, "local": day, "moved_to": None, "moved_local": day, "note": ""}
        )
        assert db.execute(text("SELECT local FROM changed_date")).scalar() == "2026-12-08T19:00:00"
        db.execute(text("UPDATE changed_date SET moved_local = :kept"), {"kept": kept})
        (row,) = db.execute(changes_of, {"of_schedule": 1}).all()
        assert (row.local, row.moved_local) == (day, read)
