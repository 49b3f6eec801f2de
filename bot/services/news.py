"""What a transaction has made due, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.ids import GuildXid, SessionId

from .last_slips import LastSlips
from .last_word import LastWord


@dataclass(slots=True)
class News:
    """What a transaction has made due. It is told after the commit, so that nobody looks for it too early."""

    sessions: dict[SessionId, datetime] = field(default_factory=dict)
    """Those with new deliveries, and when the first of them is due."""
    answers: dict[tuple[SessionId, str], datetime] = field(default_factory=dict)
    """The cards that the answer to a press is about to draw, by session and slot, and until when to wait for that."""
    is_any_session: bool = False
    """Whether any session may have something to deliver."""
    deadline: datetime | None = None
    """The earliest instant at which a session's clock was set to be due."""
    schedules: bool = False
    """Whether a schedule may have something to announce."""
    sparks: bool = False
    """Whether there may be sparks of hope to post, or another place for them."""
    gatherings: bool = False
    """Whether a gathering may have something to show, or somebody to ask."""
    changed: set[SessionId] = field(default_factory=set)
    """The sessions that are not as they were."""
    moved: set[SessionId] = field(default_factory=set)
    """The sessions that are gone, or may be in another channel or another kind of room now."""
    held: set[GuildXid] = field(default_factory=set)
    """The servers in which a session that holds the piece for real is not as it was."""
    rules: set[GuildXid] = field(default_factory=set)
    """The servers whose admins have set something."""
    slot_of: dict[SessionId, int] = field(default_factory=dict)
    """The slot of each session that was read in it."""
    hand_offs: int = 0
    """How often the piece was offered to somebody."""
    last_words: list[LastWord] = field(default_factory=list)
    """What people are told although their session is over. It is kept nowhere."""
    last_slips: list[LastSlips] = field(default_factory=list)
    """Who may still have a slip although their session is over. It is kept nowhere."""
    keys_over: set[str] = field(default_factory=set)
    """The names of the keys that nothing needs any more. They are destroyed before anybody is told anything."""

    def queued(self, session_id: SessionId, due_at: datetime) -> None:
        """A session has something to deliver then."""
        self.sessions[session_id] = min(due_at, self.sessions.get(session_id, due_at))

    def clock_set(self, due_at: datetime) -> None:
        """A session's clock is due then."""
        self.deadline = due_at if self.deadline is None else min(self.deadline, due_at)
