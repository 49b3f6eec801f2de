"""Every command: which is heard when, by whom, and which rule answers it. One table, to be read from left to right.

"Done, by whoever is seated, while the session is live." "Join, by anybody, always; but when the date was called off the
answer is CALLED_OFF." A rule is asked only where the table says so, and says no for reasons of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, TypeVar, cast

from . import (
    agreements,
    asking_in,
    dates,
    facilitating,
    feelings,
    first_time,
    harvest,
    holds,
    nominating,
    notes,
    optional_questions,
    order,
    outage,
    prompts,
    quieting,
    resonance,
    seats,
    stages,
    turn_time,
    turns,
    unseen,
    writing,
)
from .agreements import AddLine as AddLine
from .agreements import Agree as Agree
from .agreements import Listen as Listen
from .agreements import Recall as Recall
from .asking_in import AskIn as AskIn
from .authority import Who
from .clockwork import Tick as Tick
from .clockwork import tick
from .dates import CallOff as CallOff
from .dates import Refit as Refit
from .dates import Reschedule as Reschedule
from .facilitating import HandOver as HandOver
from .facilitating import TakeRole as TakeRole
from .feelings import Feel as Feel
from .first_time import ComeFirst as ComeFirst
from .harvest import OfferSpark as OfferSpark
from .holds import AskForPause as AskForPause
from .holds import HoldSilence as HoldSilence
from .holds import Pause as Pause
from .holds import Resume as Resume
from .model import Phase, SessionState
from .moving_on import Next as Next
from .moving_on import move_on
from .nominating import Nominate as Nominate
from .notes import GiveNotes as GiveNotes
from .optional_questions import AnswerOptional as AnswerOptional
from .optional_questions import AskOptional as AskOptional
from .order import PutFirst as PutFirst
from .order import Reorder as Reorder
from .outage import GiveBack as GiveBack
from .outage import Lapse as Lapse
from .prompts import SetPrompt as SetPrompt
from .quieting import Quiet as Quiet
from .refusals import Code
from .resonance import ForgetEcho as ForgetEcho
from .resonance import Resonate as Resonate
from .resonance import TakeBack as TakeBack
from .seats import ComeBack as ComeBack
from .seats import Join as Join
from .seats import Leave as Leave
from .seats import Remove as Remove
from .seats import StepOut as StepOut
from .slices import Command as Command
from .slices import Draft, No, Rule
from .stages import Begin as Begin
from .stages import End as End
from .turn_time import Extend as Extend
from .turns import Done as Done
from .turns import NotYet as NotYet
from .turns import Pass as Pass
from .turns import Receive as Receive
from .unseen import GoOn as GoOn
from .unseen import StandStill as StandStill
from .writing import Speak as Speak
from .writing import Write as Write


class When(Enum):
    """Where a session is in its life, a date that was called off apart."""

    PLANNED = "planned"
    CALLED_OFF = "called_off"
    GATHERING = "gathering"
    LIVE = "live"
    OVER = "over"


class Heard(Enum):
    """What becomes of a command that is not refused."""

    YES = "yes"
    """Its rule answers."""
    DONE = "done"
    """It has happened already, or does not matter any more: nothing becomes true, and that is no error."""


HEARD = Heard.YES
Hearing: TypeAlias = Heard | Code
Times: TypeAlias = dict[When, Hearing]


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One line of the table."""

    command: type[Command]
    rule: Rule
    who: Who
    answers: Times


C = TypeVar("C", bound=Command)


def _row(command: type[C], rule: Callable[[Draft, C], No], who: Who, answers: Times) -> CommandRow:
    # Rows are looked up by a command's own type, so a rule is only given its own commands.
    return CommandRow(command, cast("Rule", rule), who, answers)


ANYBODY, EVER_SEATED, BOT = Who.ANYBODY, Who.EVER_SEATED, Who.BOT
HAS_SEAT, SEATED = Who.HAS_SEAT, Who.SEATED
LEADER, SEATED_OR_LEADER, BEGINNER = Who.LEADER, Who.SEATED_OR_LEADER, Who.BEGINNER
PLANNED, CALLED_OFF, GATHERING, LIVE, OVER = When
YES, DONE = Heard.YES, Heard.DONE


def _at_other_times(answer: Hearing) -> Times:
    return dict.fromkeys(When, answer) | {OVER: Code.OVER}


ALWAYS = _at_other_times(YES)
ALWAYS_AND_AFTER = ALWAYS | {OVER: DONE}
WHILE_LIVE_OR_DONE: Times = {**dict.fromkeys(When, DONE), LIVE: YES}
WITHOUT_A_DATE: Times = {PLANNED: DONE, CALLED_OFF: DONE}
WHILE_LIVE = _at_other_times(Code.NOT_STARTED) | {LIVE: YES}
WHILE_CHOOSING = _at_other_times(Code.STALE) | {LIVE: YES}
WHILE_GATHERING = _at_other_times(DONE) | {
    PLANNED: Code.NOT_YET_OPEN,
    CALLED_OFF: Code.CALLED_OFF,
    GATHERING: YES,
}
WHILE_PLANNED = _at_other_times(Code.ALREADY_STARTED) | {PLANNED: YES, CALLED_OFF: Code.CALLED_OFF}

