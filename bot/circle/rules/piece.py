"""The talking piece: receiving it, letting it go by, ending a turn, a little more time."""

from __future__ import annotations

from datetime import timedelta

from .. import commands as c
from .. import events as e
from ..draft import Draft
from ..flow import end_turn, offer, release, set_aside, speaking_timer
from ..formats import ContentNotes
from ..model import HoldReason, Outcome, Phase, Timer, TimerKind, TurnPhase
from ..order import is_awaited, may_volunteer, someone_may_volunteer, waiting
from ..refusals import Code, Refusal
from .authority import No, may_lead

SPEAKER_EXTENSIONS = 1
"""How often a speaker may take one more minute: equal time for all, whoever they are (METHOD: size and time)."""
TURN_EXTENSIONS = 5
"""How often a turn can be extended at all, what others give included."""


def turn_refusal(draft: Draft, command: c.Command) -> No:
    """The refusals that everything done with the piece in hand shares."""
    state, turn = draft.state, draft.state.turn
    if state.phase is not Phase.LIVE:
        return Refusal(Code.NOT_STARTED)
    if state.held(HoldReason.PAUSE):
        return Refusal(Code.PAUSED)
    if state.held(HoldReason.SILENCE):
        return Refusal(Code.IN_SILENCE)
    if not state.in_round:
        return Refusal(Code.NOT_IN_ROUND)
    if command.seen is not None and (turn is None or command.seen < turn.opened):
        return Refusal(Code.STALE)
    if turn is None or (turn.seat is not None and turn.seat != command.seat):
        return Refusal(Code.NOT_YOUR_TURN)
    return None


def _already(draft: Draft, command: c.Command, *outcomes: Outcome) -> bool:
    """Whether the asking seat's last turn ended this way, on the very card that was pressed."""
    last = draft.state.last_turn
    turn = draft.state.turn
    return (
        last is not None
        and last.seat == command.seat
        and last.outcome in outcomes
        and (command.seen is not None and command.seen >= last.opened)
        and (turn is None or command.seen < turn.opened)
    )


def receive(draft: Draft, command: c.Receive) -> No:
    if (no := turn_refusal(draft, command)) is not None:
        return no
    state = draft.state
    assert state.turn is not None
    assert state.stage is not None
    assert command.seat is not None
    if state.turn.phase is TurnPhase.SPEAKING:
        return None
    if not state.can_speak(command.seat):
        return Refusal(Code.NOT_AGREED)
    if state.turn.seat is None and not may_volunteer(state, command.seat):
        return Refusal(Code.NOT_YOUR_TURN)
    release(draft, HoldReason.UNSEEN)  # whoever takes the piece has seen it
    length_s = state.stage.seconds
    ends_at = draft.timer(TimerKind.LIMIT, length_s).due
    draft.emit(e.TurnReceived(command.seat, ends_at, speaking_timer(draft, ends_at, length_s)))
    if state.in_stories and state.format.content_notes is ContentNotes.REQUIRED:
        timer = draft.timer(TimerKind.NOTE_ASKED, state.format.timing.offer_s)
        draft.emit(e.Held(HoldReason.NOTE_ASKED, draft.now, timer))
    return None


def not_yet(draft: Draft, command: c.NotYet) -> No:
    if _already(draft, command, Outcome.DEFERRED, Outcome.PASSED):
        return None
    if (no := turn_refusal(draft, command)) is not None:
        return no
    assert draft.state.turn is not None
    if draft.state.turn.seat is None:
        return Refusal(Code.NOT_YOUR_TURN)
    set_aside(draft, otherwise=Outcome.PASSED)
    return None


def pass_by(draft: Draft, command: c.Pass) -> No:
    if _already(draft, command, Outcome.PASSED):
        return None
    if (no := turn_refusal(draft, command)) is not None:
        return no
    state = draft.state
    assert state.turn is not None
    assert command.seat is not None
    if state.turn.seat is not None:
        end_turn(draft, Outcome.PASSED)
    elif not may_volunteer(state, command.seat):
        return Refusal(Code.NOT_YOUR_TURN)
    elif is_awaited(state, command.seat):
        draft.emit(e.PassedInTheMiddle(command.seat))
        if not someone_may_volunteer(draft.state):
            end_turn(draft, Outcome.PASSED)
    return None


def done(draft: Draft, command: c.Done) -> No:
    if _already(draft, command, Outcome.SHARED):
        return None
    if (no := turn_refusal(draft, command)) is not None:
        return no
    assert draft.state.turn is not None
    if draft.state.turn.phase is not TurnPhase.SPEAKING:
        return Refusal(Code.NOT_SPEAKING)
    end_turn(draft, Outcome.SHARED)
    return None


def nominate(draft: Draft, command: c.Nominate) -> No:
    state = draft.state
    if state.held(HoldReason.PAUSE):
        return Refusal(Code.PAUSED)
    if state.held(HoldReason.SILENCE):
        return Refusal(Code.IN_SILENCE)
    if state.nominating is None:
        return Refusal(Code.STALE)
    if command.seat != state.nominating and not may_lead(state, command):
        return Refusal(Code.NOT_YOUR_TURN)
    if command.to not in waiting(state):
        return Refusal(Code.NOT_A_SEAT)
    release(draft, HoldReason.UNSEEN)
    offer(draft, command.to)
    return None


def extend(draft: Draft, command: c.Extend) -> No:
    state, turn = draft.state, draft.state.turn
    if state.phase is not Phase.LIVE:
        return Refusal(Code.NOT_STARTED)
    if state.held(HoldReason.PAUSE):
        return Refusal(Code.PAUSED)
    leads = may_lead(state, command)
    if state.held(HoldReason.UNSEEN):
        return Refusal(Code.TIME_STANDS)
    if turn is not None and turn.phase is TurnPhase.SPEAKING:
        if command.seen is not None and command.seen < max(turn.opened, turn.extended):
            return Refusal(Code.STALE)
        is_own = turn.seat == command.seat
        if not is_own and not leads:
            return Refusal(Code.NOT_YOUR_TURN)
        if turn.extensions >= (SPEAKER_EXTENSIONS if is_own else TURN_EXTENSIONS):
            return Refusal(Code.NO_MORE_TIME)
        if state.held(HoldReason.AWAY):
            return Refusal(Code.NOT_SPEAKING)
        if state.held(HoldReason.NOTE_ASKED) or state.held(HoldReason.NOTE):
            return Refusal(Code.TIME_STANDS)
        release(draft, HoldReason.SILENCE)
        turn = draft.state.turn
        assert turn is not None
        assert turn.seat is not None
        assert turn.ends_at is not None
        # In one's own turn it is as much for everyone, whoever leads and however it is asked for.
        seconds = min(command.seconds, state.format.timing.extra_s) if is_own else command.seconds
        ends_at = max(turn.ends_at, draft.now) + timedelta(seconds=seconds)
        timer = speaking_timer(draft, ends_at, (ends_at - draft.now).total_seconds())
        draft.emit(e.TimeExtended(turn.seat, ends_at, timer))
        return None
    if not leads:
        return Refusal(Code.NOT_YOUR_TURN if state.in_round else Code.NOT_FACILITATOR)
    if command.seen is not None and command.seen < state.moved:
        return Refusal(Code.STALE)
    if state.timer is None or state.timer.kind is not TimerKind.STAGE:
        return Refusal(Code.NOT_SPEAKING)
    due = state.timer.due + timedelta(seconds=command.seconds)
    draft.emit(e.StageExtended(Timer(TimerKind.STAGE, due)))
    return None
