"""A server's own formats as they are kept: read with the shipped ones, added, removed. Who made one is not kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from sqlalchemy import RowMapping

from bot.circle.format_table import parse_format, table_of
from bot.circle.formats import Format
from bot.content import OWN, Content
from bot.ids import GuildXid
from bot.store import own_format_queries as ofq
from bot.store import queries as q
from bot.store import schedule_queries as sq
from bot.store.locks import hold_server

from ..unit_of_work import Work
from ..unreadable import FORMAT, Unreadable, readable
from .problems import FormatGone, FormatRefused, FormatsFull
from .rules import names_of, slug, title_problems, whole_problems, with_exception

MOST = 17
"""The most formats of its own that a server can have: with the shipped ones and a choice more they fit a menu."""


@dataclass(frozen=True, slots=True)
class OwnFormat:
    """A format that a server has."""

    id: int
    version: int
    format: Format
    """Its id there is `own/` and the number."""


def own_id(number: int) -> str:
    """The id, among all formats, of the server's own with that number."""
    return f"{OWN}/{number}"


def own_number(format_id: str) -> int:
    """The number of one of a server's own formats; 0 for anything else."""
    name, _, number = format_id.rpartition("/")
    return int(number) if name == OWN and number.isdecimal() and len(number) < 18 else 0


def all_own(work: Work, guild_xid: GuildXid) -> tuple[OwnFormat, ...]:
    """The server's own formats, oldest first."""
    return tuple(readable(work.db.execute(ofq.kept, {"of_guild": guild_xid}).mappings(), _read))


def find(work: Work, guild_xid: GuildXid, number: int) -> OwnFormat:
    """One format of the server. Raises `FormatGone`."""
    found = next((one for one in all_own(work, guild_xid) if one.id == number), None)
    if found is None:
        raise FormatGone
    return found


def content_in(work: Work, guild_xid: GuildXid) -> Content:
    """What a server can choose from: the shipped formats and its own."""
    return work.content.with_formats(one.format for one in all_own(work, guild_xid))


def content_for(work: Work, guild_xid: GuildXid, *format_ids: str | None) -> Content:
    """The same, read only if one of these formats is the server's own."""
    is_own = any(own_number(one) for one in format_ids if one is not None)
    return content_in(work, guild_xid) if is_own else work.content


def add(work: Work, guild_xid: GuildXid, made: Format) -> OwnFormat:
    """Keep a format whose words were checked.

    Raises:
        FormatRefused: it cannot be held, or another one is called like it.
        FormatsFull: the server has too many.
    """
    hold_server(work.db, guild_xid)
    check(work, guild_xid, made)
    if len(all_own(work, guild_xid)) >= MOST:
        raise FormatsFull
    values = {
        "guild_xid": guild_xid,
        "is_draft": False,
        "replaces": None,
        "replaces_version": None,
        "version": 0,
        "definition": dump(with_exception(made, work.content.exception)),
        "touched_at": work.now,
    }
    return find(work, guild_xid, q.added(work.db.execute(ofq.add, values)))


def check(work: Work, guild_xid: GuildXid, made: Format, but: str | None = None) -> None:
    """Look whether a format can be kept in a server; `but` is the id of the one that it replaces.

    Raises:
        FormatRefused: with everything that is wrong.
    """
    taken = names_of(content_in(work, guild_xid), but)
    if problems := [*title_problems(made, taken), *whole_problems(made)]:
        raise FormatRefused(*problems)


def remove(work: Work, guild_xid: GuildXid, number: int) -> OwnFormat:
    """Remove a format. Circles that are announced or under way keep it. Raises `FormatGone`."""
    found = find(work, guild_xid, number)
    work.db.execute(ofq.drop, {"of_guild": guild_xid, "of_id": number})
    return found


def look_again(work: Work, guild_xid: GuildXid) -> None:
    """The formats of the server are others now: look again at each schedule of it that waits for one."""
    work.db.execute(sq.look_again_in, {"of_guild": guild_xid, "now": work.now})
    work.news.schedules = True


def dump(made: Format) -> str:
    """A format as JSON text."""
    return json.dumps(table_of(replace(made, id=slug(made.title))), ensure_ascii=False)


def read(row: RowMapping, *, is_whole: bool = True) -> Format:
    """The format of a row. Raises `Unreadable`."""
    try:
        made = parse_format(json.loads(row["definition"]), is_whole=is_whole)
    except Exception:  # of any kind, and with words of an admin in it
        raise Unreadable(FORMAT, row["id"]) from None
    return replace(made, id=own_id(row["id"]))


def _read(row: RowMapping) -> OwnFormat:
    return OwnFormat(row["id"], row["version"], read(row))
