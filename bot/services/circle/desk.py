"""The desk for a circle's session: each use case as one awaitable call, saved before it returns."""

from __future__ import annotations

from collections.abc import Collection

from bot.circle import commands as c

from .. import holding, meetings, opening, passages, questions, sessions
from ..deliveries.policy import Post
from ..holding import Holder
from ..meetings import Meeting
from ..obstacles import Obstacle
from ..opening import Invitation, Person
from ..sessions import Answer
from ..unit_of_work import Transactions
from ..whereabouts import Whereabouts


class CircleDesk:
    """What people ask of a session, and what there is to know of one."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self.where = Whereabouts(transactions)

    async def open(self, wanted: Invitation, member_xid: int, language: str | None = None) -> Answer:
        """Open a session here and now, for a facilitator of that language. Raises `TooManyOpen`."""
        leads = Person(member_xid, language=language)
        return await self._transactions.write(opening.open_meeting, wanted, leads)

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
        return await self._transactions.write(
            sessions.act,
            session_id,
            member_xid,
            command,
            answering=answering,
            language=language,
            roles=roles,
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
        return await self._transactions.write(
            sessions.act_on, session_id, member_xid, target_xid, command, answering=answering
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
        return await self._transactions.write(
            sessions.begin, session_id, member_xid, command, theme=theme, answering=answering
        )

    async def put_question(self, session_id: int, member_xid: int, command: c.SetPrompt) -> Answer:
        """Put a question that was chosen or typed. Raises `NoMeeting`."""
        return await self._transactions.write(questions.put, session_id, member_xid, command)

    async def draw_another(self, session_id: int, member_xid: int, command: c.SetPrompt) -> Answer:
        """Draw another question and put it. Raises `NoMeeting`."""
        return await self._transactions.write(questions.draw_another, session_id, member_xid, command)

    async def get(self, session_id: int) -> Meeting:
        """A session as it is. Raises `NoMeeting`."""
        return await self._transactions.read(meetings.load, session_id)

    async def with_people(self, session_id: int) -> tuple[Meeting, dict[int, int]]:
        """A session and who sits where. Raises `NoMeeting`."""
        return await self._transactions.read(meetings.with_people, session_id)

    async def seat_of(self, meeting: Meeting, member_xid: int) -> int | None:
        """The seat that somebody has, or has had, in a session."""
        return await self._transactions.read(meetings.seat_of, meeting, member_xid)

    async def in_room(self, room_xid: int) -> Meeting | None:
        """The session that happens in this room; None when there is none."""
        return await self._transactions.read(meetings.in_room, room_xid)

    async def find_for(self, guild_xid: int, channel_xid: int, member_xid: int) -> list[Meeting]:
        """The sessions a member may mean when naming none."""
        return await self._transactions.read(meetings.find_for, guild_xid, channel_xid, member_xid)

    async def with_place(self, session_ids: Collection[int], member_xid: int) -> set[int]:
        """Those of these sessions in which a member has a seat, or waits for one."""
        return await self._transactions.read(meetings.with_place, session_ids, member_xid)

    async def open_in(self, guild_xid: int) -> list[Meeting]:
        """The sessions of a server that are not over."""
        return await self._transactions.read(meetings.open_meetings, guild_xid)

    async def shut_out(self, session_id: int) -> dict[int, Obstacle]:
        """Who has a seat and cannot come into the room: why, by seat."""
        return await self._transactions.read(passages.shut_out, session_id)

    async def holders(self, after: int, most: int) -> list[Holder]:
        """Who has the piece in the sessions behind that id, by their ids; so many at most."""
        return await self._transactions.read(holding.holders, after, most)
