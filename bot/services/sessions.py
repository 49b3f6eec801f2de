"""The use cases of a session, each one transaction: load, decide, save, queue what has to be shown.

Every function takes a connection first and is run by `Store.write` or `Store.read`. None of them waits.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.machine import Step, decide, events_of
from bot.circle.model import Phase, SessionState
from bot.circle.refusals import Code, Refusal
from bot.content import Content
from bot.privacy.record import Record, record_of
from bot.privacy.sealing import Vault
from bot.store import formats
from bot.store import queries as q
from bot.store import schedule_queries as sq

from . import choices, sparks
from .deliveries.planning import plan
from .deliveries.policy import Post
from .deliveries.rows import queue
from .meetings import Meeting, kept, load, seat_of
from .prompts import draw_prompts, remember_prompts
from .unreadable import SCHEDULE, Unreadable


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command: the session after it, the seat that asked, and why not if it was refused."""

    meeting: Meeting
    seat: int | None
    events: tuple[e.Event, ...] = ()
    refusal: Refusal | None = None


def act(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int | None,
    command: c.Command,
    now: datetime,
    *,
    answering: type[Post] | None = None,
    linger_s: float = 0,
    language: str | None = None,
    roles: Collection[int] | None = None,
) -> Answer:
    """Let a member, or the clock (None), ask something of a session.

    Args:
        language: kept with a seat that is taken, for what its person is told when they are not asking.
        roles: the roles of whoever takes a seat, as Discord says; None: not asked about.

    Raises:
        NoMeeting: it is gone.
        NeedsRole: the circle is for people with a role that this person does not have.
    """
    meeting = load(db, vault, session_id)
    number = seat_of(db, vault, meeting, member_xid)
    if roles is not None and number is None and meeting.schedule_id is not None:
        _check_role(db, meeting.schedule_id, roles)
    asked = replace(command, seat=number)
    decided = decide(meeting.state, asked, now)
    if isinstance(decided, Refusal):
        return Answer(meeting, number, refusal=decided)
    if not decided:
        if isinstance(command, c.Tick):
            _set_deadline(db, meeting)
        return Answer(meeting, number)
    pressed = None if answering is None else answering.now(meeting.state)
    events = events_of(decided)
    after = save(db, vault, meeting, decided, now, answering=pressed, linger_s=linger_s)
    if isinstance(command, c.End) and after.state.is_off:
        _leave_out(db, meeting)
    if after.state.phase is Phase.ENDED:
        sparks.release(db, vault, session_id, meeting.guild_xid, now)
    if isinstance(command, c.Join) and meeting.salt is not None and member_xid is not None:
        number = next(event.seat for event in events if isinstance(event, e.SeatTaken | e.SeatQueued))
        sealed = vault.seal(meeting.salt, member_xid)
        moved = {"of_session": session_id, "sealed": sealed, "new_seat": number, "new_language": language}
        if db.execute(q.move_seat, moved).rowcount == 0:
            seat = {"session_id": session_id, "seat": number, "member": sealed, "language": language}
            db.execute(q.add_seat, seat)
    return Answer(after, number, events)


def _leave_out(db: Connection, meeting: Meeting) -> None:
    """Whoever holds a circle called one date off: its schedule has to know, or announces the date once more."""
    if meeting.schedule_id is not None and meeting.local is not None:
        db.execute(sq.drop_change, {"of_schedule": meeting.schedule_id, "of_local": meeting.local})
        values = {
            "schedule_id": meeting.schedule_id,
            "local": meeting.local,
            "moved_to": None,
            "moved_local": None,
            "note": "",
        }
        db.execute(sq.add_change, values)


class NeedsRole(Exception):
    """The circle is for people with one role."""

    def __init__(self, role_xid: int) -> None:
        super().__init__()
        self.role_xid = role_xid


def _check_role(db: Connection, schedule_id: int, roles: Collection[int]) -> None:
    row = db.execute(sq.by_id, {"of_schedule": schedule_id}).first()
    try:
        role_xid = None if row is None else choices.load(row.choices).role_xid
    except ValueError:
        raise Unreadable(SCHEDULE, schedule_id) from None
    if role_xid is not None and role_xid not in roles:
        raise NeedsRole(role_xid)


def act_on(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int,
    target_xid: int,
    command: c.HandOver | c.Nominate,
    now: datetime,
    *,
    answering: type[Post] | None = None,
) -> Answer:
    """Let a member ask something about another member. Someone without a seat is no seat of this session.

    Raises:
        NoMeeting: it is gone.
    """
    # Somebody without a seat is a seat that does not exist, so that only those who may ask learn that.
    target = seat_of(db, vault, load(db, vault, session_id), target_xid) or 0
    return act(db, vault, session_id, member_xid, replace(command, to=target), now, answering=answering)


