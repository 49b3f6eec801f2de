"""Direct messages: what each of Discord's three answers means, and that no reminder is lost by one that may pass."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.circle.commands import Join
from bot.circle.model import SeatPlace
from bot.ids import GuildXid, MemberXid
from bot.services.circle.sessions import Session
from bot.ui.layout import Card
from tests.wire.line import ANN, BEN, CAT, FAY, Line, QuickClock, line, until
from tests.wire.planned import NAME, at_its_hour, plan
from tests.wire.stub import Fault, refused, words

HOUR = 3600
OPENING = "/users/@me/channels"
SENDING = r"/channels/\d+/messages"
CROWD = tuple(range(CAT + 1, CAT + 4))


def reminders(wire: Line, person: int) -> int:
    """How many reminders this person has got."""
    return sum("Your seat is kept" in words(message) for message in wire.stub.dms(person))


async def seat(wire: Line, invitation: object, *people: int) -> None:
    for person in people:
        await wire.press(person, invitation, "Save me a seat")  # type: ignore[arg-type]


async def seated(wire: Line) -> int:
    (session,) = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
    return sum(one.place is SeatPlace.SEATED for one in session.state.seats)


async def test_everybody_is_reminded_each_at_their_own_moment(tmp_path: Path) -> None:
    async with line(tmp_path, clock=QuickClock(600)) as wire:
        _, invitation = await plan(wire, HOUR + 360, (HOUR,))
        await seat(wire, invitation, ANN, BEN)
        await at_its_hour(wire)
        await until(lambda: all(reminders(wire, who) for who in (FAY, ANN, BEN)), "everybody is reminded")
        at = [call.at for call in wire.stub.tried("POST", SENDING) if "Your seat is kept" in str(call.body)]
        assert max(at) - min(at) > 0.005, "seconds apart by the bot's clock"
        await wire.quiet()
        assert [reminders(wire, who) for who in (FAY, ANN, BEN)] == [1, 1, 1]


async def test_too_fast_is_later_and_nothing_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with line(tmp_path, clock=QuickClock(600)) as wire:
        fault = wire.stub.fail(
            refused(403, 40003, "You are opening direct messages too fast"), "POST", OPENING, times=2
        )
        _, invitation = await plan(wire, HOUR + 360, (HOUR,))
        await seat(wire, invitation, ANN, BEN)
        await at_its_hour(wire)
        await until(lambda: all(reminders(wire, who) for who in (FAY, ANN, BEN)), "everybody is reminded")
        await wire.quiet()
        assert [reminders(wire, who) for who in (FAY, ANN, BEN)] == [1, 1, 1]
        assert fault.hits == 2, "nobody is tried while Discord asks for time"
        assert "Traceback" not in caplog.text


async def test_whoever_is_written_to_beside_the_reminders_waits_too(tmp_path: Path) -> None:
    async with line(tmp_path, clock=QuickClock(60)) as wire:
        fault = wire.stub.fail(refused(403, 40003, "too fast"), "POST", OPENING, times=99)
        whispers, card = wire.bot.whispers, Card().say("A word for you.")
        assert [await whispers.try_to_write(MemberXid(person), card) for person in CROWD] == [False] * 3
        assert fault.hits == 1, "what is tried while Discord asks for time counts against the bot"
        wire.stub.heal()
        while not await whispers.try_to_write(MemberXid(ANN), card):
            await wire.bot.clock.sleep(1, "the next minute")
        assert len(wire.stub.dms(ANN)) == 1


async def test_closed_is_the_end_of_it_and_the_seat_stays(tmp_path: Path) -> None:
    async with line(tmp_path, clock=QuickClock(600)) as wire:
        wire.stub.world.closed_direct.add(ANN)
        _, invitation = await plan(wire, HOUR + 360, (HOUR,))
        await seat(wire, invitation, ANN, BEN)
        await at_its_hour(wire)
        await until(lambda: reminders(wire, BEN) and reminders(wire, FAY), "the others are reminded")
        await wire.quiet()
        assert reminders(wire, ANN) == 0
        assert await seated(wire) == 3


async def test_the_operator_is_told_when_everybody_is_closed_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with line(tmp_path, clock=QuickClock(600)) as wire:
        wire.stub.world.closed_direct.update({FAY, ANN, BEN})
        await plan(wire, HOUR + 360, (HOUR,))
        (session,) = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
        for person in (ANN, BEN):  # whoever has pressed something is answered there instead
            await wire.bot.desks.circle.act(session.id, MemberXid(person), Join())
        await at_its_hour(wire)
        told = "take no direct messages"
        await until(lambda: told in caplog.text, "the operator is told", 8)
        (record,) = [r for r in caplog.records if told in r.getMessage()]
        assert record.levelno == logging.WARNING
        assert await seated(wire) == 3


async def test_no_server_in_common_is_somebody_who_has_left_and_the_seat_is_free(tmp_path: Path) -> None:
    async with line(tmp_path, clock=QuickClock(600)) as wire:
        _, invitation = await plan(wire, HOUR + 360, (HOUR,))
        await seat(wire, invitation, ANN, BEN)
        assert await seated(wire) == 3
        await wire.stub.world.leave_server(wire.guild, ANN)
        await at_its_hour(wire)
        await until(lambda: reminders(wire, BEN) and reminders(wire, FAY), "the others are reminded")
        await wire.quiet()
        assert reminders(wire, ANN) == 0
        assert await seated(wire) == 2


async def test_the_operator_is_told_when_all_of_one_circle_fail_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with line(tmp_path, clock=QuickClock(600)) as wire:
        wire.stub.fail(refused(403, 40003, "too fast"), "POST", OPENING, times=99)
        _, invitation = await plan(wire, HOUR + 360, (HOUR,))
        await seat(wire, invitation, ANN, BEN)
        await at_its_hour(wire)
        told = "Discord does not take direct messages just now"
        await until(lambda: told in caplog.text, "the operator is told", 8)
        wire.stub.heal()
        await until(lambda: all(reminders(wire, who) for who in (FAY, ANN, BEN)), "nobody is forgotten", 8)


@pytest.mark.parametrize(
    "fault", [refused(403, 40003, "too fast"), Fault(503)], ids=["asks for time", "is down"]
)
async def test_the_operator_is_told_once_when_many_fail_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    caplog.set_level(logging.INFO, "bot")
    async with line(tmp_path, clock=QuickClock(600)) as wire:
        wire.stub.fail(fault, "POST", OPENING, times=99)
        wire.stub.world.most_new_direct = 99
        for number in range(4):
            await plan(wire, HOUR + 900, (HOUR,), name=f"{NAME} {number}")
        meetings: list[Session] = []
        while len(meetings) < 4:
            meetings = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
        for session in meetings:
            for person in CROWD:
                await wire.bot.desks.circle.act(session.id, MemberXid(person), Join())
        await at_its_hour(wire)
        told = "Discord does not take direct messages just now"
        await until(lambda: told in caplog.text, "the operator is told", 8)
        (record,) = [r for r in caplog.records if told in r.getMessage()]
        assert record.levelno == logging.ERROR
        assert NAME not in record.getMessage()
        assert not any(str(person) in caplog.text for person in CROWD)
        wire.stub.heal()
        await until(lambda: all(reminders(wire, who) == 4 for who in CROWD), "and nobody is forgotten", 8)
