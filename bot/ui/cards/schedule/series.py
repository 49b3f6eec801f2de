"""What a closed series adds to the cards of its meetings: which one it is, and how to be absent from it."""

from __future__ import annotations

from discord import ButtonStyle

from bot.circle.appointment import Appointment
from bot.circle.model import EndReason, Phase, Presence
from bot.services.circle.sessions import Session
from bot.services.deliveries import table as d

from ...card_context import CardContext, timestamp
from ...i18n import Translator
from ...layout import CALM, Card
from ...press import VerbButton
from ...user_text import escaped
from .. import buttons
from ..drawing import draws


def meeting_words(t: Translator, date: Appointment | None) -> str:
    """Which meeting of a closed series a date is; empty for any other."""
    if date is None or date.of_series is None:
        return ""
    return t("Meeting {number} of {total}.", number=date.of_series.number, total=date.of_series.total)


def whose_seats(t: Translator, date: Appointment | None) -> str:
    """Whom the meetings are for, said before somebody presses; empty for any other circle."""
    if date is None or date.of_series is None:
        return ""
    if date.of_series.number == 1:
        return t("A seat is for all {total} meetings.", total=date.of_series.total)
    return t("The same people meet each time. A seat is free only if somebody gives theirs up.")


def made_up_for(t: Translator, session: Session) -> str:
    """That a date which was left out costs nobody a meeting; empty where that is not so."""
    date = session.state.date
    # What rests or was deleted has no date any more.
    if date.of_series is None or date.off is not EndReason.CALLED_OFF or session.local is None:
        return ""
    return t("Your place is kept, and there are still {total} meetings.", total=date.of_series.total)


def is_last(date: Appointment | None) -> bool:
    """Whether a date is the last meeting of a closed series."""
    return date is not None and date.of_series is not None and date.of_series.is_last


def last_words(t: Translator, date: Appointment | None) -> str:
    """What is said to whoever held the last meeting of a closed series; empty for any other."""
    if date is None or date.of_series is None or not date.of_series.is_last:
        return ""
    return t(
        "This was the last of {total} meetings. Your admins may begin a new series with **/schedule list**. "
        "Everyone joins it anew.",
        total=date.of_series.total,
    )


def is_absent(context: CardContext, number: int | None) -> bool:
    """Whether somebody has said that they cannot come to this meeting of a closed series."""
    date, seat = context.state.appointment, context.state.seat(number)
    return (
        date is not None
        and date.of_series is not None
        and seat is not None
        and seat.presence is Presence.ABSENT
    )


def not_this_time(context: CardContext) -> list[VerbButton]:
    """`I cannot come this time`; nothing where the people are not the same each time."""
    date = context.state.appointment
    if date is None or date.of_series is None:
        return []
    return [buttons.button(context, "notnow", context.t("I cannot come this time"))]


def which_way(context: CardContext) -> Card:
    """For somebody with a seat in a closed series who wants to give it up: only this meeting, or all of them."""
    t, series = context.t, context.state.date.of_series
    total = 0 if series is None else series.total
    card = Card().say(t("Your seat is for all {total} meetings. Which would you like?", total=total))
    card.say("-# " + t("Neither needs a reason, and nobody is told."))
    give_up = buttons.button(context, "giveup", t("Give it up for good"), ButtonStyle.danger)
    return card.row(*not_this_time(context), give_up)


def excused(context: CardContext, *, can_tell: bool, holds: bool) -> Card:
    """For somebody who cannot come to this meeting: what holds now, and whom they may have told. Whoever holds it reads
    what becomes of it."""
    t = context.t
    card = Card(CALM).say(t("That is fine. Your seat is kept for the other meetings."))
    if holds:
        card.say(
            t(
                "You hold this meeting. **/circle handover** gives it to somebody else. "
                "If you leave it, a co-facilitator with a seat is asked at the hour."
            )
        )
    card.say("-# " + t("Nobody is told. I do not remind you of this meeting."))
    row = [buttons.button(context, "comeafter", t("I can come after all"))]
    if can_tell:
        row.append(buttons.button(context, "tellwho", t("Tell the facilitator")))
    return card.row(*row)


def told(context: CardContext) -> Card:
    """The facilitator is told, as somebody wished."""
    t = context.t
    card = Card(CALM).say(t("I tell the facilitator, in private, that you cannot come this time."))
    return card.row(buttons.button(context, "comeafter", t("I can come after all")))


@draws(d.NotThisTime)
def cannot_come(context: CardContext, what: d.NotThisTime) -> Card | None:
    """For whoever holds a meeting: who cannot come, and wished them to know. None when they can, or it has begun."""
    t, state = context.t, context.state
    if (
        state.phase not in (Phase.PLANNED, Phase.GATHERING)
        or state.is_off
        or not is_absent(context, what.who)
    ):
        return None
    return Card(CALM).say(
        t(
            "{who} cannot come to **{name}** on {when}, and asked me to tell you. Their seat is kept.",
            who=context.who(what.who),
            name=escaped(context.session.name),
            when=timestamp(state.date.starts_at, "F"),
        )
    )