def begin(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int,
    command: c.Begin,
    content: Content,
    now: datetime,
    *,
    theme: str | None = None,
    answering: type[Post] | None = None,
) -> Answer:
    """Begin a session, with a question drawn for every stage that has one and none repeated.

    `theme` is the circle's; None: that of a question its facilitator chose, or the general one.

    Raises:
        NoMeeting: it is gone.
    """
    meeting = load(db, vault, session_id)
    if meeting.room_xid is None and meeting.state.phase is Phase.GATHERING:
        # Nobody would see it. The room is on its way, or whoever holds the circle has been told what is in the way.
        number = seat_of(db, vault, meeting, member_xid)
        no = decide(meeting.state, replace(command, seat=number), now)
        return Answer(meeting, number, refusal=no if isinstance(no, Refusal) else Refusal(Code.NO_ROOM))
    drawn = draw_prompts(db, meeting, content, theme)
    asked = replace(command, prompts=drawn.prompts)
    answer = act(db, vault, session_id, member_xid, asked, now, answering=answering)
    if any(isinstance(event, e.Begun) for event in answer.events):
        used = [prompt.id for _, prompt in answer.meeting.state.prompts if prompt.id is not None]
        remember_prompts(db, meeting.circle_id, used, drawn.forgotten)
    return answer


def save(
    db: Connection,
    vault: Vault,
    meeting: Meeting,
    steps: tuple[Step, ...],
    now: datetime,
    *,
    answering: Post | None = None,
    linger_s: float = 0,
) -> Meeting:
    """Save what became true: the state, the clock, the seats, and what has to be shown, all at once."""
    before = meeting.state
    after = steps[-1].after
    queue(db, meeting.id, plan(before, steps, answering=answering, linger_s=linger_s), now)
    if after.phase is Phase.ENDED:
        record = record_of(after, now)
        after = _scrubbed(after)
        _forget_people(db, meeting.id)
        if record is not None:
            db.execute(q.add_record, _record_values(record))
    elif after.timer != before.timer:
        _set_deadline(db, replace(meeting, state=after))
    salt = None if after.phase is Phase.ENDED else meeting.salt
    values = {
        "of_session": meeting.id,
        "old_version": before.version,
        "new_version": after.version,
        "new_phase": after.phase.value,
        "new_state": kept(after, vault, salt),
        "now": now,
    }
    if db.execute(q.save_state, values).rowcount != 1:
        raise RuntimeError("a session was saved by two writers at once")
    saved = replace(meeting, state=after, salt=salt)
    if meeting.format_hash is None or after.format is not before.format:
        saved = replace(saved, format_hash=formats.change(db, meeting.id, after.format))
    return saved


def _set_deadline(db: Connection, meeting: Meeting) -> None:
    """Let the deadline table say what the session's clock says."""
    timer = meeting.state.timer
    if timer is not None:
        clock = {"of_session": meeting.id, "new_kind": timer.kind.value, "new_due_at": timer.due}
        db.execute(q.set_deadline, clock)


def _scrubbed(state: SessionState) -> SessionState:
    """What may be kept of an ended session until its room is closed: that it is over, and how."""
    return SessionState(
        format=state.format,
        seed=0,
        phase=Phase.ENDED,
        version=state.version,
        moved=state.moved,
        stage_index=state.stage_index,
        turns=state.turns,
        end_reason=state.end_reason,
        appointment=state.appointment,
        summary=state.summary,
    )


def _forget_people(db: Connection, session_id: int) -> None:
    db.execute(q.drop_seats, {"of_session": session_id})
    db.execute(q.forget_salt, {"of_session": session_id})
    db.execute(q.drop_deadline, {"of_session": session_id})


def _record_values(record: Record) -> dict[str, object]:
    return {
        "key": record.key,
        "week": record.week,
        "format": record.format,
        "size": record.size,
        "length": record.length,
        "spoke_quarters": record.spoke_quarters,
        "time_used_quarters": record.time_used_quarters,
        "check_in": _counts(record.check_in),
        "check_out": _counts(record.check_out),
        "prompts": " ".join(record.prompts),
    }


def _counts(histogram: tuple[int, ...] | None) -> str | None:
    return None if histogram is None else " ".join(map(str, histogram))
