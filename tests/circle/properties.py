"""What must always hold of a session, as checks.

`check_state` looks at one state, `check_step` at one decision, `check_chances` at what would follow if somebody
asked. The rules of who is offered the piece again are written here a second time, from docs/method.md, so that the
core is not measured by itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.agreed_lines import MOST_LINES, lines_of
from bot.circle.agreements import SAME_S
from bot.circle.commands import TABLE, Heard, when
from bot.circle.confidence import without
from bot.circle.formats import PassPolicy, PromptKind, SpeakingOrder, StageKind
from bot.circle.holds import BETWEEN_S
from bot.circle.known import known
from bot.circle.late_comers import next_due
from bot.circle.machine import Step, decide, events_of, evolve
from bot.circle.model import (
    Consent,
    EndReason,
    HoldReason,
    Phase,
    Presence,
    RoleCall,
    Seat,
    SeatPlace,
    SessionState,
    TimerKind,
    TurnOutcome,
    TurnPhase,
)
from bot.circle.optional_questions import MOST, ORDER
from bot.circle.order import announced_next
from bot.circle.quieting import quiet_seat
from bot.circle.refusals import Code, Refusal
from bot.circle.speaking import EVERYONE, NOBODY, Only, held_out_to, may_be_heard, may_speak

LEADING = (
    *(c.Begin, c.Next, c.Nominate, c.Extend, c.Pause, c.HoldSilence, c.Resume),
    *(c.Reorder, c.PutFirst, c.AddLine, c.Recall, c.Quiet, c.Remove, c.HandOver, c.SetPrompt, c.End),
    *(c.Reschedule, c.CallOff, c.Refit),
)
"""What leads a circle, and what whoever runs the server may ask for without a seat."""
OFFERS = {PassPolicy.FREE: 1, PassPolicy.COME_BACK: 2, PassPolicy.EVERYONE_EVENTUALLY: 3}
HOLD_TIMER = {
    HoldReason.PAUSE: (TimerKind.PAUSE, TimerKind.REST),
    HoldReason.SILENCE: (TimerKind.SILENCE,),
    HoldReason.AWAY: (TimerKind.AWAY,),
    HoldReason.NO_FACILITATOR: (TimerKind.ROLE,),
    HoldReason.NOTE_ASKED: (TimerKind.NOTE_ASKED,),
    HoldReason.NOTE: (TimerKind.NOTE,),
    HoldReason.UNSEEN: (TimerKind.UNSEEN,),
}
SPEAKING_TIMERS = (TimerKind.WARNING, TimerKind.LIMIT, TimerKind.GRACE)
BETWEEN_TURNS = (TimerKind.BREATH, TimerKind.LONG_BREATH, TimerKind.NOMINATION, TimerKind.NOBODY)


def is_owed(outcomes: list[TurnOutcome], policy: PassPolicy) -> bool:
    """Whether a seat with these outcomes in this round is to be offered the piece (docs/method.md, "The piece")."""
    if not outcomes:
        return True
    if outcomes[-1] is TurnOutcome.DEFERRED:
        return len(outcomes) < max(2, OFFERS[policy])
    return outcomes[-1] is TurnOutcome.PASSED and len(outcomes) < OFFERS[policy]


def ledger_of(state: SessionState) -> dict[int, list[TurnOutcome]]:
    """The outcomes of this round by seat, the seat whose last offer is the longest ago first."""
    lines: dict[int, list[TurnOutcome]] = {}
    if state.round is not None:
        for entry in state.round.ledger:
            lines[entry.seat] = [*lines.pop(entry.seat, ()), entry.outcome]
    return lines


def ticks_at_most(state: SessionState) -> int:
    """More ticks than any session of this format can need to end by itself."""
    seats = len(state.seats) + 1
    a_turn = 8
    """asked, asked again, or: warning, limit, grace, breath; a speaker who is away, and a long breath."""
    a_round = seats * OFFERS[PassPolicy.EVERYONE_EVENTUALLY] * a_turn + 5
    return len(state.format.stages) * (a_round + seats + 2) + 10


# One state


def check_state(state: SessionState, now: datetime) -> None:
    """Every property of one state."""
    _check_quiet_things(state)
    _check_speaking(state)
    if state.phase is Phase.ENDED:
        assert state.timer is None, "an ended session has no clock"
        assert state.turn is None, "an ended session has no turn"
        assert not state.holds, "an ended session is held by nothing"
        assert state.end_reason is not None
        return
    assert state.timer is not None, "nothing would move the session on"
    numbers = [seat.number for seat in state.seats]
    assert len(numbers) == len(set(numbers)), "a seat exists twice"
    assert all(number < state.next_seat for number in numbers), "a seat's number would be given away again"
    for seat in state.seats:
        if seat.waits_outside:
            assert state.has_agreed, "somebody waits outside before there is anything to answer"
            assert seat.consent in (Consent.OPEN, Consent.ASKED), "somebody has answered and is left outside"
            assert seat.number != state.host, "the circle is held from outside"
        asked = seat.waits_outside and seat.is_seated and bool(state.format.timing.answer_s)
        assert (seat.answer_by is not None) == asked, "somebody's answer is awaited for ever, or without need"
    if state.appointment is None:
        assert len(state.seated) <= state.format.capacity
    else:
        _check_appointment(state, now)
    if state.phase in (Phase.PLANNED, Phase.GATHERING):
        kind = TimerKind.GATHERING if state.appointment is None else TimerKind.APPOINTMENT
        unseen = state.held(HoldReason.UNSEEN) and state.appointment is None
        assert state.timer.kind is (TimerKind.UNSEEN if unseen else kind)
        assert [hold.reason for hold in state.holds] == [HoldReason.UNSEEN] * unseen
        assert (state.turn, state.round) == (None, None)
        return
    assert state.seated, "a circle of nobody is live"
    _check_round(state)
    _check_clock(state)
    _check_role(state)
    assert (
        decide(state, c.Tick(), min(now, known(next_due(state), "time")) - timedelta(microseconds=1)) == ()
    ), "not settled"


def _check_appointment(state: SessionState, now: datetime) -> None:
    """A seat is never free while somebody waits for one, and no wait is forgotten."""
    waits = [seat for seat in state.seats if seat.place is SeatPlace.WAITING]
    for seat in state.seats:
        assert (seat.kept_until is not None) == (seat.place is SeatPlace.KEPT)
        if seat.place in (SeatPlace.WAITING, SeatPlace.KEPT):
            assert state.phase in (Phase.PLANNED, Phase.GATHERING), (
                "somebody waits for a circle that has begun"
            )
    if state.phase in (Phase.PLANNED, Phase.GATHERING) and not state.is_off:
        assert not (waits and state.free_seats), "a seat is free while somebody waits"
    if state.phase is Phase.PLANNED:
        assert state.turn is None
        assert state.round is None


def _check_round(state: SessionState) -> None:
    going, turn = state.round, state.turn
    assert (going is not None) == state.in_round
    if going is None:
        assert turn is None, "there is a turn outside a round"
        return
    seated = {seat.number for seat in state.seated}
    assert len(going.order) == len(set(going.order)), "a seat is in the order twice"
    assert set(going.order) == seated, "the order is not the seats that are taken"
    assert -1 <= going.place < max(1, len(going.order))
    volunteers = state.format.order is SpeakingOrder.VOLUNTEER
    for seat, outcomes in ledger_of(state).items():
        assert outcomes.count(TurnOutcome.SHARED) <= 1, f"seat {seat} shared twice"
        assert TurnOutcome.SHARED not in outcomes[:-1], f"seat {seat} was offered the piece after sharing"
        if not volunteers:
            for upto in range(len(outcomes)):
                assert is_owed(outcomes[:upto], state.format.pass_policy), (
                    f"seat {seat} had one offer too many"
                )
    if turn is None:
        return
    assert (turn.ends_at is not None) == (turn.phase is TurnPhase.SPEAKING)
    if turn.seat is None:
        assert volunteers, "the piece lies in the middle of a circle that goes round"
        assert turn.phase is TurnPhase.OFFERED
        return
    holder = _seated(state, turn.seat)
    assert holder is not None, "the piece is with a seat that is not taken"
    assert holder.consent is Consent.AGREED, "the piece is with somebody who has not agreed"
    had = ledger_of(state).get(turn.seat, [])
    if volunteers:
        assert turn.phase is TurnPhase.SPEAKING, "a volunteer was called on"
        assert TurnOutcome.SHARED not in had
    else:
        assert is_owed(had, state.format.pass_policy), f"seat {turn.seat} is offered one turn too many"


def _check_clock(state: SessionState) -> None:
    """The clock is of the kind that the turn and the holds call for, all the way down."""
    assert state.timer is not None
    clocks = [hold.stopped for hold in state.holds] + [state.timer]
    reasons = [hold.reason for hold in state.holds]
    assert len(reasons) == len(set(reasons)), "held twice for one reason"
    assert [hold.since for hold in state.holds] == sorted(hold.since for hold in state.holds)
    for hold, clock in zip(state.holds, clocks[1:], strict=True):
        assert clock is not None, "a hold has no clock"
        assert clock.kind in HOLD_TIMER[hold.reason], "a hold does not hold the clock"
    main = clocks[0]
    if main is None:
        between = state.in_round and state.turn is None
        assert state.holds, "the main clock is lost"
        assert between, "the main clock is lost in the middle of something"
        return
    if not state.in_round:
        assert main.kind is TimerKind.STAGE
    elif state.turn is None:
        assert main.kind in BETWEEN_TURNS
    elif state.turn.phase is TurnPhase.OFFERED:
        assert main.kind is TimerKind.OFFER
    else:
        assert main.kind in SPEAKING_TIMERS
    if state.turn is not None and state.turn.phase is TurnPhase.SPEAKING:
        assert state.turn.is_over == (main.kind is TimerKind.GRACE)
        if main.kind is TimerKind.LIMIT:
            assert state.turn.ends_at == main.due, "the limit and the end of the turn part company"
    if state.nominating is not None:
        assert main.kind is TimerKind.NOMINATION
        assert _seated(state, state.nominating) is not None, "a seat that is not taken is to choose"


def _check_role(state: SessionState) -> None:
    if state.host is None:
        assert state.role_call is not RoleCall.NOBODY, "nobody holds the circle and nobody is asked to"
    else:
        assert state.role_call is RoleCall.NOBODY
    if state.stand_in is not None:
        assert _seated(state, state.stand_in) is not None, "a seat that is not taken stands in"
    if state.held(HoldReason.NO_FACILITATOR):
        assert state.host is None, "the circle waits for somebody to hold it, and somebody does"
        assert state.turn is None, "a turn goes on while nobody holds the circle"
    if state.held(HoldReason.AWAY):
        assert state.turn is not None
        speaker = _seated(state, state.turn.seat)
        assert speaker is not None
        assert state.turn.phase is TurnPhase.SPEAKING
        assert speaker.presence is Presence.ABSENT, "a speaker who is here is waited for"


def _check_speaking(state: SessionState) -> None:
    """In a round nobody speaks but the holder of an accepted turn, in a silence nobody, and else everyone."""
    speaks, turn = may_speak(state), state.turn
    quiet = quiet_seat(state)
    if quiet is not None:
        assert state.phase is Phase.LIVE
        assert not state.held(HoldReason.PAUSE), "somebody is quiet outside of the practice"
        assert known(state.seat(quiet), "seat").is_seated, "whoever is quiet has no seat"
        assert speaks != Only(quiet), "whoever has the piece is quiet"
    for number in held_out_to(state):
        assert state.can_speak(number), "somebody is asked to speak who may not take the piece"
        assert speaks == NOBODY, "somebody is asked while others may speak"
        assert turn is not None
        assert turn.seat in (None, number), "the piece is held out to somebody else"
    assert speaks == may_speak(without(state)), "something done in confidence shows in who may speak"
    writer = _seated(state, speaks.seat) if isinstance(speaks, Only) else None
    silent = writer is not None and writer.writes
    assert may_be_heard(state) == (NOBODY if silent else speaks), (
        "who writes is to be heard, or who speaks is not"
    )
    paused = state.held(HoldReason.PAUSE) or state.held(HoldReason.UNSEEN)
    if state.phase is not Phase.LIVE or paused:
        assert speaks == EVERYONE, "somebody is held back outside of the practice"
    elif state.held(HoldReason.SILENCE):
        assert speaks == NOBODY, "somebody may speak in a silence"
    elif not state.in_round:
        assert speaks == EVERYONE
    elif turn is not None and turn.phase is TurnPhase.SPEAKING:
        assert speaks == Only(turn.holder), "whoever accepted the piece is not the one who may speak"
        assert _seated(state, turn.holder) is not None
    else:
        assert speaks == NOBODY, "somebody may speak who has not accepted the piece"


def _check_quiet_things(state: SessionState) -> None:
    """Gestures live in a story round and the stage after it, feelings are a histogram, and time is used only where it
    was offered."""
    stages = state.format.stages[max(0, state.stage_index - 1) : state.stage_index + 1]
    near_stories = any(one.kind is StageKind.ROUND and one.prompt is PromptKind.STORY for one in stages)
    if not near_stories or state.phase is Phase.ENDED:
        assert state.stories == (), "a gesture outlives the stage after its round"
    shared = (
        [entry.seat for entry in state.round.ledger if entry.outcome is TurnOutcome.SHARED]
        if state.round
        else []
    )
    asked = [(one.seat, one.question) for one in state.questions]
    assert len(asked) == len(set(asked)), "somebody was asked the same twice"
    for number in {seat for seat, _ in asked}:
        assert state.seat(number) is not None, "something is known of a seat that is gone"
        own = [one for one in state.questions if one.seat == number]
        assert len(own) <= MOST, "somebody was asked more than a circle may ask"
        for moment in ORDER.values():
            still_open = [one for one in own if not one.answered and one.question in moment]
            assert len(still_open) <= 1, "somebody was asked two things at a time"
    for story in state.stories:
        assert story.seat not in [seat for _, seat in story.gestures], "a teller answered their own story"
        assert len(story.gestures) == len(set(story.gestures)), "a gesture was made twice"
        if story.closed is None:
            assert state.in_stories
            assert state.turn is not None
            assert (state.turn.number, state.turn.seat) == (story.turn, story.seat), "a story nobody tells"
    if state.in_stories and state.round is not None and state.phase is Phase.LIVE:
        begun = state.round.opened
        told = [s.seat for s in state.stories if s.closed is not None and s.opened > begun]
        assert sorted(told) == sorted(shared), "a story was lost, or a turn that was not told can be answered"
    for tally in (state.check_in, state.check_out):
        assert sum(tally.counts) == len(tally.answered) == len(set(tally.answered))
        assert list(tally.answered) == sorted(tally.answered), "the order of answers is kept"
    assert 0 <= state.used_s <= state.offered_s + 1e-6
    for reason in (HoldReason.NOTE_ASKED, HoldReason.NOTE):
        if state.held(reason):
            assert state.in_stories
            assert state.turn is not None
            assert state.turn.phase is TurnPhase.SPEAKING


def _seated(state: SessionState, number: int | None) -> Seat | None:
    seat = state.seat(number)
    return seat if seat is not None and seat.place is SeatPlace.SEATED else None


# One decision


def check_step(
    before: SessionState,
    command: c.Command,
    now: datetime,
    result: tuple[Step, ...] | Refusal,
    *,
    pure: bool = True,
) -> SessionState:
    """Every property of one decision. Returns the state after it."""
    if pure:
        assert decide(before, command, now) == result, "the same question had two answers"
    if isinstance(result, Refusal):
        _check_refusal(before, command, result.code)
        return before
    if not result:
        return before
    assert not isinstance(TABLE[type(command)].answers[when(before)], Code), (
        "the table says no, and it was granted"
    )
    after, events = before, events_of(result)
    for event, step in zip(events, result, strict=True):
        if isinstance(event, e.DoorsOpened):
            _check_absent(after, evolve(after, event))
        if isinstance(event, e.StageEntered | e.Ended) and after.in_round:
            _check_end_of_round(after, command, event)
        if isinstance(event, e.TurnOffered):
            assert event.turn == after.turns + 1, "turns are not counted one by one"
            _check_offer(after, event.seat)
            _check_breath(after, event.seat, events)
        after = evolve(after, event)
        assert after == step.after, "a step says another state than its event leads to"
        if isinstance(event, e.TurnEnded | e.TurnOffered | e.StageEntered):
            assert quiet_seat(after) is None, "somebody is quiet for longer than the turn"
    assert after.version == before.version + len(result)
    if isinstance(command, c.StepOut | c.Leave) and after.phase is Phase.ENDED:
        complete = before.in_round and before.stage_index + 1 == len(before.format.stages)
        assert not after.seated or (complete and after.end_reason is EndReason.COMPLETED), (
            "somebody going away ended the session of those who stayed"
        )
    if isinstance(command, c.Leave) and before.format.timing.breath_s and before.turn is not None:
        had_it = before.turn.seat == command.seat
        assert not (had_it and any(isinstance(event, e.TurnOffered) for event in events)), (
            "a story may begin before whoever left had time to go"
        )
    _check_authority(before, command)
    if isinstance(command, c.Extend):
        _check_own_time(before, after, command, now)
    _check_written_time(before, after, command)
    _check_agreements(after, command, events)
    if isinstance(command, c.Reorder):
        assert before.round is not None
        assert sorted(before.round.order) == sorted(command.order), "reordering changed who is in the order"
    if not isinstance(command, c.Tick | c.GiveBack) and not (
        isinstance(command, c.Join) and command.seat is None
    ):
        _check_twice(after, command, now)
    return after


def _check_absent(before: SessionState, after: SessionState) -> None:
    """The doors open: whoever said that they cannot come is away still, and of all others it is not known."""
    for seat in before.seated:
        absent = seat.presence is Presence.ABSENT
        expected = Presence.ABSENT if absent else Presence.UNKNOWN
        assert after.known_seat(seat.number).presence is expected, (
            "the doors forgot who cannot come, or who can"
        )


def _check_refusal(before: SessionState, command: c.Command, code: Code) -> None:
    """What the table refuses is refused with its word, unless whoever asks may not ask it at all."""
    answer = TABLE[type(command)].answers[when(before)]
    may_not = (Code.NOT_SEATED, Code.REMOVED, Code.NOT_FACILITATOR)
    if isinstance(answer, Code):
        assert code in (answer, *may_not), f"{command} was refused as {code}, and the table says {answer}"
    elif answer is Heard.DONE:
        assert code in may_not, f"{command} was refused as {code}, and the table says that it does not matter"


def _check_authority(before: SessionState, command: c.Command) -> None:
    """Whoever leads holds the circle, or may lead in this very moment; what a seat was once counts for nothing."""
    if not isinstance(command, LEADING):
        return
    seat, turn = before.seat(command.seat), before.turn
    seated = seat is not None and seat.place is SeatPlace.SEATED
    assert command.steward or seated, "somebody without a seat has led"
    here = before if seat is None else before.with_seat(replace(seat, presence=Presence.PRESENT))
    is_own = isinstance(command, c.Extend) and turn is not None and turn.seat == command.seat
    names = isinstance(command, c.Nominate) and before.nominating == command.seat
    together = (
        isinstance(command, c.Begin)
        and before.appointment is not None
        and before.appointment.choices.begins_alone
    )
    leads = command.steward or command.may_facilitate or here.host == command.seat
    assert leads or is_own or names or together, f"{command} was granted to somebody who does not lead"


def _check_agreements(after: SessionState, command: c.Command, events: tuple[e.Event, ...]) -> None:
    """Nobody is bound by a line that they have not read, and no line takes the fixed words away."""
    for event in events:
        if isinstance(event, e.LineAdded):
            bound = {seat.number for seat in after.seats if seat.consent is Consent.AGREED}
            assert bound <= {event.by}, "somebody has agreed to a line before they read it"
            assert lines_of(after.format)[-1] == event.line
            assert len(lines_of(after.format)) <= MOST_LINES
        if isinstance(command, c.Agree) and isinstance(event, e.ConsentChanged):
            assert command.seen is None or command.seen >= after.lines_at, (
                "a card without the line was enough"
            )
    assert all(stage.exception for stage in after.format.stages if stage.kind is StageKind.AGREEMENTS), (
        "the exception to confidentiality is gone"
    )


def _check_own_time(before: SessionState, after: SessionState, command: c.Extend, now: datetime) -> None:
    """In one's own turn nobody adds more than everyone may, however often and however much is asked for."""
    was, turn = before.turn, after.turn
    if was is None or turn is None or was.seat is None or was.seat != command.seat or was.ends_at is None:
        return
    assert turn.extensions == 1, "a second extension of one's own turn"
    # A silence that ends with it gives its time back, which is nobody's gain.
    kept = sum((now - hold.since for hold in before.holds), timedelta())
    assert turn.ends_at is not None
    added = turn.ends_at - max(was.ends_at + kept, now)
    assert added <= timedelta(seconds=before.format.timing.extra_s), f"{added} for oneself"


