"""The setup, step by step: going on and back, and what each menu and button on the way leads to.

Where somebody is stands in the buttons themselves, so it goes on after a restart.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.ids import ChannelXid, RoleXid
from bot.services.settings.servers import AtEnd
from bot.ui.cards.settings.steps import AS_DISCORD, GO, LINGERING, OPEN, step_card
from bot.ui.cards.settings.words import OPTIONS, Step
from bot.ui.guards import require_admin
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request

from .changing import FORMS, change
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
    form = FORMS.get(_step(press.number))
    if form is None:
        await _go(press)
        return
    server = await press.bot.desks.settings.server(press.guild_xid)
    await press.open(form(press.t, server, press.seen))


async def _facilitators(press: Press) -> None:
    roles = tuple(RoleXid(int(xid)) for xid in press.chosen)
    await change(press, Step.FACILITATORS, press.seen, facilitator_role_xids=roles)


async def _admins(press: Press) -> None:
    roles = tuple(RoleXid(int(xid)) for xid in press.chosen)
    if str(press.guild_xid) in press.chosen:
        require_admin(press)
        raise Refused(
            press.t("That role is everyone in this server. Please choose a smaller one. Nothing has changed.")
        )
    await change(press, Step.ADMINS, press.seen, admin_role_xids=roles)


async def _hope(press: Press) -> None:
    hope_xid = ChannelXid(int(press.chosen[0])) if press.chosen else None
    await change(press, Step.HOPE, press.seen, hope_xid=hope_xid)


async def _language(press: Press) -> None:
    chosen = press.chosen[0]
    language = chosen if chosen in set(press.bot.catalogues) else None
    if language is None and chosen != AS_DISCORD:
        raise _not_there(press)
    await change(press, Step.LANGUAGE, press.seen, language=language)


async def _format(press: Press) -> None:
    if press.chosen[0] not in press.bot.content.formats:
        raise _not_there(press)
    await change(press, Step.FORMAT, press.seen, format_id=press.chosen[0])


async def _scale(press: Press) -> None:
    await change(press, Step.SCALE, press.seen, scale=press.chosen[0] == "yes")


async def _end(press: Press) -> None:
    if press.chosen[0] not in set(AtEnd):
        raise _not_there(press)
    await change(press, Step.ROOM, press.seen, at_end=AtEnd(press.chosen[0]))


async def _linger(press: Press) -> None:
    if press.chosen[0] not in {str(minutes) for minutes in LINGERING}:
        raise _not_there(press)
    await change(press, Step.ROOM, press.seen, linger_minutes=int(press.chosen[0]))


def _not_there(request: Request) -> Refused:
    return Refused(request.t("That choice is not there any more. Nothing has changed."))


def _none(step: Step, **changes: object) -> Callable[[Press], Awaitable[None]]:
    async def pressed(press: Press) -> None:
        await change(press, step, press.seen, **changes)

    return pressed


HANDLERS: dict[str, Handler] = {
    GO: _go,
    f"menu:{GO}": _go,
    OPEN: _open,
    "roles:setfacilitators": _facilitators,
    "nosetfacilitators": _none(Step.FACILITATORS, facilitator_role_xids=()),
    "roles:setadmins": _admins,
    "nosetadmins": _none(Step.ADMINS, admin_role_xids=()),
    "channels:sethope": _hope,
    "nosethope": _none(Step.HOPE, hope_xid=None),
    "menu:setlanguage": _language,
    "menu:setformat": _format,
    "menu:setscale": _scale,
    "menu:setend": _end,
    "menu:setlinger": _linger,
}
