"""What people without a seat may do in a room that was made for a circle: nothing, or only listen.

Discord lets a bot take and give only what it has in the server, so the rest stays as the server has it.
"""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.services.circle.sessions import Session
from bot.ui.rooms.listeners import TO_LET_LISTEN

from .hearing.wants import TAKEN

SILENT = (
    *("speak", "stream", "use_soundboard", "use_embedded_activities", "request_to_speak"),
    *(*TAKEN, "add_reactions"),
)
"""What is taken from those who only listen: nobody hears, sees or reads them."""


def may_listen(session: Session, guild: discord.Guild) -> bool:
    """Whether people without a seat may listen: not where the bot cannot keep them from speaking."""
    has = guild.me.guild_permissions
    return session.has_audience and all(getattr(has, name) for name in TO_LET_LISTEN)


def for_everyone(session: Session, guild: discord.Guild, to_enter: Iterable[str]) -> dict[str, bool | None]:
    """The permissions of everyone in a room, as they are to be. `to_enter`: what it takes to come into such a room."""
    has = guild.me.guild_permissions
    kept_out: dict[str, bool | None] = dict.fromkeys(to_enter, False)
    if not session.has_audience:
        return kept_out
    if not may_listen(session, guild):
        # What the bot had taken and lacks now would keep Discord from taking the rest; nobody outside sees the room.
        return kept_out | {name: None for name in SILENT if not getattr(has, name)}
    silent = [name for name in SILENT if getattr(has, name)]
    return {**dict.fromkeys(to_enter, True), **dict.fromkeys(silent, False)}


def given_back(session: Session, guild: discord.Guild) -> tuple[str, ...]:
    """What those with a seat are given because it is taken from everyone: what everyone has elsewhere in the server."""
    if not may_listen(session, guild):
        return ()
    has, everyone = guild.me.guild_permissions, guild.default_role.permissions
    return tuple(name for name in SILENT if getattr(has, name) and getattr(everyone, name))
