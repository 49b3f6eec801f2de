"""The dates that were left out, for whoever looks for what is to come: nobody waits for them in vain."""

from __future__ import annotations

from bot.services.schedule.schedules import Schedule
from bot.ui.card_context import timestamp
from bot.ui.dates import changed_words
from bot.ui.request import Request
from bot.ui.user_text import escaped
from bot.ui.visibility import sees


async def left_out_lines(request: Request) -> list[str]:
    """A line for each date of the coming days that was left out, of the circles that this person may know of."""
    t = request.t
    found = await request.bot.desks.schedule.left_out(request.guild_xid)
    return [
        f"**{escaped(one.schedule.choices.name)}** · ~~{timestamp(one.at, 'F')}~~ · {changed_words(t, one.changed)}"
        for one in found
        if _is_for(request, one.schedule)
    ]


def _is_for(request: Request, kept: Schedule) -> bool:
    """Whether this person may know of the circle, and it is for everyone or for a role that they have."""
    if request.is_admin:
        return True
    return sees(request, kept.choices.parent_xid) and kept.choices.role_xid in {None, *request.role_xids}
