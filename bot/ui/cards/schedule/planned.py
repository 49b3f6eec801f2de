"""The cards of a planned session: its invitation, whoever is asked to begin it, and words to one person about it."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ButtonStyle

from bot.circle.doors import closes_at
from bot.circle.formats import SMALLEST_CIRCLE
from bot.circle.model import Call, EndReason, Phase, SeatPlace
from bot.services.deliveries import table as d
from bot.services.deliveries.asked import asked_to_begin

from ...card_context import CardContext, timestamp
from ...i18n import Translator
from ...layout import CALM, CLOSED, QUIET, Card
from ...rooms.links import to_room
from ...user_text import escaped
from .. import buttons
from ..circle.about import about
from ..circle.arriving import beside_the_chair
from ..circle.slips import foretold
from ..drawing import draws
from ..seats import seats_taken
from .series import is_absent, is_last, made_up_for, meeting_words, not_this_time, whose_seats


def when(context: CardContext) -> str:
    """The date as everyone reads it in their own time zone, and how far away it is."""
    appointment = context.state.date
    return f"{timestamp(appointment.starts_at, 'F')} ({timestamp(appointment.starts_at)})"


def invite(context: CardContext) -> Card:
    """The invitation to a date: when it is, how many seats are taken, and names only if the circle chose so."""
    t, state = context.t, context.state
    if state.is_off:
        return Card(CLOSED).say(f"## {escaped(context.session.name)}").say(off_words(context))
    card = Card(CALM).say(f"## {escaped(context.session.name)}")
    card.say(about(context))
    card.say(f"{meeting_words(t, state.date)} {t('It begins {when}.', when=when(context))}".strip())
    card.say(whose_seats(t, state.date))
    if (before := context.state.date.instead_of) is not None:
        card.say(t("This date was moved. It was to begin on {before}.", before=timestamp(before, "F")))
    card.say("\n".join(seat_lines(context)))
    card.say("-# " + t("What is told there stays there. You may pass at any time, without a reason."))
    save = buttons.button(context, "join", t("Save me a seat"), ButtonStyle.success)
    return card.row(save, buttons.leave(context))


def seat_lines(context: CardContext) -> Iterator[str]:
    """How many seats are taken and waited for; who, only if the circle chose to show it."""
    t, state = context.t, context.state
    yield seats_taken(context)
    if kept := sum(seat.place is SeatPlace.KEPT for seat in state.seats):
        yield t.many(
            "{count} seat is kept for someone who waited.",
            "{count} seats are kept for people who waited.",
            kept,
        )
    if waiting := len(state.waiting_list):
        yield t.many("{count} person waits for a seat.", "{count} people wait for a seat.", waiting)
    if context.state.date.choices.shows_names and state.seated:
        yield " · ".join(context.who(seat.number) for seat in state.seated)


def off_words(context: CardContext) -> str:
    """Why a date does not take place, in the organiser's words where there are any."""
    t, appointment = context.t, context.state.date
    if appointment.off is EndReason.MISSED:
        return t(
            "This circle does not take place on {when}, because I was away when it was to begin. I am sorry.",
            when=timestamp(appointment.starts_at, "F"),
        )
    if appointment.off is EndReason.LOST:
        return t(
            "I could not keep the seats for {when}, and I am sorry. You may take one on the new invitation.",
            when=timestamp(appointment.starts_at, "F"),
        )
    words = t("This circle does not take place on {when}.", when=timestamp(appointment.starts_at, "F"))
    return f"{words}\n> {escaped(appointment.note)}" if appointment.note else words