def _check_written_time(before: SessionState, after: SessionState, command: c.Command) -> None:
    """Whoever holds the piece has longer for writing it, once a turn, and never less for speaking again."""
    was, turn = before.turn, after.turn
    if not isinstance(command, c.Speak | c.Write):
        return
    if was is not None:
        stays = turn is not None and (turn.seat, turn.number) == (was.seat, was.number)
        assert stays, "the piece has moved because somebody writes"
    if was is None or turn is None or was.ends_at is None or turn.ends_at is None or before.stage is None:
        return
    longer = before.format.turn_s(before.stage, in_writing=True) - before.stage.seconds
    is_first = isinstance(command, c.Write) and was.seat == command.seat and not was.in_writing
    assert turn.in_writing or not was.in_writing
    assert bool(is_first and longer) == _was_given_time(before, after)


def _was_given_time(before: SessionState, after: SessionState) -> bool:
    """Whether the turn in hand has the time of writing now, and had not."""
    was, turn = before.turn, after.turn
    return was is not None and turn is not None and turn.in_writing and not was.in_writing


def _check_offer(state: SessionState, offered: int | None) -> None:
    """Everyone has a first turn before anybody has a second; then whoever has waited longest is next."""
    if offered is None:
        return
    assert state.can_speak(offered), f"the piece was offered to seat {offered}, who cannot speak"
    lines = ledger_of(state)
    able = [seat.number for seat in state.seated if state.can_speak(seat.number)]
    first = [number for number in able if number not in lines]
    again = [
        number for number in lines if number in able and is_owed(lines[number], state.format.pass_policy)
    ]
    if first:
        assert offered in first, f"seat {offered} had a second turn before seats {first} had one"
    else:
        assert offered == again[0], f"seat {offered} came back before seat {again[0]}"


