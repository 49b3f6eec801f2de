"""Folding and asking about the quiet things: stories and their gestures, feelings, notes, shared time.

`evolve` calls these while it folds. Nothing here decides whether something may happen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from datetime import timedelta as td
from typing import Any

from . import events as e
from .model import Consent, Outcome, Place, Presence, SessionState, Turn
from .traces import Echo, Gesture, Story, Summary, Tally

FEWEST_LISTENERS = 3
"""With fewer, a teller would guess whose gesture it was."""
MOST_TOLD = 7
"""A sum never says more than a full circle could: it is one decimal digit."""


# Questions


def listeners(state: SessionState, teller: int | None) -> int:
    """How many could make a gesture towards this teller now."""
    return sum(
        seat.number != teller and seat.consent is Consent.AGREED and seat.presence is not Presence.ABSENT
        for seat in state.seated
    )


def gathered(state: SessionState) -> tuple[e.ResonanceGathered, ...]:
    """What the tellers of a round that is over are told: sums, and only where enough people were listening.

    Where nobody made a gesture the sums are nothing: that they are gathered does not tell whether there were any.
    """
    found = []
    for story in state.stories:
        sums = {g: sum(made is g for made, _ in story.gestures) for g in Gesture}
        teller = state.seat(story.seat)
        told = story.closed is not None and teller is not None and teller.place is not Place.REMOVED
        if told and story.listeners >= FEWEST_LISTENERS:
            heard, me_too, hope = (min(sums[gesture], MOST_TOLD) for gesture in Gesture)
            found.append(e.ResonanceGathered(story.seat, story.turn, heard, me_too, hope))
    return tuple(found)


def spoken(state: SessionState, now: datetime) -> float:
    """Seconds the turn in hand has been told, holds not counted."""
    turn = state.turn
    if turn is None or turn.told_from is None:
        return 0
    until = state.holds[0].since if state.holds else now
    return max(0.0, (until - turn.told_from).total_seconds())


def used_quarters(state: SessionState) -> int | None:
    """Share of the offered story time that was used, in quarters; None when none was offered."""
    return round(4 * state.used_s / state.offered_s) if state.offered_s else None


def summary_of(state: SessionState) -> Summary:
    """What may be said of the session as a whole."""
    return Summary(len(state.seats), state.told, used_quarters(state), looking_mark(state))


def looking_mark(state: SessionState) -> int:
    """What the button for looking back carries. Once a session is over nobody knows who held it; whoever has this
    number was shown the button. It comes from the session's seed, which nobody is told."""
    if state.summary is not None:
        return state.summary.mark
    drawn = hashlib.blake2b(f"{state.seed}/looking back".encode(), digest_size=8).digest()
    return 1 + int.from_bytes(drawn) % 10**17


# What other events mean for the stories


def story_begun(state: SessionState) -> SessionState:
    """Somebody has received the piece."""
    turn, stage = state.turn, state.stage
    assert turn is not None
    assert turn.seat is not None
    assert turn.ends_at is not None
    assert stage is not None
    state = replace(state, turn=replace(turn, told_from=turn.ends_at - td(seconds=stage.seconds)))
    if not state.in_stories:
        return state
    return replace(state, stories=(*state.stories, Story(turn.number, turn.seat, turn.opened)))


def time_offered(state: SessionState, seat: int) -> SessionState:
    """A seat's offer has come to an end: its time counts as offered, once in a round."""
    going, stage = state.round, state.stage
    assert going is not None
    assert stage is not None
    if not state.in_stories or any(entry.seat == seat for entry in going.ledger):
        return state
    return replace(state, offered_s=state.offered_s + stage.seconds)


def story_ended(state: SessionState, turn: Turn, event: e.TurnEnded) -> SessionState:
    """A turn has ended: as a story that was told, or as none."""
    assert state.stage is not None
    if event.outcome is not Outcome.SHARED:
        return replace(state, stories=tuple(s for s in state.stories if s.turn != turn.number))
    stage = state.stage
    state = replace(state, told=state.told + 1)
    if not state.in_stories:
        return state
    stories = tuple(
        replace(s, closed=state.version, listeners=listeners(state, s.seat)) if s.turn == turn.number else s
        for s in state.stories
    )
    used_s = state.used_s + min(event.spoken_s, stage.seconds)
    return replace(state, stories=stories, used_s=used_s)


# Its own events


def _resonated(state: SessionState, event: e.Resonated) -> SessionState:
    stories = tuple(
        replace(s, gestures=tuple(sorted({*s.gestures, (event.gesture, event.seat)})))
        if s.turn == event.turn
        else s
        for s in state.stories
    )
    return replace(state, stories=stories)


def _resonance_gathered(state: SessionState, event: e.ResonanceGathered) -> SessionState:
    echo = Echo(event.turn, event.seat, event.heard, event.me_too, event.hope)
    stories = tuple(s for s in state.stories if s.turn != event.turn)
    return replace(state, stories=stories, echoes=(*state.echoes, echo))


def _echo_forgotten(state: SessionState, event: e.EchoForgotten) -> SessionState:
    return replace(state, echoes=tuple(echo for echo in state.echoes if echo.turn != event.turn))


def _felt(state: SessionState, event: e.Felt) -> SessionState:
    tally = state.check_out if event.leaving else state.check_in
    one, two, three, four, five = (
        count + (level == event.level) for level, count in enumerate(tally.counts, 1)
    )
    tally = Tally(tuple(sorted({*tally.answered, event.seat})), (one, two, three, four, five))
    return replace(state, check_out=tally) if event.leaving else replace(state, check_in=tally)


def _notes_given(state: SessionState, event: e.NotesGiven) -> SessionState:
    assert state.turn is not None
    had_quiet = state.turn.had_quiet or bool(event.notes)
    return replace(state, turn=replace(state.turn, notes=event.notes, had_quiet=had_quiet))


def _pause_asked_for(state: SessionState, event: e.PauseAskedFor) -> SessionState:
    return replace(state, rested_at=event.at)


FOLDS: dict[type[e.Event], Callable[[SessionState, Any], SessionState]] = {
    e.Resonated: _resonated,
    e.ResonanceGathered: _resonance_gathered,
    e.EchoForgotten: _echo_forgotten,
    e.Felt: _felt,
    e.NotesGiven: _notes_given,
    e.PauseAskedFor: _pause_asked_for,
}
