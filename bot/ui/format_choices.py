"""The formats, as they are offered while somebody types the option that every command about them has."""

from __future__ import annotations

from .commands import Choice, choices, completion
from .request import Request


@completion
async def formats(request: Request, current: str) -> list[Choice]:
    """The formats whose title or id has in it what is typed."""
    typed = current.casefold()
    named = [(request.t.content(f.title), f.id) for f in request.bot.content.formats.values()]
    return choices(one for one in named if typed in one[0].casefold() or typed in one[1])
