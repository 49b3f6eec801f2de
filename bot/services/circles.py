"""The desk the rest of the bot works at: each use case as one awaitable call, saved before it returns.

After a save it wakes whoever waits for one: the sender for new deliveries, the clock for a new deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.circle import commands as c
from bot.circle.model import Phase
from bot.clock import Clock
from bot.content import Content
from bot.privacy.record import Record
from bot.privacy.sealing import Vault
from bot.privacy.sparks import Spark
from bot.store import queries as q
from bot.store.store import Store, StoreError

from . import (
    aside,
    due,
    halving,
    harvest,
    meetings,
    opening,
    questions,
    recovery,
    rooms,
    sealing_up,
    servers,
    sessions,
    sparks,
)
from .deliveries.policy import Post
from .due import Due
from .meetings import Meeting
from .opening import Invitation, Person
from .servers import Server
from .sessions import Answer
from .unreadable import Unreadable
from .whereabouts import Whereabouts

NotSaved = StoreError
"""What every use case raises when the database could not be used: nothing has changed."""


@dataclass(slots=True)
class Circles:
    """Every use case of a session."""

    store: Store
    vault: Vault
    clock: Clock
    content: Content
    linger_s: float
    most_open: int
    on_deliveries: list[Callable[[int | None], None]] = field(default_factory=list)
    """Told which session has something to deliver; None: any may have."""
    on_deadline: list[Callable[[datetime], None]] = field(default_factory=list)
    on_sparks: list[Callable[[], None]] = field(default_factory=list)
    where: Whereabouts = field(init=False)

    def __post_init__(self) -> None:
        self.where = Whereabouts(self.store)

    async def open(self, wanted: Invitation, member_xid: int, language: str | None = None) -> Answer:
        """Open a session here and now, for a facilitator of that language. Raises `TooManyOpen`."""
        leads, now = Person(member_xid, language=language), self.clock.utcnow()
        return self._saved(
            await self.store.write(opening.open_meeting, self.vault, wanted, leads, now, self.most_open)
        )

    async def act(
        self,
        session_id: int,
        member_xid: int | None,
        command: c.Command,
        *,
        answering: type[Post] | None = None,
        language: str | None = None,
        roles: Collection[int] | None = None,
    ) -> Answer:
        """Ask something of a session. Raises `NoMeeting`, `NeedsRole`.

        Args:
            session_id: the session.
            member_xid: who asks; None for the clock.
            command: what is asked.
            answering: the kind of card that was pressed and will be redrawn by the answer.
            language: the language of whoever takes a seat.
            roles: the roles of whoever takes a seat.
        """
        return self._saved(
            await self.store.write(
                sessions.act,
                self.vault,
                session_id,
                member_xid,
                command,
                self.clock.utcnow(),
                answering=answering,
                linger_s=self.linger_s,
                language=language,
                roles=roles,
            )
        )

    async def act_on(
        self,
        session_id: int,
        member_xid: int,
        target_xid: int,
        command: c.HandOver | c.Nominate,
        *,
        answering: type[Post] | None = None,
    ) -> Answer:
        """Ask something about another member. Raises `NoMeeting`."""
        now = self.clock.utcnow()
        return self._saved(
            await self.store.write(
                sessions.act_on,
                self.vault,
                session_id,
                member_xid,
                target_xid,
                command,
                now,
                answering=answering,
            )
        )

    async def begin(
        self,
        session_id: int,
        member_xid: int,
        command: c.Begin,
        *,
        theme: str | None = None,
        answering: type[Post] | None = None,
    ) -> Answer:
        """Begin a session with freshly drawn questions. Raises `NoMeeting`."""
        now = self.clock.utcnow()
        return self._saved(
            await self.store.write(
                sessions.begin,
                self.vault,
                session_id,
                member_xid,
                command,
                self.content,
                now,
                theme=theme,
                answering=answering,
            )
        )

    async def chance_to_offer(self, session_id: int, member_xid: int) -> harvest.Chance:
        """Whether somebody could offer a spark of hope now. Raises `NoMeeting`."""
        now = self.clock.utcnow()
        return await self.store.read(harvest.chance, self.vault, session_id, member_xid, now)

    async def offer_spark(
        self, session_id: int, member_xid: int, token: str, spark: Spark
    ) -> harvest.Offered:
        """Keep a spark of hope until the circle's end. The same token again is the same. Raises `NoMeeting`."""
        offered = await self.store.write(
            harvest.offer, self.vault, session_id, member_xid, token, spark, self.clock.utcnow()
        )
        self._saved(offered.answer)
        return offered

    async def put_question(self, session_id: int, member_xid: int, command: c.SetPrompt) -> Answer:
        """Put a question that was chosen or typed. Raises `NoMeeting`."""
        now = self.clock.utcnow()
        return self._saved(
            await self.store.write(questions.put, self.vault, session_id, member_xid, command, now)
        )

    async def draw_another(self, session_id: int, member_xid: int, command: c.SetPrompt) -> Answer:
        """Draw another question and put it. Raises `NoMeeting`."""
        now, content = self.clock.utcnow(), self.content
        return self._saved(
            await self.store.write(
                questions.draw_another, self.vault, session_id, member_xid, command, content, now
            )
        )

    async def tick(self, session_id: int) -> bool:
        """Let the clock do what is due in a session; nothing, if it is gone.

        Returns:
            Whether it was moved, and nothing else was: `on_deadline` has been told when it is due next.
        """
        try:
            now = self.clock.utcnow()
            ticked = await self.store.write(halving.tick, self.vault, session_id, now, linger_s=self.linger_s)
        except meetings.NoMeeting:
            return True
        self._saved(ticked)
        if halving.is_halved(ticked):
            self.wake()
            return False
        return bool(ticked.events)

    async def postpone(self, session_id: int, seconds: float = 60) -> None:
        """Let a session's clock wait, because moving it failed. Its people can still do everything."""
        later = {"of_session": session_id, "new_due_at": self.clock.utcnow() + timedelta(seconds=seconds)}
        await self.store.write(lambda db: db.execute(q.postpone_deadline, later).rowcount)

    async def look(self, now: datetime, most: int = 500) -> Due:
        """What is due, and when anything is due next: a session's clock, or an announcement of a schedule."""
        return await self.store.read(due.look, now, most)

    async def get(self, session_id: int) -> Meeting:
        """A session as it is. Raises `NoMeeting`."""
        return await self.store.read(meetings.load, self.vault, session_id)

    async def with_people(self, session_id: int) -> tuple[Meeting, dict[int, int]]:
        """A session and who sits where. Raises `NoMeeting`."""
        return await self.store.read(meetings.with_people, self.vault, session_id)

    async def in_room(self, room_xid: int) -> Meeting | None:
        """The session that happens in this room; None when there is none."""
        return await self.store.read(meetings.in_room, self.vault, room_xid)

    async def find_for(self, guild_xid: int, channel_xid: int, member_xid: int) -> list[Meeting]:
        """The sessions a member may mean when naming none."""
        return await self.store.read(meetings.find_for, self.vault, guild_xid, channel_xid, member_xid)

    async def with_place(self, session_ids: Collection[int], member_xid: int) -> set[int]:
        """Those of these sessions in which a member has a seat, or waits for one."""
        return await self.store.read(meetings.with_place, self.vault, session_ids, member_xid)

    async def open_meetings(self, guild_xid: int) -> list[Meeting]:
        """The sessions of a server that are not over."""
        return await self.store.read(meetings.open_meetings, self.vault, guild_xid)

    async def records(self) -> list[Record]:
        """The anonymous rows that remain of all sessions, in no order that tells anything."""
        return await self.store.read_long(meetings.records)

    async def room_lost(self, room_xid: int) -> None:
        """A room was deleted by hand: make another."""
        if await self.store.write(rooms.room_lost, self.vault, room_xid, self.clock.utcnow()):
            self.wake()

    async def seat_of(self, meeting: Meeting, member_xid: int) -> int | None:
        """The seat that somebody has, or has had, in a session."""
        return await self.store.read(meetings.seat_of, self.vault, meeting, member_xid)

    async def let_in_again(self, session_id: int, seat: int) -> None:
        """Let somebody who has a seat into the room again: they may have left it."""
        await self.store.write(rooms.let_in_again, session_id, seat, self.clock.utcnow())
        self.wake()

    async def check_rooms(self, guild_xid: int, place_xid: int | None = None) -> None:
        """A channel or room, or what the bot may do in a server, has changed: look what that means for its rooms."""
        await self.store.write(rooms.check, guild_xid, place_xid, self.clock.utcnow())
        self.wake()

    async def look_at_seated(self, guild_xid: int, channel_xid: int | None = None) -> None:
        """What people may do in a channel, or in a server, has changed: look who can still take part there."""
        await self.store.write(rooms.look_at_seated, self.vault, guild_xid, channel_xid, self.clock.utcnow())
        self.wake()

    async def check_events(self, guild_xid: int, channel_xid: int | None, *, opened: bool) -> None:
        """Everyone sees a channel (None: any) now, or not any more: Discord's own events follow."""
        now = self.clock.utcnow()
        await self.store.write(rooms.check_events, self.vault, guild_xid, channel_xid, now, opened=opened)
        self.wake()

    async def check_all_rooms(self) -> None:
        """The bot was away: look at every room of a session that is under way."""
        await self.store.write(rooms.check_all, self.vault, self.clock.utcnow())
        self.wake()

    async def hurry(self, guild_xid: int) -> None:
        """Try soon again what could not be shown in a server."""
        await self.store.write(rooms.hurry, guild_xid, self.clock.utcnow())
        self.wake()

    async def card_of(self, guild_xid: int, message_xid: int) -> tuple[int, str] | None:
        """The session and the slot of a card of the moment, by its message; None for any other message."""
        return await self.store.read(rooms.card_of, self.vault, guild_xid, message_xid)

    async def bring_back(self, session_id: int, slot: str, delay_s: float) -> None:
        """A card was deleted by hand: it comes back."""
        await self.store.write(rooms.bring_back, self.vault, session_id, slot, self.clock.utcnow(), delay_s)
        self.wake(session_id)

    async def relocate(self, session_id: int, member_xid: int, command: c.Command, parent_xid: int) -> Answer:
        """Go on in another channel, if the one the session was opened in is gone. Raises `NoMeeting`."""
        now = self.clock.utcnow()
        answer = await self.store.write(
            rooms.relocate, self.vault, session_id, member_xid, command, parent_xid, now
        )
        self.wake(session_id)
        return answer

    async def server(self, guild_xid: int) -> Server:
        """What a server's admins have set."""
        return await self.store.read(servers.load, guild_xid)

    async def change_server(self, guild_xid: int, seen_version: int, **changes: Any) -> Server:
        """Change a server's options. Raises `ChangedMeanwhile` when somebody else was quicker."""
        after = await self.store.write(servers.change, guild_xid, seen_version, changes)
        self.wake_sparks()
        return after

    async def stuck_sparks(self, guild_xid: int) -> int:
        """How many sparks of a server wait because something about its hope channel is in the way."""
        return await self.store.read(sparks.stuck, guild_xid)

    async def recover(self) -> int:
        """Give back the time the bot was away. Returns how many sessions are open."""
        await self.store.write(sealing_up.seal_what_lies_open, self.vault)
        return await self.store.write(recovery.recover, self.vault, self.clock.utcnow(), self.linger_s)

    async def set_aside(self, error: Unreadable) -> None:
        """Leave what cannot be read, so that it is not looked at again before the next start."""
        await self.store.write(aside.put, error.what, error.number)

    async def beat(self) -> bool:
        """Keep that the bot is alive. Returns whether any session is under way."""
        return await self.store.write(recovery.beat, self.clock.utcnow())

    def wake(self, session_id: int | None = None) -> None:
        """Tell the sender that a session, or any (None), may have something to deliver."""
        for listener in self.on_deliveries:
            listener(session_id)

    def wake_sparks(self) -> None:
        """Tell whoever posts sparks of hope that there may be some, or another place for them."""
        for listener in self.on_sparks:
            listener()

    def _saved(self, answer: Answer) -> Answer:
        if answer.events:
            self.wake(answer.meeting.id)
            if answer.meeting.state.phase is Phase.ENDED:
                self.wake_sparks()
            timer = answer.meeting.state.timer
            if timer is not None:
                for listener in self.on_deadline:
                    listener(timer.due)
        return answer
