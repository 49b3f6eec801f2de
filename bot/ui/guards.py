"""Who may go on. Each guard raises `Refused`, with the sentence for whoever may not."""

from __future__ import annotations

from bot.circle.authority import may_lead
from bot.circle.refusals import Code
from bot.circle.slices import Command
from bot.ids import GuildXid, MemberXid, SessionId
from bot.services.circle.sessions import Session

from .refused import Refused
from .request import Request


def require_admin(request: Request) -> GuildXid:
    """Go on only for whoever runs the server. Returns the server's id. Raises `Refused`."""
    guild_xid = request.guild_xid
    if not request.is_admin:
        words = request.t("Only the people who run this server can do that. Nothing has changed.")
        raise Refused(words, is_final=True)
    return guild_xid


def require_facilitator(request: Request) -> None:
    """Go on only for whoever may hold circles, and so look at the questions. Raises `Refused`."""
    if not request.may_facilitate:
        raise Refused(request.t("Only facilitators look through the questions, so that they stay fresh."))


async def require_lead(request: Request, session_id: SessionId) -> tuple[Session, dict[int, MemberXid]]:
    """Go on only for whoever may lead that session now. Returns the session, and who sits where.

    Raises:
        NoSession: it is gone.
        Refused: they may not.
    """
    session, people = await request.bot.desks.circle.with_people(session_id)
    command = request.with_authority(Command(seat=request.seat_among(people)))
    if not may_lead(session.state, command):
        raise request.refusal(Code.NOT_FACILITATOR)
    return session, people
