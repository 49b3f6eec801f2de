"""Whether what is about to be done is still this process's to do: another may have taken its slot meanwhile.

Who has stood still for a while does not know that. So whoever takes a slot counts up its epoch, and whoever delivers,
keeps what was delivered or lets a clock tick looks at it in the same transaction.
"""

from __future__ import annotations

from bot.ids import SessionId
from bot.slots import ALONE
from bot.store import queries as q

from .circle.sessions import NoSession
from .unit_of_work import Work


class NotOurs(NoSession):
    """Another process looks after it. For this one it is as good as gone."""


def check(work: Work, slot: int) -> None:
    """Raises `NotOurs` if this process does not have that slot any more. One that is alone has all there is."""
    if work.slots is ALONE:
        return
    epoch = work.db.execute(q.epoch, {"of_slot": slot}).scalar() or 0
    if work.slots.get(slot) != epoch:
        raise NotOurs


def check_session(work: Work, session_id: SessionId) -> None:
    """The same for the slot of a session."""
    if work.slots is not ALONE:
        slot = work.db.execute(q.slot_of, {"of_session": session_id}).scalar()
        if slot is not None:
            check(work, slot)
