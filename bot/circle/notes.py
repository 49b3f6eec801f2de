"""Content notes: the teller says what the story touches on, and listeners have a quiet moment to step out.

Some groups ask for them and some refuse them, so the format says (docs/method.md, "Safety").
"""

from __future__ import annotations

from dataclasses import dataclass

from .changing import replace
from .formats import NotePolicy
from .holds import hold, release
from .model import ContentNote, HoldReason, SessionState, TimerKind, TurnPhase
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on
from .turns import turn_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNotes(Command):
    """Say what one's story touches on; nothing in particular when empty."""

    notes: tuple[ContentNote, ...] = ()


@dataclass(frozen=True, slots=True)
class NotesGiven(Event):
    """The teller said what the story touches on."""

    seat: int
    notes: tuple[ContentNote, ...]


def _notes_given(state: SessionState, event: NotesGiven) -> SessionState:
    turn = state.this_turn
    had_quiet = turn.had_quiet or bool(event.notes)
    return replace(state, turn=replace(turn, notes=event.notes, had_quiet=had_quiet))


FOLDS = (on(NotesGiven, _notes_given),)


def give_notes(draft: Draft, command: GiveNotes) -> No:
    """A teller may say what the story touches on, and listeners have a moment, once in a turn, to step out."""
    if (no := turn_refusal(draft, command)) is not None:
        return no
    state, turn = draft.state, draft.state.this_turn
    offered = state.in_stories and state.format.content_notes is not NotePolicy.OFF
    if not offered or turn.phase is not TurnPhase.SPEAKING:
        return Refusal(Code.NO_NOTE)
    notes = tuple(note for note in ContentNote if note in command.notes)
    if notes != turn.notes:
        draft.emit(NotesGiven(command.asker, notes))
    release(draft, HoldReason.NOTE_ASKED)
    note_s = state.format.timing.note_s
    if notes and note_s and not turn.had_quiet:
        # Only once in a turn: a teller could stop everyone's clock with it for ever.
        hold(draft, HoldReason.NOTE, TimerKind.NOTE, note_s)
    return None


def ask_where_required(draft: Draft) -> None:
    """Ask the teller for notes, if the format requires them. The time of the story begins after that, or by itself."""
    state = draft.state
    if state.in_stories and state.format.content_notes is NotePolicy.REQUIRED:
        hold(draft, HoldReason.NOTE_ASKED, TimerKind.NOTE_ASKED, state.format.timing.offer_s)
