"""The private card of a server's settings: every option in words, what is missing, and a button for each."""

from __future__ import annotations

from bot.services.settings.servers import Server
from bot.ui.i18n import Translator
from bot.ui.layout import CALM, Card
from bot.ui.permissions import missing_for_hope, permission_names
from bot.ui.press import VerbButton
from bot.ui.request import Request
from bot.ui.user_text import escaped


async def settings_card(request: Request, server: Server | None = None, first: str = "") -> Card:
    """Every option of the server in words, and what is missing."""
    desks = request.bot.desks
    server = server or await desks.settings.server(request.guild_xid)
    t, options = request.t, server.options
    card = Card(CALM).say(first).say("### " + t("Settings of this server"))
    hope = [f"**{t('Hope channel')}**", *_hope(request, t, options.hope_xid)]
    if stuck := await desks.harvest.stuck(request.guild_xid):
        hope.append(
            t.many(
                "{count} spark of hope could not be posted there. I keep trying for a day after its time.",
                "{count} sparks of hope could not be posted there. I keep trying for a day after their time.",
                stuck,
            )
        )
    card.say("\n".join(hope))
    card.say(
        f"**{t('Time zone')}**\n"
        + t("Times that people type are meant in {zone}.", zone=escaped(options.zone))
    )
    days = t.many(
        "Circles are announced {count} day ahead.",
        "Circles are announced {count} days ahead.",
        options.horizon_days,
    )
    card.say(f"**{t('Calendar')}**\n{days}")
    return card.say("\n".join([f"**{t('Places to turn to')}**", *await _places(request, t)]))


async def _places(request: Request, t: Translator) -> list[str]:
    """How many places people are pointed to, and which are to be looked at again."""
    bot = request.bot
    there = await bot.desks.care.places(request.guild_xid)
    if not there and bot.settings.care.resources:
        return [
            t("Those that the people who run this bot have set are shown. /care resources sets your own.")
        ]
    if not there:
        return [t("None are set, and whoever asks for support is told so. /care resources sets some.")]
    lines = [
        t.many(
            "{count} place is shown to whoever asks for support.",
            "{count} places are shown to whoever asks for support.",
            len(there),
        )
    ]
    today = request.today
    if due := [escaped(place.title) for place in there if place.is_due(today)]:
        lines.append(
            t("It is time to look at these again, in /care resources: {names}.", names=", ".join(due))
        )
    return lines


def _hope(request: Request, t: Translator, hope_xid: int | None) -> list[str]:
    if hope_xid is None:
        return [t("None is set, so no spark of hope is posted. The harvest of each circle says so.")]
    guild = request.interaction.guild
    channel = guild.get_channel(hope_xid) if guild is not None else None
    if channel is None:
        return [t("It was deleted, or I cannot see it, so nothing is posted. Please choose another one.")]
    lines = [t("Sparks of hope are posted in {channel}.", channel=channel.mention)]
    if missing := missing_for_hope(channel.permissions_for(channel.guild.me)):
        lines.append(t("I lack this permission there: {names}.", names=permission_names(t, missing)))
    return lines


async def setup_card(request: Request, server: Server | None = None, first: str = "") -> Card:
    """The settings, with a button for each."""
    server = server or await request.bot.desks.settings.server(request.guild_xid)
    t = request.t
    card = await settings_card(request, server, first)
    return card.row(
        VerbButton.new("sethope", 0, server.version, t("Hope channel")),
        VerbButton.new("setzone", 0, server.version, t("Time zone")),
        VerbButton.new("setdays", 0, server.version, t("Calendar")),
    )
