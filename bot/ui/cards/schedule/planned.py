"""The cards of a planned session: its invitation, whoever is asked to begin it, and words to one person about it."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ButtonStyle

from bot.circle.doors import closes_at
from bot.circle.model import Appointment, Call, EndReason, Phase, Place
from bot.services.deliveries import table as d
from bot.services.deliveries.asked import asked_to_begin

from ...layout import CALM, CLOSED, QUIET, Card
from ...scene import Scene, moment
from ...words import shown
from .. import buttons
from ..drawing import draws


def when(scene: Scene) -> str:
    """The date as everyone reads it in their own time zone, and how far away it is."""
    appointment = _appointment(scene)
    return f"{moment(appointment.starts_at, 'F')} ({moment(appointment.starts_at)})"


def _appointment(scene: Scene) -> Appointment:
    assert scene.state.appointment is not None
    return scene.state.appointment


def invite(scene: Scene) -> Card:
    """The invitation to a date: when it is, how many seats are taken, and names only if the circle chose so."""
    t, state = scene.t, scene.state
    if state.is_off:
        return Card(CLOSED).say(f"## {shown(scene.meeting.name)}").say(off_words(scene))
    card = Card(CALM).say(f"## {shown(scene.meeting.name)}")
    card.say(f"**{t.content(state.format.title)}**\n{t.content(state.format.summary)}")
    card.say(t("It begins {when}.", when=when(scene)))
    if (before := _appointment(scene).instead_of) is not None:
        card.say(t("This date was moved. It was to begin on {before}.", before=moment(before, "F")))
    card.say("\n".join(seat_lines(scene)))
    card.say("-# " + t("What is told there stays there. You may pass at any time, without a reason."))
    save = buttons.button(scene, "join", t("Save me a seat"), ButtonStyle.success)
    return card.row(save, buttons.leave(scene))


def seat_lines(scene: Scene) -> Iterator[str]:
    """How many seats are taken and waited for; who, only if the circle chose to show it."""
    t, state = scene.t, scene.state
    taken, seats = len(state.seated), state.format.capacity
    yield t.many(
        "{count} of {seats} seats is taken.", "{count} of {seats} seats are taken.", taken, seats=seats
    )
    if kept := sum(seat.place is Place.KEPT for seat in state.seats):
        yield t.many(
            "{count} seat is kept for someone who waited.",
            "{count} seats are kept for people who waited.",
            kept,
        )
    if waiting := len(state.waiting_list):
        yield t.many("{count} person waits for a seat.", "{count} people wait for a seat.", waiting)
    if _appointment(scene).choices.shows_names and state.seated:
        yield " · ".join(scene.who(seat.number) for seat in state.seated)


def off_words(scene: Scene) -> str:
    """Why a date does not take place, in the organiser's words where there are any."""
    t, appointment = scene.t, _appointment(scene)
    if appointment.off is EndReason.MISSED:
        return t(
            "I was away when this circle was to begin on {when}, so it does not take place this time. "
            "That was not your doing, and I am sorry.",
            when=moment(appointment.starts_at, "F"),
        )
    if appointment.off is EndReason.LOST:
        return t(
            "The seats for {when} could not be kept, and I am sorry. There is a new invitation; please take one there.",
            when=moment(appointment.starts_at, "F"),
        )
    words = t("This circle does not take place on {when}.", when=moment(appointment.starts_at, "F"))
    return f"{words}\n> {shown(appointment.note)}" if appointment.note else words


def your_place(scene: Scene, seat: int | None) -> Card:
    """What somebody has who asked for a seat: the seat, or a place on the waiting list."""
    t, state, who = scene.t, scene.state, scene.state.seat(seat)
    if who is None or who.place is not Place.SEATED:
        place = next((p for p, s in enumerate(state.waiting_list, 1) if s.number == seat), 1)
        card = Card().say(
            t(
                "All {seats} seats are taken, so you are on the waiting list, at place {place}. "
                "As soon as a seat is free I keep it for you and write to you.",
                seats=state.format.capacity,
                place=place,
            )
        )
        return card.row(buttons.leave(scene))
    card = Card().say(t("You have a seat. The circle begins {when}.", when=when(scene)))
    if scene.meeting.room_xid is not None:
        card.say(t("The room is {room}; come in whenever you like.", room=f"<#{scene.meeting.room_xid}>"))
    elif _appointment(scene).reminders:
        card.say(t("I remind you before, by direct message, unless you would rather not."))
    card.say("-# " + t("You may give it up at any time, without a reason."))
    return card.row(buttons.leave(scene), buttons.button(scene, "reminders", t("Reminders")))


# Asking somebody to begin


