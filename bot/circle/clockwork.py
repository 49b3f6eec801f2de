"""What the clock does when a timer is due: one short rule for each kind of timer.

Nothing here ends anything abruptly: an offer is repeated before it is set aside, a limit is warned of before
and followed by grace (NAMI; METHOD: size and time).
"""

from __future__ import annotations

from collections.abc import Callable

from . import events as e
from .appointment import clock
from .draft import Draft
from .flow import end_turn, go_on, leave_stage, release, set_aside, settle
from .formats import StageKind
from .model import (
    Consent,
    EndReason,
    HoldReason,
    Outcome,
    Presence,
    RoleCall,
    Timer,
    TimerKind,
)


def tick(draft: Draft) -> None:
    """Do what is due now, and what then is due at once, until the clock has to wait."""
    while (timer := draft.state.timer) is not None and timer.due <= draft.now:
        _DUE[timer.kind](draft)
        settle(draft)


def _gathering(draft: Draft) -> None:
    draft.emit(e.Ended(draft.now, EndReason.NEVER_BEGAN))


def _stage(draft: Draft) -> None:
    state = draft.state
    assert state.stage is not None
    if state.stage.kind is not StageKind.AGREEMENTS:
        leave_stage(draft)
        return
    here = [seat for seat in state.seated if seat.presence is not Presence.ABSENT]
    unasked = [seat.number for seat in here if seat.consent is Consent.OPEN]
    if unasked:
        for number in unasked:
            draft.emit(e.ConsentChanged(number, Consent.ASKED))
        draft.emit(e.StageExtended(draft.timer(TimerKind.STAGE, state.stage.seconds)))
    elif any(seat.consent is Consent.AGREED for seat in state.seated):
        leave_stage(draft)
    else:
        draft.emit(e.Ended(draft.now, EndReason.EMPTY))


def _offer(draft: Draft) -> None:
    state, turn = draft.state, draft.state.turn
    assert turn is not None
    if not turn.asked_again:
        timer = draft.timer(TimerKind.OFFER, state.format.timing.offer_s)
        draft.emit(e.OfferRepeated(turn.seat, timer))
        return
    if turn.seat is None:
        end_turn(draft, Outcome.ABSENT)
        leave_stage(draft)
        return
    seat = state.seat(turn.seat)
    set_aside(draft, otherwise=Outcome.ABSENT)
    if seat is not None and seat.presence is Presence.PRESENT:
        draft.emit(e.PresenceChanged(turn.seat, Presence.UNKNOWN))


def _warning(draft: Draft) -> None:
    turn = draft.state.turn
    assert turn is not None
    assert turn.seat is not None
    assert turn.ends_at is not None
    draft.emit(e.TimeWarned(turn.seat, Timer(TimerKind.LIMIT, turn.ends_at)))


def _limit(draft: Draft) -> None:
    turn = draft.state.turn
    assert turn is not None
    assert turn.seat is not None
    draft.emit(e.TimeUp(turn.seat, draft.timer(TimerKind.GRACE, draft.state.format.timing.grace_s)))


def _grace(draft: Draft) -> None:
    end_turn(draft, Outcome.SHARED)


def _away(draft: Draft) -> None:
    set_aside(draft, otherwise=Outcome.SHARED)


def _role(draft: Draft) -> None:
    if draft.state.role_call is RoleCall.COFACILITATORS:
        timer = draft.timer(TimerKind.ROLE, draft.state.format.timing.role_s)
        draft.emit(e.RoleCalled(RoleCall.EVERYONE, timer))
    else:
        draft.emit(e.RoleCalled(RoleCall.UNHELD))


def _pause(draft: Draft) -> None:
    release(draft, HoldReason.PAUSE)


def _silence(draft: Draft) -> None:
    release(draft, HoldReason.SILENCE)


def _note_asked(draft: Draft) -> None:
    release(draft, HoldReason.NOTE_ASKED)


def _note(draft: Draft) -> None:
    release(draft, HoldReason.NOTE)


def _unseen(draft: Draft) -> None:
    draft.emit(e.Ended(draft.now, EndReason.UNSEEN))


_DUE: dict[TimerKind, Callable[[Draft], None]] = {
    TimerKind.APPOINTMENT: clock.tick,
    TimerKind.GATHERING: _gathering,
    TimerKind.STAGE: _stage,
    TimerKind.OFFER: _offer,
    TimerKind.WARNING: _warning,
    TimerKind.LIMIT: _limit,
    TimerKind.GRACE: _grace,
    TimerKind.BREATH: go_on,
    TimerKind.NOMINATION: go_on,
    TimerKind.NOBODY: leave_stage,
    TimerKind.PAUSE: _pause,
    TimerKind.SILENCE: _silence,
    TimerKind.AWAY: _away,
    TimerKind.ROLE: _role,
    TimerKind.NOTE_ASKED: _note_asked,
    TimerKind.NOTE: _note,
    TimerKind.UNSEEN: _unseen,
}
