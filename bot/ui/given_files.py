"""Files that somebody gave to a command. They are fetched from an address beside Discord's API."""

from __future__ import annotations

import aiohttp
import discord

from .refused import Refused
from .request import Request


async def content_of(request: Request, file: discord.Attachment) -> bytes:
    """What is in a file.

    Raises:
        Refused: it could not be fetched. discord.py makes an answer of no an error of its own, and not a line that was
            cut.
    """
    try:
        return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        t = request.t
        raise Refused(t("I could not fetch that file from Discord. Please try once more.")) from None
