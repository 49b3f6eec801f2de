"""What a schedule's people agree to, when it changes: which of its announced dates have the new lines.

A date in which somebody has a seat keeps the lines that it was announced with, and so does one that has opened.
A line that the group added itself is for every later date.
"""

from __future__ import annotations

from dataclasses import replace

from bot.circle import commands as c
from bot.circle.agreed_lines import added, lines_of, with_lines
from bot.circle.events import LineAdded
from bot.circle.formats import Format
from bot.circle.model import SeatPlace, SessionState
from bot.ids import GuildXid, MemberXid, ScheduleId, SessionId

from ..circle import acting
from ..circle.agreements import with_own_lines
from ..circle.answer import Answer
from ..unit_of_work import Work
from . import schedules
from .announcing import planned
from .content_of import content_of
from .schedules import Schedule, ScheduleError

_CLAIMED = (SeatPlace.SEATED, SeatPlace.KEPT, SeatPlace.WAITING)


def format_of_date(work: Work, kept: Schedule, state: SessionState, chosen: Format) -> Format:
    """The format that was chosen for a date which is announced, with the lines that hold for it."""
    if _is_claimed(state) and lines_of(state.format):
        return with_lines(chosen, lines_of(state.format))
    return with_own_lines(work, kept.guild_xid, kept.choices, chosen)


def _is_claimed(state: SessionState) -> bool:
    """Whether somebody beside the facilitator has a seat, or waits for one."""
    return any(seat.place in _CLAIMED and seat.number != state.facilitator for seat in state.seats)


def follow_server(work: Work, guild_xid: GuildXid) -> None:
    """Let the dates that nobody has a seat in have the lines that a server has now."""
    for kept in schedules.of_guild(work, guild_xid):
        chosen = content_of(work, kept).formats.get(kept.choices.format_id)
        if kept.choices.agreements is not None or chosen is None:
            continue
        lines = lines_of(with_own_lines(work, guild_xid, kept.choices, chosen))
        for session in planned(work, kept.id):
            if not _is_claimed(session.state):
                fits = with_lines(session.state.format, lines)
                acting.ask(work, session, None, c.Refit(steward=True, format=fits))


def add_line(work: Work, session_id: SessionId, member_xid: MemberXid, command: c.AddLine) -> Answer:
    """Add a line that a group asked for; where the circle meets by a schedule, to its later dates too.

    Raises:
        NoSession: the session is gone.
    """
    answer = acting.act(work, session_id, member_xid, command)
    schedule_id = answer.session.schedule_id
    if schedule_id is not None and any(isinstance(event, LineAdded) for event in answer.events):
        _keep_line(work, schedule_id, command.line)
    return answer


def _keep_line(work: Work, schedule_id: ScheduleId, line: str) -> None:
    try:
        kept = schedules.load(work, schedule_id)
    except ScheduleError:
        return  # it was deleted while the circle met
    lines = added(kept.choices.group_lines, (line,))
    if kept.choices.agreements is None or line not in kept.choices.agreements:
        schedules.rechoose(work, kept, replace(kept.choices, group_lines=lines))
    for session in planned(work, schedule_id):
        fits = with_lines(session.state.format, added(lines_of(session.state.format), (line,)))
        acting.ask(work, session, None, c.Refit(steward=True, format=fits))
