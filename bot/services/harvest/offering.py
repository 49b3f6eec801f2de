"""Offering a spark of hope: the one moment in which the session and the words are in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.circle import commands as c
from bot.circle.events import SparkOffered
from bot.circle.machine import decide
from bot.circle.refusals import Refusal
from bot.privacy.sparks import Spark

from ..circle import acting
from ..circle.answer import Answer
from ..circle.sessions import load, seat_of
from ..settings import servers
from ..unit_of_work import Work
from . import sparks


@dataclass(frozen=True, slots=True)
class Offered:
    """What came of offering: the session's answer, and whether the spark of this very token is kept."""

    answer: Answer
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Chance:
    """Whether somebody could offer a spark now: why not, whether they have already, and where it would go."""

    refusal: Refusal | None
    has_offered: bool
    hope_xid: int | None


def chance(work: Work, session_id: int, member_xid: int) -> Chance:
    """Whether somebody could offer a spark now. Nothing is changed.

    Raises:
        NoSession: the session is gone.
    """
    session = load(work, session_id)
    seat = seat_of(work, session, member_xid)
    decided = decide(session.state, c.OfferSpark(seat=seat), work.now)
    refusal = decided if isinstance(decided, Refusal) else None
    return Chance(
        refusal, seat in session.state.sparks, servers.load(work, session.guild_xid).options.hope_xid
    )


def offer(work: Work, session_id: int, member_xid: int, token: str, spark: Spark) -> Offered:
    """Keep what somebody has agreed to share, under a token that only they have.

    Pressing again with the same token changes nothing and is answered alike; another token of somebody who has
    offered already keeps nothing.

    Raises:
        NoSession: the session is gone.
    """
    answer = acting.act(work, session_id, member_xid, c.OfferSpark())
    if answer.refusal is not None:
        return Offered(answer, False)
    if any(isinstance(event, SparkOffered) for event in answer.events):
        sparks.add(work, answer.session.id, answer.session.guild_xid, token, spark)
        return Offered(answer, True)
    return Offered(answer, sparks.find(work, token) is not None)
