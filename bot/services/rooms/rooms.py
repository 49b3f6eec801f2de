"""Where a session happens: replacing a room that is gone, and going on in another channel."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.circle import commands as c
from bot.circle.authority import may_lead
from bot.circle.model import Phase, SessionState
from bot.circle.refusals import Code, Refusal
from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, SessionId
from bot.store import queries as q

from ..circle.answer import Answer
from ..circle.sessions import NoSession, load, seat_of
from ..deliveries import table as d
from ..deliveries.lookup import kind_of, kinds
from ..deliveries.moment import cards_of_the_moment, waits_for_answer
from ..deliveries.policy import Post, Refresh
from ..deliveries.rows import Plan, drop, drop_for, queue, slot, stands_in_room
from ..unit_of_work import Work
from ..unreadable import passed_over
from . import invitations
from .admission import shut_out
from .obstacles import NONE

ROOM_NAME_ALPHABET = "BCDFGHJKMNPQRSTVWXZ256789"
"""No vowels, so that no name is a word; and nothing that is taken for something else when it is read aloud."""
SOON = timedelta(seconds=1)
"""Word of a change comes a moment before the change is everywhere at Discord's."""
ONE_LOOK_S = 0.25
"""How far apart people are looked up: one change may be about many circles."""
ONE_ROOM_S = 0.1
"""How far apart rooms and the cards in them are looked at after a start, in all processes together. It leaves most of
the calls that Discord allows to what somebody waits for."""


_WITH_ROOM = kinds(lambda policy: policy.with_room)
_IN_ORDER = kinds(lambda policy: policy.in_order)
_PUBLIC = kinds(lambda policy: not policy.is_private)


def new_name(*, practice: bool = False) -> str:
    """A name for a room that tells nothing, unless it is only for practice."""
    return ("Practice " if practice else "Circle ") + "".join(
        secrets.choice(ROOM_NAME_ALPHABET) for _ in range(4)
    )


def room_lost(work: Work, room_xid: ChannelXid) -> None:
    """A room was deleted: if it was one of ours, it is replaced."""
    session_id = work.db.execute(q.session_in_room, {"room_xid": room_xid}).scalar()
    if session_id is not None:
        with passed_over():
            refurnish(work, session_id)


def refurnish(work: Work, session_id: SessionId) -> None:
    """The room is gone: make another, and show there what is going on.

    Raises:
        NoSession: the session is gone.
    """
    session = load(work, session_id)
    work.db.execute(q.set_room, {"of_session": session_id, "new_room_xid": None})
    for row in work.db.execute(q.cards_of, {"of_session": session_id}).all():
        if stands_in_room(row.slot):
            work.db.execute(q.drop_card, {"of_session": session_id, "slot": row.slot})
    if session.state.phase is not Phase.ENDED:
        queue(work, session_id, furnish(session.state))


def relocate(
    work: Work, session_id: SessionId, member_xid: MemberXid, command: c.Command, parent_xid: ChannelXid
) -> Answer:
    """Go on in another channel, because the one the session was opened in is gone.

    Args:
        member_xid: who asks; only somebody who leads may.
        command: what they may do in the server now.

    Raises:
        NoSession: the session is gone.
    """
    session = load(work, session_id)
    number = seat_of(work, session, member_xid)
    if not may_lead(session.state, replace(command, seat=number)):
        return Answer(session, number, refusal=Refusal(Code.NOT_FACILITATOR))
    if session.room_xid is None and session.parent_xid != parent_xid:
        # What waits for a room in the old place is furnished anew in the other one.
        drop(work, session_id, [kind_of(d.Invite), *_WITH_ROOM])
        work.db.execute(q.set_parent, {"of_session": session_id, "new_parent_xid": parent_xid})
        work.news.moved.add(session_id)
        retired = invitations.move(work, session_id, session.parent_xid)
        queue(work, session_id, [*furnish(session.state), *retired])
    return Answer(session, number)


