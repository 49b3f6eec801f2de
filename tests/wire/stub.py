"""A small Discord on this machine: a gateway and the REST routes the bot uses, with faults that come when told.

It knows nothing of story circles. It keeps every request that hit it (`calls`), what those requests changed
(`effects`), and what is there now (`channels`, `messages`, `inside`).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from unittest.mock import patch

import discord
import yarl
from aiohttp import WSMsgType, web

Json = dict[str, Any]

APPLICATION = BOT = 1_000_000_000_000_000_101
BOT_ROLE, OWNER = 1_000_000_000_000_000_301, 1_000_000_000_000_000_999
EPOCH_MS = 1_420_070_400_000
THEN = "2026-01-01T00:00:00+00:00"
TEXT, DM, PRIVATE_THREAD = 0, 1, 12
EVERYTHING = discord.Permissions(
    view_channel=True,
    send_messages=True,
    create_private_threads=True,
    send_messages_in_threads=True,
    manage_threads=True,
)
UNKNOWN_CHANNEL: tuple[int, Json] = (404, {"message": "Unknown Channel", "code": 10003})
UNKNOWN_MESSAGE: tuple[int, Json] = (404, {"message": "Unknown Message", "code": 10008})


@dataclass
class Call:
    """One request that hit the stub."""

    at: float
    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int | None = None
    fault: bool = False

    @property
    def is_global(self) -> bool:
        """Whether it counts towards the global limit. Interactions and their webhooks do not."""
        return not self.path.startswith(("/interactions", "/webhooks"))


@dataclass
class Fault:
    """What goes wrong, before the request is looked at or (`done`) after it has done its work.

    With neither `status` nor `cut` the answer is only late.
    """

    status: int | None = None
    body: Json | str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: Literal["reset", "close"] | None = None
    done: bool = False
    late_s: float = 0
    gate: asyncio.Event | None = None
    """The answer waits until this is set."""
    hits: int = 0


def refused(status: int, code: int = 0, message: str = "no") -> Fault:
    """An answer of Discord's that is no."""
    return Fault(status, {"message": message, "code": code})


def limited(retry_after_s: float, *, everywhere: bool = False) -> Fault:
    """A 429 of Discord's own."""
    body = {"message": "You are being rate limited.", "retry_after": retry_after_s, "global": everywhere}
    return Fault(429, body, {"Via": "1.1 google"})


@dataclass
class _Rule:
    fault: Fault
    method: str
    path: re.Pattern[str]
    within: int | None
    times: int
    met: Counter[str] = field(default_factory=Counter)


