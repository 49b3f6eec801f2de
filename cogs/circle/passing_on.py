"""Passing on: who holds the circle from here on, and who is offered the piece next. Only those in it can be chosen."""

from __future__ import annotations

import discord

from bot.circle.facilitating import HandOver
from bot.circle.formats import SpeakingOrder
from bot.circle.model import Consent, Round, SessionState
from bot.circle.order import PutFirst, Reorder, an_ordered_round_comes, waiting
from bot.circle.refusals import Code
from bot.ids import MemberXid, SessionId
from bot.services.circle.sessions import Session
from bot.ui.cards.circle import panel
from bot.ui.guards import require_lead
from bot.ui.layout import Card
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.seat_names import names_of

from .answers import private_context
from .steering import led_here


async def choose_holder(request: Request, session_id: SessionId) -> None:
    """Offer the circle to choose from: everybody who is here and does not hold it. Raises `Refused`: nobody is."""
    session, people = await require_lead(request, session_id)
    state = session.state
    seats = [seat.number for seat in state.here if seat.number != state.host]
    if not seats:
        raise Refused(request.t("Nobody else is here who could hold the circle. Nothing has changed."))
    names = await names_of(request, session, people, seats)
    await request.show(panel.hand_over(private_context(request, session, people), names))


async def hand_over(request: Request, session_id: SessionId, seat: int) -> None:
    """Hand a session over to another seat, and thank whoever did."""
    await request.act(session_id, request.with_authority(HandOver(to=seat)))
    await request.redraw_or_show(Card().say(_thanks(request)))


async def hand_over_here(request: Request, member: discord.Member) -> None:
    """Hand the session that is meant over to another member."""
    async with led_here(request) as session:
        if member.bot:
            raise Refused(request.t("The seats of a circle are for people."))
        asked, circle = request.with_authority(HandOver(to=0)), request.bot.desks.circle
        to = MemberXid(member.id)
        request.granted(await circle.act_on(session.id, request.member_xid, to, asked))
        await request.say(_thanks(request))


def _thanks(request: Request) -> str:
    return request.t("Thank you. They hold the circle now.")


async def choose_first(request: Request, session_id: SessionId) -> None:
    """Offer those who are here and may speak, to choose with whom the next round begins.

    Raises:
        Refused: no round with an order comes, or nobody could begin it.
    """
    session, people = await require_lead(request, session_id)
    if not an_ordered_round_comes(session.state):
        raise request.refusal(Code.NO_ORDER)
    seats = [seat.number for seat in session.state.here if seat.consent is not Consent.LISTENING]
    if not seats:
        raise Refused(request.t("Nobody is here yet who could go first. Nothing has changed."))
    names = await names_of(request, session, people, seats)
    await request.show(panel.goes_first(private_context(request, session, people), names))


async def put_first(request: Request, session_id: SessionId, seat: int) -> None:
    """Let the next round begin with a seat."""
    answer = await request.act(session_id, request.with_authority(PutFirst(to=seat)), with_people=True)
    who = private_context(request, answer.session, answer.people).who(seat)
    words = request.t("The next round begins with {who}.", who=who)
    await request.redraw_or_show(Card().say(words))


async def show_order(request: Request, session_id: SessionId) -> None:
    """Show the speaking order, to choose who is next. Raises `Refused`: there is none."""
    session, people = await require_lead(request, session_id)
    _require_order(request, session)
    names = await names_of(request, session, people, _may_be_next(session.state))
    await request.show(panel.next_speaker(private_context(request, session, people), names))


async def put_next(request: Request, session_id: SessionId, chosen: int, seen: int) -> None:
    """Make somebody the next to be offered the piece."""
    session, people = await require_lead(request, session_id)
    going = _require_order(request, session)
    if chosen not in _may_be_next(session.state):
        raise Refused(request.t("This person has no turn to come just now. Nothing has changed."))
    holding = session.state.turn.seat if session.state.turn is not None else None
    rest = tuple(number for number in going.order if number not in (chosen, holding))
    order = (*((holding,) if holding in going.order else ()), chosen, *rest)
    await request.act(session_id, request.with_authority(Reorder(order=order, seen=seen)))
    who = private_context(request, session, people).who(chosen)
    await request.redraw_or_show(Card().say(request.t("{who} is next.", who=who)))


def _may_be_next(state: SessionState) -> list[int]:
    """The seats that have had no turn in this round and could take the piece."""
    holding = None if state.turn is None else state.turn.seat
    return [number for number in waiting(state) if number != holding]


def _require_order(request: Request, session: Session) -> Round:
    """Go on only where the piece goes round in an order. Raises `Refused`."""
    going = session.state.round
    if going is None:
        raise request.refusal(Code.NOT_IN_ROUND)
    if session.state.format.order is SpeakingOrder.VOLUNTEER:
        raise Refused(request.t("The piece lies in the middle here, and nobody is called on."))
    return going
