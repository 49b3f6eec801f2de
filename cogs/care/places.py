"""`/care resources`: a server's admins keep the places that people are pointed to."""

from __future__ import annotations

from dataclasses import replace

from bot.services.care.places import SupportPlace
from bot.ui.cards.care import places as cards
from bot.ui.guards import require_admin
from bot.ui.layout import Card
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request

from . import checking
from .forms import WhereForm, WordsForm, keep, new_place


async def manage(request: Request) -> None:
    """Show all places."""
    require_admin(request)
    await request.show(await _list(request))


async def _list(request: Request) -> Card:
    return cards.places(request.t, await request.bot.desks.care.places(request.guild_xid), request.today)


async def _one(press: Press, number: int) -> SupportPlace:
    """The place with that number, for an admin. Raises `Refused`, with all places, when it is gone."""
    there = await press.bot.desks.care.places(require_admin(press))
    found = next((place for place in there if place.id == number), None)
    if found is None:
        words = press.t("This place was removed meanwhile. Nothing has changed.")
        raise Refused(words, card=await _list(press))
    return found


async def _add(press: Press) -> None:
    require_admin(press)
    await press.open(WordsForm(press, new_place(press)))


async def _edit(press: Press) -> None:
    await press.open(WordsForm(press, await _one(press, press.number)))


async def _where(press: Press) -> None:
    await press.open(WhereForm(press, await _one(press, press.number)))


async def _still_right(press: Press) -> None:
    place = await _one(press, press.number)
    await keep(press, replace(place, review_on=press.today + checking.AHEAD), [])


async def _remove(press: Press) -> None:
    place = await _one(press, press.number)
    await press.bot.desks.care.remove_place(press.guild_xid, place.id)
    await press.redraw(await _list(press))
    words = press.t("This place is removed. Here it is once more, if you would like to add it again:")
    await press.say(f"{words}\n{cards.place_words(press.t, place)}")


async def _back(press: Press) -> None:
    require_admin(press)
    await press.redraw(await _list(press))


async def _look(press: Press) -> None:
    place = await _one(press, int(press.chosen[0]))
    await press.redraw(cards.place(press.t, place, press.today))


HANDLERS: dict[str, Handler] = {
    "placeadd": _add,
    "placeedit": _edit,
    "placewhere": _where,
    "placeok": _still_right,
    "placegone": _remove,
    "placelist": _back,
    "menu:place": _look,
}
