"""The rules of a session: `decide(state, command, now)` says what becomes true, or why not.

In words. A session of a schedule is *planned* first, for a date (`dates`, `doors`). A session *gathers* until its
facilitator begins it, is *live* through the stages of its format, and *ends*. It stands on one clock
(`state.timer`), which is always running while the session is open, so something always moves it on. In a round
the piece is *offered* to one seat at a time (`turns`). Whoever is offered it may receive it, pass, or say "not yet";
an offer that nobody answers is repeated once and then set aside. Whoever speaks has a soft limit, a warning before
it and a grace period after it. What is set aside comes back once at the end of the round. A *hold* stops the
clock (`holds`: a pause, a silence, a speaker who dropped out, nobody to hold the circle, a room that cannot be shown)
and gives the time back when it is released.

`decide` never changes anything: it returns the steps it has made, each an event folded by `evolve` with the session
after it, or a `Refusal`. Asking again for what already happened is not an error: it returns no steps. `TABLE` says
what is heard when; the rules themselves are in the slices, and `flow` says what follows. Why they are so is in
docs/method.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from . import dates, seats, stages
from .appointment import Appointment
from .authority import leading_refusal, seat_refusal
from .commands import HEARD, TABLE, When, when
from .evolve import evolve, fold
from .flow import settle
from .formats import Format
from .holds import AskForPause
from .model import SessionState, TimerKind
from .refusals import Code, Refusal
from .slices import Command, Draft, Step, events_of
from .waiting import SeatQueued

__all__ = ["Step", "decide", "events_of", "evolve", "fold", "open_session", "plan_session"]

NOT_BEING_HERE = (seats.Join, seats.Leave, seats.StepOut, AskForPause)
"""What says nothing about being here. Asking for a pause can be done from outside, by whoever stepped out."""


def open_session(chosen: Format, seed: int, now: datetime, *, practice: bool = False) -> tuple[Step, ...]:
    """A gathering session whose facilitator has the first seat.

    Args:
        chosen: the format, already adjusted to this session.
        seed: chooses the shuffled order; any whole number.
        now: the present instant, UTC.
        practice: whether people only practise in it.
    """
    draft = Draft(SessionState(format=chosen, seed=seed), now, evolve)
    draft.emit(stages.Opened(draft.timer(TimerKind.GATHERING, chosen.timing.gathering_s), practice))
    draft.emit(seats.SeatTaken(1, may_facilitate=True, facilitator=True))
    return tuple(draft.steps)


def plan_session(
    chosen: Format,
    seed: int,
    appointment: Appointment,
    now: datetime,
    *,
    facilitator: bool = False,
    asked_first: Sequence[bool] = (),
    waiting: Sequence[bool] = (),
) -> tuple[Step, ...]:
    """A session that is planned for a date.

    Args:
        chosen: the format, already adjusted to this session.
        seed: chooses the shuffled order, and the second in which the doors open.
        appointment: the date, and what happens around it.
        now: the present instant, UTC.
        facilitator: whether its facilitator is known and has the first seat.
        asked_first: everyone else who has a seat from the beginning: whether the clock asks them before others
            when nobody holds the circle.
        waiting: those who wait for a seat from the beginning, whoever waits longest first; as `asked_first`.
    """
    draft = Draft(SessionState(format=chosen, seed=seed), now, evolve)
    draft.emit(dates.Planned(appointment))
    if facilitator:
        draft.emit(seats.SeatTaken(1, may_facilitate=True, facilitator=True))
    for may_facilitate in asked_first:
        draft.emit(seats.SeatTaken(draft.state.next_seat, may_facilitate=may_facilitate))
    for may_facilitate in waiting:
        draft.emit(SeatQueued(draft.state.next_seat, may_facilitate))
    settle(draft)
    return tuple(draft.steps)


def decide(state: SessionState, command: Command, now: datetime) -> tuple[Step, ...] | Refusal:
    """What the command leads to, now.

    Args:
        state: the session as it is.
        command: what is asked, and by which seat.
        now: the present instant, UTC.

    Returns:
        The steps it made, oldest first, each event with the session after it (none when it had happened already);
        or a `Refusal`.
    """
    row, then = TABLE[type(command)], when(state)
    answer = row.answers[then]
    if then is When.OVER:
        return Refusal(answer) if isinstance(answer, Code) else ()
    if (no := seat_refusal(state, command, row.who)) is not None:
        return no
    draft = Draft(state, now, evolve)
    if command.seat is not None and not isinstance(command, NOT_BEING_HERE):
        seats.arrive(draft, command.seat)
    if (no := leading_refusal(draft.state, command, row.who)) is not None:
        return no
    if isinstance(answer, Code):
        return Refusal(answer)
    if answer is HEARD and (no := row.rule(draft, command)) is not None:
        return no
    settle(draft)
    return tuple(draft.steps)
