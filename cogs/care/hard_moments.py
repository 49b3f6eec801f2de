"""`A hard moment`, on the panel: a private card for whoever holds the circle, and what the bot can do of it.

Nothing of it is stored or logged. What is said to somebody is said now, or not at all.
"""

from __future__ import annotations

from bot.circle.holds import Pause, Resume
from bot.circle.model import Phase
from bot.circle.refusals import Code
from bot.circle.slices import Command
from bot.ids import MemberXid
from bot.services.circle.sessions import Session
from bot.ui.card_context import CardContext
from bot.ui.cards.care import hard_moments
from bot.ui.guards import require_lead
from bot.ui.layout import Card
from bot.ui.press import VerbButton
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press

from . import handing
from .cofacilitators import cofacilitators, own_seat, still_may
from .handing import may_be_written_to
from .one_person import names_of_others, person_in
from .support import places_for


async def _open(press: Press) -> None:
    await press.show(await _card(press, *await require_lead(press, press.session_id)))


async def _card(press: Press, session: Session, people: dict[int, MemberXid]) -> Card:
    context = CardContext(session, press.t, press.bot.content, people)
    me = own_seat(press, session.state, people)
    protocol = await press.bot.desks.care.protocol(session.guild_xid)
    has_help = me is not None and bool(cofacilitators(session.state, me))
    return hard_moments.hard_moment(context, protocol, has_seat=me is not None, has_help=has_help)


async def _from_seat(press: Press) -> tuple[Session, dict[int, MemberXid], int]:
    """Go on for whoever leads from a seat. Whoever leads without one is not known to those in the circle."""
    session, people = await require_lead(press, press.session_id)
    me = own_seat(press, session.state, people)
    if me is None:
        raise _not_seated(press, session)
    return session, people, me


def _not_seated(press: Press, session: Session) -> Refused:
    return press.refusal(Code.OVER if session.state.phase is Phase.ENDED else Code.NOT_SEATED)


def _held(command: Command) -> Handler:
    """Pausing, or going on, without leaving the card."""

    async def pressed(press: Press) -> None:
        await press.act(press.session_id, press.with_authority(command))
        await press.redraw(await _card(press, *await require_lead(press, press.session_id)))

    return pressed


async def _offer_talk(press: Press) -> None:
    """Let whoever holds the circle choose to whom a talk is offered."""
    session, people, _ = await _from_seat(press)
    names = await names_of_others(press, session, people)
    context = CardContext(session, press.t, press.bot.content, people)
    await press.show(hard_moments.whom_to_talk_with(context, names))


async def _talk_offered(press: Press) -> None:
    session, people, me = await _from_seat(press)
    chosen, t = person_in(press, session, people, int(press.chosen[0])), press.t
    voice = press.bot.catalogues.pick(session.language)
    card = hard_moments.talk_offered(voice, session, press.interaction.user.mention, me)
    await press.take_time()
    direct = await may_be_written_to(press, chosen)
    if await press.bot.whispers.hand_through(session.id, chosen, card, direct=direct):
        await press.say(t("{who} has your offer now. I keep nothing of it.", who=f"<@{chosen}>"))
    else:
        await press.say(t("I could not reach {who}. You may write to them yourself.", who=f"<@{chosen}>"))


async def _talk_wished(press: Press) -> None:
    """`Yes, please`: told to whoever offered the talk, for as long as they hold the circle or may; to nobody else."""
    session, people = await press.bot.desks.circle.with_people(press.session_id)
    state, me, t, offered = session.state, own_seat(press, session.state, people), press.t, press.seen
    if me is None:
        raise _not_seated(press, session)
    await press.take_time()
    is_host = offered == state.host
    may = offered in people and (is_host or offered in cofacilitators(state, me))
    if may and (is_host or await still_may(press.bot, session.guild_xid, people[offered])):
        voice = press.bot.catalogues.pick(session.language)
        verb = handing.ANSWER if is_host else handing.ANSWER_TOO
        answer = VerbButton.new(verb, session.id, me, voice("Answer in private"))
        card = hard_moments.talk_wished(voice, press.interaction.user.mention, answer)
        if await press.bot.whispers.try_to_tell(session.id, people[offered], card):
            await press.say(t("{who} knows now, and nobody else.", who=f"<@{people[offered]}>"))
            return
    await press.say(
        t("I could not reach them just now. I need support lets somebody else know, if you like.")
    )


async def _ask_for_help(press: Press) -> None:
    """Ask one co-facilitator, the first who can be reached."""
    session, people, me = await _from_seat(press)
    voice, t = press.bot.catalogues.pick(session.language), press.t
    card = hard_moments.help_asked(voice, session, press.interaction.user.mention, me)
    await press.take_time()
    seats = cofacilitators(session.state, me)
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
    "talk": _talk_wished,
    "hardhelp": _ask_for_help,
    "hardpause": _held(Pause()),
    "hardresume": _held(Resume()),
    "hardplaces": _places,
}
