"""Where a session happens: replacing a room that is gone, and going on in another channel."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.circle import commands as c
from bot.circle.authority import may_lead
from bot.circle.model import Phase, SessionState
from bot.circle.refusals import Code, Refusal
from bot.privacy.sealing import Vault
from bot.store import queries as q

from . import invitations
from .meetings import load, seat_of
from .outbox import Kind, Plan, Slot, cards_of_the_moment
from .passages import shut_out
from .sessions import Answer, queue
from .unreadable import passed_over

ROOM_NAME_ALPHABET = "BCDFGHJKMNPQRSTVWXZ256789"
"""No vowels, so that no name is a word; and nothing that is taken for something else when it is read aloud."""
SOON = timedelta(seconds=1)
"""Word of a change comes a moment before the change is everywhere at Discord's."""
ONE_LOOK_S = 0.25
"""How far apart people are looked up: one change may be about many circles."""


def new_name() -> str:
    """A name for a room that tells nothing."""
    return "Circle " + "".join(secrets.choice(ROOM_NAME_ALPHABET) for _ in range(4))


def room_lost(db: Connection, vault: Vault, room_xid: int, now: datetime) -> bool:
    """A room was deleted. Returns whether it was one of ours, and is replaced."""
    session_id = db.execute(q.session_in_room, {"room_xid": room_xid}).scalar()
    if session_id is not None:
        refurnish(db, vault, session_id, now)
    return session_id is not None


def refurnish(db: Connection, vault: Vault, session_id: int, now: datetime) -> None:
    """The room is gone: make another, and show there what is going on.

    Raises:
        NoMeeting: the session is gone.
    """
    meeting = load(db, vault, session_id)
    db.execute(q.set_room, {"of_session": session_id, "new_room_xid": None})
    db.execute(q.drop_room_cards, {"of_session": session_id})
    if meeting.state.phase is not Phase.ENDED:
        queue(db, session_id, furnish(meeting.state), now)


def relocate(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int,
    command: c.Command,
    parent_xid: int,
    now: datetime,
) -> Answer:
    """Go on in another channel, because the one the session was opened in is gone.

    Args:
        member_xid: who asks; only somebody who leads may.
        command: what they may do in the server now.

    Raises:
        NoMeeting: the session is gone.
    """
    meeting = load(db, vault, session_id)
    number = seat_of(db, vault, meeting, member_xid)
    if not may_lead(meeting.state, replace(command, seat=number)):
        return Answer(meeting, number, refusal=Refusal(Code.NOT_FACILITATOR))
    if meeting.room_xid is None and meeting.parent_xid != parent_xid:
        # What waits for a room in the old place is furnished anew in the other one.
        old = [kind.value for kind in Kind if kind.needs_room or kind is Kind.INVITE]
        db.execute(q.drop_deliveries_of_kinds, {"of_session": session_id, "kinds": old})
        db.execute(q.set_parent, {"of_session": session_id, "new_parent_xid": parent_xid})
        retired = invitations.move(db, session_id, meeting.parent_xid)
        queue(db, session_id, [*furnish(meeting.state), *retired], now)
    return Answer(meeting, number)


def furnish(state: SessionState) -> list[Plan]:
    """Everything a new room needs: the people, and the cards of the moment."""
    plans = [Plan(Kind.OPEN_ROOM), *(Plan(Kind.ADMIT, seat=seat.number) for seat in state.seated)]
    return [*plans, *(card for card in cards_of_the_moment(state) if card.kind is not Kind.INVITE)]


def let_in_again(db: Connection, session_id: int, seat: int, now: datetime) -> None:
    """Let somebody into the room again, and at once. Whoever could not come in is here again then."""
    why = shut_out(db, session_id).get(seat, 0)
    db.execute(q.drop_for_seat, {"of_session": session_id, "of_kind": Kind.ADMIT.value, "of_seat": seat})
    queue(db, session_id, [Plan(Kind.ADMIT, int(why), seat)], now)


def check(db: Connection, guild_xid: int, place_xid: int | None, now: datetime) -> None:
    """Something about a server, or about one channel or room in it, has changed: look at the rooms it is about, and
    try what waits there again soon.

    Args:
        place_xid: the channel or the thread; None: what the bot may do in the whole server.
    """
    for row in db.execute(q.places_in_guild, {"of_guild": guild_xid}):
        is_under_way = row.phase in (Phase.GATHERING, Phase.LIVE)
        is_meant = is_under_way if place_xid is None else place_xid in (row.parent_xid, row.room_xid)
        if is_meant and row.phase != Phase.ENDED:
            _check(db, row.id, now)
    hurry(db, guild_xid, now, closing=True)


