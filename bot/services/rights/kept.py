"""What is kept of one person now: found by sealing their id in every way in which one is sealed.

Nothing is opened that is somebody else's. Which table says something of a person, and which does not, is in
`SAYS_SOMETHING` and `SAYS_NOTHING`; a test holds them against the tables there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.circle.model import Question
from bot.circle.one_seat import OneSeat, one_seat
from bot.ids import MemberXid, ScheduleId, SessionId
from bot.privacy.keyring import of_session
from bot.store import rights_queries as rq
from bot.store import sealing_queries as kq
from bot.store import series_queries as cq

from ..care import greetings, next_day
from ..care.next_day import KeptWord
from ..circle.question_rests import resting
from ..circle.sessions import Session, load
from ..gathering.gatherings import Someone, with_person
from ..gathering.on_call import OnCall, everywhere
from ..rooms.sealed_targets import is_target
from ..schedule import schedules, series_seats
from ..schedule.course import course_of, ends_at
from ..schedule.reminders import USUAL, Reminding, wish_ends, wishes_of
from ..unit_of_work import Work
from ..unreadable import Unreadable

SAYS_SOMETHING = {
    "seat": "who sits where, sealed, and the language to write to them in: shown and erased",
    "session": "the sealed state says what each seat did: shown; a seat that is erased is left",
    "series_seat": "who has a seat in all meetings of a closed series, sealed: shown and erased",
    "rota": "who facilitates a schedule in turn, sealed: shown and erased, in drafts too",
    "wish": "what somebody wishes of reminders, sealed: shown and erased",
    "reminding": "the same as an earlier version kept it: shown and erased",
    "gathered": "who waits in a gathering, would hold its circle or was asked to, sealed: shown and erased",
    "on_call": "which facilitators are on call, and when, sealed: shown and erased",
    "question_rest": "which questions somebody left unanswered lately, sealed: shown and erased",
    "greeting": "who would like to be greeted, and who greets them, sealed: shown and erased",
    "next_day_word": "a word for the day after a circle, sealed: shown and erased",
    "mark": "what the bot changed for somebody in Discord, sealed: shown; gone when it is put back",
}
"""The tables in which something is of one person, and what becomes of it."""
SAYS_NOTHING = {
    "circle": "names of circles",
    "schedule": "when circles meet",
    "course": "how many meetings of a closed series have been",
    "changed_date": "dates that were moved or skipped",
    "session_format": "formats",
    "deadline": "what is due",
    "delivery": "what is to be shown, by seats that only the sealed table leads to",
    "gathering": "where people gather, and until when",
    "card": "where messages of the bot are",
    "prompt_use": "which questions a circle has had",
    "own_prompt": "questions of a server; the name below one is words that an admin typed",
    "own_format": "formats that admins made for their server",
    "resource": "places to turn to",
    "cell": "sums over the sessions of a quarter, at least three together",
    "contribution": "what one session adds to such sums, sealed",
    "server": "what admins have set; roles and channels, no person",
    "absence": "servers that are not reached",
    "spark": "lines without a name, found by a token that only their giver has",
    "pulse": "when the bot was alive",
    "agreed": "how several processes of the bot share the work",
    "key_check": "whether the key is the right one",
}
"""The tables in which nothing leads to a person."""


@dataclass(frozen=True, slots=True)
class KeptSeat:
    """A seat, or what is left of one."""

    session_id: SessionId
    name: str
    language: str | None
    is_readable: bool
    about: OneSeat | None
    """What the state says of it; None when it says nothing, or cannot be read."""

    @property
    def is_only_let_out(self) -> bool:
        """Whether nothing is left but the seal, and that only until its person is let out of the room."""
        return self.is_readable and self.about is None


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A place among those who facilitate a schedule in turn."""

    schedule_id: ScheduleId
    name: str | None
    """None when the schedule cannot be read."""


@dataclass(frozen=True, slots=True)
class KeptSeriesSeat:
    """A seat in all meetings of a closed series, or a place among those who wait for one."""

    schedule_id: ScheduleId
    name: str | None
    """None when the schedule cannot be read."""
    waits: bool
    ends: datetime | None
    """When its last meeting begins, as it is planned now. It is forgotten when that is over."""


