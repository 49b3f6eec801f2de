"""Why a schedule cannot be what was asked, as codes; the sentences are at the edge."""

from __future__ import annotations

from enum import StrEnum

from ..not_possible import NotPossible


class Problem(StrEnum):
    """Why a schedule cannot be what was asked."""

    GONE = "gone"
    CHANGED_MEANWHILE = "changed_meanwhile"
    NAME_TAKEN = "name_taken"
    NO_DATES = "no_dates"
    TOO_MANY = "too_many"


class ScheduleError(NotPossible):
    """Nothing has changed. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
