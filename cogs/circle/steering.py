"""Finding the session a command is about, and the few things a command does that no button does alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.circle.holds import Resume
from bot.circle.model import Phase
from bot.circle.slices import Command
from bot.circle.turn_time import Extend
from bot.services.circle.sessions import Session
from bot.ui.permissions import is_text
from bot.ui.refused import Refused
from bot.ui.request import Request

from .panels import show_panel, show_panel_after, typed_to_lead


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


@asynccontextmanager
async def led_here(request: Request) -> AsyncIterator[Session]:
    """The session that a command leads. What is refused within is said on a panel that is true."""
    session = await session_here(request)
    async with typed_to_lead(request, session.id):
        yield session


async def steer(request: Request, command: Command) -> None:
    """Ask something of the session that is meant, then show the panel."""
    async with led_here(request) as session:
        await lead(request, session, command)


async def lead(request: Request, session: Session, command: Command) -> None:
    """Ask something of a session, then show the panel."""
    asked = request.with_authority(command)
    await show_panel_after(request, await request.act(session.id, asked, with_people=True))


async def resume_here(request: Request) -> None:
    """Go on; in the channel where it was typed when the circle's own is gone."""
    async with led_here(request) as session:
        await _resume(request, session)


async def _resume(request: Request, session: Session) -> None:
    # A date to come has no room yet, and is moved to another channel by its schedule.
    if session.room_xid is None and session.state.phase is not Phase.PLANNED:
        if not is_text(request.interaction.channel):
            raise Refused(request.t("A circle meets in a text channel of the server. Please use this there."))
        asked = request.with_authority(Resume())
        request.granted(
            await request.bot.desks.rooms.relocate(session.id, request.member_xid, asked, request.channel_xid)
        )
        if session.state.phase is Phase.GATHERING:
            await show_panel(request, session.id)
            return
    await lead(request, session, Resume())


async def extend(request: Request, minutes: int) -> None:
    """Give more time: whoever leads to anybody or to the stage, and whoever speaks to themselves."""
    async with led_here(request) as session:
        if not 1 <= minutes <= 10:
            raise Refused(request.t("Please give from 1 to 10 minutes. Nothing has changed."))
        before, asked = session.state.turn, request.with_authority(Extend(seconds=60 * minutes))
        answer = await request.act(session.id, asked, with_people=True)
        if before is not None and before.seat == answer.seat:
            await request.say(request.t("You have a little more time: one more minute, as everyone has."))
        else:
            await show_panel_after(request, answer)
