"""Moving the invitation of a session to another channel: the old one is retired, and a new one is posted."""

from __future__ import annotations

from bot.ids import SessionId
from bot.store import queries as q

from ..deliveries import table as d
from ..deliveries.rows import Plan, of_session, slot
from ..unit_of_work import Work


def move(work: Work, session_id: SessionId, left_xid: int) -> list[Plan]:
    """What has to be shown when a session goes from the channel `left_xid` to another one.

    An invitation that was not posted yet is posted where the session is then, and leaves nothing behind.
    """
    slots = {row.slot for row in work.db.execute(q.cards_of, {"of_session": session_id})}
    waits = any(isinstance(row.what, d.Invite) for row in of_session(work, session_id))
    if slot(d.Invite()) not in slots:
        return [] if waits else [Plan(d.Invite())]
    retired = next(left for left in map(d.LeftInvite, range(len(slots) + 1)) if slot(left) not in slots)
    moved = {
        "of_session": session_id,
        "old_slot": slot(d.Invite()),
        "new_slot": slot(retired),
        "new_channel": left_xid,
    }
    work.db.execute(q.leave_card, moved)
    return [Plan(retired), Plan(d.Invite())]
