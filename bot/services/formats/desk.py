"""The desk for a server's own formats: each use case as one awaitable call."""

from __future__ import annotations

from bot.circle.formats import Format
from bot.content import Content
from bot.ids import GuildXid

from ..unit_of_work import Transactions
from . import drafts, own_formats, using
from .drafts import FormatDraft
from .own_formats import OwnFormat


class FormatsDesk:
    """A server's own formats and their drafts."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def content(self, guild_xid: GuildXid) -> Content:
        """What a server can choose from: the shipped formats and its own."""
        return await self._transactions.read(own_formats.content_in, guild_xid)

    async def find(self, guild_xid: GuildXid, number: int) -> OwnFormat:
        """One format of the server. Raises `FormatGone`."""
        return await self._transactions.read(own_formats.find, guild_xid, number)

    async def add(self, guild_xid: GuildXid, made: Format) -> OwnFormat:
        """Keep a format. Raises `FormatRefused`, `FormatsFull`."""
        return await self._transactions.write(own_formats.add, guild_xid, made)

    async def remove(self, guild_xid: GuildXid, number: int) -> OwnFormat:
        """Remove a format. Raises `FormatGone`."""
        return await self._transactions.write(own_formats.remove, guild_xid, number)

    async def used_by(self, guild_xid: GuildXid, format_id: str) -> list[str]:
        """The names of the schedules that follow a format."""
        return await self._transactions.read(using.schedules_with, guild_xid, format_id)

    # Drafts

    async def draft(self, guild_xid: GuildXid, made: Format) -> FormatDraft:
        """Keep a new draft."""
        return await self._transactions.write(drafts.begin, guild_xid, made)

    async def draft_of(self, guild_xid: GuildXid, number: int) -> FormatDraft:
        """Keep a draft that is to change a format of the server. Raises `FormatGone`."""
        return await self._transactions.write(drafts.begin_change, guild_xid, number)

    async def get_draft(self, guild_xid: GuildXid, number: int) -> FormatDraft:
        """A draft as it is now. Raises `FormatGone`."""
        return await self._transactions.read(drafts.load, guild_xid, number)

    async def redraft(self, draft: FormatDraft, made: Format) -> FormatDraft:
        """Change a draft. Raises `FormatChanged`, `FormatGone`."""
        return await self._transactions.write(drafts.change, draft, made)

    async def confirm(self, guild_xid: GuildXid, number: int) -> OwnFormat:
        """Let a draft take effect. Raises `FormatRefused`, `FormatsFull`, `FormatChanged`, `FormatGone`."""
        return await self._transactions.write(drafts.confirm, guild_xid, number)

    async def discard(self, guild_xid: GuildXid, number: int) -> None:
        """Let a draft go."""
        await self._transactions.write(drafts.discard, guild_xid, number)
