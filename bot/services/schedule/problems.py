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
    NO_NUMBER = "no_number"
    """A closed series needs a number of meetings."""
    ALREADY_MET = "already_met"
    """As many meetings have been as it would have."""
    NEXT_IS_KNOWN = "next_is_known"
    """The meeting that is announced would not be the next one any more."""


class ScheduleError(NotPossible):
    """Nothing has changed. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
