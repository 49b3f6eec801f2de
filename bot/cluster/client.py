"""The Discord client of one process among several: it has the shards of its slots, and takes on more as it goes."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import discord
import yarl

from bot.client import Start, StoryCircleBot
from bot.clock import Clock
from bot.content import Content
from bot.ids import GuildXid
from bot.pace import Pace
from bot.settings import Settings
from bot.store.store import StoreError
from bot.ui.i18n import Catalogues

from .bookings import Bookings
from .shared_pace import SharedPace

if TYPE_CHECKING:
    from discord.types.gateway import SessionStartLimit

log = logging.getLogger(__name__)

BETWEEN_IDENTIFIES_S = 5.3
"""Of the shards with the same number by `max_concurrency`, one may identify in five seconds. Source: Discord's docs,
Gateway > Sharding > Max Concurrency."""
CONNECTS_WITHIN_S = 90.0
"""How long the shards of a slot may take to connect."""
UNREACHED = (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError)
AGAIN_S = 5.0
GREETED_AFTER_S = 0.3
"""How long no other shard has become ready until the bot is greeted: it looks at every server then."""


class ClusterBot(StoryCircleBot, discord.AutoShardedClient):
    """One bot in several processes."""

    def __init__(
        self, settings: Settings, clock: Clock, content: Content, catalogues: Catalogues, start: Start
    ) -> None:
        self._bookings = Bookings(settings.database.url)
        super().__init__(settings, clock, content, catalogues, start)
        self.shard_count = settings.cluster.shards
        self.slots.hold_while(lambda: False)  # none is had before it is claimed
        self._at_once = 1
        self._begun = asyncio.Event()
        self._greeting: asyncio.TimerHandle | None = None
        self._told: set[int] = set()
        """The shards that have told of all their servers since they connected."""
        self._missed: set[int] = set()
        """Those of them to which nobody had listened until they connected, since the bot was greeted last."""
        self._greeted: frozenset[int] = frozenset()
        """The same when it was greeted last."""
        self._heard_until: dict[int, float] = {}
        """Until when a shard has to connect here so that what another process heard of it counts."""

    def make_pace(self) -> Pace:
        return SharedPace(self.clock, self.settings.discord.calls_per_second, self._bookings, self.slots)

    @property
    def is_connected(self) -> bool:
        """Whether it is connected to Discord as far as it has to be: without a slot it only stands by."""
        return not self.is_closed() and (self.is_ready() or not self.slots.own)

    # Shards

    async def launch_shards(self) -> None:
        """None at first. Each slot that is taken brings its own (`connect_slots`)."""
        self._connection.shard_count = self.shard_count
        self._connection.shard_ids = range(self.settings.cluster.shards)
        self._begun.set()

    def is_back(self, guild_xid: GuildXid) -> bool:
        shard = self._shard_of(guild_xid)
        return self._is_ours(shard) and shard in self._told

    def missed(self) -> Callable[[GuildXid], bool]:
        shards = self._greeted
        return lambda guild_xid: (shard := self._shard_of(guild_xid)) in shards and self._is_ours(shard)

    def heard_until_now(self, slot: int) -> None:
        """Another process listened to the servers of a slot until a moment ago: once it is connected here, nobody need
        look at everything in them. What changes in that moment is found when it is needed."""
        until = self.loop.time() + CONNECTS_WITHIN_S
        self._heard_until |= dict.fromkeys(self.settings.cluster.shards_of(slot), until)

    async def connect_slots(self, slots: Iterable[int]) -> None:
        """Connect the shards of these slots, as many at once as Discord allows."""
        await self._begun.wait()
        _, url, limits = await self._gateway()
        self._at_once = max(1, limits["max_concurrency"])
        lines: dict[int, list[int]] = defaultdict(list)
        for slot in slots:
            for shard in self.settings.cluster.shards_of(slot):
                lines[shard % self._at_once].append(shard)
        if limits["remaining"] < sum(map(len, lines.values())):
            log.warning(
                "Discord lets this bot identify %d times more today, and it has more shards to connect",
                limits["remaining"],
            )
        await asyncio.gather(*(self._connect(yarl.URL(url), line) for line in lines.values()))

    async def _gateway(self) -> tuple[int, str, SessionStartLimit]:
        while True:
            try:
                return await self.http.get_bot_gateway()
            except UNREACHED as error:
                log.warning("Discord does not say how shards may connect: %s", type(error).__name__)
                await self.clock.sleep(AGAIN_S, "Discord's gateway")

    async def _connect(self, gateway: yarl.URL, line: list[int]) -> None:
        for shard in line:
            if self._is_ours(shard):
                await self.launch_shard(gateway, shard)
            if not self._is_ours(shard):  # it was given up while it connected
                await self._disconnect(shard)

    def _shard_of(self, guild_xid: GuildXid) -> int:
        """Source: Discord's docs, Gateway > Sharding > Sharding Formula."""
        return (guild_xid >> 22) % self.settings.cluster.shards

    def _is_ours(self, shard: int) -> bool:
        return self.settings.cluster.slot_of(shard << 22) in self.slots.own

    async def disconnect_slot(self, slot: int) -> None:
        """Disconnect the shards of a slot that others have now, and forget their servers."""
        for shard in self.settings.cluster.shards_of(slot):
            await self._disconnect(shard)

    async def _disconnect(self, shard: int) -> None:
        if (connected := self.get_shard(shard)) is not None and not connected.is_closed():
            await connected.disconnect()
        for guild in [guild for guild in self.guilds if guild.shard_id == shard]:
            self._connection._remove_guild(guild)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until this shard may identify; no other process does so with the same number meanwhile."""
        name = f"identify {(shard_id or 0) % self._at_once}"

        async def sleep(seconds: float) -> None:
            await self.clock.sleep(seconds, "Discord's limit of identifying")

        book = partial(self._bookings.book, name, BETWEEN_IDENTIFIES_S)
        try:
            if not await self._bookings.wait_for(book, sleep):
                await sleep(BETWEEN_IDENTIFIES_S)
        except StoreError:
            log.warning(
                "The database does not say when a shard may identify; it waits as long as one alone would"
            )
            await sleep(BETWEEN_IDENTIFIES_S)

    async def on_shard_connect(self, shard: int) -> None:
        """It is about to tell of all its servers."""
        self._told.discard(shard)

    async def on_shard_ready(self, shard: int) -> None:
        """The library says that all is ready when every shard is, and here none ever has every shard."""
        self._told.add(shard)
        if self.loop.time() > self._heard_until.pop(shard, 0.0):
            self._missed.add(shard)
        if self._greeting is not None:
            self._greeting.cancel()
        self._greeting = self.loop.call_later(GREETED_AFTER_S, self._greet)

    def _greet(self) -> None:
        self._greeted, self._missed = frozenset(self._missed), set()
        self._connection.call_handlers("ready")
        self.dispatch("ready")

    async def on_shard_resumed(self, _: int) -> None:
        """Nothing: `on_resumed` says the same."""

    async def sync_commands(self) -> None:
        """As ever; but where Discord does not answer, whoever takes this over next tries again."""
        try:
            await super().sync_commands()
        except UNREACHED as error:
            log.warning("The commands could not be synchronised: %s", type(error).__name__)

    # Servers of others

    async def server(self, guild_xid: GuildXid) -> discord.Guild | None:
        """A server, also where another process is told of it: a direct message may be about any."""
        found = self.get_guild(guild_xid)
        if found is not None or self.settings.cluster.slot_of(guild_xid) in self.slots.own:
            return found
        self.pace.ahead()
        self.pace.ahead()
        try:
            guild = await self.fetch_guild(guild_xid, with_counts=False)
            for channel in await guild.fetch_channels():
                guild._add_channel(channel)
        except (discord.NotFound, discord.Forbidden):
            return None
        return guild

    # The end

    def lose(self) -> asyncio.Task[None]:
        """Others have its slots now, or may have them soon: stop at once. The process begins anew and stands by."""
        self.begins_anew = True
        # What lies in its sockets was told to whoever has its shards now, too.
        self._connection.parsers.clear()
        return asyncio.create_task(self.close(), name="close")

    async def close(self) -> None:
        if self._greeting is not None:
            self._greeting.cancel()
        await super().close()
        await self._bookings.close()
