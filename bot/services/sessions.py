"""The use cases of a session, each one transaction: load, decide, save, queue what has to be shown.

Every function takes a connection first and is run by `Store.write` or `Store.read`. None of them waits.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, CursorResult, RowMapping

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import Format
from bot.circle.machine import decide, fold, open_session
from bot.circle.model import Phase, Place, Prompt, SessionState
from bot.circle.refusals import Code, Refusal
from bot.content import Deck
from bot.privacy.record import Record, record_of
from bot.privacy.sealing import Vault
from bot.store import codec
from bot.store import queries as q

from .outbox import Kind, Plan, Slot, card_slot, plan

ROOM_NAME_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session as it is kept: where it happens, and its state."""

    id: int
    circle_id: int
    guild_xid: int
    parent_xid: int
    room_xid: int | None
    room_name: str
    name: str
    language: str
    salt: bytes | None
    state: SessionState


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


class NoMeeting(Exception):
    """There is no such session any more."""


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
    queue(db, session_id, plan(SessionState(format=wanted.format, seed=0), state, events), now)
    return Answer(load(db, session_id), 1, events)


def load(db: Connection, session_id: int) -> Meeting:
    """The session with that id.

    Raises:
        NoMeeting: it is gone.
    """
    row = db.execute(q.session_by_id, {"of_session": session_id}).mappings().first()
    if row is None:
        raise NoMeeting
    return _meeting(row)


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
    deck: Deck,
    now: datetime,
    *,
    steward: bool,
    answering: Kind | None = None,
) -> Answer:
    """Begin a session, with a question drawn for every stage that has one and none repeated.

    Raises:
        NoMeeting: it is gone.
    """
    meeting = load(db, session_id)
    prompts = draw_prompts(db, meeting, deck)
    command = c.Begin(steward=steward, prompts=prompts)
    answer = act(db, vault, session_id, member_xid, command, now, answering=answering)
    if any(isinstance(event, e.Begun) for event in answer.events):
        used = [prompt.id for _, prompt in answer.meeting.state.prompts if prompt.id is not None]
        remember_prompts(db, meeting.circle_id, used)
    return answer


def draw_prompts(db: Connection, meeting: Meeting, deck: Deck) -> tuple[tuple[int, Prompt], ...]:
    """A question for each stage that has one, not one the circle has had until its part of the deck is used up."""
    rows = db.execute(q.used_prompts, {"circle_id": meeting.circle_id}).scalars()
    used = set(rows) | {prompt.id for _, prompt in meeting.state.prompts}
    drawn: list[tuple[int, Prompt]] = []
    for index, stage in enumerate(meeting.state.format.stages):
        if stage.prompt is None or index in dict(meeting.state.prompts):
            continue
        part = deck.of(stage.prompt)
        fresh = [prompt.id for prompt in part if prompt.id not in used] or [prompt.id for prompt in part]
        chosen = secrets.choice(fresh)
        used.add(chosen)
        drawn.append((index, Prompt(id=chosen)))
    return tuple(drawn)


def remember_prompts(db: Connection, circle_id: int, ids: Sequence[str]) -> None:
    """Keep that the circle has had these questions."""
    db.execute(q.forget_prompt_uses, {"circle_id": circle_id, "ids": list(ids)})
    if ids:
        db.execute(q.add_prompt_uses, [{"circle_id": circle_id, "prompt_id": i} for i in dict.fromkeys(ids)])


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
    queue(db, meeting.id, plan(before, after, events, answering=answering, linger_s=linger_s), now)
    if after.phase is Phase.ENDED:
        record = record_of(after, now)
        after = _scrubbed(after)
        _forget_people(db, meeting.id)
        if record is not None:
            db.execute(q.add_record, _record_values(record))
    elif after.timer is not None and after.timer != before.timer:
        clock = {"of_session": meeting.id, "new_kind": after.timer.kind.value, "new_due_at": after.timer.due}
        db.execute(q.set_deadline, clock)
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


def seat_of(db: Connection, vault: Vault, meeting: Meeting, member_xid: int | None) -> int | None:
    """The seat a member has, or has had, in this session."""
    if member_xid is None or meeting.salt is None:
        return None
    sealed = vault.seal(meeting.salt, member_xid)
    number: int | None = db.execute(q.seat_of_member, {"of_session": meeting.id, "sealed": sealed}).scalar()
    return number if meeting.state.seat(number) is not None else None


