"""The statements about the anonymous record, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, exists, func, insert, select, update

from .tables import SUMS, cell, circle, contribution, schedule

add_contribution = insert(contribution)
waiting_of = select(contribution.c.key, contribution.c.words).where(
    contribution.c.guild_xid == bindparam("of_guild"), contribution.c.quarter == bindparam("of_quarter")
)
waiting_since = (
    select(contribution.c.guild_xid, contribution.c.quarter)
    .where(contribution.c.quarter < bindparam("before"))
    .distinct()
)
quarters_waiting = select(contribution.c.quarter).distinct()
drop_contribution = delete(contribution).where(contribution.c.key == bindparam("of_key"))
drop_waiting = delete(contribution).where(contribution.c.quarter < bindparam("before"))
drop_waiting_of_guild = delete(contribution).where(contribution.c.guild_xid == bindparam("of_guild"))

_THIS_CELL = [column == bindparam(f"of_{column.name}") for column in cell.primary_key]
add_cell = insert(cell)
add_to_cell = (
    update(cell).where(*_THIS_CELL).values({name: cell.c[name] + bindparam(f"more_{name}") for name in SUMS})
)
drop_cells_of_guild = delete(cell).where(cell.c.guild_xid == bindparam("of_guild"))

circle_there = select(circle.c.id).where(
    circle.c.id == bindparam("of_circle"), circle.c.guild_xid == bindparam("of_guild")
)

_SUMS = [func.sum(cell.c[name]).label(name) for name in SUMS]
cells_of_guild = (
    select(cell.c.quarter, cell.c.circle_id, *_SUMS)
    .where(cell.c.guild_xid == bindparam("of_guild"))
    .group_by(cell.c.quarter, cell.c.circle_id)
)
cells_by_guild = select(cell.c.guild_xid, cell.c.quarter, *_SUMS).group_by(cell.c.guild_xid, cell.c.quarter)
circles = select(circle.c.id, circle.c.name).where(
    circle.c.guild_xid == bindparam("of_guild"),
    exists().where(cell.c.guild_xid == circle.c.guild_xid, cell.c.circle_id == circle.c.id)
    | exists().where(schedule.c.circle_id == circle.c.id),
)
"""Those that have sums, or a schedule and so may have them."""
