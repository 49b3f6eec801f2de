"""How long a circle can last at most, and whether one that was away is over because its room would be.

A bot that returns after a month, or from a backup of that age, finds circles that nobody sits in any more.
"""

from __future__ import annotations

from datetime import datetime

from .formats import OFFERS_IN_A_ROUND, Format, Stage, StageKind
from .model import Phase, SessionState

IDLE_S = 86_400
"""After how long without a message Discord archives the thread."""


def longest_s(format_: Format) -> int:
    """How many seconds a circle takes at most, from its opening to its closing, when everybody takes their time."""
    return format_.timing.gathering_s + sum(_stage_s(format_, stage) for stage in format_.stages)


def _stage_s(format_: Format, stage: Stage) -> int:
    timing = format_.timing
    if stage.kind is StageKind.ROUND:
        offers_s = 2 * timing.offer_s * OFFERS_IN_A_ROUND[format_.pass_policy]
        turn_s = stage.seconds + timing.extra_s + timing.grace_s + timing.breath_s + timing.nominate_s
        return format_.capacity * (offers_s + turn_s)
    # Whoever has not answered the agreements is asked once more, for as long again.
    return stage.seconds * (2 if stage.kind is StageKind.AGREEMENTS else 1)


def has_outlived(state: SessionState, untouched_since: datetime, now: datetime, linger_s: float) -> bool:
    """Whether a session was away for longer than its room would have lasted.

    Args:
        state: the session.
        untouched_since: when anything was last saved of it.
        now: the present instant, UTC.
        linger_s: how long a room stays after the end, in seconds.
    """
    since, appointment = untouched_since, state.appointment
    if appointment is not None and state.phase is not Phase.LIVE:
        since = max(since, appointment.off_at or appointment.starts_at)
    return (now - since).total_seconds() > longest_s(state.format) + linger_s + IDLE_S
