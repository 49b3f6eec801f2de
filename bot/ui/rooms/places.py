"""Where a circle is to meet: the channel that was chosen, or the one in which somebody asks."""

from __future__ import annotations

import discord

from bot.ids import ChannelXid
from bot.services.rooms.kinds import RoomKind

from ..permissions import is_text
from ..refused import Refused
from ..request import Request
from .kinds import missing_in, names_of, possible_in, titles_of, words_of


def place_of(request: Request, chosen: object, kind: RoomKind, *, held: bool = False) -> ChannelXid:
    """The text channel for the invitations to circles in such rooms.

    Args:
        request: who asks.
        chosen: the channel they chose, in any form that Discord sends; None: where they are.
        kind: the kind of room.
        held: whether the piece is held for real there.

    Raises:
        Refused: it is no text channel, there can be no such room, or the bot lacks a permission there.
    """
    t = request.t
    channel = chosen or request.interaction.channel
    if isinstance(channel, discord.app_commands.AppCommandChannel):
        channel = channel.resolve()
    if not is_text(channel):
        raise Refused(t("A circle meets in a text channel of the server. Please choose one, or ask there."))
    if request.bot.rooms.is_ours(channel):
        raise Refused(t("This is the room of a circle. Please choose another channel, or ask there."))
    words = words_of(kind).impossible(t, channel.guild)
    if not words and (missing := missing_in(request, channel, kind, held=held)):
        words = t(
            "I cannot hold a circle in {place} yet, because I lack this permission there: {names}. "
            "Someone who manages the server can give it to me.",
            place=channel.mention,
            names=names_of(t, kind, missing),
        )
    if words:
        if instead := possible_in(request, channel):
            words += " " + t("These rooms are possible there now: {rooms}.", rooms=titles_of(t, instead))
        raise Refused(words)
    return ChannelXid(channel.id)
