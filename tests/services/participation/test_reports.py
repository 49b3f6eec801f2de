"""Who sees whose numbers, and when a quarter counts as over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.calendar.recurrence import Series
from bot.ids import ChannelXid, CircleId, GuildXid, MemberXid
from bot.privacy.record import Sums
from bot.privacy.sealing import Vault
from bot.services.circle.choices import ScheduleChoices
from bot.services.participation import reports
from bot.services.participation.reports import EARLIER, Quarter
from bot.services.schedule import schedules
from bot.store import participation_queries as pq
from bot.store.store import Store
from tests.working import work

VAULT, NOW = Vault(bytes(64)), datetime(2026, 11, 22, tzinfo=UTC)
HERE, THERE = GuildXid(10**18), GuildXid(10**18 + 1)
FAY, GUS = MemberXid(2 * 10**18), MemberXid(2 * 10**18 + 1)
SUMMER = Quarter(2026, 3)
SUMS = Sums(sessions=6, seats_offered=48, seats_taken=33, seats_shared=20)


def _schedule(db: Connection, name: str, *facilitators: MemberXid) -> CircleId:
    """A weekly circle with that list of facilitators."""
    then = work(db, VAULT, NOW)
    weekly = Series(datetime(2026, 12, 1, 19), "UTC", "FREQ=WEEKLY")  # noqa: DTZ001 (on the wall)
    wanted = ScheduleChoices(name, "en", ChannelXid(1), "story-circle", series=weekly)
    kept = schedules.confirm(then, schedules.draft(then, HERE, wanted, facilitators).id)
    assert kept.circle_id is not None
    return kept.circle_id


def _cell(db: Connection, guild_xid: int, circle_id: int, quarter: str, sums: Sums = SUMS) -> None:
    row = {"guild_xid": guild_xid, "circle_id": circle_id, "quarter": quarter}
    db.execute(
        pq.add_cell, [{**row, "format": "story-circle", "room": "private", "held": False, **asdict(sums)}]
    )


def _names(report: reports.Report) -> list[str | None]:
    return [series.name for series in report.circles if not series.is_nothing]


async def test_a_facilitator_sees_the_circles_they_hold_and_those_without_a_list(store: Store) -> None:
    def fill(db: Connection) -> None:
        for name, facilitators in (("Tuesday", (FAY, GUS)), ("anyone", ()), ("Gus alone", (GUS,))):
            _cell(db, HERE, _schedule(db, name, *facilitators), str(SUMMER))
        _cell(db, HERE, 0, str(SUMMER))

    await store.write(fill)

    fay = await store.read(lambda db: reports.report_for(work(db, VAULT, NOW), HERE, (SUMMER,), FAY))
    assert _names(fay) == ["anyone", "Tuesday", None]
    assert fay.whole is None
    admin = await store.read(lambda db: reports.report_for(work(db, VAULT, NOW), HERE, (SUMMER,), None))
    assert _names(admin) == ["anyone", "Gus alone", "Tuesday", None]
    assert admin.whole is not None
    assert admin.whole.rows[0].figures.seats_taken == 130
    there = await store.read(lambda db: reports.report_for(work(db, VAULT, NOW), THERE, (SUMMER,), None))
    assert there.is_nothing


async def test_what_is_shown_of_a_circle_is_the_same_for_everyone(store: Store) -> None:
    few = Sums(sessions=3, seats_taken=15, answered_sessions=1, answered=5, arriving=5, arriving_level=5)
    many = Sums(sessions=6, seats_taken=33, answered_sessions=4, answered=22, arriving=24, arriving_level=84)

    def fill(db: Connection) -> None:
        _cell(db, HERE, _schedule(db, "Tuesday", FAY), str(SUMMER), many)
        _cell(db, HERE, 0, str(SUMMER), few)

    await store.write(fill)
    for asker in (FAY, None):
        shown = await store.read(
            lambda db, asker=asker: reports.report_for(work(db, VAULT, NOW), HERE, (SUMMER,), asker)  # type: ignore[misc]
        )
        (tuesday,) = (series for series in shown.circles if series.name == "Tuesday")
        assert tuesday.rows[0].figures.seats_taken == 30
        assert tuesday.rows[0].figures.arriving_tenths is None, "beside the total, five answers would follow"


async def test_a_quarter_is_over_when_it_was_closed(store: Store) -> None:
    """While the bot is off nothing is closed, and an operator's report says so."""
    waits = {"key": b"k" * 16, "guild_xid": HERE, "quarter": str(SUMMER), "words": b""}

    def fill(db: Connection) -> None:
        _cell(db, HERE, 0, str(SUMMER))
        _cell(db, 0, 0, EARLIER)

    await store.write(fill)
    closed = await store.read(reports.of_all_servers, NOW)
    assert closed.whole is not None
    assert [(row.quarter, row.is_closed) for row in closed.whole.rows] == [(None, True), (SUMMER, True)]
    await store.write(lambda db: db.execute(pq.add_contribution, [waits]))
    waiting = await store.read(reports.of_all_servers, NOW)
    assert waiting.whole is not None
    assert [row.is_closed for row in waiting.whole.rows] == [True, False]
    here = await store.read(reports.of_server, NOW, HERE)
    assert here.whole is not None
    assert [row.is_closed for row in here.whole.rows] == [False]
