"""Reaching one person in private: by answering again what they pressed last, or else by direct message.

A word takes the place of the one before it about the same (`private_notes`). What is remembered is only in memory, for
the quarter of an hour Discord allows. A closed direct message is nobody's fault and silences nothing else.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
from datetime import timedelta
from typing import Any

import aiohttp
import discord

from bot.clock import Clock
from bot.ids import MemberXid, MessageXid, SessionId
from bot.pace import Pace

from .given_answer import GivenAnswer, is_passing
from .layout import Card
from .private_notes import DirectNote, PrivateNote, PrivateNotes, Topic, change, take_away
from .remembered import OfSessions
from .room_traffic import NEAR, RoomTraffic

_MOST = 10_000
"""How many people are remembered at most, over all sessions."""


log = logging.getLogger(__name__)

_DISCORDS_FAULTS = (discord.DiscordException, aiohttp.ClientError, OSError)

CLOSED, TOO_FAST = 50007, 40003
"""Discord's codes for somebody who takes no direct messages from the bot, and for a bot that opens too many of them."""
REST = timedelta(minutes=1)
"""How long nobody is written to after Discord has said so. It counts what is tried all the same."""


class Whispers:
    """Private words to people, without a place to keep who they are."""

    def __init__(self, client: discord.Client, pace: Pace, traffic: RoomTraffic, clock: Clock) -> None:
        self._client = client
        self._pace = pace
        self._traffic = traffic
        self._clock = clock
        self._too_fast: discord.Forbidden | None = None
        self._rests_until = clock.utcnow()
        self._notes = PrivateNotes(clock)
        self._last: OfSessions[tuple[SessionId, MemberXid], discord.Interaction[Any]] = OfSessions(
            _MOST, lambda interaction: interaction.expires_at, clock
        )
        self._reminded: dict[int, tuple[int, set[int]]] = {}

    def remember(self, session_id: SessionId, interaction: discord.Interaction[Any]) -> None:
        """Keep the last thing a person pressed or typed in a session, to be able to answer it again."""
        self._last.keep((session_id, MemberXid(interaction.user.id)), interaction)

    def forget(self, session_id: SessionId) -> None:
        """Forget everyone of a session."""
        self._last.forget(session_id)
        self._reminded.pop(session_id, None)
        self._notes.forget(session_id)

    def forget_person(self, member_xid: MemberXid) -> None:
        """Forget somebody in every session: what they pressed, what they were told, and that they were reminded."""
        for key in [key for key in self._last if key[1] == member_xid]:
            self._last.pop(key, None)
        for _, people in self._reminded.values():
            people.discard(member_xid)
        self._notes.forget_person(member_xid)

    def name_of(self, session_id: SessionId, member_xid: MemberXid) -> str | None:
        """What somebody is called who pressed or typed something in a session lately; None when nobody knows."""
        last = self._last.get((session_id, member_xid))
        return None if last is None else last.user.display_name

    def is_first(self, session_id: SessionId, round_opened: int, member_xid: MemberXid) -> bool:
        """Whether this is the first reminder to somebody in this round; the next time it is not."""
        known, people = self._reminded.get(session_id, (-1, set[int]()))
        if known != round_opened:
            people = set()
        self._reminded[session_id] = (round_opened, people)
        if member_xid in people:
            return False
        people.add(member_xid)
        return True

    async def tell(
        self,
        session_id: SessionId,
        member_xid: MemberXid,
        card: Card,
        nonce: str | None = None,
        *,
        direct: bool = False,
        topic: Topic | None = None,
    ) -> bool:
        """Show a card to one person. Returns whether it could be shown.

        A note of the same topic that is still in sight is changed into it. One that is further up goes, once the new
        one is there.

        Args:
            session_id: the session it is about.
            member_xid: whom it is for.
            card: what to show.
            nonce: the same one does not send a direct message twice.
            direct: try a direct message first, because the person may not be looking at the server.
            topic: what it is about; None when it is to stay, whatever follows.

        Raises:
            discord.HTTPException: Discord is not available; trying again later may work.
        """
        if topic is None:
            return await self._tell(session_id, member_xid, card, nonce, direct=direct) is not None
        earlier = self._notes.take(session_id, member_xid, topic)
        if earlier is not None and self._is_near(*earlier) and await change(earlier[0], card):
            self._notes.keep(session_id, member_xid, topic, *earlier)
            return True
        note = await self._tell(session_id, member_xid, card, nonce, direct=direct)
        if note is not None:
            self._keep(session_id, member_xid, topic, note)
        if earlier is not None:
            await take_away(earlier[0])
        return note is not None

    async def _tell(
        self, session_id: SessionId, member_xid: MemberXid, card: Card, nonce: str | None, *, direct: bool
    ) -> PrivateNote | None:
        if direct:
            written = await self._write(member_xid, card, nonce)
            return written or await self._again(session_id, member_xid, card)
        again = await self._again(session_id, member_xid, card)
        return again or await self._write(member_xid, card, nonce)

    def _is_near(self, note: PrivateNote, at: int) -> bool:
        """Whether a note is still in sight."""
        return self._traffic.messages(note.where_xid) - at <= NEAR

    def _keep(self, session_id: SessionId, member_xid: MemberXid, topic: Topic, note: PrivateNote) -> None:
        if topic is Topic.WORD and isinstance(note, DirectNote):
            return  # it stands in nobody's story, and to take it away would be a call more
        self._notes.keep(session_id, member_xid, topic, note, self._traffic.messages(note.where_xid))

    def take_up(self, session_id: SessionId, member_xid: MemberXid, topic: Topic) -> None:
        """Somebody presses the note they have: what becomes of it is for the answer to say, and for nobody else."""
        self._notes.take(session_id, member_xid, topic)

    async def answered(
        self, session_id: SessionId, member_xid: MemberXid, topic: Topic, note: PrivateNote
    ) -> None:
        """Something was said to somebody in answer to what they did. The earlier note about the same goes."""
        earlier = self._notes.take(session_id, member_xid, topic)
        self._keep(session_id, member_xid, topic, note)
        if earlier is not None and earlier[0] != note:
            await take_away(earlier[0])

    async def bring_up_to_date(
        self, session_id: SessionId, member_xid: MemberXid, topic: Topic, card: Card | None
    ) -> None:
        """Change the note that somebody has, if they have one, without telling them anew; take it away, where there
        is nothing to say any more (None)."""
        earlier = self._notes.take(session_id, member_xid, topic)
        if earlier is None:
            return
        if card is None:
            await take_away(earlier[0])
        elif await change(earlier[0], card):
            self._notes.keep(session_id, member_xid, topic, *earlier)

    async def try_to_tell(
        self, session_id: SessionId, member_xid: MemberXid, card: Card, topic: Topic | None = None
    ) -> bool:
        """As `tell`, for a word that is only of use now: whatever is in the way, it is not tried again."""
        try:
            return await self.tell(session_id, member_xid, card, topic=topic)
        except _DISCORDS_FAULTS as error:
            log.info("A private word could not be delivered: %s", type(error).__name__)
            return False

    async def hand_through(
        self, session_id: SessionId, member_xid: MemberXid, card: Card, *, direct: bool
    ) -> bool:
        """Hand what one person wrote to another, now or not at all. Returns whether it arrived.

        Nothing is tried again later, so nothing of it is kept; and nothing is logged, because that somebody was
        written to already says something of them.

        Args:
            session_id: the session it is about.
            member_xid: whom it is for.
            card: what to show.
            direct: whether they may be written to; if not, only an answer to what they pressed last is tried.
        """
        if direct and await self.try_to_write(member_xid, card):
            return True
        with contextlib.suppress(*_DISCORDS_FAULTS):
            return await self._again(session_id, member_xid, card) is not None
        return False

    async def try_to_write(self, member_xid: MemberXid, card: Card, nonce: str | None = None) -> bool:
        """Send a direct message, now or not at all. Returns whether it arrived; nothing is logged."""
        with contextlib.suppress(*_DISCORDS_FAULTS):
            return await self.write(member_xid, card, nonce)
        return False

    async def _again(self, session_id: SessionId, member_xid: MemberXid, card: Card) -> PrivateNote | None:
        """Answer once more what the person pressed last, if that was not long ago."""
        last = self._last.get((session_id, member_xid))
        if last is None or not last.response.is_done():
            return None
        try:
            sent = await last.followup.send(view=card, ephemeral=True, wait=True)
        except discord.HTTPException as error:
            if is_passing(error):
                raise
            # Whatever is wrong with that answer, the person can still be reached by direct message.
            self._last.pop((session_id, member_xid), None)
            return None
        return GivenAnswer(last, MessageXid(sent.id))

    async def tell_whoever_acts(self, session_id: SessionId, card: Card) -> bool:
        """Show a card to somebody who did something in a session lately. Returns whether there was anybody."""
        people = [member_xid for session, member_xid in self._last if session == session_id]
        for member_xid in reversed(people):
            if await self._again(session_id, member_xid, card):
                return True
        return False

    async def write(self, member_xid: MemberXid, card: Card, nonce: str | None = None) -> bool:
        """Send a direct message. Returns whether that person takes any.

        Raises:
            discord.HTTPException: Discord is not available, or asks for time, or that person has left: only one code
                says that direct messages are closed.
        """
        return await self._write(member_xid, card, nonce) is not None

    async def _write(self, member_xid: MemberXid, card: Card, nonce: str | None) -> PrivateNote | None:
        if self._too_fast is not None and self._clock.utcnow() < self._rests_until:
            said = {"code": self._too_fast.code, "message": self._too_fast.text}
            raise discord.Forbidden(self._too_fast.response, said)
        try:
            await self._pace.turn()
            channel = await self._client.create_dm(discord.Object(member_xid))
            await self._pace.turn()
            sent = await channel.send(view=card, nonce=nonce or secrets.token_urlsafe(16))
        except discord.Forbidden as error:
            if error.code == TOO_FAST:
                self._too_fast, self._rests_until = error, self._clock.utcnow() + REST
            if error.code != CLOSED:
                raise
            return None
        return DirectNote(channel.get_partial_message(sent.id), self._pace)
