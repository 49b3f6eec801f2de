"""What sessions add waits until it is enough, is added together, and at a quarter's end joins the others or goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select

from bot.circle import events as e
from bot.circle.machine import open_session
from bot.circle.model import EndReason, Phase, Seat
from bot.ids import ChannelXid, CircleId, GuildXid, ScheduleId, SessionId
from bot.privacy.quarters import Quarter
from bot.privacy.record import MIXED, Cell
from bot.privacy.sealing import Vault
from bot.services.absence import absences
from bot.services.circle.change import NOBODY, Change
from bot.services.circle.sessions import Session
from bot.services.participation import contributing
from bot.store import queries as q
from bot.store import tables
from bot.store.opening import open_store
from bot.store.store import Store
from bot.store.tables import cell, contribution
from tests.databases import address
from tests.recorded import _in_cells, _waiting
from tests.working import CONTENT, work

VAULT = Vault(bytes(64))
AUTUMN = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
HERE, THERE = GuildXid(10**18), GuildXid(10**18 + 1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    VAULT.destroy([*VAULT.keys.now()])
    opened = await open_store(address(tmp_path / "circle.db"))
    for number in (1, 2, 3):
        row = {"guild_xid": HERE, "name": f"Circle {number}"}
        await opened.write(lambda db, row=row: db.execute(q.add_circle, [row]))  # type: ignore[misc]
    yield opened
    await opened.close()


def _end(
    db: Connection,
    circle: int = 1,
    people: int = 5,
    *,
    guild: GuildXid = HERE,
    now: datetime = AUTUMN,
    scheduled: bool = True,
    reason: EndReason = EndReason.COMPLETED,
) -> None:
    opening = open_session(CONTENT.formats["story-circle"], 1, now)[-1]
    began = reason is EndReason.COMPLETED
    state = replace(
        opening.after,
        phase=Phase.ENDED,
        end_reason=reason,
        started_at=now if began else None,
        seats=tuple(Seat(number) for number in range(1, people + 1)),
    )
    session = Session(
        *(SessionId(1), CircleId(circle), guild, ChannelXid(1), None, "", "", "en", None, state),
        schedule_id=ScheduleId(1) if scheduled else None,
    )
    ended = e.Ended(now, reason)
    change, under_way = (
        Change(session, (replace(opening, event=ended, after=state),), NOBODY),
        work(db, VAULT, now),
    )
    contributing.contribute(under_way, change, ended)
    VAULT.destroy(under_way.news.keys_over)


def _close(db: Connection, now: datetime) -> int:
    under_way = work(db, VAULT, now)
    closed = contributing.close_past(under_way)
    VAULT.destroy(under_way.news.keys_over)
    return closed


async def _left(store: Store) -> tuple[int, int]:
    """How many wait, and how many keys of quarters there are."""
    rows = await store.read(lambda db: db.execute(select(contribution)).all())
    return len(rows), len(VAULT.keys.now())


async def _cells(store: Store) -> list[tuple[Cell, int, int]]:
    """The cells: sessions and seats taken in each."""
    found = await store.read(lambda db: _in_cells(work(db, VAULT, AUTUMN)))
    return sorted((where, sums.sessions, sums.seats_taken) for where, sums in found)


CIRCLE_1 = Cell(CircleId(1), "story-circle", "private", held=False)
OTHERS = Cell(CircleId(0), "story-circle", "private", held=False)


async def test_the_third_of_a_cell_brings_all_three_into_it(store: Store) -> None:
    for circle in (1, 2, 1):
        await store.write(_end, circle)
    assert await _cells(store) == []
    assert await _left(store) == (3, 1)
    await store.write(_end, 1, 6)
    assert await _cells(store) == [(CIRCLE_1, 3, 16)]
    assert await _left(store) == (1, 1), "that of the other circle waits on"
    for _ in range(2):
        await store.write(_end, 1)
    assert await _cells(store) == [(CIRCLE_1, 3, 16)], "two more wait for a third"
    await store.write(_end, 1)
    assert await _cells(store) == [(CIRCLE_1, 6, 31)]


async def test_small_circles_wait_until_there_are_fifteen_seats(store: Store) -> None:
    for _ in range(4):
        await store.write(_end, 1, 3)
    assert await _cells(store) == []
    await store.write(_end, 1, 3)
    assert await _cells(store) == [(CIRCLE_1, 5, 15)]


async def test_dates_called_off_wait_for_sessions_that_were_held(store: Store) -> None:
    for reason in (EndReason.CALLED_OFF, EndReason.TOO_FEW, EndReason.CALLED_OFF):
        await store.write(_end, 1, 0, reason=reason)
    assert await _cells(store) == []
    for _ in range(3):
        await store.write(_end, 1)
    ((_, sums),) = await store.read(lambda db: _in_cells(work(db, VAULT, AUTUMN)))
    assert (sums.sessions, sums.called_off, sums.below_minimum, sums.seats_taken) == (3, 2, 1, 15)


async def test_circles_opened_by_hand_are_counted_together(store: Store) -> None:
    for circle in (1, 2, 3):
        await store.write(_end, circle, scheduled=False)
    assert await _cells(store) == [(OTHERS, 3, 15)]


async def test_a_circle_that_was_deleted_is_counted_with_the_others(store: Store) -> None:
    for _ in range(3):
        await store.write(_end, 9)
    assert await _cells(store) == [(OTHERS, 3, 15)]


async def test_what_waits_of_a_circle_that_was_deleted_is_never_counted_with_a_newer_one(
    store: Store,
) -> None:
    for _ in range(2):
        await store.write(_end, 3)
    await store.write(lambda db: db.execute(delete(tables.circle).where(tables.circle.c.id == 3)))
    row = {"guild_xid": HERE, "name": "A newer one"}
    newer = await store.write(lambda db: q.added(db.execute(q.add_circle, row)))
    await store.write(_end, newer)
    assert await _cells(store) == []
    await store.write(_end, 3)
    assert await _cells(store) == [(OTHERS, 3, 15)]


async def test_what_is_left_of_a_quarter_joins_the_others_and_its_key_goes(store: Store) -> None:
    for circle in (1, 1, 2, 3):
        await store.write(_end, circle)
    closed = await store.write(_close, AUTUMN)
    assert (closed, await _left(store)) == (0, (4, 1)), "the quarter is not over"
    await store.write(_close, NEW_YEAR)
    assert await _cells(store) == [(MIXED, 4, 20)]
    assert await _left(store) == (0, 0)


async def test_what_is_too_little_even_together_is_dropped(store: Store) -> None:
    await store.write(_end, 1)
    await store.write(_end, 2)
    await store.write(_end, 1, guild=THERE)
    await store.write(_close, NEW_YEAR)
    assert (await _cells(store), await _left(store)) == ([], (0, 0))


async def test_the_first_session_of_a_quarter_closes_the_one_before(store: Store) -> None:
    """Also when the bot was off on the day."""
    for circle in (1, 2, 3):
        await store.write(_end, circle)
    later = NEW_YEAR + timedelta(days=100)
    await store.write(_end, 1, now=later)
    assert await _cells(store) == [(MIXED, 3, 15)]
    assert await _left(store) == (1, 1)
    ((where, _),) = await store.read(lambda db: _waiting(work(db, VAULT, later)))
    assert where == CIRCLE_1


async def test_a_closed_quarter_never_changes(store: Store) -> None:
    for _ in range(3):
        await store.write(_end, 1)

    def of_autumn(db: Connection) -> list[tuple[object, ...]]:
        rows = db.execute(select(cell).where(cell.c.quarter == str(Quarter.of(AUTUMN)))).all()
        return [tuple(row) for row in rows]

    before = await store.read(of_autumn)
    for _ in range(4):
        await store.write(_end, 1, now=NEW_YEAR)
    assert await store.read(of_autumn) == before
    assert len(await _cells(store)) == 2


@pytest.mark.sqlite
async def test_two_copies_around_one_evening_differ_by_nothing_that_can_be_read(store: Store) -> None:
    """One sealed row more, as long as every other, in an order that is chance."""
    for circle, people in ((1, 8), (2, 3), (3, 5)):
        await store.write(_end, circle, people)
    rows = await store.read(lambda db: db.execute(select(contribution)).mappings().all())
    assert len({len(row["words"]) for row in rows}) == 1
    assert len({bytes(row["words"])[:16] for row in rows}) == 3, "the same never looks the same twice"
    assert {column.name for column in contribution.columns} == {"key", "guild_xid", "quarter", "words"}
    assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)


async def test_a_server_that_is_erased_takes_its_sums_with_it(store: Store) -> None:
    for guild in (HERE, THERE):
        for _ in range(4):
            await store.write(_end, 1, guild=guild)
    await store.write(lambda db: contributing.forget_server(work(db, VAULT, AUTUMN), HERE))

    def guilds(db: Connection) -> set[int]:
        return {
            *db.execute(select(cell.c.guild_xid)).scalars(),
            *db.execute(select(contribution.c.guild_xid)).scalars(),
        }

    assert await store.read(guilds) == {THERE}


async def test_a_server_of_which_only_sums_are_kept_is_known(store: Store) -> None:
    for guild, ends in ((HERE, 3), (THERE, 1)):
        for _ in range(ends):
            await store.write(_end, 1, guild=guild)
    assert await store.read(lambda db: absences.compare(work(db, VAULT, AUTUMN))) >= {HERE, THERE}


async def test_without_its_key_what_waits_is_passed_over_and_goes_with_its_quarter(store: Store) -> None:
    for _ in range(2):
        await store.write(_end, 1)
    VAULT.destroy([*VAULT.keys.now()])
    for _ in range(3):
        await store.write(_end, 1)
    assert await _cells(store) == [(CIRCLE_1, 3, 15)]
    assert await _left(store) == (2, 1)
    await store.write(_close, NEW_YEAR)
    assert (await _cells(store), await _left(store)) == ([(CIRCLE_1, 3, 15)], (0, 0))
