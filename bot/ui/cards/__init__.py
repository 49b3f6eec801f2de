"""The cards: each a pure function of a `Scene`. `draw` knows which function draws what the outbox asks for."""

from __future__ import annotations

from collections.abc import Callable

from bot.services.outbox import Kind

from ..layout import Card
from ..scene import Scene
from .circle import gathering, moments, passages, quiet, rounds, stages, whispers
from .schedule import planned

Drawing = Callable[[Scene, int, int | None], Card | None]

_DRAWINGS: dict[Kind, Drawing] = {
    Kind.INVITE: gathering.invite,
    Kind.LEFT_INVITE: gathering.left,
    Kind.GATHER: gathering.gather,
    Kind.STAGE: stages.stage,
    Kind.TURN: rounds.turn,
    Kind.CHOOSE: rounds.choose,
    Kind.ROLE: moments.role,
    Kind.NOTE_AGAIN: rounds.again,
    Kind.NOTE_PAUSED: moments.paused,
    Kind.NOTE_RESUMED: moments.resumed,
    Kind.NOTE_SILENCE: moments.silence,
    Kind.NOTE_HOLDER: moments.holder,
    Kind.NOTE_UNHELD: moments.unheld,
    Kind.NOTE_ENDED: moments.ended,
    Kind.NOTE_BEGIN: planned.begin,
    Kind.WHISPER_REMIND: planned.remind,
    Kind.WHISPER_KEPT: planned.kept,
    Kind.WHISPER_LAPSED: planned.lapsed,
    Kind.WHISPER_NO_SEAT: planned.no_seat,
    Kind.WHISPER_DOORS: planned.doors,
    Kind.WHISPER_MOVED: planned.moved,
    Kind.WHISPER_OFF: planned.off,
    Kind.WHISPER_AGREE: whispers.agree,
    Kind.WHISPER_WARNING: whispers.warning,
    Kind.WHISPER_TIME_UP: whispers.time_up,
    Kind.WHISPER_RESONANCE: quiet.resonance,
    Kind.WHISPER_DEBRIEF: quiet.debrief,
    Kind.WHISPER_TAKEN_OUT: passages.taken_out,
    Kind.WHISPER_SHUT_OUT: passages.shut_out,
    Kind.WHISPER_CANNOT_COME: passages.cannot_come,
}


def draw(kind: Kind, scene: Scene, subject: int = 0, seat: int | None = None) -> Card | None:
    """Draw what the outbox asks for, from the state as it is now.

    Args:
        kind: what to draw; a refresh draws the card it refreshes.
        scene: the session.
        subject: a turn's number, a stage's index, or sums as digits.
        seat: whom it is for, when it is for one person.

    Returns:
        The card, or None when it no longer fits the state and is better not shown.
    """
    return _DRAWINGS[kind.refreshes or kind](scene, subject, seat)


def pings(kind: Kind, scene: Scene, seat: int | None = None) -> list[int]:
    """The Discord ids a posted card may ping: whoever the piece, or the question, is for."""
    state = scene.state
    seats: list[int | None] = []
    if kind in (Kind.TURN, Kind.NOTE_AGAIN) and state.turn is not None:
        seats = [state.turn.seat]
    elif kind is Kind.CHOOSE:
        seats = [seat]
    elif kind is Kind.NOTE_BEGIN:
        seats = list(planned.asked_to_begin(state))
    elif kind is Kind.ROLE:
        seats = list(moments.asked_to_hold(state))
    here = {seat.number for seat in state.seated}
    return [scene.people[number] for number in seats if number in here and number in scene.people]
