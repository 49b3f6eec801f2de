"""The last press on each card, for as long as Discord lets its answer be changed.

A card can be changed by way of the press that was answered by redrawing it. Discord does not count that against the
global limit, so a turn that is ended elsewhere than on its card costs no call more. A card that was posted by way of
such a press is changed like that too. It is only a memory: without it, a card is changed like any other message.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord

from bot.clock import Clock
from bot.ids import ChannelXid, MemberXid, MessageXid, SessionId

from .given_answer import GivenAnswer, is_passing
from .layout import Card
from .remembered import Remembered

_MOST = 10_000
"""How many cards are remembered at most."""


class PressedCards:
    """The answers to presses, by the message that they have redrawn."""

    def __init__(self, clock: Clock) -> None:
        self._answers: Remembered[int, GivenAnswer] = Remembered(
            _MOST, lambda answer: answer.open_until, clock
        )
        self._known: Remembered[SessionId, GivenAnswer] = Remembered(
            _MOST, lambda answer: answer.open_until, clock
        )

    def keep(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the press that has just redrawn the card it was on."""
        if interaction.message is not None:
            self._answers.keep(interaction.message.id, GivenAnswer(interaction))

    def forget_person(self, member_xid: MemberXid) -> None:
        """Forget every press of somebody: what they pressed is changed like any other message."""
        for message_xid in [xid for xid, given in self._answers.items() if given.to.user.id == member_xid]:
            self._answers.pop(message_xid, None)
        for session_id in [one for one, given in self._known.items() if given.to.user.id == member_xid]:
            self._known.pop(session_id, None)

    async def change(self, message_xid: MessageXid, card: Card) -> bool:
        """Change a card by way of the last press on it. Returns whether that was possible.

        Raises:
            discord.HTTPException: Discord is not available, or asks for time.
        """
        return await self._by_way_of(message_xid, lambda answer: answer.change(card))

    async def take_down(self, message_xid: MessageXid) -> bool:
        """Delete a card by way of the last press on it. Returns whether that was possible.

        Raises:
            discord.HTTPException: Discord is not available, or asks for time.
        """
        return await self._by_way_of(message_xid, GivenAnswer.take_away)

    def may_be_followed(self, session_id: SessionId, interaction: discord.Interaction[Any]) -> None:
        """Keep what somebody has just done in a room for everyone to know, other than by its card of the moment."""
        self._known.keep(session_id, GivenAnswer(interaction))

    async def follow(
        self,
        session_id: SessionId,
        room_xid: ChannelXid,
        message_xid: MessageXid | None,
        card: Card,
        pings: Sequence[int],
    ) -> MessageXid | None:
        """Post a card in a room by way of the last press on the card before it, or of what else may be followed there.
        For a quarter of an hour it can be changed by the same way. Returns its message; None if that was not possible.

        Raises:
            discord.HTTPException: Discord is not available, or asks for time.
            aiohttp.ClientError: Discord may have it all the same.
        """
        pressed = None if message_xid is None else self._answers.get(message_xid)
        known = [one for one in (pressed, self._known.get(session_id)) if one is not None]
        answer = max(known, key=lambda one: one.open_until, default=None)
        if answer is None or answer.where_xid != room_xid:
            return None
        try:
            followed = await answer.follow(card, pings)
        except discord.HTTPException as error:
            if is_passing(error):
                raise
            self._known.pop(session_id, None)
            if message_xid is not None:
                self._answers.pop(message_xid, None)
            return None
        assert followed.message_xid is not None
        self._answers.keep(followed.message_xid, followed)
        return followed.message_xid

    async def _by_way_of(self, message_xid: MessageXid, do: Callable[[GivenAnswer], Awaitable[None]]) -> bool:
        answer = self._answers.get(message_xid)
        if answer is None:
            return False
        try:
            await do(answer)
        except discord.HTTPException as error:
            if is_passing(error):
                raise
            # Whatever is wrong with that answer, the card is a message like any other.
            self._answers.pop(message_xid, None)
            return False
        return True
