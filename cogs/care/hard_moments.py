"""`A hard moment`, on the panel: a private card for whoever holds the circle, and what the bot can do of it.

Nothing of it is stored or logged. What is said to somebody is said now, or not at all.
"""

from __future__ import annotations

from bot.circle.holds import Pause, Resume
from bot.circle.slices import Command
from bot.ids import MemberXid
from bot.services.circle.sessions import Session
from bot.ui.card_context import CardContext
from bot.ui.cards import hard_moments
from bot.ui.guards import require_lead
from bot.ui.layout import Card
from bot.ui.request import Handler, Press

from .cofacilitators import cofacilitators, still_may
from .handing import may_be_written_to
from .one_person import names_of_others, person_in
from .support import places_for


async def _open(press: Press) -> None:
    await press.show(await _card(press, *await require_lead(press, press.session_id)))


async def _card(press: Press, session: Session, people: dict[int, MemberXid]) -> Card:
    context = CardContext(session, press.t, press.bot.content, people)
    helpers = cofacilitators(session.state, press.seat_among(people))
    protocol = await press.bot.desks.care.protocol(session.guild_xid)
    return hard_moments.hard_moment(context, protocol, has_help=bool(helpers))


def _held(command: Command) -> Handler:
    """Pausing, or going on, without leaving the card."""

    async def pressed(press: Press) -> None:
        await press.act(press.session_id, press.with_authority(command))
        await press.redraw(await _card(press, *await require_lead(press, press.session_id)))

    return pressed


async def _offer_talk(press: Press) -> None:
    """Let whoever holds the circle choose to whom a talk is offered."""
    session, people = await require_lead(press, press.session_id)
    names = await names_of_others(press, session, people)
    context = CardContext(session, press.t, press.bot.content, people)
    await press.show(hard_moments.whom_to_talk_with(context, names))


async def _talk_offered(press: Press) -> None:
    session, people = await require_lead(press, press.session_id)
    chosen, t = person_in(press, session, people, int(press.chosen[0])), press.t
    voice = press.bot.catalogues.pick(session.language)
    card = hard_moments.talk_offered(voice, session.id, session.name, press.interaction.user.mention)
    await press.take_time()
    direct = await may_be_written_to(press, chosen)
    if await press.bot.whispers.hand_through(session.id, chosen, card, direct=direct):
        await press.say(t("{who} has your offer now. I keep nothing of it.", who=f"<@{chosen}>"))
    else:
        await press.say(t("I could not reach {who}. You may write to them yourself.", who=f"<@{chosen}>"))


async def _ask_for_help(press: Press) -> None:
    """Ask one co-facilitator, the first who can be reached."""
    session, people = await require_lead(press, press.session_id)
    voice, t = press.bot.catalogues.pick(session.language), press.t
    card = hard_moments.help_asked(voice, session.name, press.interaction.user.mention)
    await press.take_time()
    seats = cofacilitators(session.state, press.seat_among(people))
    for member_xid in (people[seat] for seat in seats if seat in people):
        if await still_may(press.bot, session.guild_xid, member_xid) and (
            await press.bot.whispers.hand_through(session.id, member_xid, card, direct=True)
        ):
            await press.say(t("{who} knows now, and nobody else.", who=f"<@{member_xid}>"))
            return
    await press.say(t("I could not reach a co-facilitator just now. You may write to one yourself."))


async def _places(press: Press) -> None:
    await require_lead(press, press.session_id)
    for card in hard_moments.places(press.t, await places_for(press)):
        await press.show(card)


HANDLERS: dict[str, Handler] = {
    "hard": _open,
    "hardtalk": _offer_talk,
    "menu:hardtalk": _talk_offered,
    "hardhelp": _ask_for_help,
    "hardpause": _held(Pause()),
    "hardresume": _held(Resume()),
    "hardplaces": _places,
}
