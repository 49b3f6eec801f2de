"""Which function draws what the outbox asks for. A card says it where it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar, cast

from bot.services.circle.sessions import Session
from bot.services.deliveries.lookup import policy_of
from bot.services.deliveries.policy import Delivery, Post, Refresh, Where

from ..card_context import CardContext
from ..i18n import N_, Translator
from ..layout import Card

D = TypeVar("D", bound=Delivery)
Drawing: TypeAlias = Callable[[CardContext, D], Card | None]

PRACTICE = N_("Practice circle")
"""What stands above every card of a circle in which people only practise."""
PRACTISING = N_("This is practice: a story may be made up, and nothing of it is counted.")
"""What is said of it to whoever thinks about coming."""

DRAWINGS: dict[type[Delivery], Drawing[Delivery]] = {}


def draws(*every: type[D]) -> Callable[[Drawing[D]], Drawing[D]]:
    """The function below draws these deliveries."""

    def keep(drawing: Drawing[D]) -> Drawing[D]:
        for what in every:
            assert what not in DRAWINGS, f"{what.__name__} is drawn twice"
            # Drawings are looked up by a delivery's own type, so one is only given what it draws.
            DRAWINGS[what] = cast("Drawing[Delivery]", drawing)
        return drawing

    return keep


def draw(what: Delivery, context: CardContext) -> Card | None:
    """Draw what the outbox asks for, from the state as it is now.

    Args:
        what: what to draw; a refresh draws the card it refreshes.
        context: the session.

    Returns:
        The card, or None when it no longer fits the state and is better not shown.
    """
    what = what.post if isinstance(what, Refresh) else what
    card = DRAWINGS[type(what)](context, what)
    # What stands alone is marked: a card in the room, and a message that is read far from it.
    stands_alone = isinstance(what, Post) or policy_of(what).where is Where.DIRECT
    return practice_marked(context.t, context.session, card) if card is not None and stands_alone else card


def practice_marked(t: Translator, session: Session, card: Card) -> Card:
    """The card, with a mark above it if people only practise in that circle."""
    return card.mark(t(PRACTICE)) if session.state.practice else card
