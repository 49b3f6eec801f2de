"""The talking piece: held out, received, let go by, given back (docs/method.md, "The piece").

Whoever is offered the piece may receive it, let it go by, or say "not yet". An offer that nobody answers is repeated
once and then set aside. What is set aside comes back once at the end of the round.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .changing import replace
from .holds import release
from .model import (
    EndedTurn,
    Entry,
    HoldReason,
    Round,
    SessionState,
    Timer,
    TimerKind,
    Turn,
    TurnOutcome,
    TurnPhase,
)
from .order import can_be_set_aside, is_awaited, may_volunteer, someone_may_volunteer
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on
from .timers import with_main_timer
from .turn_time import speaking_timer, turn_s

# What may be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive(Command):
    """Take the offered piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet(Command):
    """Come back to me."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(Command):
    """Let the piece go by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Command):
    """End one's own turn."""


# What becomes true


@dataclass(frozen=True, slots=True)
class TurnOffered(Event):
    """The piece is held out to a seat, or lies in the middle."""

    turn: int
    seat: int | None
    timer: Timer


@dataclass(frozen=True, slots=True)
class OfferRepeated(Event):
    """Nobody answered; it was asked once more."""

    seat: int | None
    timer: Timer


@dataclass(frozen=True, slots=True)
class TurnReceived(Event):
    """A seat holds the piece until `ends_at`, softly."""

    seat: int
    ends_at: datetime
    timer: Timer


@dataclass(frozen=True, slots=True)
class PassedInTheMiddle(Event):
    """A seat let the piece that lies in the middle go by."""

    seat: int


@dataclass(frozen=True, slots=True)
class TurnEnded(Event):
    """The turn is over. `seat` is None when a piece in the middle was left lying."""

    seat: int | None
    outcome: TurnOutcome
    spoken_s: float = 0
    """Seconds that were told, holds not counted."""


@dataclass(frozen=True, slots=True)
class BreathTaken(Event):
    """A quiet moment before the next turn."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class NobodyHere(Event):
    """Nobody can be offered the piece just now; the circle waits a little."""

    timer: Timer


def _turn_offered(state: SessionState, event: TurnOffered) -> SessionState:
    going = state.this_round
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


def _offer_repeated(state: SessionState, event: OfferRepeated) -> SessionState:
    return replace(state, turn=replace(state.this_turn, asked_again=True), timer=event.timer)


def _turn_received(state: SessionState, event: TurnReceived) -> SessionState:
    turn = replace(
        state.this_turn,
        seat=event.seat,
        phase=TurnPhase.SPEAKING,
        ends_at=event.ends_at,
        told_from=event.ends_at - timedelta(seconds=turn_s(state, event.seat)),
        in_writing=state.known_seat(event.seat).writes,
    )
    return replace(state, turn=turn, timer=event.timer, moved=state.version)


def _passed_in_the_middle(state: SessionState, event: PassedInTheMiddle) -> SessionState:
    return replace(state, round=_with_entry(state.this_round, Entry(event.seat, TurnOutcome.PASSED)))


def _turn_ended(state: SessionState, event: TurnEnded) -> SessionState:
    turn = state.this_turn
    state = with_main_timer(state, None)
    if event.seat is None:
        return replace(state, turn=None, moved=state.version, last_turn=None)
    is_new = event.outcome is TurnOutcome.SHARED and event.seat not in state.spoke
    return replace(
        state,
        turn=None,
        moved=state.version,
        last_turn=EndedTurn(event.seat, event.outcome, turn.opened),
        spoke=(*state.spoke, event.seat) if is_new else state.spoke,
        round=_with_entry(state.this_round, Entry(event.seat, event.outcome)),
    )


def _breath_taken(state: SessionState, event: BreathTaken) -> SessionState:
    return replace(state, timer=event.timer)


def _nobody_here(state: SessionState, event: NobodyHere) -> SessionState:
    return replace(state, nominating=None, timer=event.timer, moved=state.version)


def _with_entry(going: Round, entry: Entry) -> Round:
    return replace(going, ledger=(*going.ledger, entry))


FOLDS = (
    on(TurnOffered, _turn_offered),
    on(OfferRepeated, _offer_repeated),
    on(TurnReceived, _turn_received),
    on(PassedInTheMiddle, _passed_in_the_middle),
    on(TurnEnded, _turn_ended),
    on(BreathTaken, _breath_taken),
    on(NobodyHere, _nobody_here),
)


# The rules


def receive(draft: Draft, command: Receive) -> No:
    """Whoever is offered the piece may take it; a piece in the middle, whoever has agreed and not told yet.

    The time begins now, not when it was offered.
    """
    if (no := turn_refusal(draft, command)) is not None:
        return no
    state, turn, seat = draft.state, draft.state.this_turn, command.asker
    if turn.phase is TurnPhase.SPEAKING:
        return None
    if not state.can_speak(seat):
        return Refusal(Code.NOT_AGREED)
    if turn.seat is None and not may_volunteer(state, seat):
        return Refusal(Code.NOT_YOUR_TURN)
    release(draft, HoldReason.UNSEEN)  # whoever takes the piece has seen it
    length_s = turn_s(state, seat)
    ends_at = draft.timer(TimerKind.LIMIT, length_s).due
    draft.emit(TurnReceived(seat, ends_at, speaking_timer(draft.state, draft.now, ends_at, length_s)))
    return None


def not_yet(draft: Draft, command: NotYet) -> No:
    """Whoever is offered the piece may ask for it once more at the end of the round, under every pass policy."""
    if _already(draft, command, TurnOutcome.DEFERRED, TurnOutcome.PASSED):
        return None
    if (no := turn_refusal(draft, command)) is not None:
        return no
    if draft.state.this_turn.seat is None:
        return Refusal(Code.NOT_YOUR_TURN)
    set_aside(draft, otherwise=TurnOutcome.PASSED)
    return None


def pass_by(draft: Draft, command: Pass) -> No:
    """Passing is always possible, needs no reason, and is never a failure; it comes back as the format says."""
    if _already(draft, command, TurnOutcome.PASSED):
        return None
    if (no := turn_refusal(draft, command)) is not None:
        return no
    state, seat = draft.state, command.asker
    if state.this_turn.seat is not None:
        end_turn(draft, TurnOutcome.PASSED)
    elif not may_volunteer(state, seat):
        return Refusal(Code.NOT_YOUR_TURN)
    elif is_awaited(state, seat):
        draft.emit(PassedInTheMiddle(seat))
        if not someone_may_volunteer(draft.state):
            end_turn(draft, TurnOutcome.PASSED)
    return None


def done(draft: Draft, command: Done) -> No:
    """Only whoever holds the piece ends the turn with it. Saying so twice is not an error."""
    if _already(draft, command, TurnOutcome.SHARED):
        return None
    if (no := turn_refusal(draft, command)) is not None:
        return no
    if draft.state.this_turn.phase is not TurnPhase.SPEAKING:
        return Refusal(Code.NOT_RECEIVED)
    end_turn(draft, TurnOutcome.SHARED)
    return None


def turn_refusal(draft: Draft, command: Command) -> No:
    """Only the holder acts with the piece, on a card of this turn, and not in a pause or a silence."""
    state, turn = draft.state, draft.state.turn
    if (no := standstill_refusal(state)) is not None:
        return no
    if not state.in_round:
        return Refusal(Code.NOT_IN_ROUND)
    if command.seen is not None and (turn is None or command.seen < turn.opened):
        return Refusal(Code.STALE)
    if turn is None or (turn.seat is not None and turn.seat != command.seat):
        return Refusal(Code.NOT_YOUR_TURN)
    return None


def standstill_refusal(state: SessionState) -> No:
    """The piece does not move in a pause or a silence."""
    if state.held(HoldReason.PAUSE):
        return Refusal(Code.PAUSED)
    if state.held(HoldReason.SILENCE):
        return Refusal(Code.IN_SILENCE)
    return None


def _already(draft: Draft, command: Command, *outcomes: TurnOutcome) -> bool:
    """Whether the asking seat's last turn ended this way, on the very card that was pressed."""
    last = draft.state.last_turn
    turn = draft.state.turn
    return (
        last is not None
        and last.seat == command.seat
        and last.outcome in outcomes
        and (command.seen is not None and command.seen >= last.opened)
        and (turn is None or command.seen < turn.opened)
    )