def look_at_seated(
    db: Connection, vault: Vault, guild_xid: int, channel_xid: int | None, now: datetime
) -> None:
    """What people may do in a channel (None: in the whole server) has changed: look, one after another, whether
    everyone with a seat can still come into the rooms there and write in them."""
    looks = 0
    for row in db.execute(q.places_in_guild, {"of_guild": guild_xid}).all():
        is_open = row.phase in (Phase.GATHERING, Phase.LIVE) or row.room_xid is not None
        if row.phase == Phase.ENDED or not is_open or channel_xid not in (None, row.parent_xid):
            continue
        with passed_over():
            looks += _look_at_all(db, row.id, load(db, vault, row.id).state, looks, now)


def _look_at_all(db: Connection, session_id: int, state: SessionState, looks: int, now: datetime) -> int:
    """Look at everyone with a seat, behind that many looks. Returns how many these are."""
    waits = {"of_session": session_id, "kinds": [Kind.LOOK.value]}
    db.execute(q.drop_deliveries_of_kinds, waits)
    queue(db, session_id, [_look(seat.number, looks + k) for k, seat in enumerate(state.seated)], now)
    return len(state.seated)


def look_at(db: Connection, session_id: int, seat: int, now: datetime) -> None:
    """Look at once whether one person with a seat can still take part."""
    db.execute(q.drop_for_seat, {"of_session": session_id, "of_kind": Kind.LOOK.value, "of_seat": seat})
    queue(db, session_id, [_look(seat, 0)], now)


def _look(seat: int, place: int) -> Plan:
    return Plan(Kind.LOOK, seat=seat, delay_s=place * ONE_LOOK_S)


def check_events(
    db: Connection, vault: Vault, guild_xid: int, channel_xid: int | None, now: datetime, *, opened: bool
) -> None:
    """Everyone sees a channel now (`opened`), or not any more: look at the server's events of its dates to come.

    Args:
        channel_xid: the channel; None: any of the server.
        opened: makes the events that were taken away when it was hidden.
    """
    for row in db.execute(q.places_in_guild, {"of_guild": guild_xid}).all():
        if row.phase != Phase.PLANNED or channel_xid not in (None, row.parent_xid):
            continue
        with passed_over():
            appointment = load(db, vault, row.id).state.appointment
            if appointment is not None and appointment.choices.has_event:
                queue(db, row.id, [Plan(Kind.EVENT if opened else Kind.REFRESH_EVENT)], now)


def check_all(db: Connection, vault: Vault, now: datetime) -> None:
    """The bot was away: look at every room, at the cards of the moment in it, and at those who have a seat there."""
    looks = 0
    for row in db.execute(q.sessions_here).all():
        with passed_over():
            state = load(db, vault, row.id).state
            cards = cards_of_the_moment(state)
            _check(db, row.id, now)
            looks += _look_at_all(db, row.id, state, looks, now)
            queue(db, row.id, [Plan(Kind(f"refresh_{card.kind}"), card.subject) for card in cards], now)
        hurry(db, row.guild_xid, now, closing=True)


def _check(db: Connection, session_id: int, now: datetime) -> None:
    waits = {"of_session": session_id, "kinds": [Kind.CHECK_ROOM.value]}
    db.execute(q.drop_deliveries_of_kinds, waits)
    queue(db, session_id, [Plan(Kind.CHECK_ROOM)], now)


def hurry(db: Connection, guild_xid: int, now: datetime, *, closing: bool = False) -> None:
    """Try soon again what could not be shown in a server. Private words keep their time, and the end too unless
    `closing`: neither is of the moment."""
    tried = [kind.value for kind in Kind if not kind.is_whisper and (closing or kind is not Kind.CLOSE_ROOM)]
    values = {
        "of_guild": guild_xid,
        "soon": now + SOON,
        "waiting": [kind.value for kind in Kind if kind.in_order],
        "tried": tried,
    }
    db.execute(q.hurry, values)


def card_of(db: Connection, vault: Vault, guild_xid: int, message_xid: int) -> tuple[int, str] | None:
    """The session and the slot of a card of the moment, by its message; None for any other message."""
    found = db.execute(q.card_of_message, {"of_guild": guild_xid, "of_message": message_xid}).first()
    if found is None or _of_the_moment(load(db, vault, found.session_id).state, found.slot) is None:
        return None
    return found.session_id, found.slot


def bring_back(
    db: Connection, vault: Vault, session_id: int, slot: str, now: datetime, delay_s: float
) -> None:
    """A card of the moment was deleted by hand: its next refresh finds it gone and posts it anew.

    Raises:
        NoMeeting: the session is gone.
    """
    card = _of_the_moment(load(db, vault, session_id).state, slot)
    if card is not None:
        queue(db, session_id, [Plan(Kind(f"refresh_{card.kind}"), card.subject, delay_s=delay_s)], now)


def _of_the_moment(state: SessionState, slot: str) -> Plan | None:
    return next((c for c in cards_of_the_moment(state) if str(Slot(c.kind, c.subject)) == slot), None)
