"""Reaching one person in private: by answering again what they pressed last, or else by direct message.

What is remembered is only in memory, for the quarter of an hour Discord allows. A closed direct message is
nobody's fault and silences nothing else.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
from typing import Any

import aiohttp
import discord

from bot.ids import MemberXid, SessionId
from bot.pace import Pace

from .layout import Card

_MOST = 10_000
"""How many people are remembered at most, over all sessions."""


log = logging.getLogger(__name__)

_DISCORDS_FAULTS = (discord.DiscordException, aiohttp.ClientError, OSError)

CLOSED = 50007
"""Discord's code for somebody who takes no direct messages from the bot."""


class Whispers:
    """Private words to people, without a place to keep who they are."""

    def __init__(self, client: discord.Client, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self._last: dict[tuple[SessionId, MemberXid], discord.Interaction[Any]] = {}
        self._reminded: dict[int, tuple[int, set[int]]] = {}

    def remember(self, session_id: SessionId, interaction: discord.Interaction[Any]) -> None:
        """Keep the last thing a person pressed or typed in a session, to be able to answer it again."""
        key = session_id, MemberXid(interaction.user.id)
        self._last.pop(key, None)
        self._last[key] = interaction
        self._forget_old()

    def _forget_old(self) -> None:
        """Whoever cannot be answered any more is not remembered. They lie in the order in which they pressed."""
        for key, last in list(self._last.items()):
            if not last.is_expired() and len(self._last) <= _MOST:
                break
            del self._last[key]

    def forget(self, session_id: SessionId) -> None:
        """Forget everyone of a session."""
        for key in [key for key in self._last if key[0] == session_id]:
            del self._last[key]
        self._reminded.pop(session_id, None)

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
    ) -> bool:
        """Show a card to one person. Returns whether it could be shown.

        Args:
            session_id: the session it is about.
            member_xid: whom it is for.
            card: what to show.
            nonce: the same one does not send a direct message twice.
            direct: try a direct message first, because the person may not be looking at the server.

        Raises:
            discord.HTTPException: Discord is not available; trying again later may work.
        """
        if direct:
            return await self.write(member_xid, card, nonce) or await self._again(
                session_id, member_xid, card
            )
        return await self._again(session_id, member_xid, card) or await self.write(member_xid, card, nonce)

    async def try_to_tell(self, session_id: SessionId, member_xid: MemberXid, card: Card) -> bool:
        """As `tell`, for a word that is only of use now: whatever is in the way, it is not tried again."""
        try:
            return await self.tell(session_id, member_xid, card)
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
        if direct:
            with contextlib.suppress(*_DISCORDS_FAULTS):
                if await self.write(member_xid, card):
                    return True
        with contextlib.suppress(*_DISCORDS_FAULTS):
            return await self._again(session_id, member_xid, card)
        return False

    async def _again(self, session_id: SessionId, member_xid: MemberXid, card: Card) -> bool:
        """Answer once more what the person pressed last, if that was not long ago."""
        last = self._last.get((session_id, member_xid))
        if last is None or last.is_expired() or not last.response.is_done():
            return False
        try:
            await last.followup.send(view=card, ephemeral=True)
        except discord.HTTPException as error:
            if error.status == 429 or error.status >= 500:
                raise
            # Whatever is wrong with that answer, the person can still be reached by direct message.
            self._last.pop((session_id, member_xid), None)
            return False
        return True

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
        try:
            await self._pace.turn()
            channel = await self._client.create_dm(discord.Object(member_xid))
            await self._pace.turn()
            await channel.send(view=card, nonce=nonce or secrets.token_urlsafe(16))
        except discord.Forbidden as error:
            if error.code != CLOSED:
                raise
            return False
        return True
