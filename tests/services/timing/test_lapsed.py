"""A backup of long ago: what is over is closed once and quietly, and everything else is as it was."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.circle import commands as c
from bot.circle.appointment import Appointment
from bot.circle.model import Phase
from bot.circle.outage import IDLE_S, longest_s
from bot.ids import ChannelXid, GuildXid, MemberXid, ScheduleId, SessionId
from bot.privacy.sealing import Vault
from bot.privacy.sparks import Spark, new_token
from bot.services.absence import absences
from bot.services.circle import acting, opening, sessions
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Date, Invitation, Person
from bot.services.deliveries import rows
from bot.services.deliveries import table as d
from bot.services.deliveries.lookup import kind_of
from bot.services.harvest import sparks
from bot.services.timing import recovery
from bot.services.unit_of_work import Work
from bot.settings import Settings
from bot.store import queries as q
from bot.store.opening import open_store
from bot.store.tables import contribution, deadline, delivery, seat, spark
from tests.databases import address
from tests.services.dates import local_time
from tests.working import CONTENT

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
VAULT, LINGER_S, DAY = Vault(bytes(64)), 600.0, 86_400
CHOSEN = CONTENT.formats["quick-circle"]
BOUND_S = longest_s(CHOSEN) + LINGER_S + IDLE_S
LET_GO = {
    d.Admit,
    d.Dismiss,
    d.OpenRoom,
    d.Invite,
    d.Gather,
    d.Stage,
    d.Turn,
    d.Look,
}


def _at(db: Connection, now: datetime) -> Work:
    return Work(db, VAULT, CONTENT, now, Settings())


def _open(db: Connection, number: int, touched: datetime, *, live: bool) -> int:
    then = _at(db, touched)
    wanted = Invitation(
        GuildXid(10**18), CircleChoices(f"Circle {number}", "en", ChannelXid(1), CHOSEN.id), CHOSEN
    )
    session_id = opening.open_now(then, wanted, Person(MemberXid(100 * number))).session.id
    for other in (1, 2):
        acting.act(then, session_id, MemberXid(100 * number + other), c.Join())
    if live:
        acting.act(then, session_id, MemberXid(100 * number), c.Begin())
    db.execute(q.set_room, {"of_session": session_id, "new_room_xid": 10**6 + number})
    return session_id


def _plan(db: Connection, number: int, touched: datetime, starts_at: datetime) -> int:
    wanted = Invitation(
        GuildXid(10**18), CircleChoices(f"Date {number}", "en", ChannelXid(1), CHOSEN.id), CHOSEN
    )
    date, appointment = (
        Date(ScheduleId(number), local_time(f"2026-01-01T00:{number % 60:02}:00")),
        Appointment(starts_at, reminders=(DAY,)),
    )
    leads = Person(MemberXid(100 * number))
    return opening.plan_date(_at(db, touched), wanted, date, appointment, leads).session.id


@pytest.mark.parametrize("seed", range(12))
async def test_what_is_over_is_closed_and_nothing_else(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    store = await open_store(address(tmp_path / "circle.db"))
    now = NOON + timedelta(days=60)
    over: dict[int, bool] = {}

    def before(db: Connection) -> None:
        for number in range(1, 9):
            age_s = chance.choice((60.0, BOUND_S - 60, BOUND_S + 60, chance.uniform(0, 59 * DAY)))
            touched = now - timedelta(seconds=age_s)
            over[_open(db, number, touched, live=chance.random() < 0.6)] = age_s > BOUND_S
        for number in range(10, 16):
            starts_at = now + timedelta(seconds=chance.choice((-1, 1)) * chance.uniform(0, 20 * DAY))
            over[_plan(db, number, NOON, starts_at)] = (now - starts_at).total_seconds() > BOUND_S
        for session_id in over:
            sparks.add(
                _at(db, now),
                SessionId(session_id),
                GuildXid(10**18),
                new_token(),
                Spark(words="a light in the kitchen"),
            )

    def after(db: Connection) -> None:
        recovery.recover(_at(db, now))
        for session_id, is_over in over.items():
            session = sessions.load(_at(db, now), SessionId(session_id))
            assert (session.state.phase is Phase.ENDED) is is_over, session
            kinds = [type(row.what) for row in rows.of_session(_at(db, now), SessionId(session_id))]
            words_left = db.execute(select(spark).where(spark.c.session_id == session_id)).all()
            seats_left = db.execute(select(seat).where(seat.c.session_id == session_id)).all()
            clock = db.execute(select(deadline).where(deadline.c.session_id == session_id)).all()
            if is_over:
                assert kinds.count(d.Ended) == 1, "told once"
                assert not LET_GO.intersection(kinds), "nobody is let in, and no room is made"
                assert not words_left
                assert not seats_left
                assert not clock
            else:
                assert d.Ended not in kinds
                assert words_left
                assert seats_left
                assert clock
        assert not db.execute(select(contribution)).all(), "its row may be in another copy"
        recovery.recover(_at(db, now))
        told = select(delivery).where(delivery.c.kind == kind_of(d.Ended))
        assert len(db.execute(told).all()) == sum(over.values()), "and not once more at the next start"

    await store.write(before)
    await store.write(after)
    await store.close()
    assert True in over.values()


async def test_what_is_over_is_closed_also_while_another_server_is_away(tmp_path: Path) -> None:
    store = await open_store(address(tmp_path / "circle.db"))
    here, away, now = GuildXid(10**18), GuildXid(2 * 10**18), NOON + timedelta(days=60)
    chosen = CircleChoices("Circle", "en", ChannelXid(1), CHOSEN.id)

    def open_in(db: Connection, guild_xid: GuildXid) -> SessionId:
        leads = Person(MemberXid(100))
        return opening.open_now(_at(db, NOON), Invitation(guild_xid, chosen, CHOSEN), leads).session.id

    def look(db: Connection) -> list[Phase]:
        opened = [open_in(db, away), open_in(db, here)]
        absences.begin(_at(db, NOON), away, removed=False)
        recovery.recover(_at(db, now))
        return [sessions.load(_at(db, now), session_id).state.phase for session_id in opened]

    assert await store.write(look) == [Phase.GATHERING, Phase.ENDED], "a server that is away waits, alone"
    await store.close()
