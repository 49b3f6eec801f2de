"""Checks that ask Discord, over HTTP alone: a second connection to its gateway would answer presses twice."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import groupby
from typing import Any, cast

import aiohttp
import discord

from bot.client import SafeTree, StoryCircleBot
from bot.clock import Clock
from bot.content import Content
from bot.ids import GuildXid
from bot.services.settings.used_channels import UsedChannel
from bot.settings import ROOT, Settings
from bot.ui.i18n import Catalogues
from bot.ui.used_channels import channel_problems

from ..console import plain
from .finding import Finding, to_do, unknown, well

WITHIN_S = 10.0
"""How long Discord has to answer."""
CLOCK_S = 5.0
"""How many seconds this clock may differ from Discord's: a press is answered within three."""
FEW_STARTS = 50
"""How many connections Discord still allows today, below which it is said: beyond them it takes the token away."""


async def reach(settings: Settings) -> tuple[bool, list[Finding]]:
    """Whether Discord answers and knows the token, how many starts it allows, and what its clock says.

    Returns:
        Whether more can be asked, and what was found.
    """
    headers = {"Authorization": f"Bot {settings.discord.token.get_secret_value()}"}
    timeout = aiohttp.ClientTimeout(total=WITHIN_S)
    clock = Clock()
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as http,
            http.get(f"{discord.http.Route.BASE}/gateway/bot", headers=headers) as answer,
        ):
            now = clock.utcnow()
            told = answer.headers.get("Date", "")
            body = await answer.json(content_type=None) if answer.status == 200 else {}
    except (aiohttp.ClientError, TimeoutError, ValueError):
        words = "Discord cannot be reached. Look whether this machine is connected."
        return False, [to_do("discord", words)]
    found = [_clock(now, told)]
    if answer.status == 401:
        return False, [
            *found,
            to_do("discord", "It does not know this token. Make a new one, with story-circle init."),
        ]
    if answer.status != 200:
        words = f"Discord answered {answer.status}. Look at https://discordstatus.com, then try again."
        return False, [*found, to_do("discord", words)]
    found.append(well("discord", "It can be reached, and knows the token."))
    left = body.get("session_start_limit", {}).get("remaining", FEW_STARTS)
    if left < FEW_STARTS:
        found.append(
            to_do("starts", f"Discord allows only {left} more today. Look why the bot starts so often.")
        )
    return True, found


def _clock(now: datetime, told: str) -> Finding:
    try:
        off_s = (now - parsedate_to_datetime(told)).total_seconds()
    except ValueError:
        return unknown("clock", "Discord did not say what time it is.")
    if abs(off_s) > CLOCK_S:
        way = "ahead of" if off_s > 0 else "behind"
        words = f"This clock is {abs(off_s):.0f} seconds {way} Discord's. Switch on the setting of time by network."
        return to_do("clock", words)
    return well("clock", "It agrees with Discord's.")


class _Visitor(StoryCircleBot):
    """The bot with its commands and nothing else: it opens no database and answers nobody."""

    async def setup_hook(self) -> None:
        await self.add_commands()


@asynccontextmanager
async def visit(settings: Settings, content: Content) -> AsyncIterator[StoryCircleBot]:
    """A bot that is logged in and not connected."""

    async def nothing(_: StoryCircleBot, __: AsyncExitStack) -> None:
        """It starts no work."""

    catalogues = Catalogues.read(ROOT / "data" / "locales", settings.language.default)
    bot = _Visitor(settings, Clock(), content, catalogues, nothing)
    async with bot:
        await bot.login(settings.discord.token.get_secret_value())
        yield bot


async def application(bot: StoryCircleBot) -> list[Finding]:
    """Whether presses come to the bot, whether it may ask for what it needs, and whether people can install it."""
    about = await bot.application_info()
    found = []
    if about.interactions_endpoint_url:
        found.append(
            to_do(
                "application",
                "An Interactions Endpoint URL is set, so no press comes to the bot. "
                "Remove it in the developer portal, under General Information.",
            )
        )
    lacking = [
        title
        for flag, title, allowed in _PRIVILEGED
        if getattr(bot.intents, flag) and not _any(about, allowed)
    ]
    if lacking:
        found.append(
            to_do("intents", f"In the developer portal, under Bot, switch on: {', '.join(lacking)}.")
        )
    else:
        found.append(well("intents", "Nothing has to be switched on for it in the developer portal."))
    return found


_PRIVILEGED = (
    (
        "message_content",
        "Message Content Intent",
        ("gateway_message_content", "gateway_message_content_limited"),
    ),
    ("members", "Server Members Intent", ("gateway_guild_members", "gateway_guild_members_limited")),
    ("presences", "Presence Intent", ("gateway_presence", "gateway_presence_limited")),
)


def _any(about: discord.AppInfo, flags: Sequence[str]) -> bool:
    return any(getattr(about.flags, flag) for flag in flags)


async def commands(bot: StoryCircleBot) -> Finding:
    """Whether Discord knows the commands as they are now."""
    if await cast(SafeTree, bot.tree).is_known():
        return well("commands", "Discord knows them all.")
    if bot.settings.discord.sync_commands:
        return to_do(
            "commands", "Discord knows other commands than these. Start the bot again; it tells Discord."
        )
    return to_do(
        "commands",
        "Discord knows other commands than these. Set sync_commands under [discord] to true, and start again.",
    )


async def channels(bot: StoryCircleBot, used: Sequence[UsedChannel]) -> list[Finding]:
    """Whether the bot is in every server with circles, and has in every channel what they need."""
    found: list[Finding] = []
    by_guild = sorted(used, key=lambda one: one.guild_xid)
    for guild_xid, uses in groupby(by_guild, key=lambda one: one.guild_xid):
        try:
            guild = await _guild(bot, guild_xid)
        except (discord.NotFound, discord.Forbidden):
            words = f"The bot is not in the server {guild_xid}, which has circles. story-circle invite has the link."
            found.append(to_do("server", words))
            continue
        if guild.mfa_level is discord.MFALevel.require_2fa and not (bot.user and bot.user.mfa_enabled):
            words = f"{guild.name}: the server asks for two-factor authentication. Switch it on in your own account."
            found.append(to_do("two-factor", words))
        found += [
            to_do("channel", f"{guild.name}: {_named(guild, sentence)}")
            for sentence in dict.fromkeys(channel_problems(bot.catalogues.pick(), guild, uses))
        ]
    return found or [well("channels", "Every channel that circles use has what they need.")]


async def _guild(bot: StoryCircleBot, guild_xid: GuildXid) -> discord.Guild:
    """A server with its channels and what the bot is in it, as the gateway would tell of it."""
    assert bot.user is not None
    http = bot.http
    data: dict[str, Any] = {
        **await http.get_guild(guild_xid, with_counts=False),
        "channels": await http.get_all_guild_channels(guild_xid),
        "members": [await http.get_member(guild_xid, bot.user.id)],
    }
    return discord.Guild(data=cast(Any, data), state=bot._connection)


def _named(guild: discord.Guild, sentence: str) -> str:
    """A sentence of a card as it reads outside Discord."""

    def name(mention: re.Match[str]) -> str:
        channel = guild.get_channel(int(mention[1]))
        return f"#{channel}" if channel is not None else mention[0]

    return plain(re.sub(r"<#(\d+)>", name, sentence))
