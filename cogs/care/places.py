"""`/care resources`: a server's admins keep the places that people are pointed to."""

from __future__ import annotations

from dataclasses import replace

from bot.services.places import Place
from bot.ui.cards import care
from bot.ui.gates import admins_only
from bot.ui.host import Handler, Interaction
from bot.ui.layout import Card
from bot.ui.menus import chosen
from bot.ui.press import Press
from bot.ui.replies import redraw, say, show

from . import checking
from .forms import WhereForm, WordsForm, keep, new_place


async def manage(interaction: Interaction) -> None:
    """Show all places."""
    if await admins_only(interaction):
        await show(interaction, await _list(interaction))


async def _list(interaction: Interaction) -> Card:
    bot = interaction.client
    assert interaction.guild_id is not None
    there = await bot.library.places(interaction.guild_id)
    today = bot.circles.clock.utcnow().date()
    return care.places(bot.catalogues.pick(interaction.locale), there, today)


async def _one(press: Press, number: int) -> Place | None:
    """The place with that number; None when this person may not, or it is gone, and it has been said."""
    if not await admins_only(press.interaction):
        return None
    assert press.interaction.guild_id is not None
    there = await press.bot.library.places(press.interaction.guild_id)
    found = next((place for place in there if place.id == number), None)
    if found is None:
        await redraw(press.interaction, await _list(press.interaction))
        await say(press.interaction, press.t("This place was removed meanwhile. Nothing has changed."))
    return found


async def _add(press: Press) -> None:
    if await admins_only(press.interaction):
        await press.interaction.response.send_modal(
            WordsForm(press.interaction, new_place(press.interaction))
        )


async def _edit(press: Press) -> None:
    if (place := await _one(press, press.session_id)) is not None:
        await press.interaction.response.send_modal(WordsForm(press.interaction, place))


async def _where(press: Press) -> None:
    if (place := await _one(press, press.session_id)) is not None:
        await press.interaction.response.send_modal(WhereForm(press.interaction, place))


async def _still_right(press: Press) -> None:
    if (place := await _one(press, press.session_id)) is not None:
        today = press.bot.circles.clock.utcnow().date()
        await keep(press.interaction, replace(place, review_on=today + checking.AHEAD), [])


async def _remove(press: Press) -> None:
    if (place := await _one(press, press.session_id)) is not None:
        assert press.interaction.guild_id is not None
        await press.bot.library.remove_place(press.interaction.guild_id, place.id)
        await redraw(press.interaction, await _list(press.interaction))
        words = press.t("This place is removed. Here it is once more, if you would like to add it again:")
        await say(press.interaction, f"{words}\n{care.of_place(press.t, place)}")


async def _back(press: Press) -> None:
    if await admins_only(press.interaction):
        await redraw(press.interaction, await _list(press.interaction))


async def _look(press: Press) -> None:
    number = int(chosen(press))
    if (place := await _one(press, number)) is not None:
        today = press.bot.circles.clock.utcnow().date()
        await redraw(press.interaction, care.place(press.t, place, today))


HANDLERS: dict[str, Handler] = {
    "placeadd": _add,
    "placeedit": _edit,
    "placewhere": _where,
    "placeok": _still_right,
    "placegone": _remove,
    "placelist": _back,
    "menu:place": _look,
}
