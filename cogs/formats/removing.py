"""Removing one of a server's own formats, once it was asked for twice."""

from __future__ import annotations

from bot.services.formats.own_formats import own_number
from bot.ui.cards.formats import browsing as cards
from bot.ui.cards.formats.words import title_of
from bot.ui.request import Handler, Press
from bot.ui.server_formats import content_here

from .browsing import pressed_format


async def _ask(press: Press) -> None:
    found = await pressed_format(press)
    schedules = await press.bot.desks.formats.used_by(press.guild_xid, found.id)
    await press.redraw(cards.confirm_removal(press.t, found, schedules))


async def _remove(press: Press) -> None:
    found = await pressed_format(press)
    await press.bot.desks.formats.remove(press.guild_xid, own_number(found.id))
    await press.redraw(cards.listing(press.t, await content_here(press)))
    await press.say(press.t("**{name}** is removed.", name=title_of(press.t, found)))


async def _keep(press: Press) -> None:
    await press.redraw(cards.one(press.t, await pressed_format(press)))


HANDLERS: dict[str, Handler] = {"fmtremove": _ask, "fmtgone": _remove, "fmtkeep": _keep}
