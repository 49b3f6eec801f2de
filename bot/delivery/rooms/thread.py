"""A private thread below the channel the circle was opened in. Its name tells nothing about who is in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import discord
from discord.ext import commands

from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.services.circle.sessions import Session
from bot.services.deliveries.policy import ApiCall
from bot.services.rooms.obstacles import NONE, Obstacle
from bot.ui.request import Bot
from bot.ui.rooms.threads import missing_from, obstacle_of

from ..failures import Verdict, verdict
from .looking_up import is_there, is_timed_out, member_of, parent_of
from .room import Hindered, RoomListener, Slow

IN_THE_ROOM = frozenset(("view_channel", "send_messages_in_threads"))
"""What the bot needs once the room is there, and to let anybody in."""
FULL = 30033
"""Discord's code for a thread with as many people as it lets in."""


class ThreadRoom:
    """The Discord side of a private thread."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def open(self, session: Session) -> ChannelXid:
        """Make the thread, or find the one that was made before the bot stopped. Returns its id.

        Raises:
            NoPlace: the channel is gone.
            Hindered: it is of a kind that has no private threads.
            ConnectionError: Discord has not told of the server yet; trying again later may work.
            discord.HTTPException: Discord said no.
        """
        parent = parent_of(self._bot, session)
        made = next((t for t in parent.threads if t.name == session.room_name and not t.archived), None)
        if made is not None and not await is_there(self._bot, ChannelXid(made.id)):
            made = None
            await self._bot.pace.turn()
        if made is None:
            made = await parent.create_thread(
                name=session.room_name,
                type=discord.ChannelType.private_thread,
                invitable=False,
                auto_archive_duration=1440,
                slowmode_delay=0,  # otherwise it has the channel's, and that may be hours
            )
        return ChannelXid(made.id)

    async def check(self, session: Session) -> None:
        """Look whether the room is as it is to be, and open it if it is not. Where there is none yet, look whether
        there could be one.

        Raises:
            NoPlace: the channel is gone.
            Hindered: the channel is of a kind that has no private threads, or the bot lacks a permission there.
            Slow: the room is slowed down, and the bot may not change that.
            ConnectionError: Discord has not told of the server yet; trying again later may work.
            discord.HTTPException: Discord said no.
        """
        if session.room_xid is None:
            parent = parent_of(self._bot, session)
            if missing_from(parent.permissions_for(parent.guild.me)):
                raise Hindered(Verdict.FORBIDDEN)
            return
        if not self.may_let_in(session):
            raise Hindered(Verdict.FORBIDDEN)
        thread = await self._thread(session)
        if thread.archived or thread.locked:
            await self._open_up(thread)
        elif thread.slowmode_delay:
            try:
                await thread.edit(slowmode_delay=0)
            except discord.Forbidden:
                raise Slow from None

    async def open_again(self, session: Session) -> None:
        """Open a thread that is archived, locked or slow.

        Raises:
            discord.HTTPException: Discord said no.
        """
        await self._open_up(await self._thread(session))

    async def _open_up(self, thread: discord.Thread) -> None:
        try:
            await thread.edit(archived=False, locked=False, slowmode_delay=0)
        except discord.Forbidden:
            # Without Manage Threads, an archived thread that is not locked can still be opened.
            if thread.locked or not thread.archived:
                raise
            await self._bot.pace.turn()
            await thread.edit(archived=False)

    async def keep_shut(self, session: Session) -> None:
        """Archive and lock a thread that cannot be deleted; at least archive it.

        Raises:
            discord.HTTPException: Discord said no.
        """
        thread = await self._thread(session)
        if thread.archived and thread.locked:
            return
        try:
            await thread.edit(archived=True, locked=True)
        except discord.Forbidden:
            if thread.archived:
                raise
            await self._bot.pace.turn()
            await thread.edit(archived=True)

    async def close(self, session: Session, *, delete: bool) -> None:
        """Delete the thread with everything in it, or archive and lock it.

        Raises:
            discord.HTTPException: Discord said no.
        """
        if session.room_xid is None:
            return
        thread = await self._thread(session)
        if delete:
            await thread.delete()
        else:
            await thread.edit(archived=True, locked=True)

    async def admit(self, session: Session, member_xid: MemberXid) -> None:
        """Let a person in."""
        thread = await self._thread(session)
        await thread.add_user(discord.Object(member_xid))

    async def dismiss(self, session: Session, member_xid: MemberXid, *, barred: bool = False) -> bool:
        """Take a person out, which Discord writes into the thread for everyone; nothing, if they have left it.

        Returns:
            Whether they were still there.
        """
        thread = await self._thread(session)
        try:
            await thread.fetch_member(member_xid)
        except discord.NotFound as error:
            if verdict(error, ApiCall.LET_OUT) is Verdict.NO_PERSON:
                return False
            raise
        await self._bot.pace.turn()
        await thread.remove_user(discord.Object(member_xid))
        return True

    async def look_for(self, session: Session, member_xid: MemberXid, now: datetime) -> Obstacle:
        """Look whether somebody is still in the server.

        Returns:
            What keeps them from taking part. Nothing for whoever is timed out: that passes by itself.

        Raises:
            ConnectionError: Discord has not told of the server; trying again later may work.
            discord.NotFound: they are not.
            discord.HTTPException: Discord does not say.
        """
        member = await member_of(self._bot, session, member_xid)
        parent = member.guild.get_channel(session.parent_xid)
        if not isinstance(parent, discord.TextChannel) or is_timed_out(member, now):
            return NONE
        return obstacle_of(parent.permissions_for(member))

    async def obstacle(self, session: Session, member_xid: MemberXid) -> Obstacle:
        """What keeps a person from taking part, as far as permissions say.

        Raises:
            discord.HTTPException: Discord does not say.
        """
        parent = self._bot.get_channel(session.parent_xid)
        if not isinstance(parent, discord.TextChannel):
            return NONE
        return obstacle_of(parent.permissions_for(await parent.guild.fetch_member(member_xid)))

    def is_full(self, error: Exception) -> bool:
        """Whether Discord let nobody in because there are as many as it lets in."""
        return isinstance(error, discord.HTTPException) and error.code == FULL

    def may_let_in(self, session: Session) -> bool:
        """Whether the bot has what it needs to let anybody in."""
        return not IN_THE_ROOM.intersection(self.missing(session))

    def is_ours(self, channel: object) -> bool:
        """Whether a channel is a thread that the bot has made."""
        me = self._bot.user
        return isinstance(channel, discord.Thread) and me is not None and channel.owner_id == me.id

    def is_own_change(self, channel: discord.abc.GuildChannel) -> bool:
        """Threads have no permissions of their own, so the bot changes none."""
        return False

    async def people_in(self, session: Session) -> int | None:
        """How many people are in the room, the bot left out; None when Discord does not say so.

        Without the privileged intent it tells how many are in a thread, and not who.

        Raises:
            discord.HTTPException: Discord said no.
        """
        if session.room_xid is None:
            return None
        room = await self._bot.fetch_channel(session.room_xid)
        return room.member_count - 1 if isinstance(room, discord.Thread) else None

    def not_connected(self, session: Session, people: Collection[MemberXid]) -> set[MemberXid]:
        """Nobody: all write."""
        return set()

    def listen(self, bot: commands.Bot, listener: RoomListener) -> None:
        """Tell of threads that people delete, close or slow down."""

        async def deleted(payload: discord.RawThreadDeleteEvent) -> None:
            await listener.room_gone(ChannelXid(payload.thread_id))

        async def updated(payload: discord.RawThreadUpdateEvent) -> None:
            if payload.thread_type is discord.ChannelType.private_thread:
                about = payload.data.get("thread_metadata", {})
                is_shut = (
                    about.get("archived") or about.get("locked") or payload.data.get("rate_limit_per_user")
                )
                await listener.room_changed(
                    GuildXid(payload.guild_id), ChannelXid(payload.thread_id), is_shut=bool(is_shut)
                )

        bot.add_listener(deleted, "on_raw_thread_delete")
        bot.add_listener(updated, "on_raw_thread_update")

    def missing(self, session: Session) -> list[str]:
        """The permissions the bot lacks in the channel, by Discord's names for them."""
        parent = self._bot.get_channel(session.parent_xid)
        if not isinstance(parent, discord.abc.GuildChannel):
            return []
        return missing_from(parent.permissions_for(parent.guild.me))

    async def _thread(self, session: Session) -> discord.Thread:
        assert session.room_xid is not None
        guild = self._bot.get_guild(session.guild_xid)
        thread = guild.get_thread(session.room_xid) if guild is not None else None
        if thread is None:
            found = await self._bot.fetch_channel(session.room_xid)
            assert isinstance(found, discord.Thread)
            thread = found
            await self._bot.pace.turn()  # what it was looked up for is one call more
        return thread
