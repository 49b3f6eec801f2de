"""`/participation report`: pictures and words, for whoever asks alone."""

from __future__ import annotations

import asyncio
import io

import discord

from bot.ui.cards.participation import chart
from bot.ui.cards.participation import report as cards
from bot.ui.refused import Refused
from bot.ui.request import Request

from .asking import asker_of, period_of


async def report(request: Request, typed: str | None, circle: str | None, drawing: asyncio.Lock) -> None:
    """Show what may be shown of a period, of all circles or of one. `drawing` is held while pictures are drawn."""
    asker, period, t = asker_of(request), period_of(request, typed), request.t
    await request.take_time()
    found = await request.bot.desks.participation.report(request.guild_xid, period, asker)
    shown = cards.chosen(t, found, circle)
    if shown is None:
        words = t("I know no circle of yours by that name. Please choose one from the list.")
        raise Refused(f"{words} " + t("Circles without a schedule are counted together, as other circles."))
    if shown.is_nothing:
        await request.show(cards.too_little(t, cards.title(t, shown), period))
        return
    async with drawing:
        pictures = await asyncio.to_thread(chart.pictures, t, shown.rows)
    others = [one for one in found.series if one is not shown]
    card = cards.report_card(t, shown, period, others, pictures)
    files = [discord.File(io.BytesIO(picture.png), picture.name) for picture in pictures]
    await request.show_with_files(card, files)
