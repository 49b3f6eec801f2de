"""Statements about circles themselves: whose session it was, and forgetting one that nothing needs any more."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, exists, select, update

from .tables import cell, circle, prompt_use, schedule, session

of_session = select(session.c.circle_id).where(session.c.id == bindparam("of_session"))
_RESTS = (
    # Its sessions are in its server; naming that lets the index of servers find them.
    ~exists().where(session.c.guild_xid == circle.c.guild_xid, session.c.circle_id == circle.c.id),
    ~exists().where(schedule.c.circle_id == circle.c.id),
)
"""A circle that meets no more, as far as anybody knows."""
_IS_ONLY_A_NAME = (
    *_RESTS,
    ~exists().where(prompt_use.c.circle_id == circle.c.id),
    ~exists().where(cell.c.guild_xid == circle.c.guild_xid, cell.c.circle_id == circle.c.id),
)
"""Without questions that it has had, and sums, too."""
_LONG_AGO = circle.c.met_in < bindparam("before")

has_met = update(circle).where(circle.c.id == bindparam("of_circle")).values(met_in=bindparam("this_month"))
forget_unused = delete(circle).where(circle.c.id == bindparam("of_circle"), *_IS_ONLY_A_NAME)
count_from_now = update(circle).where(circle.c.met_in.is_(None)).values(met_in=bindparam("this_month"))
_OLD = select(circle.c.id).where(*_RESTS, _LONG_AGO)
forget_old_questions = delete(prompt_use).where(prompt_use.c.circle_id.in_(_OLD))
forget_old_names = delete(circle).where(*_IS_ONLY_A_NAME, _LONG_AGO)
