"""What a session adds to the record when it ends, and where it waits until it can be added.

Nothing of one session is ever readable alone. What it adds lies sealed among those of its server and quarter, in an
order that is chance. When enough of one cell wait, they are added to it and their rows are gone, in the transaction
that ended the last of them. What waits alone when its quarter is over joins the other circles of its server, or goes.
"""

from __future__ import annotations

import logging
import secrets
from collections import defaultdict
from dataclasses import asdict

from bot.circle import events as e
from bot.ids import CircleId, GuildXid
from bot.privacy.quarters import Quarter
from bot.privacy.record import MIXED, OTHER_CIRCLES, Cell, Sums, pack, sums_of, total, unpack
from bot.privacy.sealing import SealError
from bot.store import participation_queries as pq
from bot.store.locks import Whole, hold, hold_server

from ..circle.change import Change
from ..unit_of_work import NotSaved, Work
from ..unreadable import RECORD, note
from . import quarter_key

log = logging.getLogger(__name__)

Waiting = dict[Cell, list[tuple[bytes, Sums]]]
"""What waits, by cell: the key of each row, and what it adds."""


def contribute(work: Work, change: Change, _: e.Ended) -> None:
    """Let an ended session add what it adds, if it adds anything."""
    sums = sums_of(change.steps[-1].after)
    if sums is None:
        return
    hold_server(work.db, change.session.guild_xid)
    close_past(work)
    session, quarter = change.session, Quarter.of(work.now)
    # A circle opened by hand may be the only one of its name: it is counted with all others of its kind.
    circle_id = OTHER_CIRCLES if session.schedule_id is None else session.circle_id
    cell = Cell(circle_id, session.state.format.id, session.room.kind.value, session.room.held)
    try:
        words = quarter_key.hide(work, quarter, pack(cell, sums))
    except NotSaved:
        # No circle stays open for the sake of sums.
        log.warning("There is no key for this quarter: what a session adds to the record is left out")
        return
    row = {
        "key": secrets.token_bytes(16),
        "guild_xid": session.guild_xid,
        "quarter": str(quarter),
        "words": words,
    }
    work.db.execute(pq.add_contribution, [row])
    _gather(work, session.guild_xid, quarter, cell)


def close_past(work: Work) -> int:
    """Close the quarters that are over: what waits is added together or dropped, and so are their keys. Returns of how
    many servers something waited."""
    before = {"before": str(Quarter.of(work.now))}
    due = work.db.execute(pq.waiting_since, before).all()
    if due:
        hold(work.db, Whole.RECORD)
        due = work.db.execute(pq.waiting_since, before).all()  # somebody else may have closed them
    for guild_xid, quarter in due:
        _gather_the_rest(work, guild_xid, Quarter.read(quarter))
    if due:
        work.db.execute(pq.drop_waiting, before)
    quarter_key.forget_before(work, Quarter.of(work.now))
    return len(due)


def forget_server(work: Work, guild_xid: GuildXid) -> None:
    """Erase the sums of a server, and what waits to be added to them."""
    work.db.execute(pq.drop_waiting_of_guild, {"of_guild": guild_xid})
    work.db.execute(pq.drop_cells_of_guild, {"of_guild": guild_xid})


def waiting(work: Work, guild_xid: GuildXid, quarter: Quarter) -> Waiting:
    """What waits in a server. What cannot be opened is passed over, and goes with its quarter."""
    found: Waiting = defaultdict(list)
    about = {"of_guild": guild_xid, "of_quarter": str(quarter)}
    for key, words in work.db.execute(pq.waiting_of, about).all():
        try:
            cell, sums = unpack(quarter_key.show(work, quarter, words))
        except (SealError, ValueError):
            note(RECORD)
            continue
        found[cell].append((key, sums))
    return found


def _gather(work: Work, guild_xid: GuildXid, quarter: Quarter, cell: Cell) -> None:
    """Add what waits for a cell to it, once it is enough."""
    rows = waiting(work, guild_xid, quarter).get(cell, [])
    together = total([sums for _, sums in rows])
    if together.is_enough:
        for key, _ in rows:
            work.db.execute(pq.drop_contribution, {"of_key": key})
        _add(work, guild_xid, quarter, cell, together)


def _gather_the_rest(work: Work, guild_xid: GuildXid, quarter: Quarter) -> None:
    """All that still waits is of cells that it is too little for, each by itself. Together it may be enough."""
    rest = [sums for rows in waiting(work, guild_xid, quarter).values() for _, sums in rows]
    together = total(rest)
    if together.is_enough:
        _add(work, guild_xid, quarter, MIXED, together)


def _add(work: Work, guild_xid: GuildXid, quarter: Quarter, cell: Cell, sums: Sums) -> None:
    circle_id = cell.circle_id if _is_there(work, guild_xid, cell.circle_id) else OTHER_CIRCLES
    place = {"guild_xid": guild_xid, "quarter": str(quarter), "circle_id": circle_id}
    place |= {"format": cell.format, "room": cell.room, "held": cell.held}
    numbers = asdict(sums)
    more = {f"of_{name}": value for name, value in place.items()}
    more |= {f"more_{name}": value for name, value in numbers.items()}
    if work.db.execute(pq.add_to_cell, more).rowcount == 0:
        work.db.execute(pq.add_cell, [place | numbers])


def _is_there(work: Work, guild_xid: GuildXid, circle_id: CircleId) -> bool:
    """Whether the circle is still known. One that was deleted has no name to show."""
    about = {"of_circle": circle_id, "of_guild": guild_xid}
    return work.db.execute(pq.circle_there, about).first() is not None
