"""The state of one session, as frozen data, and plain questions about it.

Only seats appear here, never people. No rule lives in this file: the slices decide and fold. Callers find the words of
`words` here too, because a state cannot be read without them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from .appointment import Appointment
from .confided import NAME, SEAT, confided
from .counts import UNASKED, Echo, Summary, Tally, tally_room
from .formats import Format, PromptKind, Stage, StageKind
from .known import known
from .words import Call as Call
from .words import Consent as Consent
from .words import ContentNote as ContentNote
from .words import EndReason as EndReason
from .words import Gesture as Gesture
from .words import HoldReason as HoldReason
from .words import Phase as Phase
from .words import Presence as Presence
from .words import RoleCall as RoleCall
from .words import SeatPlace as SeatPlace
from .words import TimerKind as TimerKind
from .words import TurnOutcome as TurnOutcome
from .words import TurnPhase as TurnPhase


@dataclass(frozen=True, slots=True)
class Timer:
    """The one thing the clock will do next, and when."""

    kind: TimerKind
    due: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason for standing still, since when, and the clock it stopped."""

    reason: HoldReason
    since: datetime
    stopped: Timer | None


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in one session."""

    number: int
    consent: Consent = Consent.OPEN
    presence: Presence = Presence.PRESENT
    place: SeatPlace = SeatPlace.SEATED
    may_facilitate: bool = False
    """Whether the clock asks this seat first when nobody holds the circle: it could lead when it was taken. What
    it may do is what is so when it asks for something."""
    kept_until: datetime | None = None
    """How long a seat is kept for somebody who waited for one."""

    @property
    def is_seated(self) -> bool:
        """Whether somebody has this seat now, here or away."""
        return self.place is SeatPlace.SEATED

    @property
    def is_here(self) -> bool:
        """Whether somebody has this seat and is not known to be away."""
        return self.place is SeatPlace.SEATED and self.presence is not Presence.ABSENT


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: what one offer of the piece to one seat came to."""

    seat: int
    outcome: TurnOutcome


@dataclass(frozen=True, slots=True)
class Round:
    """The speaking order of the round and its ledger, the one source of "everyone exactly once"."""

    order: tuple[int, ...]
    ledger: tuple[Entry, ...] = ()
    place: int = -1
    """Index in `order` of the last seat that was offered its first turn."""
    opened: int = 0
    """Session version at which the round began: an order that was chosen earlier was chosen for another round."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One seat's time with the piece. `seat` is None while the piece lies in the middle (volunteer order)."""

    number: int
    seat: int | None
    phase: TurnPhase
    opened: int
    """Session version at which the turn was offered: a card rendered earlier speaks of another turn."""
    ends_at: datetime | None = None
    """When the soft limit is, while somebody is speaking."""
    asked_again: bool = False
    is_over: bool = False
    extensions: int = 0
    extended: int = 0
    """Session version of the last extension, so that one press never adds two minutes."""
    told_from: datetime | None = None
    """When the telling began, moved on by every hold, as `ends_at` is."""
    notes: tuple[ContentNote, ...] = field(
        default=(), metadata=confided(lambda seats: NAME + sum(len(f'"{note}",') for note in ContentNote))
    )
    """What the teller says the story touches on."""
    had_quiet: bool = field(default=False, metadata=confided(lambda seats: NAME))
    """Whether listeners have had their quiet moment to step out."""

    @property
    def holder(self) -> int:
        """The seat that it is with.

        Raises:
            ValueError: the piece lies in the middle.
        """
        return known(self.seat, "seat that has the piece")

    @property
    def limit(self) -> datetime:
        """When the soft limit is.

        Raises:
            ValueError: nobody speaks.
        """
        return known(self.ends_at, "limit")


@dataclass(frozen=True, slots=True)
class EndedTurn:
    """The turn before this one, remembered so that repeating a press that worked is not an error."""

    seat: int
    outcome: TurnOutcome
    opened: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question: one of a deck by its id, or one that the facilitator typed."""

    id: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A turn of the story round that is going on, told or being told, and the gestures it has met."""

    turn: int
    seat: int
    opened: int
    """Session version at which its turn was offered. Its buttons carry it, so they say which story is meant."""
    closed: int | None = None
    """Session version at which it ended; None while it is being told."""
    listeners: int = 0
    """How many could have made a gesture when it ended."""
    gestures: tuple[tuple[Gesture, int], ...] = field(
        default=(), metadata=confided(lambda seats: NAME + seats * len(Gesture) * len('["me_too",123],'))
    )
    """What was made, by which seat: only so that nobody makes one twice. Sorted, so that it keeps no order."""


