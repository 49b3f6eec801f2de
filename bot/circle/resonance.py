"""Letting a teller know that one was with them: each gesture once for each story, until the stage after its round ends.

Only the teller learns of the gestures, as sums, and then; nobody learns who (docs/method.md, "Resonance").
"""

from __future__ import annotations

from dataclasses import dataclass

from .changing import replace
from .counts import Echo
from .model import Consent, Gesture, SeatPlace, SessionState, Story, TurnOutcome
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on
from .turns import TurnEnded, TurnReceived

FEWEST_LISTENERS = 3
"""With fewer, a teller would guess whose gesture it was."""


# What may be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Resonate(Command):
    """Let the teller of a story know something. `seen` is the story's `opened`: it says which one."""

    gesture: Gesture


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Command):
    """Take back every gesture that one has made towards a story. `seen` says which, as in `Resonate`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEcho(Command):
    """The teller of that turn has been told of the gestures, or cannot be."""

    turn: int


# What becomes true


@dataclass(frozen=True, slots=True)
class Resonated(Event):
    """A listener made a gesture towards the story of that turn."""

    turn: int
    seat: int
    gesture: Gesture


@dataclass(frozen=True, slots=True)
class TakenBack(Event):
    """A listener made no gesture towards the story of that turn after all."""

    turn: int
    seat: int


@dataclass(frozen=True, slots=True)
class ResonanceGathered(Event):
    """It cannot be answered any more: the gestures towards one story, as sums for its teller. It is let go of."""

    seat: int
    turn: int
    heard: int
    me_too: int
    hope: int


@dataclass(frozen=True, slots=True)
class EchoForgotten(Event):
    """What the gestures towards the story of that turn came to is let go of."""

    turn: int


def _story_begun(state: SessionState, event: TurnReceived) -> SessionState:
    """A turn of a story round is a story from the moment the piece is received."""
    turn = state.this_turn
    if not state.in_stories:
        return state
    return replace(state, stories=(*state.stories, Story(turn.number, event.seat, turn.opened)))


def _story_ended(state: SessionState, event: TurnEnded) -> SessionState:
    """A story that was told can be answered from now on; one that was not told is none."""
    turn = state.this_turn
    if event.seat is None or not state.in_stories:
        return state
    if event.outcome is not TurnOutcome.SHARED:
        return replace(state, stories=tuple(s for s in state.stories if s.turn != turn.number))
    stories = tuple(
        replace(s, closed=state.version, listeners=listeners(state, s.seat)) if s.turn == turn.number else s
        for s in state.stories
    )
    return replace(state, stories=stories)


def _resonated(state: SessionState, event: Resonated) -> SessionState:
    stories = tuple(
        replace(s, gestures=tuple(sorted({*s.gestures, (event.gesture, event.seat)})))
        if s.turn == event.turn
        else s
        for s in state.stories
    )
    return replace(state, stories=stories)


def _taken_back(state: SessionState, event: TakenBack) -> SessionState:
    stories = tuple(
        replace(s, gestures=tuple((made, seat) for made, seat in s.gestures if seat != event.seat))
        if s.turn == event.turn
        else s
        for s in state.stories
    )
    return replace(state, stories=stories)


def _resonance_gathered(state: SessionState, event: ResonanceGathered) -> SessionState:
    echo = Echo(event.turn, event.seat, event.heard, event.me_too, event.hope)
    stories = tuple(s for s in state.stories if s.turn != event.turn)
    return replace(state, stories=stories, echoes=(*state.echoes, echo))


def _echo_forgotten(state: SessionState, event: EchoForgotten) -> SessionState:
    return replace(state, echoes=tuple(echo for echo in state.echoes if echo.turn != event.turn))


FOLDS = (
    on(TurnReceived, _story_begun),
    on(TurnEnded, _story_ended),
    on(Resonated, _resonated),
    on(TakenBack, _taken_back),
    on(ResonanceGathered, _resonance_gathered),
    on(EchoForgotten, _echo_forgotten),
)


# The rules


def resonate(draft: Draft, command: Resonate) -> No:
    """Whoever has agreed may answer a story, and not their own. Each gesture counts once; a second one adds to it.

    What would never reach the teller is not taken.
    """
    state = draft.state
    seat = state.known_seat(command.seat)
    if (story := story_of(state, command.seen)) is None:
        return Refusal(Code.STALE if state.in_stories else Code.MOMENT_PASSED)
    if story.seat == seat.number:
        return Refusal(Code.OWN_STORY)
    if seat.consent is not Consent.AGREED:
        return Refusal(Code.AGREE_FIRST)
    if story.closed is not None and story.listeners < FEWEST_LISTENERS:
        return Refusal(Code.FEW_LISTENED)
    if (command.gesture, seat.number) not in story.gestures:
        draft.emit(Resonated(story.turn, seat.number, command.gesture))
    return None


def take_back(draft: Draft, command: TakeBack) -> No:
    """Until the teller is told, a gesture can be taken back. To have taken it back already is no error."""
    state = draft.state
    if (story := story_of(state, command.seen)) is None:
        return Refusal(Code.STALE if state.in_stories else Code.MOMENT_PASSED)
    number = state.known_seat(command.seat).number
    if made_by(story, number):
        draft.emit(TakenBack(story.turn, number))
    return None


def story_of(state: SessionState, seen: int | None) -> Story | None:
    """The story whose turn was offered at that version of the session, while it can be answered."""
    return next((story for story in state.stories if story.opened == seen), None)


def made_by(story: Story, number: int) -> tuple[Gesture, ...]:
    """The gestures that a seat has made towards a story, in the order in which a card shows them."""
    return tuple(gesture for gesture in Gesture if (gesture, number) in story.gestures)


def forget_echo(draft: Draft, command: ForgetEcho) -> No:
    """What a teller has been told is kept no longer."""
    if any(echo.turn == command.turn for echo in draft.state.echoes):
        draft.emit(EchoForgotten(command.turn))
    return None


def listeners(state: SessionState, teller: int | None) -> int:
    """How many could make a gesture towards this teller now."""
    return sum(seat.number != teller and seat.consent is Consent.AGREED for seat in state.here)


def answerable(state: SessionState, turn: int) -> Story | None:
    """The story that was told in that turn, if it can be answered now: there are enough people besides its teller."""
    found = next((story for story in state.stories if story.turn == turn and story.closed is not None), None)
    if found is None or sum(seat.number != found.seat for seat in state.inside) < FEWEST_LISTENERS:
        return None
    return found


def told_this_round(state: SessionState) -> tuple[Story, ...]:
    """The stories that were told in the story round that is going on; none in any other stage."""
    opened = state.round.opened if state.in_stories and state.round is not None else state.version
    return tuple(story for story in state.stories if story.closed is not None and story.opened > opened)


def gather(draft: Draft, *, last: bool = False) -> None:
    """When the stage after a story round ends its tellers are told sums, and only where enough people were listening.
    So whoever told last can be answered as well as whoever told first.

    Where nobody made a gesture the sums are nothing: that they are gathered does not tell whether there were any.

    Args:
        draft: the session, about to leave its stage.
        last: whether it ends with that stage, so that nothing can be answered any more.
    """
    kept = () if last else told_this_round(draft.state)
    for story in draft.state.stories:
        if story in kept:
            continue
        sums = {g: sum(made is g for made, _ in story.gestures) for g in Gesture}
        teller = draft.state.seat(story.seat)
        told = story.closed is not None and teller is not None and teller.place is not SeatPlace.REMOVED
        if told and story.listeners >= FEWEST_LISTENERS:
            heard, me_too, hope = (sums[gesture] for gesture in Gesture)
            draft.emit(ResonanceGathered(story.seat, story.turn, heard, me_too, hope))
