"""Taking a spark of hope back: with the button its giver has, or with the code, below the posted spark itself."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.ids import ChannelXid, MessageXid
from bot.services.harvest.sparks import Withdrawn
from bot.ui.cards.harvest import withdrawn
from bot.ui.layout import Card
from bot.ui.refused import Refused
from bot.ui.request import Bot, Handler, Press, Request
from bot.ui.spark_code import SparkCodeForm

STAYS = (Withdrawn.AGAIN, Withdrawn.FORBIDDEN)
"""After these the button is needed once more."""


async def _withdraw(press: Press) -> None:
    await press.interaction.response.defer()
    result = await press.bot.hope.withdraw(press.token)
    words = withdrawn(press.t, result)
    if result.what in STAYS:
        await press.say(words)
    else:
        await press.interaction.edit_original_response(view=Card().say(words))


async def _mine(press: Press) -> None:
    await press.open(CodeOfPosted(press))


class CodeOfPosted(SparkCodeForm):
    """Asks for the code of a posted spark."""

    def __init__(self, press: Press) -> None:
        super().__init__(press.t, press.t("Withdraw this spark"), f"sc:mine:{press.token}", "sc:mine:code")
        self.mark, self.posted = press.token, press.interaction.message

    async def submitted(self, request: Request) -> None:
        await request.take_time()
        if self.posted is None:
            raise Refused(
                request.t("This message is gone already, and nothing of it is left."), is_final=True
            )
        channel_xid, message_xid = ChannelXid(self.posted.channel.id), MessageXid(self.posted.id)
        result = await request.bot.hope.withdraw_by_code(self.mark, self.code.value, channel_xid, message_xid)
        if result.what is Withdrawn.NOTHING:
            raise Refused(request.t("That is not the code of this spark, so nothing has changed."))
        await request.say(withdrawn(request.t, result))


class HopeChannels(commands.Cog):
    """Forgets where sparks were when their channel is deleted."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone, and with it whatever was posted there."""
        await self.bot.hope.channel_gone(ChannelXid(channel.id))


HANDLERS: dict[str, Handler] = {"withdraw": _withdraw, "mine": _mine}
