"""One row that cannot be read is set aside: everybody else goes on, its number is logged once, its contents never."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.calendar.recurrence import Series
from bot.circle import commands as c
from bot.circle.formats import PromptKind
from bot.ids import ChannelXid, GuildXid, MemberXid, ScheduleId, SessionId
from bot.services.care import places
from bot.services.care.places import SupportPlace
from bot.services.circle import sessions
from bot.services.circle.choices import ScheduleChoices
from bot.services.deliveries.batch import batch_of, waiting_sessions
from bot.services.harvest import sparks
from bot.services.harvest.sparks import Spark
from bot.services.prompts import own_prompts
from bot.services.prompts.drawing import scheduled_theme
from bot.services.prompts.own_prompts import NewPrompt
from bot.services.schedule import reminders
from bot.services.schedule.reminders import QuietHours, Reminding
from bot.services.schedule.schedules import Problem, ScheduleError
from bot.services.settings import servers
from bot.services.starting import aside
from bot.services.unreadable import Unreadable, forget_noted
from tests.benchmarks.sitting import EVENING, GUILD_XID, PARENT_XID, Sitting
from tests.recorded import waiting

SECRET = "Zimtstern"


class Table:
    """Two circles under way on one database, and a way to break a row of it."""

    def __init__(self, sitting: Sitting, file: Path) -> None:
        self.sitting = sitting
        self.desks = sitting.desks
        self.file = file
        self.broken = self.sound = 0

    def sql(self, statement: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(self.file)) as file, file:
            return file.execute(statement, values).fetchall()

    async def due(self) -> list[SessionId]:
        """The sessions whose clock is due in a long while."""
        at = self.desks.transactions.clock.utcnow() + timedelta(hours=9)
        return list((await self.desks.timing.look(at)).sessions)

    async def to_deliver(self) -> list[SessionId]:
        now = self.desks.transactions.clock.utcnow() + timedelta(hours=9)
        return (await self.desks.transactions.read(waiting_sessions, now)).sessions

    async def schedule(self, name: str) -> int:
        start = datetime(2026, 3, 5, 19)  # noqa: DTZ001 - what the clocks show
        wanted = ScheduleChoices(
            name, "en", ChannelXid(PARENT_XID), "story-circle", series=Series(start, "UTC", "FREQ=WEEKLY")
        )
        draft = await self.desks.schedule.draft(GuildXid(GUILD_XID), wanted, [MemberXid(17), MemberXid(18)])
        return (await self.desks.schedule.confirm(draft.id)).id


@pytest.fixture(autouse=True)
def _nothing_noted() -> None:
    forget_noted()


@pytest_asyncio.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    sitting = await Sitting.at(tmp_path / "circle.db")
    found = Table(sitting, tmp_path / "circle.db")
    found.broken, found.sound = await sitting.go_round(1), await sitting.go_round(2)
    yield found
    await sitting.store.close()


STATES = {
    "no JSON": SECRET,
    "another state": '{"format": "' + SECRET + '"}',
    "a list": f'["{SECRET}"]',
    "empty": "",
    "sealed badly": "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4",
    "deep": "[" * 100_000,
    "a number": 17,
}


@pytest.mark.parametrize("name", STATES)
async def test_a_session_that_cannot_be_read_stops_nobody_else(
    name: str, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    table.sql("UPDATE session SET state = ? WHERE id = ?", STATES[name], table.broken)
    for _ in range(2):
        caplog.clear()
        assert await table.desks.timing.recover() == 1
        for _ in range(3):
            assert await table.due() == [table.sound]
            assert await table.to_deliver() == [table.sound]
        open_ones = await table.desks.circle.open_in(GuildXid(GUILD_XID))
        assert [session.id for session in open_ones] == [table.sound]
        with pytest.raises(Unreadable):
            await table.desks.circle.get(SessionId(table.broken))
        text = "\n".join(logging.Formatter().format(record) for record in caplog.records)
        assert text.count(f"number {table.broken}") == 1, "once in each life of the bot"
        assert SECRET not in text
    await table.sitting.ask(table.sound, 1, c.Receive(seat=1))


INSTANTS = [
    ("session", "touched_at"),
    ("delivery", "not_before"),
    ("pulse", "alive_at"),
    ("schedule", "next_at"),
    ("schedule", "announce_at"),
    ("schedule", "touched_at"),
]


@pytest.mark.parametrize("value", [SECRET, b"\x00\xff", "", 2**62])
@pytest.mark.parametrize(("where", "column"), INSTANTS)
async def test_an_instant_that_is_none_stops_nobody(
    where: str, column: str, value: object, table: Table
) -> None:
    await table.schedule("First")
    table.sql(
        f"UPDATE {where} SET {column} = ? WHERE rowid = (SELECT min(rowid) FROM {where})",
        value,
    )
    assert await table.desks.timing.recover() == 2
    await table.desks.schedule.follow_zone_data()
    assert table.sound in await table.to_deliver()
    await table.desks.schedule.announce_due()
    await table.sitting.ask(table.sound, 1, c.Receive(seat=1))


@pytest.mark.parametrize("value", [SECRET, b"\x00", "", 17])
async def test_a_place_whose_day_is_none_hides_no_other(
    value: object, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    do = table.desks.transactions
    for title in ("Broken", "Sound"):
        await do.write(places.add, GuildXid(GUILD_XID), SupportPlace(title=title, review_on=date(2027, 1, 1)))
    table.sql("UPDATE resource SET review_on = ? WHERE title = 'Broken'", value)
    for _ in range(2):
        assert [place.title for place in await do.read(places.places_of, GuildXid(GUILD_XID))] == ["Sound"]
    assert caplog.text.count("A place to turn to cannot be read and is passed over: number 1") == 1
    assert SECRET not in caplog.text


async def test_what_breaks_while_the_bot_runs_is_set_aside_by_whoever_meets_it(table: Table) -> None:
    table.sql("UPDATE session SET state = ? WHERE id = ?", SECRET, table.broken)
    assert set(await table.due()) == {table.broken, table.sound}
    with pytest.raises(Unreadable) as caught:
        await table.desks.timing.tick(SessionId(table.broken))
    assert SECRET not in repr(caught.value)
    assert caught.value.__suppress_context__
    await table.desks.timing.set_aside(caught.value)
    assert await table.due() == [table.sound]
    assert await table.to_deliver() == [table.sound]


async def test_a_seat_that_cannot_be_opened_sets_its_circle_aside(table: Table) -> None:
    table.sql("UPDATE seat SET member = x'00' WHERE session_id = ? AND seat = 2", table.broken)
    assert await table.desks.timing.recover() == 1
    assert await table.due() == [table.sound]


async def test_what_a_later_start_can_read_goes_on_with_its_time_given_back(table: Table) -> None:
    ((state,),) = table.sql("SELECT state FROM session WHERE id = ?", table.broken)
    before = await table.desks.circle.get(SessionId(table.broken))
    table.sql("UPDATE session SET state = 'x' WHERE id = ?", table.broken)
    await table.desks.timing.recover()
    table.sitting.move_to(table.desks.transactions.clock.utcnow() + timedelta(hours=1))
    await table.desks.timing.beat()
    table.sql("UPDATE session SET state = ? WHERE id = ?", state, table.broken)
    assert await table.desks.timing.recover() == 2
    after = await table.desks.circle.get(SessionId(table.broken))
    assert before.state.timer is not None
    assert after.state.timer is not None
    given_back = after.state.timer.due - before.state.timer.due
    assert timedelta(hours=1) <= given_back < timedelta(hours=1, minutes=2)
    assert set(await table.due()) == {table.broken, table.sound}
    assert set(await table.to_deliver()) == {table.broken, table.sound}
    await table.sitting.ask(table.broken, 1, c.Receive(seat=1))


async def test_a_delivery_of_an_unknown_kind_is_passed_over_and_the_others_go(table: Table) -> None:
    ((number,),) = table.sql("SELECT min(id) FROM delivery WHERE session_id = ?", table.broken)
    table.sql("UPDATE delivery SET kind = ? WHERE id = ?", SECRET, number)
    with pytest.raises(Unreadable) as caught:
        await table.desks.transactions.read(batch_of, SessionId(table.broken))
    assert (caught.value.what, caught.value.number) == ("delivery", number)
    await table.desks.timing.set_aside(caught.value)
    batch = await table.desks.transactions.read(batch_of, SessionId(table.broken))
    assert batch.rows
    assert number not in {row.id for row in batch.rows}
    assert await table.desks.timing.recover() == 2
    assert number not in {
        row.id for row in (await table.desks.transactions.read(batch_of, SessionId(table.broken))).rows
    }
    assert (await table.desks.transactions.store.read(aside.numbers))["delivery"] == [number]


async def test_an_unknown_kind_alone_is_not_looked_at_again_and_again(table: Table) -> None:
    table.sql("UPDATE delivery SET kind = ? WHERE session_id = ?", SECRET, table.broken)
    await table.desks.timing.recover()
    assert await table.to_deliver() == [table.sound]


@pytest.mark.parametrize("wanted", [SECRET, "{}", f'{{"name": "{SECRET}"}}', ""])
async def test_a_schedule_that_cannot_be_read_stops_no_other(
    wanted: str, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = await table.schedule("Broken"), await table.schedule("Sound")
    table.sql("UPDATE schedule SET choices = ?, announce_at = 0 WHERE id = ?", wanted, broken)
    table.sql("UPDATE schedule SET announce_at = 0 WHERE id = ?", sound)
    await table.desks.schedule.announce_due()
    assert [found.id for found in await table.desks.schedule.named(GuildXid(GUILD_XID))] == [sound]
    assert [found.schedule.id for found in await table.desks.schedule.of_guild(GuildXid(GUILD_XID))] == [
        sound
    ]
    assert table.sql("SELECT announce_at FROM schedule WHERE id = ?", broken) == [(None,)]
    assert caplog.text.count(f"number {broken}") == 1
    assert SECRET not in caplog.text
    await table.desks.timing.recover()
    assert [found.id for found in await table.desks.schedule.named(GuildXid(GUILD_XID))] == [sound]


async def test_a_date_goes_on_although_its_schedule_cannot_be_read(table: Table) -> None:
    """Its theme is not known, so a question is drawn without one; nor whether it is for a role, so nobody joins."""
    table.sql("UPDATE session SET schedule_id = ?", await table.schedule("Tuesday circle"))
    table.sql("UPDATE schedule SET choices = '[17]'")
    session = await table.desks.circle.get(SessionId(table.sound))
    assert session.schedule_id is not None
    theme = await table.desks.transactions.read(scheduled_theme, session)
    assert theme is None
    with pytest.raises(Unreadable):
        await table.desks.circle.join(session.id, MemberXid(99), c.Join(), None, frozenset())


async def test_a_schedule_that_can_be_read_again_is_announced_again(table: Table) -> None:
    broken = await table.schedule("Broken")
    ((wanted,),) = table.sql("SELECT choices FROM schedule WHERE id = ?", broken)
    table.sql("UPDATE schedule SET choices = 'x' WHERE id = ?", broken)
    await table.desks.timing.recover()
    table.sql("UPDATE schedule SET choices = ? WHERE id = ?", wanted, broken)
    await table.desks.timing.recover()
    assert [found.id for found in await table.desks.schedule.named(GuildXid(GUILD_XID))] == [broken]
    assert table.sql("SELECT status, announce_at > 0 FROM schedule WHERE id = ?", broken) == [("active", 1)]
    with pytest.raises(ScheduleError) as gone:
        await table.desks.schedule.get(ScheduleId(10**6))
    assert gone.value.problem is Problem.GONE


async def test_one_facilitator_who_cannot_be_told_leaves_the_others_their_turns(table: Table) -> None:
    number = await table.schedule("Evenings")
    table.sql("UPDATE rota SET member = x'00' WHERE schedule_id = ? AND place = 0", number)
    assert (await table.desks.schedule.get(ScheduleId(number))).facilitators == [18]


@pytest.mark.parametrize("options", ["", SECRET, '{"horizon_days": "x"}', "[]"])
async def test_options_that_cannot_be_read_are_the_usual_ones_until_they_are_set(
    options: str, table: Table
) -> None:
    await table.desks.settings.change(GuildXid(GUILD_XID), 0, zone="Europe/Berlin")
    table.sql("UPDATE server SET options = ?", options)
    found = await table.desks.settings.server(GuildXid(GUILD_XID))
    assert (found.options, found.version) == (servers.ServerOptions(), 1)
    after = await table.desks.settings.change(GuildXid(GUILD_XID), 1, zone="Europe/Paris")
    assert after.options.zone == "Europe/Paris"
    await table.desks.circle.act(SessionId(table.sound), None, c.End(steward=True))


async def test_a_question_of_an_unknown_kind_is_not_drawn(table: Table) -> None:
    new = [
        NewPrompt(
            theme="general", language="en", kind=PromptKind.STORY, text=f"What opened a door for you, {n}?"
        )
        for n in range(2)
    ]
    await table.desks.transactions.write(own_prompts.add, GuildXid(GUILD_XID), new)
    table.sql("UPDATE own_prompt SET stage = ? WHERE id = 1", SECRET)
    assert [
        prompt.id for prompt in await table.desks.transactions.read(own_prompts.all_own, GuildXid(GUILD_XID))
    ] == [2]
    await table.sitting.begin(3)


async def test_a_wish_that_cannot_be_read_is_silence(table: Table) -> None:
    quiet = QuietHours(EVENING.time(), (EVENING + timedelta(hours=1)).time(), "UTC")
    await table.desks.transactions.write(reminders.keep_wish, MemberXid(17), Reminding(True, quiet))
    table.sql("UPDATE wish SET words = x'0011223344556677889900112233445566'")
    found = await table.desks.transactions.read(reminders.wishes_of, MemberXid(17))
    assert not found.wanted, "nobody is written to at night because their wish was lost"


async def test_a_spark_that_cannot_be_read_does_not_keep_the_others(table: Table) -> None:
    await table.desks.settings.change(GuildXid(GUILD_XID), 0, hope_xid=PARENT_XID)
    for n in range(4):
        spark = Spark("", f"Line {n}")
        await table.desks.transactions.write(
            sparks.add, SessionId(table.sound), GuildXid(GUILD_XID), f"token {n}", spark
        )
    table.sql("UPDATE spark SET words = x'00' WHERE key = (SELECT min(key) FROM spark)")
    await table.desks.circle.act(SessionId(table.sound), None, c.End(steward=True))
    assert table.sql("SELECT count(*) FROM spark WHERE post_at IS NOT NULL") == [(3,)]


async def test_what_waits_for_the_record_and_cannot_be_read_is_left_out(table: Table) -> None:
    await table.desks.circle.act(SessionId(table.sound), None, c.End(steward=True))
    await table.desks.circle.act(SessionId(table.broken), None, c.End(steward=True))
    before = len(await waiting(table.desks.transactions))
    table.sql("UPDATE contribution SET words = x'00' WHERE key = (SELECT min(key) FROM contribution)")
    assert len(await waiting(table.desks.transactions)) == max(0, before - 1)


async def test_in_the_room_of_a_circle_that_is_set_aside_is_no_circle(table: Table) -> None:
    table.sql("UPDATE session SET room_xid = 5, state = 'x' WHERE id = ?", table.broken)
    await table.desks.timing.recover()
    assert await table.desks.circle.in_room(ChannelXid(5)) is None
    assert (
        await table.desks.transactions.read(
            sessions.find_for, GuildXid(GUILD_XID), ChannelXid(5), MemberXid(17)
        )
        == []
    )


async def test_rooms_are_looked_after_although_one_circle_broke_meanwhile(table: Table) -> None:
    table.sql("UPDATE session SET state = 'x' WHERE id = ?", table.broken)
    await table.desks.rooms.check_all(lambda _: True)
    batch = await table.desks.transactions.read(batch_of, SessionId(table.sound))
    assert "check_room" in {row.policy.kind for row in batch.rows}
    found = await table.desks.transactions.read(
        sessions.with_place,
        [table.broken, table.sound],
        table.sitting.member(1),
    )
    assert found == {table.sound}


async def test_a_format_that_was_taken_away_is_waited_for(table: Table) -> None:
    number = await table.schedule("Evenings")
    table.sql(
        "UPDATE schedule SET choices = replace(choices, '\"story-circle\"', '\"gone\"'), announce_at = 0"
    )
    await table.desks.schedule.announce_due()
    kept = (await table.desks.schedule.get(ScheduleId(number))).schedule
    assert kept.choices.format_id == "gone"
    assert not kept.choices.can_meet(table.desks.transactions.content)
    assert await table.desks.schedule.waits_for_format(kept.guild_xid)
