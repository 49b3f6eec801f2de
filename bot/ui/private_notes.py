"""Private notes: what one person was told last, so that the next word takes its place instead of standing below it.

A note is changed with what sent it: the answer to a press for as long as Discord lets it be changed, or the direct
message. All of that is only in memory. Where it is lost, a note stays where it is, which misleads nobody for long.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, Protocol

import aiohttp
import discord

from bot.ids import MemberXid, SessionId
from bot.pace import Pace

from .layout import Card

log = logging.getLogger(__name__)

_MOST = 10_000
"""How many notes are remembered at most, over all sessions."""
_LOOKED_AT = 4
"""How many of the oldest are looked at with each new note: whichever cannot be changed any more is forgotten."""
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
    PLACE = "place"
    """That somebody is out for a while, and how they come back."""
    AGREEMENTS = "agreements"
    """Whether somebody agrees, or only listens."""
    MENU = "menu"
    """What a card has no room for."""
    SUPPORT = "support"
    """Places to turn to, and what may be done."""


class Note(Protocol):
    """One private message that can still be changed."""

    @property
    def is_open(self) -> bool:
        """Whether Discord lets it be changed still."""

    @property
    def where_xid(self) -> int:
        """The channel it is in; 0 for a direct message."""

    async def change(self, card: Card) -> None:
        """Show this card in its place."""

    async def take_away(self) -> None:
        """Delete it."""


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """An answer to something that was pressed or typed, or a word that followed it."""

    to: discord.Interaction[Any]
    message_xid: int | None = None
    """The message that followed; None for the first answer."""

    @property
    def is_open(self) -> bool:
        return not self.to.is_expired()

    @property
    def where_xid(self) -> int:
        return self.to.channel_id or 0

    async def change(self, card: Card) -> None:
        if self.message_xid is None:
            await self.to.edit_original_response(view=card)
        else:
            await self.to.followup.edit_message(self.message_xid, view=card)

    async def take_away(self) -> None:
        if self.message_xid is None:
            await self.to.delete_original_response()
        else:
            await self.to.followup.delete_message(self.message_xid)


@dataclass(frozen=True, slots=True)
class DirectNote:
    """A direct message. Unlike an answer, each change of it counts against Discord's global limit."""

    message: discord.PartialMessage
    pace: Pace

    is_open = True
    where_xid = 0

    async def change(self, card: Card) -> None:
        await self.pace.turn()
        await self.message.edit(view=card)

    async def take_away(self) -> None:
        await self.pace.turn()
        await self.message.delete()


class PrivateNotes:
    """The newest note of each topic, by session and person."""

    def __init__(self) -> None:
        self._notes: OrderedDict[tuple[SessionId, MemberXid, Topic], tuple[Note, int]] = OrderedDict()

    def keep(self, session_id: SessionId, member_xid: MemberXid, topic: Topic, note: Note, at: int) -> None:
        """Keep what somebody was told, and after how many messages of the room."""
        key = session_id, member_xid, topic
        self._notes.pop(key, None)
        self._notes[key] = note, at
        for oldest in list(islice(self._notes, _LOOKED_AT)):
            if len(self._notes) > _MOST or not self._notes[oldest][0].is_open:
                del self._notes[oldest]

    def take(self, session_id: SessionId, member_xid: MemberXid, topic: Topic) -> tuple[Note, int] | None:
        """The note that the next one takes the place of, and after how many messages it came. It is not remembered
        any longer. None when there is none that can be changed."""
        found = self._notes.pop((session_id, member_xid, topic), None)
        return found if found is not None and found[0].is_open else None

    def forget(self, session_id: SessionId) -> None:
        """Forget the notes of a session."""
        for key in [key for key in self._notes if key[0] == session_id]:
            del self._notes[key]


async def take_away(note: Note) -> None:
    """Delete a note, if that is still possible."""
    try:
        await note.take_away()
    except GONE as error:
        log.info("A private note could not be taken away: %s", type(error).__name__)


async def change(note: Note, card: Card) -> bool:
    """Show a card in the place of a note. Returns whether that was possible."""
    try:
        await note.change(card)
    except GONE as error:
        log.info("A private note could not be changed: %s", type(error).__name__)
        return False
    return True
