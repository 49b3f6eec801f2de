"""A text channel of the server as the room of a circle: whether it will do, and what is said where it will not."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.ids import ChannelXid
from bot.services.circle.choices import CircleChoices
from bot.services.rooms.unfit import Unfit

from ..i18n import N_, Translator
from ..permissions import is_text, permission_names
from ..refused import Refused
from ..request import Request

IN_IT = ("view_channel", "send_messages", "manage_roles")
"""What the bot needs in such a channel, to let people in."""
TO_GIVE = ("view_channel", "send_messages")
"""What it needs in the whole server: Discord lets a bot give only what it has."""
NAMES: Mapping[str, str] = {"manage_roles": N_("Manage Permissions")}
WHY: Mapping[Unfit, str] = {
    Unfit.GONE: N_("The channel was deleted, or is no text channel any more."),
    Unfit.LACKING: N_("I lack a permission there."),
    Unfit.READABLE: N_("People could read there what was written before."),
    Unfit.TAKEN: N_("Another circle is in it, and two never share a room."),
}
"""What is said of each to whoever holds the circle."""


def lacks(channel: discord.TextChannel) -> list[str]:
    """The permissions the bot lacks for a circle in that channel, by Discord's names for them."""
    me = channel.guild.me
    here, everywhere = channel.permissions_for(me), me.guild_permissions
    lacking = [name for name in IN_IT if not getattr(here, name)]
    return list(dict.fromkeys([*lacking, *(name for name in TO_GIVE if not getattr(everywhere, name))]))


def is_readable(channel: discord.TextChannel) -> bool:
    """Whether anybody but admins and the bot can read there what was written before they came."""
    guild = channel.guild
    for whom, overwrite in channel.overwrites.items():
        is_own = whom.id == guild.me.id or (isinstance(whom, discord.Role) and whom == guild.self_role)
        if overwrite.read_message_history and not is_own:
            return True
    return channel.overwrites_for(guild.default_role).read_message_history is not False


def unfit(channel: object) -> Unfit | None:
    """Why a circle cannot meet in a channel; None when it can."""
    if not isinstance(channel, discord.TextChannel) or not is_text(channel):
        return Unfit.GONE
    if lacks(channel):
        return Unfit.LACKING
    return Unfit.READABLE if is_readable(channel) else None


def checked_apart(t: Translator, parent_xid: ChannelXid, standing_xid: int | None) -> None:
    """Nothing, if the invitations are not in the channel that stays. Raises `Refused`: they would be where only those
    with a seat see them."""
    if standing_xid == parent_xid:
        raise Refused(
            t(
                "The invitations are posted in {place}, where people need to see them. Please choose another channel.",
                place=f"<#{parent_xid}>",
            )
        )


def checked_standing(request: Request, wanted: CircleChoices, chosen: object) -> ChannelXid | None:
    """The channel that was chosen for a circle to meet in; None when none was.

    Args:
        request: who asks.
        wanted: what the circle is like.
        chosen: the channel, in any form that Discord sends; None: one is made each time.

    Raises:
        Refused: it will not do. The sentence says what would.
    """
    t = request.t
    if chosen is None:
        return None
    if isinstance(chosen, discord.app_commands.AppCommandChannel):
        chosen = chosen.resolve()
    if not isinstance(chosen, discord.TextChannel) or request.bot.rooms.is_ours(chosen):
        raise Refused(
            t("I cannot see that channel, or it is no text channel of the server. Please choose another.")
        )
    if not wanted.room.kind.can_stay:
        raise Refused(t("A circle can stay in one channel only if its room is a text channel."))
    checked_apart(t, wanted.parent_xid, chosen.id)
    if missing := lacks(chosen):
        raise Refused(
            t(
                "I cannot let people into {place} yet, because I lack this permission there: {names}.",
                place=chosen.mention,
                names=permission_names(t, missing, NAMES),
            )
        )
    if is_readable(chosen):
        raise Refused(
            t(
                "People could read in {place} what was told there before. Please take Read Message History from "
                "everyone in that channel, and from each role that has it there. Then choose it again.",
                place=chosen.mention,
            )
        )
    return ChannelXid(chosen.id)


def where_words(t: Translator, wanted: CircleChoices) -> str:
    """Where a circle meets that stays in one channel; empty where one is made each time."""
    stays = wanted.room.standing_xid
    return "" if stays is None else t("It meets in {room} each time. The channel stays.", room=f"<#{stays}>")
