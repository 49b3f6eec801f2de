"""What became true. `evolve` folds these into the state; services turn them into what people see.

Every instant an event needs is in it, so folding never asks the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .model import (
    Consent,
    EndReason,
    HoldReason,
    Outcome,
    Place,
    Presence,
    Prompt,
    RoleCall,
    Timer,
)
from .traces import Gesture, Note


@dataclass(frozen=True, slots=True)
class Event:
    """The base of every event."""


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The session is gathering; it closes by itself if it never begins."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class SeatTaken(Event):
    """A new seat, or one that had been given up, is taken."""

    seat: int
    may_facilitate: bool = False
    facilitator: bool = False


@dataclass(frozen=True, slots=True)
class SeatForgotten(Event):
    """A seat given up before the session began: nothing about it remains."""

    seat: int


@dataclass(frozen=True, slots=True)
class PlaceChanged(Event):
    """A seat was given up, or taken away, during the session."""

    seat: int
    place: Place


@dataclass(frozen=True, slots=True)
class PresenceChanged(Event):
    """A seat is here, away, or it cannot be known."""

    seat: int
    presence: Presence


@dataclass(frozen=True, slots=True)
class ConsentChanged(Event):
    """A seat agreed, chose to listen, or was asked once more in private."""

    seat: int
    consent: Consent


@dataclass(frozen=True, slots=True)
class Begun(Event):
    """The session began."""

    at: datetime
    prompts: tuple[tuple[int, Prompt], ...]


@dataclass(frozen=True, slots=True)
class StageEntered(Event):
    """A stage began. A round has an order; every other stage has a clock."""

    index: int
    timer: Timer | None = None
    order: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class StageExtended(Event):
    """The stage has more time."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class TurnOffered(Event):
    """The piece is held out to a seat, or lies in the middle."""

    turn: int
    seat: int | None
    timer: Timer


@dataclass(frozen=True, slots=True)
class OfferRepeated(Event):
    """Nobody answered; it was asked once more."""

    seat: int | None
    timer: Timer


@dataclass(frozen=True, slots=True)
class TurnReceived(Event):
    """A seat holds the piece until `ends_at`, softly."""

    seat: int
    ends_at: datetime
    timer: Timer


@dataclass(frozen=True, slots=True)
class PassedInTheMiddle(Event):
    """A seat let the piece that lies in the middle go by."""

    seat: int


@dataclass(frozen=True, slots=True)
class TimeWarned(Event):
    """The speaker was told that the time is nearly up."""

    seat: int
    timer: Timer


@dataclass(frozen=True, slots=True)
class TimeUp(Event):
    """The soft limit is reached; the grace period runs."""

    seat: int
    timer: Timer


@dataclass(frozen=True, slots=True)
class TimeExtended(Event):
    """The speaker has more time."""

    seat: int
    ends_at: datetime
    timer: Timer


@dataclass(frozen=True, slots=True)
class TurnEnded(Event):
    """The turn is over. `seat` is None when a piece in the middle was left lying."""

    seat: int | None
    outcome: Outcome
    spoken_s: float = 0
    """Seconds that were told, holds not counted."""


@dataclass(frozen=True, slots=True)
class BreathTaken(Event):
    """A quiet moment before the next turn."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class NominationAsked(Event):
    """The last teller may say who is next."""

    seat: int
    timer: Timer


@dataclass(frozen=True, slots=True)
class NobodyHere(Event):
    """Nobody can be offered the piece just now; the circle waits a little."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class OrderChanged(Event):
    """The speaking order is as given."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held(Event):
    """The main clock stands still."""

    reason: HoldReason
    at: datetime
    timer: Timer


@dataclass(frozen=True, slots=True)
class Released(Event):
    """One reason for standing still is gone; its time is given back."""

    reason: HoldReason
    at: datetime


@dataclass(frozen=True, slots=True)
class RoleCalled(Event):
    """Whom the circle asks to hold it. `timer` is set when it is standing still for that."""

    asked: RoleCall
    timer: Timer | None = None


@dataclass(frozen=True, slots=True)
class RoleTaken(Event):
    """Someone holds the circle while its facilitator is away."""

    seat: int


@dataclass(frozen=True, slots=True)
class RoleReturned(Event):
    """The facilitator is back and holds the circle again."""

    seat: int


@dataclass(frozen=True, slots=True)
class RoleHandedOver(Event):
    """The facilitator's role belongs to another seat."""

    seat: int | None


@dataclass(frozen=True, slots=True)
class PromptSet(Event):
    """A stage has another question."""

    stage: int
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class SparkOffered(Event):
    """A seat has offered its spark of hope."""

    seat: int


@dataclass(frozen=True, slots=True)
class TimeGivenBack(Event):
    """Time during which nobody was served was given back."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """The session is over."""

    at: datetime
    reason: EndReason


# Resonance, feelings, notes, rest


@dataclass(frozen=True, slots=True)
class Resonated(Event):
    """A listener made a gesture towards the story of that turn."""

    turn: int
    seat: int
    gesture: Gesture


@dataclass(frozen=True, slots=True)
class ResonanceGathered(Event):
    """The round is over: the gestures towards one story, as sums for its teller. The story is let go of."""

    seat: int
    turn: int
    heard: int
    me_too: int
    hope: int


@dataclass(frozen=True, slots=True)
class EchoForgotten(Event):
    """What the gestures towards the story of that turn came to is let go of."""

    turn: int


@dataclass(frozen=True, slots=True)
class Felt(Event):
    """A seat answered how alone it feels, on arriving or on leaving."""

    seat: int
    level: int
    leaving: bool


@dataclass(frozen=True, slots=True)
class NotesGiven(Event):
    """The teller said what the story touches on."""

    seat: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class PauseAskedFor(Event):
    """Somebody asked for a quiet moment."""

    at: datetime
