"""Beginning a circle: at once, or once it was read that it is early or that few have come."""

from __future__ import annotations

from bot.circle.refusals import ASKS_FIRST
from bot.circle.stages import Begin
from bot.ids import SessionId
from bot.ui.cards.circle.panel import confirm_begin
from bot.ui.request import Request

from .answers import panel_answered, private_context, show_panel


async def begin(request: Request, session_id: SessionId, *, anyway: bool = False) -> None:
    """Begin a session and show the panel: the same for the buttons and for `/circle start`.

    Args:
        request: who asks.
        session_id: the session.
        anyway: whether they have read that it is early, or that few have come.

    Raises:
        NoSession: it is gone.
        Refused: it cannot begin, or not by them.
    """
    request.remember(session_id)
    asked = request.with_authority(Begin(anyway=anyway))
    answer = await request.bot.desks.circle.begin(session_id, request.member_xid, asked)
    if answer.refusal is not None and answer.refusal.code in ASKS_FIRST:
        card = confirm_begin(private_context(request, answer.session))
        await (request.redraw if request.is_on_own_card else request.show)(card)
    elif request.is_on_own_card:
        await panel_answered(request, answer)
    else:
        request.granted(answer)
        await show_panel(request, session_id)
