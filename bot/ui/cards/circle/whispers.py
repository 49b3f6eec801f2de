"""Words for one person only: a private question about the agreements, a word about the time."""

from __future__ import annotations

from bot.circle.model import Consent, Phase, TurnPhase
from bot.services.deliveries import table as d

from ...card_context import CardContext, timestamp
from ...layout import Card
from .. import buttons
from ..drawing import draws


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
    return card.row(buttons.agree(context), buttons.listen(context), buttons.leave(context))


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
        card = Card().say(t("Your time is over. Take a moment to finish."))
    else:
        card = Card().say(t("Your time ends {time}. There is no rush.", time=timestamp(turn_.ends_at)))
    return card.row(buttons.done(context), *buttons.one_more_minute(context))
