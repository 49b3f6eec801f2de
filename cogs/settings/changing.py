"""A small modal for each of a server's settings. Wrong input changes nothing, and says what would do."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.services.settings.servers import HORIZON_DAYS, ChangedMeanwhile, Server
from bot.ui.cards.settings import with_buttons
from bot.ui.guards import require_admin
from bot.ui.i18n import Translator
from bot.ui.modal import SafeModal, text_field
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.typed import read_zone

from .reading import settings_of


class _OptionModal(SafeModal):
    """One option. It remembers which version of the settings its reader was looking at."""

    def __init__(self, t: Translator, title: str, verb: str, seen: int) -> None:
        super().__init__(title=title, custom_id=f"sc:{verb}:0:{seen}")
        self.t = t
        self.seen = seen

    async def change(self, request: Request, **changes: Any) -> None:
        """Change it, and draw the card anew; or show how it is now when somebody else was quicker."""
        require_admin(request)
        try:
            server = await request.bot.desks.settings.change(request.guild_xid, self.seen, **changes)
            first = ""
        except ChangedMeanwhile as meanwhile:
            server = meanwhile.now
            first = self.t(
                "Somebody else changed these settings meanwhile, so yours were not saved. This is how they are "
                "now; press a button again if you would still like to change something."
            )
        await request.redraw_or_show(with_buttons(await settings_of(request, server), first))


class HopeModal(_OptionModal):
    """Chooses the hope channel, or none."""

    def __init__(self, t: Translator, server: Server, seen: int) -> None:
        super().__init__(t, t("Hope channel"), "sethope", seen)
        chosen = [] if server.options.hope_xid is None else [server.options.hope_xid]
        kind = discord.SelectDefaultValueType.channel
        self.field: ui.ChannelSelect[HopeModal] = ui.ChannelSelect(
            channel_types=[discord.ChannelType.text],
            required=False,
            min_values=0,
            max_values=1,
            default_values=[discord.SelectDefaultValue(id=xid, type=kind) for xid in chosen],
            custom_id="sc:sethope:channel",
        )
        what = t("Where sparks of hope are posted. Leave it empty to post none.")
        self.ask(t("A text channel"), self.field, what)

    async def submitted(self, request: Request) -> None:
        chosen = self.field.values
        await self.change(request, hope_xid=chosen[0].id if chosen else None)


class ZoneModal(_OptionModal):
    """Sets the time zone."""

    def __init__(self, t: Translator, server: Server, seen: int) -> None:
        super().__init__(t, t("Time zone"), "setzone", seen)
        self.field = text_field("sc:setzone:name", server.options.zone, 60, required=True)
        what = t("Its name, such as Europe/Berlin, America/New_York or UTC.")
        self.ask(t("Time zone"), self.field, what)

    async def submitted(self, request: Request) -> None:
        try:
            zone = read_zone(self.t, self.field.value)
        except Refused as problem:
            raise Refused(f"{problem} " + self.t("Nothing has changed.")) from None
        await self.change(request, zone=zone)


class DaysModal(_OptionModal):
    """Sets how far ahead circles are announced."""

    def __init__(self, t: Translator, server: Server, seen: int) -> None:
        super().__init__(t, t("Calendar"), "setdays", seen)
        self.field = text_field("sc:setdays:days", str(server.options.horizon_days), 8, required=True)
        what = t("For how many days ahead circles are announced, {first} to {last}.", **_DAYS)
        self.ask(t("Days"), self.field, what)

    async def submitted(self, request: Request) -> None:
        typed = self.field.value.strip()
        if not (typed.isascii() and typed.isdigit() and int(typed) in HORIZON_DAYS):
            words = self.t("Please give a whole number from {first} to {last}. Nothing has changed.", **_DAYS)
            raise Refused(words)
        await self.change(request, horizon_days=int(typed))


_DAYS = {"first": HORIZON_DAYS[0], "last": HORIZON_DAYS[-1]}


def _opens(modal: type[HopeModal | ZoneModal | DaysModal]) -> Handler:
    async def pressed(press: Press) -> None:
        require_admin(press)
        server = await press.bot.desks.settings.server(press.guild_xid)
        await press.open(modal(press.t, server, press.seen))

    return pressed


HANDLERS: dict[str, Handler] = {
    "sethope": _opens(HopeModal),
    "setzone": _opens(ZoneModal),
    "setdays": _opens(DaysModal),
}
