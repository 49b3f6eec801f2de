"""Words for one person who arrives: what to expect, what the circle has agreed to, and where it stands."""

from __future__ import annotations

from bot.circle.formats import StageKind
from bot.circle.model import HoldReason, Seat, TurnPhase

from ...card_context import CardContext
from ...i18n import Translator
from ...layout import Card
from .. import buttons
from . import coming
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


def briefing(context: CardContext, seat: Seat) -> Card:
    """For whoever comes late: what the circle has agreed to, and where it is. It asks for an answer."""
    t = context.t
    card = Card().say("### " + t("You have a seat. Welcome."))
    if seat.waits_outside:
        card.say(
            t("The circle is under way. Please read what it has agreed to; then its room opens for you.")
        )
    else:
        card.say(t("The circle is under way. Please come in quietly; the piece will come to you too."))
        card.say(_room(context))
    stages = context.state.format.stages
    agreements = next((stage for stage in stages if stage.kind is StageKind.AGREEMENTS), None)
    if agreements is None:
        return card.say(catch_up(context))
    card.say(agreements_text(context, agreements))
    card.say("-# " + t("Whoever just listens keeps what is told here, too."))
    return card.row(buttons.agree(context), buttons.listen(context), buttons.leave(context))


def caught_up(context: CardContext, words: str, seat: int | None, *, came_in: bool = False) -> Card:
    """For whoever comes in after the others, or comes back: where the circle stands, and when it is their turn.

    Args:
        context: the session, with who sits where.
        words: what is said first.
        seat: theirs.
        came_in: whether they are let into the room now, so that it is said where it is.
    """
    card = Card().say(words).say(_room(context) if came_in else "").say(catch_up(context))
    return card.say(coming.for_you(context, seat))


def _room(context: CardContext) -> str:
    room_xid = context.session.room_xid
    return "" if room_xid is None else context.t("It meets in {room}.", room=f"<#{room_xid}>")


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
