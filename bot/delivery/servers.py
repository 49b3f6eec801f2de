"""Servers that come and go, as Discord tells of them: kept, so that everything of a server waits while it is away.

One server is looked at after the other (`arrivals`), and what follows is in `bot.services.absence`. At every greeting
the servers that something is kept of are compared with those Discord names: one may have gone, or come back, while the
bot was away.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine

import discord

from bot.clock import Clock
from bot.ids import GuildXid
from bot.services.absence.desk import AbsenceDesk
from bot.services.unit_of_work import NotSaved
from bot.ui.request import Bot

from .arrivals import Arrivals

log = logging.getLogger(__name__)

AGAIN_S = 60.0


class Servers:
    """Listens to the gateway, and erases what has to be when its time has come. `run` until it is cancelled."""

    def __init__(self, absence: AbsenceDesk, clock: Clock, bot: Bot, arrivals: Arrivals) -> None:
        self._absence = absence
        self._clock = clock
        self._bot = bot
        self._arrivals = arrivals
        self._news = asyncio.Event()

    def listen(self) -> None:
        """Begin to listen."""
        heard: dict[str, Callable[..., Coroutine[object, object, None]]] = {
            "on_ready": self._ready,
            "on_guild_available": self._came,
            "on_guild_join": self._came,
            "on_guild_unavailable": self._went,
            "on_guild_remove": self._removed,
        }
        for name, listener in heard.items():
            self._bot.add_listener(listener, name)

    async def run(self) -> None:
        """Erase what is due, for ever."""
        while True:
            self._news.clear()
            wait_s: float | None = AGAIN_S
            try:
                wait_s = await self._erase()
            except Exception:
                # Whatever it is, it is tried again: what was promised to be erased is erased.
                log.exception("What is kept of servers that are gone could not be erased")
            await self._clock.wait(self._news, "the end of a server's week", wait_s)

    async def _erase(self) -> float | None:
        erased = await self._absence.erase_due()
        if erased:
            log.info(
                "Servers the bot was taken out of a week ago, of which all that is sealed was erased: %d",
                erased,
            )
        following = await self._absence.next_erasure()
        return None if following is None else max(1.0, (following - self._clock.utcnow()).total_seconds())

    # What Discord tells

    async def _ready(self) -> None:
        try:
            known = await self._absence.known()
        except NotSaved:
            log.warning("The servers could not be compared with those Discord names; the next greeting does")
            return
        for guild_xid in sorted(known):
            guild = self._bot.get_guild(guild_xid)
            if guild is None:
                if self._is_ours(guild_xid):
                    self._arrivals.add(guild_xid, self._left, always=True)
            elif guild.unavailable:
                await self._went(guild)
            else:
                await self._came(guild)

    def _is_ours(self, guild_xid: GuildXid) -> bool:
        """Whether this process would have been told of that server: another shard's is not missing."""
        count = self._bot.shard_count or 1
        shards = getattr(self._bot, "shards", None)
        number = (guild_xid >> 22) % count
        if shards is not None:
            return number in shards and not shards[number].is_closed()
        return count == 1 or number == self._bot.shard_id

    async def _came(self, guild: discord.Guild) -> None:
        self._arrivals.add(GuildXid(guild.id), self._back)

    async def _went(self, guild: discord.Guild) -> None:
        self._arrivals.add(GuildXid(guild.id), self._out_of_reach, always=True)

    async def _removed(self, guild: discord.Guild) -> None:
        self._arrivals.add(GuildXid(guild.id), self._left, always=True)

    # When it is its turn

    async def _out_of_reach(self, guild_xid: GuildXid) -> None:
        await self._away(guild_xid, removed=False)

    async def _left(self, guild_xid: GuildXid) -> None:
        await self._away(guild_xid, removed=True)

    async def _away(self, guild_xid: GuildXid, *, removed: bool) -> None:
        if await self._absence.begin(guild_xid, removed=removed):
            log.info("A server is %s; everything of it waits", "left" if removed else "not available")
            self._news.set()

    async def _back(self, guild_xid: GuildXid) -> None:
        if await self._absence.end(guild_xid):
            log.info("A server is back; what waited goes on")
