"""Ending a circle before its closing, and giving whoever held it the way to look back.

In the closing they have it already (`Debrief`). Once the circle is over nobody knows any more who held it, so it is
given with the press that ends it, or not at all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.circle.formats import StageKind
from bot.circle.stages import End, Ended
from bot.ids import SessionId
from bot.services.circle.answer import Answer
from bot.services.circle.sessions import Session
from bot.ui.cards.circle import looking_back
from bot.ui.request import Request

from .panels import show_panel_after


async def end(request: Request, session_id: SessionId) -> tuple[Answer, Callable[[], Awaitable[None]]]:
    """End a session now. Returns the answer, and what is to be called once that is shown.

    Raises:
        NoSession: it is gone.
        Refused: it cannot be ended, or not by them.
    """
    before = await request.bot.desks.circle.get(session_id)
    answer = await request.act(session_id, request.with_authority(End()), with_people=True)

    async def tell() -> None:
        await _look_back(request, before, answer)

    return answer, tell


async def end_here(request: Request, session: Session) -> None:
    """End a session by `/circle end`, and show the panel."""
    answer, tell = await end(request, session.id)
    await show_panel_after(request, answer)
    await tell()


async def _look_back(request: Request, before: Session, answer: Answer) -> None:
    """Send the way to look back to whoever held the circle; it outlives the room. Nothing is tried again."""
    session, host = answer.session, before.state.host
    summary, stage = session.state.summary, session.state.stage
    was_closing = stage is not None and stage.kind is StageKind.CLOSING
    has_ended = any(isinstance(event, Ended) for event in answer.events)
    if not has_ended or was_closing or summary is None or host is None or host not in answer.people:
        return
    card = looking_back.closed(request.bot.catalogues.pick(session.language), session, summary)
    await request.bot.whispers.try_to_write(answer.people[host], card)
