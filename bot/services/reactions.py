"""What follows from an event of a session, in the same transaction: one list.

What has to be shown is a list of its own (`deliveries.planning`), for it is about all that happened at once. Whoever
waits for what a transaction has made due is told after it (`unit_of_work.News`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from bot.circle import events as e

from .circle import agreements, last_words, question_rests, seats, second_circle, slips
from .circle.change import Change
from .harvest import sparks
from .participation import contributing
from .rooms import asking_in
from .schedule import called_off, meeting_over, series_seats
from .unit_of_work import Work

Happened = TypeVar("Happened", bound=e.Event)
Reaction = Callable[[Work, Change, e.Event], None]


def _to(event: type[Happened], reaction: Callable[[Work, Change, Happened], None]) -> tuple[type, Reaction]:
    """A row of the list. The reaction is only ever called with an event of that type."""
    return event, cast("Reaction", reaction)


def _count(work: Work, change: Change, event: e.TurnOffered) -> None:
    work.news.hand_offs += 1


REACTIONS = (
    _to(e.SeatTaken, seats.remember),
    _to(e.SeatQueued, seats.remember),
    _to(e.SeatTaken, series_seats.remember),
    _to(e.SeatQueued, series_seats.remember),
    _to(e.SeatForgotten, series_seats.give_up),
    _to(e.PlaceChanged, series_seats.give_up),
    _to(e.KeepingLapsed, series_seats.give_up),
    _to(e.PlaceChanged, seats.forget_language),
    _to(e.SeatForgotten, seats.forget_language),
    _to(e.Begun, asking_in.when_begun),
    _to(e.TurnOffered, asking_in.when_offered),
    _to(e.TurnOffered, _count),
    _to(e.CalledOff, called_off.leave_out),
    _to(e.Halved, second_circle.make),
    _to(e.QuestionAsked, question_rests.begin),
    _to(e.Ended, question_rests.end_answered),
    _to(e.Ended, contributing.contribute),
    _to(e.Ended, sparks.when_ended),
    _to(e.Ended, agreements.when_ended),
    _to(e.Ended, last_words.when_ended),
    _to(e.Ended, meeting_over.when_ended),
    _to(e.Ended, slips.when_ended),
    _to(e.Ended, seats.forget),
)
"""Of one event they happen in this order."""


def react(work: Work, change: Change) -> None:
    """Let follow what follows from everything that became true, in the order in which it did."""
    for step in change.steps:
        for event, reaction in REACTIONS:
            if isinstance(step.event, event):
                reaction(work, change, step.event)
