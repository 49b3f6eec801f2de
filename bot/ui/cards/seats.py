"""How many seats of a circle are taken: the same number wherever it is said."""

from __future__ import annotations

from ..card_context import CardContext


def seats_taken(context: CardContext) -> str:
    """How many seats there are, and how many are taken. Whoever is away for a while keeps theirs."""
    taken, seats = len(context.state.seated), context.state.format.capacity
    return context.t.many(
        "{count} of {seats} seats is taken.", "{count} of {seats} seats are taken.", taken, seats=seats
    )
