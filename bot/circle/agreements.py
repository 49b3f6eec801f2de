"""Agreeing, staying to listen, adding a line, and being reminded of what was agreed (docs/method.md, "Agreements")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .agreed_lines import MOST_LINES, lines_of, with_lines
from .changing import replace
from .formats import StageKind
from .model import Consent, Recalled, SessionState
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on

SAME_S = 120
"""Seconds within which everyone is reminded of one agreement only once, however many think of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Command):
    """Agree to the agreements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen(Command):
    """Stay without agreeing: listen, and never be offered the piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(Command):
    """Remind everyone of one agreement, by its place in the list."""

    item: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLine(Command):
    """Add a line that the group asked for. Its words are checked by whoever asks."""

    line: str


@dataclass(frozen=True, slots=True)
class ConsentChanged(Event):
    """A seat agreed, chose to listen, or was asked once more in private."""

    seat: int
    consent: Consent


@dataclass(frozen=True, slots=True)
class AgreementRecalled(Event):
    """Everyone was reminded of one agreement."""

    item: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LineAdded(Event):
    """The group agrees to one line more. Whoever had agreed is asked for it; `by`, who added it, is not."""

    line: str
    by: int | None = None


@dataclass(frozen=True, slots=True)
class CameIn(Event):
    """Somebody who waited outside has answered the agreements, and comes into the room."""

    seat: int


def _agreement_recalled(state: SessionState, event: AgreementRecalled) -> SessionState:
    return replace(state, recalled=Recalled(event.item, event.at))


def _line_added(state: SessionState, event: LineAdded) -> SessionState:
    seats = tuple(
        replace(seat, consent=Consent.OPEN)
        if seat.consent is Consent.AGREED and seat.number != event.by
        else seat
        for seat in state.seats
    )
    lines = (*agreed_to(state), event.line)
    return replace(
        state,
        format=with_lines(state.format, lines),
        seats=seats,
        lines_added=state.lines_added + 1,
        lines_at=state.version,
    )


def _consent_changed(state: SessionState, event: ConsentChanged) -> SessionState:
    seat = state.known_seat(event.seat)
    return state.with_seat(replace(seat, consent=event.consent))


def _came_in(state: SessionState, event: CameIn) -> SessionState:
    return state.with_seat(replace(state.known_seat(event.seat), waits_outside=False, answer_by=None))


FOLDS = (
    on(ConsentChanged, _consent_changed),
    on(AgreementRecalled, _agreement_recalled),
    on(LineAdded, _line_added),
    on(CameIn, _came_in),
)


def agree(draft: Draft, command: Agree) -> No:
    """Everybody agrees for themselves, before they are offered the piece, and also after choosing to listen.

    Whoever comes after the agreements comes into the room with their answer, whichever it is. A press on a card that
    was drawn before a line was added is no answer to that line.
    """
    seat = draft.state.seat(command.seat)
    has_agreed = seat is not None and seat.consent is Consent.AGREED
    if command.seen is not None and command.seen < draft.state.lines_at and not has_agreed:
        return Refusal(Code.LINE_ADDED)
    return _consent(draft, command, Consent.AGREED)


def listen(draft: Draft, command: Listen) -> No:
    """Whoever does not agree may stay and listen. Whoever has agreed stays bound by it."""
    seat = draft.state.seat(command.seat)
    if seat is not None and seat.consent is Consent.AGREED:
        return None
    return _consent(draft, command, Consent.LISTENING)


def add_line(draft: Draft, command: AddLine) -> No:
    """Whoever leads may add a line that the group asked for, while the agreements are read. Everyone who had agreed is
    asked for it, and nobody is bound by what they have not read (docs/method.md, "Agreements")."""
    state, lines = draft.state, agreed_to(draft.state)
    if state.this_stage.kind is not StageKind.AGREEMENTS:
        return Refusal(Code.NOT_AGREEING)
    if command.line in lines:
        return None
    if len(lines) >= MOST_LINES:
        return Refusal(Code.MANY_LINES, MOST_LINES)
    draft.emit(LineAdded(command.line, command.seat))
    return None


def recall(draft: Draft, command: Recall) -> No:
    """Whoever leads may remind everyone of one agreement. It is said to all, and so to nobody in particular.

    What was said a moment ago is not said again: two who hold the circle may think of it at once.
    """
    if not 0 <= command.item < len(agreed_to(draft.state)):
        return Refusal(Code.NO_AGREEMENT)
    last = draft.state.recalled
    if last is None or last.item != command.item or draft.now >= last.at + timedelta(seconds=SAME_S):
        draft.emit(AgreementRecalled(command.item, draft.now))
    return None


def agreed_to(state: SessionState) -> tuple[str, ...]:
    """What people agree to in this session; nothing when its format asks for nothing."""
    return lines_of(state.format)


def lines_of_the_group(state: SessionState) -> range:
    """The places of the lines that were added in this session, in the list of all."""
    return range(len(agreed_to(state)) - state.lines_added, len(agreed_to(state)))


def _consent(draft: Draft, command: Command, consent: Consent) -> No:
    seat = draft.state.seat(command.seat)
    if seat is None:
        return Refusal(Code.NOT_SEATED)
    if seat.consent is not consent:
        draft.emit(ConsentChanged(seat.number, consent))
    if seat.waits_outside:
        draft.emit(CameIn(seat.number))
    return None
