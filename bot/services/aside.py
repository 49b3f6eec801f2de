"""Setting aside what cannot be read, so that one broken row never stops the bot for everybody else.

At every start all that is set aside is looked at again: what this version of the bot reads goes on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, inspect

from bot.privacy.sealing import Vault
from bot.store import asiding as aq
from bot.store import queries as q

from . import meetings, schedules
from .deliveries.rows import is_readable
from .unreadable import DELIVERY, SCHEDULE, SESSION, Unreadable, forget_noted, note


def put(db: Connection, what: str, number: int) -> None:
    """Set a row aside. Its people can still be told that it cannot be read, and nothing else is done with it."""
    of = {"of_number": number}
    if what == SESSION:
        db.execute(aq.mark_session, of)
        db.execute(aq.mark_deliveries_of, of)
        db.execute(q.drop_deadline, {"of_session": number})
    elif what == SCHEDULE:
        db.execute(aq.mark_schedule, of)
        db.execute(aq.unannounce, of)
    elif what == DELIVERY:
        db.execute(aq.mark_delivery, of)
    note(what, number)


def numbers(db: Connection) -> dict[str, list[int]]:
    """What is set aside, by its kind, also in a database of an earlier version. Kinds with nothing are left out."""
    there = set(inspect(db).get_table_names())
    asked = {SESSION: aq.marked_sessions, SCHEDULE: aq.marked_schedules, DELIVERY: aq.marked_deliveries}
    found = {what: [row.id for row in db.execute(one)] for what, one in asked.items() if what in there}
    return {what: numbers for what, numbers in found.items() if numbers}


def look_through(db: Connection, vault: Vault, now: datetime) -> dict[int, datetime]:
    """Set aside whatever cannot be read, and only that.

    Returns:
        Since when each session stood still that was set aside before and can be read now.
    """
    forget_noted()
    stood_still = {row.id: row.touched_at or now for row in db.execute(aq.marked_sessions)}
    rested = list(db.execute(aq.marked_schedules).scalars())
    for statement in aq.unmark:
        db.execute(statement)
    for number, kind, about in db.execute(aq.every_delivery).all():
        if not is_readable(kind, about):
            put(db, DELIVERY, number)
    for row in db.execute(aq.every_session).mappings().all():
        try:
            meeting = meetings.from_row(db, row, vault)
            meetings.seated(db, vault, meeting)
        except Unreadable as error:
            put(db, error.what, error.number)
            stood_still.pop(row["id"], None)
            continue
        if meeting.id in stood_still and meeting.state.timer is not None:
            timer = meeting.state.timer
            clock = {"session_id": meeting.id, "kind": timer.kind.value, "due_at": timer.due}
            db.execute(q.add_deadline, clock)
    for row in db.execute(aq.every_schedule).mappings().all():
        try:
            schedules.read(row)
        except Unreadable as error:
            put(db, error.what, error.number)
            continue
        if row["id"] in rested:
            db.execute(aq.announce_now, {"of_number": row["id"], "now": now})
    return stood_still
