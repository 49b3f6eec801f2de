"""Turning the pages of questions, for whatever they are looked through: what their buttons and menus lead to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from .cards import prompts as cards
from .prompt_pages import PageAt, PromptPages
from .request import Handler, Press


def turning(aim: str, opened: Callable[[Press], Awaitable[tuple[PromptPages, int]]]) -> dict[str, Handler]:
    """The handlers of the pages that somebody looks through for that aim.

    Args:
        aim: what for; their verbs begin with it.
        opened: the questions, and the number that the buttons are about. It raises `Refused` for whoever may not look.
    """

    async def turn_to(press: Press, number: int) -> None:
        pages, about = await opened(press)
        await press.redraw(cards.page(press.t, pages, PageAt.of(number), aim, about))

    async def pressed(press: Press) -> None:
        await turn_to(press, press.seen)

    async def chosen(press: Press) -> None:
        await turn_to(press, int(press.chosen[0]))

    return {aim: pressed, f"menu:{aim}theme": chosen, f"menu:{aim}part": chosen}
