"""The words and permissions of a room that is a voice channel, beside the channel of the invitation."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from ..i18n import N_, Translator
from . import channels
from .channels import cannot_come as cannot_come
from .channels import cannot_take_part as cannot_take_part
from .channels import impossible as impossible
from .channels import obstacle_of as obstacle_of
from .channels import seen_by as seen_by
from .channels import to_be_heard as to_be_heard

OPTION = "voice"
OFFER = N_("voice: a voice channel for those with a seat, in which we speak")
TITLE = N_("Voice channel")
ABOUT = N_("It is made for the circle. We speak; the cards are in its chat, and who likes may write.")
EVERYWHERE = ("connect", "move_members")
"""What the bot needs besides what it needs for a text channel: Discord lets a bot give only what it has, and somebody
who has left the circle stays connected until they are taken out."""
NAMES: Mapping[str, str] = {
    **channels.NAMES,
    "connect": N_("Connect"),
    "move_members": N_("Move Members"),
    "mute_members": N_("Mute Members"),
}
TO_HOLD: tuple[str, ...] = ("mute_members",)
TO_OPEN = channels.TO_OPEN
TOO_MANY = channels.TOO_MANY
WRONG_CHANNEL = channels.WRONG_CHANNEL


def medium(t: Translator) -> str:
    """How people tell their stories there, for the invitation."""
    return t("We speak with one another. Without a microphone you may write instead.")


def to_receive(t: Translator, *, held: bool) -> str:
    """What to do when the piece is held out to one for the first time."""
    return t("Press **{receive}**, then speak. You may also write here.", receive=t("Receive"))


def missing_from(has: discord.Permissions) -> list[str]:
    """The permissions the bot needs in the whole server that are not among these."""
    return channels.missing_from(has) + [name for name in EVERYWHERE if not getattr(has, name)]


def missing_in(channel: discord.TextChannel, has: discord.Permissions) -> list[str]:
    """The permissions the bot lacks to hold a circle with its invitation in a channel. `has`: what it may do there."""
    lacking = [*channels.missing_in(channel, has), *missing_from(channel.guild.me.guild_permissions)]
    return list(dict.fromkeys(lacking))


def way_out(t: Translator) -> str:
    """How to leave the room by oneself, and what happens otherwise."""
    return t(
        "You may leave the circle's voice channel now. If you are still there when the next turn begins, I take "
        "you out. Discord writes nothing there."
    )


def taken_out(t: Translator, name: str) -> str:
    """Said to whoever left, and was taken out when the next turn began. `name` is the circle's."""
    return t(
        "The next turn of {name} has begun. Its voice channel is for people with a seat, so you are not in it any "
        "more. Discord writes nothing of that.",
        name=name,
    )


def removal(t: Translator, bot: str, who: str) -> tuple[str, ...]:
    """What everyone sees in the room when somebody is taken out: nothing is written."""
    return (
        t(
            "They are taken out of the voice channel and do not see it any more. Discord writes nothing there."
        ),
    )
