"""The options of the commands about a new circle that are alike for all of them: its format, its seats, its room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from discord import app_commands

from .commands import Choice, S, choices, completion
from .i18n import N_
from .request import Request
from .rooms.choosing import room_options
from .server_formats import content_here

Function = TypeVar("Function", bound=Callable[..., object])


@completion
async def formats(request: Request, current: str) -> list[Choice]:
    """The formats whose title or id has in it what is typed."""
    typed = current.casefold()
    there = (await content_here(request)).formats
    named = [(request.t.content(f.title), f.id) for f in there.values()]
    return choices(one for one in named if typed in one[0].casefold() or typed in one[1])


def circle_options(function: Function) -> Function:
    """Give a command the options `format`, `capacity`, `room` and `held`."""
    described = app_commands.describe(
        format=S(N_("Its stages; those that are usual here unless you choose")),
        capacity=S(N_("How many seats, 3 to 8")),
    )(function)
    return room_options(app_commands.autocomplete(format=formats)(described))
