"""What follows: the only file that moves a session on by itself.

Rules say what becomes true. `settle` runs after every command and every tick, and lets follow what follows, until
nothing more does: first from each event, as it happened, then from how the session stands.
"""

from __future__ import annotations

from . import facilitating, holds, notes, resonance, turns
from .doors import keep
from .formats import SpeakingOrder, StageKind
from .late_comers import await_answers
from .model import (
    Consent,
    EndReason,
    HoldReason,
    Phase,
    RoleCall,
    SeatPlace,
    SessionState,
    TimerKind,
    TurnOutcome,
    TurnPhase,
)
from .nominating import NominationAsked
from .order import (
    comes_straight_back,
    next_seat,
    someone_is_missed,
    someone_may_volunteer,
    speaking_order,
    waiting,
)
from .slices import Draft
from .stages import Ended, StageEntered


def settle(draft: Draft) -> None:
    """Let everything follow that follows."""
    while _follow(draft) or _step(draft):
        pass
    keep(draft)


# What follows from an event


def _follow(draft: Draft) -> bool:
    """Look at the oldest event that nothing has followed from yet; whether there was one."""
    unfollowed = draft.next_unfollowed()
    if unfollowed is None:
        return False
    before, event = unfollowed
    if isinstance(event, turns.TurnReceived):
        notes.ask_where_required(draft)
    elif isinstance(event, turns.TurnEnded):
        if event.seat is None and event.outcome is not TurnOutcome.PASSED:
            leave_stage(draft)  # the piece was left lying in the middle
        elif comes_straight_back(draft.state, event.seat):
            _breathe_long(draft)
        elif _needs_a_breath(before, draft.state, event):
            _breathe(draft, event)
    return True


def _needs_a_breath(before: SessionState, now: SessionState, ended: turns.TurnEnded) -> bool:
    """A breath follows whatever was told. It also gives whoever gave up their seat, while the piece was held out to
    them, the time to leave the room before the next story begins, which nobody sees happen."""
    was_told = before.turn is not None and before.turn.phase is TurnPhase.SPEAKING
    seat = now.seat(ended.seat)
    return was_told or (seat is not None and seat.place is SeatPlace.LEFT)


def _breathe_long(draft: Draft) -> None:
    """Give the last in line, who is not ready, a quiet moment before the same card comes again."""
    state = draft.state
    long_breath_s = state.format.timing.long_breath_s
    if long_breath_s and not state.holds and state.phase is Phase.LIVE:
        draft.emit(turns.BreathTaken(draft.timer(TimerKind.LONG_BREATH, long_breath_s)))


def _breathe(draft: Draft, ended: turns.TurnEnded) -> None:
    """Take a breath, or let the teller choose who is next. Nothing follows while the circle is held."""
    state = draft.state
    if state.holds or state.phase is not Phase.LIVE:
        return
    timing = state.format.timing
    may_choose = state.format.order is SpeakingOrder.NOMINATE and state.can_speak(ended.seat)
    if (
        ended.seat is not None
        and may_choose
        and ended.outcome is TurnOutcome.SHARED
        and len(waiting(state)) > 1
    ):
        draft.emit(NominationAsked(ended.seat, draft.timer(TimerKind.NOMINATION, timing.nominate_s)))
    elif state.stage is not None and (breath_s := state.format.breath_s(state.stage)):
        draft.emit(turns.BreathTaken(draft.timer(TimerKind.BREATH, breath_s)))


# What follows from how the session stands


def _step(draft: Draft) -> bool:
    """Do the one thing that follows from how the session stands; whether there was one."""
    state = draft.state
    before = state.version
    if state.phase is Phase.ENDED:
        return False
    if state.phase is not Phase.LIVE:
        if state.facilitator is not None and state.seat(state.facilitator) is None:
            # To whoever may hold it and does something about it: who may is known in that moment only.
            draft.emit(facilitating.RoleHandedOver(None))
    elif state.stage is None:
        leave_stage(draft)
    elif not state.seated:
        draft.emit(Ended(draft.now, EndReason.EMPTY))
    elif await_answers(draft) or _role_needs_care(draft):
        return True
    elif state.held(HoldReason.NO_FACILITATOR) and (
        state.host is not None or state.role_call is RoleCall.UNHELD
    ):
        holds.release(draft, HoldReason.NO_FACILITATOR)
    elif state.holds:
        return False
    elif state.stage.kind is StageKind.AGREEMENTS:
        if _everyone_answered(state):
            leave_stage(draft)
    elif state.in_round:
        _keep_the_piece_moving(draft)
    return draft.state.version != before


