"""The gateway: what Discord tells the bot, shard by shard, with what a connection missed kept for when it resumes."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import discord
from aiohttp import WSMsgType, web

from .shapes import APPLICATION, BOT, Json, user

if TYPE_CHECKING:
    from .server import Stub

NEEDS = {
    "GUILD_MEMBER_": "members",
    "GUILD_SCHEDULED_EVENT_": "guild_scheduled_events",
    "STAGE_INSTANCE_": "guilds",
    "GUILD_": "guilds",
    "CHANNEL_": "guilds",
    "THREAD_": "guilds",
    "VOICE_STATE_": "voice_states",
    "PRESENCE_": "presences",
}
"""Which intent an event needs, by how its name begins. Source: Discord's docs, Gateway > List of Intents."""
BETWEEN_IDENTIFIES_S = 5.0
"""How long after one shard another with the same number by `max_concurrency` may identify.

Source: Discord's docs, Gateway > Sharding > Max Concurrency; whoever is earlier gets Invalid Session (opcode 9), as
under Gateway > Rate Limiting > Session Starts."""


class Session:
    """What one connection identified as, from READY until nobody resumes it."""

    def __init__(self, number: int, shard: int, intents: discord.Intents) -> None:
        self.id = f"session-{number}"
        self.shard = shard
        self.intents = intents
        self.told: list[Json] = []
        """What it was told, in order."""
        self.socket: web.WebSocketResponse | None = None

    async def tell(self, name: str, data: Json) -> None:
        """Tell it, now or when it resumes, if the bot has the intent for it."""
        needed = next((intent for start, intent in NEEDS.items() if name.startswith(start)), None)
        if needed is not None and not getattr(self.intents, needed):
            return
        # As it is now: what is told later must not show what happened since.
        event = json.loads(json.dumps({"op": 0, "t": name, "s": len(self.told) + 1, "d": data}))
        self.told.append(event)
        if self.socket is not None and not self.socket.closed:
            try:
                await self.socket.send_json(event)
            except ConnectionError:
                self.socket = None


