"""When to look who is not where people speak: as the circle begins, and when the piece is offered to somebody."""

from __future__ import annotations

from bot.circle import events as e
from bot.circle.asking_in import is_to_be_asked

from ..circle.change import Change
from ..deliveries import table as d
from ..deliveries.rows import Plan, queue
from ..unit_of_work import Work

ON_THE_WAY_S = 20.0
"""How long people have to come in by themselves once the circle has begun."""


def when_begun(work: Work, change: Change, event: e.Begun) -> None:
    """Look a little after the beginning, for some come then."""
    if not change.session.room.kind.is_written:
        queue(work, change.session.id, [Plan(d.AskIn(), delay_s=ON_THE_WAY_S)])


def when_offered(work: Work, change: Change, event: e.TurnOffered) -> None:
    """Look at once whether whoever is offered the piece is there, unless they know the way or write."""
    is_spoken = not change.session.room.kind.is_written
    if is_spoken and is_to_be_asked(change.steps[-1].after, event.seat):
        queue(work, change.session.id, [Plan(d.AskIn(event.seat))])
