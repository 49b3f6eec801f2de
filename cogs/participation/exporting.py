"""`/participation export`: the numbers of a report as files, for whoever asks alone."""

from __future__ import annotations

import io

import discord

from bot.ui.cards.participation import files
from bot.ui.cards.participation import report as cards
from bot.ui.layout import CALM, Card
from bot.ui.request import Request

from .asking import asker_of, period_of


async def export(request: Request, typed: str | None) -> None:
    """Give what may be shown of a period as files."""
    asker, period, t = asker_of(request), period_of(request, typed), request.t
    await request.take_time()
    found = await request.bot.desks.participation.report(request.guild_xid, period, asker)
    if found.is_nothing:
        await request.show(
            cards.too_little(t, t("All circles") if asker is None else t("Your circles"), period)
        )
        return
    guild = request.interaction.guild
    written = files.files(t, found, t("Story Circle") if guild is None else guild.name)
    card = Card(CALM).say("## " + t("Participation"))
    card.say(t("{page} is a page for those who fund you. The others are for a spreadsheet.", page=files.PAGE))
    for name in written:
        card.file(name)
    card.say("-# " + cards.rules(t))
    attached = [discord.File(io.BytesIO(content), name) for name, content in written.items()]
    await request.show_with_files(card, attached)
