"""The date of a planned session as a whole: moved, called off, made larger or smaller (docs/method.md, "Dates")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .appointment import Appointment
from .changing import replace
from .formats import Format
from .model import EndReason, Phase, SessionState
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on

# What may be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Reschedule(Command):
    """Move this one date. `reminders` and `instead_of` are as in `Appointment`."""

    starts_at: datetime
    reminders: tuple[int, ...] = ()
    instead_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOff(Command):
    """This date does not take place. `note` is what the organiser says about it."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refit(Command):
    """Other seats or times from now on; and what was chosen about the date, where that was changed."""

    format: Format
    appointment: Appointment | None = None


# What becomes true


@dataclass(frozen=True, slots=True)
class Planned(Event):
    """The session is planned for a date."""

    appointment: Appointment


@dataclass(frozen=True, slots=True)
class Rescheduled(Event):
    """This one date was moved."""

    starts_at: datetime
    reminders: tuple[int, ...]
    instead_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalledOff(Event):
    """This date does not take place."""

    at: datetime
    reason: EndReason
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refitted(Event):
    """The circle has other seats or times from now on. Nobody loses a seat."""

    format: Format
    appointment: Appointment | None = None


def _planned(state: SessionState, event: Planned) -> SessionState:
    return replace(state, phase=Phase.PLANNED, appointment=event.appointment)


def _rescheduled(state: SessionState, event: Rescheduled) -> SessionState:
    appointment = replace(
        state.date,
        starts_at=event.starts_at,
        reminders=event.reminders,
        instead_of=event.instead_of,
    )
    return replace(state, appointment=appointment)


def _called_off(state: SessionState, event: CalledOff) -> SessionState:
    appointment = replace(state.date, off=event.reason, off_at=event.at, note=event.note, reminders=())
    return replace(state, appointment=appointment)


def _refitted(state: SessionState, event: Refitted) -> SessionState:
    # A question was put for a stage, and another format may have something else at its place.
    before, after = ([stage.prompt for stage in f.stages] for f in (state.format, event.format))
    prompts = tuple(put for put in state.prompts if before[put[0]] in after[put[0] : put[0] + 1])
    appointment = event.appointment or state.appointment
    return replace(state, format=event.format, prompts=prompts, appointment=appointment)


FOLDS = (
    on(Planned, _planned),
    on(Rescheduled, _rescheduled),
    on(CalledOff, _called_off),
    on(Refitted, _refitted),
)


# The rules


def reschedule(draft: Draft, command: Reschedule) -> No:
    """Whoever leads may move this one date to a later time; moving one date does not move the series.

    Those seated are reminded again, as far as there is time for it.
    """
    if command.starts_at <= draft.now:
        return Refusal(Code.PASSED)
    if command.starts_at != draft.state.date.starts_at:
        left_s = (command.starts_at - draft.now).total_seconds()
        reminders = tuple(before_s for before_s in command.reminders if before_s < left_s)
        draft.emit(Rescheduled(command.starts_at, reminders, command.instead_of))
    return None


def call_off(draft: Draft, command: CallOff) -> No:
    """Whoever leads may call off a date before its room is open. Everyone seated is told, with the organiser's word."""
    draft.emit(CalledOff(draft.now, EndReason.CALLED_OFF, command.note))
    return None


def refit(draft: Draft, command: Refit) -> No:
    """Another format or number of seats may be chosen until the session begins; nobody loses a seat by it."""
    appointment, wanted = draft.state.appointment, command.appointment
    if appointment is not None and wanted is not None:
        appointment = replace(
            appointment,
            reminders=wanted.reminders,
            choices=wanted.choices,
            instead_of=wanted.instead_of,
            of_series=wanted.of_series,
        )
    if (draft.state.format, draft.state.appointment) != (command.format, appointment):
        draft.emit(Refitted(command.format, appointment))
    return None
