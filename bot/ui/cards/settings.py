"""The private card of a server's settings: every option in words, what is missing, and a button for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import discord

from bot.services.care.places import SupportPlace
from bot.services.settings.servers import Server

from ..i18n import Translator
from ..layout import CALM, Card
from ..permissions import missing_for_hope, permission_names
from ..press import VerbButton
from ..user_text import escaped


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsContext:
    """What the card of a server's settings is drawn from."""

    t: Translator
    server: Server
    hope: discord.abc.GuildChannel | None
    """The hope channel; None when it was deleted, or the bot cannot see it."""
    stuck: int
    """How many sparks of hope could not be posted there."""
    places: Sequence[SupportPlace]
    has_usual_places: bool
    """Whether the settings of the bot have places to turn to."""
    today: date


def overview(context: SettingsContext, first: str = "") -> Card:
    """Every option of the server in words, and what is missing, below a first sentence if there is one."""
    t, options = context.t, context.server.options
    return (
        Card(CALM)
        .say(first)
        .say("### " + t("Settings of this server"))
        .say("\n".join([f"**{t('Hope channel')}**", *_hope(context)]))
        .say(f"**{t('Time zone')}**\n" + t("Times people type are in {zone}.", zone=escaped(options.zone)))
        .say(
            f"**{t('Calendar')}**\n"
            + t.many(
                "Circles are announced {count} day ahead.",
                "Circles are announced {count} days ahead.",
                options.horizon_days,
            )
        )
        .say("\n".join([f"**{t('Places to turn to')}**", *_places(context)]))
    )


def with_buttons(context: SettingsContext, first: str = "") -> Card:
    """The settings, with a button for each, below a first sentence if there is one."""
    t, version = context.t, context.server.version
    return overview(context, first).row(
        VerbButton.new("sethope", 0, version, t("Hope channel")),
        VerbButton.new("setzone", 0, version, t("Time zone")),
        VerbButton.new("setdays", 0, version, t("Calendar")),
    )


def _places(context: SettingsContext) -> list[str]:
    """How many places people are pointed to, and which are to be looked at again."""
    t, there = context.t, context.places
    if not there and context.has_usual_places:
        return [t("The places set by the people who run this bot are shown. /care resources sets your own.")]
    if not there:
        return [t("None are set. People who ask for support are told so. /care resources sets some.")]
    lines = [
        t.many(
            "People who ask for support see {count} place.",
            "People who ask for support see {count} places.",
            len(there),
        )
    ]
    if due := [escaped(place.title) for place in there if place.is_due(context.today)]:
        lines.append(t("Please check these again, in /care resources: {names}.", names=", ".join(due)))
    return lines


def _hope(context: SettingsContext) -> list[str]:
    t, channel = context.t, context.hope
    if context.server.options.hope_xid is None:
        lines = [t("None is set, so no spark of hope is posted. The harvest of each circle says so.")]
    elif channel is None:
        lines = [t("It was deleted, or I cannot see it, so nothing is posted. Please choose another one.")]
    else:
        lines = [t("Sparks of hope are posted in {channel}.", channel=channel.mention)]
        if missing := missing_for_hope(channel.permissions_for(channel.guild.me)):
            lines.append(t("I lack this permission there: {names}.", names=permission_names(t, missing)))
    if context.stuck:
        lines.append(
            t.many(
                "{count} spark of hope could not be posted there. I keep trying for a day after its time.",
                "{count} sparks of hope could not be posted there. I keep trying for a day after their time.",
                context.stuck,
            )
        )
    return lines
