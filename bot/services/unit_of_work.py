"""What a use case works with, and how it is run: as one transaction, after which those are told who wait for it.

A use case is a plain function `fn(work, ...)`. It cannot wait, so Discord is never called with a transaction open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.clock import Clock
from bot.content import Content
from bot.ids import GuildXid, SessionId
from bot.privacy.sealing import Vault
from bot.settings import Settings
from bot.slots import ALONE, Slots
from bot.store import queries as q
from bot.store.store import Store, StoreError

from . import elsewhere
from .counts import Counts
from .known_states import KnownStates
from .last_slips import LastSlips
from .last_word import LastWord
from .news import News

P = ParamSpec("P")
R = TypeVar("R")

NotSaved = StoreError
"""What every use case raises when the database could not be used: nothing has changed."""


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction under way, and all that a use case may know besides what it is asked."""

    db: Connection
    vault: Vault
    content: Content
    now: datetime
    """The present instant, the same for the whole transaction."""
    settings: Settings
    news: News = field(default_factory=News)
    slots: Mapping[int, int] = field(default_factory=lambda: ALONE)
    """The slots this process has, as it was when this began, and the epoch of each."""
    keys_before: Mapping[str, bytes] = field(default_factory=dict)
    """The keys as they were before this transaction began. What is read may have ended meanwhile."""
    changes: bool = True
    """Whether it may write. Then it locks the sessions and schedules that it loads, so that others wait for it."""
    states: KnownStates = field(default_factory=KnownStates)

    def key_of(self, name: str) -> bytes | None:
        """The key of that name (`bot.privacy.keyring`); None when there is none, or it is dropped here."""
        if name in self.news.keys_over:
            return None
        return self.vault.keys.get(name) or self.keys_before.get(name)

    def new_key(self, name: str) -> bytes:
        """Make a key. The disk has it before anything that is sealed with it is committed. Raises `NotSaved`."""
        self.news.keys_over.discard(name)
        return self.vault.keys.make(name)

    def drop_key(self, name: str) -> None:
        """Have a key destroyed once this transaction is committed."""
        self.news.keys_over.add(name)
        self.states.forget(name)


