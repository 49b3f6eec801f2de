"""Watching what people change by hand in a server: rooms, channels, permissions, cards.

Each change is looked at when Discord tells of it, and not only when the next card would find out. What changed while
the bot was away is looked at when it is back. Nothing is decided here: a look is a row of the outbox.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import discord

from bot.clock import Clock
from bot.ids import ChannelXid, GuildXid, MessageXid
from bot.services.circle.sessions import NoSession
from bot.services.rooms.desk import RoomsDesk
from bot.services.unit_of_work import NotSaved
from bot.services.unreadable import Unreadable
from bot.ui.drawn_cards import DrawnCards
from bot.ui.request import Bot

from .arrivals import Arrivals
from .rooms.kinds import Rooms
from .sender import Sender

log = logging.getLogger(__name__)

AGAIN_S = (5.0, 30.0, 300.0)
"""How long a card that is deleted again and again waits before it comes back: something else may delete all cards."""
MANY = 6
"""So many cards of a server come back at once in ten minutes."""
CALM_AFTER = timedelta(minutes=10)
BETWEEN_PRESSES = timedelta(seconds=10)
"""How often, at most, what people do in a server lets the bot try again what stands still there."""


class Watch:
    """Listens to the gateway."""

    def __init__(
        self,
        rooms: RoomsDesk,
        clock: Clock,
        sender: Sender,
        drawn: DrawnCards,
        places: Rooms,
        arrivals: Arrivals,
    ) -> None:
        self._rooms = rooms
        self._arrivals = arrivals
        self._places = places
        self._clock = clock
        self._sender = sender
        self._drawn = drawn
        self._deleted: dict[int, list[datetime]] = {}
        self._hurried: dict[int, datetime] = {}

    def listen(self, bot: Bot) -> None:
        """Begin to listen."""
        heard: dict[str, Callable[..., Coroutine[object, object, None]]] = {
            "on_ready": partial(self._ready, bot),
            "on_guild_available": partial(self._server, bot),
            "on_guild_role_update": self._role,
            "on_guild_role_delete": self._role_gone,
            "on_member_update": self._member,
            "on_guild_channel_update": self._channel,
            "on_raw_message_delete": self._message,
            "on_raw_bulk_message_delete": self._messages,
        }
        for name, listener in heard.items():
            bot.add_listener(listener, name)
        bot.hear_of_interactions.append(self._press)

    async def _ready(self, bot: Bot) -> None:
        await self._try(partial(self._rooms.check_all, bot.missed()))

    async def _server(self, bot: Bot, guild: discord.Guild) -> None:
        if bot.is_back(GuildXid(guild.id)):
            self._arrivals.add(GuildXid(guild.id), self._look)

    async def _look(self, guild_xid: GuildXid) -> None:
        with suppress(NoSession, Unreadable):
            await self._rooms.look_at_seated(guild_xid)
            await self._rooms.check(guild_xid)

    async def _role(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self._role_gone(after)
        if after.is_default() and before.permissions.view_channel != after.permissions.view_channel:
            await self._seen(GuildXid(after.guild.id), None, opened=after.permissions.view_channel)

    async def _role_gone(self, role: discord.Role) -> None:
        guild = role.guild
        if role.is_default() or role in guild.me.roles or guild.id in self._sender.troubled.values():
            await self._try(self._rooms.check, guild.id)
        await self._try(self._rooms.look_at_seated, guild.id)

    async def _member(self, before: discord.Member, after: discord.Member) -> None:
        # Without the intent for members Discord tells of the bot itself, and of nobody else.
        if after.id == after.guild.me.id and before.roles != after.roles:
            await self._try(self._rooms.check, after.guild.id)

    async def _channel(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        is_changed = before.overwrites != after.overwrites
        if is_changed and self._places.is_own_change(after):
            return
        if before.type is not after.type or is_changed:
            await self._try(self._rooms.check, after.guild.id, after.id)
            await self._try(self._rooms.look_at_seated, after.guild.id, after.id)
        was, now = (c.permissions_for(after.guild.default_role).view_channel for c in (before, after))
        if was != now:
            await self._seen(GuildXid(after.guild.id), ChannelXid(after.id), opened=now)

    async def _seen(self, guild_xid: GuildXid, channel_xid: ChannelXid | None, *, opened: bool) -> None:
        """Everyone sees a channel now, or not any more."""
        await self._try(partial(self._rooms.check_events, guild_xid, channel_xid, opened=opened))

    async def room_gone(self, room_xid: ChannelXid) -> None:
        """A room deleted by hand is replaced at once."""
        await self._rooms.room_lost(room_xid)

    async def room_changed(self, guild_xid: GuildXid, room_xid: ChannelXid, *, is_shut: bool) -> None:
        """A room that somebody closed or slowed down is looked at; any other, while something is in the way."""
        if is_shut or guild_xid in self._sender.troubled.values():
            await self._try(self._rooms.check, guild_xid, room_xid)

    async def _message(self, payload: discord.RawMessageDeleteEvent) -> None:
        if payload.guild_id is not None:
            await self._try(self._gone, payload.guild_id, payload.message_id)

    async def _messages(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        if payload.guild_id is not None:
            for message_xid in payload.message_ids:
                await self._try(self._gone, payload.guild_id, message_xid)

    async def _gone(self, guild_xid: GuildXid, message_xid: MessageXid) -> None:
        if self._drawn.was_replaced(message_xid):
            return
        now = self._clock.utcnow()
        lately = [at for at in self._deleted.get(guild_xid, []) if at > now - CALM_AFTER]
        over = len(lately) - MANY
        delay_s = 0.0 if over < 0 else AGAIN_S[min(over, len(AGAIN_S) - 1)]
        found = await self._rooms.card_of(guild_xid, message_xid)
        if found is not None:
            session_id, slot = found
            self._drawn.forget_card(session_id, slot)
            await self._rooms.bring_back(session_id, slot, delay_s)
            lately.append(now)
        if lately:
            self._deleted[guild_xid] = lately
        else:
            self._deleted.pop(guild_xid, None)

    async def _press(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody is there, and does something: what stands still in this server is tried again."""
        guild_xid = interaction.guild_id
        if guild_xid is None or guild_xid not in self._sender.troubled.values():
            return
        now = self._clock.utcnow()
        if now - self._hurried.get(guild_xid, now - BETWEEN_PRESSES) >= BETWEEN_PRESSES:
            self._hurried[guild_xid] = now
            await self._try(self._rooms.hurry, guild_xid)

    async def _try(self, work: Callable[..., Coroutine[object, object, object]], *about: int) -> None:
        try:
            await work(*about)
        except (NoSession, Unreadable):
            return
        except NotSaved:
            log.warning("A change in a server could not be looked at; the next attempt finds out")
