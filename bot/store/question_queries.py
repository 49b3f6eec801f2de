"""The statements about questions that rest, built once, as in `queries`."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select

from .tables import question_rest

_SEALED = question_rest.c.member == bindparam("of_sealed")

is_resting = select(question_rest.c.member).where(_SEALED)
begin = insert(question_rest)
end = delete(question_rest).where(_SEALED)
end_before = delete(question_rest).where(question_rest.c.week < bindparam("before"))
every = select(question_rest.c.member, question_rest.c.week)
