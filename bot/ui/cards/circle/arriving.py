"""Words for one person who arrives: what to expect, what the circle has agreed to, and where it stands."""

from __future__ import annotations

from bot.circle.formats import StageKind
from bot.circle.late_comers import seat_kept_until
from bot.circle.model import HoldReason, Phase, Seat, TurnPhase
from bot.services.deliveries import table as d

from ...card_context import CardContext, timestamp
from ...i18n import Translator
from ...layout import Card
from ...rooms.listeners import way_in
from ...user_text import escaped
from .. import buttons
from ..drawing import PRACTISING, draws
from . import coming
from .slips import foretold
from .stages import agreements_text


def what_to_expect(t: Translator) -> str:
    """Three short lines for whoever takes a seat before the circle begins."""
    return "\n".join(
        (
            "- " + t("First we read the agreements together. The piece comes to everyone who agrees."),
            "- " + t("Then the piece goes round. When you have it, tell as much or as little as you like."),
            "- " + t("You may pass, only listen, or step out for a while. Your place is kept."),
        )
    )


def beside_the_chair(context: CardContext, number: int | None) -> str:
    """For somebody with a seat who may hold circles, where another one holds this one; empty for everyone else."""
    state, seat = context.state, context.state.seat(number)
    leads = state.host or state.facilitator
    if seat is None or not (seat.is_seated and seat.may_facilitate) or leads in (None, number):
        return ""
    return "-# " + context.t(
        "You may hold circles here, so you are a co-facilitator in this one. **/circle panel** is for you too."
    )


def briefing(context: CardContext, seat: Seat) -> Card:
    """For whoever comes late: what the circle has agreed to, and where it is. It asks for an answer."""
    t = context.t
    card = Card().say("### " + t("You have a seat. Welcome."))
    card.say(t(PRACTISING) if context.state.practice else "")
    if seat.waits_outside:
        card.say(
            t("The circle is under way. Please read what it has agreed to; then its room opens for you.")
        )
    else:
        card.say(t("The circle is under way. Please come in quietly; the piece will come to you too."))
        card.say(way_in(context.t, context.session))
    if not context.state.format.asks_agreement:
        return card.say(catch_up(context))
    return _with_agreements(context, card, seat)


@draws(d.AskOutside)
def ask_outside(context: CardContext, what: d.AskOutside) -> Card | None:
    """For whoever came late and has not answered, once; None when they have answered, or gave up the seat."""
    t, seat = context.t, context.state.seat(what.seat)
    if context.state.phase is not Phase.LIVE or seat is None or not (seat.is_seated and seat.waits_outside):
        return None
    words = t(
        "There is a seat for you in **{name}**. Please read what the circle has agreed to; then its room "
        "opens for you.",
        name=escaped(context.session.name),
    )
    card = Card().say(words).say(t(PRACTISING) if context.state.practice else "")
    return _with_agreements(context, card, seat)


def _with_agreements(context: CardContext, card: Card, seat: Seat) -> Card:
    """What the circle has agreed to, until when a seat is kept for an answer, and the ways to answer."""
    t, stages = context.t, context.state.format.stages
    agreements = next(stage for stage in stages if stage.kind is StageKind.AGREEMENTS)
    card.say(agreements_text(context, agreements))
    card.say("-# " + t("If you just listen, what is told here stays with you, too."))
    if (until := seat_kept_until(context.state, seat)) is not None:
        time = timestamp(until, "t")
        kept = t(
            "I keep your seat until {time}. After that it is free, and you may take it again.", time=time
        )
        card.say("-# " + kept)
    card.say(foretold(context))
    return card.row(buttons.agree(context), buttons.listen(context), buttons.leave(context))


def caught_up(context: CardContext, words: str, seat: int | None, *, came_in: bool = False) -> Card:
    """For whoever comes in after the others, or comes back: where the circle stands, and when it is their turn.

    Args:
        context: the session, with who sits where.
        words: what is said first.
        seat: theirs.
        came_in: whether they are let into the room now, so that it is said where it is.
    """
    card = Card().say(words).say(way_in(context.t, context.session) if came_in else "").say(catch_up(context))
    return card.say(coming.for_you(context, seat))


def catch_up(context: CardContext) -> str:
    """Where the circle stands: its stage, its question, and who has the piece. Nothing that anybody told."""
    t, state = context.t, context.state
    if state.stage is None:
        return ""
    lines = [t("Just now: {stage}.", stage=f"**{t.content(state.stage.title)}**")]
    if question := context.question(state.prompt):
        lines.append(f"> {question}")
    if state.held(HoldReason.PAUSE):
        lines.append(t("The circle is paused."))
    if state.turn is None:
        return "\n".join(lines)
    who = context.who(state.turn.seat)
    if state.turn.seat is None:
        lines.append(t("The talking piece lies in the middle."))
    elif state.turn.phase is TurnPhase.SPEAKING:
        lines.append(t("{who} has the talking piece.", who=who))
    else:
        lines.append(t("The talking piece comes to {who}.", who=who))
    return "\n".join(lines)
