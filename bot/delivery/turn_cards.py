"""The card of a turn on a stage that is held: it follows the press that ended the turn before it, or that began the
circle, as its second answer.

There two people are moved for each turn, and accepting in Discord is no press, by way of which the card could say so.
Discord counts neither such an answer against its global limit nor, for a quarter of an hour, what changes it.

Discord recognises no answer that is given twice. So after a stop, and whenever it is not known whether it came, the
card is looked for in the room first.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.ids import MessageXid, SessionId
from bot.pace import Pace
from bot.services.deliveries import table as d
from bot.services.deliveries.batch import Batch
from bot.services.deliveries.rows import slot
from bot.ui.card_context import CardContext
from bot.ui.cards import buttons
from bot.ui.layout import Card
from bot.ui.pressed_cards import PressedCards

from .posting import Posting


class TurnCards:
    """Posts the cards of turns by way of presses, where that saves calls."""

    def __init__(self, posting: Posting, pressed: PressedCards, pace: Pace) -> None:
        self._posting = posting
        self._pressed = pressed
        self._pace = pace
        self._tried: dict[SessionId, int] = {}
        """The last turn whose card was tried, by session."""

    def forget(self, session_id: SessionId) -> None:
        """Forget a session that is gone."""
        self._tried.pop(session_id, None)

    async def post(
        self, batch: Batch, turn: d.Turn, card: Card, context: CardContext, pings: Sequence[int]
    ) -> MessageXid | None:
        """Post the card of a turn like that. Returns its message; None if it is to be posted as any other.

        Raises:
            discord.HTTPException: Discord is not available, or asks for time.
            aiohttp.ClientError: Discord may have it all the same; it is looked for when this is tried again.
        """
        session = batch.session
        if not session.accepts_in_discord or session.room_xid is None:
            return None
        last, self._tried[session.id] = self._tried.get(session.id), turn.turn
        before = batch.cards.get(slot(d.Turn(turn.turn - 1)))
        if last in (None, turn.turn) and (found := await self._find(batch, card, context, before)):
            return found
        return await self._pressed.follow(session.id, session.room_xid, before, card, pings)

    async def _find(
        self, batch: Batch, card: Card, context: CardContext, before: MessageXid | None
    ) -> MessageXid | None:
        """The card of this turn, if it is in the room already, drawn as it is now."""
        session = batch.session
        assert session.room_xid is not None
        receive = buttons.receive(context)
        either = [Card().row(receive), Card().row(buttons.done(context))]
        await self._pace.turn()
        found = await self._posting.find(session, session.room_xid, either, before)
        if found is not None:
            await self._posting.edit(session, session.room_xid, found, card)
        return found
