"""Drafts of a server's own formats: kept while somebody thinks, and let go a while after.

A draft is like a schedule's: it takes effect when it is saved, and only if nobody changed what it is to replace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.circle.formats import Format
from bot.ids import GuildXid
from bot.store import own_format_queries as ofq
from bot.store import queries as q
from bot.store.locks import hold_server

from ..unit_of_work import Work
from ..unreadable import Unreadable
from . import own_formats
from .own_formats import MOST, OwnFormat, all_own, check, dump, find, look_again, own_id
from .problems import FormatChanged, FormatGone, FormatsFull
from .rules import with_exception


@dataclass(frozen=True, slots=True)
class FormatDraft:
    """What an admin is making of a format."""

    id: int
    guild_xid: GuildXid
    version: int
    format: Format
    """It may have no round yet."""
    replaces: int | None
    """The number of the server's own format that it is to change; None for a new one."""
    replaces_version: int | None

    @property
    def replaces_id(self) -> str | None:
        """The id of that format among all."""
        return None if self.replaces is None else own_id(self.replaces)


def begin(work: Work, guild_xid: GuildXid, made: Format, replaces: OwnFormat | None = None) -> FormatDraft:
    """Keep a new draft. Those of all servers that nobody has touched for long go."""
    before = work.now - timedelta(hours=work.settings.keeping.draft_hours)
    work.db.execute(ofq.drop_old_drafts, {"before": before})
    values = {
        "guild_xid": guild_xid,
        "is_draft": True,
        "replaces": None if replaces is None else replaces.id,
        "replaces_version": None if replaces is None else replaces.version,
        "version": 0,
        "definition": dump(with_exception(made, work.content.exception)),
        "touched_at": work.now,
    }
    return load(work, guild_xid, q.added(work.db.execute(ofq.add, values)))


def begin_change(work: Work, guild_xid: GuildXid, number: int) -> FormatDraft:
    """Keep a draft that is to change one of the server's own formats. Raises `FormatGone`."""
    found = find(work, guild_xid, number)
    return begin(work, guild_xid, found.format, found)


def load(work: Work, guild_xid: GuildXid, number: int) -> FormatDraft:
    """The draft with that number. Raises `FormatGone`: it was saved, let go, or is another server's."""
    row = work.db.execute(ofq.draft, {"of_guild": guild_xid, "of_id": number}).mappings().first()
    if row is None:
        raise FormatGone
    try:
        made = own_formats.read(row, is_whole=False)
    except Unreadable:
        raise FormatGone from None
    return FormatDraft(row["id"], guild_xid, row["version"], made, row["replaces"], row["replaces_version"])


def change(work: Work, draft: FormatDraft, made: Format) -> FormatDraft:
    """Keep a draft otherwise.

    Raises:
        FormatChanged: somebody else did since it was read.
        FormatGone: it is there no more.
    """
    _save(work, draft, made, is_draft=True)
    return load(work, draft.guild_xid, draft.id)


def confirm(work: Work, guild_xid: GuildXid, number: int) -> OwnFormat:
    """Let a draft become a format of the server, or take the place of the one that it is to change.

    Raises:
        FormatGone: the draft, or what it is to change, is there no more.
        FormatRefused: it cannot be held, or another one is called like it.
        FormatsFull: the server has too many.
        FormatChanged: what it is to change was changed meanwhile.
    """
    hold_server(work.db, guild_xid)
    draft = load(work, guild_xid, number)
    made = with_exception(draft.format, work.content.exception)
    check(work, guild_xid, made, draft.replaces_id)
    if draft.replaces is None:
        if len(all_own(work, guild_xid)) >= MOST:
            raise FormatsFull
        _save(work, draft, made, is_draft=False)
        return find(work, guild_xid, draft.id)
    target = find(work, guild_xid, draft.replaces)
    if target.version != draft.replaces_version:
        raise FormatChanged
    values = _values(work, guild_xid, target.id, target.version, made)
    if work.db.execute(ofq.change, {**values, "was_draft": False, "new_draft": False}).rowcount != 1:
        raise FormatChanged
    work.db.execute(ofq.drop_draft, {"of_guild": guild_xid, "of_id": draft.id})
    look_again(work, guild_xid)
    return find(work, guild_xid, target.id)


def discard(work: Work, guild_xid: GuildXid, number: int) -> None:
    """Let a draft go."""
    work.db.execute(ofq.drop_draft, {"of_guild": guild_xid, "of_id": number})


def _save(work: Work, draft: FormatDraft, made: Format, *, is_draft: bool) -> None:
    values = _values(work, draft.guild_xid, draft.id, draft.version, made)
    changed = work.db.execute(ofq.change, {**values, "was_draft": True, "new_draft": is_draft})
    if changed.rowcount != 1:
        load(work, draft.guild_xid, draft.id)
        raise FormatChanged


def _values(work: Work, guild_xid: GuildXid, number: int, seen: int, made: Format) -> dict[str, object]:
    return {
        "of_guild": guild_xid,
        "of_id": number,
        "seen": seen,
        "new_definition": dump(replace(made, id=own_id(number))),
        "now": work.now,
    }
