"""Starting again after the bot was away: the time during which nobody was served is given back.

What was away for longer than its room would have lasted is closed: that happens when a backup is put back, or when
nobody ran the bot for a month. It is told once, where its room or its invitation still is, and nobody is let in.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.circle import commands as c
from bot.circle.machine import decide
from bot.circle.refusals import Refusal
from bot.ids import SessionId
from bot.store import presence_queries as pq
from bot.store import queries as q
from bot.store import sealing_queries as kq
from bot.store import spark_queries

from ..circle.acting import save
from ..circle.sessions import NoSession, load
from ..deliveries.lookup import kind_of
from ..deliveries.table import Look
from ..rooms.rooms import ONE_LOOK_S
from ..settings.rules import rules_in
from ..starting.aside import look_through
from ..starting.letting_go import close_without_key
from ..starting.loose_keys import destroy_loose
from ..unit_of_work import Work
from ..unreadable import passed_over

log = logging.getLogger(__name__)

BRIEF = timedelta(seconds=3)
"""How long nobody may have looked after a slot without any time being given back: what is due comes at once instead.
The beat is kept every two seconds, so it is hardly more than one."""
CARDS_AFTER_S, ONE_CARD_S = 2.0, 0.2
"""When the first card that only shows a later time follows after a slot was taken over, and how far apart they are:
thousands of them at once would keep the cards from coming that somebody waits for."""
LOOKS_AFTER_S = 5.0
"""How long nobody is looked at in a slot that was taken over."""
OLD_SPARKS_AFTER = timedelta(hours=6)
"""After such an absence, sparks that were due meanwhile are let go of. It may be a backup that was put back: then they
have been posted already, and whoever withdrew one would see it appear again."""


def beat(work: Work) -> bool:
    """Keep that whoever looks after our slots was alive now. Returns whether any session is under way."""
    # Not `any`: every slot has a beat.
    return True in [_beat(work, slot) for slot in work.slots]


def _beat(work: Work, slot: int) -> bool:
    if work.db.execute(q.beat, {"of_slot": slot, "now": work.now}).rowcount == 0:
        work.db.execute(q.first_beat, {"slot": slot, "alive_at": work.now})
    return work.db.execute(q.one_under_way, {"of_slot": slot}).first() is not None


def last_seen(work: Work, slot: int) -> datetime | None:
    """When whoever looks after a slot was last known to be alive; None if nobody ever was."""
    about = {"of_slot": slot}
    seen = [work.db.execute(q.alive_at, about).scalar(), work.db.execute(q.last_touched, about).scalar()]
    return max((instant for instant in seen if instant is not None), default=None)


def last_alive(work: Work) -> datetime:
    """When any process of the bot was last known to be alive; now, if none ever was."""
    seen = [last_seen(work, slot) for slot in work.settings.cluster.all_slots]
    return max((instant for instant in seen if instant is not None), default=work.now)


def recover(work: Work) -> int:
    """Close what was away for too long, or has no key any more, and give back to every other session under way the
    time since the bot was last known to be alive.

    Returns:
        How many sessions are under way.
    """
    slots = work.settings.cluster.all_slots
    alive_at = {slot: last_seen(work, slot) or work.now for slot in slots}
    stood_still = look_over(work)
    return sum(_go_on(work, slot, alive_at[slot], stood_still) for slot in slots)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What a process that is gone had under way in one slot."""

    since: datetime
    """When it was last known to be alive."""
    sessions: list[SessionId]
    """Those to which time is to be given back."""


def take_over(work: Work, slot: int) -> LeftBehind:
    """The same for one slot whose process is gone, but for the time: `give_back` gives that. Others are at work, so
    what is not of this slot stays. What somebody waits for goes before looking who is still there."""
    alive_at = last_seen(work, slot) or work.now
    _look_later(work, slot)
    if work.now - alive_at < BRIEF:
        return LeftBehind(alive_at, [])
    return LeftBehind(alive_at, _close_what_is_over(work, slot, alive_at))


