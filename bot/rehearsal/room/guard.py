"""Who may ask for anything: only a page of this very room, on this computer.

A server on somebody's computer can be reached by every page their browser has open. So the address has a token
nobody can guess, the name in it has to be this computer's, and what changes anything has to come from the room's
own page. Everything else is refused with 403 and logged. What is answered is in `server`.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LARGEST = 1024 * 1024
"""Bytes somebody may send at once: a modal's longest answers many times over, and a file of half a megabyte."""
LOGGED = 60

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Address:
    """Where the room is."""

    port: int
    token: str

    @classmethod
    def new(cls, port: int) -> Address:
        """An address nobody can guess."""
        return cls(port, secrets.token_urlsafe(24))

    @property
    def url(self) -> str:
        """What to open."""
        return f"http://127.0.0.1:{self.port}/{self.token}/"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names it goes by."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"


class Guard:
    """Stands before every request."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._origins = {f"http://{host}" for host in address.hosts}

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request through, or refuse it."""
        reason = self._reason_against(request)
        if reason is not None:
            return self._refuse(request, reason)
        try:
            return await handler(request)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            return self._refuse(request, "there is nothing there")
        except web.HTTPRequestEntityTooLarge:
            return web.json_response({"error": "That is too large to send."}, status=413)

    async def add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """Put the strict headers on an answer that is about to be sent."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.pop("Server", None)

    def _reason_against(self, request: web.Request) -> str | None:
        origin = request.headers.get("Origin")
        first = request.path.lstrip("/").partition("/")[0]
        if request.host not in self._address.hosts:
            return "it was sent to another name"
        if not secrets.compare_digest(first.encode(), self._address.token.encode()):
            return "it does not know the address"
        if origin is not None and origin not in self._origins:
            return "it comes from another page"
        if request.method == "POST":
            if origin is None:
                return "it does not say which page it comes from"
            if request.content_type != "application/json":
                return "it is not JSON"
        elif request.method not in ("GET", "HEAD"):
            return "the room knows no such method"
        return None

    def _refuse(self, request: web.Request, reason: str) -> web.Response:
        path = request.path.replace(self._address.token, "…")[:LOGGED]
        log.warning("Refused %s %r: %s", request.method, path, reason)
        return web.json_response({"error": "This is not for you."}, status=403)
