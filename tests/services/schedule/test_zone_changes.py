"""New zone data on a real database: what was announced follows the clocks of its place, once."""

# ruff: noqa: DTZ001 - a time on the wall has no zone

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from bot.calendar.recurrence import Series
from bot.circle import commands as c
from bot.circle.model import Phase
from bot.ids import MemberXid, ScheduleId
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Delivery, Refresh
from bot.services.deliveries.rows import written
from bot.store.tables import deadline, delivery, schedule, session
from tests.services.dates import local_time
from tests.services.schedule.test_announcing import CHOSEN, Desk, _desk
from tests.zone_data import write_zones, zones_from

PLACE = "America/Vancouver"
OLD_LAW = {PLACE: "America/Los_Angeles"}
"""Before its law changed, Vancouver had the hours of Los Angeles: eight behind UTC in winter, and seven now."""
WEEKLY = replace(
    CHOSEN, series=Series(datetime(2026, 12, 1, 19), PLACE, "FREQ=WEEKLY;BYDAY=TU"), horizon_days=14
)
BEFORE, NOW = datetime(2026, 12, 2, 3, tzinfo=UTC), datetime(2026, 12, 2, 2, tzinfo=UTC)
"""The first Tuesday at seven in the evening by the old law, and by the new one."""
ANN = 20


async def announced(folder: Path) -> Desk:
    """A weekly circle in Vancouver that was announced under the old law; Ann has a seat on its first date."""
    desk = await _desk(str(folder))
    desk.clock.now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    await desk.create(WEEKLY)
    await desk.desks.circle.act((await first(desk)).id, MemberXid(ANN), c.Join())
    return desk


async def first(desk: Desk) -> Any:
    return min(await desk.sessions(), key=lambda one_session: str(one_session.local or ""))


async def starts(desk: Desk) -> dict[Any, datetime]:
    """When each date that is announced begins, by what the rule gives for it."""
    return {m.local: m.state.appointment.starts_at for m in await desk.sessions() if m.state.appointment}


async def words(desk: Desk, what: Delivery) -> int:
    """How many deliveries of that kind wait, whomever they are for."""
    query = select(delivery.c.id).where(delivery.c.kind == written(what)["kind"])
    return len(await desk.desks.transactions.store.read(lambda db: db.execute(query).all()))


async def empty_outbox(desk: Desk) -> None:
    await desk.desks.transactions.store.write(lambda db: db.execute(delivery.delete()).rowcount)


async def test_a_new_law_moves_every_instant_and_no_hour_on_the_clock(tmp_path: Path) -> None:
    with zones_from(write_zones(tmp_path / "zones", OLD_LAW)):
        desk = await announced(tmp_path)
        assert min((await starts(desk)).values()) == BEFORE
        kept = (await desk.desks.schedule.get(ScheduleId(desk.id))).schedule
        await empty_outbox(desk)
    before, due_before = await starts(desk), await deadlines(desk)
    assert await desk.desks.schedule.follow_zone_data() == 1
    hour = timedelta(hours=1)
    assert await starts(desk) == {local: at - hour for local, at in before.items()}
    assert await deadlines(desk) == [at - hour for at in due_before]
    after = (await desk.desks.schedule.get(ScheduleId(desk.id))).schedule
    assert (after.next_local, after.next_at) == (
        kept.next_local,
        kept.next_at - hour if kept.next_at else None,
    )
    for one_session in await desk.sessions():
        assert one_session.state.appointment is not None
        assert one_session.state.appointment.instead_of is None, "by its clocks it was not moved"
    assert await announce_at(desk) == after.next_at - timedelta(days=14) if after.next_at else False
    await desk.desks.transactions.store.close()


async def deadlines(desk: Desk) -> list[datetime]:
    query = select(deadline.c.due_at).order_by(deadline.c.session_id)
    return list(await desk.desks.transactions.store.read(lambda db: db.execute(query).scalars().all()))


async def announce_at(desk: Desk) -> datetime | None:
    query = select(schedule.c.announce_at).where(schedule.c.id == desk.id)
    return await desk.desks.transactions.store.read(lambda db: db.execute(query).scalar())


async def test_those_seated_are_told_once_and_the_event_moves(tmp_path: Path) -> None:
    with zones_from(write_zones(tmp_path / "zones", OLD_LAW)):
        desk = await announced(tmp_path)
        await empty_outbox(desk)
    dates = len(await desk.sessions())
    for _ in range(3):  # however often it is started from then on
        await desk.desks.schedule.follow_zone_data()
        assert await words(desk, d.Moved(1)) == dates + 1, "each date's facilitator, and Ann"
        assert await words(desk, Refresh(d.Event())) == dates
        assert await words(desk, Refresh(d.Invite())) >= dates
    assert await desk.desks.schedule.follow_zone_data() == 0
    await desk.desks.transactions.store.close()


