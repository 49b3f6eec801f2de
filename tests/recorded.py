"""What sessions have added to the anonymous record, for tests: what waits, opened, and what is in cells."""

from __future__ import annotations

from dataclasses import asdict, astuple
from datetime import datetime

from sqlalchemy import Connection, select

from bot.ids import CircleId
from bot.privacy.quarters import Quarter
from bot.privacy.record import NAMES, Cell, Sums, total
from bot.services.participation import contributing
from bot.services.unit_of_work import Transactions, Work
from bot.store import participation_queries as pq
from bot.store.tables import cell, contribution

Added = list[tuple[Cell, Sums]]


def _waiting(work: Work) -> Added:
    places = select(contribution.c.guild_xid, contribution.c.quarter).distinct()
    return [
        (where, sums)
        for guild_xid, quarter in work.db.execute(places).all()
        for where, rows in contributing.waiting(work, guild_xid, Quarter.read(quarter)).items()
        for _, sums in rows
    ]


def _in_cells(work: Work) -> Added:
    rows = work.db.execute(select(cell)).mappings().all()
    return [
        (
            Cell(CircleId(row["circle_id"]), row["format"], row["room"], row["held"]),
            Sums(*(row[name] for name in NAMES)),
        )
        for row in rows
    ]


async def waiting(transactions: Transactions) -> Added:
    """What each session added that still waits, in an order that is always the same."""
    return sorted(await transactions.read(_waiting), key=lambda one: (one[0], astuple(one[1])))


async def cells(transactions: Transactions) -> Added:
    """The cells there are, of every server and quarter."""
    return await transactions.read(_in_cells)


async def everything(transactions: Transactions) -> Sums:
    """The sum of all that was added and not dropped."""
    both = await waiting(transactions) + await cells(transactions)
    return total([sums for _, sums in both])


QUARTERS = (
    Sums(
        sessions=9,
        even=6,
        called_off=1,
        seats_offered=72,
        seats_taken=47,
        seats_shared=39,
        waited=0,
        storied=9,
        storied_seats=47,
        offered_s=8460,
        used_s=5100,
        first_timers=16,
        asked=47,
        answered_sessions=5,
        answered=27,
        arriving=29,
        arriving_level=104,
        leaving=27,
        leaving_level=78,
    ),
    Sums(
        sessions=13,
        even=9,
        called_off=0,
        seats_offered=104,
        seats_taken=79,
        seats_shared=69,
        waited=6,
        storied=13,
        storied_seats=79,
        offered_s=14220,
        used_s=9600,
        first_timers=11,
        asked=79,
        answered_sessions=8,
        answered=46,
        arriving=48,
        arriving_level=163,
        leaving=46,
        leaving_level=115,
    ),
    Sums(
        sessions=12,
        even=10,
        called_off=2,
        seats_offered=96,
        seats_taken=74,
        seats_shared=67,
        waited=3,
        storied=12,
        storied_seats=74,
        offered_s=13320,
        used_s=8700,
        first_timers=8,
        asked=74,
        answered_sessions=7,
        answered=41,
        arriving=44,
        arriving_level=150,
        leaving=41,
        leaving_level=96,
    ),
)
"""Three quarters of a made-up community."""


def keep_quarters(db: Connection, guild_xid: int, now: datetime) -> None:
    """Keep these for a server, as of the quarters before the one that is under way."""
    for count, sums in enumerate(reversed(QUARTERS), 1):
        row = {"guild_xid": guild_xid, "quarter": str(Quarter.of(now).back(count)), "circle_id": 0}
        row |= {"format": "story-circle", "room": "private", "held": False}
        db.execute(pq.add_cell, [{**row, **asdict(sums)}])