class Stub:
    """The server: `async with Stub() as stub: with stub.in_place(): ...`."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.effects: list[tuple[Any, ...]] = []
        self.unknown: list[str] = []
        self.channels: dict[int, Json] = {}
        self.messages: dict[int, Json] = {}
        self.inside: dict[int, set[int]] = {}
        """Who has been let into which thread."""
        self.answers: dict[int, list[Json]] = {}
        """What interactions were answered with, by interaction."""
        self._pressed_on: dict[int, int] = {}
        self.guilds: dict[int, discord.Permissions] = {}
        self.commands: list[Json] = []
        self.syncs = 0
        self.gateway = _Gateway(self)
        self._nonces: dict[tuple[int, str], int] = {}
        self._tokens: dict[str, int] = {}
        self._rules: list[_Rule] = []
        self._numbers = itertools.count(1)
        self._routes = [
            (method, re.compile(path.replace("{}", "([^/]+)")), handler)
            for method, path, handler in self._table()
        ]
        self._runner: web.AppRunner | None = None
        self.origin = ""

    # Coming and going

    async def __aenter__(self) -> Stub:
        app = web.Application()
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_route("*", "/api/v10/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.origin = f"127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Let discord.py talk to this Discord instead of the real one."""
        gateway = yarl.URL(f"ws://{self.origin}/gateway")
        with (
            patch.object(discord.http.Route, "BASE", f"http://{self.origin}/api/v10"),
            patch.object(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway),
        ):
            yield

    # What is there

    def snowflake(self) -> int:
        """A new id."""
        return (int(time.time() * 1000) - EPOCH_MS << 22) + next(self._numbers)

    def add_guild(self) -> int:
        """A server the bot is in, with everything it needs granted."""
        guild = self.snowflake()
        self.guilds[guild] = EVERYTHING
        return guild

    def add_channel(self, guild: int) -> int:
        """A text channel. Made before the bot connects; it is not announced."""
        xid = self.snowflake()
        self.channels[xid] = {
            "id": str(xid),
            "type": TEXT,
            "guild_id": str(guild),
            "name": "lobby",
            "position": 0,
            "permission_overwrites": [],
            "parent_id": None,
        }
        return xid

    async def delete_channel(self, xid: int, *, announced: bool = True) -> None:
        """Somebody deletes a channel or a thread, and what is below it."""
        for below in [x for x, channel in self.channels.items() if channel.get("parent_id") == str(xid)]:
            await self.delete_channel(below, announced=announced)
        channel = self.channels.pop(xid)
        self.messages = {x: m for x, m in self.messages.items() if m["channel_id"] != str(xid)}
        if announced:
            is_thread = channel["type"] == PRIVATE_THREAD
            await self.gateway.dispatch("THREAD_DELETE" if is_thread else "CHANNEL_DELETE", channel)

    async def grant(self, guild: int, permissions: discord.Permissions) -> None:
        """Somebody changes what the bot may do."""
        self.guilds[guild] = permissions
        await self.gateway.dispatch("GUILD_ROLE_UPDATE", {"guild_id": str(guild), "role": self._role(guild)})

    def threads(self, parent: int) -> list[int]:
        """The threads below a channel."""
        return [xid for xid, channel in self.channels.items() if channel.get("parent_id") == str(parent)]

    def posted(self, channel: int) -> list[Json]:
        """The messages in a channel, oldest first."""
        return [message for message in self.messages.values() if message["channel_id"] == str(channel)]

    def tried(self, method: str, path: str) -> list[Call]:
        """The requests to a route, whatever became of them."""
        return [call for call in self.calls if call.method == method and re.fullmatch(path, call.path)]

    # What goes wrong

    def fail(
        self, fault: Fault, method: str = ".*", path: str = ".*", *, within: int | None = None, times: int = 1
    ) -> Fault:
        """Let requests fail.

        Args:
            fault: how.
            method: a pattern for the method.
            path: a pattern for the whole path.
            within: only in this channel and in the threads below it.
            times: how often each route (method and path) fails before it works.
        """
        self._rules.append(_Rule(fault, method, re.compile(path), within, times))
        return fault

    def heal(self) -> None:
        """Nothing fails from now on."""
        self._rules.clear()

    def _fault_for(self, call: Call) -> Fault | None:
        key = f"{call.method} {call.path}"
        for rule in self._rules:
            if not (re.fullmatch(rule.method, call.method) and rule.path.fullmatch(call.path)):
                continue
            if rule.within is not None and not self._is_within(call.path, rule.within):
                continue
            if rule.met[key] < rule.times:
                rule.met[key] += 1
                rule.fault.hits += 1
                return rule.fault
        return None

    def _is_within(self, path: str, channel: int) -> bool:
        found = re.match(r"/channels/(\d+)", path)
        there = int(found[1]) if found else 0
        return channel == there or self.channels.get(there, {}).get("parent_id") == str(channel)

    # REST

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        text = await request.text()
        body = json.loads(text) if text else None
        call = Call(
            time.monotonic(), request.method, "/" + request.match_info["path"], dict(request.query), body
        )
        self.calls.append(call)
        fault = self._fault_for(call)
        if fault is None:
            return self._answered(call, await self._work(call))
        call.fault = True
        answer = await self._work(call) if fault.done or not (fault.status or fault.cut) else None
        if fault.gate is not None:
            await fault.gate.wait()
        await asyncio.sleep(fault.late_s)
        if fault.cut is not None:
            return _cut(request, fault.cut)
        if fault.status is not None:
            call.status = fault.status
            if isinstance(fault.body, str):
                return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
            return _json(fault.status, fault.body, fault.headers)
        assert answer is not None
        return self._answered(call, answer)

    def _answered(self, call: Call, answer: tuple[int, Any]) -> web.Response:
        call.status, body = answer
        return web.Response(status=204) if body is None else _json(call.status, body, {})

    async def _work(self, call: Call) -> tuple[int, Any]:
        for method, path, handler in self._routes:
            found = path.fullmatch(call.path)
            if found and method == call.method:
                answer = handler(call, *found.groups())
                return await answer if asyncio.iscoroutine(answer) else answer
        self.unknown.append(f"{call.method} {call.path}")
        return 404, {"message": "404: Not Found", "code": 0}

    def _table(self) -> list[tuple[str, str, Callable[..., Any]]]:
        return [
            ("GET", "/users/@me", lambda call: (200, self._user(BOT, bot=True))),
            ("GET", "/oauth2/applications/@me", lambda call: (200, self._application())),
            ("GET", "/gateway/bot", lambda call: (200, self.gateway.address())),
            ("GET", "/applications/{}/commands", lambda call, _: (200, self.commands)),
            ("PUT", "/applications/{}/commands", self._sync),
            ("POST", "/interactions/{}/{}/callback", self._answer),
            ("POST", "/webhooks/{}/{}", self._follow_up),
            ("POST", "/users/@me/channels", self._open_dm),
            ("GET", "/channels/{}", self._get_channel),
            ("PATCH", "/channels/{}", self._edit_channel),
            ("DELETE", "/channels/{}", self._delete_channel),
            ("POST", "/channels/{}/messages", self._post),
            ("PATCH", "/channels/{}/messages/{}", self._edit),
            ("DELETE", "/channels/{}/messages/{}", self._unpost),
            ("POST", "/channels/{}/threads", self._start_thread),
            ("PUT", "/channels/{}/thread-members/{}", self._admit),
            ("DELETE", "/channels/{}/thread-members/{}", self._dismiss),
        ]

    def _sync(self, call: Call, _: str) -> tuple[int, Any]:
        self.syncs += 1
        self.commands = [
            {**command, "id": str(self.snowflake()), "application_id": str(APPLICATION), "version": "1"}
            for command in call.body
        ]
        return 200, self.commands

    def _answer(self, call: Call, xid: str, token: str) -> tuple[int, Any]:
        interaction = int(xid)
        if self.answers[interaction]:
            return 400, {"message": "Interaction has already been acknowledged.", "code": 40060}
        self.answers[interaction].append(call.body)
        data, kind = call.body.get("data") or {}, call.body["type"]
        resource: Json = {"type": kind}
        if kind == 7:
            message = self.messages[self._pressed_on[interaction]]
            message["components"] = data.get("components", message["components"])
            resource["message"] = message
        elif kind == 4:
            resource["message"] = self._message(self.snowflake(), data, BOT)
        told = {"id": xid, "type": 2, "response_message_ephemeral": bool(data.get("flags", 0) & 64)}
        return 200, {"interaction": told, "resource": resource}

    def _follow_up(self, call: Call, _: str, token: str) -> tuple[int, Any]:
        if token not in self._tokens:
            return 404, {"message": "Unknown Webhook", "code": 10015}
        self.answers[self._tokens[token]].append({"type": "followup", "data": call.body})
        return 200, self._message(self.snowflake(), call.body, BOT)

    def _open_dm(self, call: Call) -> tuple[int, Any]:
        person = int(call.body["recipient_id"])
        found = next((c for c in self.channels.values() if c.get("recipient") == person), None)
        if found is None:
            xid = self.snowflake()
            found = {"id": str(xid), "type": DM, "recipient": person, "recipients": [self._user(person)]}
            self.channels[xid] = found
        return 200, found

    def dms(self, person: int) -> list[Json]:
        """What a person was told by direct message."""
        found = [xid for xid, channel in self.channels.items() if channel.get("recipient") == person]
        return self.posted(found[0]) if found else []

    def _get_channel(self, call: Call, xid: str) -> tuple[int, Any]:
        found = self.channels.get(int(xid))
        return UNKNOWN_CHANNEL if found is None else (200, found)

    def _edit_channel(self, call: Call, xid: str) -> tuple[int, Any]:
        found = self.channels.get(int(xid))
        if found is None:
            return UNKNOWN_CHANNEL
        found.get("thread_metadata", {}).update(call.body)
        self.effects.append(("change", int(xid)))
        return 200, found

    async def _delete_channel(self, call: Call, xid: str) -> tuple[int, Any]:
        found = self.channels.get(int(xid))
        if found is None:
            return UNKNOWN_CHANNEL
        self.effects.append(("delete", int(xid)))
        await self.delete_channel(int(xid))
        return 200, found

    def _post(self, call: Call, xid: str) -> tuple[int, Any]:
        channel, body = int(xid), call.body
        if channel not in self.channels:
            return UNKNOWN_CHANNEL
        key = (channel, str(body.get("nonce")))
        if body.get("enforce_nonce") and key in self._nonces:
            return 200, self.messages[self._nonces[key]]
        message = self._message(channel, body, BOT)
        self.messages[int(message["id"])] = message
        self._nonces[key] = int(message["id"])
        self.effects.append(("post", channel, words(message)))
        return 200, message

    def _edit(self, call: Call, xid: str, message: str) -> tuple[int, Any]:
        if int(xid) not in self.channels:
            return UNKNOWN_CHANNEL
        found = self.messages.get(int(message))
        if found is None:
            return UNKNOWN_MESSAGE
        found["components"] = call.body.get("components", found["components"])
        self.effects.append(("edit", int(xid), words(found)))
        return 200, found

    def _unpost(self, call: Call, xid: str, message: str) -> tuple[int, Any]:
        if int(xid) not in self.channels:
            return UNKNOWN_CHANNEL
        found = self.messages.pop(int(message), None)
        if found is None:
            return UNKNOWN_MESSAGE
        self.effects.append(("unpost", int(xid), words(found)))
        return 204, None

    async def _start_thread(self, call: Call, xid: str) -> tuple[int, Any]:
        if int(xid) not in self.channels:
            return UNKNOWN_CHANNEL
        thread = self.snowflake()
        self.inside[thread] = {BOT}
        self.channels[thread] = {
            "id": str(thread),
            "type": call.body["type"],
            "guild_id": self.channels[int(xid)]["guild_id"],
            "parent_id": xid,
            "owner_id": str(BOT),
            "name": call.body["name"],
            "message_count": 0,
            "member_count": 1,
            "thread_metadata": {
                "archived": False,
                "locked": False,
                "auto_archive_duration": call.body["auto_archive_duration"],
                "archive_timestamp": THEN,
                "invitable": call.body["invitable"],
            },
            "member": {"id": str(thread), "user_id": str(BOT), "join_timestamp": THEN, "flags": 0},
        }
        self.effects.append(("thread", int(xid)))
        await self.gateway.dispatch("THREAD_CREATE", {**self.channels[thread], "newly_created": True})
        return 201, self.channels[thread]

    def _admit(self, call: Call, xid: str, person: str) -> tuple[int, Any]:
        if int(xid) not in self.channels:
            return UNKNOWN_CHANNEL
        if int(person) not in self.inside[int(xid)]:
            self.inside[int(xid)].add(int(person))
            self.effects.append(("admit", int(xid), int(person)))
        return 204, None

    def _dismiss(self, call: Call, xid: str, person: str) -> tuple[int, Any]:
        if int(xid) not in self.channels:
            return UNKNOWN_CHANNEL
        if int(person) in self.inside[int(xid)]:
            self.inside[int(xid)].discard(int(person))
            self.effects.append(("dismiss", int(xid), int(person)))
        return 204, None

    # People

    async def interact(
        self, person: int, channel: int, kind: int, data: Json, *, on: Json | None = None, may: int = 0
    ) -> int:
        """A person types a command (kind 2) or presses something (3) on a message. Returns the interaction."""
        xid = self.snowflake()
        token = f"token-{xid}"
        self._tokens[token] = xid
        self.answers[xid] = []
        where = self.channels[channel]
        guild = int(where["guild_id"])
        payload: Json = {
            "id": str(xid),
            "application_id": str(APPLICATION),
            "type": kind,
            "token": token,
            "version": 1,
            "guild_id": str(guild),
            "channel_id": str(channel),
            "channel": where,
            "member": {**self._member(self._user(person)), "permissions": str(may)},
            "app_permissions": str(self.guilds[guild].value),
            "locale": "en-US",
            "guild_locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(guild)},
            "context": 0,
            "attachment_size_limit": 10_000_000,
            "data": data,
        }
        if on is not None:
            payload["message"] = on
            self._pressed_on[xid] = int(on["id"])
        await self.gateway.dispatch("INTERACTION_CREATE", payload)
        return xid

    # Shapes

    def guild(self, xid: int) -> Json:
        """A server as GUILD_CREATE tells of it."""
        inside = [channel for channel in self.channels.values() if channel.get("guild_id") == str(xid)]
        everyone = {**self._role(xid), "id": str(xid), "name": "@everyone", "permissions": "0"}
        return {
            "id": str(xid),
            "name": "House",
            "owner_id": str(OWNER),
            "unavailable": False,
            "member_count": 50,
            "joined_at": THEN,
            "preferred_locale": "en-US",
            "roles": [everyone, self._role(xid)],
            "channels": [channel for channel in inside if channel["type"] == TEXT],
            "threads": [channel for channel in inside if channel["type"] == PRIVATE_THREAD],
            "members": [self._member(self._user(BOT, bot=True), str(BOT_ROLE))],
        }

    def _role(self, guild: int) -> Json:
        return {
            "id": str(BOT_ROLE),
            "name": "bot",
            "permissions": str(self.guilds[guild].value),
            "position": 1,
            "color": 0,
            "hoist": False,
            "managed": True,
            "mentionable": False,
        }

    def _user(self, xid: int, *, bot: bool = False) -> Json:
        return {
            "id": str(xid),
            "username": f"user{xid}",
            "discriminator": "0",
            "global_name": None,
            "avatar": None,
            "bot": bot,
        }

    def _member(self, user: Json, *roles: str) -> Json:
        return {
            "user": user,
            "roles": list(roles),
            "joined_at": THEN,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }

    def _message(self, channel: int, body: Json, author: int) -> Json:
        xid = self.snowflake()
        return {
            "id": str(xid),
            "channel_id": str(channel),
            "type": 0,
            "author": self._user(author, bot=True),
            "content": body.get("content") or "",
            "timestamp": THEN,
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "flags": body.get("flags", 0),
            "components": body.get("components", []),
            "nonce": body.get("nonce"),
        }

    def _application(self) -> Json:
        return {
            "id": str(APPLICATION),
            "name": "Story Circle",
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": self._user(OWNER),
            "verify_key": "00",
            "flags": 0,
        }


