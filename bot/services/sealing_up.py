"""Sealing what an earlier version kept in plain words, at start: a circle that goes on goes on sealed."""

from __future__ import annotations

from dataclasses import replace

from pydantic import ValidationError
from sqlalchemy import Connection

from bot.circle.model import Echo, SessionState
from bot.privacy.sealing import Vault
from bot.store import codec, formats
from bot.store import queries as q

from .kinds import Kind
from .meetings import kept
from .reminders import seal_open_wishes


def seal_what_lies_open(db: Connection, vault: Vault) -> int:
    """Seal the states of sessions and the wishes of people that are not. Returns how many there were."""
    sealed = seal_open_wishes(db, vault)
    for row in db.execute(q.open_states).all():
        try:
            state = codec.load(row.state, None, None)
        except ValidationError:
            continue  # what cannot be read is not for this to judge
        state = replace(state, echoes=(*state.echoes, *_echoes(db, row.id, state)))
        formats.change(db, row.id, state.format)
        db.execute(q.seal_state, {"of_session": row.id, "new_state": kept(state, vault, row.salt)})
        sealed += 1
    return sealed


def _echoes(db: Connection, session_id: int, state: SessionState) -> list[Echo]:
    """What tellers are still to be told: it was three digits of a delivery's subject, which now names the echo."""
    waiting = db.execute(q.deliveries_of, {"of_session": session_id}).all()
    return [
        Echo(row.subject, row.seat, row.subject // 100, row.subject // 10 % 10, row.subject % 10)
        for row in waiting
        if row.kind == Kind.WHISPER_RESONANCE
    ]
