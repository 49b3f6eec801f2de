"""The sentence for each refusal: what happened, and what to do. None of them blames."""

from __future__ import annotations

from bot.circle.refusals import Code, Refusal
from bot.services.schedule.problems import Problem, ScheduleError

from .i18n import N_, Translator

REFUSALS: dict[Code, str] = {
    Code.AGREE_FIRST: N_("This is for everyone who has agreed. You may press I agree at any time."),
    Code.ALREADY_SEATED: N_("You already have a seat in this circle. There is nothing else to do."),
    Code.ALREADY_STARTED: N_("This circle has already begun."),
    Code.ALREADY_WAITING: N_(
        "You are on the waiting list. When a seat is free, I keep it for you and write to you."
    ),
    Code.CALLED_OFF: N_("This date does not take place. You are welcome at the next one."),
    Code.CLOSING: N_("This circle is closing. You are welcome at the next one."),
    Code.EARLY: N_("It is not time yet. You may wait, or begin all the same."),
    Code.HAS_THE_PIECE: N_("This person has the piece just now. With **Next** it goes on."),
    Code.HAS_THE_ROLE: N_(
        "This person holds the circle. Hand the circle over to someone else first, with /circle handover."
    ),
    Code.IN_SILENCE: N_("A moment of silence is being held. It ends by itself; your place is kept."),
    Code.JUST_RESTED: N_(
        "There was a pause a little while ago. You may ask again in a few minutes, or step out any time."
    ),
    Code.FEW_LISTENED: N_(
        "With so few listening, the teller would guess that it was you. So nothing was sent."
    ),
    Code.LINE_ADDED: N_(
        "A line has been added to the agreements since. Please read the newest card, and agree there."
    ),
    Code.MOMENT_PASSED: N_("The circle has moved on since. Nothing has changed."),
    Code.NOT_A_SEAT: N_("This person has no seat here just now, or no turn to come. Nothing has changed."),
    Code.NOT_AGREEING: N_("A line can be added while the circle reads its agreements. Nothing has changed."),
    Code.NOT_AGREED: N_(
        "The piece can come to you once you have pressed I agree. You may listen until then."
    ),
    Code.NOT_ASKED: N_("The circle has a facilitator just now. Thank you."),
    Code.NOT_FACILITATOR: N_("Only this circle's facilitator can do that. Nothing has changed."),
    Code.NOT_HARVESTING: N_("Sparks are gathered only during the harvest. Yours stays with you."),
    Code.NOT_IN_ROUND: N_("The talking piece is not going round at the moment."),
    Code.NOT_PAUSED: N_("The circle is not paused; it is going on."),
    Code.NOT_RECEIVED: N_("Nobody has taken the piece yet. Receive it first, or let it go by with Pass."),
    Code.NOT_SEATED: N_(
        "You do not have a seat in this circle. Press Save me a seat on its invitation to join."
    ),
    Code.NOT_SPEAKING: N_("Nobody holds the piece at the moment, so there is no time to change."),
    Code.NOT_STARTED: N_("This circle has not begun yet."),
    Code.NOT_YET_OPEN: N_("This circle is still to come. Its room opens shortly before it begins."),
    Code.NOT_YOUR_TURN: N_("The piece is with someone else just now. It will come to you."),
    Code.NO_AGREEMENT: N_("This circle has no such agreement. Nothing has changed."),
    Code.NO_MORE_TIME: N_("You have used your extra minute. Take a moment to finish."),
    Code.NO_NOTE: N_("A content note belongs to a story while it is told. Nothing has changed."),
    Code.NO_ORDER: N_("No round with an order comes after this. Nothing has changed."),
    Code.NO_ROOM: N_(
        "I cannot reach the circle's room just now, so it cannot begin yet. Nothing is lost. "
        "Please try again in a moment."
    ),
    Code.NO_PROMPT_STAGE: N_("No stage from here on has a question."),
    Code.ORDER_MISMATCH: N_("The order has changed meanwhile. Please use /circle order once more."),
    Code.OVER: N_("This circle is over. Thank you for coming by."),
    Code.PASSED: N_("That moment has passed already. Please choose one that is still to come."),
    Code.OWN_STORY: N_("This is your own story. These are for your listeners."),
    Code.PAUSED: N_("The circle is paused. Your place and your time are kept."),
    Code.PRACTICE: N_("This is practice, so no spark is posted. You may say yours aloud."),
    Code.REMOVED: N_(
        "You cannot take part in this session. You may talk with the people who run this server."
    ),
    Code.STALE: N_("The circle has moved on. The newest card is further down."),
    Code.TIME_STANDS: N_("The time stands still for a moment. You can add to it afterwards."),
}


def refusal_sentence(t: Translator, refusal: Refusal) -> str:
    """The sentence for a refusal, in the reader's language."""
    count = refusal.count or 0
    if refusal.code is Code.FULL:
        return t.many(
            "All {count} seats of this circle are taken. If one becomes free, the invitation shows it.",
            "All {count} seats of this circle are taken. If one becomes free, the invitation shows it.",
            count,
        )
    if refusal.code is Code.FEWER:
        return t.many(
            "{count} person fewer is here than this circle asks for. You may wait, or begin all the same.",
            "{count} people fewer are here than this circle asks for. You may wait, or begin all the same.",
            count,
        )
    if refusal.code is Code.MANY_LINES:
        return t.many(
            "The agreements have {count} line already, and cannot have more. Nothing has changed.",
            "The agreements have {count} lines already, and cannot have more. Nothing has changed.",
            count,
        )
    if refusal.code is Code.TOO_FEW:
        return t.many(
            "A circle needs {count} more person before it can begin.",
            "A circle needs {count} more people before it can begin.",
            count,
        )
    return t(REFUSALS[refusal.code])


SCHEDULE_PROBLEMS: dict[Problem, str] = {
    Problem.GONE: N_("This schedule is gone. /schedule list shows the others."),
    Problem.CHANGED_MEANWHILE: N_(
        "Someone else changed this schedule meanwhile, so nothing of yours was saved. /schedule "
        "list shows how it is now."
    ),
    Problem.NAME_TAKEN: N_("Another schedule has that name already. Please choose another name."),
    Problem.NO_DATES: N_("That gives no date that is still to come. Please change the time."),
    Problem.TOO_MANY: N_("This server has as many schedules as it may have. Please delete one first."),
    Problem.NO_NUMBER: N_(
        "A closed series needs a number of meetings, from 2 to 20. **Change the time** asks how often: you may "
        "write weekly for 8 weeks."
    ),
    Problem.ALREADY_MET: N_(
        "This closed series has had that many meetings already. Please give it more, or begin a new one."
    ),
    Problem.NEXT_IS_KNOWN: N_(
        "People know already which meeting is next, and it would come after another. /schedule skip leaves "
        "one out instead."
    ),
}


def schedule_sentence(t: Translator, error: ScheduleError) -> str:
    """Why a schedule cannot be what was asked, in the reader's language."""
    return t(SCHEDULE_PROBLEMS[error.problem])
