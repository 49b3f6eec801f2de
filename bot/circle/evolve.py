"""Folding: `evolve(state, event)` is the only way a session changes, and it asks nothing of the clock.

Whether an event may happen is decided in `machine`; here it has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from . import events as e
from . import quiet
from .appointment import events as a
from .appointment import folds
from .model import (
    Consent,
    EndedTurn,
    Entry,
    Hold,
    HoldReason,
    Outcome,
    Phase,
    Place,
    Presence,
    RoleCall,
    Round,
    Seat,
    SessionState,
    Timer,
    Turn,
    TurnPhase,
)


def evolve(state: SessionState, event: e.Event) -> SessionState:
    """Fold one event into the state. The version counts the events folded."""
    return _FOLDS[type(event)](replace(state, version=state.version + 1), event)


def fold(state: SessionState, events: Iterable[e.Event]) -> SessionState:
    """Fold a run of events, oldest first."""
    for event in events:
        state = evolve(state, event)
    return state


def _opened(state: SessionState, event: e.Opened) -> SessionState:
    return replace(state, timer=event.timer)


def _seat_taken(state: SessionState, event: e.SeatTaken) -> SessionState:
    known = state.seat(event.seat)
    if known is None:
        consent = Consent.OPEN if state.format.asks_agreement else Consent.AGREED
        seat = Seat(event.seat, consent=consent, may_facilitate=event.may_facilitate)
        state = replace(state, seats=(*state.seats, seat), next_seat=max(state.next_seat, event.seat + 1))
    else:
        seat = replace(
            known,
            place=Place.SEATED,
            presence=Presence.PRESENT,
            may_facilitate=event.may_facilitate,
            kept_until=None,
        )
        state = state.with_seat(seat)
    if event.facilitator:
        state = replace(state, facilitator=event.seat)
    if state.round is not None and event.seat not in state.round.order:
        state = replace(state, round=replace(state.round, order=(*state.round.order, event.seat)))
    return state


def _seat_forgotten(state: SessionState, event: e.SeatForgotten | a.KeepingLapsed) -> SessionState:
    return replace(state, seats=tuple(seat for seat in state.seats if seat.number != event.seat))


def _place_changed(state: SessionState, event: e.PlaceChanged) -> SessionState:
    seat = state.seat(event.seat)
    assert seat is not None
    state = state.with_seat(replace(seat, place=event.place, kept_until=None))
    if state.stand_in == event.seat:
        state = replace(state, stand_in=None)
    if state.nominating == event.seat:
        state = replace(state, nominating=None)
    going = state.round
    if going is not None and event.seat in going.order:
        gone = going.order.index(event.seat)
        order = going.order[:gone] + going.order[gone + 1 :]
        place = going.place - 1 if gone <= going.place else going.place
        state = replace(state, round=replace(going, order=order, place=place))
    return state


def _presence_changed(state: SessionState, event: e.PresenceChanged) -> SessionState:
    seat = state.seat(event.seat)
    assert seat is not None
    return state.with_seat(replace(seat, presence=event.presence))


def _consent_changed(state: SessionState, event: e.ConsentChanged) -> SessionState:
    seat = state.seat(event.seat)
    assert seat is not None
    return state.with_seat(replace(seat, consent=event.consent))


def _begun(state: SessionState, event: e.Begun) -> SessionState:
    prompts = tuple(sorted((dict(event.prompts) | dict(state.prompts)).items()))
    return replace(state, phase=Phase.LIVE, started_at=event.at, prompts=prompts, timer=None)


def _stage_entered(state: SessionState, event: e.StageEntered) -> SessionState:
    return replace(
        state,
        stage_index=event.index,
        timer=event.timer,
        round=None if event.order is None else Round(order=event.order, opened=state.version),
        turn=None,
        nominating=None,
        moved=state.version,
        stories=(),
    )


def _timer_set(state: SessionState, event: Any) -> SessionState:
    return replace(state, timer=event.timer)


def _turn_offered(state: SessionState, event: e.TurnOffered) -> SessionState:
    going = state.round
    assert going is not None
    if event.seat is not None and not any(entry.seat == event.seat for entry in going.ledger):
        going = replace(going, place=going.order.index(event.seat))
    return replace(
        state,
        round=going,
        turn=Turn(event.turn, event.seat, TurnPhase.OFFERED, opened=state.version),
        turns=event.turn,
        nominating=None,
        timer=event.timer,
        moved=state.version,
    )


def _offer_repeated(state: SessionState, event: e.OfferRepeated) -> SessionState:
    assert state.turn is not None
    return replace(state, turn=replace(state.turn, asked_again=True), timer=event.timer)


def _turn_received(state: SessionState, event: e.TurnReceived) -> SessionState:
    assert state.turn is not None
    turn = replace(state.turn, seat=event.seat, phase=TurnPhase.SPEAKING, ends_at=event.ends_at)
    return quiet.story_begun(replace(state, turn=turn, timer=event.timer, moved=state.version))


def _passed_in_the_middle(state: SessionState, event: e.PassedInTheMiddle) -> SessionState:
    return _with_entry(quiet.time_offered(state, event.seat), Entry(event.seat, Outcome.PASSED))


def _time_up(state: SessionState, event: e.TimeUp) -> SessionState:
    assert state.turn is not None
    return replace(state, turn=replace(state.turn, is_over=True), timer=event.timer)


def _time_extended(state: SessionState, event: e.TimeExtended) -> SessionState:
    turn = state.turn
    assert turn is not None
    turn = replace(
        turn, ends_at=event.ends_at, is_over=False, extensions=turn.extensions + 1, extended=state.version
    )
    return replace(state, turn=turn, timer=event.timer)


def _turn_ended(state: SessionState, event: e.TurnEnded) -> SessionState:
    turn = state.turn
    assert turn is not None
    state = _with_main_timer(replace(state, turn=None, moved=state.version), None)
    if event.seat is None:
        return replace(state, last_turn=None)
    if event.outcome is Outcome.SHARED and event.seat not in state.spoke:
        state = replace(state, spoke=(*state.spoke, event.seat))
    state = replace(state, last_turn=EndedTurn(event.seat, event.outcome, turn.opened))
    state = quiet.story_ended(quiet.time_offered(state, event.seat), turn, event)
    return _with_entry(state, Entry(event.seat, event.outcome))


def _nomination_asked(state: SessionState, event: e.NominationAsked) -> SessionState:
    return replace(state, nominating=event.seat, timer=event.timer, moved=state.version)


def _nobody_here(state: SessionState, event: e.NobodyHere) -> SessionState:
    return replace(state, nominating=None, timer=event.timer, moved=state.version)


def _stage_extended(state: SessionState, event: e.StageExtended) -> SessionState:
    return replace(state, timer=event.timer, moved=state.version)


def _order_changed(state: SessionState, event: e.OrderChanged) -> SessionState:
    assert state.round is not None
    return replace(state, round=replace(state.round, order=event.order, place=-1))


def _held(state: SessionState, event: e.Held) -> SessionState:
    if event.reason is HoldReason.NO_FACILITATOR:
        state = replace(state, nominating=None, moved=state.version)
    return replace(state, holds=(*state.holds, Hold(event.reason, event.at, state.timer)), timer=event.timer)


def _released(state: SessionState, event: e.Released) -> SessionState:
    index = next(i for i, hold in enumerate(state.holds) if hold.reason is event.reason)
    hold, above = state.holds[index], state.holds[index + 1 :]
    # What this hold stopped goes on now, or stays stopped by the hold above it, which began earlier than now.
    until = above[0].since if above else event.at
    stood_still = until - hold.since
    resumed = _shifted(hold.stopped, stood_still)
    if index == 0:
        state = _turn_shifted(state, stood_still)
    if above:
        above = (replace(above[0], stopped=resumed), *above[1:])
        return replace(state, holds=state.holds[:index] + above)
    return replace(state, holds=state.holds[:index], timer=resumed)


def _role_called(state: SessionState, event: e.RoleCalled) -> SessionState:
    state = replace(state, role_call=event.asked)
    return state if event.timer is None else replace(state, timer=event.timer)


def _role_taken(state: SessionState, event: e.RoleTaken) -> SessionState:
    return replace(state, stand_in=event.seat, role_call=RoleCall.NOBODY)


def _role_returned(state: SessionState, event: e.RoleReturned) -> SessionState:
    return replace(state, stand_in=None, role_call=RoleCall.NOBODY)


def _role_handed_over(state: SessionState, event: e.RoleHandedOver) -> SessionState:
    return replace(state, facilitator=event.seat, stand_in=None, role_call=RoleCall.NOBODY)


def _prompt_set(state: SessionState, event: e.PromptSet) -> SessionState:
    prompts = dict(state.prompts) | {event.stage: event.prompt}
    return replace(state, prompts=tuple(sorted(prompts.items())))


def _spark_offered(state: SessionState, event: e.SparkOffered) -> SessionState:
    return replace(state, sparks=tuple(sorted({*state.sparks, event.seat})))


def _time_given_back(state: SessionState, event: e.TimeGivenBack) -> SessionState:
    lost = timedelta(seconds=event.seconds)
    state = replace(state, timer=_shifted(state.timer, lost))
    return state if state.holds else _turn_shifted(state, lost)


def _ended(state: SessionState, event: e.Ended) -> SessionState:
    return replace(
        state,
        phase=Phase.ENDED,
        ended_at=event.at,
        end_reason=event.reason,
        timer=None,
        holds=(),
        turn=None,
        nominating=None,
        moved=state.version,
        stories=(),
        echoes=(),
        summary=None if state.started_at is None else quiet.summary_of(state),
    )


def _with_entry(state: SessionState, entry: Entry) -> SessionState:
    assert state.round is not None
    return replace(state, round=replace(state.round, ledger=(*state.round.ledger, entry)))


def _with_main_timer(state: SessionState, timer: Timer | None) -> SessionState:
    if not state.holds:
        return replace(state, timer=timer)
    return replace(state, holds=(replace(state.holds[0], stopped=timer), *state.holds[1:]))


def _turn_shifted(state: SessionState, by: timedelta) -> SessionState:
    turn = state.turn
    if turn is None or turn.ends_at is None:
        return state
    told_from = None if turn.told_from is None else turn.told_from + by
    return replace(state, turn=replace(turn, ends_at=turn.ends_at + by, told_from=told_from))


def _shifted(timer: Timer | None, by: timedelta) -> Timer | None:
    return None if timer is None else replace(timer, due=timer.due + by)


_FOLDS: dict[type[e.Event], Callable[[SessionState, Any], SessionState]] = {
    e.Opened: _opened,
    e.SeatTaken: _seat_taken,
    e.SeatForgotten: _seat_forgotten,
    e.PlaceChanged: _place_changed,
    e.PresenceChanged: _presence_changed,
    e.ConsentChanged: _consent_changed,
    e.Begun: _begun,
    e.StageEntered: _stage_entered,
    e.StageExtended: _stage_extended,
    e.TurnOffered: _turn_offered,
    e.OfferRepeated: _offer_repeated,
    e.TurnReceived: _turn_received,
    e.PassedInTheMiddle: _passed_in_the_middle,
    e.TimeWarned: _timer_set,
    e.TimeUp: _time_up,
    e.TimeExtended: _time_extended,
    e.TurnEnded: _turn_ended,
    e.BreathTaken: _timer_set,
    e.NominationAsked: _nomination_asked,
    e.NobodyHere: _nobody_here,
    e.OrderChanged: _order_changed,
    e.Held: _held,
    e.Released: _released,
    e.RoleCalled: _role_called,
    e.RoleTaken: _role_taken,
    e.RoleReturned: _role_returned,
    e.RoleHandedOver: _role_handed_over,
    e.PromptSet: _prompt_set,
    e.SparkOffered: _spark_offered,
    e.TimeGivenBack: _time_given_back,
    e.Ended: _ended,
    a.KeepingLapsed: _seat_forgotten,
    a.ClockSet: _timer_set,
    **folds.FOLDS,
    **quiet.FOLDS,
}
