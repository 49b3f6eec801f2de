"""Coming into a room and leaving it: what Discord shows then, and what stands in the way of somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from discord import ButtonStyle

from bot.circle.model import Phase, SeatPlace
from bot.ids import MemberXid
from bot.services.circle.sessions import Session
from bot.services.deliveries import table as d
from bot.services.rooms.obstacles import Obstacle

from ...card_context import CardContext, timestamp
from ...i18n import Translator
from ...layout import Card
from ...press import VerbButton
from ...rooms.kinds import words_of
from ...rooms.standing import WHY
from ...user_text import escaped
from ..drawing import draws


@draws(d.TakenOut)
def taken_out(context: CardContext, what: d.TakenOut) -> Card | None:
    """For whoever left and was still there when the next turn began; None when they have a seat again."""
    if _is_seated(context, what.seat):
        return None
    t, session = context.t, context.session
    if session.has_audience:
        return Card().say(
            t(
                "The next turn of {name} has begun, so I took you out of its room. Without a seat you may listen "
                "there again, as everyone in this server.",
                name=escaped(session.name),
            )
        )
    return Card().say(words_of(session.room.kind).taken_out(t, escaped(session.name)))


@draws(d.ShutOut)
def shut_out(context: CardContext, what: d.ShutOut) -> Card | None:
    """For whoever has a seat and cannot be let in; None when they gave it up, or the circle is over."""
    t = context.t
    if context.state.phase is Phase.ENDED or not _is_seated(context, what.seat):
        return None
    return Card().say(
        t(
            "You have a seat in {name}, but Discord does not let you into its room. {help} Your "
            "seat is kept, and I keep trying.",
            name=escaped(context.session.name),
            help=words_of(context.session.room.kind).cannot_take_part(
                t, context.session.parent_xid, what.why
            ),
        )
    )


def obstacle_line(context: CardContext, seat: int, why: Obstacle) -> str:
    """Who cannot come in and why, for whoever holds the circle."""
    session = context.session
    words = words_of(session.room.kind)
    return words.cannot_come(context.t, context.who(seat), session.parent_xid, why)


@draws(d.MeetsElsewhere)
def meets_elsewhere(context: CardContext, what: d.MeetsElsewhere) -> Card | None:
    """For whoever holds the circle: it meets in a channel that is made for it, and why; None once it is over."""
    t = context.t
    if context.state.phase is Phase.ENDED:
        return None
    return Card().say(
        t(
            "{name} does not meet in its usual channel today. {why} It meets in a channel of its own instead.",
            name=escaped(context.session.name),
            why=t(WHY[what.why]),
        )
    )


@draws(d.CannotCome)
def cannot_come(context: CardContext, what: d.CannotCome) -> Card | None:
    """For whoever holds the circle: who cannot come in; None when that seat was given up, or the circle is over."""
    t = context.t
    if context.state.phase is Phase.ENDED or not _is_seated(context, what.who):
        return None
    line = obstacle_line(context, what.who, what.why)
    return Card().say(
        line
        + " "
        + t("Their seat is kept, and I told them what to ask for. The circle does not wait. I keep trying.")
    )


def confirm_removal(context: CardContext, target: int, member_xid: MemberXid, bot: str) -> Card:
    """Asking once more before somebody is taken out, with what everyone will see. `bot` is its mention."""
    t, who = context.t, f"<@{member_xid}>"
    card = Card().say(t("Take {who} out of this circle? They cannot come back into this session.", who=who))
    if context.session.room_xid is not None:
        for paragraph in words_of(context.session.room.kind).removal(t, bot, who):
            card.say(paragraph)
    button = VerbButton.new("takeout", context.session.id, target, t("Take them out"), ButtonStyle.danger)
    return card.row(button)


def room_lines(context: CardContext, shut_out: Mapping[int, Obstacle], without_seat: int | None) -> str:
    """What whoever holds the circle should know of the room: who cannot come in, and whether others are there."""
    lines = [obstacle_line(context, seat, why) for seat, why in shut_out.items() if _is_seated(context, seat)]
    if without_seat:
        lines.append(
            context.t.many(
                "{count} person in the room has no seat.",
                "{count} people in the room have no seat.",
                without_seat,
            )
        )
    return "\n".join(lines)


def _is_seated(context: CardContext, number: int | None) -> bool:
    seat = context.state.seat(number)
    return seat is not None and seat.place is SeatPlace.SEATED


def only_reading(t: Translator, session: Session, until: datetime) -> Card:
    """For whoever had the piece while Discord lets them only read: what became of it."""
    words = t("Discord lets you only read here until {time}.", time=timestamp(until, "F"))
    kept = t(
        "The piece in {name} goes on for now. Your place is kept, and it comes to you again when you are back.",
        name=escaped(session.name),
    )
    return Card().say(f"{words} {kept}")
