"""What may be shown of the record: to those who run a server, to a facilitator of its circles, and to the operator.

Whatever leaves here went through `bot.privacy.disclosure`. Sums themselves are never handed on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.ids import CircleId, GuildXid, MemberXid
from bot.privacy.disclosure import HELD_BACK, Disclosed, disclose, disclose_whole
from bot.privacy.disclosure import NAMES as FIGURE_NAMES
from bot.privacy.disclosure import Figures as Figures
from bot.privacy.quarters import Quarter as Quarter
from bot.privacy.record import NAMES, NOTHING, Sums, total
from bot.privacy.record import OTHER_CIRCLES as OTHER_CIRCLES
from bot.store import participation_queries as pq
from bot.store import schedule_queries as sq

from ..schedule import schedules
from ..unit_of_work import Work

FIGURES = FIGURE_NAMES
"""The names of all numbers that may be shown."""
EARLIER = "earlier"
"""Written where a quarter stands, of what an earlier version kept without one."""


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """What may be shown of one quarter. `quarter` None: of the time before quarters were kept."""

    quarter: Quarter | None
    is_closed: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class Series:
    """Quarters one after the other, of one circle or of all of them."""

    circle_id: CircleId | None
    """None: all circles."""
    name: str | None
    """None: of all circles, or of the other circles."""
    rows: tuple[QuarterRow, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether no number of it may be shown."""
        return all(row.figures.is_nothing for row in self.rows)


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody may see: all circles together, if they run the server, and each of theirs."""

    whole: Series | None
    circles: tuple[Series, ...]

    @property
    def series(self) -> tuple[Series, ...]:
        """All of it, the whole first."""
        return ((self.whole,) if self.whole is not None else ()) + self.circles

    @property
    def is_nothing(self) -> bool:
        """Whether no number may be shown."""
        return all(one.is_nothing for one in self.series)


def report_for(
    work: Work, guild_xid: GuildXid, quarters: Collection[Quarter], member_xid: MemberXid | None
) -> Report:
    """What may be shown of a server in these quarters.

    Args:
        work: the transaction.
        guild_xid: the server.
        quarters: which ones, the earliest first.
        member_xid: a facilitator, who sees their circles; None for whoever runs the server, and sees all.
    """
    if member_xid is None:
        return of_server(work.db, work.now, guild_xid, quarters)
    shown = _shown(work.db, work.now, _of_server(work.db, guild_xid), quarters)
    return Report(None, _circles(shown, circles_of(work, guild_xid, member_xid)))


def of_server(
    db: Connection, now: datetime, guild_xid: GuildXid, quarters: Collection[Quarter] | None = None
) -> Report:
    """What whoever runs a server may see of it in these quarters; None: in all of which there are sums."""
    found = _of_server(db, guild_xid)
    shown = _shown(db, now, found, sorted(found) if quarters is None else quarters)
    return Report(_series(shown, None, None), _circles(shown, _names(db, guild_xid)))


def of_all_servers(db: Connection, now: datetime) -> Report:
    """What an operator may show of all servers together, in every quarter there is."""
    found: dict[str, dict[GuildXid, Sums]] = defaultdict(dict)
    for row in db.execute(pq.cells_by_guild).all():
        found[row.quarter][GuildXid(row.guild_xid)] = _sums(row)
    rows, open_from = [], _open_from(db, now)
    for text in sorted(found, key=lambda one: (one != EARLIER, one)):
        quarter = None if text == EARLIER else Quarter.read(text)
        is_closed = quarter is None or quarter < open_from
        rows.append(QuarterRow(quarter, is_closed, disclose_whole(found[text], is_closed=is_closed)))
    return Report(Series(None, None, tuple(rows)), ())


def circles_of(work: Work, guild_xid: GuildXid, member_xid: MemberXid | None) -> dict[CircleId, str]:
    """The circles whose numbers somebody may see, and their names: for a facilitator, those of schedules whose list has
    them or has nobody; for whoever runs the server (None), all."""
    if member_xid is None:
        return _names(work.db, guild_xid)
    found = {}
    for kept in schedules.of_guild(work, guild_xid):
        members = work.db.execute(sq.rota_of, {"of_schedule": kept.id}).scalars().all()
        if kept.circle_id is not None and (not members or work.vault.seal(kept.salt, member_xid) in members):
            found[kept.circle_id] = kept.choices.name
    return found


def quarters_of(work: Work, guild_xid: GuildXid) -> list[Quarter]:
    """The quarters of which a server has sums, the latest first."""
    return sorted(_of_server(work.db, guild_xid), reverse=True)


def is_past_waiting(work: Work) -> bool:
    """Whether anything waits of a quarter that is over."""
    return _open_from(work.db, work.now) < Quarter.of(work.now)


def _open_from(db: Connection, now: datetime) -> Quarter:
    """The first quarter that may still change: the one that is under way, or an earlier one that was not closed yet."""
    under_way = Quarter.of(now)
    waiting = db.execute(pq.waiting_since, {"before": str(under_way)}).all()
    return min([under_way, *(Quarter.read(row.quarter) for row in waiting)])


Shown = dict[Quarter, tuple[bool, Disclosed[CircleId]]]
"""By quarter: whether it is over, and what may be shown of it."""


def _circles(shown: Shown, names: Mapping[CircleId, str]) -> tuple[Series, ...]:
    in_order = sorted(names, key=lambda circle_id: names[circle_id].casefold())
    circles = [_series(shown, circle_id, names[circle_id]) for circle_id in in_order]
    return (*circles, _series(shown, OTHER_CIRCLES, None))


def _shown(
    db: Connection,
    now: datetime,
    found: Mapping[Quarter, Mapping[CircleId, Sums]],
    quarters: Collection[Quarter],
) -> Shown:
    open_from = _open_from(db, now)
    return {
        quarter: (
            quarter < open_from,
            disclose(found.get(quarter, {}), is_closed=quarter < open_from),
        )
        for quarter in quarters
    }


def _series(shown: Shown, circle_id: CircleId | None, name: str | None) -> Series:
    rows = []
    for quarter, (is_closed, disclosed) in shown.items():
        figures = disclosed.whole if circle_id is None else disclosed.parts.get(circle_id, HELD_BACK)
        rows.append(QuarterRow(quarter, is_closed, figures))
    return Series(circle_id, name, tuple(rows))


def _of_server(db: Connection, guild_xid: GuildXid) -> dict[Quarter, dict[CircleId, Sums]]:
    found: dict[Quarter, dict[CircleId, Sums]] = defaultdict(dict)
    for row in db.execute(pq.cells_of_guild, {"of_guild": guild_xid}).all():
        found[Quarter.read(row.quarter)][CircleId(row.circle_id)] = _sums(row)
    there = _names(db, guild_xid)
    return {quarter: _without_strays(circles, there) for quarter, circles in found.items()}


def _names(db: Connection, guild_xid: GuildXid) -> dict[CircleId, str]:
    return {CircleId(row.id): row.name for row in db.execute(pq.circles, {"of_guild": guild_xid}).all()}


def _without_strays(circles: dict[CircleId, Sums], there: Collection[CircleId]) -> dict[CircleId, Sums]:
    """A circle that is gone has no name: what it left is counted with the other circles."""
    stray = [circle_id for circle_id in circles if circle_id not in there]
    others = total([circles[circle_id] for circle_id in stray])
    kept = {circle_id: sums for circle_id, sums in circles.items() if circle_id in there}
    return kept if others == NOTHING else {**kept, OTHER_CIRCLES: others}


def _sums(row: Any) -> Sums:
    return Sums(*(int(getattr(row, name)) for name in NAMES))
