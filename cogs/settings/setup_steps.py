"""The setup, step by step: going on and back, and changing what was chosen on the way.

Where somebody is stands in the buttons themselves, so it goes on after a restart.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.ui.cards.settings.steps import GO, step_card
from bot.ui.cards.settings.ways import CHECKING_PAGE, CHOICES, OPEN, Changes, offered
from bot.ui.cards.settings.words import OPTIONS, Step
from bot.ui.guards import require_admin
from bot.ui.request import Handler, Press, Request
from bot.ui.server_formats import content_here

from . import agreements
from .changing import FORMS, change
from .checking_page import give_page
from .reading import settings_of


async def begin(request: Request) -> None:
    """Show the first step."""
    require_admin(request)
    await request.show(step_card(await settings_of(request), OPTIONS[0]))


def _step(number: int) -> Step:
    """The step with that number; the first, if there is none."""
    return Step(number) if number in {*Step} else OPTIONS[0]


async def _go(press: Press) -> None:
    require_admin(press)
    number = int(press.chosen[0]) if press.chosen else press.number
    await press.redraw(step_card(await settings_of(press), _step(number)))


async def _open(press: Press) -> None:
    require_admin(press)
    if _step(press.number) is Step.AGREEMENTS:
        await agreements.open_form(press)
        return
    form = FORMS.get(_step(press.number))
    if form is None:
        await _go(press)
        return
    server = await press.bot.desks.settings.server(press.guild_xid)
    await press.open(form(press.t, server, press.seen))


def _chosen(means: Callable[[Press], Changes]) -> Handler:
    async def pressed(press: Press) -> None:
        require_admin(press)
        await change(press, _step(press.number), press.seen, **means(press))

    return pressed


async def _format(press: Press) -> None:
    require_admin(press)
    there = (await content_here(press)).formats
    await change(press, _step(press.number), press.seen, format_id=offered(press, there))


HANDLERS: dict[str, Handler] = {
    GO: _go,
    f"menu:{GO}": _go,
    OPEN: _open,
    "menu:setformat": _format,
    CHECKING_PAGE: give_page,
    **agreements.HANDLERS,
    **{verb: _chosen(means) for verb, means in CHOICES.items()},
}
