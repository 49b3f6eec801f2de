"""Erasing what is kept of one person, in one transaction.

Their seats are given up as by `Leave`, and nobody is told who left or why. Of a circle that is under way one sealed
mark stays until it ends, so that nobody who was removed comes back and nobody is offered a second turn. Before it
begins the mark stays until they are let out of the room: the sender drops it with the delivery that does so. What was
changed for somebody in Discord is put back first, and its mark goes then.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.circle import commands as c
from bot.circle.model import Question
from bot.ids import MemberXid, ScheduleId, SessionId
from bot.privacy.keyring import of_session
from bot.store import queries as q
from bot.store import rights_queries as rq
from bot.store import schedule_queries as sq
from bot.store import sealing_queries as kq

from ..care import greetings, next_day
from ..circle import question_rests
from ..circle.acting import ask
from ..circle.sessions import NoSession, load
from ..gathering.gatherings import Someone, put, with_person
from ..gathering.on_call import drop as drop_on_call
from ..gathering.on_call import everywhere
from ..rooms.admission import is_to_be_let_out
from ..schedule.reminders import sealed_owner
from ..schedule.schedules import leave_rota
from ..schedule.series_seats import forget_member
from ..timing.recovery import last_alive
from ..unit_of_work import Work
from ..unreadable import Unreadable
from .kept import kept_of


def erase(
    work: Work,
    member_xid: MemberXid,
    session_ids: Collection[SessionId],
    schedule_ids: Collection[ScheduleId],
    series_ids: Collection[ScheduleId] = (),
) -> None:
    """Erase what is kept of this person.

    Args:
        work: the transaction.
        member_xid: whose.
        session_ids: the sessions in which they have, or had, a seat.
        schedule_ids: the schedules that they facilitate in turn.
        series_ids: the closed series in which they have a seat, or wait for one.
    """
    for session_id in session_ids:
        _leave(work, member_xid, session_id)
    for series_id in series_ids:  # also while no meeting of it is announced
        forget_member(work, series_id, member_xid)
    for schedule_id in schedule_ids:
        salt = work.db.execute(rq.schedule_salt, {"of_schedule": schedule_id}).scalar()
        if salt is not None:
            leave_rota(work, schedule_id, work.vault.seal(salt, member_xid))
    for gathering, _ in with_person(work, member_xid):
        put(work, gathering, Someone(member_xid))
    for guild_xid, _ in everywhere(work, member_xid):
        drop_on_call(work, guild_xid, member_xid)
    question_rests.end(work, member_xid, Question)
    next_day.erase(work, member_xid)
    greetings.erase(work, member_xid)
    owner = {"sealed": sealed_owner(work.vault, member_xid)}
    for statement in (sq.drop_wish, kq.drop_open_wish):
        work.db.execute(statement, owner)


def erase_while_stopped(work: Work, member_xid: MemberXid) -> None:
    """The same while no bot runs, for an operator who was asked in writing.

    For the circles under way the time stands still since the bot was last alive, and is given back to all of them at
    the next start. So it happens at that instant: else they would lose the time before this moment.
    """
    found = kept_of(work, member_xid)
    seats = {seat.session_id for seat in found.seats}
    # Also where the server is away: the newest of all that is not over says when the bot was last alive.
    under_way = seats & set(work.db.execute(q.sessions_here).scalars())
    then = replace(work, now=last_alive(work))
    erase(then, member_xid, under_way, ())
    places, series = found.places, found.series
    erase(
        work,
        member_xid,
        seats - under_way,
        [place.schedule_id for place in places],
        [seat.schedule_id for seat in series],
    )


def _leave(work: Work, member_xid: MemberXid, session_id: SessionId) -> None:
    try:
        session = load(work, session_id)
    except NoSession:
        return
    except Unreadable:
        # Of a circle that is set aside the seat cannot be given up. It is known by a seal that says nothing else.
        key = work.key_of(of_session(session_id))
        if key is not None:
            work.db.execute(
                rq.forget_language, {"of_session": session_id, "sealed": work.vault.seal(key, member_xid)}
            )
        return
    if session.key is None:
        return
    after = ask(work, session, member_xid, c.Leave()).session
    if after.key is None:
        return
    about = {"of_session": session_id, "sealed": work.vault.seal(after.key, member_xid)}
    number = work.db.execute(rq.number_of_member, about).scalar()
    if number is None:
        return
    # Leaving forgets the language too; but not that of a seat which was left in an earlier version.
    stays = after.state.seat(number) is not None or is_to_be_let_out(work, session_id, number)
    work.db.execute(rq.forget_language if stays else rq.drop_seat, about)
