"""The server below the application: what it refuses before any address is looked at, and whoever hangs up.

A request that is no HTTP, or too long, never reaches `guard`. aiohttp would write a traceback for it; here it is
one line and one sentence, with the same strict headers. What addresses there are is in `server`.
"""

from __future__ import annotations

import logging
from typing import Any, cast

from aiohttp import web

from .guard import HEADERS

log = logging.getLogger(__name__)


class Runner(web.AppRunner):
    """Serves the room's application. A page that goes away ends what is still being answered to it."""

    def __init__(self, app: web.Application, **kwargs: Any) -> None:
        super().__init__(app, access_log=None, **{**kwargs, "handler_cancellation": True})

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Listening(
            cast(Any, made.request_handler),
            request_factory=made.request_factory,
            handler_cancellation=True,
            # What a page sends is not packed. What says that it is, and is not, would be a traceback of aiohttp's.
            auto_decompress=False,
            **made._kwargs,
        )


class _Listening(web.Server):
    def __call__(self) -> web.RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)


class _Connection(web.RequestHandler):
    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what could not be read as a request. What went wrong in the room itself is logged in full."""
        if status >= 500 or request.writer.output_size > 0:
            return super().handle_error(request, status, exc, message)
        log.warning("Refused what is no request (%s)", type(exc).__name__)
        words = {"error": "The room did not understand that."}
        response = web.json_response(words, status=status, headers=HEADERS)
        response.force_close()
        return response
