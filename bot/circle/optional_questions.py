"""One budget for all questions that nobody has to answer: which may be asked of a seat now, if any.

Nobody is asked two at a time, or more than two in a circle; and what somebody left unanswered rests for some weeks
(docs/method.md, "Optional questions"). What somebody opens by themselves is not asked, and costs nothing.

A new question is a member of `Question`, its place in `ORDER`, where it is on offer
(`bot.services.circle.optional_questions`), and how it is shown (`bot.ui.cards.circle.optional_questions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from .changing import replace
from .model import SessionState
from .parts import AskedQuestion
from .slices import Command, Draft, Event, No, on
from .words import Moment, Question

MOST = 2
"""How many questions one person is asked in a circle at the most."""
ORDER: Mapping[Moment, tuple[Question, ...]] = {
    Moment.SEATED: (Question.GREETING,),
    # First what a turn needs, then what is asked once, then what is asked each time.
    Moment.ARRIVED: (Question.WAY, Question.NEW, Question.ALONE),
    Moment.LEAVING: (Question.NEXT_DAY,),
}
"""In which order questions are asked, in each moment that has any. Each question belongs to one moment."""
ONCE = frozenset({Question.GREETING, Question.NEW})
"""What rests once it is asked, whether it was answered or not: the next circle's answer is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOptional(Command):
    """Have the one question asked that may be asked of this seat in this moment, if there is one."""

    moment: Moment
    on_offer: frozenset[Question]
    """What can be asked here at all."""
    resting: frozenset[Question] = frozenset()
    """What is not to be asked of this person: they left it unanswered lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOptional(Command):
    """Answer a question in a way that changes nothing else in the circle."""

    question: Question


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """A seat is asked a question that it need not answer."""

    seat: int
    question: Question


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """A seat answered the question that it was asked."""

    seat: int
    question: Question


def _asked(state: SessionState, event: QuestionAsked) -> SessionState:
    asked = (*state.questions, AskedQuestion(event.seat, event.question))
    return replace(state, questions=tuple(sorted(asked, key=lambda one: (one.seat, one.question))))


def _answered(state: SessionState, event: QuestionAnswered) -> SessionState:
    about = (event.seat, event.question)
    return replace(
        state,
        questions=tuple(
            one._replace(answered=True) if (one.seat, one.question) == about else one
            for one in state.questions
        ),
    )


FOLDS = (on(QuestionAsked, _asked), on(QuestionAnswered, _answered))


def to_ask(
    asked: Iterable[AskedQuestion],
    moment: Moment,
    on_offer: AbstractSet[Question],
    resting: AbstractSet[Question],
) -> Question | None:
    """The question that may be asked now; None when there is none.

    Args:
        asked: what this person was asked in this circle.
        moment: where the circle is for them.
        on_offer: what can be asked here at all.
        resting: what they left unanswered lately, in other circles or in this one.
    """
    had = {one.question: one.answered for one in asked}
    is_open = any(had.get(question) is False for question in ORDER[moment])
    if is_open or len(had) >= MOST:
        return None
    left = (question for question in ORDER[moment] if question in on_offer)
    return next((question for question in left if question not in had and question not in resting), None)


def open_question(state: SessionState, seat: int | None, moment: Moment) -> Question | None:
    """The question of this moment that a seat was asked and has not answered; None when there is none."""
    return next(
        (
            one.question
            for one in state.questions
            if one.seat == seat and not one.answered and one.question in ORDER[moment]
        ),
        None,
    )


def ask_optional(draft: Draft, command: AskOptional) -> No:
    """Whoever has a seat is asked what the budget allows, and nothing is no refusal. A question that is open is not
    asked anew: it is shown once more."""
    own = [one for one in draft.state.questions if one.seat == command.asker]
    question = to_ask(own, command.moment, command.on_offer, command.resting)
    if question is not None:
        draft.emit(QuestionAsked(command.asker, question))
    return None


def answer_optional(draft: Draft, command: AnswerOptional) -> No:
    """Whoever was asked has answered. Of somebody who was not there is nothing to note, and that is no error."""
    answer_question(draft, command.asker, command.question)
    return None


def answer_question(draft: Draft, seat: int, question: Question) -> None:
    """Note that a seat has answered, if it was asked: for the rules of the questions themselves."""
    if AskedQuestion(seat, question) in draft.state.questions:
        draft.emit(QuestionAnswered(seat, question))
