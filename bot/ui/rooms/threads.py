"""The words and permissions of a room that is a private thread below the channel of the invitation."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.ids import ChannelXid
from bot.services.rooms.obstacles import NONE, Obstacle

from ..i18n import N_, Translator
from ..permissions import permission_names

OPTION = "thread"
OFFER = N_("thread: a private thread below this channel, in which we write")
TITLE = N_("Private thread")
ABOUT = N_("It lies below the channel of the invitation. We write, and only those with a seat see it.")
BOT_NEEDS = (
    "view_channel",
    "send_messages",
    "create_private_threads",
    "send_messages_in_threads",
    "manage_threads",
)
"""What the bot needs in the channel: to invite, to open the room, to write in it, and to close it."""
NAMES: Mapping[str, str] = {
    "create_private_threads": N_("Create Private Threads"),
    "send_messages_in_threads": N_("Send Messages in Threads"),
    "manage_threads": N_("Manage Threads"),
}
TO_TAKE_PART = ("view_channel", "send_messages_in_threads")
"""What a person needs in the channel to see the room below it, and to write there."""
TO_HOLD: tuple[str, ...] = ()
TO_OPEN: tuple[str, ...] = ("manage_threads",)
TOO_MANY = N_(
    "I cannot open the circle's room: this server has as many open threads as Discord allows. The "
    "circle is kept. It goes on by itself once an old thread is closed."
)
WRONG_CHANNEL = N_(
    "A circle's room needs a text channel, and this channel is of another kind now. The circle is "
    "kept. It goes on once this is a text channel again."
)


def medium(t: Translator) -> str:
    """How people tell their stories there, for the invitation."""
    return t("In writing.")


def seen_by(t: Translator) -> str:
    """Who sees the room besides those with a seat."""
    return t(
        "Admins, and others with {permission}, see this room too.",
        permission=permission_names(t, ["manage_threads"], NAMES),
    )


def to_be_heard(t: Translator, *, held: bool) -> str:
    """How to come to be heard there: one simply writes."""
    return ""


def to_receive(t: Translator, *, held: bool) -> str:
    """What to do when the piece is held out to one for the first time."""
    return t("Press **{receive}**, then write.", receive=t("Receive"))


def impossible(t: Translator, guild: discord.Guild) -> str:
    """Why there can be no such room in a server: there always can."""
    return ""


def missing_from(has: discord.Permissions) -> list[str]:
    """The permissions the bot needs in the channel that are not among these."""
    return [name for name in BOT_NEEDS if not getattr(has, name)]


def missing_in(channel: discord.TextChannel, has: discord.Permissions) -> list[str]:
    """The permissions the bot lacks to hold a circle with its invitation in a channel. `has`: what it may do there."""
    return missing_from(has)


def obstacle_of(has: discord.Permissions) -> Obstacle:
    """What is in the way of somebody who has these permissions in the channel."""
    why = NONE if has.view_channel else Obstacle.CANNOT_SEE
    return why if has.send_messages_in_threads else why | Obstacle.CANNOT_WRITE


def way_out(t: Translator) -> str:
    """How to leave the room by oneself, and what happens otherwise."""
    return "\n".join(
        (
            t("You may leave the circle's room by yourself. Then Discord writes nothing there."),
            "- " + t("On a phone, hold the thread's name and choose **Leave Thread**."),
            "- " + t("On a computer, right-click the thread's name and choose **Leave Thread**."),
            t("When the next turn begins, I take out anyone still there. Discord shows that to everyone."),
        )
    )


def cannot_take_part(t: Translator, channel_xid: ChannelXid, why: Obstacle) -> str:
    """What is in somebody's way, and what to ask for. Said to them."""
    channel = f"<#{channel_xid}>"
    if why & Obstacle.ROOM_FULL:
        return t("Discord lets no more people into this thread.")
    if why & Obstacle.CANNOT_SEE and why & Obstacle.CANNOT_WRITE:
        return t("Please ask an admin to let you see {channel} and write in its threads.", channel=channel)
    if why & Obstacle.CANNOT_SEE:
        return t("Please ask an admin to let you see {channel}.", channel=channel)
    if why & Obstacle.CANNOT_WRITE:
        return t("Please ask an admin to let you write in the threads of {channel}.", channel=channel)
    return t(
        "Discord does not say why. An admin can look at your permissions in {channel}: {names}.",
        channel=channel,
        names=permission_names(t, TO_TAKE_PART, NAMES),
    )


def cannot_come(t: Translator, who: str, channel_xid: ChannelXid, why: Obstacle) -> str:
    """Who cannot come in and why, for whoever holds the circle. `who` is a mention."""
    channel = f"<#{channel_xid}>"
    if why & Obstacle.ROOM_FULL:
        return t("{who} cannot come in: Discord lets no more people into this thread.", who=who)
    if why & Obstacle.CANNOT_SEE and why & Obstacle.CANNOT_WRITE:
        return t(
            "{who} cannot come in: they may not see {channel}, nor write in its threads.",
            who=who,
            channel=channel,
        )
    if why & Obstacle.CANNOT_SEE:
        return t("{who} cannot come in: they may not see {channel}.", who=who, channel=channel)
    if why & Obstacle.CANNOT_WRITE:
        return t(
            "{who} cannot come in: they may not write in the threads of {channel}.", who=who, channel=channel
        )
    return t("{who} cannot come in: Discord does not say why.", who=who)


def taken_out(t: Translator, name: str) -> str:
    """Said to whoever left, and was taken out when the next turn began. `name` is the circle's."""
    return t(
        "The next turn of {name} has begun, and you were still in its room. It is for people with "
        "a seat, so I took you out. Discord writes that in the room, and I cannot delete it.",
        name=name,
    )


def removal(t: Translator, bot: str, who: str) -> tuple[str, ...]:
    """What everyone sees in the room when somebody is taken out, and what can be done about that."""
    line = t("{bot} removed {who} from the thread.", bot=bot, who=who)
    return (
        t("If they are in the room, Discord writes there, for everyone:") + f"\n> {line}",
        t(
            "Nobody can delete that line. If they leave the thread by themselves first, Discord writes nothing."
        ),
    )
