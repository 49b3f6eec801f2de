"""`/schedule list`: the circles that meet again and again, page by page."""

from __future__ import annotations

from bot.ui.cards.schedule.drafts import LIST, listing
from bot.ui.guards import require_admin
from bot.ui.layout import Card
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.server_formats import content_here


async def list_of(request: Request, number: int = 0) -> Card:
    """One page of the schedules of the server, for its admins. Raises `Refused`: there are none."""
    found = await request.bot.desks.schedule.of_guild(require_admin(request))
    if not found:
        raise Refused(request.t("No circle has a schedule yet. /schedule create makes one."))
    guild = request.interaction.guild
    channels = set() if guild is None else {channel.id for channel in guild.text_channels}
    kept, content = [overview.schedule for overview in found], await content_here(request)
    without_format = {one.id for one in kept if not one.choices.can_meet(content)}
    return listing(request.t, found, channels, without_format, request.bot.clock.utcnow(), number)


async def _turned(press: Press) -> None:
    await press.redraw(await list_of(press, press.seen))


HANDLERS: dict[str, Handler] = {LIST: _turned}