def your_place(context: CardContext, seat: int | None) -> Card:
    """What somebody has who asked for a seat: the seat, or a place on the waiting list."""
    t, state, who = context.t, context.state, context.state.seat(seat)
    if who is None or who.place is not SeatPlace.SEATED:
        place = next((p for p, s in enumerate(state.waiting_list, 1) if s.number == seat), 1)
        card = Card().say(
            t(
                "All {seats} seats are taken. You are on the waiting list, at place {place}. When "
                "a seat is free, I keep it for you and write to you.",
                seats=state.format.capacity,
                place=place,
            )
        )
        return card.row(buttons.button(context, "leave", t("Stop waiting")))
    card = Card().say(t("You have a seat. The circle begins {when}.", when=when(context)))
    if (series := state.date.of_series) is not None:
        words = t("Your seat is for all {total} meetings.", total=series.total)
        card.say(f"{meeting_words(t, state.date)} {words}")
    if context.session.room_xid is not None:
        card.say(_way_in(context))
    elif context.state.date.reminders:
        card.say(t("I remind you before, by direct message, unless you would rather not."))
    card.say("-# " + t("You may give it up at any time, without a reason."))
    card.say(beside_the_chair(context, seat)).say(foretold(context))
    reminders = buttons.button(context, "reminders", t("Reminders"))
    return card.row(*not_this_time(context), buttons.leave(context), reminders)


def _way_in(context: CardContext) -> str:
    t, session = context.t, context.session
    return f"{t('Come in whenever you like.')} {to_room(t, session.guild_xid, session.room_xid)}"


# Asking somebody to begin


@draws(d.AskToBegin)
def begin(context: CardContext, what: d.AskToBegin) -> Card | None:
    """The time has come: asking for somebody to begin. None once it has begun, or somebody else is asked."""
    t, state = context.t, context.state
    appointment = state.appointment
    if state.phase is not Phase.GATHERING or appointment is None or appointment.asked is not what.whom:
        return None
    people = " ".join(context.who(number) for number in asked_to_begin(state))
    closes = timestamp(closes_at(appointment), "t")
    card = Card(QUIET)
    if not people:
        return card.say(
            t(
                "It is time, and no facilitator is here yet. We wait until {time}. If nobody can, "
                "this circle closes, and you are welcome at the next one.",
                time=closes,
            )
        )
    if appointment.asked is Call.FACILITATOR:
        card.say("### " + t("{people} It is time. Begin whenever you are ready.", people=people))
    elif appointment.asked is Call.COFACILITATORS:
        card.say("### " + t("{people} It is time. Would one of you begin?", people=people))
    else:
        card.say("### " + t("{people} It is time. You may begin together.", people=people))
        card.say(t("If you press Begin, you hold the circle until a facilitator comes."))
    row = [buttons.button(context, "begin", t("Begin"), ButtonStyle.primary)]
    if (missing := state.format.minimum - len(state.seated)) > 0:
        row.append(buttons.button(context, "end", t("End")))
        card.say(_too_few(t, missing, closes, is_a_circle=len(state.seated) >= SMALLEST_CIRCLE))
    return card.row(*row)


def _too_few(t: Translator, missing: int, closes: str, *, is_a_circle: bool) -> str:
    """What can be done when fewer have a seat than planned. Below three there is no circle to begin."""
    few = t.many(
        "{count} person fewer than planned has a seat.",
        "{count} people fewer than planned have a seat.",
        missing,
    )
    if is_a_circle:
        return (
            few + " " + t("You may begin all the same, wait until {time}, or end this circle.", time=closes)
        )
    return few + " " + t("A circle needs three. You may wait until {time}, or end this one.", time=closes)


# Words to one person


@draws(d.Remind)
def remind(context: CardContext, what: d.Remind) -> Card | None:
    """A reminder for somebody who has a seat; None when it is no longer of use."""
    if (
        context.state.phase is not Phase.PLANNED
        or context.state.is_off
        or not _has(context, what.seat, SeatPlace.SEATED)
        or is_absent(context, what.seat)
    ):
        return None
    t = context.t
    card = Card(CALM).say(
        t("**{name}** begins {when}.", name=escaped(context.session.name), when=when(context))
    )
    card.say(meeting_words(t, context.state.date))
    if context.state.facilitator == what.seat:
        card.say(t("You hold it. You begin it in its room, which opens shortly before."))
    story = context.story_question()
    if story:
        card.say(t("If you would like to think about it before, this is the question for the stories:"))
        card.say(f"> {story}")
    card.say("-# " + t("Your seat is kept. You may give it up at any time, without a reason."))
    reminders = buttons.button(context, "reminders", t("Reminders"))
    return card.row(*not_this_time(context), buttons.leave(context), reminders)


