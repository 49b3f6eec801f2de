"""A breadth-first explorer of sessions: every state that can be reached, each looked at once.

Two states of one `properties.shape` answer every command alike, so only one of them is explored. Time passes
only by the clock's own ticks; what lies between two ticks is covered by asking, in every state, what a hold or
an outage of some length would cost (`properties.check_chances`), and by `test_properties`, with real times.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.circle import commands as c
from bot.circle.choices import SessionChoices
from bot.circle.commands import When, when
from bot.circle.late_comers import next_due
from bot.circle.machine import decide
from bot.circle.model import ContentNote, Gesture, Moment, Phase, Prompt, Question, SessionState
from bot.circle.refusals import Code, Refusal

from . import properties

Alphabet = Callable[[SessionState], Iterable[c.Command]]


class Broken(AssertionError):
    """A property does not hold; says by which path the state was reached."""


@dataclass
class Report:
    """What an exploration saw."""

    states: int = 0
    transitions: int = 0
    """Commands asked, refusals and repetitions included."""
    closed: bool = True
    """Whether no state was left unexplored for want of depth."""
    deepest: int = 0
    longest_wait: int = 0
    """The most ticks that any state needed to end by itself."""
    refused: Counter[Code] = field(default_factory=Counter)
    granted: set[tuple[type[c.Command], When]] = field(default_factory=set)
    """When each command led to something, beside showing that whoever asked is here."""

    def add(self, other: Report) -> None:
        self.states += other.states
        self.transitions += other.transitions
        self.closed &= other.closed
        self.deepest = max(self.deepest, other.deepest)
        self.longest_wait = max(self.longest_wait, other.longest_wait)
        self.refused += other.refused
        self.granted |= other.granted

    def __str__(self) -> str:
        how = "closed" if self.closed else f"to depth {self.deepest}"
        return (
            f"{self.states:,} states, {self.transitions:,} transitions, {how}; "
            f"at most {self.longest_wait} ticks to the end; {len(self.refused)} kinds of refusal"
        )


def explore(
    start: SessionState, now: datetime, alphabet: Alphabet, *, depth: int = 10_000, thorough: bool = False
) -> Report:
    """Visit every state that the commands of `alphabet`, and the clock, lead to within `depth` commands.

    `thorough` asks every question twice (is `decide` pure?), and what would follow (`check_chances`, and the
    clock alone from the states that are not explored any further) of every state. Without it, what would follow
    is asked once for each shape of the clock, the turn and the holds.
    """
    report = Report()
    first = properties.shape(start, now)
    ways: dict[tuple[object, ...], tuple[tuple[object, ...] | None, c.Command | None]] = {first: (None, None)}
    ticks: dict[tuple[object, ...], tuple[object, ...]] = {}
    queue = deque([(start, now, first, 0)])
    command: c.Command | None = None
    state, key = start, first
    try:
        properties.check_state(start, now)
        edge = []
        asked: set[tuple[object, ...]] = set()
        while queue:
            state, now, key, steps = queue.popleft()
            report.states += 1
            report.deepest = max(report.deepest, steps)
            command = None
            moment = properties.moment(state, now)
            curious = thorough or moment not in asked
            asked.add(moment)
            if curious:
                properties.check_chances(state, now)
            if steps >= depth:
                report.closed &= state.phase is Phase.ENDED
                if curious:
                    edge.append((state, now, key))
                continue
            for command in (c.Tick(), *alphabet(state)):
                command, at = _when_it_is_about(command, state, now)
                report.transitions += 1
                result = decide(state, command, at)
                if isinstance(result, Refusal):
                    report.refused[result.code] += 1
                    continue
                if not result:
                    continue
                if isinstance(command, c.ComeBack) or result != decide(
                    state, c.ComeBack(seat=command.seat), at
                ):
                    report.granted.add((type(command), when(state)))
                after = properties.check_step(state, command, at, result, pure=thorough)
                reached = properties.shape(after, at)
                if isinstance(command, c.Tick):
                    ticks[key] = reached
                if reached not in ways:
                    ways[reached] = (key, command)
                    properties.check_state(after, at)
                    queue.append((after, at, reached, steps + 1))
        report.longest_wait = _longest_wait(start, ticks, edge)
    except AssertionError as error:
        path: list[c.Command] = [] if command is None else [command]
        walk: tuple[object, ...] | None = key
        while walk is not None:
            walk, by = ways[walk]
            if by is not None:
                path.append(by)
        raise Broken(f"{error}\n  in {state}\n  after {[*reversed(path)]}") from error
    return report


def _when_it_is_about(command: c.Command, state: SessionState, now: datetime) -> tuple[c.Command, datetime]:
    """The clock asks when its timer is due, and the bot when it comes back after a while, or after a long one."""
    if isinstance(command, c.Tick) and (due := next_due(state)) is not None:
        return command, max(now, due)
    if isinstance(command, c.GiveBack):
        return c.GiveBack(since=now), now + timedelta(seconds=A_MINUTE)
    if isinstance(command, c.Lapse):
        return c.Lapse(untouched_since=now), now + timedelta(days=100)
    return command, now


def _longest_wait(
    start: SessionState,
    ticks: dict[tuple[object, ...], tuple[object, ...]],
    edge: list[tuple[SessionState, datetime, tuple[object, ...]]],
) -> int:
    """Follow the clock alone from every state to the end."""
    for state, now, key in edge:
        while state.phase is not Phase.ENDED and key not in ticks:
            due = next_due(state)
            assert due is not None
            now = max(now, due)
            result = decide(state, c.Tick(), now)
            assert not isinstance(result, Refusal)
            assert result, "a tick that was due did nothing"
            state = result[-1].after
            ticks[key] = key = properties.shape(state, now)
    waits: dict[tuple[object, ...], int] = {}
    for first in ticks:
        trail, key = [], first
        while key in ticks and key not in waits:
            trail.append(key)
            key = ticks[key]
            assert len(trail) <= properties.ticks_at_most(start), "the clock alone never ends this session"
        behind = waits.get(key, 0)
        for steps, passed in enumerate(reversed(trail), 1):
            waits[passed] = behind + steps
    return max(waits.values(), default=0)


# What is asked


TURN_VERBS = (c.Receive, c.NotYet, c.Pass, c.Done)
PLAIN_VERBS = (
    *(c.Leave, c.StepOut, c.ComeBack, c.Agree, c.Listen, c.Speak, c.Write),
    *(c.Begin, c.TakeRole, c.OfferSpark, c.ComeFirst, c.End),
)
HOLD_VERBS = (c.Pause, c.HoldSilence, c.Resume)
A_MINUTE = 60
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
LAST_SEAT = 4
"""Nobody new comes once this many seats were taken, so that there is an end to who may be there."""


def turns(state: SessionState) -> Iterable[c.Command]:
    """All that can be done with the piece, by everyone, on the card of now and on the one before."""
    fresh, old = _cards(state)
    for seat in state.seats:
        for verb in TURN_VERBS:
            yield verb(seat=seat.number, seen=fresh)
            yield verb(seat=seat.number, seen=old)
    yield c.Next(seat=1, seen=fresh)
    yield c.Next(seat=1, seen=state.moved - 1)
    yield from _nominations(state)


def telling(state: SessionState) -> Iterable[c.Command]:
    """The plainest course: whoever has the piece takes it and tells, or lets the clock go on."""
    yield from _with_the_piece(state, c.Receive, c.Done)


def sharing(state: SessionState) -> Iterable[c.Command]:
    """What whoever has the piece can do with it, and what a steward can do for them."""
    yield from _with_the_piece(state, *TURN_VERBS)
    yield c.Next(steward=True, seen=state.version)
    yield from _nominations(state)


def coming_and_going(state: SessionState) -> Iterable[c.Command]:
    """Everyone goes for a while and returns."""
    for seat in state.seats:
        yield c.ComeBack(seat=seat.number)
        yield c.StepOut(seat=seat.number)


def stopping(state: SessionState) -> Iterable[c.Command]:
    """Everything that stops and starts the clock, one within another, a speaker who drops out included."""
    for verb in HOLD_VERBS:
        yield verb(steward=True)
    if state.turn is not None and state.turn.seat is not None:
        yield c.StepOut(seat=state.turn.seat)
        yield c.ComeBack(seat=state.turn.seat)


def extending(state: SessionState) -> Iterable[c.Command]:
    """More time, from the speaker, as a member and as one who may facilitate, and from a steward."""
    if state.turn is not None and state.turn.seat is not None:
        yield c.Extend(seat=state.turn.seat, seconds=A_MINUTE, seen=state.version)
        yield c.Extend(seat=state.turn.seat, may_facilitate=True, seconds=10 * A_MINUTE, seen=state.version)
    yield c.Extend(steward=True, seconds=A_MINUTE, seen=state.version)


def quieting(state: SessionState) -> Iterable[c.Command]:
    """Somebody is made quiet, and is not any more; whoever has the piece cannot be."""
    for to in (None, 2, 3):
        yield c.Quiet(steward=True, to=to, seen=state.version)


def writing(state: SessionState) -> Iterable[c.Command]:
    """Whoever has the piece changes between speaking and writing; so does somebody who waits for it."""
    number = 2 if state.turn is None or state.turn.seat is None else state.turn.seat
    for seat in {2, number}:
        yield c.Write(seat=seat)
        yield c.Speak(seat=seat)


def holding_the_circle(state: SessionState) -> Iterable[c.Command]:
    """A facilitator and a second seat come and go, and others take the role or are given it."""
    for seat in state.seats[:2]:
        yield c.StepOut(seat=seat.number)
        yield c.ComeBack(seat=seat.number)
    yield c.TakeRole(seat=2, may_facilitate=True)
    yield c.TakeRole(seat=3)
    yield c.HandOver(seat=1, to=2)
    yield c.Next(steward=True, seen=state.version)


def taking_seats(state: SessionState) -> Iterable[c.Command]:
    """Seats are given up, taken again, and taken away; someone new comes; the order is turned round."""
    if state.next_seat <= LAST_SEAT:
        yield c.Join()
    for seat in state.seats[1:]:
        yield c.Join(seat=seat.number)
        yield c.Leave(seat=seat.number)
        yield c.Remove(steward=True, target=seat.number)
    if state.round is not None:
        yield c.Reorder(steward=True, order=state.round.order[::-1])


def going_unseen(state: SessionState) -> Iterable[c.Command]:
    """What is going on cannot be shown, and can be again, while the circle is held and let go."""
    yield from (c.StandStill(), c.GoOn())
    yield from stopping(state)


def agreeing(state: SessionState) -> Iterable[c.Command]:
    """Beginning, agreeing or only listening, and moving on."""
    yield c.Begin(seat=1)
    yield c.Next(seat=1, seen=state.version)
    for seat in state.seats:
        yield c.Agree(seat=seat.number)
        yield c.Agree(seat=seat.number, seen=0)
        yield c.Listen(seat=seat.number)
    yield c.AddLine(seat=1, line="We may laugh.")


def before_the_date(state: SessionState) -> Iterable[c.Command]:
    """Seats of a date are given up, taken and taken away; the date is moved and called off; it begins."""
    for seat in state.seats[1:]:
        yield c.Leave(seat=seat.number)
        yield c.Join(seat=seat.number)
    yield c.Join()
    yield c.Remove(steward=True, target=2)
    if state.appointment is not None:
        yield c.Reschedule(steward=True, starts_at=state.appointment.starts_at + timedelta(hours=1))
    yield c.CallOff(steward=True)
    yield c.Begin(seat=1, knowing=0)


def answering_stories(state: SessionState) -> Iterable[c.Command]:
    """Everyone lets every teller know something, notes are given, and pauses are asked for."""
    for seat in state.seats:
        for story in state.stories:
            yield c.Resonate(seat=seat.number, gesture=Gesture.HOPE, seen=story.opened)
            yield c.TakeBack(seat=seat.number, seen=story.opened)
        yield c.AskForPause(seat=seat.number)
    if state.turn is not None and state.turn.seat is not None:
        yield c.GiveNotes(seat=state.turn.seat, notes=(ContentNote.LOSS,), seen=state.version)
        yield c.GiveNotes(seat=state.turn.seat, seen=state.version)


def everything(state: SessionState) -> Iterable[c.Command]:
    """Every command there is, from every seat, from people who may lead with and without one, and from nobody, on cards
    of every age, about every seat and about one that does not exist."""
    seats = [seat.number for seat in state.seats]
    if state.next_seat <= LAST_SEAT:
        yield c.Join()
        yield c.Join(may_facilitate=True)
    for number in seats:
        yield c.Join(seat=number)
        yield c.Join(seat=number, may_facilitate=True)
    yield c.Join(seat=99)
    yield c.GiveBack(since=LONG_AGO)
    yield c.Lapse(untouched_since=LONG_AGO)
    yield c.AskIn(seats=(*seats, 99))
    yield from (c.ForgetEcho(turn=turn) for turn in (0, *(echo.turn for echo in state.echoes)))
    askers: list[dict[str, Any]] = [{"seat": number} for number in seats]
    askers += [{"seat": 2, "may_facilitate": True}, {"seat": 2, "steward": True}, {"steward": True}]
    for asker in (*askers, {"may_facilitate": True}, {}):
        yield from _everything_by(state, asker)


def _everything_by(state: SessionState, asker: dict[str, Any]) -> Iterable[c.Command]:
    yield c.Begin(**asker, knowing=0)
    yield c.CallOff(**asker, note="Snow.")
    yield c.Refit(**asker, format=replace(state.format, title="Another"))
    if state.appointment is not None:
        for later in (timedelta(hours=1), timedelta(days=-900)):
            yield c.Reschedule(**asker, starts_at=state.appointment.starts_at + later)
        another = replace(state.appointment, choices=SessionChoices(splits=True, begins_alone=True))
        yield c.Refit(**asker, format=state.format, appointment=another)
    else:
        yield c.Reschedule(**asker, starts_at=LONG_AGO)
    for plain in (*PLAIN_VERBS, *HOLD_VERBS, c.StandStill, c.GoOn):
        yield plain(**asker)
    for seen in (None, *_cards(state), state.moved - 1):
        for verb in (*TURN_VERBS, c.Next):
            yield verb(**asker, seen=seen)
        yield c.Extend(**asker, seconds=A_MINUTE, seen=seen)
    for seen in (None, 0, *(story.opened for story in state.stories)):
        for gesture in Gesture:
            yield c.Resonate(**asker, gesture=gesture, seen=seen)
        yield c.TakeBack(**asker, seen=seen)
    for leaving in (False, True):
        yield c.Feel(**asker, level=1, leaving=leaving)
    every_question = frozenset(Question)
    for moment in Moment:
        yield c.AskOptional(**asker, moment=moment, on_offer=every_question)
    yield c.AnswerOptional(**asker, question=Question.NEW)
    yield c.GiveNotes(**asker, seen=state.version)
    yield c.GiveNotes(**asker, notes=(ContentNote.ABUSE, ContentNote.LOSS), seen=state.version)
    yield c.AskForPause(**asker)
    for item in (0, 99):
        yield c.Recall(**asker, item=item)
    yield c.AddLine(**asker, line="We may laugh.")
    yield c.SetPrompt(**asker, prompt=Prompt(text="What helped?"))
    for target in (*(seat.number for seat in state.seats), 99):
        yield c.Nominate(**asker, to=target)
        yield c.HandOver(**asker, to=target)
        yield c.PutFirst(**asker, to=target)
        yield c.Remove(**asker, target=target)
        yield c.Quiet(**asker, to=target)
    yield c.Quiet(**asker, to=None)
    order = () if state.round is None else state.round.order
    for new in (order, order[::-1], order[1:] + order[:1], order + order[:1], order[1:]):
        yield c.Reorder(**asker, order=new)
    yield c.Reorder(**asker, order=order[::-1], seen=state.version)
    yield c.Reorder(**asker, order=order[::-1], seen=0)


def both(*alphabets: Alphabet) -> Alphabet:
    """All that is asked by any of these."""

    def all_of_them(state: SessionState) -> Iterable[c.Command]:
        for alphabet in alphabets:
            yield from alphabet(state)

    return all_of_them


def _cards(state: SessionState) -> tuple[int, int]:
    """The version of the card on show now, and of the one before the piece last moved."""
    return state.version, state.moved - 1 if state.last_turn is None else state.last_turn.opened


def _with_the_piece(state: SessionState, *verbs: type[c.Command]) -> Iterable[c.Command]:
    if state.turn is not None:
        for seat in state.seats:
            if state.turn.seat in (None, seat.number):
                for verb in verbs:
                    yield verb(seat=seat.number, seen=state.version)


def _nominations(state: SessionState) -> Iterable[c.Command]:
    if state.nominating is not None:
        for seat in state.seats:
            yield c.Nominate(seat=state.nominating, to=seat.number)
