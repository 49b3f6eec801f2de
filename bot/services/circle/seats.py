"""Who sits where: the one table that maps a seat to a person, and only while the session needs it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.model import Phase, SeatPlace
from bot.privacy.keyring import of_session
from bot.store import queries as q

from ..unit_of_work import Work
from .change import Change


def seat_taken(events: Iterable[e.Event]) -> int | None:
    """The seat, or the place in the queue, that somebody got by what happened; None when nobody did."""
    return next((event.seat for event in events if isinstance(event, e.SeatTaken | e.SeatQueued)), None)


def remember(work: Work, change: Change, event: e.SeatTaken | e.SeatQueued) -> None:
    """Keep who has the seat: whoever asked for it. Somebody who had another one moves."""
    key, asker = change.session.key, change.asker
    is_theirs = isinstance(asker.command, c.Join) and event.seat == seat_taken(
        step.event for step in change.steps
    )
    if key is None or asker.member_xid is None or not is_theirs:
        return
    sealed = work.vault.seal(key, asker.member_xid)
    about = {"of_session": change.session.id, "sealed": sealed}
    moved = {**about, "new_seat": event.seat, "new_language": asker.language}
    if work.db.execute(q.move_seat, moved).rowcount == 0:
        row = {"seat": event.seat, "member": sealed, "language": asker.language}
        work.db.execute(q.add_seat, {"session_id": change.session.id, **row})


def forget_language(work: Work, change: Change, event: e.PlaceChanged | e.SeatForgotten) -> None:
    """Of a seat that was left only the seal stays, however it was left: so it does not tell who erased all there is."""
    if isinstance(event, e.PlaceChanged):
        is_left = event.place in (SeatPlace.LEFT, SeatPlace.REMOVED)
    else:
        # A circle that begins forgets those who waited, and they are still to be told so in their language.
        is_left = change.steps[-1].after.phase is not Phase.LIVE
    if is_left:
        work.db.execute(q.forget_language, {"of_session": change.session.id, "number": event.seat})


def forget(work: Work, change: Change, _: e.Ended) -> None:
    """A session that is over has no people, and no clock."""
    about = {"of_session": change.session.id}
    for statement in (q.drop_seats, q.drop_deadline):
        work.db.execute(statement, about)
    work.drop_key(of_session(change.session.id))
