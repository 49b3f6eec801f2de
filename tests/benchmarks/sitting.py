"""Sessions in a real database, brought to the first offer of the piece through the services alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.circle import commands as c
from bot.circle.refusals import Refusal
from bot.content import Content, load_content
from bot.privacy.sealing import Vault
from bot.services import sessions
from bot.services.outbox import Kind
from bot.services.sessions import Answer, Invitation, Meeting
from bot.settings import ROOT
from bot.store.store import Store, open_store

EVENING = datetime(2026, 3, 1, 19, tzinfo=UTC)
GUILD_XID, PARENT_XID, MEMBER_XID = (
    1_456_074_443_980_800_000,
    1_456_074_443_980_800_001,
    1_456_074_443_980_810_000,
)
LINGER_S = 600.0


class Sitting:
    """Sessions side by side, with a clock that is only a number."""

    def __init__(self, store: Store, seats: int, format_id: str) -> None:
        self.store = store
        self.seats = seats
        self.content: Content = load_content(ROOT / "data")
        self.format = self.content.formats[format_id]
        self.vault = Vault(b"k" * 32)
        self.now = EVENING

    @classmethod
    async def at(cls, file: Path, *, seats: int = 5, format_id: str = "story-circle") -> Sitting:
        """Sit down at that database file."""
        return cls(await open_store(f"sqlite:///{file}"), seats, format_id)

    async def open(self, number: int) -> int:
        """Open one gathering session. Returns its id."""
        wanted = Invitation(GUILD_XID, PARENT_XID, f"Circle {number}", "en", self.format)
        answer = await self.store.write(
            sessions.open_meeting, self.vault, wanted, self.member(1), self.now, 1_000_000
        )
        return answer.meeting.id

    async def begin(self, number: int) -> int:
        """Open one session and go on to the first offer. Returns its id."""
        session_id = await self.open(number)
        for seat in range(2, self.seats + 1):
            await self.ask(session_id, seat, c.Join())
        deck = self.content.deck("en")
        begun = await self.store.write(
            sessions.begin, self.vault, session_id, self.member(1), deck, self.now, steward=False
        )
        assert begun.events
        await self.tick(session_id)
        for seat in range(1, self.seats + 1):
            await self.ask(session_id, seat, c.Agree())
        return session_id

    async def ask(self, session_id: int, seat: int | None, command: c.Command) -> Answer:
        """What a press does: one transaction that grants it."""
        member_xid = None if seat is None else self.member(seat)
        answer = await self.store.write(
            sessions.act,
            self.vault,
            session_id,
            member_xid,
            command,
            self.now,
            answering=None if seat is None else Kind.TURN,
            linger_s=LINGER_S,
        )
        assert not isinstance(answer.refusal, Refusal), answer.refusal
        assert answer.events
        return answer

    async def tick(self, session_id: int) -> None:
        """Wait until the session's clock is due, and let it do that."""
        meeting = await self.get(session_id)
        assert meeting.state.timer is not None
        self.now = max(self.now, meeting.state.timer.due) + timedelta(milliseconds=1)
        await self.ask(session_id, None, c.Tick())

    async def get(self, session_id: int) -> Meeting:
        """The session as it is."""
        return await self.store.read(sessions.load, session_id)

    def member(self, seat: int) -> int:
        """The Discord id of whoever has that seat."""
        return MEMBER_XID + seat
