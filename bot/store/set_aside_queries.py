"""The statements that set rows aside, and take them back: a mark before what a row says of itself.

With the mark a row is in none of the questions that are asked while circles run.
"""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, Table, Update, bindparam, func, select, update

from .schedule_status import Status
from .tables import delivery, schedule, session

MARK = "x-"
_NUMBER = bindparam("of_number", type_=session.c.id.type)


def is_marked(column: Column[str]) -> ColumnElement[bool]:
    """Whether a row is set aside, by the column that has the mark."""
    return column.startswith(MARK, autoescape=True)


def _marking(table: Table, column: str, which: ColumnElement[bool]) -> Update:
    marked = table.c[column]
    return update(table).where(which, ~is_marked(marked)).values({column: MARK + marked})


def _unmarking(table: Table, column: str) -> Update:
    marked = table.c[column]
    return update(table).where(is_marked(marked)).values({column: func.substr(marked, len(MARK) + 1)})


mark_session = _marking(session, "phase", session.c.id == _NUMBER)
mark_deliveries_of = _marking(delivery, "kind", delivery.c.session_id == _NUMBER)
mark_delivery = _marking(delivery, "kind", delivery.c.id == _NUMBER)
mark_schedule = _marking(schedule, "status", schedule.c.id == _NUMBER)
unannounce = update(schedule).where(schedule.c.id == _NUMBER).values(announce_at=None)
announce_now = (
    update(schedule)
    .where(schedule.c.id == _NUMBER, schedule.c.status == Status.ACTIVE)
    .values(announce_at=bindparam("now", type_=schedule.c.announce_at.type))
)

marked_sessions = select(session.c.id, session.c.touched_at).where(is_marked(session.c.phase))
marked_schedules = select(schedule.c.id).where(is_marked(schedule.c.status))
marked_deliveries = select(delivery.c.id).where(is_marked(delivery.c.kind))
unmark = (
    _unmarking(session, "phase"),
    _unmarking(delivery, "kind"),
    _unmarking(schedule, "status"),
)

every_session = select(session).order_by(session.c.id)
every_schedule = select(schedule).order_by(schedule.c.id)
every_delivery = select(delivery.c.id, delivery.c.kind, delivery.c.about).order_by(delivery.c.id)
