"""One hand-off with everything it needs: its transactions, what is read and drawn for it, and what is kept.

The sender and its courier are the real ones; Discord answers at once and costs nothing. The floor is the statements
of the hand-off's own transactions (Receive, I'm done, and the clock that offers the piece to the next person) in raw
sqlite3, on a copy of the same database.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.circle import commands as c
from bot.delivery.admission import Admission
from bot.delivery.clearing import Clearing
from bot.delivery.courier import Courier
from bot.delivery.room_closing import RoomClosing
from bot.delivery.room_opening import RoomOpening
from bot.delivery.sender import Sender
from bot.delivery.turn_cards import TurnCards
from bot.ids import MemberXid, SessionId
from bot.pace import Pace
from bot.privacy.sealing import Vault
from bot.services.circle.sessions import Session
from bot.services.deliveries import table as d
from bot.services.deliveries.rows import slot
from bot.settings import ROOT
from bot.ui.card_context import CardContext
from bot.ui.cards import draw
from bot.ui.drawn_cards import DrawnCards
from bot.ui.i18n import Catalogues
from bot.ui.layout import Card
from bot.ui.pressed_cards import PressedCards
from bot.ui.room_traffic import RoomTraffic
from tests.benchmarks.bench_transition import Transition, copy, listening, raw_connection, run_raw, writer_of
from tests.benchmarks.measure import Times
from tests.benchmarks.report import Report
from tests.benchmarks.sitting import Sitting, StillClock

SEATS, CIRCLES, TURNS = 5, 12, 4
MOST_TIMES_RAW = 10
NO_PACE = 1_000_000


class InstantRoom:
    """A room in a Discord that answers at once."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.posted = 0

    def of(self, session: Session) -> InstantRoom:
        return self

    async def open(self, session: Session) -> int:
        return 1_456_074_443_980_900_000 + session.id

    async def close(self, session: Session, *, delete: bool) -> None:
        return None

    async def admit(self, session: Session, member_xid: int) -> None:
        return None

    async def dismiss(self, session: Session, member_xid: int) -> None:
        return None

    async def post(
        self,
        session: Session,
        channel_xid: int,
        card: Card,
        nonce: str,
        pings: Sequence[int],
        *,
        silent: bool,
    ) -> int:
        card.to_components()
        self.posted += 1
        return 1_456_074_443_981_000_000 + next(self._numbers)

    async def edit(self, session: Session, channel_xid: int, message_xid: int, card: Card) -> None:
        card.to_components()

    def missing(self, session: Session) -> list[str]:
        return []


class InstantWhispers:
    """Private words that arrive at once."""

    async def tell(self, *_: Any, **__: Any) -> bool:
        return True

    async def bring_up_to_date(self, *_: Any) -> None:
        return None

    def forget(self, session_id: int) -> None:
        return None


