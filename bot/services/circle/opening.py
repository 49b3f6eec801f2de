"""Beginning the life of a session: opened here and now, or planned for a date. Each is part of one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.calendar.wallclock import LocalTime
from bot.circle import commands as c
from bot.circle.appointment import Appointment
from bot.circle.formats import Format
from bot.circle.machine import Step, decide, events_of, open_session, plan_session
from bot.circle.model import Prompt, SessionState
from bot.circle.refusals import Refusal
from bot.ids import CircleId, GuildXid, MemberXid, ScheduleId, SessionId
from bot.privacy.keyring import of_session
from bot.store import formats
from bot.store import queries as q
from bot.store.locks import hold_server

from ..deliveries.planning import plan
from ..deliveries.rows import queue
from ..not_possible import NotPossible
from ..rooms import rooms
from ..rooms.choices import columns_of
from ..settings.rules import rules_in
from ..unit_of_work import Work
from .agreements import with_own_lines
from .answer import Answer
from .choices import CircleChoices
from .sessions import kept, load


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a facilitator asks for when opening a session, or what a schedule says of one."""

    guild_xid: GuildXid
    circle: CircleChoices
    format: Format
    """The chosen format, with the seats and times of this circle."""
    prompt: Prompt | None = None
    practice: bool = False
    """Whether people only practise in it."""


@dataclass(frozen=True, slots=True)
class Date:
    """Which date of which schedule a session is."""

    schedule_id: ScheduleId
    local: LocalTime | None
    """None for a second circle of a date."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has a seat from the beginning."""

    member_xid: MemberXid
    may_facilitate: bool = True
    language: str | None = None


class TooManyOpen(NotPossible):
    """The server has as many open sessions as it may have."""


def open_now(work: Work, wanted: Invitation, leads: Person) -> Answer:
    """Open a gathering session with its facilitator in the first seat.

    Args:
        wanted: what the facilitator chose.
        leads: the facilitator.

    Raises:
        TooManyOpen: as many are open as may be.
    """
    hold_server(work.db, wanted.guild_xid)
    if (
        len(work.db.execute(q.under_way_in_guild, {"guild_xid": wanted.guild_xid}).all())
        >= work.settings.circles.open_per_server
    ):
        raise TooManyOpen
    wanted = _with_own_lines(work, wanted)
    steps = open_session(wanted.format, secrets.randbits(63), work.now, practice=wanted.practice)
    if wanted.prompt is not None:
        steps = _with_prompt(work, steps, c.SetPrompt(seat=1, prompt=wanted.prompt))
    return _add(work, wanted, steps, [leads])


def _with_prompt(work: Work, steps: tuple[Step, ...], command: c.SetPrompt) -> tuple[Step, ...]:
    put = decide(steps[-1].after, command, work.now)
    return steps if isinstance(put, Refusal) else (*steps, *put)


def plan_date(
    work: Work,
    wanted: Invitation,
    date: Date,
    appointment: Appointment,
    leads: Person | None,
    others: Sequence[Person] = (),
    waiting: Sequence[Person] = (),
) -> Answer:
    """Plan a session for one date of a schedule, its facilitator in the first seat when one is known.

    In a closed series the others have their seats, and their places among those who wait, from the beginning.
    """
    wanted = _with_own_lines(work, wanted)
    planned = plan_session(
        wanted.format,
        secrets.randbits(63),
        appointment,
        work.now,
        facilitator=leads is not None,
        asked_first=[person.may_facilitate for person in others],
        waiting=[person.may_facilitate for person in waiting],
    )
    people = [*others, *waiting] if leads is None else [leads, *others, *waiting]
    return _add(work, wanted, planned, people, date)


def _with_own_lines(work: Work, wanted: Invitation) -> Invitation:
    return replace(wanted, format=with_own_lines(work, wanted.guild_xid, wanted.circle, wanted.format))


def plan_second(
    work: Work,
    wanted: Invitation,
    schedule_id: ScheduleId | None,
    appointment: Appointment,
    people: Sequence[Person],
    prompts: Sequence[Prompt] = (),
) -> Answer:
    """Plan the second of two circles that were one, with its people in their seats and questions put already.

    Nobody holds it yet: who may is known when somebody begins it, and the clock asks those first who could lead.
    """
    asked_first = [person.may_facilitate for person in people]
    begun = plan_session(wanted.format, secrets.randbits(63), appointment, work.now, asked_first=asked_first)
    for prompt in prompts:
        begun = _with_prompt(work, begun, c.SetPrompt(steward=True, prompt=prompt))
    date = None if schedule_id is None else Date(schedule_id, None)
    return _add(work, wanted, begun, people, date)


def circle_of(work: Work, guild_xid: GuildXid, name: str) -> CircleId:
    """The circle of that name in the server, made when it is new."""
    circle = {"guild_xid": guild_xid, "name": name}
    found: CircleId | None = work.db.execute(q.circle_id, circle).scalar()
    return found if found is not None else CircleId(q.added(work.db.execute(q.add_circle, circle)))


def _add(
    work: Work,
    wanted: Invitation,
    begun: tuple[Step, ...],
    people: Sequence[Person],
    date: Date | None = None,
) -> Answer:
    hold_server(work.db, wanted.guild_xid)
    state = begun[-1].after
    room = wanted.circle.room.settled(rules_in(work, wanted.guild_xid).room_choices)
    values = {
        "circle_id": circle_of(work, wanted.guild_xid, wanted.circle.name),
        "guild_xid": wanted.guild_xid,
        "parent_xid": wanted.circle.parent_xid,
        **columns_of(room),
        "room_xid": None,
        "room_name": rooms.new_name(practice=wanted.practice),
        "name": wanted.circle.name,
        "language": wanted.circle.language,
        "version": state.version,
        "phase": state.phase.value,
        "state": "",
        "format_hash": formats.keep(work.db, state.format),
        "touched_at": work.now,
        "schedule_id": None if date is None else date.schedule_id,
        "local": None if date is None else date.local,
        "slot": work.settings.cluster.slot_of(wanted.guild_xid),
    }
    session_id = SessionId(q.added(work.db.execute(q.add_session, values)))
    key = work.new_key(of_session(session_id))
    work.db.execute(q.put_state, {"of_session": session_id, "new_state": kept(state, work.vault, key)})
    for number, person in enumerate(people, 1):
        sealed = work.vault.seal(key, person.member_xid)
        seat = {"session_id": session_id, "seat": number, "member": sealed, "language": person.language}
        work.db.execute(q.add_seat, seat)
    assert state.timer is not None
    clock = {
        "session_id": session_id,
        "kind": state.timer.kind.value,
        "due_at": state.timer.due,
        "slot": values["slot"],
    }
    work.db.execute(q.add_deadline, clock)
    work.news.clock_set(state.timer.due)
    queue(work, session_id, plan(SessionState(format=wanted.format, seed=state.seed), begun))
    seats = {number: person.member_xid for number, person in enumerate(people, 1)}
    return Answer(load(work, session_id), 1 if people else None, events_of(begun), people=seats)
