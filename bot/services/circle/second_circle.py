"""Making the second circle, when so many came that there are two.

Who moves is decided in the core; here their seats are sealed anew, since each session has a key of its own.
"""

from __future__ import annotations

from dataclasses import replace

from bot.circle import events as e
from bot.store import queries as q

from ..unit_of_work import Work
from . import sessions
from .change import Change
from .choices import CircleChoices
from .opening import Invitation, Person, plan_second


def make(work: Work, change: Change, event: e.Halved) -> None:
    """Open the second circle for those who move, and forget their seats in the first."""
    before = change.session
    members, languages = sessions.seated(work, before)
    people = []
    for number in event.moved:
        seat = before.state.known_seat(number)
        people.append(Person(members[number], seat.may_facilitate, languages.get(number)))
        work.db.execute(q.drop_seat, {"of_session": before.id, "number": number})
    date = before.state.date
    choices = replace(date.choices, has_event=False, splits=False)
    appointment = replace(date, reminders=(), choices=choices, is_half=True)
    # A seat for everyone who moves, also where the one circle had fewer.
    fits = before.state.format.adjusted(capacity=max(before.state.format.capacity, len(people)))
    name = f"{before.name} (2)"
    circle = CircleChoices(
        name,
        before.language,
        before.parent_xid,
        fits.id,
        choices,
        # Two circles cannot meet in one channel that stays.
        replace(before.room, standing_xid=None),
    )
    wanted = Invitation(before.guild_xid, circle, fits)
    # They were sent these questions ahead, and may have thought about them.
    put = [prompt for _, prompt in before.state.prompts]
    plan_second(work, wanted, before.schedule_id, appointment, people, put)