def _check_breath(state: SessionState, offered: int | None, events: tuple[e.Event, ...]) -> None:
    """Nobody is asked again at once: time has gone by between two offers to one seat, or the circle was held."""
    assert state.round is not None
    ledger = state.round.ledger
    if offered is None or not ledger or ledger[-1].seat != offered:
        return
    waited = state.timer is not None and state.timer.kind in BETWEEN_TURNS
    held = any(isinstance(event, e.Released) for event in events)
    assert waited or held or not state.format.timing.long_breath_s, (
        f"seat {offered} has the same card at once"
    )


def _check_end_of_round(last: SessionState, command: c.Command, event: e.Event) -> None:
    """No round is complete while somebody who is here has not had what is theirs."""
    closed = isinstance(event, e.Ended) and event.reason in (
        EndReason.CLOSED,
        EndReason.EMPTY,
        EndReason.UNSEEN,
        EndReason.LAPSED,
    )
    if closed or last.format.order is SpeakingOrder.VOLUNTEER:
        return
    waited = last.timer is not None and last.timer.kind is TimerKind.NOBODY
    lines = ledger_of(last)
    for seat in last.seated:
        had = lines.get(seat.number, [])
        if seat.consent is Consent.AGREED and is_owed(had, last.format.pass_policy):
            assert seat.presence is Presence.ABSENT, f"the round ended without seat {seat.number}"
            chose = had and (had[-1] is TurnOutcome.PASSED or len(had) > 1)
            assert waited or chose, f"nobody waited for seat {seat.number}, who is only away"


