"""Asking to be greeted, greeting, and every way out of it."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.ids import ChannelXid
from bot.ui.cards.care import greeting as cards
from bot.ui.layout import Card
from bot.ui.refused import Refused
from bot.ui.request import Bot, Handler, Press
from bot.ui.visibility import sees


async def _wish(press: Press) -> None:
    press.remember(press.session_id)
    greetings, language = press.bot.desks.care.greetings, str(press.interaction.locale)
    wished = press.granted(await greetings.wish(press.session_id, press.member_xid, language))
    assert wished.wish is not None
    press.bot.greetings.wake()
    # Beside the card that asked: it has the way to the room, and what will happen there.
    await press.show(cards.wished(press.t, wished.wish.token))


async def _take(press: Press) -> None:
    """Whoever sees the channel of the greeters is one."""
    channel_xid = press.rules.options.greeters_xid
    if channel_xid is None or not sees(press, channel_xid):
        raise Refused(press.t("Only the greeters of this server greet. Its admins choose who they are."))
    greetings, language = press.bot.desks.care.greetings, str(press.interaction.locale)
    taken = await greetings.take(press.guild_xid, press.token, press.member_xid, language)
    assert taken.kept.member_xid is not None
    press.bot.greetings.wake()
    await press.show(cards.yours_to_greet(press.t, taken.token, taken.kept.member_xid))


async def _pass_on(press: Press) -> None:
    await press.bot.desks.care.greetings.pass_on(press.token, press.member_xid)
    press.bot.greetings.wake()
    await press.settle(Card().say(press.t("Thank you. I ask the other greeters now.")))


async def _end(press: Press) -> None:
    """Also when it is long over: nothing comes then either."""
    await press.bot.desks.care.greetings.end(press.token, press.member_xid)
    press.bot.greetings.wake()
    await press.settle(cards.ended(press.t))


class GreetersChannels(commands.Cog):
    """Lets those who wait know, when the channel of the greeters is deleted."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone, and with it whatever was posted there."""
        if await self.bot.desks.care.greetings.channel_gone(ChannelXid(channel.id)):
            self.bot.greetings.wake()


HANDLERS: dict[str, Handler] = {cards.WISH: _wish}
ANYWHERE: dict[str, Handler] = {cards.TAKE: _take, cards.PASS_ON: _pass_on, cards.END: _end}