def furnish(state: SessionState) -> list[Plan]:
    """Everything a new room needs: the people, and the cards of the moment."""
    plans = [Plan(d.OpenRoom()), *(Plan(d.Admit(seat.number)) for seat in state.inside)]
    cards = (Plan(card) for card in cards_of_the_moment(state) if not isinstance(card, d.Invite))
    return [*plans, *cards]


def let_in_again(work: Work, session_id: SessionId, seat: int) -> None:
    """Let somebody into the room again, and at once. Whoever could not come in is here again then."""
    why = shut_out(work, session_id).get(seat, NONE)
    drop_for(work, session_id, d.Admit, seat)
    queue(work, session_id, [Plan(d.Admit(seat, why))])


def check(work: Work, guild_xid: GuildXid, place_xid: int | None) -> None:
    """Something about a server, or about one channel or room in it, has changed: look at the rooms it is about, and
    try what waits there again soon.

    Args:
        place_xid: the channel or the room; None: what the bot may do in the whole server.
    """
    for row in work.db.execute(q.places_in_guild, {"of_guild": guild_xid}).all():
        is_under_way = row.phase in (Phase.GATHERING, Phase.LIVE)
        is_meant = is_under_way if place_xid is None else place_xid in (row.parent_xid, row.room_xid)
        if is_meant and row.phase != Phase.ENDED:
            _check(work, row.id)
    hurry(work, guild_xid, closing=True)


def look_at_seated(work: Work, guild_xid: GuildXid, channel_xid: ChannelXid | None) -> None:
    """What people may do in a channel or a room (None: in the whole server) has changed: look, one after another,
    whether everyone with a seat can still come into the rooms there and write in them."""
    looks = 0
    for row in work.db.execute(q.places_in_guild, {"of_guild": guild_xid}).all():
        is_open = row.phase in (Phase.GATHERING, Phase.LIVE) or row.room_xid is not None
        if row.phase == Phase.ENDED or not is_open or channel_xid not in (None, row.parent_xid, row.room_xid):
            continue
        with passed_over():
            looks += _look_at_all(work, row.id, load(work, row.id).state, looks)


def _look_at_all(work: Work, session_id: SessionId, state: SessionState, looks: float) -> int:
    """Look at everyone with a seat, behind that many looks. Returns how many these are."""
    drop(work, session_id, [kind_of(d.Look)])
    queue(work, session_id, [_look(seat.number, looks + k) for k, seat in enumerate(state.seated)])
    return len(state.seated)


def look_at(work: Work, session_id: SessionId, seat: int) -> None:
    """Look at once whether one person with a seat can still take part."""
    drop_for(work, session_id, d.Look, seat)
    queue(work, session_id, [_look(seat, 0)])


def _look(seat: int, place: float) -> Plan:
    return Plan(d.Look(seat), delay_s=place * ONE_LOOK_S)


def check_events(work: Work, guild_xid: GuildXid, channel_xid: ChannelXid | None, *, opened: bool) -> None:
    """Everyone sees a channel now (`opened`), or not any more: look at the server's events of its dates to come.

    Args:
        channel_xid: the channel; None: any of the server.
        opened: makes the events that were taken away when it was hidden.
    """
    for row in work.db.execute(q.places_in_guild, {"of_guild": guild_xid}).all():
        if row.phase != Phase.PLANNED or channel_xid not in (None, row.parent_xid):
            continue
        with passed_over():
            appointment = load(work, row.id).state.appointment
            if appointment is not None and appointment.choices.has_event:
                queue(work, row.id, [Plan(d.Event() if opened else Refresh(d.Event()))])


def all_here(work: Work) -> tuple[list[tuple[SessionId, GuildXid]], set[GuildXid]]:
    """Every session that is under way or has a room before that, and its server; and every server with sessions."""
    rooms = [(row.id, row.guild_xid) for row in work.db.execute(q.rooms_here)]
    return rooms, set(work.db.execute(q.servers_here).scalars())


@dataclass(frozen=True, slots=True)
class NextLooks:
    """When the next room may be looked at after a start, and when the next person."""

    room_at: datetime
    person_at: datetime


