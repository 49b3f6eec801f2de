"""`/care protocol`: a server's admins write what their facilitators read in a hard moment."""

from __future__ import annotations

import discord

from bot.ui.cards.care import hard_moments
from bot.ui.guards import require_admin
from bot.ui.modal import SafeModal, text_field
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.user_text import lines

LONGEST, MOST_ON_CARD = 2000, 3000
"""The longest protocol, in characters: as it is written, and as it stands on its card, where signs may take two."""


async def show(request: Request) -> None:
    """Show the server's protocol, with the way to change it."""
    text = await request.bot.desks.care.protocol(require_admin(request))
    await request.show(hard_moments.protocol(request.t, text))


class ProtocolForm(SafeModal):
    """One field for all of it, filled in with what it is now."""

    def __init__(self, request: Request, text: str) -> None:
        t = request.t
        super().__init__(title=t("A hard moment"), custom_id="sc:protocol")
        self.field = text_field("sc:protocol:words", text, LONGEST, style=discord.TextStyle.paragraph)
        hint = t("Who does what, and whom to tell. Leave it empty to show the usual advice.")
        self.ask(t("What facilitators read"), self.field, hint)

    async def submitted(self, request: Request) -> None:
        guild_xid, t = require_admin(request), request.t
        text = "\n".join(line.strip() for line in self.field.value.strip().splitlines())
        if len(lines(text)) > MOST_ON_CARD:
            raise Refused(t("That is more than one card holds. Please write it with fewer signs."))
        await request.bot.desks.care.write_protocol(guild_xid, text)
        await request.redraw_or_show(hard_moments.protocol(t, text))


async def _write(press: Press) -> None:
    text = await press.bot.desks.care.protocol(require_admin(press))
    await press.open(ProtocolForm(press, text))


HANDLERS: dict[str, Handler] = {"protocol": _write}