def _check_twice(after: SessionState, command: c.Command, now: datetime) -> None:
    """The same press twice equals once."""
    if command.seen is None and isinstance(
        command, c.Next | c.Extend | c.Receive | c.NotYet | c.Pass | c.Done | c.Reorder | c.Quiet
    ):
        return  # No card, so nothing can tell a repetition from a second wish.
    again = decide(after, command, now)
    if not isinstance(again, Refusal) and again:
        twice = again[-1].after
        assert shape(twice, now) == shape(after, now), f"pressing twice did more than once: {again}"


# What would follow


def check_chances(state: SessionState, now: datetime, gap_s: float = 37.5) -> None:
    """Passing is possible, and time that is taken is given back: asked of this state, without going there."""
    if state.phase is Phase.ENDED:
        return
    later = now + timedelta(seconds=gap_s)
    given = decide(state, c.GiveBack(since=now), later)
    assert not isinstance(given, Refusal)
    if state.goes_by_the_calendar:
        assert given == (), "an outage has moved a date"
    else:
        assert remaining(_after(state, given), later) == remaining(state, now), "an outage cost time"
    if state.phase is not Phase.LIVE:
        return
    _check_pass(state, now)
    _check_announced(state, now)
    if state.held(HoldReason.PAUSE) or state.held(HoldReason.SILENCE):
        return
    for stop in (c.Pause(steward=True), c.HoldSilence(steward=True)):
        held = _after(state, _granted(state, stop, now))
        check_state(held, now)
        outage = _after(held, _granted(held, c.GiveBack(since=now), later))
        for middle in (held, outage):
            resumed = _after(middle, _granted(middle, c.Resume(steward=True), later))
            assert remaining(resumed, later) == remaining(state, now), "a hold cost time"


