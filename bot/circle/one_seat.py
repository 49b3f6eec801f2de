"""What the state of a session says of one seat, for the person who has it and asks. Nobody else is told."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Gesture, Seat, SessionState, TurnOutcome


@dataclass(frozen=True, slots=True)
class OneSeat:
    """Everything a state says of one seat."""

    seat: Seat
    holds_circle: bool
    """Whether it facilitates, or stands in for whoever does."""
    goes_first: bool
    has_piece: bool
    notes: int
    """How many content notes its person gave for the story that is being told."""
    outcomes: tuple[TurnOutcome, ...]
    """What each offer of the piece in this round came to."""
    has_shared: bool
    stories: int
    """How many stories of it are noted until their gestures are told."""
    gestures: tuple[Gesture, ...]
    answers: int
    """How many times its person answered how alone they feel. Not what."""
    has_offered_spark: bool
    is_first_timer: bool
    """Whether its person said that it is their first circle here this year."""
    questions: int
    """How many questions that nobody has to answer it was asked."""
    was_quieted: bool


def one_seat(state: SessionState, number: int | None) -> OneSeat | None:
    """What the state says of that seat; None when it says nothing."""
    seat = state.seat(number)
    if seat is None:
        return None
    turn, ledger = state.turn, () if state.round is None else state.round.ledger
    has_piece = turn is not None and turn.seat == number
    gestures = (made for story in state.stories for made in story.gestures)
    stories = {story.turn for story in state.stories if story.seat == number}
    echoes = {echo.turn for echo in state.echoes if echo.seat == number}
    return OneSeat(
        seat,
        holds_circle=number in (state.facilitator, state.stand_in),
        goes_first=number in (state.first, state.nominating),
        has_piece=has_piece,
        notes=len(turn.notes) if turn is not None and has_piece else 0,
        outcomes=tuple(entry.outcome for entry in ledger if entry.seat == number),
        has_shared=number in state.spoke,
        stories=len(stories | echoes),
        gestures=tuple(gesture for gesture, by in gestures if by == number),
        answers=(number in state.check_in.answered) + (number in state.check_out.answered),
        has_offered_spark=number in state.sparks,
        is_first_timer=number in state.first_timers,
        questions=sum(one.seat == number for one in state.questions),
        was_quieted=state.quieting is not None and state.quieting.seat == number,
    )
