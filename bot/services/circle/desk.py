"""The desk for a circle's session: each use case as one awaitable call, saved before it returns."""

from __future__ import annotations

from collections.abc import Collection

from bot.circle import commands as c
from bot.circle.model import Moment
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId

from ..deliveries.policy import Post
from ..rooms import admission
from ..rooms.obstacles import Obstacle
from ..schedule import agreeing
from ..unit_of_work import Transactions
from . import acting, opening, optional_questions, piece_holders, questions, sessions, slips, telling, writing
from .answer import Answer
from .opening import Invitation, Person
from .optional_questions import OpenQuestion
from .piece_holders import Holder
from .sessions import Session
from .slips import OwnSlip
from .whereabouts import Whereabouts


class CircleDesk:
    """What people ask of a session, and what there is to know of one."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self.where = Whereabouts(transactions)

    async def open(self, wanted: Invitation, member_xid: MemberXid, language: str | None = None) -> Answer:
        """Open a session here and now, for a facilitator of that language. Raises `TooManyOpen`."""
        leads = Person(member_xid, language=language)
        return await self._transactions.write(opening.open_now, wanted, leads)

    async def act(
        self,
        session_id: SessionId,
        member_xid: MemberXid | None,
        command: c.Command,
        *,
        answering: type[Post] | None = None,
        with_people: bool = False,
    ) -> Answer:
        """Ask something of a session. Raises `NoSession`.

        Args:
            session_id: the session.
            member_xid: who asks; None for the clock.
            command: what is asked.
            answering: the kind of card that was pressed and will be redrawn by the answer.
            with_people: whether the answer says who sits where, also if no card is redrawn by it.
        """
        return await self._transactions.write(
            acting.act, session_id, member_xid, command, answering, with_people
        )

    async def join(
        self,
        session_id: SessionId,
        member_xid: MemberXid,
        command: c.Join,
        language: str | None,
        roles: Collection[int],
    ) -> Answer:
        """Take a seat, for somebody with that language and these roles. Raises `NoSession`, `NeedsRole`."""
        return await self._transactions.write(acting.join, session_id, member_xid, command, language, roles)

    async def act_on(
        self,
        session_id: SessionId,
        member_xid: MemberXid,
        target_xid: MemberXid,
        command: c.HandOver | c.Nominate,
        *,
        answering: type[Post] | None = None,
    ) -> Answer:
        """Ask something about another member. Raises `NoSession`."""
        return await self._transactions.write(
            acting.act_on, session_id, member_xid, target_xid, command, answering=answering
        )

    async def begin(
        self,
        session_id: SessionId,
        member_xid: MemberXid,
        command: c.Begin,
        *,
        theme: str | None = None,
        answering: type[Post] | None = None,
    ) -> Answer:
        """Begin a session with freshly drawn questions. Raises `NoSession`."""
        return await self._transactions.write(
            acting.begin, session_id, member_xid, command, theme=theme, answering=answering
        )

    async def tell_leader(self, session_id: SessionId, member_xid: MemberXid) -> tuple[Session, bool]:
        """Have whoever holds a meeting told that this person cannot come. Raises `NoSession`."""
        return await self._transactions.write(telling.tell_leader, session_id, member_xid)

    async def choose_way(
        self, session_id: SessionId, member_xid: MemberXid, command: c.Speak | c.Write
    ) -> Answer:
        """Say whether one speaks or writes. Raises `NoSession`, `EveryoneWrites`."""
        return await self._transactions.write(writing.choose, session_id, member_xid, command)

    async def slip_for(self, session_id: SessionId, member_xid: MemberXid) -> OwnSlip:
        """The slip of a session, for somebody who has a seat in its closing. Raises `NoSession`, `NoSlip`."""
        return await self._transactions.read(slips.slip_for, session_id, member_xid)

    async def add_line(self, session_id: SessionId, member_xid: MemberXid, command: c.AddLine) -> Answer:
        """Add a line that the group asked for to its agreements. Raises `NoSession`."""
        return await self._transactions.write(agreeing.add_line, session_id, member_xid, command)

    async def ask_optional(
        self, session_id: SessionId, member_xid: MemberXid, moment: Moment
    ) -> OpenQuestion:
        """Ask the one question that may be asked of somebody in this moment, if there is one. Raises `NoSession`."""
        return await self._transactions.write(optional_questions.ask_optional, session_id, member_xid, moment)

    async def put_question(
        self, session_id: SessionId, member_xid: MemberXid, command: c.SetPrompt
    ) -> Answer:
        """Put a question that was chosen or typed. Raises `NoSession`."""
        return await self._transactions.write(questions.put, session_id, member_xid, command)

    async def draw_another(
        self, session_id: SessionId, member_xid: MemberXid, command: c.SetPrompt
    ) -> Answer:
        """Draw another question and put it. Raises `NoSession`."""
        return await self._transactions.write(questions.draw_another, session_id, member_xid, command)

    async def get(self, session_id: SessionId) -> Session:
        """A session as it is. Raises `NoSession`."""
        return await self._transactions.read(sessions.load, session_id)

    async def with_people(self, session_id: SessionId) -> tuple[Session, dict[int, MemberXid]]:
        """A session and who sits where. Raises `NoSession`."""
        return await self._transactions.read(sessions.with_people, session_id)

    async def seat_of(self, session: Session, member_xid: MemberXid) -> int | None:
        """The seat that somebody has, or has had, in a session."""
        return await self._transactions.read(sessions.seat_of, session, member_xid)

    async def in_room(self, room_xid: ChannelXid) -> Session | None:
        """The session that happens in this room; None when there is none."""
        return await self._transactions.read(sessions.in_room, room_xid)

    async def find_for(
        self, guild_xid: GuildXid, channel_xid: ChannelXid, member_xid: MemberXid
    ) -> list[Session]:
        """The sessions a member may mean when naming none."""
        return await self._transactions.read(sessions.find_for, guild_xid, channel_xid, member_xid)

    async def with_place(self, session_ids: Collection[int], member_xid: MemberXid) -> set[int]:
        """Those of these sessions in which a member has a seat, or waits for one."""
        return await self._transactions.read(sessions.with_place, session_ids, member_xid)

    async def open_in(self, guild_xid: GuildXid) -> list[Session]:
        """The sessions of a server that are not over."""
        return await self._transactions.read(sessions.open_in, guild_xid)

    async def shut_out(self, session_id: SessionId) -> dict[int, Obstacle]:
        """Who has a seat and cannot come into the room: why, by seat."""
        return await self._transactions.read(admission.shut_out, session_id)

    async def holders(self, after: int, most: int) -> list[Holder]:
        """Who has the piece in the sessions behind that id, by their ids; so many at most."""
        return await self._transactions.read(piece_holders.holders, after, most)
