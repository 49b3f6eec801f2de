"""The words and permissions of a room that is a text channel, beside the channel of the invitation."""

from __future__ import annotations

import re
from collections.abc import Mapping

import discord

from bot.ids import ChannelXid
from bot.services.rooms.obstacles import NONE, Obstacle

from ..i18n import N_, Translator

OPTION = "channel"
OFFER = N_("channel: a text channel that only those with a seat see, in which we write")
TITLE = N_("Text channel")
ABOUT = N_("It is made for the circle. We write, and only those with a seat see it.")
NAME = re.compile(r"(?:circle|practice)-[a-z2-9]{4}")
"""What such a channel is called."""
TO_INVITE = ("view_channel", "send_messages")
"""What the bot needs in the channel of the invitation."""
TO_MAKE = ("view_channel", "manage_channels")
"""What the bot needs where the channel is made: in the category, or in the server."""
EVERYWHERE = ("view_channel", "send_messages", "manage_channels", "manage_roles")
"""What the bot needs in the whole server: a new channel has nothing from its category, and Discord lets a bot give
only what it has."""
NAMES: Mapping[str, str] = {
    "manage_channels": N_("Manage Channels"),
    "manage_roles": N_("Manage Roles"),
}
TO_HOLD: tuple[str, ...] = ()
TO_OPEN: tuple[str, ...] = ("manage_channels",)
TOO_MANY = N_(
    "I cannot open the circle's room: this server has as many channels as Discord allows, 500. The circle is kept. "
    "It goes on by itself once an old channel is deleted."
)
WRONG_CHANNEL = N_(
    "A circle's invitation needs a text channel, and this channel is of another kind now. The circle is kept. "
    "It goes on once this is a text channel again."
)


def medium(t: Translator) -> str:
    """How people tell their stories there, for the invitation."""
    return t("We write to one another.")


def seen_by(t: Translator) -> str:
    """Who sees the room besides those with a seat."""
    return t("The admins of this server see this room too.")


def to_be_heard(t: Translator, *, held: bool) -> str:
    """How to come to be heard there: one simply writes."""
    return ""


def to_receive(t: Translator, *, held: bool) -> str:
    """What to do when the piece is held out to one for the first time."""
    return t("Press **{receive}**, then write here.", receive=t("Receive"))


def impossible(t: Translator, guild: discord.Guild) -> str:
    """Why there can be no such room in a server: there always can."""
    return ""


def missing_from(has: discord.Permissions) -> list[str]:
    """The permissions the bot needs in the whole server that are not among these."""
    return [name for name in EVERYWHERE if not getattr(has, name)]


def missing_in(channel: discord.TextChannel, has: discord.Permissions) -> list[str]:
    """The permissions the bot lacks to hold a circle with its invitation in a channel. `has`: what it may do there."""
    me, category = channel.guild.me, channel.category
    missing = [name for name in TO_INVITE if not getattr(has, name)]
    missing += missing_from(me.guild_permissions)
    if category is not None:
        there = category.permissions_for(me)
        missing += [name for name in TO_MAKE if not getattr(there, name)]
    return list(dict.fromkeys(missing))


def obstacle_of(has: discord.Permissions) -> Obstacle:
    """What is in the way of somebody who has these permissions in the channel of the invitation: nothing, for they are
    let into the room itself."""
    return NONE


def way_out(t: Translator) -> str:
    """How to leave the room by oneself, and what happens otherwise."""
    return t(
        "When the next turn begins, the circle's room goes from your list of channels. Discord writes nothing there."
    )


def cannot_take_part(t: Translator, channel_xid: ChannelXid, why: Obstacle) -> str:
    """What is in somebody's way, and what to ask for. Said to them."""
    if why & Obstacle.ROOM_FULL:
        return t("Discord lets no more people into this channel.")
    if why & (Obstacle.CANNOT_SEE | Obstacle.CANNOT_WRITE):
        return t("Somebody has changed your permissions in the room. Please ask an admin to give them back.")
    return t("Discord does not say why. An admin can look at your permissions in the room.")


def cannot_come(t: Translator, who: str, channel_xid: ChannelXid, why: Obstacle) -> str:
    """Who cannot come in and why, for whoever holds the circle. `who` is a mention."""
    if why & Obstacle.ROOM_FULL:
        return t("{who} cannot come in: Discord lets no more people into this channel.", who=who)
    if why & (Obstacle.CANNOT_SEE | Obstacle.CANNOT_WRITE):
        return t("{who} cannot take part: somebody has changed their permissions in the room.", who=who)
    return t("{who} cannot come in: Discord does not say why.", who=who)


def taken_out(t: Translator, name: str) -> str:
    """Said to whoever left, and was taken out when the next turn began. `name` is the circle's."""
    return t(
        "The next turn of {name} has begun. Its room is for people with a seat, so you do not see it any more. "
        "Discord writes nothing of that.",
        name=name,
    )


def removal(t: Translator, bot: str, who: str) -> tuple[str, ...]:
    """What everyone sees in the room when somebody is taken out: nothing."""
    return (t("The room goes from their list of channels. Discord writes nothing there."),)
