"""Who is to be heard in the held rooms of a server, and the marks of what was changed for it.

Whose mark it is is sealed under a salt of the server that no session uses: it outlives the session if the bot is
stopped, and is opened at the next start to put back what stood there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.circle.model import Phase
from bot.circle.quieting import Quiet, quiet_seat
from bot.circle.speaking import EVERYONE, Everyone, Only, Speaking, held_out_to, may_be_heard, may_speak
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import SealError
from bot.store import mark_queries as mq
from bot.store import queries as q
from bot.store.locks import hold_server

from ..circle.acting import ask
from ..circle.sessions import Session, hold, load, members
from ..deliveries import table as d
from ..deliveries.rows import Plan, queue
from ..unit_of_work import Work
from ..unreadable import passed_over
from .kinds import RoomKind
from .marks import EditKind, Field, Mark, MarkProgress, Value
from .sealed_targets import is_target, seal_target, target_of


@dataclass(frozen=True, slots=True)
class HeldRoom:
    """A room in which the piece is held now. Only ever in memory."""

    session_id: SessionId
    kind: RoomKind
    room_xid: ChannelXid
    heard: frozenset[MemberXid] | None
    """Who may be heard; None: everyone."""
    offered: frozenset[MemberXid] = frozenset()
    """Who may take the piece now by accepting to speak; in rooms in which one is asked to."""
    quiet: frozenset[MemberXid] = frozenset()
    """Who is muted until the turn ends, although everyone else may be heard."""
    in_the_middle: bool = False
    """Whether the piece lies in the middle, so that whoever would like it says so."""


@dataclass(frozen=True, slots=True)
class StandingRoom:
    """A channel of the server in which a circle meets. Only ever in memory."""

    room_xid: ChannelXid
    inside: frozenset[MemberXid] | None
    """Who may be in it; None: the circle is over, and whoever is in it stays until its room is closed."""
    writes: bool
    """Whether everyone in it may write, because nothing is held there now."""


@dataclass(frozen=True, slots=True)
class HeldServer:
    """All that is held in a server, and all that was changed there and is not undone."""

    rooms: tuple[HeldRoom, ...]
    standing: tuple[StandingRoom, ...]
    marks: dict[Field, Mark]


def of_server(work: Work, guild_xid: GuildXid) -> HeldServer:
    """What is held in this server now, and the marks of what was changed there."""
    rooms = []
    for session_id in work.db.execute(mq.may_silence, {"of_guild": guild_xid}).scalars().all():
        with passed_over():
            session = load(work, session_id)
            if session.room_xid is None:
                continue
            if session.room.held or quiet_seat(session.state) is not None:
                rooms.append(_held(work, session, session.room_xid))
    return HeldServer(tuple(rooms), _standing(work, guild_xid, rooms), _marks(work, guild_xid))


def _standing(work: Work, guild_xid: GuildXid, held: Collection[HeldRoom]) -> tuple[StandingRoom, ...]:
    silent = {room.session_id for room in held if room.heard is not None}
    found = []
    for session_id in work.db.execute(mq.standing, {"of_guild": guild_xid}).scalars().all():
        with passed_over():
            session = load(work, session_id)
            assert session.room_xid is not None
            inside = None
            if session.state.phase is not Phase.ENDED:
                people = members(work, session)
                seats = {seat.number for seat in session.state.inside}
                inside = frozenset(person for seat, person in people.items() if seat in seats)
            found.append(StandingRoom(session.room_xid, inside, session_id not in silent))
    return tuple(found)


def _held(work: Work, session: Session, room_xid: ChannelXid) -> HeldRoom:
    state, kind = session.state, session.room.kind
    speaking: Speaking = EVERYONE
    if session.room.held:
        speaking = (may_speak if kind.is_written else may_be_heard)(state)
    quiet = quiet_seat(state) if kind.can_quiet else None
    heard = frozenset((speaking.seat,)) if isinstance(speaking, Only) else frozenset()
    offered = held_out_to(state) if kind.asks_to_speak else frozenset()
    people = members(work, session) if heard or offered or quiet is not None else {}

    def of(seats: Collection[int]) -> frozenset[MemberXid]:
        return frozenset(people[seat] for seat in seats if seat in people)

    return HeldRoom(
        session.id,
        kind,
        room_xid,
        None if isinstance(speaking, Everyone) else of(heard),
        of(offered),
        of(() if quiet is None else (quiet,)),
        state.turn is not None and state.turn.seat is None,
    )


def _marks(work: Work, guild_xid: GuildXid) -> dict[Field, Mark]:
    marks = {}
    for row in work.db.execute(mq.of_server, {"of_guild": guild_xid}).all():
        try:
            target = target_of(work.vault, guild_xid, row.target)
        except SealError:
            continue  # of another key: only `story-circle let-go` does away with it
        field = Field(EditKind(row.kind), row.place_xid, target, row.name)
        marks[field] = Mark(field, Value(row.before), Value(row.ours), MarkProgress(row.standing))
    return marks


def servers(work: Work) -> set[GuildXid]:
    """The servers in which something is held, or was changed and is not undone."""
    return set(work.db.execute(mq.servers).scalars())


def keep(work: Work, guild_xid: GuildXid, marks: Collection[Mark], over: Collection[Field] = ()) -> None:
    """Write marks as they are now, and do away with those that are over."""
    hold_server(work.db, guild_xid)
    for field in over:
        work.db.execute(mq.drop, _where(work, guild_xid, field))
    for mark in marks:
        where = _where(work, guild_xid, mark.field)
        now = {"new_before": mark.before, "new_ours": mark.ours, "new_standing": mark.progress}
        if not work.db.execute(mq.change, where | now).rowcount:
            row = {name: where[f"of_{name}"] for name in ("kind", "target", "name")}
            place = {"guild_xid": guild_xid, "place_xid": mark.field.place_xid}
            stands = {"before": mark.before, "ours": mark.ours, "standing": mark.progress}
            work.db.execute(mq.add, {**row, **place, **stands})


def let_go(work: Work, guild_xid: GuildXid, sessions: Collection[SessionId] | None = None) -> int:
    """Hold the piece no longer in these rooms, or in any of the server, and let whoever is quiet be heard: their
    circles go on with cards alone. What was changed is put back then. Returns in how many rooms there was something."""
    held = work.db.execute(mq.held, {"of_guild": guild_xid}).scalars().all()
    those = [session_id for session_id in held if sessions is None or session_id in sessions]
    for session_id in those:
        with passed_over():
            hold(work, session_id)
            work.db.execute(q.hold_no_longer, {"of_session": session_id})
            work.news.changed.add(session_id)
            work.news.held.add(guild_xid)
            queue(work, session_id, [Plan(d.FreeToSpeak())])
    return len({*those, *_let_speak(work, guild_xid, sessions)})


def _let_speak(work: Work, guild_xid: GuildXid, sessions: Collection[SessionId] | None) -> list[SessionId]:
    """Nobody is quiet any more. Returns in which rooms somebody was."""
    let = []
    for session_id in work.db.execute(mq.may_silence, {"of_guild": guild_xid}).scalars().all():
        if sessions is not None and session_id not in sessions:
            continue
        with passed_over():
            session = load(work, session_id)
            if quiet_seat(session.state) is not None:
                ask(work, session, None, Quiet(to=None, steward=True))
                let.append(session_id)
    return let


def _where(work: Work, guild_xid: GuildXid, field: Field) -> dict[str, object]:
    """Where the mark of a field is, or is to be."""
    where = {
        "of_guild": guild_xid,
        "of_place": field.place_xid,
        "of_kind": field.kind,
        "of_name": field.name,
    }
    of_field = work.db.execute(mq.targets, where).scalars().all()
    target_xid = MemberXid(field.target_xid)
    there = (sealed for sealed in of_field if is_target(work.vault, guild_xid, sealed, target_xid))
    return {**where, "of_target": next(there, None) or seal_target(work.vault, guild_xid, target_xid)}
