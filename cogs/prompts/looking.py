"""Looking through the questions: the pages, and who may look."""

from __future__ import annotations

from collections.abc import Callable

from bot.ui.cards import prompts as cards
from bot.ui.guards import require_facilitator
from bot.ui.prompt_pages import PageAt, PromptPages, pages_of
from bot.ui.prompt_turning import turning
from bot.ui.request import Handler, Press, Request


async def server_pages(request: Request) -> PromptPages:
    """The questions a server has: the decks in its language, and its own."""
    return await pages_of(request.bot, request.guild_xid, request.server_language)


async def browse(request: Request) -> None:
    """Show the questions from the beginning."""
    require_facilitator(request)
    await request.show(cards.page(request.t, await server_pages(request), PageAt(), cards.BROWSE))


def page_handlers(aim: str, require: Callable[[Request], object]) -> dict[str, Handler]:
    """What the buttons and menus of the pages lead to, for those whom the guard lets go on."""

    async def opened(press: Press) -> tuple[PromptPages, int]:
        require(press)
        return await server_pages(press), 0

    return turning(aim, opened)


HANDLERS: dict[str, Handler] = page_handlers(cards.BROWSE, require_facilitator)
