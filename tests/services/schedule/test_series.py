"""A closed series on a real database: its people keep their seats, it has as many meetings as it was to have, and
nothing of them is left when it is over.
"""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.calendar.recurrence import Series
from bot.circle import commands as c
from bot.circle.choices import SessionChoices
from bot.circle.model import Phase, Presence, SeatPlace
from bot.ids import ChannelXid, GuildXid, MemberXid, ScheduleId
from bot.privacy.keyring import of_series
from bot.services.circle.choices import ScheduleChoices
from bot.services.circle.sessions import Session
from bot.services.rights import kept
from bot.services.schedule import series_seats
from bot.services.schedule.announcing import DateRefused
from bot.services.schedule.schedules import Problem, ScheduleError, Status
from bot.services.starting.loose_keys import destroy_loose
from bot.store import tables
from tests.services.schedule.test_announcing import FAY, GUILD, Desk, _desk

ANN, BEN, CAT, DEV, EVE = (MemberXid(20 + number) for number in range(5))
WEEKLY = Series(datetime(2026, 3, 3, 19), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TU;COUNT=4")
CHOSEN = ScheduleChoices(
    "Grief circle",
    "en",
    ChannelXid(2),
    "story-circle",
    series=WEEKLY,
    closed=True,
    session=SessionChoices(capacity=4),
)


class Group(Desk):
    """A closed series, and what its people do."""

    async def the_one(self) -> Session:
        """The meeting that is announced, or under way. There is one at most."""
        found = await self.open()
        assert len(found) == 1, [session.local for session in found]
        return found[0]

    async def open(self) -> list[Session]:
        """The meetings that have not ended, called off ones left out."""
        every = await self.desks.circle.open_in(GuildXid(GUILD))
        return [session for session in every if not session.state.is_off]

    async def join(self, *people: MemberXid) -> None:
        for person in people:
            session = await self.the_one()
            await self.desks.circle.join(session.id, person, c.Join(), "en", ())

    async def seats(self) -> dict[MemberXid, SeatPlace]:
        session, people = await self.desks.circle.with_people((await self.the_one()).id)
        return {
            people[seat.number]: seat.place
            for seat in session.state.seats
            if seat.place is not SeatPlace.LEFT and seat.number in people
        }

    async def begin_next(self) -> Session:
        """Let the next meeting come, and begin. Returns it as it is then."""
        for _ in range(60):
            found = await self.open()
            if found and found[0].state.phase is Phase.GATHERING:
                break
            await self.pass_time(24 if not found else self._until(found[0]))
        session = await self.the_one()
        await self._in_a_room(session)
        await self.desks.circle.begin(session.id, MemberXid(FAY), c.Begin(steward=True, knowing=0))
        live = await self.the_one()
        assert live.state.phase is Phase.LIVE
        return live

    async def meet(self) -> Session:
        """Let the next meeting come, begin and end. Returns it as it was while it was live."""
        live = await self.begin_next()
        await self.desks.circle.act(live.id, None, c.End(steward=True))
        await self.pass_time(1)
        return live

    async def meet_if_they_can(self) -> None:
        """The same, or time goes by and it closes, because too few have come."""
        with suppress(AssertionError):
            await self.meet()
            return
        await self.pass_time(3)

    def _until(self, session: Session) -> float:
        left = session.state.date.starts_at - timedelta(minutes=5) - self.clock.now
        return max(0.1, left.total_seconds() / 3600)

    async def _in_a_room(self, session: Session) -> None:
        await self.desks.transactions.store.write(
            lambda db: db.execute(
                update(tables.session).values(room_xid=77).where(tables.session.c.id == session.id)
            )
        )

    async def numbers(self) -> tuple[int, int]:
        overview = await self.desks.schedule.get(ScheduleId(self.id))
        assert overview.course is not None
        return overview.course.held, overview.course.missed

    async def rows(self) -> int:
        return await self.desks.transactions.store.write(
            lambda db: len(db.execute(select(tables.series_seat)).all())
        )

    @property
    def has_key(self) -> bool:
        return of_series(ScheduleId(self.id)) in self.desks.transactions.vault.keys.now()


@pytest.fixture
async def group(tmp_path: Path) -> AsyncIterator[Group]:
    desk = await _desk(str(tmp_path))
    found = Group(desk.desks, desk.clock)
    await found.create(CHOSEN, (MemberXid(FAY),))
    yield found
    await found.desks.transactions.store.close()


async def test_a_seat_is_for_all_meetings_and_forgotten_with_the_last(group: Group) -> None:
    await group.join(ANN, BEN, CAT, DEV)
    assert (await group.seats())[DEV] is SeatPlace.WAITING
    told = []
    for _ in range(4):
        live = await group.meet()
        of_series = live.state.date.of_series
        assert of_series is not None
        told.append((of_series.number, of_series.total, live.state.format.id, len(live.state.seated)))
    usual, last = "story-circle", "last-meeting"
    assert told == [(1, 4, usual, 4), (2, 4, usual, 4), (3, 4, usual, 4), (4, 4, last, 4)]
    assert (await group.open(), await group.rows(), group.has_key) == ([], 0, False)
    await group.pass_time(24 * 30)
    assert await group.open() == [], "it is over"


async def test_whoever_waits_goes_on_waiting_until_they_let_a_seat_go_by(group: Group) -> None:
    await group.join(ANN, BEN, CAT, DEV, EVE)
    await group.meet()
    assert [(await group.seats())[who] for who in (DEV, EVE)] == [SeatPlace.WAITING] * 2
    session = await group.the_one()
    await group.desks.circle.act(session.id, ANN, c.Leave())
    assert (await group.seats())[DEV] is SeatPlace.KEPT
    await group.pass_time(3)
    seats = await group.seats()
    assert (seats.get(DEV), seats[EVE]) == (None, SeatPlace.KEPT)
    await group.join(EVE)
    await group.meet()
    assert DEV not in await group.seats()
    assert (await group.seats())[EVE] is SeatPlace.SEATED


async def test_a_series_that_is_deleted_lets_its_meeting_go_on(group: Group) -> None:
    await group.join(ANN, BEN)
    session = await group.begin_next()
    await group.desks.schedule.delete(ScheduleId(group.id), "")
    await group.desks.circle.join(session.id, CAT, c.Join(), "en", ())
    await group.desks.circle.act(session.id, ANN, c.Leave())
    live = await group.the_one()
    assert len(live.state.seated) == 3
    await group.desks.circle.act(session.id, None, c.End(steward=True))
    assert (await group.open(), await group.rows(), group.has_key) == ([], 0, False)


async def test_later_meetings_open_no_seat_unless_one_is_given_up(group: Group) -> None:
    await group.join(ANN, BEN)
    await group.meet()
    await group.join(EVE)
    assert (await group.seats())[EVE] is SeatPlace.WAITING, (
        "two of three came to the first, and that is the group"
    )
    session = await group.the_one()
    await group.desks.circle.act(session.id, ANN, c.Leave())
    assert (await group.seats())[EVE] is SeatPlace.KEPT
    await group.join(EVE)
    await group.meet()
    assert set(await group.seats()) == {FAY, BEN, EVE}


async def test_who_cannot_come_keeps_the_seat_and_nobody_has_it_meanwhile(group: Group) -> None:
    await group.join(ANN, BEN, CAT)
    await group.meet()
    session = await group.the_one()
    await group.desks.circle.act(session.id, ANN, c.StepOut())
    await group.join(EVE)
    assert (await group.seats())[EVE] is SeatPlace.WAITING
    live = await group.meet()
    assert [seat.presence for seat in live.state.seated].count(Presence.ABSENT) == 1
    assert (await group.seats())[ANN] is SeatPlace.SEATED, "for the meeting after that"


async def test_whoever_was_removed_is_not_followed_by_somebody_else(group: Group) -> None:
    await group.join(ANN, BEN, CAT)
    await group.meet()
    session, people = await group.desks.circle.with_people((await group.the_one()).id)
    target = next(number for number, xid in people.items() if xid == ANN)
    await group.desks.circle.act(session.id, None, c.Remove(steward=True, target=target))
    await group.meet()
    await group.join(ANN)
    assert (await group.seats())[ANN] is SeatPlace.WAITING


async def test_a_date_that_comes_to_nothing_is_made_up_for(group: Group) -> None:
    await group.join(ANN, BEN, CAT)
    first = await group.the_one()
    assert first.local is not None
    await group.desks.schedule.skip(ScheduleId(group.id), first.local, "Snow")
    await group.pass_time(24 * 3)
    assert (await group.numbers()) == (0, 0)
    second = await group.the_one()
    assert second.state.date.of_series is not None
    assert second.state.date.of_series.number == 1
    assert set(await group.seats()) == {FAY, ANN, BEN, CAT}
    await group.pass_time(24 * 8)  # nobody begins it
    assert await group.numbers() == (0, 1)
    for _ in range(4):
        await group.meet()
    assert await group.numbers() == (4, 1)
    assert (await group.open(), await group.rows()) == ([], 0)


async def test_it_is_over_when_nobody_ever_comes(group: Group) -> None:
    await group.join(ANN)
    await group.pass_time(24 * 7 * 8)
    assert await group.numbers() == (0, 4)
    assert (await group.open(), await group.rows(), group.has_key) == ([], 0, False)


async def test_a_rest_takes_no_meeting_away(group: Group) -> None:
    await group.join(ANN, BEN, CAT)
    await group.meet()
    await group.desks.schedule.pause(ScheduleId(group.id), "Holidays")
    await group.pass_time(24 * 40)
    assert (await group.open(), await group.rows()) == ([], 3)
    await group.desks.schedule.resume(ScheduleId(group.id))
    for _ in range(3):
        assert set((await group.meet()).state.seated)
    assert (await group.numbers(), await group.rows()) == ((4, 0), 0)
    with pytest.raises(ScheduleError):
        await group.desks.schedule.resume(ScheduleId(group.id))


async def test_the_next_meeting_stays_the_next(group: Group) -> None:
    first = await group.the_one()
    overview = await group.desks.schedule.get(ScheduleId(group.id))
    later = overview.left[1]
    assert first.local is not None
    for local, to in (
        (first.local, later.at),
        (later.local, first.state.date.starts_at - timedelta(hours=3)),
    ):
        with pytest.raises(ScheduleError) as refused:
            await group.desks.schedule.move(ScheduleId(group.id), local, to)
        assert refused.value.problem is Problem.NEXT_IS_KNOWN
    to = first.state.date.starts_at + timedelta(days=1)
    await group.desks.schedule.move(ScheduleId(group.id), first.local, to)
    assert (await group.the_one()).state.date.starts_at == to


async def test_more_meetings_or_another_rhythm_while_it_runs(group: Group) -> None:
    await group.join(ANN, BEN, CAT)
    await group.meet()
    longer = replace(WEEKLY, start=datetime(2026, 3, 5, 18), rule="FREQ=WEEKLY;BYDAY=TH;COUNT=6")
    await group.edit(replace(CHOSEN, series=longer))
    told = []
    for _ in range(5):
        of_series = (await group.meet()).state.date.of_series
        assert of_series is not None
        told.append((of_series.number, of_series.total))
    assert told == [(2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]
    with pytest.raises(ScheduleError) as refused:
        await group.edit(replace(CHOSEN, series=WEEKLY))
    assert refused.value.problem is Problem.ALREADY_MET


async def test_a_series_without_a_number_is_refused(group: Group) -> None:
    for rule in (None, "FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU;COUNT=1", "FREQ=DAILY;COUNT=21"):
        wanted = replace(CHOSEN, name="Another", series=replace(WEEKLY, rule=rule))
        draft = await group.desks.schedule.draft(GuildXid(GUILD), wanted, ())
        with pytest.raises(ScheduleError) as refused:
            await group.desks.schedule.confirm(draft.id)
        assert refused.value.problem is Problem.NO_NUMBER


async def test_one_that_is_over_makes_room_for_a_new_one_of_its_name(group: Group) -> None:
    await group.join(ANN, BEN, CAT)
    with pytest.raises(ScheduleError):
        await group.create(CHOSEN, (MemberXid(FAY),))
    for _ in range(4):
        await group.meet()
    before = group.id
    later = replace(WEEKLY, start=datetime(2026, 6, 2, 19))
    await group.create(replace(CHOSEN, series=later), (MemberXid(FAY),))
    assert group.id != before
    await group.pass_time(24 * 90)
    assert (await group.rows()) == 0, "nobody is carried over"


async def test_what_is_kept_is_shown_and_erased(group: Group) -> None:
    await group.join(ANN, BEN, CAT)
    await group.meet()
    found = await group.desks.rights.kept_of(ANN)
    (seat,) = found.series
    assert (seat.name, seat.waits) == ("Grief circle", False)
    assert seat.ends is not None
    assert seat.ends.date() == datetime(2026, 3, 24).date()
    remains = await group.desks.rights.erase(ANN)
    assert remains.series == ()
    assert ANN not in await group.seats()
    assert await group.rows() == 2
    await group.desks.schedule.pause(ScheduleId(group.id), "")
    await group.pass_time(3)
    assert (await group.desks.rights.erase(BEN)) == kept.Kept((), (), None, None, 0)
    assert await group.rows() == 1, "also while no meeting is announced"


async def test_ended_early_nothing_of_its_people_is_left(group: Group) -> None:
    await group.join(ANN, BEN, CAT)
    await group.meet()
    assert group.has_key
    await group.desks.schedule.delete(ScheduleId(group.id), "")
    assert (await group.rows(), group.has_key) == (0, False)


async def test_a_key_that_is_lost_frees_the_seats(group: Group) -> None:
    await group.join(ANN, BEN, CAT)
    await group.meet()
    run = group.desks.transactions
    run.vault.destroy([of_series(ScheduleId(group.id))]).result()
    await run.write(series_seats.forget_lost)
    assert await group.rows() == 0
    await group.meet()
    await group.join(EVE)
    assert (await group.seats())[EVE] is SeatPlace.SEATED
    assert await run.write(destroy_loose) == 0, "the new key is needed"


_ACTIONS = st.lists(
    st.sampled_from(
        ("meet", "meet", "meet", "wait", "skip", "move", "pause", "resume", "join", "leave", "out", "back")
    ),
    max_size=14,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(_ACTIONS, st.integers(2, 5))
async def test_it_has_as_many_meetings_as_it_was_to_have(actions: list[str], total: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = await _desk(folder)
        group = Group(desk.desks, desk.clock)
        try:
            rule = f"FREQ=WEEKLY;BYDAY=TU;COUNT={total}"
            await group.create(replace(CHOSEN, series=replace(WEEKLY, rule=rule)), (MemberXid(FAY),))
            await group.join(ANN, BEN, CAT)
            for number, what in enumerate(actions):
                with suppress(DateRefused, ScheduleError):
                    await _do(group, what, number)
                await _check(group, total)
            if (await group.desks.schedule.get(ScheduleId(group.id))).schedule.status is Status.PAUSED:
                with suppress(ScheduleError):
                    await group.desks.schedule.resume(ScheduleId(group.id))
            while not await _is_over(group):
                await group.meet_if_they_can()
                await _check(group, total)
            held, missed = await group.numbers()
            assert held == total or missed == total
            assert (await group.rows(), group.has_key) == (0, False)
        finally:
            await group.desks.transactions.store.close()


async def _is_over(group: Group) -> bool:
    course = (await group.desks.schedule.get(ScheduleId(group.id))).course
    assert course is not None
    return course.is_over


async def _do(group: Group, what: str, number: int) -> None:
    schedule, here = ScheduleId(group.id), await group.open()
    person = (ANN, BEN, CAT, DEV)[number % 4]
    match what:
        case "meet" if here:
            await group.meet_if_they_can()
        case "wait":
            await group.pass_time(24 * 5)
        case "skip" | "move":
            overview = await group.desks.schedule.get(schedule)
            coming = [session.local for session in overview.planned] + [one.local for one in overview.left]
            if coming and (local := coming[number % len(coming)]) is not None:
                if what == "skip":
                    await group.desks.schedule.skip(schedule, local, "")
                else:
                    await group.desks.schedule.move(
                        schedule, local, group.clock.now + timedelta(days=number + 1)
                    )
        case "pause":
            await group.desks.schedule.pause(schedule, "")
        case "resume":
            await group.desks.schedule.resume(schedule)
        case "join" if here:
            await group.join(person)
        case "leave" if here:
            await group.desks.circle.act(here[0].id, person, c.Leave())
        case "out" if here:
            await group.desks.circle.act(here[0].id, person, c.StepOut())
        case "back" if here:
            await group.desks.circle.act(here[0].id, person, c.ComeBack())


async def _check(group: Group, total: int) -> None:
    """One meeting at a time, numbered as it comes; as many are left as are missing; seats agree with the series."""
    overview = await group.desks.schedule.get(ScheduleId(group.id))
    here, course = await group.open(), overview.course
    assert course is not None
    assert len(here) <= 1
    assert course.held <= total
    if overview.schedule.status is Status.ACTIVE:
        assert len(here) + len(overview.left) == course.left
    for session in here:
        of_series = session.state.date.of_series
        assert of_series is not None
        assert (of_series.number, of_series.total) == (course.held + 1, total)
        placed = {xid for xid, place in (await group.seats()).items() if place is not SeatPlace.REMOVED}
        assert placed - {MemberXid(FAY)} == await _in_series(group)


async def _in_series(group: Group) -> set[MemberXid]:
    run = group.desks.transactions
    return {seat.member_xid for seat in await run.read(series_seats.seats_of, ScheduleId(group.id))}
