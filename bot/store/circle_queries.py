"""Statements about circles themselves: whose session it was, and forgetting one that nothing needs any more."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, exists, select

from .tables import cell, circle, prompt_use, schedule, session

of_session = select(session.c.circle_id).where(session.c.id == bindparam("of_session"))
forget_unused = delete(circle).where(
    circle.c.id == bindparam("of_circle"),
    ~exists().where(session.c.circle_id == circle.c.id),
    ~exists().where(schedule.c.circle_id == circle.c.id),
    ~exists().where(prompt_use.c.circle_id == circle.c.id),
    ~exists().where(cell.c.guild_xid == circle.c.guild_xid, cell.c.circle_id == circle.c.id),
)
"""A circle without sessions, schedule, questions that it has had and sums is only a name."""
