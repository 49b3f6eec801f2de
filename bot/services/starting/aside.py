"""Setting aside what cannot be read, so that one broken row never stops the bot for everybody else.

At every start all that is set aside is looked at again: what this version of the bot reads goes on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, inspect

from bot.store import queries as q
from bot.store import set_aside_queries as aq

from ..circle import sessions
from ..deliveries.rows import is_readable
from ..schedule import schedules
from ..unit_of_work import Work
from ..unreadable import DELIVERY, SCHEDULE, SESSION, Unreadable, forget_noted, note


def put(work: Work, what: str, number: int) -> None:
    """Set a row aside. Its people can still be told that it cannot be read, and nothing else is done with it."""
    of = {"of_number": number}
    if what == SESSION:
        work.db.execute(aq.mark_session, of)
        work.db.execute(aq.mark_deliveries_of, of)
        work.db.execute(q.drop_deadline, {"of_session": number})
    elif what == SCHEDULE:
        work.db.execute(aq.mark_schedule, of)
        work.db.execute(aq.unannounce, of)
    elif what == DELIVERY:
        work.db.execute(aq.mark_delivery, of)
    note(what, number)


def numbers(db: Connection) -> dict[str, list[int]]:
    """What is set aside, by its kind, also in a database of an earlier version. Kinds with nothing are left out."""
    there = set(inspect(db).get_table_names())
    asked = {SESSION: aq.marked_sessions, SCHEDULE: aq.marked_schedules, DELIVERY: aq.marked_deliveries}
    found = {what: [row.id for row in db.execute(one)] for what, one in asked.items() if what in there}
    return {what: numbers for what, numbers in found.items() if numbers}


def look_through(work: Work) -> dict[int, datetime]:
    """Set aside whatever cannot be read, and only that.

    Returns:
        Since when each session stood still that was set aside before and can be read now.
    """
    forget_noted()
    stood_still = {row.id: row.touched_at or work.now for row in work.db.execute(aq.marked_sessions)}
    rested = list(work.db.execute(aq.marked_schedules).scalars())
    for statement in aq.unmark:
        work.db.execute(statement)
    for number, kind, about in work.db.execute(aq.every_delivery).all():
        if not is_readable(kind, about):
            put(work, DELIVERY, number)
    for row in work.db.execute(aq.every_session).mappings().all():
        try:
            session = sessions.from_row(work, row)
            sessions.seated(work, session)
        except Unreadable as error:
            put(work, error.what, error.number)
            stood_still.pop(row["id"], None)
            continue
        if session.id in stood_still and session.state.timer is not None:
            timer = session.state.timer
            clock = {
                "session_id": session.id,
                "kind": timer.kind.value,
                "due_at": timer.due,
                "slot": row["slot"],
            }
            work.db.execute(q.add_deadline, clock)
    for row in work.db.execute(aq.every_schedule).mappings().all():
        try:
            schedules.read(row)
        except Unreadable as error:
            put(work, error.what, error.number)
            continue
        if row["id"] in rested:
            work.db.execute(aq.announce_now, {"of_number": row["id"], "now": work.now})
    return stood_still