def _look_later(work: Work, slot: int) -> None:
    """Look at people one by one behind all that became due in a slot while nobody looked after it."""
    first = work.now + timedelta(seconds=LOOKS_AFTER_S)
    due = work.db.execute(q.due_in_slot, {"of_slot": slot, "of_kind": kind_of(Look), "until": first})
    for number, delivery_id in enumerate(due.scalars().all()):
        at = first + timedelta(seconds=number * ONE_LOOK_S)
        work.db.execute(q.put_off_delivery, {"delivery_id": delivery_id, "new_not_before": at})


def give_back(work: Work, session_ids: Sequence[SessionId], alive_at: datetime, place: int) -> None:
    """Give a few sessions the time back for which nobody looked after them. Whoever begins and dies leaves the rest to
    the next: what was given back since then is not given twice.

    Args:
        work: the transaction.
        session_ids: the sessions.
        alive_at: when somebody looked after them last.
        place: behind how many others their cards show the new time. What became due meanwhile goes before all of them.
    """
    for number, session_id in enumerate(session_ids, place):
        with suppress(NoSession), passed_over():
            touched_at = work.db.execute(q.touched_at, {"of_session": session_id}).scalar()
            later_s = CARDS_AFTER_S + number * ONE_CARD_S
            _give_back(work, session_id, max(alive_at, touched_at or alive_at), later_s)


def beat_for(work: Work, slot: int) -> None:
    """Keep that a slot is looked after again."""
    _beat(work, slot)


def look_over(work: Work) -> Mapping[int, datetime]:
    """Close what has no key, let go of keys that nothing needs, and set aside what cannot be read. Nobody else may be
    at work meanwhile.

    Returns:
        Since when each session stood still that was set aside before and can be read now.
    """
    if closed := close_without_key(work):
        log.warning("Sessions whose keys are gone, and that are closed: %d", closed)
    destroy_loose(work)
    return look_through(work)


def _go_on(work: Work, slot: int, alive_at: datetime, stood_still: Mapping[int, datetime]) -> int:
    session_ids = _close_what_is_over(work, slot, alive_at)
    for session_id in session_ids:
        with passed_over():
            _give_back(work, session_id, min(alive_at, stood_still.get(session_id, alive_at)))
    _beat(work, slot)
    return len(session_ids)


def _give_back(work: Work, session_id: SessionId, since: datetime, later_s: float = 0) -> None:
    session = load(work, session_id)
    steps = decide(session.state, c.GiveBack(since=since), work.now)
    if steps and not isinstance(steps, Refusal):
        save(work, session, steps, later_s=later_s)


def _close_what_is_over(work: Work, slot: int, alive_at: datetime) -> list[SessionId]:
    """Close what was away for too long. Returns the sessions that go on."""
    _close_outlived(work, slot)
    if work.now - alive_at > OLD_SPARKS_AFTER:
        work.db.execute(spark_queries.drop_due_sparks, {"of_slot": slot, "now": work.now})
    return list(work.db.execute(q.sessions_under_way, {"of_slot": slot}).scalars())


def _close_outlived(work: Work, slot: int) -> None:
    """Close every session that was away for too long. Whatever it had waiting is let go of with it, so that nobody is
    let in, reminded or asked for anything any more."""
    closed = 0
    for row in work.db.execute(pq.overdue_sessions, {"of_slot": slot, "now": work.now}).all():
        with passed_over():
            session = load(work, row.id)
            linger_s = rules_in(work, session.guild_xid).linger_s
            lapse = c.Lapse(untouched_since=row.touched_at or work.now, linger_s=linger_s)
            steps = decide(session.state, lapse, work.now)
            if steps and not isinstance(steps, Refusal):
                work.db.execute(kq.drop_deliveries, {"of_session": row.id})
                work.db.execute(spark_queries.drop_sparks_of_session, {"of_session": row.id})
                save(work, session, steps)
                closed += 1
    if closed:
        log.warning("Sessions that were away for too long, and are closed: %d", closed)