@draws(d.SeatKept)
def kept(context: CardContext, what: d.SeatKept) -> Card | None:
    """A seat became free for somebody who waited; None when they have answered meanwhile."""
    t, who = context.t, context.state.seat(what.seat)
    if who is None or who.place is not SeatPlace.KEPT or context.state.is_off:
        return None
    card = Card(CALM).say(
        t(
            "A seat in **{name}**, {when}, has become free. It is kept for you until {time}.",
            name=escaped(context.session.name),
            when=when(context),
            time=timestamp(who.kept_until, "f"),
        )
    )
    save = buttons.button(context, "join", t("Save me a seat"), ButtonStyle.success)
    return card.row(save, buttons.leave(context))


@draws(d.SeatLapsed)
def lapsed(context: CardContext, what: d.SeatLapsed) -> Card:
    """A kept seat went on to the next."""
    t = context.t
    card = Card().say(
        t(
            "Your seat in **{name}** has gone to the next person waiting. You are welcome to wait "
            "for another one.",
            name=escaped(context.session.name),
        )
    )
    return card.row(buttons.button(context, "join", t("Save me a seat")))


@draws(d.Handed)
def handed(context: CardContext, what: d.Handed) -> Card | None:
    """A date to come is in this person's hands; None when it is in others' again, or called off."""
    t, state = context.t, context.state
    if state.phase is not Phase.PLANNED or state.is_off or state.facilitator != what.seat:
        return None
    card = Card(CALM).say(t("You hold **{name}** now.", name=escaped(context.session.name)))
    card.say(t("It begins {when}.", when=when(context)))
    return card.say("-# " + t("You begin it in its room. The room opens shortly before."))


@draws(d.NoSeat)
def no_seat(context: CardContext, what: d.NoSeat) -> Card | None:
    """The circle began, and no seat had become free. Whoever waits for one in a closed series waits on, and is not
    written to before its last meeting."""
    t, name, date = context.t, escaped(context.session.name), context.state.date
    if is_last(date):
        return Card().say(
            t(
                "**{name}** meets for the last time, and no seat became free. Thank you for waiting.",
                name=name,
            )
        )
    if date.of_series is not None:
        return None
    return Card().say(
        t(
            "**{name}** has begun, and no seat became free this time. Thank you for waiting; "
            "you are welcome at the next one.",
            name=name,
        )
    )


@draws(d.Doors)
def doors(context: CardContext, what: d.Doors) -> Card | None:
    """The last call: the room is open. None when the circle is under way or over."""
    t = context.t
    if context.state.phase is not Phase.GATHERING or not _has(context, what.seat, SeatPlace.SEATED):
        return None
    if is_absent(context, what.seat):
        return None
    card = Card(CALM).say(
        t("**{name}** begins {when}.", name=escaped(context.session.name), when=when(context))
    )
    card.say(meeting_words(t, context.state.date))
    if context.state.date.is_half:
        card.say(t("So many came that there are two circles today. This is yours."))
    if context.session.room_xid is not None:
        card.say(_way_in(context))
    return card.row(buttons.leave(context))


@draws(d.Moved)
def moved(context: CardContext, what: d.Moved) -> Card | None:
    """This one date was moved; None when it has been called off since."""
    t = context.t
    if (
        context.state.phase is not Phase.PLANNED
        or context.state.is_off
        or context.state.seat(what.seat) is None
    ):
        return None
    card = Card(CALM).say(
        t(
            "**{name}** was moved. New time: {when}.",
            name=escaped(context.session.name),
            when=when(context),
        )
    )
    card.say(meeting_words(t, context.state.date))
    card.say("-# " + t("Your place is kept. You may give it up at any time, without a reason."))
    return card.row(buttons.leave(context))


@draws(d.CalledOff)
def off(context: CardContext, what: d.CalledOff) -> Card | None:
    """The date does not take place."""
    if not context.state.is_off:
        return None
    card = Card().say(f"**{escaped(context.session.name)}**").say(off_words(context))
    return card.say(made_up_for(context.t, context.session))


def _has(context: CardContext, seat: int | None, place: SeatPlace) -> bool:
    who = context.state.seat(seat)
    return who is not None and who.place is place
