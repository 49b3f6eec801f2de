"""Offering a spark of hope. Until somebody agrees, their words are on their own private card and nowhere else:
each press reads them back from there, so a restart loses nothing. Memory holds only what was refused, to try again.
"""

from __future__ import annotations

from dataclasses import replace

import aiohttp
import discord

from bot.circle.model import Moment
from bot.ids import ChannelXid, SessionId
from bot.services.harvest.sparks import Spark, new_token
from bot.ui.anonymous_lines import TITLE_LENGTH, WORDS_LENGTH, spark_from
from bot.ui.cards import harvest as cards
from bot.ui.layout import Card
from bot.ui.modal import SafeModal, text_field
from bot.ui.optional_questions import asked
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request


async def _offer(press: Press) -> None:
    await _channel(press, press.session_id)
    await press.open(SparkModal(press, press.session_id))


async def _channel(request: Request, session_id: SessionId) -> ChannelXid:
    """The hope channel a spark would go to. Raises `Refused` when that is not possible."""
    chance = await request.bot.desks.harvest.chance(session_id, request.member_xid)
    request.granted(chance)
    if chance.has_offered:
        raise _already(request)
    guild = request.interaction.guild
    is_gone = guild is not None and guild.get_channel(chance.hope_xid or 0) is None
    if chance.hope_xid is None or is_gone:
        raise Refused(
            request.t(
                "This server has no hope channel now, so nothing is posted. Your spark stays with you."
            ),
            is_final=True,
        )
    return chance.hope_xid


def _already(request: Request) -> Refused:
    return Refused(
        request.t("You have offered a spark in this circle. Each person offers one. Thank you for it."),
        is_final=True,
    )


class SparkModal(SafeModal):
    """Two small fields, both of them optional."""

    def __init__(self, request: Request, session_id: SessionId) -> None:
        t = request.t
        super().__init__(title=t("A spark of hope"), custom_id=f"sc:spark:{session_id}")
        self.session_id = self.about_session = session_id
        self.heading = text_field("sc:spark:title", "", TITLE_LENGTH)
        self.words = text_field("sc:spark:words", "", WORDS_LENGTH, style=discord.TextStyle.paragraph)
        first = t("A name for the story you told or heard. You may leave it empty.")
        second = t("A sentence or an image. You may leave it empty, too. Nothing is posted before you agree.")
        self.ask(t("A title"), self.heading, first)
        self.ask(t("One spark of hope"), self.words, second)

    async def submitted(self, request: Request) -> None:
        spark = spark_from(request.t, self.heading.value, self.words.value)
        channel_xid = await _channel(request, self.session_id)
        years = request.bot.settings.keeping.spark_years
        await request.show(cards.preview(request.t, self.session_id, new_token(), spark, channel_xid, years))


def _share(*, title: bool, words: bool) -> Handler:
    async def pressed(press: Press) -> None:
        seen = cards.read_back(press.interaction.message)
        agreed = replace(seen, title=seen.title if title else "", words=seen.words if words else "")
        await _agreed(press, agreed)

    return pressed


async def _agreed(press: Press, spark: Spark) -> None:
    """Keep what was agreed to, and give the way to take it back to its giver alone."""
    bot, t = press.bot, press.t
    if spark == Spark():
        raise Refused(t("I cannot read that card any more. Please press Offer a spark once more."))
    await press.interaction.response.defer()
    offered = await bot.desks.harvest.offer(press.session_id, press.member_xid, press.token, spark)
    press.granted(offered.answer)
    if not offered.is_kept:
        raise _already(press)
    years = bot.settings.keeping.spark_years
    try:
        # The token is the nonce as well: pressed twice, the message is sent once.
        card = cards.kept(t, press.token, spark, years)
        written = await bot.whispers.write(press.member_xid, card, press.token)
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        written = False
    if written:
        words = t(
            "Thank you. I have sent you a direct message with which you can withdraw it whenever you like."
        )
        card = Card().say(words)
    else:
        card = cards.kept_here(t, press.token, spark, bot.hope.code(press.token), years)
    card = await asked(press, press.session_id, card, Moment.LEAVING)
    await press.interaction.edit_original_response(view=card)


async def _leave(press: Press) -> None:
    words = press.t(
        "It stays with you, and nothing of it was kept. You may still offer one while the harvest lasts."
    )
    await press.redraw(Card().say(words))


HANDLERS: dict[str, Handler] = {
    "spark": _offer,
    "sharetitle": _share(title=True, words=False),
    "sharespark": _share(title=False, words=True),
    "shareboth": _share(title=True, words=True),
}
ANYWHERE: dict[str, Handler] = {"shareno": _leave}
