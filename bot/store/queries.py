"""The statements, built once: building one anew at every call costs three times as much as running it.

Parameters are named unlike columns (`of_session`, `new_state`): SQLAlchemy keeps columns' names for itself.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CursorResult,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from bot.circle.model import Phase

from .set_aside_queries import is_marked
from .tables import (
    absence,
    card,
    circle,
    deadline,
    delivery,
    prompt_use,
    pulse,
    seat,
    server,
    session,
)


def added(result: CursorResult[Any]) -> int:
    """The id of the row that was just added."""
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


_SESSION: BindParameter[int] = bindparam("of_session")
_SLOT: BindParameter[int] = bindparam("of_slot")


def is_reached(session_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the server of a session is one the bot reaches. Whatever is of another waits.

    `session_id` is a column of another table: `session` is read anew here, so its own id would be compared with itself.
    """
    away = exists().where(absence.c.guild_xid == session.c.guild_xid, session.c.id == session_id)
    return ~away.correlate_except(absence, session)


# Sessions

circle_id = select(circle.c.id).where(
    circle.c.guild_xid == bindparam("guild_xid"), circle.c.name == bindparam("name")
)
add_circle = insert(circle)
add_session = insert(session)
put_state = update(session).where(session.c.id == _SESSION).values(state=bindparam("new_state"))
session_by_id = select(session).where(session.c.id == _SESSION)
session_to_change = session_by_id.with_for_update(key_share=True)
hold_session = select(session.c.id).where(session.c.id == _SESSION).with_for_update(key_share=True)
whereabouts = select(session.c.guild_xid, session.c.parent_xid, session.c.room_kind).where(
    session.c.id == _SESSION
)
session_in_room = select(session.c.id).where(
    session.c.room_xid == bindparam("room_xid"), ~is_marked(session.c.phase)
)
_UNDER_WAY = session.c.phase.in_((Phase.GATHERING, Phase.LIVE))
# For whoever changes something of many: none of them is gone before that is done.
places_in_guild = (
    select(session.c.id, session.c.parent_xid, session.c.room_xid, session.c.phase)
    .where(session.c.guild_xid == bindparam("of_guild"))
    .order_by(session.c.id)
    .with_for_update(key_share=True)
)
sessions_here = select(session.c.id).where(_UNDER_WAY)
rooms_here = select(session.c.id, session.c.guild_xid).where(
    _UNDER_WAY | ((session.c.phase == Phase.PLANNED) & session.c.room_xid.is_not(None))
)
servers_here = select(session.c.guild_xid).distinct()
sessions_under_way = select(session.c.id).where(
    _UNDER_WAY, session.c.slot == _SLOT, session.c.guild_xid.not_in(select(absence.c.guild_xid))
)
one_under_way = select(session.c.id).where(session.c.slot == _SLOT, _UNDER_WAY).limit(1)
under_way_in_guild = select(session.c.id).where(session.c.guild_xid == bindparam("guild_xid"), _UNDER_WAY)
open_in_guild = (
    select(session)
    .where(
        session.c.guild_xid == bindparam("guild_xid"),
        session.c.phase != Phase.ENDED,
        ~is_marked(session.c.phase),
    )
    .order_by(session.c.id)
)
save_state = (
    update(session)
    .where(session.c.id == _SESSION, session.c.version == bindparam("old_version"))
    .values(
        version=bindparam("new_version"),
        phase=bindparam("new_phase"),
        state=bindparam("new_state"),
        touched_at=bindparam("now"),
    )
)
open_states = select(session.c.id, session.c.state).where(
    session.c.phase != Phase.ENDED, session.c.state.startswith("{")
)
seal_state = (
    update(session)
    .where(session.c.id == _SESSION)
    .values(state=bindparam("new_state"))
    .execution_options(destroys=True)
)
set_room_name = update(session).where(session.c.id == _SESSION).values(room_name=bindparam("new_room_name"))
set_room = update(session).where(session.c.id == _SESSION).values(room_xid=bindparam("new_room_xid"))
guild_if_standing = select(session.c.guild_xid).where(
    session.c.id == _SESSION, session.c.standing_xid == session.c.room_xid
)
give_up_standing = update(session).where(session.c.id == _SESSION).values(standing_xid=None)
set_parent = update(session).where(session.c.id == _SESSION).values(parent_xid=bindparam("new_parent_xid"))
hold_no_longer = update(session).where(session.c.id == _SESSION).values(held=False)
drop_session = delete(session).where(session.c.id == _SESSION)
touched_at = select(session.c.touched_at).where(session.c.id == _SESSION)
last_touched = select(func.max(session.c.touched_at)).where(session.c.slot == _SLOT, _UNDER_WAY)

