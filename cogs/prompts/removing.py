"""Removing one of a server's own questions. Its words are shown once more, so that it can be added again."""

from __future__ import annotations

from bot.services.prompts.own_prompts import OwnPrompt
from bot.ui.cards import prompts as cards
from bot.ui.guards import require_admin
from bot.ui.prompt_pages import PageAt, own_number
from bot.ui.request import Handler, Press, Request
from bot.ui.user_text import escaped

from .looking import page_handlers, server_pages


async def remove(request: Request, prompt: str | None) -> None:
    """Remove the question that is named, or show all to choose from."""
    require_admin(request)
    t = request.t
    there = await server_pages(request)
    if not there.own:
        await request.say(t("Your server has no questions of its own yet. Add one with /prompts add."))
    elif prompt is None:
        first = next(theme for theme in there.themes if any(p.theme == theme for p in there.own))
        await request.show(cards.page(t, there, there.spot(first), cards.REMOVE))
    else:
        found = next((p for p in there.own if prompt in (p.prompt_id, p.text)), None)
        await request.say(await _removed(request, found.id if found else 0))


async def _removed(request: Request, number: int) -> str:
    """What is said once a question is gone."""
    t = request.t
    gone: OwnPrompt | None = await request.bot.desks.prompts.remove(request.guild_xid, number)
    if gone is None:
        return t("Your server has no such question of its own. Nothing has changed.")
    return "\n".join(
        [
            t("This question is removed. A circle that has it just now keeps it until it ends."),
            f"> {escaped(gone.text)}",
        ]
    )


async def _one(press: Press) -> None:
    require_admin(press)
    words = await _removed(press, own_number(press.chosen[0]))
    await press.redraw(cards.page(press.t, await server_pages(press), PageAt.of(press.seen), cards.REMOVE))
    await press.say(words)


HANDLERS: dict[str, Handler] = {
    **page_handlers(cards.REMOVE, require_admin),
    f"menu:{cards.REMOVE}one": _one,
}
