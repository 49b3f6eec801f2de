"""Offering a spark of hope: the one moment in which the session and the words are in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.circle import commands as c
from bot.circle.events import SparkOffered
from bot.circle.machine import decide
from bot.circle.refusals import Refusal
from bot.privacy.sparks import Spark

from .. import servers, sessions, sparks
from ..meetings import load, seat_of
from ..unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Offered:
    """What came of offering: the session's answer, and whether the spark of this very token is kept."""

    answer: sessions.Answer
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
        NoMeeting: the session is gone.
    """
    meeting = load(work, session_id)
    seat = seat_of(work, meeting, member_xid)
    decided = decide(meeting.state, c.OfferSpark(seat=seat), work.now)
    refusal = decided if isinstance(decided, Refusal) else None
    return Chance(
        refusal, seat in meeting.state.sparks, servers.load(work, meeting.guild_xid).options.hope_xid
    )


def offer(work: Work, session_id: int, member_xid: int, token: str, spark: Spark) -> Offered:
    """Keep what somebody has agreed to share, under a token that only they have.

    Pressing again with the same token changes nothing and is answered alike; another token of somebody who has
    offered already keeps nothing.

    Raises:
        NoMeeting: the session is gone.
    """
    answer = sessions.act(work, session_id, member_xid, c.OfferSpark())
    if answer.refusal is not None:
        return Offered(answer, False)
    if any(isinstance(event, SparkOffered) for event in answer.events):
        sparks.add(work, answer.meeting.id, answer.meeting.guild_xid, token, spark)
        return Offered(answer, True)
    return Offered(answer, sparks.find(work, token) is not None)