# Seats

seat_of_member = select(seat.c.seat).where(
    seat.c.session_id == _SESSION, seat.c.member == bindparam("sealed")
)
seats_of_session = select(seat.c.seat, seat.c.member, seat.c.language).where(seat.c.session_id == _SESSION)
add_seat = insert(seat)
move_seat = (
    update(seat)
    .where(seat.c.session_id == _SESSION, seat.c.member == bindparam("sealed"))
    .values(seat=bindparam("new_seat"), language=bindparam("new_language"))
)
forget_language = (
    update(seat)
    .where(seat.c.session_id == _SESSION, seat.c.seat == bindparam("number"), seat.c.language.is_not(None))
    .values(language=None)
    .execution_options(destroys=True)
)
drop_seat = delete(seat).where(seat.c.session_id == _SESSION, seat.c.seat == bindparam("number"))
drop_seats = delete(seat).where(seat.c.session_id == _SESSION)

# Deadlines

add_deadline = insert(deadline)
set_deadline = (
    update(deadline)
    .where(deadline.c.session_id == _SESSION)
    .values(kind=bindparam("new_kind"), due_at=bindparam("new_due_at"))
)
postpone_deadline = (
    update(deadline).where(deadline.c.session_id == _SESSION).values(due_at=bindparam("new_due_at"))
)
drop_deadline = delete(deadline).where(deadline.c.session_id == _SESSION)
due_sessions = (
    select(deadline.c.session_id, deadline.c.due_at)
    .where(deadline.c.slot == _SLOT, deadline.c.due_at <= bindparam("now"), is_reached(deadline.c.session_id))
    .order_by(deadline.c.due_at)
    .limit(bindparam("most"))
)
# Not `min`: so SQLite goes along the index and stops at the first row that fits.
next_deadline = (
    select(deadline.c.due_at)
    .where(deadline.c.slot == _SLOT, deadline.c.due_at > bindparam("now"), is_reached(deadline.c.session_id))
    .order_by(deadline.c.due_at)
    .limit(1)
)

# Deliveries

