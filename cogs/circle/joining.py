"""Who may take a seat: a circle of a schedule may be for the people with one role, and whoever comes has to be able
to come in. What Discord would refuse later is said before there is a seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import discord

from bot.ids import ChannelXid, SessionId
from bot.services.circle.sessions import Session
from bot.ui.card_context import timestamp
from bot.ui.i18n import Translator
from bot.ui.permission_checks import member_may_facilitate
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.rooms.kinds import words_of


@dataclass(frozen=True, slots=True)
class Guest:
    """What matters of somebody who asks for a seat."""

    roles: frozenset[int] = frozenset()
    may_facilitate: bool = False


async def guest_of(request: Request, session_id: SessionId) -> Guest:
    """Who asks for a seat. Raises `Refused` when they could not come in, with the reason.

    Those who press an invitation at once are served in the order they came: on it, everything is
    known of them. In a direct message Discord does not say what they are in the server, and is asked.
    """
    user, bot, t = request.interaction.user, request.bot, request.t
    if isinstance(user, discord.Member):
        member, may = user, request.may_facilitate
    else:
        guild_xid = (await bot.desks.circle.where.of(session_id)).guild_xid
        if await bot.server(guild_xid) is None:
            return Guest()
        found = await request.member_of(guild_xid)
        if found is None:
            raise Refused(t("This circle is for people of its server. You are welcome there again."))
        member, may = found, member_may_facilitate(found, bot.desks.settings.rules(guild_xid))
    words = _state_of(t, member) or await _what_hinders(request, session_id, member)
    if words is not None:
        raise Refused(words)
    return Guest(frozenset(role.id for role in member.roles), may)


def _state_of(t: Translator, member: discord.Member) -> str | None:
    """Why nobody like this takes a seat, whatever the circle; None when nothing is in the way."""
    if member.bot:
        return t("The seats of a circle are for people.")
    if member.pending:
        return t("Please accept the rules of this server first; Discord asks you to. Then a seat is yours.")
    return None


async def _what_hinders(request: Request, session_id: SessionId, member: discord.Member) -> str | None:
    """Why this person could not come into the room, as a sentence to them; None when nothing is in the way."""
    bot, t, interaction = request.bot, request.t, request.interaction
    message = interaction.message
    now = bot.clock.utcnow()
    until = member.timed_out_until
    is_muted = until is not None and until > now  # a date in the past may linger
    is_invitation = message is not None and interaction.guild_id is not None and not message.flags.ephemeral
    if is_invitation and not is_muted:
        # Everybody who asks in one instant is answered by the same reading, so nobody overtakes anybody.
        kind = (await bot.desks.circle.where.of(session_id)).room_kind
        parent_xid, has = request.channel_xid, interaction.permissions
    else:
        session = await bot.desks.circle.get(session_id)
        kind = session.room.kind
        if until is not None and until > _begins(session, now):
            words = t("Discord lets you only read here until {time}.", time=timestamp(until, "F"))
            return words + " " + t("You are welcome to a seat after that.")
        parent = bot.get_channel(session.parent_xid)
        if is_muted or not isinstance(parent, discord.TextChannel):
            return None
        parent_xid, has = ChannelXid(parent.id), parent.permissions_for(member)
    room = words_of(kind)
    why = room.obstacle_of(has)
    if not why:
        return None
    words = t("Discord would not let you into this circle's room, so I have not taken a seat for you.")
    return words + " " + room.cannot_take_part(t, parent_xid, why)


def _begins(session: Session, now: datetime) -> datetime:
    """When somebody has to be able to write: now, or on the day."""
    appointment = session.state.appointment
    return now if appointment is None else max(now, appointment.starts_at)
