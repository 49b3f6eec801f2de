"""Being absent from one meeting of a closed series, without giving up the seat in all of them."""

from __future__ import annotations

from bot.circle.model import Phase, SeatPlace
from bot.circle.seats import ComeBack, StepOut
from bot.ids import SessionId
from bot.services.circle.telling import to_tell
from bot.ui.cards.schedule import planned, series
from bot.ui.layout import Card
from bot.ui.private_notes import Topic
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request

from .agreeing import with_catch_up
from .answers import private_context


async def asked_which_way(request: Request, session_id: SessionId) -> bool:
    """Ask somebody with a seat in a closed series whether they give it up, or cannot come this time. Returns whether
    there was anything to ask. Raises `NoSession`."""
    session = await request.bot.desks.circle.get(session_id)
    date = session.state.appointment
    if date is None or date.of_series is None:
        return False
    seat = session.state.seat(await request.bot.desks.circle.seat_of(session, request.member_xid))
    if seat is None or seat.place is not SeatPlace.SEATED:
        return False
    request.remember(session_id)
    await request.show(series.which_way(private_context(request, session)))
    return True


async def _not_now(press: Press) -> None:
    session = await press.bot.desks.circle.get(press.session_id)
    if session.state.appointment is None or session.state.appointment.of_series is None:
        raise Refused(press.t("This is for the circles of a closed series."))
    answer = await press.act(press.session_id, StepOut())
    context = private_context(press, answer.session)
    can_tell = to_tell(answer.session, answer.seat) is not None
    holds = answer.seat is not None and answer.seat == answer.session.state.facilitator
    await press.settle(series.excused(context, can_tell=can_tell, holds=holds))


async def _after_all(press: Press) -> None:
    answer = await press.act(press.session_id, ComeBack(), with_people=True)
    if answer.session.state.phase is Phase.LIVE:
        await press.show(
            with_catch_up(press, answer, press.t("Welcome back. Your place was kept.")), Topic.AWAY
        )
        return
    await press.settle(planned.your_place(private_context(press, answer.session), answer.seat))


async def _tell(press: Press) -> None:
    session, is_told = await press.bot.desks.circle.tell_leader(press.session_id, press.member_xid)
    context = private_context(press, session)
    if not is_told:
        await press.settle(Card().say(press.t("Nobody holds this meeting yet, so there is nobody to tell.")))
        return
    await press.settle(series.told(context))


HANDLERS: dict[str, Handler] = {"notnow": _not_now, "comeafter": _after_all, "tellwho": _tell}