_ROWS = (
    # Seats
    _row(seats.Join, seats.join, ANYBODY, ALWAYS | {CALLED_OFF: Code.CALLED_OFF}),
    _row(seats.Leave, seats.leave, EVER_SEATED, ALWAYS_AND_AFTER),
    _row(seats.StepOut, seats.step_out, SEATED, ALWAYS),
    _row(seats.ComeBack, seats.come_back, SEATED, ALWAYS),
    _row(seats.Remove, seats.remove, LEADER, ALWAYS),
    _row(agreements.Agree, agreements.agree, HAS_SEAT, WHILE_LIVE),
    _row(agreements.Listen, agreements.listen, HAS_SEAT, WHILE_LIVE),
    _row(writing.Speak, writing.speak, HAS_SEAT, ALWAYS),
    _row(writing.Write, writing.write, HAS_SEAT, ALWAYS),
    # The course of a session
    _row(stages.Begin, stages.begin, BEGINNER, WHILE_GATHERING),
    _row(Next, move_on, LEADER, WHILE_LIVE),
    _row(stages.End, stages.end, LEADER, ALWAYS_AND_AFTER | {CALLED_OFF: DONE}),
    _row(prompts.SetPrompt, prompts.set_prompt, LEADER, ALWAYS),
    # The talking piece
    _row(turns.Receive, turns.receive, SEATED, WHILE_LIVE),
    _row(turns.NotYet, turns.not_yet, SEATED, WHILE_LIVE),
    _row(turns.Pass, turns.pass_by, SEATED, WHILE_LIVE),
    _row(turns.Done, turns.done, SEATED, WHILE_LIVE),
    _row(turn_time.Extend, turn_time.extend, SEATED_OR_LEADER, WHILE_LIVE),
    _row(nominating.Nominate, nominating.nominate, SEATED_OR_LEADER, WHILE_CHOOSING),
    _row(order.Reorder, order.reorder, LEADER, WHILE_LIVE),
    _row(order.PutFirst, order.put_first, LEADER, ALWAYS | {CALLED_OFF: Code.CALLED_OFF}),
    _row(notes.GiveNotes, notes.give_notes, SEATED, WHILE_LIVE),
    # Holding the circle
    _row(holds.Pause, holds.pause, LEADER, WHILE_LIVE),
    _row(holds.HoldSilence, holds.hold_silence, LEADER, WHILE_LIVE),
    _row(holds.Resume, holds.resume, LEADER, WHILE_LIVE),
    _row(holds.AskForPause, holds.ask_for_pause, SEATED, WHILE_LIVE),
    _row(quieting.Quiet, quieting.quiet, LEADER, WHILE_LIVE),
    _row(agreements.AddLine, agreements.add_line, LEADER, WHILE_LIVE),
    _row(agreements.Recall, agreements.recall, LEADER, WHILE_LIVE),
    _row(facilitating.HandOver, facilitating.hand_over, LEADER, ALWAYS),
    _row(facilitating.TakeRole, facilitating.take_role, SEATED, WHILE_LIVE),
    # In confidence
    _row(resonance.Resonate, resonance.resonate, SEATED, WHILE_LIVE),
    _row(resonance.TakeBack, resonance.take_back, SEATED, WHILE_LIVE),
    _row(feelings.Feel, feelings.feel, SEATED, WHILE_LIVE),
    _row(first_time.ComeFirst, first_time.come_first, SEATED, WHILE_LIVE),
    _row(optional_questions.AskOptional, optional_questions.ask_optional, HAS_SEAT, ALWAYS),
    _row(optional_questions.AnswerOptional, optional_questions.answer_optional, HAS_SEAT, ALWAYS),
    _row(harvest.OfferSpark, harvest.offer_spark, SEATED, WHILE_LIVE),
    # Dates
    _row(dates.Reschedule, dates.reschedule, LEADER, WHILE_PLANNED),
    _row(dates.CallOff, dates.call_off, LEADER, WHILE_PLANNED | {CALLED_OFF: DONE}),
    _row(dates.Refit, dates.refit, LEADER, ALWAYS | {LIVE: Code.ALREADY_STARTED}),
    # The bot and its clock
    _row(Tick, tick, BOT, ALWAYS_AND_AFTER),
    _row(outage.GiveBack, outage.give_back, BOT, ALWAYS_AND_AFTER | WITHOUT_A_DATE),
    _row(outage.Lapse, outage.lapse, BOT, ALWAYS_AND_AFTER),
    _row(unseen.StandStill, unseen.stand_still, BOT, ALWAYS | WITHOUT_A_DATE),
    _row(unseen.GoOn, unseen.go_on_again, BOT, ALWAYS | WITHOUT_A_DATE),
    _row(asking_in.AskIn, asking_in.ask_in, BOT, WHILE_LIVE_OR_DONE),
    _row(resonance.ForgetEcho, resonance.forget_echo, BOT, WHILE_LIVE_OR_DONE),
)

TABLE: Mapping[type[Command], CommandRow] = {row.command: row for row in _ROWS}
"""Every command there is."""


def when(state: SessionState) -> When:
    """Where the session is."""
    if state.phase is Phase.PLANNED:
        return CALLED_OFF if state.is_off else PLANNED
    return _WHEN[state.phase]


_WHEN = {Phase.GATHERING: GATHERING, Phase.LIVE: LIVE, Phase.ENDED: OVER}
