"""The gateway: one connection at a time, with what it missed kept for when it resumes."""

from __future__ import annotations

import asyncio
import json
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


class Gateway:
    """What Discord tells the bot, under the intents that the bot has."""

    def __init__(self, stub: Stub) -> None:
        self._stub = stub
        self._socket: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._session: str | None = None
        self.told: list[Json] = []
        """What it told the bot in this session, in order."""
        self.intents = discord.Intents.none()
        self.identified = 0
        self.resumed = 0
        self.silent = False
        """While set, nothing is told of the servers after READY."""
        self.away = False
        """While set, connections are refused."""

    def address(self) -> Json:
        """What GET /gateway/bot says."""
        limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": f"ws://{self._stub.origin}/gateway", "shards": 1, "session_start_limit": limits}

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
                self.intents = discord.Intents._from_value(got["d"]["intents"])
                await self._identify(ws)
            elif got["op"] == 6:
                await self._resume(ws, got["d"])
        if self._socket is ws:
            self._socket = None
        return ws

    async def _identify(self, ws: web.WebSocketResponse) -> None:
        self.identified += 1
        self._session, self.told, self._socket = f"session-{self.identified}", [], ws
        stub = self._stub
        ready: dict[str, Any] = {
            "v": 10,
            # Of a bot, this says what its owner has. Source: User Resource > User Structure.
            "user": {**user(BOT, bot=True), "mfa_enabled": stub.world.owner_has_two_factor},
            "guilds": [{"id": str(guild), "unavailable": True} for guild in stub.world.guilds],
            "session_id": self._session,
            "resume_gateway_url": f"ws://{stub.origin}/gateway",
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await self.dispatch("READY", ready)
        if not self.silent:
            await self.tell_of_guilds()

    async def tell_of_guilds(self) -> None:
        """GUILD_CREATE for every server that is there."""
        world = self._stub.world
        for guild in world.guilds:
            if world.servers[guild].available:
                await self.dispatch("GUILD_CREATE", world.guild(guild))

    async def _resume(self, ws: web.WebSocketResponse, asked: Json) -> None:
        if asked["session_id"] != self._session:
            await ws.send_json({"op": 9, "d": False})
            return
        self.resumed += 1
        self._socket = ws
        for event in self.told[asked["seq"] or 0 :]:
            await ws.send_json(event)
        await self.dispatch("RESUMED", {})

    async def dispatch(self, name: str, data: Json) -> None:
        """Tell the bot, now or when it resumes, if it has the intent for it."""
        needed = next((intent for start, intent in NEEDS.items() if name.startswith(start)), None)
        if needed is not None and not getattr(self.intents, needed):
            return
        # As it is now: what is told later must not show what happened since.
        event = json.loads(json.dumps({"op": 0, "t": name, "s": len(self.told) + 1, "d": data}))
        self.told.append(event)
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_json(event)

    # What goes wrong

    def drop(self) -> None:
        """The connection is lost, without a word."""
        assert self._transport is not None
        self._socket = None
        self._transport.abort()

    async def ask_to_reconnect(self) -> None:
        """Discord moves the connection elsewhere."""
        assert self._socket is not None
        await self._socket.send_json({"op": 7, "d": None})
        self._socket = None

    def forget_session(self) -> None:
        """What was known of the session is gone: resuming it will be refused."""
        self._session = None