def _after(before: SessionState, steps: tuple[Step, ...]) -> SessionState:
    return steps[-1].after if steps else before


def _granted(state: SessionState, command: c.Command, now: datetime) -> tuple[Step, ...]:
    result = decide(state, command, now)
    assert not isinstance(result, Refusal), f"{command} was refused: {result}"
    return result


def _check_pass(state: SessionState, now: datetime) -> None:
    turn = state.turn
    if turn is None or state.held(HoldReason.PAUSE) or state.held(HoldReason.SILENCE):
        return
    lines = ledger_of(state)
    if turn.seat is None:
        may = [s.number for s in state.seated if state.can_speak(s.number)]
        waiting = [n for n in may if is_owed(lines.get(n, []), PassPolicy.FREE)]
        for number in waiting:
            events = events_of(_granted(state, c.Pass(seat=number, seen=state.version), now))
            assert e.PassedInTheMiddle(number) in events, f"seat {number} could not let the piece go by"
        return
    for seen in (None, state.version, turn.opened):
        events = events_of(_granted(state, c.Pass(seat=turn.seat, seen=seen), now))
        assert e.TurnEnded(turn.seat, TurnOutcome.PASSED) in events, "passing did not pass"


def _check_announced(state: SessionState, now: datetime) -> None:
    """Whoever is announced is who comes, if the one who speaks is done now."""
    turn, named = state.turn, announced_next(state)
    if named is None or turn is None or turn.phase is not TurnPhase.SPEAKING or state.holds:
        return
    later = _after(state, _granted(state, c.Done(seat=turn.seat), now))
    if later.timer is not None and later.timer.kind is TimerKind.BREATH:
        later = _after(later, _granted(later, c.Tick(), max(now, later.timer.due)))
    if later.turn is not None:
        assert later.turn.seat == named, (
            f"seat {named} was announced, and seat {later.turn.seat} is offered the piece"
        )


