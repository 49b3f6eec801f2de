"""A visit to the real room over HTTP: as a page does it, with the real bot behind it.

Time stands still unless a test lets it pass, so that nothing depends on how fast a computer is.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer, unused_port

from bot.rehearsal.room.guard import Address
from bot.rehearsal.room.http_runner import Runner
from bot.rehearsal.room.page_files import STATIC
from bot.rehearsal.room.room import Room, rehearsal
from bot.rehearsal.room.server import Server

TestClient.__test__ = False
TestServer.__test__ = False


def walk(components: Any) -> Iterator[dict[str, Any]]:
    """Every component, from top to bottom."""
    for component in components or ():
        yield component
        yield from walk(component.get("components"))
        if component.get("component"):
            yield from walk([component["component"]])


def words(message: dict[str, Any]) -> str:
    """Everything a message says, and its buttons as [Label]."""
    said = [message["content"]] if message["content"] else []
    for part in walk(message["components"]):
        if part["type"] == 10:
            said.append(part["content"])
        elif part["type"] == 2:
            said.append(f"[{part['label']}]")
    return "\n".join(said)


def _is_room(channel: dict[str, Any]) -> bool:
    is_room: bool = channel["kind"] == "thread" or channel["name"].startswith("circle-")
    return is_room


class Visit:
    """One visit: asks the server as the page does."""

    def __init__(self, room: Room, client: Any, address: Address) -> None:
        self.room = room
        self.client = client
        self.address = address
        self.origin = f"http://127.0.0.1:{address.port}"
        self.ids = {guest.name: str(guest.id) for guest in room.world.community.guests.values()}
        self.lobby = str(room.world.community.lobby.id)

    async def get(self, path: str, **params: str) -> ClientResponse:
        """Ask for something below the token."""
        response: ClientResponse = await self.client.get(f"/{self.address.token}/{path}", params=params)
        return response

    async def post(self, path: str, body: Any) -> dict[str, Any]:
        """Send something, and return the answer."""
        async with self.client.post(
            f"/{self.address.token}/api/{path}", json=body, headers={"Origin": self.origin}
        ) as response:
            assert response.status == 200, (response.status, await response.text())
            answer: dict[str, Any] = await response.json()
            return answer

    async def state(self, name: str = "Fay", channel: str = "", page: str = "") -> dict[str, Any]:
        """What this person sees, at a page that may have a name."""
        response = await self.get("api/state", viewer=self.ids[name], channel=channel, page=page)
        state: dict[str, Any] = await response.json()
        return state

    async def ask(
        self, name: str, kind: str, channel: str | None = None, /, **details: Any
    ) -> dict[str, Any]:
        """An action, whatever comes of it."""
        action = {"viewer": self.ids[name], "channel": channel or self.lobby, "kind": kind, **details}
        return await self.post("do", action)

    async def act(self, name: str, kind: str, channel: str | None = None, /, **details: Any) -> None:
        """An action that is done."""
        answer = await self.ask(name, kind, channel, **details)
        assert answer == {"ok": True}, answer

    async def places(self, name: str) -> dict[str, dict[str, Any]]:
        """The channels this person sees, by name; the room of a circle is called `room`."""
        state = await self.state(name)
        return {"room" if _is_room(c) else c["name"]: c for c in state["channels"]}

    async def find(self, name: str, label: str) -> tuple[dict[str, Any], dict[str, Any], str]:
        """The newest card of this person with that button: the message, the button, the channel."""
        found = await self.look_for(name, label)
        assert found is not None, f"{name} sees no {label}"
        return found

    async def look_for(self, name: str, label: str) -> tuple[dict[str, Any], dict[str, Any], str] | None:
        """As `find`; None when there is no such card."""
        newest: tuple[dict[str, Any], dict[str, Any], str] | None = None
        for place in (await self.places(name)).values():
            for message in (await self.state(name, place["id"]))["messages"]:
                for part in walk(message["components"]):
                    is_it = part["type"] == 2 and part["label"] == label and not part.get("disabled")
                    if is_it and (newest is None or int(message["id"]) >= int(newest[0]["id"])):
                        newest = message, part, place["id"]
        return newest

    async def press(self, name: str, label: str) -> None:
        """Press the newest button with that label."""
        message, button, channel = await self.find(name, label)
        await self.act(name, "click", channel, message=message["id"], custom_id=button["custom_id"])

    async def read(self, name: str, channel: str = "") -> str:
        """Everything this person sees in a channel."""
        return "\n---\n".join(words(message) for message in (await self.state(name, channel))["messages"])

    async def reads(self, name: str) -> str:
        """Everything this person sees anywhere."""
        places = await self.places(name)
        return "\n".join([await self.read(name, place["id"]) for place in places.values()])

    async def skip(self, seconds: float) -> None:
        """Let time pass."""
        assert await self.post("time", {"skip": seconds}) == {"ok": True}

    async def next(self) -> dict[str, Any]:
        """Let time pass until something happens."""
        return await self.post("time", {"next": True})

    async def invite_to_speak(self, name: str) -> None:
        """Somebody on a stage is invited to speak."""
        community = self.room.world.community
        backend, guild, person = community.backend, community.guild, int(self.ids[name])
        place = backend.get_guild(guild.id).voice_states[person].channel_id
        backend.set_voice_state(
            guild.id, person, place, suppress=False, request_to_speak_timestamp=backend.now_iso()
        )
        self.room.world.page_updates.touch()

    async def forget_presses(self) -> None:
        """After this, private words reach people by direct message, as after a quarter of an hour of silence."""
        assert await self.post("weather", {"kind": "restart"}) == {"ok": True}

    async def open(self, members: int = 4, **options: Any) -> str:
        """Fay opens a circle and members take seats. Returns the room's id."""
        await self.act("Fay", "slash", name="circle open", options={"name": "Evening", **options})
        for guest in self.room.world.community.circle[1 : members + 1]:
            await self.press(guest.name, "Save me a seat")
        await self.skip(3)
        room: str = (await self.places("Fay"))["room"]["id"]
        return room

    async def begin(self, members: int = 4, format: str = "quick-circle", **options: Any) -> str:
        """As `open`, begun and agreed to, up to the first offer of the piece. Returns the room's id."""
        room = await self.open(members, format=format, **options)
        await self.press("Fay", "Begin")
        await self.skip(31 if format == "quick-circle" else 46)
        for guest in self.room.world.community.circle[: members + 1]:
            await self.press(guest.name, "I agree")
        await self.skip(3)
        return room


class Served(TestServer):
    """Serves the application as `starting` does."""

    async def _make_runner(self, **kwargs: Any) -> Runner:
        return Runner(self.app, **kwargs)


@asynccontextmanager
async def visiting(
    people: int = 5,
    *,
    auto: bool = False,
    still: bool = True,
    static: Path = STATIC,
    begins_at: datetime | None = None,
) -> AsyncIterator[Visit]:
    """A room, served. With `still`, time passes only when it is skipped."""
    async with rehearsal(people, auto=auto, begins_at=begins_at) as room:
        address = Address.new(unused_port())
        server = Served(Server(room, address, static).app(), host="127.0.0.1", port=address.port)
        async with TestClient(server) as client:
            if still:
                await room.time_control.set_speed(0)
            running = asyncio.ensure_future(room.time_control.run())
            try:
                yield Visit(room, client, address)
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
