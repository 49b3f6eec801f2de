"""A text channel in the category of the channel the circle was opened in. Its name tells nothing about who is in it.

Everyone but the bot is kept out by the channel's own permissions, and each seat is let in by a permission of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

import discord
from discord.ext import commands

from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.services.circle.sessions import Session
from bot.services.deliveries.policy import ApiCall
from bot.services.rooms.obstacles import NONE, Obstacle
from bot.ui.request import Bot
from bot.ui.rooms import channels
from bot.ui.rooms.channels import NAME
from bot.ui.rooms.words import RoomWords

from ..failures import Verdict, verdict
from .looking_up import is_there, is_timed_out, member_of, parent_of
from .outsiders import for_everyone, given_back
from .overwrites import MEMBER, Made, change_one, overwrite_of, silenced
from .own_changes import OwnChanges
from .roles import Roles
from .room import Hindered, RoomListener, Slow

IN_THE_ROOM = ("send_messages", "manage_roles")
"""What the bot needs once the room is there and it may come in itself, to let anybody in."""
TO_WRITE = ("send_messages",)
MOST_IN_CATEGORY = 50
"""How many channels Discord lets into one category."""
FULL = 30060
"""Discord's code for a channel with as many permissions of its own as it can have."""


def channel_name(session: Session) -> str:
    """The name of a session's room as Discord writes it."""
    return session.room_name.lower().replace(" ", "-")


