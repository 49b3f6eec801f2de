"""Giving an admin the page with which anybody can check this server's slips for proof of attendance."""

from __future__ import annotations

import io

import discord

from bot.ui.cards.settings.checking_page import PAGE, page, page_card
from bot.ui.guards import require_admin
from bot.ui.request import Press


async def give_page(press: Press) -> None:
    """Give the page, in the language of the server."""
    require_admin(press)
    key = press.bot.desks.settings.slip_key(press.guild_xid)
    await press.take_time()
    written = page(press.bot.catalogues.pick(press.server_language), {key.mark: key.words})
    file = discord.File(io.BytesIO(written.encode()), PAGE)
    await press.show_with_files(page_card(press.t, key.mark), [file])
