"""What may be asked of a planned session as a whole: moving its date, calling it off, making it larger or smaller."""

from __future__ import annotations

from dataclasses import replace

from .. import commands as c
from ..draft import Draft
from ..model import EndReason, Phase
from ..refusals import Code, Refusal
from ..rules.authority import No, facilitating
from . import events as a


def reschedule(draft: Draft, command: c.Reschedule) -> No:
    if (no := _about_a_date(draft, command)) is not None:
        return no
    appointment = draft.state.appointment
    assert appointment is not None
    if command.starts_at <= draft.now:
        return Refusal(Code.PASSED)
    if command.starts_at != appointment.starts_at:
        left_s = (command.starts_at - draft.now).total_seconds()
        reminders = tuple(before_s for before_s in command.reminders if before_s < left_s)
        draft.emit(a.Rescheduled(command.starts_at, reminders, command.instead_of))
    return None


def call_off(draft: Draft, command: c.CallOff) -> No:
    if draft.state.is_off:
        return None
    if (no := _about_a_date(draft, command)) is not None:
        return no
    draft.emit(a.CalledOff(draft.now, EndReason.CALLED_OFF, command.note))
    return None


def refit(draft: Draft, command: c.Refit) -> No:
    if (no := facilitating(draft, command, live=False, held=True)) is not None:
        return no
    if draft.state.phase is Phase.LIVE:
        return Refusal(Code.ALREADY_STARTED)
    appointment, wanted = draft.state.appointment, command.appointment
    if appointment is not None and wanted is not None:
        appointment = replace(
            appointment,
            reminders=wanted.reminders,
            choices=wanted.choices,
            instead_of=wanted.instead_of,
        )
    if (draft.state.format, draft.state.appointment) != (command.format, appointment):
        draft.emit(a.Refitted(command.format, appointment))
    return None


def _about_a_date(draft: Draft, command: c.Command) -> No:
    if (no := facilitating(draft, command, live=False, held=True)) is not None:
        return no
    if draft.state.is_off:
        return Refusal(Code.CALLED_OFF)
    if draft.state.phase is not Phase.PLANNED:
        return Refusal(Code.ALREADY_STARTED)
    return None
