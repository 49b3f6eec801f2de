"""Looking through the questions: the pages, and who may look."""

from __future__ import annotations

from collections.abc import Callable

from bot.ui.cards import shelf
from bot.ui.gates import facilitators_only
from bot.ui.host import Handler, Interaction
from bot.ui.menus import chosen
from bot.ui.press import Press
from bot.ui.replies import redraw, show
from bot.ui.shelf import Shelf, Spot


async def books(interaction: Interaction) -> Shelf:
    """The questions a server has: the decks in its language, and its own."""
    bot = interaction.client
    assert interaction.guild_id is not None
    language = bot.catalogues.pick(interaction.guild_locale).language
    return Shelf(bot.content, language, await bot.library.own(interaction.guild_id))


async def browse(interaction: Interaction) -> None:
    """Show the questions from the beginning."""
    if await facilitators_only(interaction):
        t = interaction.client.catalogues.pick(interaction.locale)
        await show(interaction, shelf.shelf(t, await books(interaction), Spot(), shelf.BROWSE))


def _to(spot_of: Callable[[Press], int]) -> Handler:
    async def pressed(press: Press) -> None:
        if await facilitators_only(press.interaction):
            spot = Spot.of(spot_of(press))
            await redraw(
                press.interaction, shelf.shelf(press.t, await books(press.interaction), spot, shelf.BROWSE)
            )

    return pressed


HANDLERS: dict[str, Handler] = {
    shelf.BROWSE: _to(lambda press: press.seen),
    f"menu:{shelf.BROWSE}theme": _to(lambda press: int(chosen(press))),
    f"menu:{shelf.BROWSE}part": _to(lambda press: int(chosen(press))),
}