# Whoever queues one knows its session, and need not know where that belongs.
add_deliveries = insert(delivery).values(
    slot=select(session.c.slot).where(session.c.id == _SESSION).scalar_subquery()
)
# Not `DISTINCT`: for that SQLite walks every row by session, those of the future too.
sessions_to_deliver = (
    select(delivery.c.session_id)
    .where(
        delivery.c.slot == _SLOT,
        delivery.c.not_before <= bindparam("now"),
        ~is_marked(delivery.c.kind),
        is_reached(delivery.c.session_id),
    )
    .order_by(delivery.c.not_before)
    .limit(bindparam("most"))
)
newest_delivery = select(func.max(delivery.c.id))
next_delivery = (
    select(delivery.c.not_before)
    .where(
        delivery.c.slot == _SLOT,
        delivery.c.not_before > bindparam("now"),
        delivery.c.id <= bindparam("newest"),
        ~is_marked(delivery.c.kind),
        is_reached(delivery.c.session_id),
    )
    .order_by(delivery.c.not_before)
    .limit(1)
)
deliveries_of = (
    select(delivery)
    .where(delivery.c.session_id == _SESSION, ~is_marked(delivery.c.kind))
    .order_by(delivery.c.id)
)
_EARLIER = session.alias("earlier")
invitation_ahead = (
    select(func.min(delivery.c.not_before))
    .join(_EARLIER, _EARLIER.c.id == delivery.c.session_id)
    .where(
        _EARLIER.c.schedule_id == bindparam("of_schedule"),
        _EARLIER.c.id < _SESSION,
        delivery.c.kind == bindparam("invite"),
        delivery.c.attempts < bindparam("patience"),
    )
)
drop_delivery = delete(delivery).where(delivery.c.id == bindparam("delivery_id"))
retry_delivery = (
    update(delivery)
    .where(delivery.c.id == bindparam("delivery_id"))
    .values(attempts=delivery.c.attempts + 1, not_before=bindparam("new_not_before"))
)
due_in_slot = (
    select(delivery.c.id)
    .where(
        delivery.c.slot == _SLOT,
        delivery.c.kind == bindparam("of_kind"),
        delivery.c.not_before < bindparam("until"),
    )
    .order_by(delivery.c.not_before, delivery.c.id)
)
put_off_delivery = (
    update(delivery)
    .where(delivery.c.id == bindparam("delivery_id"))
    .values(not_before=bindparam("new_not_before"))
)
rewrite_delivery = (
    update(delivery)
    .where(delivery.c.id == bindparam("delivery_id"))
    .values(kind=bindparam("new_kind"), about=bindparam("new_about"))
)
drop_deliveries_of_kinds = delete(delivery).where(
    delivery.c.session_id == _SESSION, delivery.c.kind.in_(bindparam("kinds", expanding=True))
)
hurry = (
    update(delivery)
    .where(
        delivery.c.session_id.in_(select(session.c.id).where(session.c.guild_xid == bindparam("of_guild"))),
        delivery.c.not_before > bindparam("soon"),
        (
            delivery.c.kind.in_(bindparam("waiting", expanding=True))
            | ((delivery.c.attempts > 0) & delivery.c.kind.in_(bindparam("tried", expanding=True)))
        ),
    )
    .values(not_before=bindparam("soon"))
)
hold_back = (
    update(delivery)
    .where(
        delivery.c.session_id == _SESSION,
        delivery.c.not_before < bindparam("until"),
        delivery.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .values(not_before=bindparam("until"))
)


# Cards

cards_of = select(card.c.slot, card.c.message_xid, card.c.channel_xid).where(card.c.session_id == _SESSION)
events_elsewhere = (
    select(card.c.message_xid)
    .join(session, session.c.id == card.c.session_id)
    .where(
        session.c.guild_xid == bindparam("guild_xid"),
        card.c.slot == bindparam("slot"),
        card.c.session_id != _SESSION,
    )
)
add_card = insert(card)
leave_card = (
    update(card)
    .where(card.c.session_id == _SESSION, card.c.slot == bindparam("old_slot"))
    .values(slot=bindparam("new_slot"), channel_xid=bindparam("new_channel"))
)
drop_card = delete(card).where(card.c.session_id == _SESSION, card.c.slot == bindparam("slot"))
card_of_message = (
    select(card.c.session_id, card.c.slot)
    .join(session, session.c.id == card.c.session_id)
    .where(session.c.guild_xid == bindparam("of_guild"), card.c.message_xid == bindparam("of_message"))
)

# Prompts, pulse

used_prompts = (
    select(prompt_use.c.prompt_id)
    .where(prompt_use.c.circle_id == bindparam("circle_id"))
    .order_by(prompt_use.c.nth)
)
last_prompt_use = select(func.max(prompt_use.c.nth)).where(prompt_use.c.circle_id == bindparam("circle_id"))
add_prompt_uses = insert(prompt_use)
forget_prompt_uses = delete(prompt_use).where(
    prompt_use.c.circle_id == bindparam("circle_id"),
    prompt_use.c.prompt_id.in_(bindparam("ids", expanding=True)),
)
alive_at = select(pulse.c.alive_at).where(pulse.c.slot == _SLOT)
epoch = select(pulse.c.epoch).where(pulse.c.slot == _SLOT)
beat = update(pulse).where(pulse.c.slot == _SLOT).values(alive_at=bindparam("now"))
first_beat = insert(pulse)

notify = select(func.pg_notify("story_circle", bindparam("notice")))
slot_of = select(session.c.slot).where(session.c.id == _SESSION)

# Servers

server_options = select(server.c.options, server.c.version).where(server.c.guild_xid == bindparam("of_guild"))
every_server = select(server.c.guild_xid, server.c.options, server.c.version)
add_server = insert(server)
change_server = (
    update(server)
    .where(server.c.guild_xid == bindparam("of_guild"), server.c.version == bindparam("old_version"))
    .values(options=bindparam("new_options"), version=bindparam("new_version"))
)
