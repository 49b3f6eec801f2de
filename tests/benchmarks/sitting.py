"""Sessions in a real database, brought to the first offer of the piece through the use cases alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.circle import commands as c
from bot.clock import Clock
from bot.content import load_content
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.privacy.sealing import Vault
from bot.services.circle.answer import Answer
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.deliveries import table as d
from bot.services.desks import Desks, open_desks
from bot.services.unit_of_work import Transactions
from bot.settings import ROOT, Circles, Settings
from bot.store import queries as q
from bot.store.opening import open_store

EVENING = datetime(2026, 3, 1, 19, tzinfo=UTC)
GUILD_XID, PARENT_XID, MEMBER_XID = (
    1_456_074_443_980_800_000,
    1_456_074_443_980_800_001,
    1_456_074_443_980_810_000,
)
NO_LIMIT = 1_000_000


class StillClock(Clock):
    """A clock that stands wherever it was put."""

    def __init__(self) -> None:
        self.now = EVENING

    def utcnow(self) -> datetime:
        return self.now


class Sitting:
    """Sessions side by side. Nobody listens: nothing is delivered and no clock runs."""

    def __init__(self, desks: Desks, seats: int, format_id: str) -> None:
        self.desks = desks
        self.seats = seats
        self.format = desks.transactions.content.formats[format_id]

    @classmethod
    async def at(
        cls,
        where: Path | str,
        *,
        clock: Clock | None = None,
        seats: int = 5,
        format_id: str = "story-circle",
        vault: Vault | None = None,
    ) -> Sitting:
        """Sit down at that database: a file of SQLite's, or an address. `vault`: the keys of the sessions in it."""
        store = await open_store(where if isinstance(where, str) else f"sqlite:///{where}")
        content = load_content(ROOT / "data")
        circles = Circles.model_construct(open_per_server=NO_LIMIT)
        settings = Settings(circles=circles)
        do = Transactions(store, vault or Vault(b"k" * 32), clock or StillClock(), content, settings)
        return cls(open_desks(do), seats, format_id)

    @property
    def store(self) -> Any:
        """The store."""
        return self.desks.transactions.store

    async def begin(self, number: int) -> int:
        """Open a session, take the seats, and begin. Returns its id."""
        wanted = Invitation(
            GuildXid(GUILD_XID),
            CircleChoices(f"Circle {number}", "en", ChannelXid(PARENT_XID), self.format.id),
            self.format,
        )
        session_id = (await self.desks.circle.open(wanted, self.member(1))).session.id
        for seat in range(2, self.seats + 1):
            await self.ask(session_id, seat, c.Join())
        made = {"of_session": session_id, "new_room_xid": session_id}
        await self.store.write(lambda db: db.execute(q.set_room, made).rowcount)
        assert (await self.desks.circle.begin(session_id, self.member(1), c.Begin())).events
        return session_id

    async def go_round(self, number: int) -> int:
        """As `begin`, and on to the first offer of the piece."""
        session_id = await self.begin(number)
        await self.tick(session_id)
        for seat in range(1, self.seats + 1):
            await self.ask(session_id, seat, c.Agree())
        return session_id

    async def ask(self, session_id: int, seat: int | None, command: c.Command) -> Answer:
        """What a press, or the clock, does: one transaction, and it is granted."""
        pressed: dict[str, Any] = {} if seat is None else {"answering": d.Turn}
        member_xid = None if seat is None else self.member(seat)
        answer = await self.desks.circle.act(SessionId(session_id), member_xid, command, **pressed)
        assert answer.refusal is None, answer.refusal
        assert answer.events
        return answer

    async def tick(self, session_id: int) -> None:
        """Wait until the session's clock is due, and let it do that."""
        timer = (await self.desks.circle.get(SessionId(session_id))).state.timer
        assert timer is not None
        self.move_to(timer.due + timedelta(milliseconds=1))
        await self.ask(session_id, None, c.Tick())

    def move_to(self, now: datetime) -> None:
        """Let it be then, unless it is later already."""
        clock = self.desks.transactions.clock
        assert isinstance(clock, StillClock)
        clock.now = max(clock.now, now)

    def member(self, seat: int) -> MemberXid:
        """The Discord id of whoever has that seat."""
        return MemberXid(MEMBER_XID + seat)
