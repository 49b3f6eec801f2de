"""Finding the session a command is about, and the few things a command does that no button does alike."""

from __future__ import annotations

from bot.circle.holds import Resume
from bot.circle.model import Phase
from bot.circle.slices import Command
from bot.circle.turn_time import Extend
from bot.services.circle.sessions import Session
from bot.ui.permissions import is_text
from bot.ui.refused import Refused
from bot.ui.request import Request

from .panels import show_panel, show_panel_after


async def session_here(request: Request) -> Session:
    """The session a facilitator's command is about. Raises `Refused` when that is not clear."""
    circle, t, channel_xid = request.bot.desks.circle, request.t, request.channel_xid
    found = await circle.find_for(request.guild_xid, channel_xid, request.member_xid)
    if not found and request.is_admin:
        everywhere = await circle.open_in(request.guild_xid)
        found = [m for m in everywhere if m.parent_xid == channel_xid] or everywhere
    # What is under way goes before what is still to come, and that before what was called off.
    found = [m for m in found if not m.state.is_off] or found
    open_now = [m for m in found if m.state.phase is not Phase.PLANNED]
    # Dates to come have no room to say it in: the next one of this channel is meant.
    found = open_now or ([m for m in found if m.parent_xid == channel_xid] or found)[:1]
    if len(found) > 1:
        raise Refused(
            t("You have a seat in more than one circle. Please use this in the room of the one you mean.")
        )
    if not found:
        raise Refused(
            t("There is no circle of yours here. Open one with /circle open, or use this in its room.")
        )
    request.remember(found[0].id)
    return found[0]


async def steer(request: Request, command: Command, session: Session | None = None) -> None:
    """Ask something of the session that is meant, then show the panel."""
    session = session or await session_here(request)
    await show_panel_after(request, await request.act(session.id, request.with_authority(command)))


async def resume_here(request: Request) -> None:
    """Go on; in the channel where it was typed when the circle's own is gone."""
    session = await session_here(request)
    # A date to come has no room yet, and is moved to another channel by its schedule.
    if session.room_xid is None and session.state.phase is not Phase.PLANNED:
        if not is_text(request.interaction.channel):
            raise Refused(
                request.t("A circle is held in a text channel of the server. Please use this there.")
            )
        asked = request.with_authority(Resume())
        request.granted(
            await request.bot.desks.rooms.relocate(session.id, request.member_xid, asked, request.channel_xid)
        )
        if session.state.phase is Phase.GATHERING:
            await show_panel(request, session.id)
            return
    await steer(request, Resume(), session)


async def extend(request: Request, minutes: int) -> None:
    """Give more time: whoever leads to anybody or to the stage, and whoever speaks to themselves."""
    if not 1 <= minutes <= 10:
        raise Refused(request.t("Please give from 1 to 10 minutes. Nothing has changed."))
    session = await session_here(request)
    before = session.state.turn
    answer = await request.act(session.id, request.with_authority(Extend(seconds=60 * minutes)))
    if before is not None and before.seat == answer.seat:
        await request.say(request.t("You have a little more time: one more minute, as everyone has."))
    else:
        await show_panel(request, session.id)
