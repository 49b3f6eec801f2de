"""The words and permissions of a room that is a stage, beside the channel of the invitation."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from ..i18n import N_, Translator
from . import voices
from .voices import cannot_come as cannot_come
from .voices import cannot_take_part as cannot_take_part
from .voices import obstacle_of as obstacle_of
from .voices import seen_by as seen_by

OPTION = "stage"
OFFER = N_("stage: a stage for those with a seat, on which one is invited to speak")
TITLE = N_("Stage")
ABOUT = N_("It is made for the circle. We speak when Discord invites us to; the cards are in its chat.")
EVERYWHERE = ("mute_members",)
"""What the bot needs besides what it needs for a voice channel: without it nobody is invited to speak."""
NAMES: Mapping[str, str] = voices.NAMES
TO_HOLD: tuple[str, ...] = ()
TO_OPEN = voices.TO_OPEN
TOO_MANY = voices.TOO_MANY
COMMUNITY = "COMMUNITY"
"""What Discord calls the feature without which a server has no stages."""
WRONG_CHANNEL = N_(
    "I cannot open the circle's stage. It needs a text channel for the invitation, and Discord's Community feature. "
    "The circle is kept. It goes on once both are there."
)


def medium(t: Translator) -> str:
    """How people tell their stories there, for the invitation."""
    return t("We speak on a stage. Without a microphone you may write instead.")


def to_be_heard(t: Translator, *, held: bool) -> str:
    """How to come to be heard there."""
    if held:
        return t(
            "On a stage we listen at first. When the piece comes to you, Discord invites you to speak. "
            "Accept, and your time begins. While everyone may speak, press the hand, **Request to Speak**."
        )
    return t(
        "On a stage we listen at first. To speak, accept when Discord invites you. "
        "If no invitation comes, press the hand, **Request to Speak**."
    )


def to_receive(t: Translator, *, held: bool) -> str:
    """What to do when the piece is held out to one for the first time."""
    if held:
        return t(
            "Accept when Discord invites you to speak: your time begins then. **{receive}** asks for the invitation.",
            receive=t("Receive"),
        )
    return t(
        "Press **{receive}**, then speak. If Discord invites you to speak, accept. You may also write here.",
        receive=t("Receive"),
    )


def impossible(t: Translator, guild: discord.Guild) -> str:
    """Why there can be no such room in a server, whatever the bot may do there; empty if there can."""
    if COMMUNITY in guild.features:
        return ""
    return t(
        "This server has no stages. They come with Discord's Community feature, and an admin can switch it on."
    )


def missing_from(has: discord.Permissions) -> list[str]:
    """The permissions the bot needs in the whole server that are not among these."""
    return voices.missing_from(has) + [name for name in EVERYWHERE if not getattr(has, name)]


def missing_in(channel: discord.TextChannel, has: discord.Permissions) -> list[str]:
    """The permissions the bot lacks to hold a circle with its invitation in a channel. `has`: what it may do there."""
    lacking = [*voices.missing_in(channel, has), *missing_from(channel.guild.me.guild_permissions)]
    return list(dict.fromkeys(lacking))


def way_out(t: Translator) -> str:
    """How to leave the room by oneself, and what happens otherwise."""
    return t(
        "You may leave the circle's stage now. If you are still there when the next turn begins, I take you "
        "out. Discord writes nothing there."
    )


def taken_out(t: Translator, name: str) -> str:
    """Said to whoever left, and was taken out when the next turn began. `name` is the circle's."""
    return t(
        "The next turn of {name} has begun. Its stage is for people with a seat, so you are not on it any more. "
        "Discord writes nothing of that.",
        name=name,
    )


def removal(t: Translator, bot: str, who: str) -> tuple[str, ...]:
    """What everyone sees in the room when somebody is taken out: nothing is written."""
    return (t("They are taken out of the stage and do not see it any more. Discord writes nothing there."),)