async def test_a_reminder_that_was_given_is_not_given_again(tmp_path: Path) -> None:
    late = write_zones(
        tmp_path / "zones", {PLACE: "America/Denver"}
    )  # an hour earlier than it turns out to be
    with zones_from(late):
        desk = await announced(tmp_path)
        one_session = await first(desk)
        at = one_session.state.appointment.starts_at
        await desk.pass_time((at - desk.clock.now - timedelta(hours=23)).total_seconds() / 3600)
        await empty_outbox(desk)
    with zones_from(write_zones(tmp_path / "new", OLD_LAW)):
        await desk.desks.schedule.follow_zone_data()
        one_session = await first(desk)
        assert one_session.state.appointment.starts_at == at + timedelta(hours=1)
        assert one_session.state.appointment.reminders == (3600,)
    await desk.desks.transactions.store.close()


async def test_a_date_that_was_moved_follows_its_own_hour(tmp_path: Path) -> None:
    with zones_from(write_zones(tmp_path / "zones", OLD_LAW)):
        desk = await announced(tmp_path)
        await desk.desks.schedule.move(
            ScheduleId(desk.id), local_time("2026-12-08T19:00:00"), datetime(2026, 12, 11, 3, tzinfo=UTC)
        )
        await desk.desks.schedule.move(
            ScheduleId(desk.id), local_time("2026-12-29T19:00:00"), datetime(2026, 12, 31, 3, tzinfo=UTC)
        )
        await desk.desks.schedule.skip(ScheduleId(desk.id), local_time("2026-12-22T19:00:00"), "")
    await desk.desks.schedule.follow_zone_data()
    overview = await desk.desks.schedule.get(ScheduleId(desk.id))
    thursday, wednesday = datetime(2026, 12, 11, 2, tzinfo=UTC), datetime(2026, 12, 31, 2, tzinfo=UTC)
    assert overview.changes[local_time("2026-12-08T19:00:00")].moved_to == thursday
    assert overview.changes[local_time("2026-12-29T19:00:00")].moved_to == wednesday
    assert overview.changes[local_time("2026-12-22T19:00:00")].moved_to is None
    assert (await starts(desk))[local_time("2026-12-08T19:00:00")] == thursday
    (one_session,) = [m for m in overview.planned if m.local == local_time("2026-12-08T19:00:00")]
    assert one_session.state.appointment is not None
    assert one_session.state.appointment.instead_of == datetime(2026, 12, 9, 2, tzinfo=UTC)
    await desk.desks.transactions.store.close()


async def test_a_date_that_would_have_begun_already_stays_where_it_was_announced(tmp_path: Path) -> None:
    with zones_from(write_zones(tmp_path / "zones", OLD_LAW)):
        desk = await announced(tmp_path)
        desk.clock.now = BEFORE - timedelta(minutes=30)
        await empty_outbox(desk)
    await desk.desks.schedule.follow_zone_data()
    one_session = await first(desk)
    assert one_session.state.appointment.starts_at == BEFORE
    assert one_session.state.phase is Phase.PLANNED
    await desk.desks.transactions.store.close()


async def test_one_schedule_that_cannot_be_read_holds_up_no_other(tmp_path: Path, caplog: object) -> None:
    with zones_from(write_zones(tmp_path / "zones", OLD_LAW)):
        desk = await announced(tmp_path)
        good = desk.id
        await desk.create(replace(WEEKLY, name="Mornings"))

    def break_it(db: Connection) -> None:
        db.execute(update(session).where(session.c.schedule_id == desk.id).values(state='{"ghost": "word"}'))

    await desk.desks.transactions.store.write(break_it)
    assert await desk.desks.schedule.follow_zone_data() == 2, (
        "the date that is not announced yet follows in both"
    )
    desk.id = good
    assert min((await starts(desk)).values()) == NOW
    assert "word" not in caplog.text  # type: ignore[attr-defined]
    await desk.desks.transactions.store.close()


async def test_the_zone_of_a_series_moves_its_dates_at_once_and_not_at_the_next_start(tmp_path: Path) -> None:
    desk = await announced(tmp_path)
    await desk.desks.schedule.move(
        ScheduleId(desk.id), local_time("2026-12-08T19:00:00"), datetime(2026, 12, 11, 2, tzinfo=UTC)
    )
    elsewhere = replace(WEEKLY.series, zone="Europe/Berlin")
    await desk.edit(replace(WEEKLY, series=elsewhere))
    found = await starts(desk)
    assert found[local_time("2026-12-01T19:00:00")] == datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert found[local_time("2026-12-08T19:00:00")] == datetime(2026, 12, 11, 2, tzinfo=UTC), (
        "it was moved to that instant"
    )
    assert await desk.desks.schedule.follow_zone_data() == 0
    assert await starts(desk) == found
    await desk.desks.transactions.store.close()
