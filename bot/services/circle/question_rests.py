"""Which questions rest for a person, because they were asked one and left it unanswered.

It is remembered across circles, so it has to be kept with the person. A row is a seal of their id under a salt of one
question and one week, and says nothing without the key: not which question, and not whether another row is of the same
person. It is kept from the moment of asking, so that whatever becomes of the circle nobody is asked again too soon.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.circle import events as e
from bot.circle.model import Question
from bot.circle.optional_questions import ONCE
from bot.ids import MemberXid
from bot.privacy.sealing import SALT_BYTES, SealError, Vault
from bot.store import question_queries as qq
from bot.store.locks import hold_sealed

from ..unit_of_work import Work
from .change import Change
from .sessions import members


def resting(work: Work, member_xid: MemberXid, questions: Iterable[Question]) -> frozenset[Question]:
    """Those of these questions that are not to be asked of this person now."""
    return frozenset(
        question
        for question in questions
        if any(_is_kept(work, sealed) for sealed in _seals(work, member_xid, question))
    )


def begin(work: Work, change: Change, event: e.QuestionAsked) -> None:
    """Let a question rest for whoever was asked it."""
    if change.asker.member_xid is not None:
        week = week_of(work.now)
        sealed = work.vault.seal(salt_of(event.question, week), change.asker.member_xid)
        hold_sealed(work.db, sealed)  # they may be asked in two circles at once
        if not _is_kept(work, sealed):
            work.db.execute(qq.begin, {"member": sealed, "week": week})


def end_answered(work: Work, change: Change, _: e.Ended) -> None:
    """Let a question be asked again in the next circle, where it was answered and the next answer may be another.

    When the circle ends, and not at the answer: what is deleted is overwritten at once, and seats are deleted now.
    """
    answered = [one for one in change.session.state.questions if one.answered and one.question not in ONCE]
    if not answered:
        return
    people = members(work, change.session)
    for one in answered:
        if one.seat in people:
            end(work, people[one.seat], [one.question])


def end(work: Work, member_xid: MemberXid, questions: Iterable[Question]) -> None:
    """Forget that these questions rest for this person."""
    for question in questions:
        for sealed in _seals(work, member_xid, question):
            work.db.execute(qq.end, {"of_sealed": sealed})


def forget_old(work: Work) -> None:
    """Forget what has rested for long enough."""
    work.db.execute(qq.end_before, {"before": _weeks(work)[-1]})


def owner_of(vault: Vault, sealed: bytes, week: str) -> MemberXid:
    """For whom a question rests. Raises `SealError`."""
    for question in Question:
        try:
            return vault.open(salt_of(question, week), sealed)
        except SealError:
            continue
    raise SealError("It says of no question for whom it rests.")


def _is_kept(work: Work, sealed: bytes) -> bool:
    return work.db.execute(qq.is_resting, {"of_sealed": sealed}).first() is not None


def _seals(work: Work, member_xid: MemberXid, question: Question) -> Iterator[bytes]:
    return (work.vault.seal(salt_of(question, week), member_xid) for week in _weeks(work))


def _weeks(work: Work) -> list[str]:
    """The weeks in which what was asked rests still, newest first: this one, and as many before it as are set."""
    return [
        week_of(work.now - timedelta(weeks=ago)) for ago in range(work.settings.keeping.question_weeks + 1)
    ]


def week_of(at: datetime) -> str:
    """The week of that instant, in UTC, as 2026-W09."""
    return f"{at:%G-W%V}"


def salt_of(question: Question, week: str) -> bytes:
    """What makes the seals of one question and week different from all others'."""
    text = f"story-circle question {question} {week}"
    return hashlib.blake2b(text.encode(), digest_size=SALT_BYTES).digest()
