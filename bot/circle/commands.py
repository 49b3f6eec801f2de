"""What someone, or the clock, asks of a session.

`seat` is who asks (None: somebody without a seat, or the clock). Two things come from outside the circle, as
they are in the moment of asking: `may_facilitate` (this person may hold circles in this server) and `steward`
(this person runs the server, and leads without a seat too). Neither is ever remembered. `seen` is the session
version on the card that was pressed; None when no card was involved, and then nothing can be stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .formats import Format
from .model import Appointment, Presence, Prompt
from .traces import Gesture, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """The base of every command."""

    seat: int | None = None
    may_facilitate: bool = False
    steward: bool = False
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Command):
    """Take a seat (`seat` None), or the seat one gave up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Command):
    """Give up the seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOut(Command):
    """Go for a while and keep the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack(Command):
    """Be here again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Command):
    """What the room noticed of a seat's presence. A lost connection is not a wish: nothing is taken away."""

    presence: Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Command):
    """Agree to the agreements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen(Command):
    """Stay without agreeing: listen, and never be offered the piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin(Command):
    """Begin the session. `prompts` are the questions drawn for its stages, by stage index."""

    prompts: tuple[tuple[int, Prompt], ...] = ()
    anyway: bool = False
    """Whether to begin although fewer came than the format asks for. Only a planned session can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive(Command):
    """Take the offered piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet(Command):
    """Come back to me."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(Command):
    """Let the piece go by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Command):
    """End one's own turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominate(Command):
    """Say who is next."""

    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Command):
    """More time for the one who speaks, or for the stage."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Next(Command):
    """Move the piece, or the stage, on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Command):
    """Stop the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSilence(Command):
    """Keep a silence; it ends by itself, or with `Resume`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Command):
    """Go on, with the time given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder(Command):
    """Put the speaking order as given: the same seats, each once."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Command):
    """Take a seat away, for good."""

    target: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Command):
    """Give the facilitator's role to another seat."""

    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRole(Command):
    """Hold the circle while its facilitator is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPrompt(Command):
    """Put another question: for this stage, or for the next that has one."""

    prompt: Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSpark(Command):
    """Offer a spark of hope. What it says is not the session's business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Command):
    """End the session now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Command):
    """The clock: do whatever is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack(Command):
    """Give back the time during which nobody was served, from `since` until now."""

    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEcho(Command):
    """The teller of that turn has been told of the gestures, or cannot be."""

    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandStill(Command):
    """What is going on cannot be shown: let it wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn(Command):
    """What is going on can be seen again: let it go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse(Command):
    """The bot was away: close the session if that was for longer than its room would have lasted.

    `linger_s` is how long a room stays after the end.
    """

    untouched_since: datetime
    linger_s: float = 0


# Appointments


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


# Resonance, feelings, notes, rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Resonate(Command):
    """Let the teller of a story know something. `seen` is the story's `opened`: it says which one."""

    gesture: Gesture


@dataclass(frozen=True, slots=True, kw_only=True)
class Feel(Command):
    """Say how alone one feels, from 1 (not at all) to 5 (very much), on arriving or on leaving."""

    level: int
    leaving: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNotes(Command):
    """Say what one's story touches on; nothing in particular when empty."""

    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForPause(Command):
    """Ask for a quiet moment for everyone. Nobody is told who asked."""
