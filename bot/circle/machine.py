"""The rules of a session: `decide(state, command, now)` says what becomes true, or why not.

In words. A session of a schedule is *planned* first, for a date (`appointment`). A session *gathers* until its
facilitator begins it, is *live* through the stages of its format, and *ends*. It stands on one clock
(`state.timer`), which is always running while the session is open, so something always moves it on. In a round
the piece is *offered* to one seat at a time. Whoever is offered it may receive it, pass, or say "not yet"; an
offer that nobody answers is repeated once and then set aside. Whoever speaks has a soft limit, a warning before
it and a grace period after it. What is set aside comes back once at the end of the round. A *hold* stops the
clock (a pause, a silence, a speaker who dropped out, nobody to hold the circle, a room that cannot be shown) and
gives the time back when it is released.

`decide` never changes anything: it returns the steps it has made, each an event folded by `evolve` with the session
after it, or a `Refusal`. Asking again for what already happened is not an error: it returns no steps.

Rules come from METHOD, "Turns", "Agreements and safety" and the list of failures of the closest system.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from . import commands as c
from . import events as e
from .appointment import events as a
from .appointment import rules as appointments
from .clockwork import tick
from .draft import Draft, Step, events_of
from .evolve import evolve, fold
from .flow import settle
from .formats import Format
from .model import Appointment, Phase, SessionState, TimerKind
from .refusals import Code, Refusal
from .rules import (
    agreements,
    facilitating,
    feelings,
    harvest,
    lapse,
    notes,
    piece,
    resonance,
    rest,
    seats,
    unseen,
)
from .rules.authority import No, arrive, seat_refusal

__all__ = ["Step", "decide", "events_of", "evolve", "fold", "open_session", "plan_session"]


def open_session(chosen: Format, seed: int, now: datetime) -> tuple[Step, ...]:
    """A gathering session whose facilitator has the first seat.

    Args:
        chosen: the format, already adjusted to this session.
        seed: chooses the shuffled order; any whole number.
        now: the present instant, UTC.
    """
    draft = Draft(SessionState(format=chosen, seed=seed), now)
    draft.emit(e.Opened(draft.timer(TimerKind.GATHERING, chosen.timing.gathering_s)))
    draft.emit(e.SeatTaken(1, may_facilitate=True, facilitator=True))
    return tuple(draft.steps)


def plan_session(
    chosen: Format,
    seed: int,
    appointment: Appointment,
    now: datetime,
    *,
    facilitator: bool = False,
    asked_first: Sequence[bool] = (),
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
    """
    draft = Draft(SessionState(format=chosen, seed=seed), now)
    draft.emit(a.Planned(appointment))
    if facilitator:
        draft.emit(e.SeatTaken(1, may_facilitate=True, facilitator=True))
    for may_facilitate in asked_first:
        draft.emit(e.SeatTaken(draft.state.next_seat, may_facilitate=may_facilitate))
    settle(draft)
    return tuple(draft.steps)


def decide(state: SessionState, command: c.Command, now: datetime) -> tuple[Step, ...] | Refusal:
    """What the command leads to, now.

    Args:
        state: the session as it is.
        command: what is asked, and by which seat.
        now: the present instant, UTC.

    Returns:
        The steps it made, oldest first, each event with the session after it (none when it had happened already);
        or a `Refusal`.
    """
    draft = Draft(state, now)
    if state.phase is Phase.ENDED:
        return (
            ()
            if isinstance(command, c.End | c.Tick | c.GiveBack | c.Lapse | c.ForgetEcho | c.Leave)
            else Refusal(Code.OVER)
        )
    refusal = seat_refusal(state, command)
    if refusal is None:
        arrive(draft, command)
        refusal = _RULES[type(command)](draft, command)
    if refusal is not None:
        return refusal
    settle(draft)
    return tuple(draft.steps)


def _tick(draft: Draft, command: c.Tick) -> No:
    tick(draft)
    return None


def _give_back(draft: Draft, command: c.GiveBack) -> No:
    seconds = (draft.now - command.since).total_seconds()
    by_the_calendar = draft.state.appointment is not None and draft.state.phase is not Phase.LIVE
    if seconds > 0 and draft.state.timer is not None and not by_the_calendar:
        draft.emit(e.TimeGivenBack(seconds))
    return None


def _forget_echo(draft: Draft, command: c.ForgetEcho) -> No:
    if any(echo.turn == command.turn for echo in draft.state.echoes):
        draft.emit(e.EchoForgotten(command.turn))
    return None


_RULES: dict[type[c.Command], Callable[[Draft, Any], No]] = {
    c.Join: seats.join,
    c.Leave: seats.leave,
    c.StepOut: seats.step_out,
    c.ComeBack: seats.come_back,
    c.Notice: seats.notice,
    c.Agree: agreements.agree,
    c.Listen: agreements.listen,
    c.Begin: facilitating.begin,
    c.Receive: piece.receive,
    c.NotYet: piece.not_yet,
    c.Pass: piece.pass_by,
    c.Done: piece.done,
    c.Nominate: piece.nominate,
    c.Extend: piece.extend,
    c.Next: facilitating.move_on,
    c.Pause: facilitating.pause,
    c.HoldSilence: facilitating.hold_silence,
    c.Resume: facilitating.resume,
    c.Reorder: facilitating.reorder,
    c.Remove: seats.remove,
    c.HandOver: facilitating.hand_over,
    c.TakeRole: facilitating.take_role,
    c.SetPrompt: facilitating.set_prompt,
    c.OfferSpark: harvest.offer_spark,
    c.End: facilitating.end,
    c.Tick: _tick,
    c.GiveBack: _give_back,
    c.Lapse: lapse.lapse,
    c.ForgetEcho: _forget_echo,
    c.StandStill: unseen.stand_still,
    c.GoOn: unseen.go_on_again,
    c.Reschedule: appointments.reschedule,
    c.CallOff: appointments.call_off,
    c.Refit: appointments.refit,
    c.Resonate: resonance.resonate,
    c.Feel: feelings.feel,
    c.GiveNotes: notes.give_notes,
    c.AskForPause: rest.ask_for_pause,
}
