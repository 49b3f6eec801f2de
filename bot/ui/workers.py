"""What requests may expect of those who work beside them. Each is built in `bot.app`."""

from __future__ import annotations

from typing import Protocol

from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid, SessionId
from bot.services.circle.sessions import Session
from bot.services.harvest.sparks import Withdrawal

from .rooms.hearing_status import HearingStatus


class Waker(Protocol):
    """Whoever does something in its own time, and is told when there may be something to do. Some of `bot.delivery`."""

    def wake(self) -> None:
        """There may be something to do."""


class Hope(Protocol):
    """Whoever posts sparks of hope, and takes them back. `bot.delivery.hope` is it."""

    async def withdraw(self, token: str) -> Withdrawal:
        """Take back the spark of whoever has this token."""

    async def withdraw_in(self, guild_xid: GuildXid, typed: str) -> Withdrawal:
        """Take back the spark of a server that has this code."""

    async def withdraw_by_code(
        self, mark: str, typed: str, channel_xid: ChannelXid, message_xid: MessageXid
    ) -> Withdrawal:
        """Take back the posted spark with that mark, if what was typed is its code."""

    def code(self, token: str) -> str:
        """The short code that goes with a token."""

    async def channel_gone(self, channel_xid: ChannelXid) -> None:
        """A channel was deleted, and with it whatever was posted there."""


class PieceHolderCheck(Protocol):
    """Whoever looks after a silent piece. `bot.delivery.piece_holders` is it."""

    def heard(self, session_id: SessionId) -> None:
        """Whoever has the piece in this session has just written something."""


class Stages(Protocol):
    """Whoever looks after the stages of circles. `bot.delivery.stages` is it."""

    async def must_accept(self, session_id: SessionId, member_xid: MemberXid, seen: int) -> bool:
        """Whether somebody who presses to receive the piece is asked to speak for it, and has it once they accept.

        Raises:
            NoSession: the session is gone.
        """


class Rooms(Protocol):
    """The rooms of all sessions. `bot.delivery.rooms.kinds` is it."""

    def is_ours(self, channel: object) -> bool:
        """Whether a channel may be a room that the bot has made; it asks neither Discord nor the database."""

    async def people_in(self, session: Session) -> int | None:
        """How many people are in the room of a session; None when Discord does not say so.

        Raises:
            discord.HTTPException: Discord said no.
        """


class Hearing(Protocol):
    """Whoever sees to it that only those are heard who may be. `bot.delivery.rooms.hearing` is it."""

    def status(self, guild_xid: GuildXid, session_id: SessionId, room_xid: ChannelXid) -> HearingStatus:
        """How well the piece is held in the room of a session."""