def _role_needs_care(draft: Draft) -> bool:
    """Ask for somebody to hold the circle when nobody does; give the role back when its holder is back."""
    state = draft.state
    if state.host is None:
        if state.role_call is not RoleCall.NOBODY:
            return False
        others = any(seat.may_facilitate for seat in state.here)
        draft.emit(facilitating.RoleCalled(RoleCall.COFACILITATORS if others else RoleCall.EVERYONE))
        return True
    is_back = state.is_here(state.facilitator)
    if (is_back and state.host != state.facilitator) or state.role_call is not RoleCall.NOBODY:
        if is_back and state.facilitator is not None:
            draft.emit(facilitating.RoleReturned(state.facilitator))
        else:
            draft.emit(facilitating.RoleTaken(state.host))
        return True
    return False


def _everyone_answered(state: SessionState) -> bool:
    answers = [seat.consent for seat in state.here]
    return Consent.AGREED in answers and all(c in (Consent.AGREED, Consent.LISTENING) for c in answers)


def _keep_the_piece_moving(draft: Draft) -> None:
    state = draft.state
    turn = state.turn
    if turn is not None:
        if turn.phase is TurnPhase.SPEAKING and not state.is_here(turn.seat):
            timing = state.format.timing
            holds.hold(draft, HoldReason.AWAY, TimerKind.AWAY, timing.return_s)
    elif (
        state.timer is None
        or (state.timer.kind is TimerKind.NOBODY and somebody_is_next(state))
        or (state.timer.kind is TimerKind.NOMINATION and state.nominating is None)
        or (state.timer.kind is TimerKind.LONG_BREATH and not _waits_for_the_last(state))
    ):
        go_on(draft)


def _waits_for_the_last(state: SessionState) -> bool:
    """Whether the long breath is still for the only one who is left: others may have come, or that one gone."""
    return state.last_turn is not None and comes_straight_back(state, state.last_turn.seat)


def somebody_is_next(state: SessionState) -> bool:
    """Whether there is anybody to offer the piece to now."""
    if state.format.order is SpeakingOrder.VOLUNTEER:
        return someone_may_volunteer(state)
    return next_seat(state) is not None


# Moving on


def go_on(draft: Draft) -> None:
    """Offer the piece to whoever is next, or finish the round. Hold first if nobody holds the circle."""
    state = draft.state
    timing = state.format.timing
    if state.host is None and state.role_call in (RoleCall.COFACILITATORS, RoleCall.EVERYONE):
        holds.hold(draft, HoldReason.NO_FACILITATOR, TimerKind.ROLE, timing.role_s)
    elif somebody_is_next(state):
        turns.offer(draft, None if state.format.order is SpeakingOrder.VOLUNTEER else next_seat(state))
    elif (not state.this_round.ledger or someone_is_missed(state)) and (
        state.timer is None or state.timer.kind is not TimerKind.NOBODY
    ):
        draft.emit(turns.NobodyHere(draft.timer(TimerKind.NOBODY, timing.return_s)))
    else:
        leave_stage(draft)


def leave_stage(draft: Draft) -> None:
    """Go to the next stage, or end. What a story met with goes to its teller first, one stage after its own."""
    index = draft.state.stage_index + 1
    stages = draft.state.format.stages
    resonance.gather(draft, last=index == len(stages))
    if index == len(stages):
        draft.emit(Ended(draft.now, EndReason.COMPLETED))
    elif stages[index].kind is StageKind.ROUND:
        draft.emit(StageEntered(index, order=speaking_order(draft.state, index)))
    else:
        closing_at = draft.now if stages[index].kind is StageKind.CLOSING else None
        timer = draft.timer(TimerKind.STAGE, stages[index].seconds)
        draft.emit(StageEntered(index, timer=timer, closing_at=closing_at))
