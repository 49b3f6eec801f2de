"""Asking for a word on the day after a circle, and leaving it."""

from __future__ import annotations

from bot.ids import SessionId
from bot.ui.cards.care import next_day as cards
from bot.ui.private_notes import Topic
from bot.ui.request import Handler, Press


async def _ask(press: Press) -> None:
    press.remember(press.session_id)
    care, language = press.bot.desks.care, str(press.interaction.locale)
    answer = press.granted(await care.ask_for_next_day(press.session_id, press.member_xid, language))
    assert answer.send_at is not None
    press.bot.next_day.wake()
    card = cards.promised(press.t, press.session_id, answer.send_at)
    if press.is_private:
        await press.redraw(card)
    else:
        await press.show(card, Topic.NEXT_DAY)


async def _leave(press: Press) -> None:
    """Also when the circle is long over: what is left then is only the card with this button."""
    await press.bot.desks.care.leave_next_day(SessionId(press.number), press.member_xid)
    await press.settle(cards.left(press.t))


HANDLERS: dict[str, Handler] = {cards.ASK: _ask}
ANYWHERE: dict[str, Handler] = {cards.LEAVE: _leave}
