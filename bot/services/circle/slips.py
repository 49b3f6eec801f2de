"""Slips for proof of attendance: whether somebody may have one, and which. Nothing is written, so nobody learns of it.

All who have a seat in the closing may, whatever they did: they told, passed, or only listened. Once a circle is over
nobody knows any more who that was, so those who were there are remembered for a while, in memory and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.circle import events as e
from bot.circle.formats import StageKind
from bot.circle.model import EndReason, Phase, SessionState
from bot.ids import MemberXid, SessionId
from bot.privacy.slips import SignedSlip, signed, slip_of

from ..last_slips import LastSlips
from ..not_possible import NotPossible
from ..settings import servers
from ..settings.servers import ServerOptions
from ..unit_of_work import Work
from .change import Change
from .sessions import Session, load, members, seat_of


class WhyNoSlip(Enum):
    """Why somebody has no slip."""

    NONE_HERE = "none here"
    """The server gives none."""
    PRACTICE = "practice"
    NOT_YET = "not yet"
    """The closing has not begun."""
    NO_SEAT = "no seat"
    OVER = "over"
    """The circle is over, and nobody knows any more who was there."""


class NoSlip(NotPossible):
    """Somebody has no slip."""

    def __init__(self, why: WhyNoSlip) -> None:
        super().__init__()
        self.why = why


@dataclass(frozen=True, slots=True)
class OwnSlip:
    """A slip for whoever asks, in the language of its circle."""

    signed: SignedSlip
    language: str


def slip_for(work: Work, session_id: SessionId, member_xid: MemberXid) -> OwnSlip:
    """The slip of a session, for somebody who has a seat in its closing.

    Raises:
        NoSession: it is gone.
        NoSlip: there is none for them.
    """
    session = load(work, session_id)
    state = session.state
    options = servers.load(work, session.guild_xid).options
    if not options.slip_group:
        raise NoSlip(WhyNoSlip.NONE_HERE)
    if state.practice:
        raise NoSlip(WhyNoSlip.PRACTICE)
    if state.phase is Phase.ENDED:
        raise NoSlip(WhyNoSlip.OVER)
    seat = state.seat(seat_of(work, session, member_xid))
    if seat is None or not seat.is_inside:
        raise NoSlip(WhyNoSlip.NO_SEAT)
    if state.started_at is None or not in_closing(state):
        raise NoSlip(WhyNoSlip.NOT_YET)
    return OwnSlip(
        _signed(work, session, options, state.started_at, state.closing_at or work.now), session.language
    )


def in_closing(state: SessionState) -> bool:
    """Whether a circle is closing."""
    return state.phase is Phase.LIVE and state.stage is not None and state.stage.kind is StageKind.CLOSING


def had_slips(state: SessionState) -> bool:
    """Whether slips are given for a circle that is over, where its server gives any: it began, and came to an end that
    people gave it."""
    was_held = state.end_reason in (EndReason.COMPLETED, EndReason.CLOSED) and state.stage_index >= 0
    return state.phase is Phase.ENDED and was_held and not state.practice


def when_ended(work: Work, change: Change, ended: e.Ended) -> None:
    """Let those who had a seat at the end be remembered after the commit, where the server gives slips."""
    states = [change.session.state, *(step.after for step in change.steps)]
    at = next(index for index, step in enumerate(change.steps) if isinstance(step.event, e.Ended))
    before = states[at]
    if before.started_at is None or not had_slips(states[at + 1]):
        return
    options = servers.load(work, change.session.guild_xid).options
    if not options.slip_group:
        return
    people = members(work, change.session)
    slip = _signed(work, change.session, options, before.started_at, before.closing_at or ended.at)
    inside = frozenset(people[seat.number] for seat in before.inside if seat.number in people)
    work.news.last_slips.append(LastSlips(change.session.id, slip, change.session.language, inside))


def _signed(
    work: Work, session: Session, options: ServerOptions, began: datetime, ended: datetime
) -> SignedSlip:
    slip = slip_of(options.slip_group, began, ended, _ahead(began, options.zone))
    return signed(work.vault, session.guild_xid, slip)


def _ahead(at: datetime, zone: str) -> timedelta | None:
    """By how much the clocks of a zone are ahead of UTC; None where zone data has lost it since it was chosen."""
    try:
        return at.astimezone(ZoneInfo(zone)).utcoffset()
    except (KeyError, ValueError, OSError):
        return None
