"""The state of one session, as frozen data, and plain questions about it.

Only seats appear here, never people. No rule lives in this file: the slices decide and fold. Callers find its parts
and the words of `words` here too, because a state cannot be read without them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from .appointment import Appointment
from .changing import replace
from .confided import NAME, SEAT, confided
from .counts import UNASKED, Echo, Summary, Tally, tally_room
from .formats import Format, PromptKind, Stage, StageKind
from .known import known
from .parts import AskedQuestion as AskedQuestion
from .parts import EndedTurn as EndedTurn
from .parts import Entry as Entry
from .parts import Hold as Hold
from .parts import Prompt as Prompt
from .parts import Quieting as Quieting
from .parts import Recalled as Recalled
from .parts import Round as Round
from .parts import Seat as Seat
from .parts import SinceLast as SinceLast
from .parts import Story as Story
from .parts import Timer as Timer
from .parts import Turn as Turn
from .parts import questions_room
from .words import Call as Call
from .words import Consent as Consent
from .words import ContentNote as ContentNote
from .words import EndReason as EndReason
from .words import Gesture as Gesture
from .words import HoldReason as HoldReason
from .words import Moment as Moment
from .words import Phase as Phase
from .words import Presence as Presence
from .words import Question as Question
from .words import RoleCall as RoleCall
from .words import SeatPlace as SeatPlace
from .words import TimerKind as TimerKind
from .words import TurnOutcome as TurnOutcome
from .words import TurnPhase as TurnPhase


@dataclass(frozen=True, slots=True)
class SessionState:
    """Everything that is true of one session. The format is data beside it."""

    format: Format
    seed: int
    practice: bool = False
    """Whether people only practise: then it begins with anybody, and nothing of it is counted."""
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
    first: int | None = None
    """The seat that was chosen to go first in the next round."""
    turn: Turn | None = None
    last_turn: EndedTurn | None = None
    turns: int = 0
    nominating: int | None = None
    timer: Timer | None = None
    holds: tuple[Hold, ...] = ()
    spoke: tuple[int, ...] = ()
    started_at: datetime | None = None
    closing_at: datetime | None = None
    """When its closing began; None before that, and in a circle that was ended before it."""
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    appointment: Appointment | None = None
    stories: tuple[Story, ...] = ()
    """The stories of a round until the stage after it ends; those of another round of stories join them there."""
    echoes: tuple[Echo, ...] = ()
    """What tellers are still to be told of the gestures their stories met with."""
    check_in: Tally = field(default=UNASKED, metadata=confided(tally_room))
    check_out: Tally = field(default=UNASKED, metadata=confided(tally_room))
    rested_at: datetime | None = field(default=None, metadata=confided(lambda seats: 2 * NAME))
    """When somebody last asked for a pause. Never who."""
    recalled: Recalled | None = None
    """What everyone was reminded of last, so that nobody is told the same twice at once."""
    since_last: SinceLast | None = None
    """How the agreements have changed since the last date of the schedule; None when they have not."""
    lines_added: int = 0
    """How many lines the group has added to the agreements."""
    lines_at: int = 0
    """Session version at which the last of them was added: a card drawn earlier does not have it."""
    quieting: Quieting | None = None
    told: int = 0
    used_s: float = 0
    offered_s: float = 0
    """Seconds of story turns, of everyone together: used, and offered."""
    stories_told: int = 0
    longest_s: float = 0
    """How many stories were told, and how many seconds the longest of them took. Not whose it was."""
    waited: int = 0
    """How many waited for a seat when it began, and were let go."""
    summary: Summary | None = None
    """Set when the session is over, and not kept."""
    sparks: tuple[int, ...] = field(default=(), metadata=confided(lambda seats: NAME + seats * SEAT))
    """The seats that have offered a spark of hope, in the order of their numbers: each offers once."""
    first_timers: tuple[int, ...] = field(default=(), metadata=confided(lambda seats: NAME + seats * SEAT))
    """The seats whose people say that it is their first circle here this year, in the order of their numbers."""
    questions: tuple[AskedQuestion, ...] = field(default=(), metadata=confided(questions_room))
    """Which questions that nobody has to answer each seat was asked. In the order of seats and names, not of time."""

    @property
    def stage(self) -> Stage | None:
        """The stage the session is in; None before it begins."""
        return self.format.stages[self.stage_index] if self.stage_index >= 0 else None

    @property
    def seated(self) -> tuple[Seat, ...]:
        """The seats that are taken now, in the order they were taken."""
        return tuple(seat for seat in self.seats if seat.is_seated)

    @property
    def inside(self) -> tuple[Seat, ...]:
        """The seats of those who may be in the room, in the order they were taken."""
        return tuple(seat for seat in self.seats if seat.is_inside)

    @property
    def agreements_index(self) -> int:
        """Which stage the agreements are; behind all others when there are none."""
        kinds = [stage.kind for stage in self.format.stages]
        return kinds.index(StageKind.AGREEMENTS) if StageKind.AGREEMENTS in kinds else len(kinds)

    @property
    def has_agreed(self) -> bool:
        """Whether the circle has come past its agreements."""
        return self.stage_index > self.agreements_index

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
    def speaker(self) -> int | None:
        """The seat of whoever has accepted the piece; None while nobody has."""
        turn = self.turn
        return turn.seat if turn is not None and turn.phase is TurnPhase.SPEAKING else None

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
        return replace(
            self,
            seats=tuple(seat for seat in self.seats if seat.number != number),
            questions=tuple(asked for asked in self.questions if asked.seat != number),
        )

    def with_seat(self, seat: Seat) -> SessionState:
        """The same session with that seat in place of the one of its number."""
        return replace(self, seats=tuple(seat if old.number == seat.number else old for old in self.seats))

    def held(self, reason: HoldReason) -> bool:
        """Whether the main clock stands still for this reason."""
        return any(hold.reason is reason for hold in self.holds)

    @property
    def shown_timer(self) -> Timer | None:
        """The clock that cards speak of. While nothing can be shown it is the one that was shown last."""
        timer = self.timer
        for hold in reversed(self.holds):
            if hold.reason is not HoldReason.UNSEEN:
                break
            timer = hold.stopped
        return timer

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
