"""What may be said of a session as a whole: never a number for a seat (docs/method.md, "Looking back")."""

from __future__ import annotations

from .changing import replace
from .counts import Summary
from .model import SessionState, TurnOutcome
from .slices import on
from .stages import Ended
from .turns import PassedInTheMiddle, TurnEnded


def _passed_in_the_middle(state: SessionState, event: PassedInTheMiddle) -> SessionState:
    return replace(state, offered_s=state.offered_s + _newly_offered_s(state, event.seat))


def _turn_ended(state: SessionState, event: TurnEnded) -> SessionState:
    """A turn that was told counts, and of a story the time it took, though never more than it had. A written one counts
    as a spoken one would that took the same part of its time."""
    if event.seat is None:
        return state
    stage, is_told = state.this_stage, event.outcome is TurnOutcome.SHARED
    length_s = state.format.turn_s(stage, in_writing=state.this_turn.in_writing)
    is_story = is_told and state.in_stories
    used_s = min(event.spoken_s, length_s) * (stage.seconds / length_s) if is_story else 0
    return replace(
        state,
        told=state.told + is_told,
        used_s=state.used_s + used_s,
        stories_told=state.stories_told + is_story,
        longest_s=max(state.longest_s, used_s),
        offered_s=state.offered_s + _newly_offered_s(state, event.seat),
    )


def _ended(state: SessionState, event: Ended) -> SessionState:
    return state if state.started_at is None else replace(state, summary=summary_of(state))


def _newly_offered_s(state: SessionState, seat: int) -> int:
    """A seat's offer has come to an end: its time counts as offered, once in a round."""
    going, stage = state.this_round, state.this_stage
    if not state.in_stories or any(entry.seat == seat for entry in going.ledger):
        return 0
    return stage.seconds


FOLDS = (on(PassedInTheMiddle, _passed_in_the_middle), on(TurnEnded, _turn_ended), on(Ended, _ended))


def summary_of(state: SessionState) -> Summary:
    """What may be said of the session as a whole."""
    return Summary(len(state.seats), state.told, used_quarters(state))


def used_quarters(state: SessionState) -> int | None:
    """Share of the offered story time that was used, in quarters; None when none was offered."""
    return round(4 * state.used_s / state.offered_s) if state.offered_s else None


def was_even(state: SessionState) -> bool:
    """Whether time went round evenly: the longest story took at most twice as long as the average one. Who passes
    takes nothing from it, and one story alone says nothing."""
    return state.stories_told > 1 and state.longest_s <= 2 * state.used_s / state.stories_told
