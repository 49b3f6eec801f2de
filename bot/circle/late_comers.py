"""Somebody who comes late and does not answer the agreements: reminded once, then the seat is free for others
(docs/method.md, "Agreements").

They wait outside and the circle never waits for them, so this is a clock beside the session's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .agreements import ConsentChanged
from .changing import replace
from .model import Consent, HoldReason, Phase, Seat, SeatPlace, SessionState
from .seats import PlaceChanged
from .slices import Draft, Event, on


@dataclass(frozen=True, slots=True)
class AnswerAwaited(Event):
    """Until then an answer of this seat is awaited, from outside."""

    seat: int
    until: datetime


def _answer_awaited(state: SessionState, event: AnswerAwaited) -> SessionState:
    return state.with_seat(replace(state.known_seat(event.seat), answer_by=event.until))


FOLDS = (on(AnswerAwaited, _answer_awaited),)


# The rules


def await_answers(draft: Draft) -> bool:
    """Await an answer, from now on, of everyone who has come to wait outside. Returns whether there was anybody."""
    state = draft.state
    new = [seat for seat in state.seats if seat.waits_outside and seat.is_seated and seat.answer_by is None]
    if not state.format.timing.answer_s:
        return False
    for seat in new:
        _await(draft, seat)
    return bool(new)


def remind_or_let_go(draft: Draft) -> bool:
    """Ask one of them once more, in private, or let their seat go; whether it was time for anybody's."""
    for seat in _awaited(draft.state):
        if seat.answer_by is None or seat.answer_by > draft.now:
            continue
        if seat.consent is Consent.OPEN:
            draft.emit(ConsentChanged(seat.number, Consent.ASKED))
            _await(draft, seat)
        else:
            draft.emit(PlaceChanged(seat.number, SeatPlace.LEFT))
        return True
    return False


def _await(draft: Draft, seat: Seat) -> None:
    until = draft.now + timedelta(seconds=draft.state.format.timing.answer_s)
    draft.emit(AnswerAwaited(seat.number, until))


# Questions


def next_due(state: SessionState) -> datetime | None:
    """When the clock has something to do next, for the circle or for somebody outside; None once it is over."""
    if state.timer is None:
        return None
    awaited = [seat.answer_by for seat in _awaited(state) if seat.answer_by is not None]
    return min([state.timer.due, *awaited])


def seat_kept_until(state: SessionState, seat: Seat) -> datetime | None:
    """Until when a seat is kept for somebody who waits outside; None when it is kept for as long as the circle lasts,
    or they do not wait."""
    if seat.answer_by is None or not seat.waits_outside:
        return None
    is_reminded = seat.consent is not Consent.OPEN
    return seat.answer_by + timedelta(seconds=0 if is_reminded else state.format.timing.answer_s)


def _awaited(state: SessionState) -> tuple[Seat, ...]:
    """Those of whom an answer is awaited. Nobody's time goes by while Discord shows them nothing."""
    if state.phase is not Phase.LIVE or state.held(HoldReason.UNSEEN):
        return ()
    return tuple(seat for seat in state.seats if seat.waits_outside and seat.is_seated)