@dataclass(slots=True)
class Transactions:
    """Runs use cases, each as one transaction, and tells of what they have made due."""

    store: Store
    vault: Vault
    clock: Clock
    content: Content
    settings: Settings
    slots: Slots = field(default_factory=Slots)
    before_commit: list[Callable[[Work], Callable[[], None] | None]] = field(default_factory=list)
    """Asked at the end of each transaction that writes, in its thread. What they answer with is called after the
    commit, before anybody is told of it."""
    on_deliveries: list[Callable[[SessionId | None, datetime | None], None]] = field(default_factory=list)
    """Told which session has something to deliver, and when; None: any may have, now."""
    on_answers: list[Callable[[SessionId, str, datetime], None]] = field(default_factory=list)
    """Told which card of a session the answer to a press is about to draw, and until when to wait for that."""
    on_deadline: list[Callable[[datetime], None]] = field(default_factory=list)
    """Told when a session's clock is due next."""
    on_schedules: list[Callable[[], None]] = field(default_factory=list)
    on_sparks: list[Callable[[], None]] = field(default_factory=list)
    on_gatherings: list[Callable[[], None]] = field(default_factory=list)
    """Told that a gathering may have something to show, or somebody to ask."""
    on_faults: list[Callable[[], None]] = field(default_factory=list)
    """Told that the database could not be used. Where a connection was lost in the moment of a commit, nobody knows
    whether it is saved."""
    on_change: list[Callable[[SessionId], None]] = field(default_factory=list)
    """Told which session is not as it was."""
    on_moved: list[Callable[[SessionId], None]] = field(default_factory=list)
    """Told which session is gone, or may be in another channel or another kind of room now."""
    on_held: list[Callable[[GuildXid], None]] = field(default_factory=list)
    """Told in which server a session that holds the piece for real is not as it was."""
    on_rules: list[Callable[[], None]] = field(default_factory=list)
    """Told that admins have set something by way of another process."""
    on_last_words: list[Callable[[list[LastWord]], None]] = field(default_factory=list)
    on_last_slips: list[Callable[[list[LastSlips]], None]] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    states: KnownStates = field(default_factory=KnownStates)

    async def write(
        self, use_case: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run `use_case(work, ...)` and commit, then tell whoever waits for what it has made due.

        Raises:
            NotSaved: the database is locked, full or gone; nothing was saved.
        """
        # The time is read here: on the writer's thread nobody knows a simulated clock.
        now, news, slots = self.clock.utcnow(), News(), self.slots.own
        then: list[Callable[[], None]] = []

        def run(db: Connection) -> R:
            nonlocal news, then
            news = News()  # it may be run more than once, and only the last time counts
            work = Work(db, self.vault, self.content, now, self.settings, news, slots, states=self.states)
            result = use_case(work, *args, **kwargs)
            if slots is not ALONE:
                self._tell_others(work)
            then = [call for prepares in self.before_commit if (call := prepares(work)) is not None]
            return result

        # The number that comes first is that of the session, the schedule or the server.
        about = next((value for value in args if isinstance(value, int)), None)
        try:
            result = await self.store.write_then(run, lambda: self.vault.destroy(news.keys_over), about)
        except NotSaved:
            for looks in self.on_faults:
                looks()
            raise
        for call in then:
            call()
        self._tell(news)
        return result

    async def read(self, use_case: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `use_case(work, ...)`, which must not write, in one hop to a reading thread.

        Raises:
            NotSaved: the database cannot be read.
        """
        now, keys, slots = self.clock.utcnow(), self.vault.keys.now(), self.slots.own

        def run(db: Connection) -> R:
            work = Work(
                db,
                self.vault,
                self.content,
                now,
                self.settings,
                slots=slots,
                keys_before=keys,
                changes=False,
                states=self.states,
            )
            return use_case(work, *args, **kwargs)

        self.counts.reads += 1
        return await self.store.read(run)

    async def erase(self) -> bool:
        """Let nothing that was destroyed remain on the disk. Returns whether that is done."""
        are_keys_gone = await asyncio.shield(asyncio.wrap_future(self.vault.keys.destroy_rest()))
        return await self.store.erase() and are_keys_gone

    def _tell_others(self, work: Work) -> None:
        """Only where it is another's: a notice makes others wait for the commit."""
        notice = elsewhere.notice(work.news, work.slots, self.settings.cluster)
        if notice is not None:
            work.db.execute(q.notify, {"notice": notice})

    def has(self, guild_xid: GuildXid) -> bool:
        """Whether this process looks after a server, so that nothing of it changes without its being told."""
        return self.slots.are_all or self.settings.cluster.slot_of(guild_xid) in self.slots.own

    def hear(self, notice: str) -> None:
        """Tell whoever waits here of what another process has made due."""
        news = elsewhere.heard(notice, self.clock.utcnow())
        for looks in self.on_rules * bool(news.rules):
            looks()
        self._tell(news)

    def _tell(self, news: News) -> None:
        if not self.slots.are_all:
            news = elsewhere.ours(news, self.slots.own, self.settings.cluster)
        self.counts.writes += 1
        self.counts.hand_offs += news.hand_offs
        for delivers in self.on_deliveries:
            if news.is_any_session:
                delivers(None, None)
            else:
                for session_id, due_at in news.sessions.items():
                    delivers(session_id, due_at)
        for (session_id, slot), until in news.answers.items():
            for awaits in self.on_answers:
                awaits(session_id, slot, until)
        for session_id in news.changed:
            for hears in self.on_change:
                hears(session_id)
        for session_id in news.moved:
            for hears in self.on_moved:
                hears(session_id)
        for guild_xid in news.held:
            for looks in self.on_held:
                looks(guild_xid)
        if news.deadline is not None:
            for expects in self.on_deadline:
                expects(news.deadline)
        if news.last_words:
            for tells in self.on_last_words:
                tells(news.last_words)
        if news.last_slips:
            for keeps in self.on_last_slips:
                keeps(news.last_slips)
        due = (
            *self.on_schedules * news.schedules,
            *self.on_sparks * news.sparks,
            *self.on_gatherings * news.gatherings,
        )
        for listener in due:
            listener()