class Desk:
    """Sessions whose deliveries arrive."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.room = InstantRoom()
        self.shown = DrawnCards()
        self.catalogues = Catalogues.read(ROOT / "data" / "locales", "en")
        desks = sitting.desks
        assert isinstance(desks.transactions.clock, StillClock)
        self.clock = desks.transactions.clock
        calendar: Any = None
        no_bot: Any = None
        room: Any = self.room
        whispers: Any = InstantWhispers()
        pace = Pace(desks.transactions.clock, NO_PACE)
        courier = Courier(
            pace,
            desks.transactions.content,
            self.catalogues,
            room,
            RoomOpening(desks.rooms, pace, no_bot, room),
            room,
            TurnCards(room, PressedCards(self.clock), pace),
            Admission(desks.circle, desks.transactions.clock, pace, room),
            calendar,
            whispers,
            self.shown,
            RoomTraffic(),
            RoomClosing(room, pace, desks.settings, Clearing(no_bot, desks.rooms)),
        )
        self.sender = Sender(desks, desks.transactions.clock, courier)
        desks.transactions.on_deliveries.append(self.sender.wake)
        desks.delivery.hand_to(self.sender)
        desks.transactions.on_answers.append(self.sender.expect_answer)
        self.shown.on_answered.append(self.sender.answered)

    async def delivered(self) -> None:
        """Wait until the sender has nothing left to do."""
        while not self.sender.is_idle:
            if self.sender._serving:
                await asyncio.wait(self.sender._serving.values())
            else:
                await asyncio.sleep(0)

    async def press(self, session_id: int, seat: int, command: c.Command) -> None:
        """A press, its answer with the card drawn anew, and all that is delivered then."""
        answer = await self.sitting.ask(session_id, seat, command)
        turn = answer.session.state.turn
        number = turn.number if turn is not None else answer.session.state.turns
        context = CardContext(
            answer.session,
            self.catalogues.pick("en"),
            self.sitting.desks.transactions.content,
            {seat: MemberXid(self.sitting.member(seat))},
        )
        card = draw(d.Turn(number), context)
        assert card is not None
        card.to_components()
        self.shown.answered(SessionId(session_id), slot(d.Turn(number)), card)
        await self.delivered()

    async def hand_off(self, session_id: int, seat: int) -> None:
        """Somebody receives the piece and is done, and the next person is offered it."""
        await self.press(session_id, seat, c.Receive())
        self.sitting.move_to(self.clock.utcnow() + timedelta(seconds=20))
        await self.press(session_id, seat, c.Done())
        self.sitting.move_to(self.clock.utcnow() + timedelta(seconds=6))
        await self.hand_on(session_id)

    async def hand_on(self, session_id: int) -> None:
        """The clock looks what is due, and offers the piece to the next person."""
        desks = self.sitting.desks
        assert session_id in (await desks.timing.look(desks.transactions.clock.utcnow())).sessions
        assert await desks.timing.tick(SessionId(session_id))
        await self.delivered()


@asynccontextmanager
async def desk(file: Path, vault: Vault | None = None) -> AsyncIterator[Desk]:
    """Sit down at that database file, with a sender that runs. `vault`: the keys of the sessions that are in it."""
    sitting = await Sitting.at(file, clock=StillClock(), seats=SEATS, vault=vault)
    found = Desk(sitting)
    running = asyncio.create_task(found.sender.run())
    try:
        yield found
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await sitting.store.close()


def _own(kept: list[Transition]) -> list[Transition]:
    """The transactions that change a session; keeping what became of a delivery changes none."""
    return [one for one in kept if any(s.sql.startswith("UPDATE session SET version") for s in one.raw)]


async def test_hand_off(report: Report, tmp_path: Path) -> None:
    async with desk(tmp_path / "first.db") as found:
        ids = [await found.sitting.go_round(number) for number in range(CIRCLES)]
        await found.delivered()
    ours, floor, whole = Times(), Times(), Times()
    raw = raw_connection(copy(tmp_path / "first.db", tmp_path / "raw.db"))
    every = raw_connection(copy(tmp_path / "first.db", tmp_path / "every.db"))
    copy(tmp_path / "first.db", tmp_path / "kept.db")
    keys = found.sitting.desks.transactions.vault
    async with desk(tmp_path / "first.db", keys) as timed, desk(tmp_path / "kept.db", keys) as watched:
        watched.sitting.move_to(found.sitting.desks.transactions.clock.utcnow())
        timed.sitting.move_to(found.sitting.desks.transactions.clock.utcnow())
        writes = 0
        for turn in range(TURNS):
            for session_id in ids:
                before = timed.sitting.desks.transactions.clock.utcnow()
                with ours.take():
                    await timed.hand_off(session_id, turn + 1)
                kept: list[Transition] = []
                watched.sitting.move_to(before)
                with listening(writer_of(watched.sitting.store), kept):
                    await watched.hand_off(session_id, turn + 1)
                writes += len(kept)
                with floor.take():
                    for transition in _own(kept):
                        run_raw(raw, transition)
                with whole.take():
                    for transition in kept:
                        run_raw(every, transition)
        assert timed.room.posted == watched.room.posted == TURNS * CIRCLES
    raw.close()
    every.close()
    each = len(ours.cpu)
    group = f"One hand-off, delivered: Receive, I'm done, the next offer ({each} of them, {SEATS} seats)"
    report.add(
        group, "floor: the statements of its transactions in raw sqlite3", floor.cpu_ms, "ms", "CPU, median"
    )
    ratio = whole.cpu_ms / floor.cpu_ms
    report.add(
        group, "the same with those that keep deliveries", whole.cpu_ms, "ms", "CPU, median", ratio=ratio
    )
    result = report.add(
        group,
        "one hand-off",
        ours.cpu_ms,
        "ms",
        "CPU, median",
        ratio=ours.cpu_ms / floor.cpu_ms,
        at_most=MOST_TIMES_RAW,
        of_ratio=True,
    )
    report.add(group, "transactions", writes / each, "", "mean")
    # The median is what is reported; only what even the quietest hand-off exceeds is a failure.
    ratio = min(result.ratio or 0, ours.least_cpu_ms / floor.least_cpu_ms)
    assert ratio <= MOST_TIMES_RAW, f"a hand-off costs {ratio:.1f} times its statements in raw sqlite3"
