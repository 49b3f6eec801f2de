"""What people in a circle are called in the server, for a menu of them.

No name is kept: whoever pressed something lately brought theirs along, and of others Discord is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import discord

from bot.ids import MemberXid
from bot.services.circle.sessions import Session

from .request import Request
from .unicode_text import cut, visible

LENGTH = 100
"""How many characters Discord takes for one line of a menu."""


async def names_of(
    request: Request, session: Session, people: Mapping[int, MemberXid], seats: Iterable[int]
) -> dict[int, str]:
    """What those in these seats are called, by seat, in their order.

    Discord is only asked for those who have not pressed anything for a while. Then the answer to `request` takes a
    moment, so it has to be one that is shown, and not a form or a redrawn card.
    """
    found: dict[int, str] = {}
    for seat in seats:
        name = request.bot.whispers.name_of(session.id, people[seat]) if seat in people else None
        if name is None and seat in people:
            await request.take_time()
            name = await _asked(request, session, people[seat])
        found[seat] = cut(visible(name or ""), LENGTH) or request.t("Seat {number}", number=seat)
    return found


async def _asked(request: Request, session: Session, member_xid: MemberXid) -> str | None:
    try:
        guild = await request.bot.server(session.guild_xid)
        if guild is None:
            return None
        request.bot.pace.ahead()
        return (await guild.fetch_member(member_xid)).display_name
    except discord.HTTPException:
        return None
