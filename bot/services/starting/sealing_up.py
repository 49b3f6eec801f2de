"""Sealing what an earlier version kept in plain words, at start: a circle that goes on goes on sealed."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace

from sqlalchemy import Connection, inspect

from bot.circle.counts import Echo
from bot.circle.model import SessionState
from bot.ids import SessionId
from bot.privacy.keyring import of_session
from bot.privacy.sealing import SealError, Vault
from bot.store import codec, formats
from bot.store import queries as q
from bot.store import sealing_queries as kq

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
        name = of_session(row.id)
        key = work.key_of(name) or work.new_key(name)
        work.db.execute(q.seal_state, {"of_session": row.id, "new_state": kept(state, work.vault, key)})
        sealed += 1
    return sealed


def seal_under_keys(db: Connection, vault: Vault) -> None:
    """Give each session of a database of an earlier version a key of its own outside it, in place of the salt that
    lay in it. What cannot be opened stays as it is: it is set aside after this, or let go of."""
    if not inspect(db).has_table(kq.SALTS):
        return
    for row in db.execute(kq.salts).all():
        about = {"of_session": row.session_id}
        seats = db.execute(q.seats_of_session, about).all()
        try:
            people = {seat.seat: vault.open(row.value, seat.member) for seat in seats}
            state = vault.show(row.value, b64decode(row.state)) if codec.is_sealed(row.state) else None
        except (SealError, ValueError, TypeError, OverflowError):
            continue
        key = vault.keys.make(of_session(row.session_id))
        for seat, member_xid in people.items():
            db.execute(kq.seal_seat, {**about, "of_seat": seat, "new_member": vault.seal(key, member_xid)})
        if state is not None:
            hidden = b64encode(vault.hide(key, state)).decode()
            db.execute(q.seal_state, {**about, "new_state": hidden})
    db.execute(kq.drop_salts)


def _echoes(work: Work, session_id: SessionId, state: SessionState) -> list[Echo]:
    """What tellers are still to be told: it was kept as three digits in place of the turn, and these now name the echo,
    which nothing else does."""
    rows = work.db.execute(q.deliveries_of, {"of_session": session_id}).all()
    words = (row.what for row in readable(rows, from_row) if isinstance(row.what, d.Resonance))
    return [
        Echo(word.turn, word.seat, word.turn // 100, word.turn // 10 % 10, word.turn % 10) for word in words
    ]
