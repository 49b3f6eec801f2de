"""Which channels a server's circles need, and for what: open circles, schedules, and the hope channel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.ids import ChannelXid, GuildXid
from bot.store import channel_queries as q

from ..rooms.kinds import RoomKind
from ..schedule import schedules
from ..unit_of_work import Work
from ..unreadable import readable
from . import servers


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


@dataclass(frozen=True, slots=True)
class UsedChannel:
    """One use of one channel.

    Args:
        guild_xid: the server.
        channel_xid: the channel.
        use: what for.
        room: the kind of room that circles have; None where that says nothing.
        held: whether the talking piece is held there.
    """

    guild_xid: GuildXid
    channel_xid: ChannelXid
    use: Use
    room: RoomKind | None = None
    held: bool = False


def used_channels(work: Work, guild_xid: GuildXid | None = None) -> list[UsedChannel]:
    """Every use once. `guild_xid`: only in this server; None: in every one."""
    of = {"guild_xid": guild_xid}
    sessions, plans = (
        (q.every_session, q.every_schedule) if guild_xid is None else (q.sessions_of, q.schedules_of)
    )
    found: dict[UsedChannel, None] = {}

    def needs(guild: int, parent: int, standing: int | None, use: Use, room: RoomKind, held: bool) -> None:
        found[UsedChannel(GuildXid(guild), ChannelXid(parent), use, room, held and room.can_be_held)] = None
        if standing is not None:
            found[UsedChannel(GuildXid(guild), ChannelXid(standing), Use.STANDING)] = None

    for row in work.db.execute(sessions, of):
        room = RoomKind(row.room_kind)
        needs(row.guild_xid, row.parent_xid, row.standing_xid, Use.CIRCLE, room, row.held)
    for kept in readable(work.db.execute(plans, of).mappings(), schedules.read):
        wanted = kept.choices
        needs(kept.guild_xid, wanted.parent_xid, wanted.standing_xid, Use.SCHEDULE, wanted.room, wanted.held)
    here = servers.load_all(work) if guild_xid is None else {guild_xid: servers.load(work, guild_xid)}
    for guild, server in here.items():
        if server.options.hope_xid is not None:
            found[UsedChannel(guild, server.options.hope_xid, Use.HOPE)] = None
    return list(found)
