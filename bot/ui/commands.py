"""The base of every command: its function takes a `Request` where the library's takes an interaction."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from functools import wraps
from itertools import islice
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from discord import app_commands
from discord.ext import commands

from bot.services.not_possible import NotPossible

from .errors import answer_error
from .refused import Refused
from .request import Interaction, Request
from .unicode_text import cut

S = app_commands.locale_str
Choice: TypeAlias = app_commands.Choice[str]
MOST_CHOICES, CHOICE_LENGTH = 25, 100
"""How many choices Discord takes for one option, and how many characters each may have."""

Cog = TypeVar("Cog", bound=commands.Cog)
Typed = ParamSpec("Typed")
Called: TypeAlias = Callable[Concatenate[Cog, Request, Typed], Awaitable[None]]
Command: TypeAlias = app_commands.Command[Any, ..., None]


def command(description: str, name: str | None = None) -> Callable[[Called[Cog, Typed]], Command]:
    """Make a slash command of a cog's function. What it raises is answered, whatever it is.

    Args:
        description: what the command is for, marked for the catalogue with `N_`.
        name: its name, where the function cannot have it.
    """

    def decorate(function: Called[Cog, Typed]) -> Command:
        @wraps(function)
        async def called(
            cog: Cog, interaction: Interaction, *args: Typed.args, **typed: Typed.kwargs
        ) -> None:
            request = Request(interaction)
            try:
                await function(cog, request, *args, **typed)
            except (Refused, NotPossible) as error:
                # Here and not by the library: a refusal is an answer like any other, and no failed command.
                await answer_error(request, error)

        # The library reads the options from here, and would look for their types in this file.
        called.__signature__ = inspect.signature(function, eval_str=True)  # type: ignore[attr-defined]
        made: Command = app_commands.command(name=name or function.__name__, description=S(description))(
            called
        )
        return made

    return decorate


def completion(
    function: Callable[[Request, str], Awaitable[list[Choice]]],
) -> Callable[[Interaction, str], Coroutine[Any, Any, list[Choice]]]:
    """What is offered while somebody types an option; nothing to those to whom it is refused."""

    @wraps(function)
    async def offered(interaction: Interaction, current: str) -> list[Choice]:
        request = Request(interaction)
        try:
            return await function(request, current)
        except (Refused, NotPossible):
            return []

    return offered


def choices(named: Iterable[tuple[str, str]]) -> list[Choice]:
    """These choices, each a name and its value: as many and as long as Discord takes."""
    return [
        app_commands.Choice(name=cut(name, CHOICE_LENGTH), value=value)
        for name, value in islice(named, MOST_CHOICES)
    ]
