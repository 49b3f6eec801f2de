"""Sealing what an earlier version kept in plain words, at start: a circle that goes on goes on sealed."""

from __future__ import annotations

from dataclasses import replace

from bot.circle.counts import Echo
from bot.circle.model import SessionState
from bot.ids import SessionId
from bot.store import codec, formats
from bot.store import queries as q

from ..circle.sessions import kept
from ..deliveries import table as d
from ..deliveries.rows import from_row
from ..rooms import sealed_targets
from ..schedule.reminders import seal_open_wishes
from ..unit_of_work import Work
from ..unreadable import readable


def seal_what_lies_open(work: Work) -> int:
    """Seal what is not sealed of sessions and wishes, and marks that look alike. Returns how many there were."""
    sealed = seal_open_wishes(work) + sealed_targets.seal_anew(work)
    for row in work.db.execute(q.open_states).all():
        try:
            state = codec.load(row.state, None, None)
        except Exception:  # noqa: S112 - of any kind; what cannot be read is set aside after this, and logged there
            continue
        state = replace(state, echoes=(*state.echoes, *_echoes(work, row.id, state)))
        formats.change(work.db, row.id, state.format)
        work.db.execute(q.seal_state, {"of_session": row.id, "new_state": kept(state, work.vault, row.salt)})
        sealed += 1
    return sealed


def _echoes(work: Work, session_id: SessionId, state: SessionState) -> list[Echo]:
    """What tellers are still to be told: it was kept as three digits in place of the turn, and these now name the echo,
    which nothing else does."""
    rows = work.db.execute(q.deliveries_of, {"of_session": session_id}).all()
    words = (row.what for row in readable(rows, from_row) if isinstance(row.what, d.Resonance))
    return [
        Echo(word.turn, word.seat, word.turn // 100, word.turn // 10 % 10, word.turn % 10) for word in words
    ]
