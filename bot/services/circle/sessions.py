"""Sessions as they are kept: loading them, finding the one that is meant, and who sits where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import RowMapping
from sqlalchemy.exc import SQLAlchemyError

from bot.calendar.wallclock import LocalTime
from bot.circle.model import Phase, SeatPlace, SessionState
from bot.ids import ChannelXid, CircleId, GuildXid, MemberXid, ScheduleId, SessionId
from bot.privacy.keyring import of_session
from bot.privacy.sealing import SealError, Vault
from bot.store import codec, formats, tables
from bot.store import queries as q

from ..rooms.choices import USUAL_CHOICES, RoomChoices, room_of
from ..rooms.kinds import RoomKind
from ..unit_of_work import Work
from ..unreadable import SESSION, Gone, Unreadable, readable


@dataclass(frozen=True, slots=True)
class Session:
    """One session as it is kept: where it happens, and its state."""

    id: SessionId
    circle_id: CircleId
    guild_xid: GuildXid
    parent_xid: ChannelXid
    room_xid: ChannelXid | None
    room_name: str
    name: str
    language: str
    key: bytes | None
    """What its seats and its state are sealed with, beside the key file; None once it is over."""
    state: SessionState
    schedule_id: ScheduleId | None = None
    format_hash: bytes | None = None
    """By what its format is kept; None for what an earlier version kept."""
    room: RoomChoices = USUAL_CHOICES
    """What its room is like, and what becomes of it, as it was announced and is told before anyone agrees. What an
    earlier version did not tell is left open."""
    local: LocalTime | None = None
    """Which date of its schedule it is, as the rule gives it, also after that one date was moved."""

    @property
    def has_audience(self) -> bool:
        """Whether people without a seat may listen in its room."""
        return bool(self.room.audience) and not self.room.kind.is_written

    @property
    def accepts_in_discord(self) -> bool:
        """Whether accepting Discord's invitation to speak is to receive the piece in its room."""
        return self.room.held and self.room.kind.asks_to_speak

    @property
    def stands(self) -> bool:
        """Whether its room is a channel of the server that stays when the circle is over."""
        return self.room_xid is not None and self.room_xid == self.room.standing_xid


@dataclass(frozen=True, slots=True)
class Where:
    """Where a session is."""

    guild_xid: GuildXid
    parent_xid: ChannelXid
    room_kind: RoomKind


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class NoSession(Gone):
    """There is no such session any more."""


def load(work: Work, session_id: SessionId) -> Session:
    """The session with that id. Whoever may change it keeps it from others until the transaction is over.

    Raises:
        NoSession: it is gone.
        Unreadable: it cannot be read.
    """
    known: Session | None = work.read_before.find(work.db, tables.session, session_id)
    if known is not None:
        return known
    asked = q.session_to_change if work.changes else q.session_by_id
    row = work.db.execute(asked, {"of_session": session_id}).mappings().first()
    if row is None:
        raise NoSession
    session = from_row(work, row)
    work.read_before.keep(work.db, tables.session, session_id, session)
    return session


def hold(work: Work, session_id: SessionId) -> None:
    """Keep a session from others until the transaction is over, without reading it. Raises `NoSession`: it is gone."""
    if work.db.execute(q.hold_session, {"of_session": session_id}).first() is None:
        raise NoSession


def kept(state: SessionState, vault: Vault, key: bytes | None) -> str:
    """The state as it is kept beside its format: sealed, until the session is over."""
    return codec.dump(state, None if key is None else partial(vault.hide, key))


def _state_of(work: Work, row: RowMapping, key: bytes | None) -> SessionState:
    """The state in a row. What it means is remembered while its key is there."""
    text, name = row["state"], of_session(row["id"])
    known = None if key is None else work.states.find(name, text)
    if known is not None:
        return known
    chosen = None if row["format_hash"] is None else formats.find(work.db, row["format_hash"])
    state = codec.load(text, None if key is None else partial(work.vault.show, key), chosen)
    if key is not None and work.vault.keys.get(name) == key:
        work.states.keep(name, text, state)
    return state


def seat_of(work: Work, session: Session, member_xid: MemberXid | None) -> int | None:
    """The seat a member has, or has had, in this session."""
    if member_xid is None or session.key is None:
        return None
    sealed = work.vault.seal(session.key, member_xid)
    number: int | None = work.db.execute(
        q.seat_of_member, {"of_session": session.id, "sealed": sealed}
    ).scalar()
    return number if session.state.seat(number) is not None else None


def seat_among(session: Session, people: Mapping[int, MemberXid], member_xid: MemberXid | None) -> int | None:
    """The same, where it has been read who sits where."""
    return next(
        (seat for seat, xid in people.items() if xid == member_xid and session.state.seat(seat)), None
    )


