"""The way in: `async with Stub() as stub: with stub.in_place(): ...`.

`stub.world` is what there is and `stub.hands` how people change it; `calls` is every request that hit it,
`effects` what those changed, `answers` what interactions were answered.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import discord
import yarl
from aiohttp import web

from .ask import Ask, Route
from .errors import Refused
from .faults import Call, Fault, Order, cut
from .gateway import Gateway
from .interactions import Interactions
from .limits import Limits
from .routes import application, channels, interactions, messages, servers
from .shapes import TEXT, Json
from .uploads import PATH
from .world import World

NOT_FOUND: Json = {"message": "404: Not Found", "code": 0}


class Stub:
    """The server."""

    def __init__(self) -> None:
        self.world = World()
        self.calls: list[Call] = []
        self.unknown: list[str] = []
        self.gateway = Gateway(self)
        self.interactions = Interactions(self.world)
        self.answers = self.interactions.answers
        self.effects = self.world.effects
        self.guilds = self.world.guilds
        self.limits = Limits()
        self.world.tell = self.gateway.dispatch
        self._orders: list[Order] = []
        self._routes = [
            Route("GET", "/gateway/bot", lambda ask: (200, self.gateway.address())),
            *application.ROUTES,
            *interactions.ROUTES,
            *messages.ROUTES,
            *channels.ROUTES,
            *servers.ROUTES,
        ]
        self._runner: web.AppRunner | None = None
        self.origin = ""

    # Coming and going

    async def __aenter__(self) -> Stub:
        app = web.Application()
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_route("*", "/api/v10/{path:.*}", self._serve)
        app.router.add_get(PATH, self._fetch)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.origin = self.world.uploads.origin = f"127.0.0.1:{port}"
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

    @property
    def channels(self) -> dict[int, Json]:
        """Every channel, thread and direct message."""
        return self.world.channels

    @property
    def messages(self) -> dict[int, Json]:
        """Every message."""
        return self.world.messages

    @property
    def inside(self) -> dict[int, set[int]]:
        """Who is in which thread."""
        return self.world.inside

    @property
    def commands(self) -> list[Json]:
        """The commands Discord knows."""
        return self.world.commands

    @property
    def syncs(self) -> int:
        """How often the commands were synchronised."""
        return self.world.syncs

    def add_guild(self) -> int:
        """A server the bot is in, with everything it needs granted."""
        return self.world.add_guild()

    def add_channel(self, guild: int, kind: int = TEXT) -> int:
        """A channel. Made before the bot connects; it is not announced."""
        return self.world.add_channel(guild, kind)

    async def delete_channel(self, xid: int, *, announced: bool = True) -> None:
        """Somebody deletes a channel or a thread, and what is below it."""
        await self.world.remove_channel(xid, announced=announced)

    async def grant(self, guild: int, permissions: discord.Permissions) -> None:
        """Somebody changes what the bot may do."""
        await self.world.grant(guild, permissions)

    def threads(self, parent: int) -> list[int]:
        """The threads below a channel."""
        return self.world.threads(parent)

    def posted(self, channel: int) -> list[Json]:
        """The messages that the bot wrote in a channel, oldest first."""
        return self.world.posted(channel)

    def dms(self, person: int) -> list[Json]:
        """What a person was told by direct message."""
        return self.world.dms(person)

    def tried(self, method: str, path: str) -> list[Call]:
        """The requests to a route, whatever became of them."""
        return [call for call in self.calls if call.method == method and re.fullmatch(path, call.path)]

    # What goes wrong on the way

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
        self._orders.append(Order(fault, method, re.compile(path), within, times))
        return fault

    def heal(self) -> None:
        """Nothing fails from now on, except by the rules."""
        self._orders.clear()

    def _fault_for(self, call: Call) -> Fault | None:
        for order in self._orders:
            is_there = order.within is None or self._is_within(call.path, order.within)
            if is_there and order.meets(call):
                return order.count(call)
        return None

    def _is_within(self, path: str, channel: int) -> bool:
        found = re.match(r"/channels/(\d+)", path)
        there = int(found[1]) if found else 0
        return channel == there or self.channels.get(there, {}).get("parent_id") == str(channel)

    # REST

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        text, files = await _sent(request)
        body = json.loads(text) if text else None
        path = "/" + request.match_info["path"]
        call = Call(asyncio.get_running_loop().time(), request.method, path, dict(request.query), body, files)
        self.calls.append(call)
        fault = self._fault_for(call)
        if fault is None:
            return self._answered(call, *await self._work(call))
        call.fault = True
        answer = await self._work(call) if fault.done or not (fault.status or fault.cut) else None
        if fault.gate is not None:
            await fault.gate.wait()
        await asyncio.sleep(fault.late_s)
        if fault.cut is not None:
            return cut(request, fault.cut)
        if fault.status is not None:
            call.status = fault.status
            if isinstance(fault.body, str):
                return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
            return _json(fault.status, fault.body, fault.headers)
        assert answer is not None
        return self._answered(call, *answer)

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        """A file that somebody gave to a command. That is no part of the API."""
        status, data = self.world.uploads.fetch(request.path, dict(request.query), self.world.now())
        return web.Response(status=status, body=data) if status else cut(request, "reset")

    def _answered(self, call: Call, status: int, body: Any, headers: Mapping[str, str]) -> web.Response:
        call.status, call.answer = status, json.loads(json.dumps(body))
        call.code = body.get("code") if status >= 400 else None
        return web.Response(status=204, headers=headers) if body is None else _json(status, body, headers)

    async def _work(self, call: Call) -> tuple[int, Any, Mapping[str, str]]:
        for route in self._routes:
            if (named := route.match(call)) is None:
                continue
            ask = Ask(self.world, call, named, self.interactions)
            await self.world.grow_old()
            try:
                headers = self.limits.check(call)
                for rule in route.rules:
                    rule(ask)
                answer = route.work(ask)
                status, body = answer if isinstance(answer, tuple) else await answer
            except Refused as no:
                return no.status, no.body, no.headers
            return status, body, headers
        self.unknown.append(f"{call.method} {call.path}")
        return 404, NOT_FOUND, {}

    # People

    async def interact(
        self,
        person: int,
        channel: int,
        kind: int,
        data: Json,
        *,
        on: Json | None = None,
        may: int = 0,
        anyway: bool = False,
    ) -> int:
        """A person types a command (kind 2), presses something (3) or sends a form (5). Returns the interaction.

        Args:
            person: who.
            channel: where.
            kind: Discord's type of interaction.
            data: what is typed or pressed.
            on: the message it is pressed on.
            may: permissions the person has there besides those of their roles.
            anyway: let it reach the bot although Discord would refuse it, as when it was on its way already.

        Raises:
            CannotAct: Discord would refuse it: the person does not see the channel, is timed out, has left, or
                what is pressed is not on the message any more.
        """
        if not anyway:
            self.interactions.check(person, channel, kind, data, on)
        made = self.interactions.begin(person, channel, kind, on)
        await self.gateway.dispatch("INTERACTION_CREATE", self.interactions.payload(made, data, on, may))
        return made.id

    async def write(self, person: int, channel: int, text: str = "") -> Json:
        """Somebody writes a message. Its words reach the bot only if it is mentioned, as the intents have it."""
        return await self.world.write(person, channel, text)


def _json(status: int, body: Any, headers: Mapping[str, str]) -> web.Response:
    # discord.py looks for exactly `application/json`, without a charset.
    data = json.dumps(body).encode()
    return web.Response(status=status, body=data, headers={**headers, "Content-Type": "application/json"})


async def _sent(request: web.Request) -> tuple[str, dict[str, bytes]]:
    """The JSON of a request, and the files that came with it. Source: Reference > Uploading Files."""
    if not request.content_type.startswith("multipart/"):
        return await request.text(), {}
    form, files = await request.post(), {}
    for name, part in form.items():
        if isinstance(part, web.FileField):
            assert name.startswith("files["), "Discord knows no other name"
            files[part.filename] = part.file.read()
    return str(form["payload_json"]), files
