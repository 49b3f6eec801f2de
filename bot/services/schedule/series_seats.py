"""Who has a seat in all meetings of a closed series, or waits for one.

A seat that is taken in one meeting is a seat in all of them, and one that is given up is given up in all. It is sealed
under the series' own key, so it leads to no seat of any session, and the key goes with the last meeting.
Everything else that is known of a seat is sealed with it at one length: whether it is waited for tells nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.model import SeatPlace
from bot.ids import MemberXid, ScheduleId
from bot.privacy.keyring import of_series
from bot.privacy.sealing import SealError
from bot.store import series_queries as cq

from ..circle import sessions
from ..circle.change import Change
from ..circle.opening import Person
from ..circle.seats import seat_taken
from ..unit_of_work import Work

_LENGTH = 48
"""More bytes than what is known of any seat."""


@dataclass(frozen=True, slots=True)
class SeriesSeat:
    """One seat in all meetings of a closed series."""

    member_xid: MemberXid
    waits: bool
    """Whether they wait for one."""
    may_facilitate: bool
    language: str | None

    @property
    def person(self) -> Person:
        """As they take the seat in one meeting."""
        return Person(self.member_xid, self.may_facilitate, self.language)


def seats_of(work: Work, schedule_id: ScheduleId) -> list[SeriesSeat]:
    """Everyone with a seat, and those who wait, in the order in which they came. What cannot be opened is left out."""
    key = work.key_of(of_series(schedule_id))
    if key is None:
        return []
    found = []
    for row in work.db.execute(cq.seats_of, {"of_schedule": schedule_id}).all():
        try:
            found.append(_read(work, key, row.member, row.words))
        except (SealError, ValueError):
            continue  # under a key that is lost; whoever it was may take a seat again
    return found


def _read(work: Work, key: bytes, member: bytes, words: bytes) -> SeriesSeat:
    place, leads, language = work.vault.show(key, words).decode().rstrip().split(" ")
    xid = work.vault.open(key, member)
    return SeriesSeat(xid, place == "waits", leads == "leads", None if language == "-" else language)


def seat_of(work: Work, schedule_id: ScheduleId, member_xid: MemberXid) -> SeriesSeat | None:
    """The seat of one person; None when they have none."""
    key = work.key_of(of_series(schedule_id))
    if key is None:
        return None
    sealed = work.vault.seal(key, member_xid)
    words = work.db.execute(cq.seat_of_member, {"of_schedule": schedule_id, "sealed": sealed}).scalar()
    try:
        return None if words is None else _read(work, key, sealed, words)
    except (SealError, ValueError):
        return None


def remember(work: Work, change: Change, event: e.SeatTaken | e.SeatQueued) -> None:
    """Whoever took a seat in a meeting, or waits for one, does so in all of them."""
    schedule_id, asker = _series_of(change), change.asker
    is_theirs = isinstance(asker.command, c.Join) and event.seat == seat_taken(
        step.event for step in change.steps
    )
    if schedule_id is None or asker.member_xid is None or not is_theirs:
        return
    if work.db.execute(cq.course_of, {"of_schedule": schedule_id}).first() is None:
        return  # the series was deleted while this meeting was under way
    key = work.key_of(of_series(schedule_id)) or work.new_key(of_series(schedule_id))
    about = {"of_schedule": schedule_id, "sealed": work.vault.seal(key, asker.member_xid)}
    waits = "waits" if isinstance(event, e.SeatQueued) else "sits"
    leads = "leads" if event.may_facilitate else "comes"
    said = f"{waits} {leads} {asker.language or '-'}".encode().ljust(_LENGTH)
    words = work.vault.hide(key, said)
    if work.db.execute(cq.change_seat, {**about, "new_words": words}).rowcount == 0:
        last = work.db.execute(cq.last_place, {"of_schedule": schedule_id}).scalar()
        row = {
            "schedule_id": schedule_id,
            "place": (last or 0) + 1,
            "member": about["sealed"],
            "words": words,
        }
        work.db.execute(cq.add_seat, row)


def give_up(work: Work, change: Change, event: e.SeatForgotten | e.PlaceChanged | e.KeepingLapsed) -> None:
    """Whoever gave up a seat in a meeting, or was removed, has none in the others.

    A circle that begins forgets those who waited for it; they go on waiting for the series. The place of somebody who
    was removed is not opened for others.
    """
    schedule_id = _series_of(change)
    if schedule_id is None:
        return
    if isinstance(event, e.SeatForgotten):
        goes = isinstance(change.asker.command, c.Leave)
    elif isinstance(event, e.PlaceChanged):
        goes = event.place in (SeatPlace.LEFT, SeatPlace.REMOVED)
    else:
        goes = True
    if not goes:
        return
    member_xid = sessions.members(work, change.session).get(event.seat)
    if member_xid is None or not forget_member(work, schedule_id, member_xid):
        return
    was = change.session.state.seat(event.seat)
    if isinstance(event, e.PlaceChanged) and event.place is SeatPlace.REMOVED and was and was.is_seated:
        work.db.execute(cq.one_place_less, {"of_schedule": schedule_id})


def forget_member(work: Work, schedule_id: ScheduleId, member_xid: MemberXid) -> bool:
    """Forget one person's seat in a series. Returns whether there was one."""
    key = work.key_of(of_series(schedule_id))
    if key is None:
        return False
    about = {"of_schedule": schedule_id, "sealed": work.vault.seal(key, member_xid)}
    return bool(work.db.execute(cq.drop_seat, about).rowcount)


def forget_all(work: Work, schedule_ids: Sequence[ScheduleId]) -> None:
    """Forget who has a seat in these series, and destroy their keys."""
    for schedule_id in schedule_ids:
        work.db.execute(cq.drop_seats, {"of_schedule": schedule_id})
        work.drop_key(of_series(schedule_id))


def forget_lost(work: Work) -> None:
    """Forget the seats of series whose keys are lost: nobody can say whose they are. Seats are free again."""
    for schedule_id in work.db.execute(cq.series_with_seats).scalars().all():
        there = len(work.db.execute(cq.seats_of, {"of_schedule": schedule_id}).all())
        if len(seats_of(work, schedule_id)) < there:
            forget_all(work, [schedule_id])


def _series_of(change: Change) -> ScheduleId | None:
    appointment = change.session.state.appointment
    return None if appointment is None or appointment.of_series is None else change.session.schedule_id
