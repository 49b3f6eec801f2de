"""Asking somebody the one question that the budget allows, if there is one (`bot.circle.optional_questions`)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.circle import commands as c
from bot.circle.feelings import is_leaving
from bot.circle.model import Consent, Moment, Phase, Question, Seat
from bot.circle.optional_questions import ORDER, open_question
from bot.ids import MemberXid, SessionId

from ..care.greetings import may_wish, wishes
from ..care.next_day import has_next_day, is_asked_for
from ..unit_of_work import Work
from .acting import ask
from .question_rests import resting
from .sessions import Session, load, seat_of


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The question that somebody has before them now; None when there is none."""

    session: Session
    question: Question | None = None


def ask_optional(work: Work, session_id: SessionId, member_xid: MemberXid, moment: Moment) -> OpenQuestion:
    """Ask a member what may be asked of them in this moment. What is open already is shown once more.

    Raises:
        NoSession: the session is gone.
    """
    session = load(work, session_id)
    seat = session.state.seat(seat_of(work, session, member_xid))
    if seat is None or not seat.is_seated:
        return OpenQuestion(session)
    on_offer = frozenset(question for question in ORDER[moment] if _is_on_offer(session, seat, question))
    on_offer -= {question for question in on_offer if not _is_open(work, session, member_xid, question)}
    if not on_offer:
        return OpenQuestion(session)
    rests = resting(work, member_xid, on_offer)
    asked = c.AskOptional(moment=moment, on_offer=on_offer, resting=rests)
    session = ask(work, session, member_xid, asked).session
    question = open_question(session.state, seat.number, moment)
    return OpenQuestion(session, question if question in on_offer else None)


def _is_on_offer(session: Session, seat: Seat, question: Question) -> bool:
    """Whether a question can be asked of somebody here at all, whatever they were asked elsewhere."""
    state = session.state
    if state.phase is Phase.ENDED:
        return False
    match question:
        case Question.WAY:
            return not session.room.kind.is_written and seat.consent is not Consent.LISTENING
        case Question.NEW:
            is_live = state.phase is Phase.LIVE and not seat.waits_outside
            return is_live and not state.practice and seat.number not in state.first_timers
        case Question.ALONE:
            answered = state.check_in.answered
            return state.format.scale and not is_leaving(state) and seat.number not in answered
        case Question.NEXT_DAY:
            return has_next_day(session)
        case Question.GREETING:
            return True


def _is_open(work: Work, session: Session, member_xid: MemberXid, question: Question) -> bool:
    """Whether it is also possible in this server, and they have not asked for it by themselves."""
    match question:
        case Question.NEXT_DAY:
            return not is_asked_for(work, session, member_xid)
        case Question.GREETING:
            return may_wish(work, session) and not wishes(work, session.guild_xid, member_xid)
        case _:
            return True