def members(db: Connection, vault: Vault, meeting: Meeting) -> dict[int, int]:
    """Who sits where: Discord ids by seat. Empty once the session is over."""
    if meeting.salt is None:
        return {}
    rows = db.execute(q.seats_of_session, {"of_session": meeting.id})
    return {number: vault.open(meeting.salt, sealed) for number, sealed in rows}


def open_meetings(db: Connection, guild_xid: int) -> list[Meeting]:
    """The sessions of a server that are not over, oldest first."""
    return [_meeting(row) for row in db.execute(q.open_in_guild, {"guild_xid": guild_xid}).mappings()]


def find_for(
    db: Connection, vault: Vault, guild_xid: int, channel_xid: int, member_xid: int
) -> list[Meeting]:
    """The open sessions a member may mean when naming none: the one of this room, else the ones with a seat."""
    found = open_meetings(db, guild_xid)
    here = [meeting for meeting in found if meeting.room_xid == channel_xid]
    return here or [m for m in found if _is_seated(db, vault, m, member_xid)]


def _is_seated(db: Connection, vault: Vault, meeting: Meeting, member_xid: int) -> bool:
    seat = meeting.state.seat(seat_of(db, vault, meeting, member_xid))
    return seat is not None and seat.place is Place.SEATED


def records(db: Connection) -> list[Record]:
    """The anonymous rows, ordered by their random keys."""
    rows = sorted(db.execute(q.all_records).mappings(), key=lambda row: bytes(row["key"]))
    return [Record(**{**row, "prompts": tuple(row["prompts"].split())}) for row in rows]


def room_lost(db: Connection, room_xid: int, now: datetime) -> bool:
    """A room was deleted. Returns whether it was one of ours, and is replaced."""
    session_id = db.execute(q.session_in_room, {"room_xid": room_xid}).scalar()
    if session_id is not None:
        refurnish(db, session_id, now)
    return session_id is not None


def refurnish(db: Connection, session_id: int, now: datetime) -> None:
    """The room is gone: make another, and show there what is going on.

    Raises:
        NoMeeting: the session is gone.
    """
    meeting = load(db, session_id)
    db.execute(q.set_room, {"of_session": session_id, "new_room_xid": None})
    db.execute(q.drop_room_cards, {"of_session": session_id})
    if meeting.state.phase is not Phase.ENDED:
        queue(db, session_id, furnish(meeting.state), now)


def relocate(db: Connection, session_id: int, parent_xid: int, now: datetime) -> None:
    """Go on in another channel, because the one the session was opened in is gone.

    Raises:
        NoMeeting: the session is gone.
    """
    meeting = load(db, session_id)
    if meeting.room_xid is None and meeting.parent_xid != parent_xid:
        db.execute(q.set_parent, {"of_session": session_id, "new_parent_xid": parent_xid})
        db.execute(q.drop_card, {"of_session": session_id, "slot": str(Slot(Kind.INVITE))})
        queue(db, session_id, furnish(meeting.state), now)


def furnish(state: SessionState) -> list[Plan]:
    """Everything a new room needs: the people, and the cards of the moment."""
    plans = [Plan(Kind.OPEN_ROOM), *(Plan(Kind.ADMIT, seat=seat.number) for seat in state.seated)]
    if state.phase is Phase.GATHERING:
        return [*plans, Plan(Kind.GATHER)]
    plans.append(Plan(Kind.STAGE, state.stage_index))
    if state.turn is not None:
        plans.append(Plan(Kind.TURN, state.turn.number))
    if state.nominating is not None:
        plans.append(Plan(Kind.CHOOSE, state.turns, state.nominating))
    return plans


def _added(result: CursorResult[Any]) -> int:
    """The id of the row that was just added."""
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def _meeting(row: RowMapping) -> Meeting:
    return Meeting(
        id=row["id"],
        circle_id=row["circle_id"],
        guild_xid=row["guild_xid"],
        parent_xid=row["parent_xid"],
        room_xid=row["room_xid"],
        room_name=row["room_name"],
        name=row["name"],
        language=row["language"],
        salt=row["salt"],
        state=codec.load(row["state"]),
    )


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
