"""The room over HTTP: which address does what. One page talks to it, as both were agreed.

Everything lies below the token; who may ask is in `guard`. What is asked for is done in `room`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from .acting import Answer
from .guard import LARGEST, Address, Guard
from .page_files import STATIC, PageFiles
from .page_updates import TooManyPages
from .refused import Refused
from .room import Room

log = logging.getLogger(__name__)

PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
KEEP_S = 15.0
COALESCE_S = 0.1
"""Real seconds between two words to a page that something has changed."""
STUCK_S = 30.0
"""How long a page may take to listen to one word before it is let go of."""

TOO_MANY = (
    "Too many pages of this rehearsal are open, so this one does not hear of changes by itself. Close some of the "
    "others, and it will."
)

PostHandler = Callable[[Mapping[str, Any]], Awaitable[Answer]]


class Server:
    """Answers one room's page."""

    def __init__(self, room: Room, address: Address, static: Path = STATIC) -> None:
        self._room = room
        self._page_updates = room.world.page_updates
        self._address = address
        self._files = PageFiles(static)
        self._doing: set[asyncio.Future[Answer]] = set()

    def app(self) -> web.Application:
        """The application, ready to be served."""
        guard = Guard(self._address)
        app = web.Application(middlewares=[guard.middleware], client_max_size=LARGEST)
        app.on_response_prepare.append(guard.add_headers)
        app.on_shutdown.append(self._end)
        below = f"/{self._address.token}"
        app.router.add_get(f"{below}/", self._index)
        app.router.add_get(f"{below}/static/{{mark}}/{{name}}", self._file)
        app.router.add_get(f"{below}/api/state", self._state)
        app.router.add_get(f"{below}/events", self._events)
        app.router.add_get(f"{below}/cdn", self._picture)
        app.router.add_get(f"{below}/save.html", self._save)
        handlers: dict[str, PostHandler] = {
            "do": self._room.do,
            "time": self._room.time,
            "person": self._room.person,
            "weather": self._room.change_switch,
            "guide": self._room.lead,
            "gone": self._room.page_gone,
        }
        for name, ask in handlers.items():
            app.router.add_post(f"{below}/api/{name}", self._posted(ask))
        return app

    async def _end(self, app: web.Application) -> None:
        self._page_updates.end()
        for doing in self._doing:
            doing.cancel()
        await asyncio.gather(*self._doing, return_exceptions=True)

    # The page

    async def _index(self, request: web.Request) -> web.Response:
        return self._files.index()

    async def _file(self, request: web.Request) -> web.Response:
        return self._files.part(request.match_info["mark"], request.match_info["name"])

    # What is to be seen

    async def _state(self, request: web.Request) -> web.Response:
        viewer, channel, page = (request.query.get(name, "") for name in ("viewer", "channel", "page"))
        return web.json_response(self._room.state(viewer, channel, page))

    async def _picture(self, request: web.Request) -> web.Response:
        url = request.query.get("u", "")
        blob = self._room.picture(url)
        if blob is None:
            raise web.HTTPNotFound
        name = url.rsplit("/", 1)[-1]
        kind = PICTURES.get(Path(name).suffix.lower())
        if kind is not None:
            return web.Response(body=blob, content_type=kind)
        headers = {"Content-Disposition": "attachment"}
        return web.Response(body=blob, content_type="application/octet-stream", headers=headers)

    async def _save(self, request: web.Request) -> web.Response:
        try:
            name, html = self._room.save(request.query.get("viewer", ""))
        except Refused:
            raise web.HTTPNotFound from None
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(text=html, content_type="text/html", headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        try:
            with self._page_updates.listening() as page:
                await response.prepare(request)
                while not self._page_updates.is_over:
                    is_new = await page.wait(KEEP_S)
                    word = (
                        f'data: {{"version": {self._page_updates.version}}}\n\n' if is_new else ": keep\n\n"
                    )
                    async with asyncio.timeout(STUCK_S):
                        await response.write(word.encode())
                    await asyncio.sleep(COALESCE_S)
        except TooManyPages:
            return web.json_response({"error": TOO_MANY}, status=429)
        except (ConnectionError, TimeoutError):
            pass  # The page is closed, or no longer listens; one that is still there asks again by itself.
        return response

    # What is asked for

    def _posted(self, ask: PostHandler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            asked = await _read(request)
            if asked is None:
                return web.json_response({"error": "The room did not understand that."}, status=400)
            # What somebody does is done whole, also when their page goes away meanwhile.
            doing = asyncio.ensure_future(self._done(ask, asked))
            self._doing.add(doing)
            doing.add_done_callback(self._doing.discard)
            return web.json_response(await asyncio.shield(doing))

        return handler

    async def _done(self, ask: PostHandler, asked: Mapping[str, Any]) -> Answer:
        try:
            return await ask(asked)
        except Refused as refused:
            return {"error": str(refused)}
        except Exception as error:
            self._room.world.faults.add_raised(error)
            self._page_updates.touch()
            return {"error": "Something went wrong with that; it is shown on the page."}


async def _read(request: web.Request) -> dict[str, Any] | None:
    """What was sent, as an object; None for anything else."""
    try:
        words = (await request.read()).decode()
        asked = json.loads(words)
        # Half a pair of surrogates is no letter, and nothing further inside could keep or show it.
        json.dumps(asked, ensure_ascii=False).encode()
    except (ValueError, RecursionError, web.RequestPayloadError):
        return None
    return asked if isinstance(asked, dict) else None