class Gateway:
    """What Discord tells the bot, under the intents that the bot has. A test that says nothing has one shard."""

    def __init__(self, stub: Stub) -> None:
        self._stub = stub
        self._last: Session | None = None
        self._sessions: list[Session] = []
        self._transport: asyncio.Transport | None = None
        self._identified_at: dict[int, float] = {}
        self.shards = 1
        """How many shards the bot should have, as GET /gateway/bot says."""
        self.max_concurrency = 1
        self.keeps_count = False
        """Whether one that identifies too soon is refused. Off where time runs faster for the bot than here."""
        self.identified = 0
        self.resumed = 0
        self.too_soon: list[float] = []
        """By how many seconds each shard was too early that identified too soon, in order."""
        self.silent = False
        """While set, nothing is told of the servers after READY."""
        self.away = False
        """While set, connections are refused."""

    @property
    def intents(self) -> discord.Intents:
        """Those of the last session."""
        return discord.Intents.none() if self._last is None else self._last.intents

    @property
    def told(self) -> list[Json]:
        """What the last session was told, in order."""
        return [] if self._last is None else self._last.told

    def connected(self) -> set[int]:
        """The shards that are connected now."""
        return {one.shard for one in self._sessions if one.socket is not None and not one.socket.closed}

    def address(self) -> Json:
        """What GET /gateway/bot says. Source: Discord's docs, Gateway > Session Start Limit Object."""
        limits = {
            "total": 1000,
            "remaining": max(0, 999 - self.identified),
            "reset_after": 0,
            "max_concurrency": self.max_concurrency,
        }
        return {
            "url": f"ws://{self._stub.origin}/gateway",
            "shards": self.shards,
            "session_start_limit": limits,
        }

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection."""
        if self.away:
            raise web.HTTPServiceUnavailable
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self._transport = request.transport
        await ws.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}})
        async for message in ws:
            if message.type is not WSMsgType.TEXT:
                break
            got = json.loads(message.data)
            if got["op"] == 1:
                await ws.send_json({"op": 11})
            elif got["op"] == 2:
                await self._identify(ws, got["d"])
            elif got["op"] == 6:
                await self._resume(ws, got["d"])
        for session in self._sessions:
            if session.socket is ws:
                session.socket = None
        return ws

    async def _identify(self, ws: web.WebSocketResponse, asked: Json) -> None:
        shard, count = asked.get("shard") or (0, 1)
        key, now = shard % self.max_concurrency, time.monotonic()
        if self.keeps_count:
            early_s = self._identified_at.get(key, -BETWEEN_IDENTIFIES_S) + BETWEEN_IDENTIFIES_S - now
            if early_s > 0:
                self.too_soon.append(early_s)
                await ws.send_json({"op": 9, "d": False})
                return
            self._identified_at[key] = now
        self.identified += 1
        # Another session of the same shard goes on, as at Discord: both are told of everything.
        self._sessions = [one for one in self._sessions if one.shard != shard or one.socket is not None]
        session = Session(self.identified, shard, discord.Intents._from_value(asked["intents"]))
        session.socket, self._last = ws, session
        self._sessions.append(session)
        stub = self._stub
        mine = [guild for guild in stub.world.guilds if (guild >> 22) % count == shard]
        ready: dict[str, Any] = {
            "v": 10,
            # Of a bot, this says what its owner has. Source: User Resource > User Structure.
            "user": {**user(BOT, bot=True), "mfa_enabled": stub.world.owner_has_two_factor},
            "guilds": [{"id": str(guild), "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": f"ws://{stub.origin}/gateway",
            "shard": [shard, count],
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await session.tell("READY", ready)
        if not self.silent:
            await self._tell_of_guilds(session, mine)

    async def tell_of_guilds(self) -> None:
        """GUILD_CREATE for every server that is there."""
        assert self._last is not None
        await self._tell_of_guilds(self._last, list(self._stub.world.guilds))

    async def _tell_of_guilds(self, session: Session, guilds: list[int]) -> None:
        world = self._stub.world
        for guild in guilds:
            if world.servers[guild].available:
                await session.tell("GUILD_CREATE", world.guild(guild))

    async def _resume(self, ws: web.WebSocketResponse, asked: Json) -> None:
        session = next((one for one in self._sessions if one.id == asked["session_id"]), None)
        if session is None:
            await ws.send_json({"op": 9, "d": False})
            return
        self.resumed += 1
        session.socket, self._last = ws, session
        for event in session.told[asked["seq"] or 0 :]:
            await ws.send_json(event)
        await session.tell("RESUMED", {})

    async def dispatch(self, name: str, data: Json) -> None:
        """Tell every session of the shard that it concerns: that of the server, or shard 0.

        Source: Discord's docs, Gateway > Sharding (`shard_id = (guild_id >> 22) % num_shards`; direct messages are
        only sent to shard 0).
        """
        of = data["id"] if name.startswith("GUILD_") and "guild_id" not in data else data.get("guild_id", 0)
        shard = (int(of) >> 22) % self.shards
        for session in list(self._sessions):
            if session.shard == shard:
                await session.tell(name, data)

    # What goes wrong

    def drop(self) -> None:
        """The last connection is lost, without a word."""
        assert self._transport is not None
        if self._last is not None:
            self._last.socket = None
        self._transport.abort()

    async def ask_to_reconnect(self) -> None:
        """Discord moves the last connection elsewhere."""
        assert self._last is not None
        assert self._last.socket is not None
        await self._last.socket.send_json({"op": 7, "d": None})
        self._last.socket = None

    def forget_session(self) -> None:
        """What was known of the last session is gone: resuming it will be refused."""
        self._sessions = [one for one in self._sessions if one is not self._last]
