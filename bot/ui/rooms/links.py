"""The way to a circle's room, in private words. A mention of a room that is gone, or cannot be seen any more, reads
`#unknown`; a link keeps its words."""

from __future__ import annotations

from bot.ids import ChannelXid, GuildXid

from ..i18n import Translator


def to_room(t: Translator, guild_xid: GuildXid, room_xid: ChannelXid | None) -> str:
    """The link, in Discord's Markdown; empty while there is no room."""
    if room_xid is None:
        return ""
    return f"[{t('Go to the room')}](https://discord.com/channels/{guild_xid}/{room_xid})"
