"""A table to sit down at: a session, a clock of its own, and short words for what people do.

Whatever happens at a table is checked against every property in `properties`, so an example test proves more
than the one thing it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import Format, PassPolicy, PromptKind, SpeakingOrder, Stage, StageKind, Timing
from bot.circle.late_comers import next_due
from bot.circle.machine import Step, decide, events_of, evolve, fold, open_session
from bot.circle.model import Phase, Presence, SessionState, TurnOutcome, TurnPhase
from bot.circle.refusals import Code, Refusal

from . import properties

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

ANNOUNCE = Stage(StageKind.ANNOUNCE, "Opening", "Welcome.", 45, prompt=PromptKind.OPENING)
AGREEMENTS = Stage(
    StageKind.AGREEMENTS, "Agreements", "Take your time.", 300, items=("It stays here.",), exception="Danger."
)
CHECK_IN = Stage(StageKind.ROUND, "Check-in", "A word.", 100, prompt=PromptKind.OPENING)
STORIES = Stage(StageKind.ROUND, "Stories", "A story.", 180, prompt=PromptKind.STORY)
REFLECTION = Stage(StageKind.OPEN, "Reflection", "Together.", 600, prompt=PromptKind.REFLECTION)
HARVEST = Stage(StageKind.HARVEST, "Harvest", "A spark.", 120)
CLOSING = Stage(StageKind.CLOSING, "Closing", "Go gently.", 60, prompt=PromptKind.CLOSING)


def a_format(
    *stages: Stage,
    order: SpeakingOrder = SpeakingOrder.ROUND,
    pass_policy: PassPolicy = PassPolicy.COME_BACK,
    **others: Any,
) -> Format:
    """A small format: a check-in, stories and a closing, unless other stages are named."""
    timing = Timing(**{key: others.pop(key) for key in list(others) if key.endswith("_s")})
    return Format(
        id="small",
        title="Small",
        summary="A small circle.",
        stages=stages or (CHECK_IN, STORIES, CLOSING),
        order=order,
        pass_policy=pass_policy,
        timing=timing,
        **others,
    )


class Table:
    """A session with people at it.

    Args:
        seats: how many sit down, the facilitator (seat 1) included.
        chosen: the format.
        helpers: the seats of co-facilitators.
        begun: whether the session has begun, and everyone agreed if the format asks for it.
        seed: chooses the shuffled order.
        practice: whether people only practise.
    """

    def __init__(
        self,
        seats: int = 5,
        chosen: Format | None = None,
        *,
        helpers: Iterable[int] = (),
        begun: bool = True,
        seed: int = 7,
        practice: bool = False,
    ) -> None:
        self.now = NOON
        opened = open_session(chosen or a_format(), seed, self.now, practice=practice)
        self.state = opened[-1].after
        self.initial = SessionState(format=self.state.format, seed=seed)
        self.history: list[e.Event] = list(events_of(opened))
        self.said: list[e.Event] = []
        for number in range(2, seats + 1):
            self.do(c.Join(may_facilitate=number in helpers))
        if begun:
            self.do(c.Begin(seat=1))
            while self.state.stage is not None and self.state.stage.kind is StageKind.ANNOUNCE:
                self.tick()
            if self.state.stage is not None and self.state.stage.kind is StageKind.AGREEMENTS:
                for number in range(1, seats + 1):
                    self.do(c.Agree(seat=number))

    # What is asked, and what comes of it

    def ask(self, command: c.Command) -> tuple[e.Event, ...] | Refusal:
        """Ask for something and let it happen, or not."""
        before = self.state
        result = decide(before, command, self.now)
        self.state = properties.check_step(before, command, self.now, result)
        properties.check_state(self.state, self.now)
        if isinstance(result, Refusal):
            return result
        events = events_of(result)
        self.history += events
        self.said += events
        return events

    def do(self, command: c.Command) -> tuple[e.Event, ...]:
        """Ask for something that is granted."""
        result = self.ask(command)
        assert not isinstance(result, Refusal), f"{command} was refused: {result}"
        return result

    def no(self, command: c.Command) -> Code:
        """Ask for something that is refused, and say why."""
        before = self.state
        result = self.ask(command)
        assert isinstance(result, Refusal), f"{command} was granted: {result}"
        assert self.state == before
        return result.code

    # Time

    def tick(self) -> tuple[e.Event, ...]:
        """Wait until the clock has something to do, and let it."""
        due = next_due(self.state)
        assert due is not None
        self.now = max(self.now, due)
        return self.do(c.Tick())

    def advance(self, seconds: float) -> None:
        """Let so much time go by, with everything that falls due on the way."""
        until = self.now + timedelta(seconds=seconds)
        while (due := next_due(self.state)) is not None and due <= until:
            self.tick()
        self.now = until

    def wait(self, seconds: float) -> None:
        """Let time go by with nobody serving the clock."""
        self.now += timedelta(seconds=seconds)

    # What people do

    def receive(self, seat: int) -> None:
        self.do(c.Receive(seat=seat, seen=self.state.version))

    def shares(self, *seats: int) -> None:
        """Each of them receives the piece, tells a story, ends; and a breath follows."""
        for seat in seats:
            self.receive(seat)
            self.do(c.Done(seat=seat, seen=self.state.version))
            self.breath()

    def passes(self, *seats: int) -> None:
        for seat in seats:
            self.do(c.Pass(seat=seat, seen=self.state.version))
            self.breath()

    def not_yet(self, seat: int) -> None:
        self.do(c.NotYet(seat=seat, seen=self.state.version))
        self.breath()

    def breath(self) -> None:
        """Let the breath between two turns go by, if there is one."""
        timer = self.state.timer
        if timer is not None and timer.kind in ("breath", "long_breath", "nomination"):
            self.tick()

    def drops(self, *seats: int) -> None:
        """They go for a while."""
        for seat in seats:
            self.do(c.StepOut(seat=seat))

    def returns(self, *seats: int) -> None:
        for seat in seats:
            self.do(c.ComeBack(seat=seat))

    def nothing_is_known_of(self, *seats: int) -> None:
        """It is not known whether they are here, as after an unanswered offer; that alone moves nothing."""
        for seat in seats:
            unknown = e.PresenceChanged(seat, Presence.UNKNOWN)
            self.state = evolve(self.state, unknown)
            self.history.append(unknown)
            properties.check_state(self.state, self.now)

    def joins(self, **how: Any) -> int:
        """Somebody new takes a seat; its number."""
        self.do(c.Join(**how))
        return self.state.seats[-1].number

    # What is true

    @property
    def offered(self) -> int | None:
        """The seat the piece is held out to."""
        turn = self.state.turn
        return turn.seat if turn is not None and turn.phase is TurnPhase.OFFERED else None

    @property
    def speaking(self) -> int | None:
        """The seat that holds the piece."""
        turn = self.state.turn
        return turn.seat if turn is not None and turn.phase is TurnPhase.SPEAKING else None

    @property
    def over(self) -> bool:
        return self.state.phase is Phase.ENDED

    @property
    def stage(self) -> str:
        assert self.state.stage is not None
        return self.state.stage.title

    @property
    def waits_for(self) -> str:
        """The kind of the one timer."""
        assert self.state.timer is not None
        return self.state.timer.kind.value

    @property
    def left(self) -> float:
        """Seconds until the timer is due."""
        assert self.state.timer is not None
        return (self.state.timer.due - self.now).total_seconds()

    @property
    def turn_left(self) -> float:
        """Seconds until the soft limit of the turn."""
        assert self.state.turn is not None
        assert self.state.turn.ends_at is not None
        return (self.state.turn.ends_at - self.now).total_seconds()

    @property
    def order(self) -> tuple[int, ...]:
        assert self.state.round is not None
        return self.state.round.order

    def outcomes(self, seat: int) -> list[TurnOutcome]:
        """What this seat's offers came to in this round."""
        assert self.state.round is not None
        return [entry.outcome for entry in self.state.round.ledger if entry.seat == seat]

    def offers_made(self) -> list[int | None]:
        """Whom the piece was offered to, from the beginning of the session."""
        return [event.seat for event in self.history if isinstance(event, e.TurnOffered)]

    def replayed(self) -> SessionState:
        return fold(self.initial, self.history)


def with_stage(stage: Stage, **changes: Any) -> Stage:
    return replace(stage, **changes)


def stepped(before: SessionState, events: Iterable[e.Event]) -> list[Step]:
    """Events, each with the session after it."""
    steps: list[Step] = []
    for event in events:
        before = evolve(before, event)
        steps.append(Step(event, before))
    return steps
