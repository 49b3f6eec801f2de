"""Removing one of a server's own questions. Its words are shown once more, so that it can be added again."""

from __future__ import annotations

from collections.abc import Callable

from bot.services.own_prompts import OwnPrompt
from bot.ui.cards import shelf
from bot.ui.gates import admins_only
from bot.ui.host import Handler, Interaction
from bot.ui.i18n import Translator
from bot.ui.menus import chosen
from bot.ui.press import Press
from bot.ui.replies import redraw, say, show
from bot.ui.shelf import Spot, own_number
from bot.ui.words import shown

from .looking import books


async def remove(interaction: Interaction, prompt: str | None) -> None:
    """Remove the question that is named, or show all to choose from."""
    if not await admins_only(interaction):
        return
    t = interaction.client.catalogues.pick(interaction.locale)
    there = await books(interaction)
    if not there.own:
        await say(interaction, t("Your server has no questions of its own yet. Add one with /prompts add."))
    elif prompt is None:
        first = next(theme for theme in there.themes if any(p.theme == theme for p in there.own))
        await show(interaction, shelf.shelf(t, there, there.spot(first), shelf.REMOVE))
    else:
        found = next((p for p in there.own if prompt in (p.prompt_id, p.text)), None)
        await say(interaction, await _removed(interaction, t, found.id if found else 0))


async def _removed(interaction: Interaction, t: Translator, number: int) -> str:
    assert interaction.guild_id is not None
    gone: OwnPrompt | None = await interaction.client.library.remove(interaction.guild_id, number)
    if gone is None:
        return t("Your server has no such question of its own. Nothing has changed.")
    return "\n".join(
        [
            t("This question is removed. A circle that has it just now keeps it until it ends."),
            f"> {shown(gone.text)}",
        ]
    )


def _to(spot_of: Callable[[Press], int]) -> Handler:
    async def pressed(press: Press) -> None:
        if await admins_only(press.interaction):
            there, spot = await books(press.interaction), Spot.of(spot_of(press))
            await redraw(press.interaction, shelf.shelf(press.t, there, spot, shelf.REMOVE))

    return pressed


async def _one(press: Press) -> None:
    if await admins_only(press.interaction):
        words = await _removed(press.interaction, press.t, own_number(chosen(press)))
        there, spot = await books(press.interaction), Spot.of(press.seen)
        await redraw(press.interaction, shelf.shelf(press.t, there, spot, shelf.REMOVE))
        await say(press.interaction, words)


HANDLERS: dict[str, Handler] = {
    shelf.REMOVE: _to(lambda press: press.seen),
    f"menu:{shelf.REMOVE}theme": _to(lambda press: int(chosen(press))),
    f"menu:{shelf.REMOVE}part": _to(lambda press: int(chosen(press))),
    f"menu:{shelf.REMOVE}one": _one,
}
