"""Announcing on a real database: whatever admins do and however time passes, each date is there once, and only
those that should be.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, update

from bot.calendar.recurrence import Series, occurrences
from bot.calendar.wallclock import wall_time
from bot.circle import commands as c
from bot.circle.model import Phase
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, ScheduleId
from bot.privacy.sealing import Vault
from bot.services.circle.choices import ScheduleChoices
from bot.services.circle.sessions import Session
from bot.services.desks import Desks, open_desks
from bot.services.schedule.announcing import DateRefused
from bot.services.schedule.schedules import Status
from bot.settings import ROOT, Settings
from bot.store.opening import open_store
from bot.store.tables import rota
from tests.databases import address
from tests.services.dates import local_time
from tests.still_clock import StillClock
from tests.working import transactions

GUILD, CHANNEL, FAY, CO = 1, 2, 10, 11
CONTENT = load_content(ROOT / "data")
BERLIN = Series(datetime(2026, 3, 3, 19), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TU,FR")  # noqa: DTZ001
CHOSEN = ScheduleChoices(
    "Evenings", "en", ChannelXid(CHANNEL), "story-circle", series=BERLIN, horizon_days=14
)


class Desk:
    """The use cases on one database, with a clock to turn."""

    def __init__(self, desks: Desks, clock: StillClock) -> None:
        self.desks = desks
        self.clock = clock
        self.id = 0
        self.new_hours_on: set[date] = set()

    async def create(
        self,
        wanted: ScheduleChoices = CHOSEN,
        people: tuple[MemberXid, ...] = (MemberXid(FAY), MemberXid(CO)),
    ) -> None:
        draft = await self.desks.schedule.draft(GuildXid(GUILD), wanted, people)
        self.id = (await self.desks.schedule.confirm(draft.id)).id

    async def edit(self, wanted: ScheduleChoices) -> None:
        draft = await self.desks.schedule.draft_of(ScheduleId(self.id))
        await self.desks.schedule.redraft(draft, wanted)
        await self.desks.schedule.confirm(draft.id)

    async def pass_time(self, hours: float) -> None:
        """Let time go by an hour at a time, with every clock served."""
        until = self.clock.now + timedelta(hours=hours)
        while self.clock.now < until:
            due = await self.desks.timing.look(self.clock.now)
            while due.sessions or due.schedules:
                for session_id in due.sessions:
                    await self.desks.timing.tick(session_id)
                if not due.sessions:
                    await self.desks.schedule.announce_due()
                due = await self.desks.timing.look(self.clock.now)
            self.clock.now = min(until, due.next_at or until)

    async def sessions(self) -> list[Session]:
        """What is planned and takes place."""
        return (await self.desks.schedule.get(ScheduleId(self.id))).planned


async def _desk(folder: str) -> Desk:
    store = await open_store(address(Path(folder) / "circles.db"))
    clock = StillClock()
    vault = Vault(b"k" * 64)
    return Desk(open_desks(transactions(store, vault, clock, settings=Settings())), clock)


_LATER = st.integers(0, 5)
_ACTIONS = st.one_of(
    st.tuples(st.just("time"), st.integers(1, 24 * 12)),
    st.tuples(st.just("skip"), _LATER),
    st.tuples(st.just("move"), _LATER),
    st.tuples(st.just("pause"), st.just(0)),
    st.tuples(st.just("resume"), st.just(0)),
    st.tuples(st.just("hour"), st.integers(8, 22)),
    st.tuples(st.just("horizon"), st.integers(1, 28)),
    st.tuples(st.just("join"), st.integers(20, 24)),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_ACTIONS, max_size=12))
async def test_each_date_is_announced_once_whatever_admins_do(actions: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = await _desk(folder)
        try:
            await desk.create()
            await _check(desk)
            for what, value in actions:
                with suppress(DateRefused):  # it has begun, is over, or was called off: nothing has changed
                    await _do(desk, what, value)
                await _check(desk)
        finally:
            await desk.desks.transactions.store.close()


async def _do(desk: Desk, what: str, value: int) -> None:
    kept = (await desk.desks.schedule.get(ScheduleId(desk.id))).schedule
    coming = [
        one.local for one, _ in zip(occurrences(kept.choices.series, desk.clock.now), range(6), strict=False)
    ]
    match what:
        case "time":
            await desk.pass_time(value)
        case "skip":
            await desk.desks.schedule.skip(ScheduleId(desk.id), coming[value], "")
        case "move":
            to = coming[value].replace(tzinfo=UTC) + timedelta(hours=27)
            await desk.desks.schedule.move(ScheduleId(desk.id), coming[value], to)
        case "pause" if kept.status is Status.ACTIVE:
            await desk.desks.schedule.pause(ScheduleId(desk.id), "")
        case "resume" if kept.status is Status.PAUSED:
            await desk.desks.schedule.resume(ScheduleId(desk.id))
        case "hour":
            series = replace(kept.choices.series, start=kept.choices.series.start.replace(hour=value))
            desk.new_hours_on.add(wall_time(desk.clock.now, series.zone).date())
            await desk.edit(replace(kept.choices, series=series))
        case "horizon":
            await desk.edit(replace(kept.choices, horizon_days=value))
        case "join":
            for session in await desk.sessions():
                await desk.desks.circle.act(session.id, MemberXid(value), c.Join())


async def _check(desk: Desk) -> None:
    """Every date within the horizon that was not skipped is planned, once, at its time; no other is.

    A day on which the circle has met is over for it, whatever the hour is changed to.
    """
    overview = await desk.desks.schedule.get(ScheduleId(desk.id))
    kept, now = overview.schedule, desk.clock.now
    planned = [session for session in overview.planned if session.state.phase is Phase.PLANNED]
    assert all(count == 1 for count in Counter(session.local for session in planned).values())
    starts = {m.local: m.state.appointment.starts_at for m in planned if m.state.appointment is not None}
    if kept.status is Status.PAUSED:
        assert not planned
        return
    skipped = {local for local, change in overview.changes.items() if change.moved_to is None}
    assert not skipped & set(starts), "a date that was skipped takes place"
    for local, at in starts.items():
        assert local is not None
        change = overview.changes.get(local)
        if change is not None:
            assert at == change.moved_to
    for one in occurrences(kept.choices.series, now + timedelta(hours=1)):
        local = one.local
        if one.at > now + timedelta(days=kept.choices.horizon_days) or (
            kept.next_at and one.at >= kept.next_at
        ):
            break
        if local not in overview.changes and one.local.date() not in desk.new_hours_on:
            assert starts.get(local) == one.at, f"{local} is missing, or at another time"


async def test_facilitators_take_turns() -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = await _desk(folder)
        await desk.create()
        people = []
        for session in sorted(await desk.sessions(), key=lambda m: str(m.local or "")):
            _, seats = await desk.desks.circle.with_people(session.id)
            people.append(seats[1])
        assert people == [FAY, CO, FAY, CO]
        await desk.desks.transactions.store.close()


async def test_one_schedule_that_cannot_be_announced_holds_up_no_other(tmp_path: Path) -> None:
    desk = await _desk(str(tmp_path))
    await desk.create()
    broken = desk.id
    await desk.create(replace(CHOSEN, name="Mornings"))

    def break_it(db: Connection) -> None:
        db.execute(update(rota).where(rota.c.schedule_id == broken).values(member=b"no seal"))

    await desk.desks.transactions.store.write(break_it)
    await desk.pass_time(24 * 10)
    planned = {m.name for m in await desk.sessions()}
    assert planned == {"Mornings"}
    assert len(await desk.sessions()) >= 3
    await desk.desks.transactions.store.close()


@pytest.mark.parametrize("passed", [timedelta(minutes=-5), timedelta(hours=1), timedelta(hours=4)])
async def test_another_hour_makes_no_second_date_of_a_day(tmp_path: Path, passed: timedelta) -> None:
    """The room is open, the circle is under way, or it is over and its room is gone."""
    desk = await _desk(str(tmp_path))
    morning = replace(BERLIN, start=BERLIN.start.replace(hour=9))
    await desk.create(replace(CHOSEN, series=morning))
    begins = datetime(2026, 3, 3, 8, tzinfo=UTC)
    await desk.pass_time((begins + passed - desk.clock.now).total_seconds() / 3600)
    await desk.edit(replace(CHOSEN, series=BERLIN))
    planned = [m.local for m in await desk.sessions() if m.state.phase is Phase.PLANNED]
    assert local_time("2026-03-06T19:00:00") in planned
    assert local_time("2026-03-03T19:00:00") not in planned
    await desk.desks.schedule.pause(ScheduleId(desk.id), "")
    await desk.desks.schedule.resume(ScheduleId(desk.id))
    if passed < timedelta(hours=4):
        assert local_time("2026-03-03T19:00:00") not in [m.local for m in await desk.sessions()]
    await desk.desks.transactions.store.close()


async def test_a_day_that_was_skipped_or_is_still_to_come_meets_at_the_new_hour(tmp_path: Path) -> None:
    desk = await _desk(str(tmp_path))
    await desk.create(replace(CHOSEN, series=BERLIN))
    await desk.desks.schedule.skip(ScheduleId(desk.id), local_time("2026-03-06T19:00:00"), "")
    await desk.pass_time(24 * 2 + 2)  # the Tuesday, hours before it begins
    await desk.edit(replace(CHOSEN, series=replace(BERLIN, start=BERLIN.start.replace(hour=20))))
    planned = {m.local for m in await desk.sessions()}
    assert local_time("2026-03-03T20:00:00") in planned
    assert local_time("2026-03-06T20:00:00") not in planned, "what was skipped stays skipped"
    await desk.desks.transactions.store.close()
