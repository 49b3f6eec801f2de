"""What the clock does when a timer is due: one short rule for each kind of timer.

Nothing here ends anything abruptly: an offer is repeated before it is set aside, a limit is warned of before
and followed by grace (docs/method.md, "Time").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .agreements import ConsentChanged
from .doors import next_of_the_date
from .facilitating import RoleCalled
from .flow import go_on, leave_stage, settle
from .formats import StageKind
from .holds import release
from .late_comers import remind_or_let_go
from .model import Consent, EndReason, HoldReason, Presence, RoleCall, Timer, TimerKind, TurnOutcome
from .seats import PresenceChanged
from .slices import Command, Draft, No
from .stages import Ended
from .turn_time import StageExtended, TimeUp, TimeWarned
from .turns import OfferRepeated, end_turn, set_aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Command):
    """The clock: do whatever is due."""


def tick(draft: Draft, command: Tick) -> No:
    """Do what is due now, and what then is due at once, until the clock has to wait."""
    while _do_what_is_due(draft):
        settle(draft)
    return None


def _do_what_is_due(draft: Draft) -> bool:
    """Do one thing that is due, for somebody outside or for the circle; whether there was one."""
    if remind_or_let_go(draft):
        return True
    timer = draft.state.timer
    if timer is None or timer.due > draft.now:
        return False
    _DUE[timer.kind](draft)
    return True


def _gathering(draft: Draft) -> None:
    """A session that nobody begins closes by itself."""
    draft.emit(Ended(draft.now, EndReason.NEVER_BEGAN))


def _stage(draft: Draft) -> None:
    """A stage is over. Whoever has not answered the agreements is asked once more, in private; then it goes on with
    those who agreed."""
    state, stage = draft.state, draft.state.this_stage
    if stage.kind is not StageKind.AGREEMENTS:
        leave_stage(draft)
        return
    unasked = [seat.number for seat in state.here if seat.consent is Consent.OPEN]
    if unasked:
        for number in unasked:
            draft.emit(ConsentChanged(number, Consent.ASKED))
        draft.emit(StageExtended(draft.timer(TimerKind.STAGE, stage.seconds)))
    elif any(seat.consent is Consent.AGREED for seat in state.seated):
        leave_stage(draft)
    else:
        draft.emit(Ended(draft.now, EndReason.EMPTY))


def _offer(draft: Draft) -> None:
    """An offer that nobody answers is repeated once and then set aside; it is not known then who is here."""
    state, turn = draft.state, draft.state.this_turn
    if not turn.asked_again:
        timer = draft.timer(TimerKind.OFFER, state.format.timing.offer_s)
        draft.emit(OfferRepeated(turn.seat, timer))
        return
    if turn.seat is None:
        end_turn(draft, TurnOutcome.ABSENT)
        return
    seat = state.seat(turn.seat)
    set_aside(draft, otherwise=TurnOutcome.ABSENT)
    if seat is not None and seat.presence is Presence.PRESENT:
        draft.emit(PresenceChanged(turn.seat, Presence.UNKNOWN))


def _warning(draft: Draft) -> None:
    """A speaker is told before the time is up."""
    turn = draft.state.this_turn
    draft.emit(TimeWarned(turn.holder, Timer(TimerKind.LIMIT, turn.limit)))


def _limit(draft: Draft) -> None:
    """The limit is soft: there is time to end the sentence."""
    turn = draft.state.this_turn
    draft.emit(TimeUp(turn.holder, draft.timer(TimerKind.GRACE, draft.state.format.timing.grace_s)))


def _grace(draft: Draft) -> None:
    """After the grace the story has been told."""
    end_turn(draft, TurnOutcome.SHARED)


def _away(draft: Draft) -> None:
    """A speaker who does not come back in time is offered the piece once more at the end of the round."""
    set_aside(draft, otherwise=TurnOutcome.SHARED)


def _role(draft: Draft) -> None:
    """When no co-facilitator takes the circle everyone is asked; when nobody does, it goes on by itself."""
    if draft.state.role_call is RoleCall.COFACILITATORS:
        timer = draft.timer(TimerKind.ROLE, draft.state.format.timing.role_s)
        draft.emit(RoleCalled(RoleCall.EVERYONE, timer))
    else:
        draft.emit(RoleCalled(RoleCall.UNHELD))


def _unseen(draft: Draft) -> None:
    """What could not be shown for a day is closed."""
    draft.emit(Ended(draft.now, EndReason.UNSEEN))


def _end_of_hold(reason: HoldReason) -> Callable[[Draft], None]:
    """A hold that has lasted its time ends by itself."""
    return lambda draft: release(draft, reason)


_DUE: dict[TimerKind, Callable[[Draft], None]] = {
    TimerKind.APPOINTMENT: next_of_the_date,
    TimerKind.GATHERING: _gathering,
    TimerKind.STAGE: _stage,
    TimerKind.OFFER: _offer,
    TimerKind.WARNING: _warning,
    TimerKind.LIMIT: _limit,
    TimerKind.GRACE: _grace,
    TimerKind.BREATH: go_on,
    TimerKind.LONG_BREATH: go_on,
    TimerKind.NOMINATION: go_on,
    TimerKind.NOBODY: leave_stage,
    TimerKind.PAUSE: _end_of_hold(HoldReason.PAUSE),
    TimerKind.REST: _end_of_hold(HoldReason.PAUSE),
    TimerKind.SILENCE: _end_of_hold(HoldReason.SILENCE),
    TimerKind.AWAY: _away,
    TimerKind.ROLE: _role,
    TimerKind.NOTE_ASKED: _end_of_hold(HoldReason.NOTE_ASKED),
    TimerKind.NOTE: _end_of_hold(HoldReason.NOTE),
    TimerKind.UNSEEN: _unseen,
}
