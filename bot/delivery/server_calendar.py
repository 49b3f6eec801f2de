"""Keeping Discord's scheduled events in step with sessions. Each session has one; the library has no recurrence."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import Any

import discord

from bot.circle.model import Phase
from bot.ids import EventXid, GuildXid
from bot.ui.request import Bot
from bot.ui.server_event import LOCATION_LENGTH, EventFace
from bot.ui.visibility import is_open_to_all

from .failures import Verdict, in_short, verdict
from .rooms.voice import Spoken

log = logging.getLogger(__name__)

PLACE = ("entity_type", "location")
"""What says where an event is, unless it is in a channel."""


class ServerCalendar:
    """The Discord side of a scheduled event. Whoever asks has waited for one call; each further one waits here."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def show(
        self,
        guild_xid: GuildXid,
        face: EventFace,
        event_xid: EventXid | None,
        *,
        anew: bool = False,
        taken: Collection[int] = (),
    ) -> int | None:
        """Make the event, or bring it up to date. Returns its id; None when there is none.

        There is none when somebody deleted it by hand, nor where not everyone sees the circle's channel: Discord
        shows an event, and with it the circle's name, to everyone in the server.

        Args:
            guild_xid: the server.
            face: the event as it is to be.
            event_xid: the event as it was; None when there was none.
            anew: whether one that is over, or was deleted, is made once more.
            taken: the events of other sessions, which are never taken for this one's.

        Raises:
            ConnectionError: Discord has not told of the server yet; trying again later may work.
            discord.HTTPException: Discord said no.
        """
        guild = self._bot.get_guild(guild_xid)
        if guild is None or guild.unavailable:
            raise ConnectionError("the server is not available")
        if not is_open_to_all(guild, face.parent_xid):
            await self._take_away(guild, event_xid)
            return None
        if event_xid is None:
            return await self._create(guild, face, taken)
        try:
            event = await guild.fetch_scheduled_event(event_xid, with_counts=False)
        except discord.NotFound:
            if not anew:
                return None
            event = None
        if event is None or (anew and not _is_open(event)):
            await self._bot.pace.turn()
            return await self._create(guild, face, taken)
        await self._bring_up_to_date(event, face)
        return event_xid

    async def _take_away(self, guild: discord.Guild, event_xid: EventXid | None) -> None:
        """An event of a channel that was hidden since."""
        if event_xid is None:
            return
        try:
            event = await guild.fetch_scheduled_event(event_xid, with_counts=False)
            if _is_open(event):
                await self._bot.pace.turn()
                await event.delete()
        except discord.NotFound:
            return

    async def _create(self, guild: discord.Guild, face: EventFace, taken: Collection[int]) -> int:
        """Make the event, or find the one that was made before the bot stopped: events know no nonce."""
        for event in await guild.fetch_scheduled_events(with_counts=False):
            ours = self._bot.user is not None and event.creator_id == self._bot.user.id
            free = event.id not in taken and _is_open(event)
            if ours and free and event.name == face.name and event.start_time == face.starts_at:
                return event.id
        await self._bot.pace.turn()
        made = await guild.create_scheduled_event(**_fields(guild, face))
        return made.id

    async def _bring_up_to_date(self, event: discord.ScheduledEvent, face: EventFace) -> None:
        if not _is_open(event):
            return
        if face.takes_place and event.status is discord.EventStatus.scheduled:
            event = await self._point_to_room(event, face)
        active = event.status is discord.EventStatus.active
        change: Callable[[], Awaitable[object]] | None = None
        if not face.takes_place or face.phase is Phase.ENDED:
            change = event.end if active else event.cancel
        elif face.phase is Phase.LIVE:
            change = None if active else event.start
        elif _differs(event, face):
            fields = _fields(event.guild, face)
            if event.entity_type is not discord.EntityType.external:
                fields = {name: value for name, value in fields.items() if name not in PLACE}
            change = partial(event.edit, **fields)
        if change is not None:
            await self._bot.pace.turn()
            await change()

    async def _point_to_room(self, event: discord.ScheduledEvent, face: EventFace) -> discord.ScheduledEvent:
        """An event of a circle that is spoken leads into its room, and is of its kind, once that is open. Before that
        it says where to take a seat, and everyone sees it: Discord shows an event in a channel to those who see that.
        An event that has begun stays where it is. Returns it as it is then."""
        room = None if event.guild is None else event.guild.get_channel(face.room_xid or 0)
        if not isinstance(room, Spoken) or event.channel_id == room.id:
            return event
        await self._bot.pace.turn()
        try:
            return await event.edit(channel=room)
        except discord.HTTPException as error:
            if verdict(error) in (Verdict.AGAIN, Verdict.LATER):
                raise
            log.info("An event does not lead into its room: %s", in_short(error))
            return event


def _is_open(event: discord.ScheduledEvent) -> bool:
    """Whether it is still to come, or under way. One that was cancelled or is over never changes again."""
    return event.status in (discord.EventStatus.scheduled, discord.EventStatus.active)


def _fields(guild: discord.Guild | None, face: EventFace) -> dict[str, Any]:
    """The event as Discord is to have it."""
    channel = guild.get_channel(face.parent_xid) if guild is not None else None
    return {
        "name": face.name,
        "description": face.description,
        "start_time": face.starts_at,
        "end_time": face.ends_at,
        "entity_type": discord.EntityType.external,
        "privacy_level": discord.PrivacyLevel.guild_only,
        "location": f"#{channel.name}"[:LOCATION_LENGTH] if channel is not None else "Discord",
    }


def _differs(event: discord.ScheduledEvent, face: EventFace) -> bool:
    shown = (event.name, event.description, event.start_time, event.end_time)
    return shown != (face.name, face.description, face.starts_at, face.ends_at)
