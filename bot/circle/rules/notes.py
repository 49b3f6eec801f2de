"""Content notes: the teller says what the story touches on, and listeners have a quiet moment to step out."""

from __future__ import annotations

from .. import commands as c
from .. import events as e
from ..draft import Draft
from ..flow import release
from ..formats import ContentNotes
from ..model import HoldReason, TimerKind, TurnPhase
from ..refusals import Code, Refusal
from ..traces import Note
from .authority import No
from .piece import turn_refusal


def give_notes(draft: Draft, command: c.GiveNotes) -> No:
    if (no := turn_refusal(draft, command)) is not None:
        return no
    state, turn = draft.state, draft.state.turn
    assert turn is not None
    offered = state.in_stories and state.format.content_notes is not ContentNotes.OFF
    if not offered or turn.phase is not TurnPhase.SPEAKING:
        return Refusal(Code.NO_NOTE)
    assert command.seat is not None
    notes = tuple(note for note in Note if note in command.notes)
    if notes != turn.notes:
        draft.emit(e.NotesGiven(command.seat, notes))
    release(draft, HoldReason.NOTE_ASKED)
    note_s = state.format.timing.note_s
    if notes and note_s and not turn.had_quiet:
        # Only once in a turn: a teller could stop everyone's clock with it for ever.
        draft.emit(e.Held(HoldReason.NOTE, draft.now, draft.timer(TimerKind.NOTE, note_s)))
    return None
