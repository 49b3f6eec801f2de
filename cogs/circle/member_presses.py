"""What the buttons of members lead to: a seat, the agreements, the piece, a way out for a while."""

from __future__ import annotations

from collections.abc import Callable

from bot.circle.facilitating import TakeRole
from bot.circle.model import Moment, Phase
from bot.circle.nominating import Nominate
from bot.circle.seats import ComeBack, Join, Leave, StepOut
from bot.circle.slices import Command
from bot.circle.turn_time import Extend
from bot.circle.turns import NotYet, Pass, Receive
from bot.ids import SessionId
from bot.services.deliveries import table as d
from bot.ui.cards import buttons
from bot.ui.cards.circle import arriving, rounds, slips
from bot.ui.cards.drawing import PRACTISING
from bot.ui.cards.schedule import planned
from bot.ui.layout import Card
from bot.ui.optional_questions import asked
from bot.ui.private_notes import Topic
from bot.ui.request import Handler, Press, Request
from bot.ui.rooms.kinds import words_of
from bot.ui.rooms.listeners import way_in

from . import after_story
from .agreeing import brief, with_catch_up
from .answers import ask_of_turn, card_answered, private_context
from .coming_back import comes_back
from .joining import guest_of
from .not_this_time import asked_which_way
from .panels import show_panel


async def take_seat(request: Request, session_id: SessionId) -> None:
    """Take a seat: the same for the button and for `/circle join`."""
    guest = await guest_of(request, session_id)
    answer = await request.bot.desks.circle.join(
        session_id,
        request.member_xid,
        Join(may_facilitate=guest.may_facilitate),
        str(request.interaction.locale),
        guest.roles,
    )
    request.remember(session_id)
    if await comes_back(request, answer):
        return
    session = request.granted(answer).session
    context = private_context(request, session)
    if session.state.appointment is not None and session.state.phase is not Phase.LIVE:
        card = planned.your_place(context, answer.seat)
        await request.show(await asked(request, session_id, card, Moment.SEATED))
        return
    if session.state.phase is Phase.LIVE:
        await brief(request, answer)
        return
    t, room = context.t, session.room_xid
    words = t("You have a seat.")
    if room is not None:
        words = f"{words} {t('Come in whenever you like.')} {way_in(t, session)}"
    if session.state.practice:
        words += "\n\n" + t(PRACTISING)
    words += "\n\n" + arriving.what_to_expect(t)
    words += "\n\n" + t("You may give it up at any time, without a reason.")
    card = Card().say(words).say(arriving.beside_the_chair(context, answer.seat)).say(slips.foretold(context))
    card.row(buttons.leave(context))
    # With agreements it is asked after them.
    moment = Moment.SEATED if session.state.format.asks_agreement else Moment.ARRIVED
    await request.show(await asked(request, session_id, card, moment))


async def give_up_seat(request: Request, session_id: SessionId) -> None:
    """Give up a seat: the same for the button and for `/circle leave`. Nothing of whoever leaves is remembered.

    In a closed series it is asked first whether they give it up, or cannot come this time.
    """
    if not await asked_which_way(request, session_id):
        await _give_up(request, session_id)


async def _give_up(request: Request, session_id: SessionId) -> None:
    circle, t = request.bot.desks.circle, request.t
    before = await circle.get(session_id)
    waited = await circle.seat_of(before, request.member_xid) in {
        one.number for one in before.state.waiting_list
    }
    answer = await circle.act(session_id, request.member_xid, Leave())
    session = request.granted(answer).session
    if waited:
        await request.say(t("You do not wait for a seat any more. You are welcome any time."))
        return
    words = t("Your seat is free again. Thank you for letting us know; you are welcome any time.")
    seat = session.state.seat(answer.seat)
    was_inside = seat is None or not seat.waits_outside
    if session.room_xid is not None and was_inside and session.state.phase in (Phase.GATHERING, Phase.LIVE):
        words += "\n\n" + (
            t("The room goes from your list of channels now. Discord writes nothing there.")
            if session.stands
            else words_of(session.room.kind).way_out(t)
        )
    await request.say(words)


async def _join(press: Press) -> None:
    await take_seat(press, press.session_id)


async def _leave(press: Press) -> None:
    await give_up_seat(press, press.session_id)


async def _leave_for_good(press: Press) -> None:
    await _give_up(press, press.session_id)


def _turn(command: Callable[[int], Command]) -> Handler:
    async def pressed(press: Press) -> None:
        await ask_of_turn(press, command(press.seen))

    return pressed


async def _receive(press: Press) -> None:
    """Take the piece. On a stage that holds it, this asks for Discord's invitation, and accepting that takes it."""
    where = await press.bot.desks.circle.where.of(press.session_id)
    is_asked = where.room_kind.asks_to_speak
    if not (is_asked and await press.bot.stages.must_accept(press.session_id, press.member_xid, press.seen)):
        await ask_of_turn(press, Receive(seen=press.seen))
        return
    press.remember(press.session_id)
    await press.say(press.t("Discord invites you to speak now. Please accept: your time begins then."))


async def _more(press: Press) -> None:
    session = await press.bot.desks.circle.get(press.session_id)
    command = Extend(seconds=session.state.format.timing.extra_s, seen=press.seen)
    await ask_of_turn(press, press.with_authority(command))


async def _out(press: Press) -> None:
    answer = await press.act(press.session_id, StepOut())
    context = private_context(press, answer.session)
    offered = [buttons.come_back(context), buttons.support(context)]
    if answer.session.state.phase is Phase.LIVE:
        offered.append(buttons.rest(context))
    await press.say(press.t("Take the time you need. Your place is kept."), offered, Topic.AWAY)
    await press.put_away(Topic.MENU)


async def _else(press: Press) -> None:
    """What a turn's card has no room for. Whoever does not speak finds there what is theirs too."""
    press.remember(press.session_id)
    session, people = await press.bot.desks.circle.with_people(press.session_id)
    context = private_context(press, session, people)
    await press.show(rounds.what_else(context, press.seat_among(people)), Topic.MENU)


async def _back(press: Press) -> None:
    answer = await press.act(press.session_id, ComeBack(), with_people=True)
    await press.show(with_catch_up(press, answer, press.t("Welcome back. Your place was kept.")), Topic.AWAY)


async def _take(press: Press) -> None:
    asked = press.with_authority(TakeRole())
    await card_answered(press, await press.ask(press.session_id, asked, d.Role), d.Role)
    await show_panel(press, press.session_id)


async def _choose(press: Press) -> None:
    press.remember(press.session_id)
    asked = press.with_authority(Nominate(to=0))
    answer = await press.bot.desks.circle.act_on(
        press.session_id, press.member_xid, press.picked[0], asked, answering=d.Choose
    )
    await card_answered(press, answer, d.Choose)


HANDLERS: dict[str, Handler] = {
    "join": _join,
    "leave": _leave,
    "giveup": _leave_for_good,
    "receive": _receive,
    "notyet": _turn(lambda seen: NotYet(seen=seen)),
    "pass": _turn(lambda seen: Pass(seen=seen)),
    "done": after_story.done,
    "more": _more,
    "else": _else,
    "out": _out,
    "back": _back,
    "take": _take,
    "pick:choose": _choose,
}
