"""Words for one person only: a private question about the agreements, a word about the time."""

from __future__ import annotations

from bot.circle.formats import Stage, StageKind
from bot.circle.model import Consent, Phase, SessionState, TurnPhase
from bot.services.deliveries import table as d

from ...card_context import CardContext, timestamp
from ...i18n import Translator
from ...layout import Card
from .. import buttons
from ..drawing import draws
from .stages import agreements_text


@draws(d.AskToAgree)
def agree(context: CardContext, what: d.AskToAgree) -> Card | None:
    """Asking once, in private, whoever has not agreed; None when they have answered meanwhile."""
    t, who = context.t, context.state.seat(what.seat)
    if context.state.phase is not Phase.LIVE or who is None or who.consent is not Consent.ASKED:
        return None
    card = Card().say(
        t(
            "Before the piece can come to you, the circle asks you to agree. "
            "You may also listen, or leave; each is fine."
        )
    )
    listen = buttons.button(context, "listen", t("Just listen"))
    return card.row(buttons.agree(context), listen, buttons.leave(context))


def agreements_of(state: SessionState) -> Stage | None:
    """The stage in which the circle agrees; None when the format has none."""
    return next((s for s in state.format.stages if s.kind is StageKind.AGREEMENTS), None)


def what_to_expect(t: Translator) -> str:
    """Three short lines for whoever takes a seat before the circle begins."""
    return "\n".join(
        (
            "- " + t("First we read the agreements together. The piece comes to those who agree."),
            "- " + t("Then the piece goes round. Whoever has it tells as much or as little as they like."),
            "- " + t("You may pass, only listen, or step out for a while. Your place is kept."),
        )
    )


def briefing(context: CardContext) -> Card:
    """A private word for whoever comes late: where the circle is, and what it has agreed to."""
    t, state = context.t, context.state
    card = Card().say("### " + t("You have a seat. Welcome."))
    card.say(t("The circle is under way. Please come in quietly; the piece will come to you too."))
    if context.session.room_xid is not None:
        card.say(t("It meets in {room}.", room=f"<#{context.session.room_xid}>"))
    agreements = agreements_of(state)
    if agreements is None:
        return card
    card.say(agreements_text(context, agreements))
    return card.row(buttons.agree(context), buttons.leave(context))


@draws(d.TimeWarning, d.TimeUp, d.TimeNote)
def time_left(context: CardContext, what: d.AboutTime) -> Card | None:
    """How much time whoever speaks has, with the two buttons that belong to it; None when the turn is over."""
    t, turn_ = context.t, context.state.turn
    if turn_ is None or (turn_.number, turn_.seat) != (what.turn, what.seat):
        return None
    if turn_.phase is not TurnPhase.SPEAKING:
        return None
    if context.state.holds:
        return Card().say(t("Your time stands still for a moment. None of it is lost."))
    if turn_.is_over:
        card = Card().say(t("Your time has come to its end. Take the moment you need."))
    else:
        card = Card().say(t("Your time ends {time}. There is no rush.", time=timestamp(turn_.ends_at)))
    return card.row(buttons.done(context), *buttons.one_more_minute(context))
