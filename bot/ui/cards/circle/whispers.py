"""Words for one person only: a private question about the agreements, a word about the time."""

from __future__ import annotations

from bot.circle.model import Consent, Phase, SessionState, TurnPhase
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


@draws(d.TimeWarning)
def warning(context: CardContext, what: d.TimeWarning) -> Card | None:
    """The time is nearly up; None when the turn is over."""
    if not _is_speaking(context.state, what.turn, what.seat):
        return None
    assert context.state.turn is not None
    ends = timestamp(context.state.turn.ends_at)
    return Card().say(
        context.t("Your time ends {time}. There is no rush; you may take one more minute.", time=ends)
    )


@draws(d.TimeUp)
def time_up(context: CardContext, what: d.TimeUp) -> Card | None:
    """The time is up, softly; None when the turn is over."""
    if not _is_speaking(context.state, what.turn, what.seat):
        return None
    return Card().say(
        context.t("Your time has come to its end. Take the moment you need, then press I'm done.")
    )


def _is_speaking(state: SessionState, number: int, seat: int | None) -> bool:
    turn = state.turn
    return (
        turn is not None and turn.number == number and turn.seat == seat and turn.phase is TurnPhase.SPEAKING
    )
