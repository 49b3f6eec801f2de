"""What is wrong with the channels that circles need, in words: for an admin's check and for whoever runs the bot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import discord

from bot.services.rooms.kinds import USUAL_ROOM
from bot.services.settings.used_channels import Use, UsedChannel

from .i18n import N_, Translator
from .permissions import is_text, missing_for_hope, permission_names
from .rooms import standing
from .rooms.kinds import lacking_in, words_of

_GONE: Mapping[Use, str] = {
    Use.CIRCLE: N_(
        "The channel of an open circle was deleted, or I cannot see it. "
        "/circle resume in another channel goes on there."
    ),
    Use.SCHEDULE: N_(
        "The channel of a schedule was deleted, or I cannot see it. Please choose another one, with /schedule edit."
    ),
    Use.STANDING: N_(
        "A channel in which a circle meets was deleted, or I cannot see it. "
        "Please choose another one, with /schedule edit."
    ),
    Use.HOPE: N_("The hope channel was deleted, or I cannot see it. Please choose another one."),
}
_NOT_TEXT: Mapping[Use, str] = {
    Use.CIRCLE: N_("{channel} is no plain text channel any more. The open circle there needs one."),
    Use.SCHEDULE: N_("{channel} is no plain text channel any more. The schedule there needs one."),
    Use.STANDING: N_("{channel} is no plain text channel any more. The circle that meets there needs one."),
    Use.HOPE: N_("{channel} is no plain text channel any more. Sparks of hope need one."),
}
_LACKS: Mapping[Use, str] = {
    Use.CIRCLE: N_("In {channel} I lack: {names}. The open circle there needs it."),
    Use.SCHEDULE: N_("In {channel} I lack: {names}. The schedule there needs it."),
    Use.STANDING: N_("In {channel} I lack: {names}. The circle that meets there needs it."),
    Use.HOPE: N_("In {channel} I lack: {names}. Sparks of hope wait until I have it."),
}


def channel_problems(t: Translator, guild: discord.Guild, used: Iterable[UsedChannel]) -> Iterator[str]:
    """A sentence or two for each use of a channel for which something is missing.

    Args:
        t: the reader's language.
        guild: the server, with its channels and what the bot is in it.
        used: the uses that are looked at; all of this server.
    """
    for one in used:
        channel = guild.get_channel(one.channel_xid)
        if channel is None:
            yield t(_GONE[one.use])
        elif not isinstance(channel, discord.TextChannel) or not (one.use is Use.HOPE or is_text(channel)):
            yield t(_NOT_TEXT[one.use], channel=f"<#{channel.id}>")
        elif lacking := _lacking(channel, one):
            more = standing.NAMES if one.use is Use.STANDING else words_of(one.room or USUAL_ROOM).NAMES
            names = permission_names(t, lacking, more)
            yield t(_LACKS[one.use], channel=f"<#{channel.id}>", names=names)


def _lacking(channel: discord.TextChannel, one: UsedChannel) -> list[str]:
    has = channel.permissions_for(channel.guild.me)
    if one.use is Use.HOPE:
        return missing_for_hope(has)
    if one.use is Use.STANDING:
        return standing.lacks(channel)
    return lacking_in(channel, has, one.room or USUAL_ROOM, held=one.held)
