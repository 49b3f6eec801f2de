"""An answer that is cut on its way is given once more.

An idle connection may be reset just as it is used. discord.py repeats an answer only for the error numbers that macOS
and Windows have for that; on Linux whoever pressed would read nothing, or that something went wrong.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

import aiohttp
import discord
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

log = logging.getLogger(__name__)

CUT = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, ConnectionError)
ALREADY_ANSWERED = 40060
"""Discord's "Interaction has already been acknowledged". After a cut it means that the answer had arrived."""


_ONCE = ContextVar("_ONCE", default=False)


@contextmanager
def only_once() -> Iterator[None]:
    """What is answered in here is sent once at the most: it could be there twice otherwise, for everyone to see."""
    before = _ONCE.set(True)
    try:
        yield
    finally:
        _ONCE.reset(before)


class _OneTry:
    """A session that does not let the library try again what Discord may have."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @asynccontextmanager
    async def request(self, *what: Any, **how: Any) -> AsyncIterator[aiohttp.ClientResponse]:
        """One request. Raises `aiohttp.ClientError` where the library would try again."""
        try:
            async with self._session.request(*what, **how) as response:
                if response.status >= 500:
                    response.raise_for_status()
                yield response
        except OSError as cut:
            raise aiohttp.ClientError("an answer was cut") from cut


class AnswersAgain(AsyncWebhookAdapter):
    """The way of every answer: the first one to a press, a command or typing, and whatever follows it."""

    async def request(self, route: Any, session: Any, **how: Any) -> Any:
        """One request; and once more at once if it was cut, for there are three seconds; not within `only_once`."""
        if _ONCE.get():
            return await super().request(route, _OneTry(session), **how)  # type: ignore[arg-type]
        try:
            return await super().request(route, session, **how)
        except CUT as cut:
            log.info("An answer was cut (%s) and is given once more", type(cut).__name__)
        for file in how.get("files") or ():
            file.reset()
        try:
            return await super().request(route, session, **how)
        except discord.HTTPException as refusal:
            if refusal.code != ALREADY_ANSWERED:
                raise
            return {"interaction": {"id": route.webhook_id}}


def answer_surely() -> None:
    """Let everything that begins from here answer that way. A simulated Discord has a way of its own."""
    if type(async_context.get()) is AsyncWebhookAdapter:
        async_context.set(AnswersAgain())  # type: ignore[no-untyped-call]
