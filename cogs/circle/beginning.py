"""Beginning a circle: at once, or once it was read that it is early or that few have come."""

from __future__ import annotations

from bot.circle.refusals import ASKS_FIRST
from bot.circle.stages import Begin
from bot.ids import SessionId
from bot.services.circle.answer import Answer
from bot.ui.cards.circle.panel import confirm_begin
from bot.ui.layout import Card
from bot.ui.request import Press, Request

from .answers import may_be_followed, private_context
from .panels import redraw_panel, show_panel


async def begin_here(request: Request, session_id: SessionId) -> None:
    """Begin a session by `/circle start`, and show the panel.

    Raises:
        NoSession: it is gone.
        Refused: it cannot begin, or not by them.
    """
    answer = await _begin(request, session_id, knowing=None)
    if (question := _question(request, answer)) is not None:
        await request.show(question)
        return
    request.granted(answer)
    await show_panel(request, session_id)
    may_be_followed(request, answer)


async def begin(press: Press, *, knowing: int | None = None) -> None:
    """Begin a session by a button, and show the panel, or draw it anew if the button was on it.

    Args:
        press: who asks, and of what.
        knowing: how many were here when they read that it is early, or that few have come; None: they have not.

    Raises:
        NoSession: it is gone.
        Refused: it cannot begin, or not by them.
    """
    answer = await _begin(press, press.session_id, knowing=knowing)
    if (question := _question(press, answer)) is not None:
        await press.settle(question)
        return
    press.granted(answer)
    await (redraw_panel if press.is_private else show_panel)(press, press.session_id)
    may_be_followed(press, answer)


async def _begin(request: Request, session_id: SessionId, *, knowing: int | None) -> Answer:
    request.remember(session_id)
    asked = request.with_authority(Begin(knowing=knowing))
    return await request.bot.desks.circle.begin(session_id, request.member_xid, asked)


def _question(request: Request, answer: Answer) -> Card | None:
    """What is asked first, if it is early or few have come."""
    if answer.refusal is None or answer.refusal.code not in ASKS_FIRST:
        return None
    return confirm_begin(private_context(request, answer.session))