@dataclass(frozen=True, slots=True)
class SessionState:
    """Everything that is true of one session. The format is data beside it."""

    format: Format
    seed: int
    phase: Phase = Phase.GATHERING
    version: int = 0
    moved: int = 0
    """Version at which the piece or the stage last moved: guards `Next` against two presses."""
    seats: tuple[Seat, ...] = ()
    next_seat: int = 1
    facilitator: int | None = None
    stand_in: int | None = None
    role_call: RoleCall = RoleCall.NOBODY
    stage_index: int = -1
    prompts: tuple[tuple[int, Prompt], ...] = ()
    round: Round | None = None
    turn: Turn | None = None
    last_turn: EndedTurn | None = None
    turns: int = 0
    nominating: int | None = None
    timer: Timer | None = None
    holds: tuple[Hold, ...] = ()
    spoke: tuple[int, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    appointment: Appointment | None = None
    stories: tuple[Story, ...] = ()
    """The stories of the story round that is going on; empty at any other time."""
    echoes: tuple[Echo, ...] = ()
    """What tellers are still to be told of the gestures their stories met with."""
    check_in: Tally = field(default=UNASKED, metadata=confided(tally_room))
    check_out: Tally = field(default=UNASKED, metadata=confided(tally_room))
    rested_at: datetime | None = field(default=None, metadata=confided(lambda seats: 2 * NAME))
    """When somebody last asked for a pause. Never who."""
    told: int = 0
    used_s: float = 0
    offered_s: float = 0
    """Seconds of story turns, of everyone together: used, and offered."""
    summary: Summary | None = None
    """Set when the session is over."""
    sparks: tuple[int, ...] = field(default=(), metadata=confided(lambda seats: NAME + seats * SEAT))
    """The seats that have offered a spark of hope, in the order of their numbers: each offers once."""

    @property
    def stage(self) -> Stage | None:
        """The stage the session is in; None before it begins."""
        return self.format.stages[self.stage_index] if self.stage_index >= 0 else None

    @property
    def seated(self) -> tuple[Seat, ...]:
        """The seats that are taken now, in the order they were taken."""
        return tuple(seat for seat in self.seats if seat.is_seated)

    @property
    def here(self) -> tuple[Seat, ...]:
        """The seats of those who are not known to be away, in the order they were taken."""
        return tuple(seat for seat in self.seats if seat.is_here)

    @property
    def waiting_list(self) -> tuple[Seat, ...]:
        """Those who wait for a seat, in the order they came."""
        return tuple(seat for seat in self.seats if seat.place is SeatPlace.WAITING)

    @property
    def free_seats(self) -> int:
        """How many seats are neither taken nor kept. Never below zero, also when the circle was made smaller."""
        taken = sum(seat.place in (SeatPlace.SEATED, SeatPlace.KEPT) for seat in self.seats)
        return max(0, self.format.capacity - taken)

    @property
    def date(self) -> Appointment:
        """The appointment of a session that has one, as those of a schedule do.

        Raises:
            ValueError: it has none.
        """
        return known(self.appointment, "appointment")

    @property
    def this_turn(self) -> Turn:
        """The turn that is under way, for rules that are only asked when there is one.

        Raises:
            ValueError: there is none.
        """
        return known(self.turn, "turn")

    @property
    def this_round(self) -> Round:
        """The round that is under way, for rules that are only asked when there is one.

        Raises:
            ValueError: there is none.
        """
        return known(self.round, "round")

    @property
    def this_stage(self) -> Stage:
        """The stage the session is in, for rules that are only asked after it began.

        Raises:
            ValueError: it has not begun.
        """
        return known(self.stage, "stage")

    @property
    def is_off(self) -> bool:
        """Whether the date was called off."""
        return self.appointment is not None and self.appointment.off is not None

    @property
    def goes_by_the_calendar(self) -> bool:
        """Whether its clock waits for a date, which comes whatever happens to the bot."""
        return self.appointment is not None and self.phase is not Phase.LIVE

    @property
    def host(self) -> int | None:
        """The seat that holds the session now; None while nobody does."""
        for number in (self.stand_in, self.facilitator):
            if self.is_here(number):
                return number
        return None

    @property
    def prompt(self) -> Prompt | None:
        """The question of the stage the session is in."""
        return dict(self.prompts).get(self.stage_index)

    def seat(self, number: int | None) -> Seat | None:
        """The seat of that number, whatever became of it; None when there is none."""
        return next((seat for seat in self.seats if seat.number == number), None)

    def known_seat(self, number: int | None) -> Seat:
        """The seat of that number, whatever became of it.

        Raises:
            ValueError: there is none.
        """
        return known(self.seat(number), "such seat")

    def with_new_seat(
        self, number: int, *, may_facilitate: bool, place: SeatPlace = SeatPlace.SEATED
    ) -> SessionState:
        """The same session with one seat more, of somebody who has not been here."""
        consent = Consent.OPEN if self.format.asks_agreement else Consent.AGREED
        seat = Seat(number, consent=consent, place=place, may_facilitate=may_facilitate)
        return replace(self, seats=(*self.seats, seat), next_seat=max(self.next_seat, number + 1))

    def without_seat(self, number: int) -> SessionState:
        """The same session without that seat: nothing about it remains."""
        return replace(self, seats=tuple(seat for seat in self.seats if seat.number != number))

    def with_seat(self, seat: Seat) -> SessionState:
        """The same session with that seat in place of the one of its number."""
        return replace(self, seats=tuple(seat if old.number == seat.number else old for old in self.seats))

    def held(self, reason: HoldReason) -> bool:
        """Whether the main clock stands still for this reason."""
        return any(hold.reason is reason for hold in self.holds)

    def can_speak(self, number: int | None) -> bool:
        """Whether the piece may be offered to this seat: seated, agreed, and not known to be away."""
        seat = self.seat(number)
        return seat is not None and seat.is_here and seat.consent is Consent.AGREED

    def is_here(self, number: int | None) -> bool:
        """Whether there is such a seat, and somebody has it who is not known to be away."""
        seat = self.seat(number)
        return seat is not None and seat.is_here

    @property
    def in_round(self) -> bool:
        """Whether the talking piece is going round."""
        return self.stage is not None and self.stage.kind is StageKind.ROUND

    @property
    def in_stories(self) -> bool:
        """Whether the talking piece is going round for stories."""
        return self.in_round and self.stage is not None and self.stage.prompt is PromptKind.STORY
