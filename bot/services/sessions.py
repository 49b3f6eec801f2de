"""The use cases of a session, each one transaction: load, decide, save, queue what has to be shown.

Every function takes a connection first and is run by `Store.write` or `Store.read`. None of them waits.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, CursorResult

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import Format
from bot.circle.machine import decide, fold, open_session
from bot.circle.model import Phase, Prompt, SessionState
from bot.circle.refusals import Code, Refusal
from bot.content import Content
from bot.privacy.record import Record, record_of
from bot.privacy.sealing import Vault
from bot.store import codec
from bot.store import queries as q

from .meetings import Meeting, load, seat_of
from .outbox import Kind, Plan, Slot, card_slot, plan
from .prompts import draw_prompts, remember_prompts

ROOM_NAME_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command: the session after it, the seat that asked, and why not if it was refused."""

    meeting: Meeting
    seat: int | None
    events: tuple[e.Event, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a facilitator asks for when opening a session here and now."""

    guild_xid: int
    parent_xid: int
    name: str
    language: str
    format: Format
    prompt: Prompt | None = None


class TooManyOpen(Exception):
    """The server has as many open sessions as it may have."""


def open_meeting(
    db: Connection, vault: Vault, wanted: Invitation, member_xid: int, now: datetime, most: int
) -> Answer:
    """Open a gathering session with its facilitator in the first seat.

    Args:
        db: the transaction.
        vault: seals the facilitator's id.
        wanted: the circle's name, place, language and format.
        member_xid: the facilitator.
        now: the present instant.
        most: how many sessions may be open in the server at once.

    Raises:
        TooManyOpen: that many are open already.
    """
    if len(db.execute(q.open_in_guild, {"guild_xid": wanted.guild_xid}).all()) >= most:
        raise TooManyOpen
    circle = {"guild_xid": wanted.guild_xid, "name": wanted.name}
    circle_id = db.execute(q.circle_id, circle).scalar()
    if circle_id is None:
        circle_id = _added(db.execute(q.add_circle, circle))
    state, events = open_session(wanted.format, secrets.randbits(63), now)
    if wanted.prompt is not None:
        put = decide(state, c.SetPrompt(seat=1, prompt=wanted.prompt), now)
        if not isinstance(put, Refusal):
            state, events = fold(state, put), (*events, *put)
    salt = vault.new_salt()
    values = {
        "circle_id": circle_id,
        "guild_xid": wanted.guild_xid,
        "parent_xid": wanted.parent_xid,
        "room_xid": None,
        "room_name": "Circle " + "".join(secrets.choice(ROOM_NAME_ALPHABET) for _ in range(4)),
        "name": wanted.name,
        "language": wanted.language,
        "version": state.version,
        "phase": state.phase.value,
        "state": codec.dump(state),
        "salt": salt,
        "touched_at": now,
    }
    session_id = _added(db.execute(q.add_session, values))
    db.execute(q.add_seat, {"session_id": session_id, "seat": 1, "member": vault.seal(salt, member_xid)})
    assert state.timer is not None
    db.execute(
        q.add_deadline, {"session_id": session_id, "kind": state.timer.kind.value, "due_at": state.timer.due}
    )
    queue(db, session_id, plan(SessionState(format=wanted.format, seed=0), events), now)
    return Answer(load(db, session_id), 1, events)


def act(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int | None,
    command: c.Command,
    now: datetime,
    *,
    answering: Kind | None = None,
    linger_s: float = 0,
) -> Answer:
    """Let a member, or the clock (None), ask something of a session.

    Raises:
        NoMeeting: it is gone.
    """
    meeting = load(db, session_id)
    number = seat_of(db, vault, meeting, member_xid)
    asked = replace(command, seat=number)
    decided = decide(meeting.state, asked, now)
    if isinstance(decided, Refusal):
        return Answer(meeting, number, refusal=decided)
    if not decided:
        if isinstance(command, c.Tick):
            _set_deadline(db, meeting)
        return Answer(meeting, number)
    slot = None if answering is None else card_slot(meeting.state, answering)
    after = save(db, meeting, decided, now, answering=slot, linger_s=linger_s)
    if isinstance(command, c.Join) and meeting.salt is not None and member_xid is not None:
        number = next(event.seat for event in decided if isinstance(event, e.SeatTaken))
        sealed = vault.seal(meeting.salt, member_xid)
        moved = {"of_session": session_id, "sealed": sealed, "new_seat": number}
        if db.execute(q.move_seat, moved).rowcount == 0:
            db.execute(q.add_seat, {"session_id": session_id, "seat": number, "member": sealed})
    return Answer(after, number, decided)


def act_on(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int,
    target_xid: int,
    command: c.Remove | c.HandOver | c.Nominate,
    now: datetime,
    *,
    answering: Kind | None = None,
) -> Answer:
    """Let a member ask something about another member. Someone without a seat is no seat of this session.

    Raises:
        NoMeeting: it is gone.
    """
    meeting = load(db, session_id)
    target = seat_of(db, vault, meeting, target_xid)
    if target is None:
        return Answer(meeting, seat_of(db, vault, meeting, member_xid), refusal=Refusal(Code.NOT_A_SEAT))
    aimed = replace(command, target=target) if isinstance(command, c.Remove) else replace(command, to=target)
    return act(db, vault, session_id, member_xid, aimed, now, answering=answering)


def begin(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int,
    content: Content,
    now: datetime,
    *,
    steward: bool,
    theme: str | None = None,
    answering: Kind | None = None,
) -> Answer:
    """Begin a session, with a question drawn for every stage that has one and none repeated.

    `theme` is the circle's; None: that of a question its facilitator chose, or the general one.

    Raises:
        NoMeeting: it is gone.
    """
    meeting = load(db, session_id)
    drawn = draw_prompts(db, meeting, content, theme)
    command = c.Begin(steward=steward, prompts=drawn.prompts)
    answer = act(db, vault, session_id, member_xid, command, now, answering=answering)
    if any(isinstance(event, e.Begun) for event in answer.events):
        used = [prompt.id for _, prompt in answer.meeting.state.prompts if prompt.id is not None]
        remember_prompts(db, meeting.circle_id, used, drawn.forgotten)
    return answer


def save(
    db: Connection,
    meeting: Meeting,
    events: tuple[e.Event, ...],
    now: datetime,
    *,
    answering: Slot | None = None,
    linger_s: float = 0,
) -> Meeting:
    """Save what became true: the state, the clock, the seats, and what has to be shown, all at once."""
    before = meeting.state
    after = fold(before, events)
    queue(db, meeting.id, plan(before, events, answering=answering, linger_s=linger_s), now)
    if after.phase is Phase.ENDED:
        record = record_of(after, now)
        after = _scrubbed(after)
        _forget_people(db, meeting.id)
        if record is not None:
            db.execute(q.add_record, _record_values(record))
    elif after.timer != before.timer:
        _set_deadline(db, replace(meeting, state=after))
    values = {
        "of_session": meeting.id,
        "old_version": before.version,
        "new_version": after.version,
        "new_phase": after.phase.value,
        "new_state": codec.dump(after),
        "now": now,
    }
    if db.execute(q.save_state, values).rowcount != 1:
        raise RuntimeError("a session was saved by two writers at once")
    return replace(meeting, state=after, salt=None if after.phase is Phase.ENDED else meeting.salt)


def _set_deadline(db: Connection, meeting: Meeting) -> None:
    """Let the deadline table say what the session's clock says."""
    timer = meeting.state.timer
    if timer is not None:
        clock = {"of_session": meeting.id, "new_kind": timer.kind.value, "new_due_at": timer.due}
        db.execute(q.set_deadline, clock)


def queue(db: Connection, session_id: int, plans: Sequence[Plan], now: datetime) -> None:
    """Put deliveries into the outbox. The nonce is drawn here, so that a repeated send can be recognised."""
    if plans:
        rows = [
            {
                "session_id": session_id,
                "kind": item.kind.value,
                "subject": item.subject,
                "seat": item.seat,
                "not_before": now + timedelta(seconds=item.delay_s),
                "attempts": 0,
                "nonce": secrets.token_urlsafe(16),
            }
            for item in plans
        ]
        db.execute(q.add_deliveries, rows)


def _added(result: CursorResult[Any]) -> int:
    """The id of the row that was just added."""
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


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
        "prompts": " ".join(record.prompts),
    }