class ChannelRoom:
    """The Discord side of a text channel that is made for one session; what is made otherwise differs in these."""

    kind: ClassVar[type[Made]] = discord.TextChannel
    words: ClassVar[RoomWords] = channels
    to_enter: ClassVar[tuple[str, ...]] = ("view_channel",)
    """What is taken from everyone and given to those with a seat, who come in by it."""
    besides: ClassVar[tuple[str, ...]] = ("read_message_history",)
    """What is given to the bot and to those with a seat where the bot may give it: Discord lets a bot give what it
    has."""

    def __init__(self, bot: Bot, changes: OwnChanges, roles: Roles) -> None:
        self._bot = bot
        self._changes = changes
        self._roles = roles

    async def open(self, session: Session) -> ChannelXid:
        """Make the channel, or find the one that was made before the bot stopped. Returns its id.

        Raises:
            NoPlace: the channel of the invitation is gone.
            Hindered: that is no text channel any more, or the bot lacks a permission.
            ConnectionError: Discord has not told of the server yet; trying again later may work.
            discord.HTTPException: Discord said no.
        """
        parent = parent_of(self._bot, session)
        guild, name = parent.guild, channel_name(session)
        made = next((c for c in guild.channels if c.name == name and self.is_ours(c)), None)
        if made is not None and not await is_there(self._bot, ChannelXid(made.id)):
            made = None
            await self._bot.pace.turn()
        return ChannelXid((made or await self._make(session, parent, name)).id)

    async def _make(self, session: Session, parent: discord.TextChannel, name: str) -> Made:
        guild, category = parent.guild, parent.category
        if category is not None and len(category.channels) >= MOST_IN_CATEGORY:
            category = None  # it stands alone then, for the same people
        if self.words.missing_in(parent, parent.permissions_for(guild.me)):
            raise Hindered(Verdict.FORBIDDEN)
        outside, inside = discord.PermissionOverwrite(), discord.PermissionOverwrite()
        outside.update(**for_everyone(session, guild, self.to_enter))
        inside.update(**self._given(guild, (*self.to_enter, *TO_WRITE)))
        more: dict[str, Any] = {"nsfw": True} if parent.nsfw else {}  # what holds for that channel holds here
        overwrites: dict[Any, discord.PermissionOverwrite] = {
            guild.default_role: outside,
            guild.me: inside,
        }
        return await self._create(guild, name, category=category, overwrites=overwrites, **more)

    async def _create(self, guild: discord.Guild, name: str, **how: Any) -> Made:
        """The one call that makes it."""
        return await guild.create_text_channel(name, **how)

    def _given(self, guild: discord.Guild, names: tuple[str, ...]) -> dict[str, bool]:
        """These permissions, and those besides that the bot has itself."""
        may = guild.me.guild_permissions
        return dict.fromkeys((*names, *(name for name in self.besides if getattr(may, name))), True)

    async def check(self, session: Session) -> None:
        """Look whether the room is as it is to be: seen by nobody without a permission of their own, or by people who
        can only listen; and not slow. Where there is none yet, look whether there could be one.

        Raises:
            NoPlace: the channel of the invitation is gone, and there is no room yet.
            Hindered: it is no text channel any more, or the bot lacks a permission.
            Slow: the room is slowed down, and the bot may not change that.
            ConnectionError: Discord has not told of the server yet; trying again later may work.
            discord.HTTPException: Discord said no.
        """
        if session.room_xid is None:
            parent = parent_of(self._bot, session)
            if self.words.missing_in(parent, parent.permissions_for(parent.guild.me)):
                raise Hindered(Verdict.FORBIDDEN)
            return
        if not self.may_let_in(session):
            raise Hindered(Verdict.FORBIDDEN)
        room = await self._room(session)
        everyone = room.guild.default_role
        for_all = room.overwrites_for(everyone)
        wanted = for_everyone(session, room.guild, self.to_enter)
        if any(getattr(for_all, name) is not value for name, value in wanted.items()):
            for_all.update(**wanted)
            with self._changes.of(room.id):
                await room.set_permissions(everyone, overwrite=for_all)
            await self._bot.pace.turn()
        if self.is_shut(room):
            try:
                await self._open_up(room)
            except discord.Forbidden:
                raise Slow from None

    async def open_again(self, session: Session) -> None:
        """Take slow mode from the room.

        Raises:
            discord.HTTPException: Discord said no.
        """
        await self._open_up(await self._room(session))

    def is_shut(self, room: Made) -> bool:
        """Whether something that somebody changed keeps people from coming in or writing as they like."""
        return bool(room.slowmode_delay)

    async def _open_up(self, room: Made) -> None:
        await room.edit(slowmode_delay=0)

    async def keep_shut(self, session: Session) -> None:
        """Let nobody write any more in a channel that cannot be deleted.

        Raises:
            discord.HTTPException: Discord said no.
        """
        await self._silence(await self._room(session))

    async def close(self, session: Session, *, delete: bool) -> None:
        """Delete the channel with everything in it, or let those in it read it, and nobody write.

        Raises:
            discord.HTTPException: Discord said no.
        """
        if session.room_xid is None:
            return
        room = await self._room(session)
        if delete:
            await room.delete()
        else:
            await self._silence(room)

    async def _silence(self, room: Made) -> None:
        """One call for everybody. Nobody writes any more, nobody without a permission of their own sees it, and all
        else is as it was."""
        after = silenced(room)
        everyone = room.guild.default_role
        for_all = after.get(everyone, discord.PermissionOverwrite())
        for_all.update(**dict.fromkeys(self.to_enter, False))
        after[everyone] = for_all
        if after != room.overwrites:
            with self._changes.of(room.id):
                await room.edit(overwrites=after)

    async def admit(self, session: Session, member_xid: MemberXid) -> None:
        """Let a person in. What was changed for them otherwise stays, and what a role of theirs is denied there."""
        room = await self._room(session)
        # Where the piece is held, whoever holds it is let write, and nobody else.
        is_denied = await self._roles.denied(room, (member_xid,), *TO_WRITE)
        writing = () if _writing_is_held(session) or is_denied else TO_WRITE
        theirs = given_back(session, room.guild)
        given = self._given(room.guild, (*self.to_enter, *writing, *theirs))
        await change_one(self._bot, self._changes, room, member_xid, given)

    async def dismiss(self, session: Session, member_xid: MemberXid, *, barred: bool = False) -> bool:
        """Take a person's permission away, and keep those out who may not even listen. Nobody is shown that.

        Returns:
            Whether they were still there.
        """
        room = await self._room(session)
        was_there = not overwrite_of(room, member_xid).is_empty()
        try:
            with self._changes.of(room.id):
                if barred and session.has_audience:
                    kept_out = discord.Permissions(**dict.fromkeys(self.to_enter, True))
                    await self._bot.http.edit_channel_permissions(
                        room.id, member_xid, "0", str(kept_out.value), MEMBER
                    )
                else:
                    await self._bot.http.delete_channel_permissions(room.id, member_xid)
        except discord.NotFound as error:
            if verdict(error, ApiCall.LET_OUT) is not Verdict.NO_PERSON:
                raise
            return False
        return was_there

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
        room = member.guild.get_channel(session.room_xid or 0)
        if not isinstance(room, self.kind) or is_timed_out(member, now):
            return NONE
        self._roles.told_of(member)
        if why := await self._in_the_way(session, room, member_xid):
            return why
        has_own = not overwrite_of(room, member_xid).is_empty() or not session.has_audience
        may = room.permissions_for(member)
        return NONE if has_own and all(getattr(may, name) for name in self.to_enter) else Obstacle.PUT_OUT

    async def obstacle(self, session: Session, member_xid: MemberXid) -> Obstacle:
        """What keeps a person from taking part: what somebody denied them, or a role of theirs, in the room itself."""
        room = self._bot.get_channel(session.room_xid or 0)
        self._roles.forget(member_xid)
        return await self._in_the_way(session, room, member_xid) if isinstance(room, self.kind) else NONE

    async def _in_the_way(self, session: Session, room: Made, member_xid: MemberXid) -> Obstacle:
        why = self._denied(session, room, member_xid)
        may = not session.room.kind.is_written or overwrite_of(room, member_xid).send_messages
        is_mute = not may and await self._roles.denied(room, (member_xid,), *TO_WRITE)
        return why | Obstacle.CANNOT_WRITE if is_mute else why

    def _denied(self, session: Session, room: Made, member_xid: MemberXid) -> Obstacle:
        overwrite = overwrite_of(room, member_xid)
        is_out = any(getattr(overwrite, name) is False for name in self.to_enter)
        why = Obstacle.CANNOT_SEE if is_out else NONE
        is_mute = overwrite.send_messages is False and not _writing_is_held(session)
        return why | Obstacle.CANNOT_WRITE if is_mute else why

    def is_full(self, error: Exception) -> bool:
        """Whether Discord let nobody in because the channel has as many permissions as it can have."""
        return isinstance(error, discord.HTTPException) and error.code == FULL

    def may_let_in(self, session: Session) -> bool:
        """Whether the bot has what it needs to let anybody in."""
        room = self._bot.get_channel(session.room_xid or 0)
        if not isinstance(room, self.kind):
            return True
        return not self._lacks(room)

    def _lacks(self, room: Made) -> list[str]:
        me = room.guild.me
        lacks = [
            name for name in (*self.to_enter, *IN_THE_ROOM) if not getattr(room.permissions_for(me), name)
        ]
        return list(dict.fromkeys([*lacks, *self.words.missing_from(me.guild_permissions)]))

    def missing(self, session: Session) -> list[str]:
        """The permissions the bot lacks for this room, by Discord's names for them."""
        parent = self._bot.get_channel(session.parent_xid)
        room = self._bot.get_channel(session.room_xid or 0)
        lacks = self._lacks(room) if isinstance(room, self.kind) else []
        if isinstance(parent, discord.TextChannel):
            lacks += self.words.missing_in(parent, parent.permissions_for(parent.guild.me))
        return list(dict.fromkeys(lacks))

    def is_ours(self, channel: object) -> bool:
        """Whether a channel looks like one that the bot has made: by its name, and the permission for the bot."""
        me = self._bot.user
        if me is None or not isinstance(channel, self.kind) or not NAME.fullmatch(channel.name):
            return False
        return overwrite_of(channel, me.id).view_channel is True

    async def people_in(self, session: Session) -> int | None:
        """How many people have a permission of their own to see the room, the bot left out.

        Who else sees it, as all admins do, Discord tells only with a privileged intent.
        """
        room = self._bot.get_channel(session.room_xid or 0)
        if not isinstance(room, self.kind):
            return None
        roles = {role.id for role in room.guild.roles}
        return sum(
            overwrite.view_channel is True and whom.id not in roles and whom.id != room.guild.me.id
            for whom, overwrite in room.overwrites.items()
        )

    def not_connected(self, session: Session, people: Collection[MemberXid]) -> set[MemberXid]:
        """Those of these people who are not connected, where that can be; of a server that is not there, nobody is
        known not to be."""
        room = self._bot.get_channel(session.room_xid or 0)
        if not isinstance(room, discord.VoiceChannel | discord.StageChannel) or room.guild.unavailable:
            return set()
        return set(people) - set(map(MemberXid, room.voice_states))

    def listen(self, bot: commands.Bot, listener: RoomListener) -> None:
        """Tell of channels that people delete or slow down."""

        async def deleted(channel: discord.abc.GuildChannel) -> None:
            self._changes.forget(channel.id)
            if isinstance(channel, self.kind):
                await listener.room_gone(ChannelXid(channel.id))

        async def updated(before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
            if isinstance(after, self.kind) and self.is_ours(after):
                await listener.room_changed(
                    GuildXid(after.guild.id), ChannelXid(after.id), is_shut=self.is_shut(after)
                )

        bot.add_listener(deleted, "on_guild_channel_delete")
        bot.add_listener(updated, "on_guild_channel_update")

    def is_own_change(self, channel: discord.abc.GuildChannel) -> bool:
        """Whether Discord tells of a change of permissions that the bot made: each such word is one fewer to come."""
        return self._changes.heard(channel.id)

    async def _room(self, session: Session) -> Made:
        assert session.room_xid is not None
        room = self._bot.get_channel(session.room_xid)
        if room is None:
            room = await self._bot.fetch_channel(session.room_xid)
            await self._bot.pace.turn()  # what it was looked up for is one call more
        assert isinstance(room, self.kind)
        return room


def _writing_is_held(session: Session) -> bool:
    """Whether the piece is held by who may write. Where it is held by who is heard, whoever writes may do so."""
    return session.room.held and session.room.kind.is_written