def with_people(work: Work, session_id: SessionId) -> tuple[Session, dict[int, MemberXid]]:
    """A session and who sits where. Raises `NoSession`."""
    session = load(work, session_id)
    return session, members(work, session)


def members(work: Work, session: Session) -> dict[int, MemberXid]:
    """Who sits where: Discord ids by seat. Empty once the session is over."""
    return seated(work, session)[0]


def seated(work: Work, session: Session) -> tuple[dict[int, MemberXid], dict[int, str]]:
    """Who sits where, and in which language to write to whom, where that is known: both by seat."""
    if session.key is None:
        return {}, {}
    known: tuple[dict[int, MemberXid], dict[int, str]] | None
    known = work.read_before.find(work.db, tables.seat, session.id)
    if known is not None:
        return dict(known[0]), dict(known[1])
    rows = work.db.execute(q.seats_of_session, {"of_session": session.id}).all()
    try:
        people = {row.seat: work.vault.open(session.key, row.member) for row in rows}
    except (SealError, ValueError, TypeError):
        raise Unreadable(SESSION, session.id) from None
    languages = {row.seat: row.language for row in rows if row.language is not None}
    if work.read_before.find(work.db, tables.session, session.id) is not None:  # so nobody else changes them
        work.read_before.keep(work.db, tables.seat, session.id, (dict(people), dict(languages)))
    return people, languages


def in_room(work: Work, room_xid: ChannelXid) -> Session | None:
    """The session that happens in this room; None when there is none."""
    session_id = work.db.execute(q.session_in_room, {"room_xid": room_xid}).scalar()
    return None if session_id is None else load(work, session_id)


def open_in(work: Work, guild_xid: GuildXid) -> list[Session]:
    """The sessions of a server that are not over: those under way first, then those to come, by their date."""
    rows = work.db.execute(q.open_in_guild, {"guild_xid": guild_xid}).mappings()
    found = readable(rows, lambda row: from_row(work, row))
    return sorted(found, key=lambda m: m.state.appointment.starts_at if m.state.appointment else _LONG_AGO)


def find_for(
    work: Work, guild_xid: GuildXid, channel_xid: ChannelXid, member_xid: MemberXid
) -> list[Session]:
    """The open sessions a member may mean when naming none: the one of this room, else the ones with a seat."""
    found = open_in(work, guild_xid)
    here = [session for session in found if session.room_xid == channel_xid]
    if not here and work.db.execute(q.session_in_room, {"room_xid": channel_xid}).first() is not None:
        return []  # in the room of a circle that is over, nobody means another one
    return here or [m for m in found if _is_seated(work, m, member_xid)]


def whereabouts(work: Work, session_id: SessionId) -> Where:
    """Where a session is.

    Raises:
        NoSession: it is gone.
        Unreadable: it is in a kind of room that this version does not know.
    """
    row = work.db.execute(q.whereabouts, {"of_session": session_id}).first()
    if row is None:
        raise NoSession
    try:
        return Where(row.guild_xid, row.parent_xid, RoomKind(row.room_kind))
    except ValueError:
        raise Unreadable(SESSION, session_id) from None


def with_place(work: Work, session_ids: Iterable[int], member_xid: MemberXid) -> set[int]:
    """Those of these sessions in which a member has a seat, or waits for one."""
    rows = (
        work.db.execute(q.session_by_id, {"of_session": number}).mappings().first() for number in session_ids
    )
    there = (row for row in rows if row is not None)
    found = readable(there, lambda row: from_row(work, row))
    return {session.id for session in found if _is_seated(work, session, member_xid)}


def _is_seated(work: Work, session: Session, member_xid: MemberXid) -> bool:
    seat = session.state.seat(seat_of(work, session, member_xid))
    return seat is not None and seat.place in (SeatPlace.SEATED, SeatPlace.WAITING, SeatPlace.KEPT)


def from_row(work: Work, row: RowMapping) -> Session:
    """A session from its row.

    Raises:
        Unreadable: its state is not one of this version's, or there is no key to it any more.
    """
    work.news.slot_of[row["id"]] = row["slot"]
    key = None if row["phase"] == Phase.ENDED else work.key_of(of_session(row["id"]))
    try:
        room = room_of(row)
        state = _state_of(work, row, key)
    except SQLAlchemyError:
        raise  # the database, and not what is in it
    except Exception:  # of any kind, and with words of the state in it
        raise Unreadable(SESSION, row["id"]) from None
    return Session(
        id=row["id"],
        circle_id=row["circle_id"],
        guild_xid=row["guild_xid"],
        parent_xid=row["parent_xid"],
        room_xid=row["room_xid"],
        room_name=row["room_name"],
        room=room,
        name=row["name"],
        language=row["language"],
        key=key,
        state=state,
        schedule_id=row["schedule_id"],
        format_hash=row["format_hash"],
        local=row["local"],
    )