# What other rules do with the piece


def offer(draft: Draft, number: int | None) -> None:
    """Hold the piece out to a seat, or lay it in the middle."""
    timer = draft.timer(TimerKind.OFFER, draft.state.format.timing.offer_s)
    draft.emit(TurnOffered(draft.state.turns + 1, number, timer))


def waits_until(state: SessionState) -> datetime | None:
    """When the piece goes on by itself, while it is held out to somebody or lies in the middle. None at any other time,
    and while the circle is held."""
    turn, timer = state.turn, state.shown_timer
    if turn is None or timer is None or timer.kind is not TimerKind.OFFER:
        return None
    asks_once_more_s = 0 if turn.asked_again else state.format.timing.offer_s
    return timer.due + timedelta(seconds=asks_once_more_s)


def end_turn(draft: Draft, outcome: TurnOutcome) -> None:
    """End the turn in hand, and every hold that was only for it."""
    turn = draft.state.this_turn
    for reason in (HoldReason.AWAY, HoldReason.NOTE_ASKED, HoldReason.NOTE):
        release(draft, reason)
    spoken_s = _spoken_s(draft.state, draft.now) if outcome is TurnOutcome.SHARED else 0
    draft.emit(TurnEnded(turn.seat, outcome, spoken_s))


def set_aside(draft: Draft, otherwise: TurnOutcome) -> None:
    """End the turn in hand so that it comes back at the end of the round; `otherwise` if it did already."""
    state = draft.state
    again = can_be_set_aside(state.this_round, state.this_turn.holder, state.format.pass_policy)
    end_turn(draft, TurnOutcome.DEFERRED if again else otherwise)


def _spoken_s(state: SessionState, now: datetime) -> float:
    """Seconds the turn in hand has been told, holds not counted."""
    turn = state.turn
    if turn is None or turn.told_from is None:
        return 0
    until = state.holds[0].since if state.holds else now
    return max(0.0, (until - turn.told_from).total_seconds())
