"""Coming into a room and leaving it: what Discord shows then, and what stands in the way of somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from discord import ButtonStyle

from bot.circle.model import Phase, SeatPlace
from bot.services.circle.sessions import Session
from bot.services.deliveries import table as d
from bot.services.rooms.obstacles import Obstacle

from ...card_context import CardContext, timestamp
from ...i18n import Translator
from ...layout import Card
from ...permissions import TO_TAKE_PART, permission_names
from ...press import VerbButton
from ...user_text import escaped
from ..drawing import draws


def way_out(t: Translator, room_xid: int) -> str:
    """How to leave the room by oneself, and what happens otherwise."""
    return "\n".join(
        (
            t(
                "You may leave the room {room} by yourself; Discord writes nothing there then.",
                room=f"<#{room_xid}>",
            ),
            "- " + t("On a phone, hold the thread's name and choose **Leave Thread**."),
            "- " + t("On a computer, right-click the thread's name and choose **Leave Thread**."),
            t("When the next turn begins I take out whoever is still there. Discord shows that to everyone."),
        )
    )


@draws(d.TakenOut)
def taken_out(context: CardContext, what: d.TakenOut) -> Card | None:
    """For whoever left and was still there when the next turn began; None when they have a seat again."""
    t = context.t
    if _is_seated(context, what.seat):
        return None
    name = escaped(context.session.name)
    return Card().say(
        t(
            "The next turn of {name} has begun, and you were still in its room. What is told there is for those "
            "with a seat, so I took you out. Discord writes in the room that I did, and I cannot delete that.",
            name=name,
        )
    )


def cannot_take_part(t: Translator, channel_xid: int, why: Obstacle) -> str:
    """What is in somebody's way, and what to ask for. Said to them."""
    channel = f"<#{channel_xid}>"
    if why & Obstacle.ROOM_FULL:
        return t("Discord lets no more people into this thread.")
    if why & Obstacle.CANNOT_SEE and why & Obstacle.CANNOT_WRITE:
        return t("Please ask an admin to let you see {channel} and write in its threads.", channel=channel)
    if why & Obstacle.CANNOT_SEE:
        return t("Please ask an admin to let you see {channel}.", channel=channel)
    if why & Obstacle.CANNOT_WRITE:
        return t("Please ask an admin to let you write in the threads of {channel}.", channel=channel)
    return t(
        "Discord does not say why. An admin can look at your permissions in {channel}: {names}.",
        channel=channel,
        names=permission_names(t, TO_TAKE_PART),
    )


@draws(d.ShutOut)
def shut_out(context: CardContext, what: d.ShutOut) -> Card | None:
    """For whoever has a seat and cannot be let in; None when they gave it up, or the circle is over."""
    t = context.t
    if context.state.phase is Phase.ENDED or not _is_seated(context, what.seat):
        return None
    return Card().say(
        t(
            "You have a seat in {name}, and Discord does not let you into its room. {help} "
            "Your seat is kept, and I keep trying.",
            name=escaped(context.session.name),
            help=cannot_take_part(t, context.session.parent_xid, what.why),
        )
    )


def obstacle_line(context: CardContext, seat: int, why: Obstacle) -> str:
    """Who cannot come in and why, for whoever holds the circle."""
    t, who, channel = context.t, context.who(seat), f"<#{context.session.parent_xid}>"
    if why & Obstacle.ROOM_FULL:
        return t("{who} cannot come in: Discord lets no more people into this thread.", who=who)
    if why & Obstacle.CANNOT_SEE and why & Obstacle.CANNOT_WRITE:
        return t(
            "{who} cannot come in: they may not see {channel}, nor write in its threads.",
            who=who,
            channel=channel,
        )
    if why & Obstacle.CANNOT_SEE:
        return t("{who} cannot come in: they may not see {channel}.", who=who, channel=channel)
    if why & Obstacle.CANNOT_WRITE:
        return t(
            "{who} cannot come in: they may not write in the threads of {channel}.", who=who, channel=channel
        )
    return t("{who} cannot come in: Discord does not say why.", who=who)


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
        + t("Their seat is kept, they know what to ask for, and the circle does not wait. I keep trying.")
    )


def confirm_removal(context: CardContext, target: int, member_xid: int, bot: str) -> Card:
    """Asking once more before somebody is taken out, with what everyone will see. `bot` is its mention."""
    t, who = context.t, f"<@{member_xid}>"
    card = Card().say(t("Take {who} out of this circle? They cannot come back into this session.", who=who))
    if context.session.room_xid is not None:
        line = f"> {t('{bot} removed {who} from the thread.', bot=bot, who=who)}"
        card.say(t("If they are in the room, Discord writes there, for everyone:") + "\n" + line)
        card.say(
            t(
                "Nobody can delete that line. If they leave the thread by themselves first, Discord writes nothing."
            )
        )
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
