"""Letting a session's clock tick; and when so many came that there are two circles, making the second one.

Who moves is decided in the core; here their seats are sealed anew, since each session has a key of its own.
"""

from __future__ import annotations

from dataclasses import replace

from bot.circle import commands as c
from bot.circle import events as e
from bot.store import queries as q

from ..unit_of_work import Work
from . import acting, sessions
from .acting import Answer
from .choices import CircleChoices
from .opening import Invitation, Person, plan_second
from .sessions import Session


def tick(work: Work, session_id: int) -> Answer:
    """Let the clock do what is due in a session. Raises `NoSession`."""
    before = sessions.load(work, session_id)
    answer = acting.ask(work, before, None, c.Tick())
    for event in answer.events:
        if isinstance(event, e.Halved):
            _make_second(work, before, event.moved)
    return answer


def is_halved(answer: Answer) -> bool:
    """Whether a second circle was made."""
    return any(isinstance(event, e.Halved) for event in answer.events)


def _make_second(work: Work, before: Session, moved: tuple[int, ...]) -> None:
    """Open the second circle for those who move, and forget their seats in the first."""
    members, languages = sessions.seated(work, before)
    people = []
    for number in moved:
        seat = before.state.seat(number)
        assert seat is not None
        people.append(Person(members[number], seat.may_facilitate, languages.get(number)))
        work.db.execute(q.drop_seat, {"of_session": before.id, "number": number})
    date = before.state.date
    choices = replace(date.choices, has_event=False, splits=False)
    appointment = replace(date, reminders=(), choices=choices, is_half=True)
    # A seat for everyone who moves, also where the one circle had fewer.
    fits = before.state.format.adjusted(capacity=max(before.state.format.capacity, len(people)))
    circle = CircleChoices(f"{before.name} (2)", before.language, before.parent_xid, fits.id, choices)
    wanted = Invitation(before.guild_xid, circle, fits)
    second = plan_second(work, wanted, before.schedule_id, appointment, people).session
    for _, prompt in before.state.prompts:
        # They were sent this question ahead, and may have thought about it.
        second = acting.ask(work, second, None, c.SetPrompt(steward=True, prompt=prompt)).session