# What a state comes to


def remaining(state: SessionState, now: datetime) -> tuple[object, ...]:
    """How much is left on every clock of this state. Nothing else about time matters."""
    at = state.holds[0].since if state.holds else now
    turn_left = None if state.turn is None or state.turn.ends_at is None else state.turn.ends_at - at
    top = None if state.timer is None else (state.timer.kind, state.timer.due - now)
    below = tuple(
        (h.reason, None if h.stopped is None else (h.stopped.kind, h.stopped.due - h.since))
        for h in state.holds
    )
    return top, below, turn_left


def shape(state: SessionState, now: datetime) -> tuple[object, ...]:
    """What a state comes to: two states of one shape answer every command in the same way.

    Instants become what is left of them. Versions go: what they say (which card is stale) is in the turn's
    phase, its extensions, and the turn before. A ledger becomes, for each seat, how often it was offered the
    piece (up to three) and what came last, in the order in which they wait to be offered it again.
    """
    if state.phase is Phase.ENDED:
        return (state.phase, state.end_reason)
    turn, last, going = state.turn, state.last_turn, state.round
    return (
        state.phase,
        state.practice,
        state.stage_index,
        tuple((replace(s, answer_by=None), s.answer_by and s.answer_by - now) for s in state.seats),
        state.next_seat,
        state.facilitator,
        state.stand_in,
        state.role_call,
        state.nominating,
        state.first,
        lines_of(state.format),
        None
        if turn is None
        else (
            *(turn.seat, turn.phase, turn.asked_again, turn.is_over, turn.extensions),
            *(turn.notes, turn.had_quiet, turn.in_writing),
        ),
        None if last is None else (last.seat, last.outcome),
        None
        if going is None
        else (
            going.order,
            going.place,
            tuple((n, min(3, len(o)), o[-1]) for n, o in ledger_of(state).items()),
        ),
        tuple((s.seat, s.closed is None, s.listeners >= 3, s.gestures) for s in state.stories),
        (state.check_in.answered, state.check_out.answered),
        _rested(state, now),
        _recalled(state, now),
        state.sparks,
        state.first_timers,
        quiet_seat(state),
        _comes_back_from_a_pause(state),
        tuple(echo.turn for echo in state.echoes),
        _date(state, now),
        remaining(state, now),
    )


