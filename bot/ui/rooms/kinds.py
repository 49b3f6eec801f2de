"""Which words belong to which kind of room."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.services.rooms.kinds import USUAL_ROOM, RoomKind

from ..i18n import Translator
from ..permissions import BESIDES, permission_names
from ..request import Request
from . import channels, stages, threads, voices
from .words import RoomWords

_WORDS: dict[RoomKind, RoomWords] = {
    RoomKind.PRIVATE: threads,
    RoomKind.CHANNEL: channels,
    RoomKind.VOICE: voices,
    RoomKind.STAGE: stages,
}

OFFERED = tuple(_WORDS)
"""The kinds of rooms that people can choose."""


def words_of(kind: RoomKind) -> RoomWords:
    """The words and permissions of a kind of room."""
    return _WORDS[kind]


def missing_in(
    request: Request, channel: discord.TextChannel, kind: RoomKind, *, held: bool = False
) -> list[str]:
    """The permissions the bot lacks in a channel to hold a circle there, by Discord's names for them; and those to hold
    the piece for real."""
    is_here = channel.id == request.interaction.channel_id  # then Discord has just said what the bot may do
    has = request.interaction.app_permissions if is_here else channel.permissions_for(channel.guild.me)
    return lacking_in(channel, has, kind, held=held)


def lacking_in(
    channel: discord.TextChannel, has: discord.Permissions, kind: RoomKind, *, held: bool = False
) -> list[str]:
    """The same, for whoever knows what the bot may do in the channel: `has`."""
    return words_of(kind).missing_in(channel, has) + (_missing_to_hold(channel.guild, kind) if held else [])


def _missing_to_hold(guild: discord.Guild, kind: RoomKind) -> list[str]:
    return [name for name in words_of(kind).TO_HOLD if not getattr(guild.me.guild_permissions, name)]


def missing_in_server(has: discord.Permissions, kind: RoomKind = USUAL_ROOM) -> list[str]:
    """What the bot does not have in a server as a whole, of what it is invited with for rooms of this kind.

    For the usual kind the README has the same list, and the strict Discord of the tests grants it and no more.
    """
    lacking = words_of(kind).missing_from(has)
    return lacking + [name for name in BESIDES if not (getattr(has, name) or has.administrator)]


def possible_in(request: Request, channel: discord.TextChannel) -> list[RoomKind]:
    """The kinds of rooms that there can be in the server, and for which the bot lacks nothing in a channel."""
    here = [kind for kind in OFFERED if not words_of(kind).impossible(request.t, channel.guild)]
    return [kind for kind in here if not missing_in(request, channel, kind)]


def titles_of(t: Translator, kinds: Iterable[RoomKind]) -> str:
    """Kinds of rooms as people know them, in the reader's language."""
    return ", ".join(t(words_of(kind).TITLE) for kind in kinds)


def names_of(t: Translator, kind: RoomKind, missing: Iterable[str]) -> str:
    """Such permissions as people see them, in the reader's language."""
    return permission_names(t, missing, words_of(kind).NAMES)
