"""Gathering: people who would like a circle now press a button, and a facilitator says that they can hold it."""

from __future__ import annotations

import secrets

from bot.circle.choices import SessionChoices
from bot.services.circle.answer import Answer
from bot.services.circle.choices import CircleChoices
from bot.services.gathering.gatherings import Asked, Gathering, NoGathering, Someone
from bot.ui.cards.circle import gathering_people as cards
from bot.ui.i18n import N_
from bot.ui.layout import Card
from bot.ui.members import may_hold_now
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.rooms.choosing import read_room
from bot.ui.rooms.places import place_of
from bot.ui.server_formats import content_here
from bot.ui.typed import read_choices
from bot.ui.visibility import sees

NAME = N_("Circle for now")
"""What such a circle is called, in the language of the server."""
USUAL_MINUTES, LEAST_MINUTES, MOST_MINUTES = 30, 5, 180


async def gather(request: Request, minutes: int) -> None:
    """Begin a gathering in this channel. Raises `Refused`: what stands in the way, before anything is made."""
    t, bot, may_hold = request.t, request.bot, request.may_facilitate
    if not (may_hold or request.rules.options.everyone_gathers):
        words = t("Only facilitators can ask people to gather here. Ask one of them if you would like to.")
        raise Refused(words)
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        words = t(
            "People can wait from {least} to {most} minutes. Please choose a number in between.",
            least=LEAST_MINUTES,
            most=MOST_MINUTES,
        )
        raise Refused(words)
    asked = Asked.TO_ASK if may_hold else Asked.NOT
    starter = Someone(request.member_xid, asked=asked, language=str(request.interaction.locale))
    gathering, is_new = await bot.desks.gathering.start(
        request.guild_xid, await _wanted(request), 60.0 * minutes, starter, secrets.token_urlsafe(16)
    )
    is_on_call = await bot.desks.gathering.is_anybody_on_call(request.guild_xid, request.member_xid)
    card = cards.begun(t, gathering, is_new=is_new, may_hold=may_hold, is_on_call=is_on_call)
    await request.show(card)


async def _wanted(request: Request) -> CircleChoices:
    """The circle that is usual here. Raises `Refused`: none can be held in this channel."""
    bot, rules, content = request.bot, request.rules, await content_here(request)
    room = read_room(request, None, None)
    wanted = CircleChoices(
        name=bot.catalogues.pick(request.server_language)(NAME),
        language=request.server_language,
        parent_xid=place_of(request, None, room.kind, held=room.held),
        format_id=rules.format_id(content.formats),
        session=SessionChoices(scale=rules.scale),
        room=room,
    )
    read_choices(request.t, content, wanted)
    return wanted


async def gathering_lines(request: Request) -> list[str]:
    """A line for each gathering of the server that this person may know of: where it is, and until when. Never who."""
    found = await request.bot.desks.gathering.open_in(request.guild_xid)
    return [
        cards.is_open(request.t, gathering) for gathering in found if sees(request, gathering.channel_xid)
    ]


async def _known(press: Press) -> Gathering:
    """The gathering that was pressed about, if whoever pressed may know of it: they are in its channel, or it was they
    who were asked by direct message. Raises `NoGathering`."""
    gathering = await press.bot.desks.gathering.get(press.number)
    if press.interaction.guild_id is None:
        is_theirs = await press.bot.desks.gathering.is_asked(gathering.id, press.member_xid)
    else:
        is_theirs = press.channel_xid == gathering.channel_xid
    if not is_theirs:
        raise NoGathering
    return gathering


async def _wait(press: Press) -> None:
    gathering = await _known(press)
    language = str(press.interaction.locale)
    answer = await press.bot.desks.gathering.wait(gathering.id, press.member_xid, language)
    if answer is None:
        await press.settle(cards.waits(press.t, gathering))
        return
    press.remember(answer.session.id)
    words = cards.opened(press.t)
    if answer.people.get(1) == press.member_xid:
        words = cards.holds_now(press.t)
    await press.settle(Card().say(words))


async def _stop(press: Press) -> None:
    gathering = await _known(press)
    await press.bot.desks.gathering.stop_waiting(gathering.id, press.member_xid)
    await press.settle(Card().say(press.t("You wait no more. You may press again whenever you like.")))


async def _hold(press: Press) -> None:
    gathering = await _known(press)
    if not await _may_hold(press, gathering):
        raise Refused(press.t("Only facilitators can hold a circle. Nothing has changed."))
    language = str(press.interaction.locale)
    answer: Answer | None = await press.bot.desks.gathering.hold(gathering.id, press.member_xid, language)
    if answer is None:
        await press.settle(cards.holds(press.t, gathering))
        return
    press.remember(answer.session.id)
    await press.settle(Card().say(cards.holds_now(press.t)))


async def _may_hold(press: Press, gathering: Gathering) -> bool:
    if press.interaction.guild_id is not None:
        return press.may_facilitate
    # In a direct message Discord does not say which roles somebody has.
    return await may_hold_now(press.bot, gathering.guild_xid, press.member_xid) is True


async def _decline(press: Press) -> None:
    await press.settle(Card().say(press.t("All right. I do not ask you again for this one.")))


HANDLERS: dict[str, Handler] = {
    cards.WAIT: _wait,
    cards.STOP: _stop,
    cards.HOLD: _hold,
    cards.DECLINE: _decline,
}