@dataclass(frozen=True, slots=True)
class KeptGathering:
    """A gathering that somebody is in."""

    name: str
    about: Someone


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one person."""

    seats: tuple[KeptSeat, ...]
    places: tuple[KeptPlace, ...]
    wish: Reminding | None
    """None when they wish nothing special, and so nothing is kept."""
    wish_ends: datetime | None
    """When that is forgotten, unless they say it anew; None where that is not known."""
    marks: int
    """How many permissions, mutes and the like were changed for them and are not put back."""
    gatherings: tuple[KeptGathering, ...] = ()
    on_call: tuple[OnCall | None, ...] = ()
    """What they said of being on call, for each server; None of what cannot be read."""
    resting: frozenset[Question] = frozenset()
    """Which questions are not asked of them, because they were asked lately."""
    words: tuple[KeptWord, ...] = ()
    """What they are written on the day after a circle."""
    greetings: tuple[int, int] = (0, 0)
    """In how many wishes to be greeted they are the one who is new, and in how many they greet."""
    series: tuple[KeptSeriesSeat, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is kept of them."""
        kept_long = (self.places, self.wish, self.resting, self.words, self.marks, self.on_call, self.series)
        return not (self.seats or self.gatherings or any(kept_long) or any(self.greetings))


def kept_of(work: Work, member_xid: MemberXid) -> Kept:
    """What is kept of this person now. It looks at every open session, so it is asked on a reading thread."""
    wish = wishes_of(work, member_xid)
    return Kept(
        _seats(work, member_xid),
        _places(work, member_xid),
        None if wish == USUAL else wish,
        wish_ends(work, member_xid),
        _marks(work, member_xid),
        _gatherings(work, member_xid),
        tuple(there for _, there in everywhere(work, member_xid)),
        resting(work, member_xid, Question),
        next_day.kept_for(work, member_xid),
        greetings.kept_for(work, member_xid),
        _series(work, member_xid),
    )


def _gatherings(work: Work, member_xid: MemberXid) -> tuple[KeptGathering, ...]:
    return tuple(
        KeptGathering(gathering.choices.name if gathering.choices is not None else "", about)
        for gathering, about in with_person(work, member_xid)
    )


def _seats(work: Work, member_xid: MemberXid) -> tuple[KeptSeat, ...]:
    found = []
    for session_id in work.db.execute(kq.sessions_not_over).scalars().all():
        key = work.key_of(of_session(session_id))
        if key is None:
            continue
        sealed = {"of_session": session_id, "sealed": work.vault.seal(key, member_xid)}
        row = work.db.execute(rq.seat_of_member, sealed).first()
        if row is None:
            continue
        name = work.db.execute(rq.name_of, {"of_session": session_id}).scalar_one()
        session = _readable(work, session_id)
        about = None if session is None else one_seat(session.state, row.seat)
        found.append(KeptSeat(session_id, name, row.language, session is not None, about))
    return tuple(found)


def _readable(work: Work, session_id: SessionId) -> Session | None:
    try:
        return load(work, session_id)
    except Unreadable:
        return None


def _places(work: Work, member_xid: MemberXid) -> tuple[KeptPlace, ...]:
    found = []
    for row in work.db.execute(rq.rotas).all():
        if work.vault.seal(row.salt, member_xid) == row.member:
            try:
                name = schedules.load(work, row.schedule_id).choices.name
            except Unreadable:
                name = None
            found.append(KeptPlace(row.schedule_id, name))
    return tuple(found)


def _series(work: Work, member_xid: MemberXid) -> tuple[KeptSeriesSeat, ...]:
    found = []
    for schedule_id in work.db.execute(cq.series_with_seats).scalars().all():
        seat = series_seats.seat_of(work, schedule_id, member_xid)
        if seat is None:
            continue
        try:
            kept = schedules.load(work, schedule_id)
        except Unreadable:
            found.append(KeptSeriesSeat(schedule_id, None, seat.waits, None))
            continue
        so_far = course_of(work, kept)
        ends = None if so_far is None else ends_at(work, kept, so_far)
        found.append(KeptSeriesSeat(schedule_id, kept.choices.name, seat.waits, ends))
    return tuple(found)


def _marks(work: Work, member_xid: MemberXid) -> int:
    marks = work.db.execute(rq.marks).all()
    return sum(is_target(work.vault, guild_xid, target, member_xid) for guild_xid, target in marks)
