"""Which channels a server's circles need, and for what: open circles, schedules, and the hope channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.ids import ChannelXid, GuildXid
from bot.store import channel_queries as q

from ..rooms.choices import RoomChoices, room_of
from ..rooms.kinds import RoomKind
from ..schedule import schedules
from ..unit_of_work import Work
from ..unreadable import readable
from . import servers
from .rules import ServerRules
from .servers import AtEnd


class Use(StrEnum):
    """What a channel is needed for."""

    CIRCLE = "circle"
    """The invitation of a circle that is open, and what its room needs there."""
    SCHEDULE = "schedule"
    """The same for a circle that meets by a schedule."""
    STANDING = "standing"
    """Circles meet in the channel itself."""
    HOPE = "hope"
    """Sparks of hope are posted there."""
    GREETERS = "greeters"
    """Greeters are asked there."""


@dataclass(frozen=True, slots=True)
class UsedChannel:
    """One use of one channel.

    Args:
        guild_xid: the server.
        channel_xid: the channel.
        use: what for.
        room: the kind of room that circles have; None where that says nothing.
        held: whether the talking piece is held there.
        clears: whether the bot's own messages are deleted in the room afterwards, and not the room.
        has_event: whether dates are to be in the server's events.
    """

    guild_xid: GuildXid
    channel_xid: ChannelXid
    use: Use
    room: RoomKind | None = None
    held: bool = False
    clears: bool = False
    has_event: bool = False


def used_channels(work: Work, guild_xid: GuildXid | None = None) -> list[UsedChannel]:
    """Every use once. `guild_xid`: only in this server; None: in every one."""
    of = {"guild_xid": guild_xid}
    sessions, plans = (
        (q.every_session, q.every_schedule) if guild_xid is None else (q.sessions_of, q.schedules_of)
    )
    here = servers.load_all(work) if guild_xid is None else {guild_xid: servers.load(work, guild_xid)}
    found: dict[UsedChannel, None] = {}

    def needs(invited: UsedChannel, wanted: RoomChoices) -> None:
        guild_xid = invited.guild_xid
        if guild_xid not in here:
            here[guild_xid] = servers.load(work, guild_xid)
        room = wanted.settled(ServerRules(here[guild_xid].options, work.settings).room_choices)
        standing = room.standing_xid
        clears = bool(room.clears) and (standing is not None or room.at_end is not AtEnd.DELETE)
        held = room.held and room.kind.can_be_held
        found[replace(invited, room=room.kind, held=held, clears=clears and standing is None)] = None
        if standing is not None:
            found[UsedChannel(guild_xid, ChannelXid(standing), Use.STANDING, clears=clears)] = None

    for row in work.db.execute(sessions, of).mappings():
        invited = UsedChannel(GuildXid(row["guild_xid"]), ChannelXid(row["parent_xid"]), Use.CIRCLE)
        needs(invited, room_of(row))
    for kept in readable(work.db.execute(plans, of).mappings(), schedules.read):
        wanted = kept.choices
        has_event = wanted.session.has_event
        invited = UsedChannel(kept.guild_xid, wanted.parent_xid, Use.SCHEDULE, has_event=has_event)
        needs(invited, wanted.room)
    for guild, server in here.items():
        if server.options.hope_xid is not None:
            found[UsedChannel(guild, server.options.hope_xid, Use.HOPE)] = None
        if server.options.greeters_xid is not None:
            found[UsedChannel(guild, server.options.greeters_xid, Use.GREETERS)] = None
    return list(found)