@draws(d.AskToBegin)
def begin(scene: Scene, what: d.AskToBegin) -> Card | None:
    """The time has come: asking for somebody to begin. None once it has begun, or somebody else is asked."""
    t, state = scene.t, scene.state
    appointment = state.appointment
    if state.phase is not Phase.GATHERING or appointment is None or appointment.asked is not what.whom:
        return None
    people = " ".join(scene.who(number) for number in asked_to_begin(state))
    closes = moment(closes_at(appointment), "t")
    card = Card(QUIET)
    if not people:
        return card.say(
            t(
                "It is time, and nobody has come yet who can facilitate. We wait until {time}. "
                "If nobody can, this circle closes, and you are welcome at the next one.",
                time=closes,
            )
        )
    if appointment.asked is Call.FACILITATOR:
        card.say("### " + t("{people} It is time. Begin whenever you are ready.", people=people))
    elif appointment.asked is Call.COFACILITATORS:
        card.say("### " + t("{people} It is time. Would one of you begin?", people=people))
    else:
        card.say("### " + t("{people} It is time. You may begin together.", people=people))
        card.say(t("Whoever presses Begin holds the circle until a facilitator comes."))
    missing = state.format.minimum - len(state.seated)
    row = [buttons.button(scene, "begin", t("Begin"), ButtonStyle.primary)]
    if missing > 0:
        card.say(
            t.many(
                "{count} person fewer than planned has a seat. You may begin all the same, wait until {time}, "
                "or end this circle.",
                "{count} people fewer than planned have a seat. You may begin all the same, wait until {time}, "
                "or end this circle.",
                missing,
                time=closes,
            )
        )
        row = [
            buttons.button(scene, "beginfew", t("Begin all the same"), ButtonStyle.primary),
            buttons.button(scene, "end", t("End")),
        ]
    return card.row(*row)


# Words to one person


@draws(d.Remind)
def remind(scene: Scene, what: d.Remind) -> Card | None:
    """A reminder for somebody who has a seat; None when it is no longer of use."""
    if (
        scene.state.phase is not Phase.PLANNED
        or scene.state.is_off
        or not _has(scene, what.seat, Place.SEATED)
    ):
        return None
    t = scene.t
    card = Card(CALM).say(t("**{name}** begins {when}.", name=shown(scene.meeting.name), when=when(scene)))
    story = scene.story_question()
    if story:
        card.say(t("If you would like to think about it before, this is the question for the stories:"))
        card.say(f"> {story}")
    card.say("-# " + t("Your seat is kept. You may give it up at any time, without a reason."))
    return card.row(buttons.leave(scene), buttons.button(scene, "reminders", t("Reminders")))


@draws(d.SeatKept)
def kept(scene: Scene, what: d.SeatKept) -> Card | None:
    """A seat became free for somebody who waited; None when they have answered meanwhile."""
    t, who = scene.t, scene.state.seat(what.seat)
    if who is None or who.place is not Place.KEPT or scene.state.is_off:
        return None
    card = Card(CALM).say(
        t(
            "A seat in **{name}**, {when}, has become free. It is kept for you until {time}.",
            name=shown(scene.meeting.name),
            when=when(scene),
            time=moment(who.kept_until, "f"),
        )
    )
    save = buttons.button(scene, "join", t("Save me a seat"), ButtonStyle.success)
    return card.row(save, buttons.leave(scene))


@draws(d.SeatLapsed)
def lapsed(scene: Scene, what: d.SeatLapsed) -> Card:
    """A kept seat went on to the next."""
    t = scene.t
    card = Card().say(
        t(
            "The seat in **{name}** that was kept for you has gone on to the next who waited. "
            "You are welcome to wait for another one.",
            name=shown(scene.meeting.name),
        )
    )
    return card.row(buttons.button(scene, "join", t("Save me a seat")))


@draws(d.NoSeat)
def no_seat(scene: Scene, what: d.NoSeat) -> Card:
    """The circle began, and no seat had become free."""
    return Card().say(
        scene.t(
            "**{name}** has begun, and no seat became free this time. Thank you for waiting; "
            "you are welcome at the next one.",
            name=shown(scene.meeting.name),
        )
    )


@draws(d.Doors)
def doors(scene: Scene, what: d.Doors) -> Card | None:
    """The last call: the room is open. None when the circle is under way or over."""
    t, room = scene.t, scene.meeting.room_xid
    if scene.state.phase is not Phase.GATHERING or not _has(scene, what.seat, Place.SEATED):
        return None
    card = Card(CALM).say(t("**{name}** begins {when}.", name=shown(scene.meeting.name), when=when(scene)))
    if _appointment(scene).is_half:
        card.say(t("So many came that there are two circles today. This is yours."))
    if room is not None:
        card.say(t("The room is {room}; come in whenever you like.", room=f"<#{room}>"))
    return card.row(buttons.leave(scene))


@draws(d.Moved)
def moved(scene: Scene, what: d.Moved) -> Card | None:
    """This one date was moved; None when it has been called off since."""
    t = scene.t
    if scene.state.phase is not Phase.PLANNED or scene.state.is_off or scene.state.seat(what.seat) is None:
        return None
    card = Card(CALM).say(
        t("**{name}** was moved. It begins {when} now.", name=shown(scene.meeting.name), when=when(scene))
    )
    card.say("-# " + t("Your place is kept. You may give it up at any time, without a reason."))
    return card.row(buttons.leave(scene))


@draws(d.CalledOff)
def off(scene: Scene, what: d.CalledOff) -> Card | None:
    """The date does not take place."""
    if not scene.state.is_off:
        return None
    return Card().say(f"**{shown(scene.meeting.name)}**").say(off_words(scene))


def _has(scene: Scene, seat: int | None, place: Place) -> bool:
    who = scene.state.seat(seat)
    return who is not None and who.place is place