class _Gateway:
    """The other half: one connection at a time, with what it missed kept for when it resumes."""

    def __init__(self, stub: Stub) -> None:
        self._stub = stub
        self._socket: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._session: str | None = None
        self._told: list[Json] = []
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
        self._session, self._told, self._socket = f"session-{self.identified}", [], ws
        stub = self._stub
        ready = {
            "v": 10,
            "user": stub._user(BOT, bot=True),
            "guilds": [{"id": str(guild), "unavailable": True} for guild in stub.guilds],
            "session_id": self._session,
            "resume_gateway_url": f"ws://{stub.origin}/gateway",
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await self.dispatch("READY", ready)
        if not self.silent:
            await self.tell_of_guilds()

    async def tell_of_guilds(self) -> None:
        """GUILD_CREATE for every server."""
        for guild in self._stub.guilds:
            await self.dispatch("GUILD_CREATE", self._stub.guild(guild))

    async def _resume(self, ws: web.WebSocketResponse, asked: Json) -> None:
        if asked["session_id"] != self._session:
            await ws.send_json({"op": 9, "d": False})
            return
        self.resumed += 1
        self._socket = ws
        for event in self._told[asked["seq"] or 0 :]:
            await ws.send_json(event)
        await self.dispatch("RESUMED", {})

    async def dispatch(self, name: str, data: Json) -> None:
        """Tell the bot, now or when it resumes."""
        if name.startswith(("GUILD_", "CHANNEL_", "THREAD_")) and not self.intents.guilds:
            return
        event = {"op": 0, "t": name, "s": len(self._told) + 1, "d": data}
        self._told.append(event)
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


def words(message: Json) -> str:
    """Everything a message says, line by line."""
    found = [message["content"]] if message.get("content") else []

    def walk(node: Json) -> None:
        if node.get("type") == 10:
            found.append(node["content"])
        for child in node.get("components", ()):
            walk(child)

    for component in message.get("components", ()):
        walk(component)
    return "\n".join(found)


def buttons(message: Json) -> dict[str, str]:
    """What can be pressed on a message: custom ids by label."""
    found: dict[str, str] = {}

    def walk(node: Json) -> None:
        if node.get("type") == 2:
            found[node["label"]] = node["custom_id"]
        for child in node.get("components", ()):
            walk(child)

    for component in message.get("components", ()):
        walk(component)
    return found


def _json(status: int, body: Any, headers: Mapping[str, str]) -> web.Response:
    # discord.py looks for exactly `application/json`, without a charset.
    data = json.dumps(body).encode()
    return web.Response(status=status, body=data, headers={**headers, "Content-Type": "application/json"})


def _cut(request: web.Request, how: str) -> web.Response:
    """End the connection instead of answering."""
    transport = request.transport
    assert transport is not None
    if how == "reset":
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
    else:
        transport.close()
    return web.Response()
