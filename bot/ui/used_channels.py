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
    Use.GREETERS: N_("The greeters' channel was deleted, or I cannot see it. Please choose another one."),
}
_NOT_TEXT: Mapping[Use, str] = {
    Use.CIRCLE: N_("{channel} is no plain text channel any more. The open circle there needs one."),
    Use.SCHEDULE: N_("{channel} is no plain text channel any more. The schedule there needs one."),
    Use.STANDING: N_("{channel} is no plain text channel any more. The circle that meets there needs one."),
    Use.HOPE: N_("{channel} is no plain text channel any more. Sparks of hope need one."),
    Use.GREETERS: N_("{channel} is no plain text channel any more. The greeters need one."),
}
_POSTS_ONLY = (Use.HOPE, Use.GREETERS)
"""Where the bot posts, and no circle is."""
_TWICE = N_(
    "In {channel} I lack: {names}. When I start again in the middle of a circle, a card may come twice."
)
_NOT_FOUND = N_(
    "In {channel} I lack: {names}. Without it I do not find all my messages, which are to be deleted."
)
_ONE_BY_ONE = N_(
    "In {channel} I lack: {names}. Without it I delete my messages one by one, which takes longer."
)
_NO_EVENT = N_(
    "In {channel} I lack: {names}. The dates of the schedule there are not in the server's events."
)
_LACKS: Mapping[Use, str] = {
    Use.CIRCLE: N_("In {channel} I lack: {names}. The open circle there needs it."),
    Use.SCHEDULE: N_("In {channel} I lack: {names}. The schedule there needs it."),
    Use.STANDING: N_("In {channel} I lack: {names}. The circle that meets there needs it."),
    Use.HOPE: N_("In {channel} I lack: {names}. Sparks of hope wait until I have it."),
    Use.GREETERS: N_("In {channel} I lack: {names}. Without it I cannot ask the greeters."),
}


def channel_problems(t: Translator, guild: discord.Guild, used: Iterable[UsedChannel]) -> Iterator[str]:
    """A sentence or two for each use of a channel for which something is missing.

    Args:
        t: the reader's language.
        guild: the server, with its channels and what the bot is in it.
        used: the uses that are looked at; all of this server.
    """
    for one in used:
        if one.room is not None and (none_here := words_of(one.room).impossible(t, guild)):
            yield none_here
        channel = guild.get_channel(one.channel_xid)
        if channel is None:
            yield t(_GONE[one.use])
        elif not isinstance(channel, discord.TextChannel) or not (one.use in _POSTS_ONLY or is_text(channel)):
            yield t(_NOT_TEXT[one.use], channel=f"<#{channel.id}>")
        else:
            more = standing.NAMES if one.use is Use.STANDING else words_of(one.room or USUAL_ROOM).NAMES
            for lacking, words in _lacking_there(channel, one):
                yield t(words, channel=f"<#{channel.id}>", names=permission_names(t, lacking, more))


def _lacking_there(channel: discord.TextChannel, one: UsedChannel) -> Iterator[tuple[list[str], str]]:
    """What the bot lacks for a use of a channel, and the sentence for that: what is needed, then what would be well."""
    if lacking := _lacking(channel, one):
        yield lacking, _LACKS[one.use]
    if one.use in _POSTS_ONLY:
        return
    has = channel.permissions_for(channel.guild.me)
    # In a channel that is made for a circle, the bot has what it has in the whole server.
    is_there = one.use is Use.STANDING or (one.room is not None and one.room.is_in_channel)
    in_room = has if is_there else channel.guild.me.guild_permissions
    if not has.read_message_history:
        yield ["read_message_history"], _NOT_FOUND if one.clears else _TWICE
    if one.clears and not in_room.manage_messages:
        yield ["manage_messages"], _ONE_BY_ONE
    if one.has_event and not has.create_events:
        yield ["create_events"], _NO_EVENT


def _lacking(channel: discord.TextChannel, one: UsedChannel) -> list[str]:
    has = channel.permissions_for(channel.guild.me)
    if one.use in _POSTS_ONLY:
        return missing_for_hope(has)
    if one.use is Use.STANDING:
        return standing.lacks(channel)
    return lacking_in(channel, has, one.room or USUAL_ROOM, held=one.held)
