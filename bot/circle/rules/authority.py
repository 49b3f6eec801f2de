"""Who may ask for what, and what asking says about being here."""

from __future__ import annotations

from typing import TypeAlias

from .. import commands as c
from .. import events as e
from ..draft import Draft
from ..flow import release
from ..model import HoldReason, Phase, Place, Presence, SessionState
from ..refusals import Code, Refusal

No: TypeAlias = Refusal | None
"""What a rule returns: a reason for "no", or nothing."""


LEADING = (
    *(c.Begin, c.Next, c.Nominate, c.Extend, c.Pause, c.HoldSilence, c.Resume),
    *(c.Reorder, c.Remove, c.HandOver, c.SetPrompt, c.End),
    *(c.Reschedule, c.CallOff, c.Refit),
)
"""What a steward may ask for without a seat. Whatever concerns one's own seat needs one."""


def seat_refusal(state: SessionState, command: c.Command) -> No:
    """Only a taken seat asks for anything, save for taking it; a steward leads without one."""
    leads = command.steward and isinstance(command, LEADING)
    if command.seat is None:
        of_the_bot = isinstance(command, c.Tick | c.GiveBack | c.Lapse | c.ForgetEcho | c.StandStill | c.GoOn)
        anonymous = leads or of_the_bot or isinstance(command, c.Join)
        return None if anonymous else Refusal(Code.NOT_SEATED)
    seat = state.seat(command.seat)
    if seat is None or seat.place is Place.SEATED or isinstance(command, c.Join):
        return None if seat is not None else Refusal(Code.NOT_SEATED)
    if isinstance(command, c.Leave) or leads:
        return None
    return Refusal(Code.REMOVED if seat.place is Place.REMOVED else Code.NOT_SEATED)


def arrive(draft: Draft, command: c.Command) -> None:
    """Whoever does something is here. Asking for a pause can be done from outside, by whoever stepped out."""
    if isinstance(command, c.Join | c.Leave | c.StepOut | c.Notice | c.AskForPause) or command.seat is None:
        return
    seat = draft.state.seat(command.seat)
    if seat is not None and seat.place is Place.SEATED and seat.presence is not Presence.PRESENT:
        set_presence(draft, command.seat, Presence.PRESENT)


def set_presence(draft: Draft, number: int, presence: Presence) -> None:
    draft.emit(e.PresenceChanged(number, presence))
    turn = draft.state.turn
    if presence is not Presence.ABSENT and turn is not None and turn.seat == number:
        release(draft, HoldReason.AWAY)


def may_lead(state: SessionState, command: c.Command) -> bool:
    """The seat that holds the circle now; a seated person who may hold circles at this moment; a steward."""
    seat = state.seat(command.seat)
    if seat is None or seat.place is not Place.SEATED:
        return command.steward
    return command.steward or command.may_facilitate or seat.number == state.host


def facilitating(draft: Draft, command: c.Command, *, live: bool = True, held: bool = False) -> No:
    """The refusals that every facilitator's command shares."""
    if not may_lead(draft.state, command):
        return Refusal(Code.NOT_FACILITATOR)
    if live and draft.state.phase is not Phase.LIVE:
        return Refusal(Code.NOT_STARTED)
    if not held and draft.state.held(HoldReason.PAUSE):
        return Refusal(Code.PAUSED)
    return None
