"""How a session moves on by itself: from stage to stage, from turn to turn, and through its holds.

`machine` calls these while it decides; `settle` runs after every command and every tick, until nothing
more follows from what became true.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from . import events as e
from .appointment.clock import keep
from .draft import Draft
from .formats import SpeakingOrder, StageKind
from .model import (
    Consent,
    EndReason,
    HoldReason,
    Outcome,
    Phase,
    Place,
    Presence,
    RoleCall,
    SessionState,
    Timer,
    TimerKind,
    TurnPhase,
)
from .order import (
    can_be_set_aside,
    next_seat,
    someone_is_missed,
    someone_may_volunteer,
    speaking_order,
    waiting,
)
from .quiet import gathered, spoken


def settle(draft: Draft) -> None:
    """Let everything follow that follows."""
    while _step(draft):
        pass
    keep(draft)


def _step(draft: Draft) -> bool:
    state = draft.state
    if state.phase is not Phase.LIVE:
        return False
    before = state.version
    if not state.seated:
        draft.emit(e.Ended(draft.now, EndReason.EMPTY))
    elif _role_needs_care(draft):
        return True
    elif state.held(HoldReason.NO_FACILITATOR) and (
        state.host is not None or state.role_call is RoleCall.UNHELD
    ):
        release(draft, HoldReason.NO_FACILITATOR)
    elif state.holds:
        return False
    elif state.stage is not None and state.stage.kind is StageKind.AGREEMENTS:
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
        others = [s for s in state.seated if s.may_facilitate and s.presence is not Presence.ABSENT]
        draft.emit(e.RoleCalled(RoleCall.COFACILITATORS if others else RoleCall.EVERYONE))
        return True
    facilitator_is_back = state.host != state.facilitator and _is_here(state, state.facilitator)
    if facilitator_is_back or state.role_call is not RoleCall.NOBODY:
        if _is_here(state, state.facilitator):
            assert state.facilitator is not None
            draft.emit(e.RoleReturned(state.facilitator))
        else:
            draft.emit(e.RoleTaken(state.host))
        return True
    return False


def _is_here(state: SessionState, number: int | None) -> bool:
    seat = state.seat(number)
    return seat is not None and seat.place is Place.SEATED and seat.presence is not Presence.ABSENT


def _everyone_answered(state: SessionState) -> bool:
    here = [seat.consent for seat in state.seated if seat.presence is not Presence.ABSENT]
    return Consent.AGREED in here and all(c in (Consent.AGREED, Consent.LISTENING) for c in here)


def _keep_the_piece_moving(draft: Draft) -> None:
    state = draft.state
    turn = state.turn
    if turn is not None:
        seat = state.seat(turn.seat)
        if turn.phase is TurnPhase.SPEAKING and seat is not None and seat.presence is Presence.ABSENT:
            timer = draft.timer(TimerKind.AWAY, state.format.timing.return_s)
            draft.emit(e.Held(HoldReason.AWAY, draft.now, timer))
    elif (
        state.timer is None
        or (state.timer.kind is TimerKind.NOBODY and somebody_is_next(state))
        or (state.timer.kind is TimerKind.NOMINATION and state.nominating is None)
    ):
        go_on(draft)


def somebody_is_next(state: SessionState) -> bool:
    """Whether there is anybody to offer the piece to now."""
    if state.format.order is SpeakingOrder.VOLUNTEER:
        return someone_may_volunteer(state)
    return next_seat(state) is not None


def go_on(draft: Draft) -> None:
    """Offer the piece to whoever is next, or finish the round. Holds first if nobody holds the circle."""
    state = draft.state
    assert state.round is not None
    timing = state.format.timing
    if state.host is None and state.role_call in (RoleCall.COFACILITATORS, RoleCall.EVERYONE):
        timer = draft.timer(TimerKind.ROLE, timing.role_s)
        draft.emit(e.Held(HoldReason.NO_FACILITATOR, draft.now, timer))
    elif somebody_is_next(state):
        offer(draft, None if state.format.order is SpeakingOrder.VOLUNTEER else next_seat(state))
    elif (not state.round.ledger or someone_is_missed(state)) and (
        state.timer is None or state.timer.kind is not TimerKind.NOBODY
    ):
        draft.emit(e.NobodyHere(draft.timer(TimerKind.NOBODY, timing.return_s)))
    else:
        leave_stage(draft)


def offer(draft: Draft, number: int | None) -> None:
    """Hold the piece out to a seat, or lay it in the middle."""
    timer = draft.timer(TimerKind.OFFER, draft.state.format.timing.offer_s)
    draft.emit(e.TurnOffered(draft.state.turns + 1, number, timer))


def speaking_timer(draft: Draft, ends_at: datetime, length_s: float) -> Timer:
    """The next thing the clock does for a speaker: warn, or, when it is too late for that, call the time.

    The warning comes `warn_s` before the end, in short turns half-way.
    """
    warn_s = min(draft.state.format.timing.warn_s, length_s / 2)
    warn_at = ends_at - timedelta(seconds=warn_s)
    if warn_at > draft.now:
        return Timer(TimerKind.WARNING, warn_at)
    return Timer(TimerKind.LIMIT, ends_at)


def end_turn(draft: Draft, outcome: Outcome) -> None:
    """End the turn in hand. A breath follows a told story; nothing follows while the circle is held."""
    turn = draft.state.turn
    assert turn is not None
    for reason in (HoldReason.AWAY, HoldReason.NOTE_ASKED, HoldReason.NOTE):
        release(draft, reason)
    spoken_s = spoken(draft.state, draft.now) if outcome is Outcome.SHARED else 0
    draft.emit(e.TurnEnded(turn.seat, outcome, spoken_s))
    state = draft.state
    if state.holds or turn.phase is TurnPhase.OFFERED:
        return
    timing = state.format.timing
    may_choose = state.format.order is SpeakingOrder.NOMINATE and state.can_speak(turn.seat)
    if may_choose and outcome is Outcome.SHARED and len(waiting(state)) > 1:
        assert turn.seat is not None
        draft.emit(e.NominationAsked(turn.seat, draft.timer(TimerKind.NOMINATION, timing.nominate_s)))
    elif timing.breath_s:
        draft.emit(e.BreathTaken(draft.timer(TimerKind.BREATH, timing.breath_s)))


def set_aside(draft: Draft, otherwise: Outcome) -> None:
    """End the turn in hand so that it comes back at the end of the round; `otherwise` if it did already."""
    state = draft.state
    assert state.round is not None
    assert state.turn is not None
    assert state.turn.seat is not None
    again = can_be_set_aside(state.round, state.turn.seat, state.format.pass_policy)
    end_turn(draft, Outcome.DEFERRED if again else otherwise)


def release(draft: Draft, reason: HoldReason) -> None:
    """Let go of one reason for standing still, if it is there."""
    if draft.state.held(reason):
        draft.emit(e.Released(reason, draft.now))


def enter_stage(draft: Draft, index: int) -> None:
    """Begin the stage of that index."""
    stage = draft.state.format.stages[index]
    if stage.kind is StageKind.ROUND:
        draft.emit(e.StageEntered(index, order=speaking_order(draft.state, index)))
    else:
        draft.emit(e.StageEntered(index, timer=draft.timer(TimerKind.STAGE, stage.seconds)))


def leave_stage(draft: Draft) -> None:
    """Go to the next stage, or end. What a story met with goes to its teller first."""
    for event in gathered(draft.state):
        draft.emit(event)
    index = draft.state.stage_index + 1
    if index < len(draft.state.format.stages):
        enter_stage(draft, index)
    else:
        draft.emit(e.Ended(draft.now, EndReason.COMPLETED))
