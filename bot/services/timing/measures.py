"""How much there is to do, in numbers, for whoever runs the bot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.circle.model import Phase
from bot.store import measured_queries as q

from ..unit_of_work import Work

SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Measures:
    """What the database says in one moment.

    Args:
        sessions: how many sessions there are in each phase; those that cannot be read are `set_aside`.
        overdue_s: for how many seconds the oldest deadline is due.
        outbox: how many deliveries there are.
        outbox_age_s: for how many seconds the oldest of them is due.
    """

    sessions: dict[str, int]
    overdue_s: float
    outbox: int
    outbox_age_s: float


def measure(work: Work) -> Measures:
    """The numbers of the moment, of what this process looks after."""
    sessions = Counter({phase.value: 0 for phase in Phase if phase is not Phase.ENDED})
    late_s = outbox_age_s = 0.0
    rows = 0
    for slot in work.slots:
        about = {"of_slot": slot}
        for phase, count in work.db.execute(q.sessions_by_phase, about):
            sessions[phase if phase in sessions else SET_ASIDE] += count
        outbox = work.db.execute(q.outbox, about).one()
        rows += outbox.rows
        outbox_age_s = max(outbox_age_s, _since(work.now, outbox.oldest))
        late_s = max(late_s, _since(work.now, work.db.execute(q.oldest_deadline, about).scalar_one()))
    return Measures(dict(sessions), late_s, rows, outbox_age_s)


def _since(now: datetime, due: datetime | None) -> float:
    return 0.0 if due is None else max(0.0, (now - due).total_seconds())
