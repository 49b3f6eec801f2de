"""Servers that come and go: an outage holds everything, being taken out stops it, and both are over one day."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.circle.model import Phase
from bot.ids import GuildXid
from bot.services.absence import absences
from bot.services.schedule.schedules import Status
from bot.services.timing.due import Due
from bot.store.tables import absence, delivery, rota, schedule, seat, session
from tests.wire.line import ANN, BEN, FAY, Line, QuickClock, line, until
from tests.wire.planned import plan
from tests.wire.stub import EVERYTHING

HOUR, WEEK_S = 3600, 7 * 86_400
NOTHING_DUE = Due({}, schedules=False, next_at=None, is_cut=False)


async def turned(wire: Line) -> Any:
    """The turn that is going on, and when its clock is due."""
    (one_session,) = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
    assert one_session.state.timer is not None
    return one_session.state.turn, one_session.state.timer.due


async def reached(wire: Line) -> bool:
    return not await wire.bot.desks.transactions.store.read(
        lambda db: db.execute(select(absence.c.guild_xid)).all()
    )


async def until_reached(wire: Line, *, is_it: bool) -> None:
    for _ in range(500):
        if await reached(wire) is is_it:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"the server is reached: {not is_it}")


async def rows(wire: Line, table: Any) -> int:
    return await wire.bot.desks.transactions.store.read(lambda db: len(db.execute(select(table)).all()))


async def erased_by(wire: Line, now: datetime) -> int:
    """Erase what is due by then. Returns of how many servers."""
    return await wire.bot.desks.transactions.write(lambda work: absences.erase_due(replace(work, now=now)))


async def in_a_round(wire: Line) -> int:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    return room


async def wait_s(wire: Line, seconds: float) -> None:
    """Let the bot's time pass."""
    at = wire.clock.utcnow() + timedelta(seconds=seconds)
    await until(lambda: wire.clock.utcnow() >= at)


async def test_an_outage_holds_the_turn_and_its_time_is_given_back(wire: Line) -> None:
    room = await in_a_round(wire)
    turn, due = await turned(wire)
    calls = len(wire.stub.calls)
    await wire.stub.world.outage(wire.guild)
    await until_reached(wire, is_it=False)
    await wait_s(wire, (due - wire.clock.utcnow()).total_seconds() + 60)
    due_now = await wire.bot.desks.timing.look(wire.clock.utcnow())
    assert (due_now.sessions, due_now.next_at) == ({}, None), "no clock of that server is due"
    assert (await turned(wire))[0] == turn, "no turn went by unseen"
    assert len(wire.stub.calls) == calls, "and Discord was asked for nothing"
    await wire.stub.world.back_again(wire.guild)
    await until_reached(wire, is_it=True)
    again, later = await turned(wire)
    assert again.number == turn.number
    assert later > wire.clock.utcnow(), "the time of the outage is given back"
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.card(room, "[I'm done]")


async def test_an_outage_that_began_while_the_bot_was_away_holds_too(wire: Line) -> None:
    await in_a_round(wire)
    turn, _ = await turned(wire)
    await wire.stop()
    wire.stub.world.servers[wire.guild].available = False
    await wire.start()
    await until_reached(wire, is_it=False)
    assert not (await wire.bot.desks.timing.look(wire.clock.utcnow() + timedelta(days=1))).sessions
    await wire.stub.world.back_again(wire.guild)
    await until_reached(wire, is_it=True)
    assert (await turned(wire))[0].number == turn.number


async def test_taken_out_stops_everything_and_what_is_sealed_is_erased_after_a_week(tmp_path: Path) -> None:
    async with line(tmp_path, clock=QuickClock(100)) as wire:
        _, invitation = await plan(wire, 2 * 86_400, (HOUR,))
        for person in (ANN, BEN):
            await wire.press(person, invitation, "Save me a seat")
        await wire.quiet()
        await wire.stub.world.throw_out(wire.guild)
        await until_reached(wire, is_it=False)
        now, store = wire.clock.utcnow(), wire.bot.desks.transactions.store
        far = now + timedelta(days=6)
        assert await wire.bot.desks.timing.look(far) == NOTHING_DUE
        assert await rows(wire, seat) == 3, "a week is kept in case it was a mistake"
        salts = await store.read(lambda db: db.execute(select(schedule.c.salt)).scalars().all())
        assert await erased_by(wire, far) == 0
        assert await erased_by(wire, now + timedelta(seconds=WEEK_S + 60)) == 1
        assert [await rows(wire, table) for table in (session, seat, delivery, rota)] == [0, 0, 0, 0]
        left = await store.read(lambda db: db.execute(select(schedule.c.salt)).scalars().all())
        assert len(left) == len(salts) == 1
        assert left != salts
        assert await erased_by(wire, now + timedelta(days=30)) == 0, "once"


async def test_taken_out_while_the_bot_was_away_is_found_at_its_start(wire: Line) -> None:
    await plan(wire, 2 * 86_400, (HOUR,))
    await wire.stop()
    wire.stub.world.guilds.pop(wire.guild)
    await wire.start()
    await until_reached(wire, is_it=False)
    (kept,) = await wire.bot.desks.schedule.of_guild(GuildXid(wire.guild))
    assert kept.schedule.status is Status.AWAY


async def test_invited_again_schedules_wait_for_an_admin_who_is_told(wire: Line) -> None:
    _, invitation = await plan(wire, 2 * 86_400, (HOUR,))
    await wire.press(ANN, invitation, "Save me a seat")
    await wire.quiet()
    await wire.stub.world.throw_out(wire.guild)
    await until_reached(wire, is_it=False)
    await wire.stub.world.invite_again(wire.guild, EVERYTHING)
    await until_reached(wire, is_it=True)
    assert await wire.bot.desks.absence.waits_for_admin(GuildXid(wire.guild))
    (one_session,) = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
    assert one_session.state.phase is Phase.PLANNED, "the date that was announced is still to come"
    assert len(one_session.state.seated) == 2
    await wire.bot.desks.schedule.announce_due()
    (kept,) = await wire.bot.desks.schedule.of_guild(GuildXid(wire.guild))
    await wire.bot.desks.schedule.resume(kept.schedule.id)
    assert not await wire.bot.desks.absence.waits_for_admin(GuildXid(wire.guild))
    assert len(await wire.bot.desks.circle.open_in(GuildXid(wire.guild))) == 1, "no date is announced twice"


async def test_a_circle_goes_on_after_minutes_and_is_closed_kindly_after_hours(wire: Line) -> None:
    await in_a_round(wire)
    turn, _ = await turned(wire)
    await wire.stub.world.throw_out(wire.guild)
    await until_reached(wire, is_it=False)
    await wait_s(wire, 120)
    await wire.stub.world.invite_again(wire.guild, EVERYTHING)
    await until_reached(wire, is_it=True)
    assert (await turned(wire))[0].number == turn.number
    await wire.stub.world.throw_out(wire.guild)
    await until_reached(wire, is_it=False)
    late = wire.clock.utcnow() + timedelta(hours=2)
    do = wire.bot.desks.transactions
    assert await do.write(lambda work: absences.end(replace(work, now=late), GuildXid(wire.guild)))
    assert await wire.bot.desks.circle.open_in(GuildXid(wire.guild)) == []
