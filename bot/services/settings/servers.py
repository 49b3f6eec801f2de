"""What a server's admins have set: read, and changed only by whoever has seen how it is now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection

from bot.ids import ChannelXid, GuildXid, RoleXid
from bot.privacy.slips import MOST_GROUP as MOST_GROUP
from bot.store import queries as q
from bot.store.locks import hold_server

from ..not_possible import NotPossible
from ..rooms.kinds import RoomKind
from ..unit_of_work import Work
from ..unreadable import OPTIONS, note

HORIZON_DAYS = range(1, 29)
"""How far ahead a calendar of coming circles may reach."""


class AtEnd(StrEnum):
    """What becomes of a room after its session."""

    DELETE = "delete"
    ARCHIVE = "archive"
    """Closed: those in it can read it, and nobody writes."""
    KEEP = "keep"
    """Left open, as it is."""


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """One server's options. Each has a value that works without anybody setting it.

    None stands for what nobody has chosen here: then the settings of the bot hold (`rules`).
    """

    zone: str = "UTC"
    """The IANA name of the time zone in which times that people type are meant."""
    hope_xid: ChannelXid | None = None
    """The channel where sparks of hope are posted; None: nothing is."""
    horizon_days: int = 7
    """For how many days ahead circles are announced."""
    facilitator_role_xids: tuple[RoleXid, ...] | None = None
    """The roles whose people may hold circles, besides those with the permission."""
    admin_role_xids: tuple[RoleXid, ...] | None = None
    """The roles whose people run the server, besides those with the permission."""
    language: str | None = None
    """The language of what everyone reads here; None: the one that Discord has for the server."""
    format_id: str | None = None
    """The format of a circle for which nobody chooses one."""
    scale: bool | None = None
    """Whether everyone is asked how alone they feel, on arriving and on leaving."""
    at_end: AtEnd | None = None
    """What becomes of a room after its session."""
    linger_minutes: int | None = None
    """For how long a room stays after its session has ended."""
    protocol: str = ""
    """What facilitators read in a hard moment, as the server's admins wrote it; empty: what the practice advises."""
    room: RoomKind | None = None
    """In which kind of room a circle meets for which nobody chooses one."""
    held: bool = False
    """Whether the talking piece is held for real there, unless somebody chooses otherwise."""
    audience: bool = False
    """Whether everyone in the server may listen to circles that are spoken, without speaking or writing."""
    everyone_gathers: bool = False
    """Whether everyone may begin a gathering, and not facilitators alone."""
    clears: bool | None = None
    """Whether the bot's own messages in a room that stays are deleted after its session."""
    slip_group: str = ""
    """What slips for proof of attendance call the group; empty: none are given."""
    agreements: tuple[str, ...] | None = None
    """What people agree to here, a line each; None: the lines of each format. What always stays is not among them."""
    greeters_xid: ChannelXid | None = None
    """The channel of those who greet people who are new and ask for it; None: nobody is greeted."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server's options, and their version: which change of them this is."""

    options: ServerOptions
    version: int


class ChangedMeanwhile(NotPossible):
    """Somebody else changed the options first. `now` is how they are."""

    def __init__(self, now: Server) -> None:
        super().__init__("the options were changed meanwhile")
        self.now = now


_OPTIONS: TypeAdapter[ServerOptions] = TypeAdapter(ServerOptions)


def load_all(work: Work) -> dict[GuildXid, Server]:
    """Every server whose admins have set something. What cannot be read is passed over."""
    found = {}
    for guild_xid, options, version in work.db.execute(q.every_server).all():
        found[GuildXid(guild_xid)] = _read(options, version)
    return found


def giving_slips(db: Connection) -> list[GuildXid]:
    """The servers that give slips for proof of attendance, for whoever has only the database."""
    rows = db.execute(q.every_server).all()
    return sorted(
        GuildXid(row.guild_xid) for row in rows if _read(row.options, row.version).options.slip_group
    )


def _read(options: str, version: int) -> Server:
    try:
        return Server(_OPTIONS.validate_json(options), version)
    except ValueError:
        note(OPTIONS)
        return Server(ServerOptions(), version)


def load(work: Work, guild_xid: GuildXid) -> Server:
    """A server as its admins have set it; the defaults, at version 0, when they have not.

    Options that cannot be read are the defaults, too, until somebody sets them again.
    """
    row = work.db.execute(q.server_options, {"of_guild": guild_xid}).first()
    if row is None:
        return Server(ServerOptions(), 0)
    return _read(row[0], row[1])


def change(work: Work, guild_xid: GuildXid, seen_version: int, changes: dict[str, Any]) -> Server:
    """Change some options of a server.

    Args:
        guild_xid: the server.
        seen_version: the version that whoever asks was looking at.
        changes: the options by name, with their new values, checked already.

    Raises:
        ChangedMeanwhile: it is another version by now; nothing was changed.
    """
    hold_server(work.db, guild_xid)
    now = load(work, guild_xid)
    if now.version != seen_version:
        raise ChangedMeanwhile(now)
    after = Server(replace(now.options, **changes), now.version + 1)
    if after.options == now.options:
        return now
    text = _OPTIONS.dump_json(after.options, exclude_defaults=True).decode()
    if now.version == 0:
        work.db.execute(q.add_server, {"guild_xid": guild_xid, "options": text, "version": after.version})
    else:
        values = {
            "of_guild": guild_xid,
            "old_version": seen_version,
            "new_options": text,
            "new_version": after.version,
        }
        work.db.execute(q.change_server, values)
    work.news.sparks = True
    work.news.rules.add(guild_xid)
    return after