def check_some(
    work: Work, which: Sequence[tuple[SessionId, GuildXid]], next_looks: NextLooks | None = None
) -> NextLooks:
    """The bot was away: look at these rooms, at the cards of the moment in them, and at those who have a seat there.

    Args:
        work: the transaction.
        which: the sessions, and their servers.
        next_looks: what looking at those before returned; None: there are none before.

    Returns:
        When those behind them may be looked at.
    """
    room_s = ONE_ROOM_S * len(work.settings.cluster.all_slots) / max(1, len(work.slots))
    rooms_in_s = _seconds_to(work, None if next_looks is None else next_looks.room_at)
    people_in_s = _seconds_to(work, None if next_looks is None else next_looks.person_at)
    for session_id, _ in which:
        with passed_over(), suppress(NoSession):
            state = load(work, session_id).state
            _check(work, session_id, rooms_in_s)
            cards = cards_of_the_moment(state)
            queue(work, session_id, [Plan(Refresh(card), delay_s=rooms_in_s) for card in cards])
            rooms_in_s += room_s
            people_in_s += ONE_LOOK_S * _look_at_all(work, session_id, state, people_in_s / ONE_LOOK_S)
    hurry_all(work, {guild_xid for _, guild_xid in which})
    return NextLooks(work.now + timedelta(seconds=rooms_in_s), work.now + timedelta(seconds=people_in_s))


def _seconds_to(work: Work, at: datetime | None) -> float:
    return 0.0 if at is None else max(0.0, (at - work.now).total_seconds())


def hurry_all(work: Work, servers: Iterable[GuildXid]) -> None:
    """Try soon again what could not be shown in these servers, rooms that are to be closed included."""
    for guild_xid in servers:
        hurry(work, guild_xid, closing=True)


def _check(work: Work, session_id: SessionId, delay_s: float = 0) -> None:
    drop(work, session_id, [kind_of(d.CheckRoom)])
    queue(work, session_id, [Plan(d.CheckRoom(), delay_s=delay_s)])


def hurry(work: Work, guild_xid: GuildXid, *, closing: bool = False) -> None:
    """Try soon again what could not be shown in a server. Private words keep their time, and the end too unless
    `closing`: neither is of the moment."""
    values = {
        "of_guild": guild_xid,
        "soon": work.now + SOON,
        "waiting": _IN_ORDER,
        "tried": _PUBLIC if closing else [kind for kind in _PUBLIC if kind != kind_of(d.CloseRoom)],
    }
    work.db.execute(q.hurry, values)
    work.news.is_any_session = True


def card_of(work: Work, guild_xid: GuildXid, message_xid: MessageXid) -> tuple[SessionId, str] | None:
    """The session and the slot of a card of the moment, by its message; None for any other message."""
    found = work.db.execute(q.card_of_message, {"of_guild": guild_xid, "of_message": message_xid}).first()
    if found is None or _of_the_moment(load(work, found.session_id).state, found.slot) is None:
        return None
    return found.session_id, found.slot


def bring_back(work: Work, session_id: SessionId, slot: str, delay_s: float) -> None:
    """A card of the moment was deleted by hand: its next refresh finds it gone and posts it anew.

    Raises:
        NoSession: the session is gone.
    """
    card = _of_the_moment(load(work, session_id).state, slot)
    if card is not None:
        queue(work, session_id, [Plan(Refresh(card), delay_s=delay_s)])


def show_turn_again(work: Work, session_id: SessionId, turn: int) -> None:
    """Much has been written since the card of this turn: it comes again, if it waits for an answer still.

    Raises:
        NoSession: the session is gone.
    """
    if waits_for_answer(load(work, session_id).state, turn):
        queue(work, session_id, [Plan(d.TurnAgain(turn))])


def _of_the_moment(state: SessionState, name: str) -> Post | None:
    return next((card for card in cards_of_the_moment(state) if slot(card) == name), None)
