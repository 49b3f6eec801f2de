"""A closed series hears that one of its meetings is over: the next one is announced, or the series is over."""

from __future__ import annotations

from bot.circle import events as e
from bot.circle.model import EndReason, Phase
from bot.store import series_queries as cq

from ..circle import choices
from ..circle.change import Change
from ..unit_of_work import Work
from ..unreadable import Unreadable
from . import series_seats
from .course import Course


def when_ended(work: Work, change: Change, ended: e.Ended) -> None:
    """Count the meeting if it had begun, and have the next one announced. With the last one the seats are forgotten."""
    session, date = change.session, change.session.state.appointment
    if session.schedule_id is None or session.local is None or date is None or date.of_series is None:
        return
    about = {"of_schedule": session.schedule_id}
    if Phase.LIVE in (session.state.phase, *(step.after.phase for step in change.steps)):
        work.db.execute(cq.held_one, about)
        sitting = [seat for seat in series_seats.seats_of(work, session.schedule_id) if not seat.waits]
        work.db.execute(cq.settle_places, {**about, "new_places": len(sitting)})
    elif ended.reason is not EndReason.CALLED_OFF:
        work.db.execute(cq.missed_one, about)
    work.db.execute(cq.look_now, {**about, "now": work.now})
    work.news.schedules = True
    row = work.db.execute(cq.course_of, about).first()
    try:
        chosen = choices.of_schedule(work, session.schedule_id)
    except Unreadable:
        return  # it is set aside, and goes on when it can be read again
    if row is None or chosen is None or chosen.meetings is None:
        return
    if Course(chosen.meetings, row.held, row.missed).is_over:
        series_seats.forget_all(work, [session.schedule_id])
