"""Private notes: what one person was told last, so that the next word takes its place instead of standing below it.

A note is changed with what sent it: the answer to a press for as long as Discord lets it be changed, or the direct
message. All of that is only in memory. Where it is lost, a note stays where it is, which misleads nobody for long.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

import aiohttp
import discord

from bot.clock import Clock
from bot.ids import MemberXid, SessionId
from bot.pace import Pace

from .layout import Card
from .remembered import OfSessions

log = logging.getLogger(__name__)

_MOST = 10_000
"""How many notes are remembered at most, over all sessions."""
GONE = (discord.DiscordException, aiohttp.ClientError, OSError)
"""What may come of changing a note that is not there any more, or cannot be reached. None of it holds anything up."""


class Topic(StrEnum):
    """What a note is about. Each person has one note of each topic in a session."""

    WORD = "word"
    """A short word that is read once: what came of a press, or why it could not be."""
    GESTURE = "gesture"
    """What somebody has sent towards a story."""
    TIME = "time"
    """How much time whoever speaks has left."""
    AWAY = "away"
    """That somebody is out for a while, and how they come back."""
    AGREEMENTS = "agreements"
    """Whether somebody agrees, or only listens."""
    MENU = "menu"
    """What a card has no room for."""
    NEXT_DAY = "next_day"
    """That a word comes on the next day."""
    SUPPORT = "support"
    """Places to turn to, and what may be done."""


class PrivateNote(Protocol):
    """One private message that can still be changed."""

    @property
    def open_until(self) -> datetime:
        """When Discord stops letting it be changed."""

    @property
    def where_xid(self) -> int:
        """The channel it is in; 0 for a direct message."""

    async def change(self, card: Card) -> None:
        """Show this card in its place."""

    async def take_away(self) -> None:
        """Delete it."""


@dataclass(frozen=True, slots=True)
class DirectNote:
    """A direct message. Unlike an answer, each change of it counts against Discord's global limit."""

    message: discord.PartialMessage
    pace: Pace

    open_until = datetime.max.replace(tzinfo=UTC)
    where_xid = 0

    async def change(self, card: Card) -> None:
        await self.pace.turn()
        await self.message.edit(view=card)

    async def take_away(self) -> None:
        await self.pace.turn()
        await self.message.delete()


class PrivateNotes:
    """The newest note of each topic, by session and person."""

    def __init__(self, clock: Clock) -> None:
        self._notes: OfSessions[tuple[SessionId, MemberXid, Topic], tuple[PrivateNote, int]] = OfSessions(
            _MOST, lambda kept: kept[0].open_until, clock
        )

    def forget_person(self, member_xid: MemberXid) -> None:
        """Forget every note that somebody has."""
        for key in [key for key in self._notes if key[1] == member_xid]:
            self._notes.pop(key, None)

    def keep(
        self, session_id: SessionId, member_xid: MemberXid, topic: Topic, note: PrivateNote, at: int
    ) -> None:
        """Keep what somebody was told, and after how many messages of the room."""
        self._notes.keep((session_id, member_xid, topic), (note, at))

    def take(
        self, session_id: SessionId, member_xid: MemberXid, topic: Topic
    ) -> tuple[PrivateNote, int] | None:
        """The note that the next one takes the place of, and after how many messages it came. It is not remembered
        any longer. None when there is none that can be changed."""
        return self._notes.pop((session_id, member_xid, topic), None)

    def forget(self, session_id: SessionId) -> None:
        """Forget the notes of a session."""
        self._notes.forget(session_id)


async def take_away(note: PrivateNote) -> None:
    """Delete a note, if that is still possible."""
    try:
        await note.take_away()
    except GONE as error:
        log.info("A private note could not be taken away: %s", type(error).__name__)


async def change(note: PrivateNote, card: Card) -> bool:
    """Show a card in the place of a note. Returns whether that was possible."""
    try:
        await note.change(card)
    except GONE as error:
        log.info("A private note could not be changed: %s", type(error).__name__)
        return False
    return True