def _comes_back_from_a_pause(state: SessionState) -> int | None:
    """Who is quiet again once the pause is over."""
    return quiet_seat(replace(state, holds=()))


def _date(state: SessionState, now: datetime) -> tuple[object, ...] | None:
    """What is to come around a date, and how long until then."""
    date = state.appointment
    if date is None:
        return None
    asked = None if date.asked_at is None else date.asked_at - now
    return (
        date.starts_at - now,
        date.reminders,
        date.choices,
        date.asked,
        asked,
        date.off,
        date.is_half,
        date.of_series,
    )


def _rested(state: SessionState, now: datetime) -> timedelta | None:
    """How long nobody can ask for another pause."""
    if state.rested_at is None:
        return None
    again = state.rested_at + timedelta(seconds=state.format.timing.rest_s + BETWEEN_S)
    return again - now if again > now else None


def _recalled(state: SessionState, now: datetime) -> tuple[int, timedelta] | None:
    """Of which agreement nobody need be reminded, and for how long."""
    last = state.recalled
    left = timedelta(0) if last is None else last.at + timedelta(seconds=SAME_S) - now
    return (last.item, left) if last is not None and left > timedelta(0) else None


def moment(state: SessionState, now: datetime) -> tuple[object, ...]:
    """The part of a shape that passing, holding and giving back are about."""
    turn = state.turn
    return (
        state.stage_index,
        None if turn is None else (turn.seat, turn.phase, turn.asked_again),
        state.nominating,
        state.role_call,
        remaining(state, now),
        ()
        if turn is None or turn.seat is not None
        else tuple((n, *had) for n, had in ledger_of(state).items()),
    )
