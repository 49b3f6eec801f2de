"""The sentence for each reason why a schedule cannot be what was asked."""

from __future__ import annotations

from bot.services.schedules import Problem, ScheduleError
from bot.ui.i18n import N_, Translator

PROBLEMS = {
    Problem.GONE: N_("This schedule is not there any more. /schedule list shows what there is."),
    Problem.CHANGED_MEANWHILE: N_(
        "Somebody else has changed this schedule meanwhile, so nothing of yours was saved. "
        "/schedule list shows how it is now."
    ),
    Problem.NAME_TAKEN: N_("Another schedule has that name already. Please choose another name."),
    Problem.NO_DATES: N_("That gives no date that is still to come. Please change the time."),
    Problem.TOO_MANY: N_("This server has as many schedules as it may have. Please delete one first."),
}


def problem_words(t: Translator, error: ScheduleError) -> str:
    """Why a schedule cannot be what was asked."""
    return t(PROBLEMS[error.problem])
