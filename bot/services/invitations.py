"""Moving the invitation of a session to another channel: the old one is retired, and a new one is posted."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.store import queries as q

from .outbox import Kind, Plan, Slot


def move(db: Connection, session_id: int, left_xid: int) -> list[Plan]:
    """What has to be shown when a session goes from the channel `left_xid` to another one.

    An invitation that was not posted yet is posted where the session is then, and leaves nothing behind.
    """
    of_session = {"of_session": session_id}
    slots = {row.slot for row in db.execute(q.cards_of, of_session)}
    waits = any(row["kind"] == Kind.INVITE for row in db.execute(q.deliveries_of, of_session).mappings())
    if str(Slot(Kind.INVITE)) not in slots:
        return [] if waits else [Plan(Kind.INVITE)]
    number = next(n for n in range(len(slots) + 1) if str(Slot(Kind.LEFT_INVITE, n)) not in slots)
    moved = {
        **of_session,
        "old_slot": str(Slot(Kind.INVITE)),
        "new_slot": str(Slot(Kind.LEFT_INVITE, number)),
        "new_channel": left_xid,
    }
    db.execute(q.leave_card, moved)
    return [Plan(Kind.LEFT_INVITE, number), Plan(Kind.INVITE)]
