"""What sessions have added to the anonymous record, for tests: what waits, opened, and what is in cells."""

from __future__ import annotations

from dataclasses import astuple

from sqlalchemy import select

from bot.ids import CircleId
from bot.privacy.quarters import Quarter
from bot.privacy.record import NAMES, Cell, Sums, total
from bot.services.participation import contributing
from bot.services.unit_of_work import Transactions, Work
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
