"""Whether the circle can go on without a delivery."""

from __future__ import annotations

from bot.services.deliveries.batch import Batch
from bot.services.deliveries.moment import cards_of_the_moment
from bot.services.deliveries.rows import Row


def is_of_the_moment(batch: Batch, row: Row) -> bool:
    """Whether the circle cannot go on without it: its room, or a card that shows what is going on now."""
    return row.policy.vital or row.post in cards_of_the_moment(batch.session.state)


def is_waited_for(batch: Batch, row: Row) -> bool:
    """Whether what comes next in the circle waits for it: it is of the moment, or stands before what is."""
    return row.policy.in_order or is_of_the_moment(batch, row)
