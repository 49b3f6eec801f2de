"""Looking at the formats of a server, and going on from one of them."""

from __future__ import annotations

from bot.circle.formats import Format
from bot.services.formats.own_formats import own_number
from bot.ui.cards.formats import browsing as cards
from bot.ui.cards.formats.words import by_number
from bot.ui.guards import require_admin
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.server_formats import content_here

from . import files
from .checking import card_of
from .naming import CopyModal


async def browse(request: Request) -> None:
    """Show all formats."""
    require_admin(request)
    await request.show(cards.listing(request.t, await content_here(request)))


async def pressed_format(press: Press) -> Format:
    """The format whose button was pressed, for an admin. Raises `Refused`, with the list, when it is gone."""
    require_admin(press)
    content = await content_here(press)
    found = by_number(content, press.number)
    if found is None:
        gone = press.t("That format is there no more. These are the formats now.")
        raise Refused(gone, card=cards.listing(press.t, content))
    return found


async def _list(press: Press) -> None:
    require_admin(press)
    await press.redraw(cards.listing(press.t, await content_here(press), press.seen))


async def _show(press: Press) -> None:
    require_admin(press)
    content = await content_here(press)
    found = content.formats.get(press.chosen[0])
    card = cards.listing(press.t, content) if found is None else cards.one(press.t, found)
    await press.redraw(card)


async def _copy(press: Press) -> None:
    await press.open(CopyModal(press, await pressed_format(press)))


async def _edit(press: Press) -> None:
    found = await pressed_format(press)
    kept = await press.bot.desks.formats.draft_of(press.guild_xid, own_number(found.id))
    await press.redraw(await card_of(press, kept))


async def _export(press: Press) -> None:
    await files.send(press, await pressed_format(press))


HANDLERS: dict[str, Handler] = {
    "fmtlist": _list,
    "menu:fmtshow": _show,
    "fmtcopy": _copy,
    "fmtedit": _edit,
    "fmtexport": _export,
}
