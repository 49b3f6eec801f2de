"""What a room has to know, whatever kind it is of, and what can be in its way."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

import discord
from discord.ext import commands

from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.services.circle.sessions import Session
from bot.services.rooms.obstacles import Obstacle

from ..failures import Verdict


class NoPlace(Exception):
    """The channel in which the room would be is gone."""


class RoomNotReady(ConnectionError):
    """What a room waits for is on its way; nobody has to do anything."""


class Slow(Exception):
    """The room is slowed down, and the bot may not change that."""


class Hindered(Exception):
    """Something about the channel is in the way, and it is known before Discord says no."""

    def __init__(self, why: Verdict) -> None:
        super().__init__(why)
        self.why = why


class RoomListener(Protocol):
    """Whoever is told what people do to rooms by hand. `bot.delivery.watch` is it."""

    async def room_gone(self, room_xid: ChannelXid) -> None:
        """A room was deleted."""

    async def room_changed(self, guild_xid: GuildXid, room_xid: ChannelXid, *, is_shut: bool) -> None:
        """Something about a room was changed; `is_shut` says that it is closed or slow now."""


class Room(Protocol):
    """One kind of room. Every call may also raise `discord.HTTPException`: Discord said no."""

    async def open(self, session: Session) -> ChannelXid:
        """Make the room, or find the one that was made before the bot stopped. Returns its id.

        Raises:
            NoPlace: the channel is gone.
            Hindered: something about the channel is in the way.
            ConnectionError: Discord has not told of the server yet; trying again later may work.
        """

    async def check(self, session: Session) -> None:
        """Look whether the room is as it is to be, and mend it if it is not. Where there is none yet, look whether
        there could be one.

        Raises:
            NoPlace: the channel is gone.
            Hindered: something about the channel is in the way.
            Slow: the room is slowed down, and the bot may not change that.
            ConnectionError: Discord has not told of the server yet; trying again later may work.
        """

    async def open_again(self, session: Session) -> None:
        """Open a room that somebody closed or slowed down."""

    async def keep_shut(self, session: Session) -> None:
        """Close a room that cannot be deleted."""

    async def close(self, session: Session, *, delete: bool) -> None:
        """Delete the room with everything in it, or close it for good."""

    async def admit(self, session: Session, member_xid: MemberXid) -> None:
        """Let a person in."""

    async def dismiss(self, session: Session, member_xid: MemberXid, *, barred: bool = False) -> bool:
        """Take a person out; for good, if they are `barred`. Returns whether they were still there."""

    async def look_for(self, session: Session, member_xid: MemberXid, now: datetime) -> Obstacle:
        """Look whether somebody is still in the server. Returns what keeps them from taking part.

        Raises:
            ConnectionError: Discord has not told of the server; trying again later may work.
            discord.NotFound: they are not.
        """

    async def obstacle(self, session: Session, member_xid: MemberXid) -> Obstacle:
        """What keeps a person from taking part, as far as permissions say."""

    def is_full(self, error: Exception) -> bool:
        """Whether Discord let nobody in because there are as many as it lets in."""

    def may_let_in(self, session: Session) -> bool:
        """Whether the bot has what it needs to let anybody in."""

    def missing(self, session: Session) -> list[str]:
        """The permissions the bot lacks in the channel, by Discord's names for them."""

    def is_ours(self, channel: object) -> bool:
        """Whether a channel may be a room of this kind that the bot has made."""

    def is_own_change(self, channel: discord.abc.GuildChannel) -> bool:
        """Whether Discord tells of a change of a channel's permissions that the bot made for a room of this kind."""

    async def people_in(self, session: Session) -> int | None:
        """How many people are in the room, the bot left out; None when Discord does not say so."""

    def not_connected(self, session: Session, people: Collection[MemberXid]) -> set[MemberXid]:
        """Those of these people who are not where people speak, as far as Discord has told. None, where all write."""

    def listen(self, bot: commands.Bot, listener: RoomListener) -> None:
        """Tell of what people do to rooms of this kind by hand."""
