"""How people and Discord itself change what there is, and what the bot is told of it.

A test changes the world with one of these words and then looks at what the bot does.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from discord import Permissions

from .shapes import (
    BOT,
    BOT_ROLE,
    RECIPIENT_ADD,
    RECIPIENT_REMOVE,
    TEXT,
    THREADS,
    Json,
    member,
    user,
    words,
)
from .state import State
from .voice import Voice


class CannotAct(AssertionError):
    """Discord would not let this person do that; a test that goes on would test nothing."""


class World(Voice, State):
    """The state, and every way to change it."""

    # Servers

    async def throw_out(self, guild: int) -> None:
        """Somebody removes the bot from the server. Source: Gateway Events > Guild Delete (`unavailable` not set)."""
        del self.guilds[guild]
        self.servers[guild].members.pop(BOT, None)
        for inside in self.inside.values():
            inside.discard(BOT)
        await self.tell("GUILD_DELETE", {"id": str(guild)})

    async def invite_again(self, guild: int, permissions: Permissions) -> None:
        """Somebody adds the bot to a server again."""
        self.guilds[guild] = permissions
        self.servers[guild].members[BOT] = member(user(BOT, bot=True), str(BOT_ROLE))
        await self.tell("GUILD_CREATE", self.guild(guild))

    async def outage(self, guild: int) -> None:
        """The server cannot be reached. Source: Gateway Events > Guild Delete (`unavailable`)."""
        self.servers[guild].available = False
        await self.tell("GUILD_DELETE", {"id": str(guild), "unavailable": True})

    async def back_again(self, guild: int) -> None:
        """The outage is over."""
        self.servers[guild].available = True
        await self.tell("GUILD_CREATE", self.guild(guild))

    def require_two_factor(self, guild: int, *, owner_has_it: bool = False) -> None:
        """The server asks its moderators for two factors, which the owner of the bot may not have."""
        self.servers[guild].mfa_level = 1
        self.owner_has_two_factor = owner_has_it

    # Roles and permissions

    async def grant(self, guild: int, permissions: Permissions) -> None:
        """Somebody changes what the bot's role grants."""
        self.guilds[guild] = permissions
        await self.tell("GUILD_ROLE_UPDATE", {"guild_id": str(guild), "role": self.roles(guild)[-1]})

    def add_role(self, guild: int, permissions: Permissions, *people: int) -> int:
        """A role that these people have. Made before the bot connects, or announced with `tell_of_roles`."""
        xid = self.snowflake()
        self.servers[guild].roles[xid] = permissions
        for person in people:
            self._member(guild, person)["roles"].append(str(xid))
        return xid

    async def take_role(self, guild: int, person: int, role: int) -> None:
        """Somebody loses a role. The bot is not told: that needs a privileged intent."""
        self._member(guild, person)["roles"].remove(str(role))
        await self._member_changed(guild, person)

    async def delete_role(self, guild: int, role: int) -> None:
        """A role goes, for everyone who had it."""
        del self.servers[guild].roles[role]
        for of in self.servers[guild].members.values():
            of["roles"] = [xid for xid in of["roles"] if xid != str(role)]
        await self.tell("GUILD_ROLE_DELETE", {"guild_id": str(guild), "role_id": str(role)})

    async def overwrite(
        self, channel: int, target: int, *, allow: Permissions | None = None, deny: Permissions | None = None
    ) -> None:
        """Somebody changes a channel's permissions for a role or a person; with neither, that entry goes.

        Whoever is connected to a voice channel keeps what was worked out when they joined.
        """
        found = self.channels[channel]
        kept = [entry for entry in found["permission_overwrites"] if entry["id"] != str(target)]
        if allow or deny:
            is_role = target in self.servers[int(found["guild_id"])].roles or target == BOT_ROLE
            value, denied = (allow or Permissions.none()).value, (deny or Permissions.none()).value
            entry = {"id": str(target), "type": 0 if is_role else 1, "allow": str(value), "deny": str(denied)}
            kept.append(entry)
        found["permission_overwrites"] = kept
        await self.tell("CHANNEL_UPDATE", found)

    async def hide(self, channel: int, target: int | None = None) -> None:
        """Hide a channel from a person or a role; when None from everyone but the bot."""
        view = Permissions(view_channel=True)
        if target is None:
            await self.overwrite(channel, BOT_ROLE, allow=view)
            target = int(self.channels[channel]["guild_id"])
        await self.overwrite(channel, target, deny=view)

    async def forbid(self, channel: int, **permissions: bool) -> None:
        """Take permissions from the bot in a channel; none at all gives them back."""
        await self.overwrite(channel, BOT_ROLE, deny=Permissions(**permissions) if permissions else None)

    # People

    async def leave_server(self, guild: int, person: int) -> None:
        """Somebody leaves, or is thrown out. The bot is not told: that needs a privileged intent.

        Threads are left with it.
        """
        server = self.servers[guild]
        server.gone.add(person)
        found = server.members.pop(person, None) or member(user(person))
        for xid, inside in self.inside.items():
            if self.channels.get(xid, {}).get("guild_id") == str(guild):
                inside.discard(person)
        if person in server.voice:
            await self.disconnect(guild, person)
        await self.tell("GUILD_MEMBER_REMOVE", {"guild_id": str(guild), "user": found["user"]})

    async def join_server(self, guild: int, person: int, *, pending: bool = False) -> None:
        """Somebody comes, or comes back. Who is `pending` has not agreed to the server's rules yet."""
        self.servers[guild].gone.discard(person)
        self.servers[guild].members.pop(person, None)
        self._member(guild, person)["pending"] = pending
        await self.tell("GUILD_MEMBER_ADD", {"guild_id": str(guild), **self._member(guild, person)})

    async def time_out(self, guild: int, person: int, until: datetime | timedelta | None) -> None:
        """Somebody is timed out until then, or for that long; None ends it. A past date may linger."""
        ends = self.now() + until if isinstance(until, timedelta) else until
        self._member(guild, person)["communication_disabled_until"] = ends and ends.isoformat()
        await self._member_changed(guild, person)

    def delete_account(self, person: int) -> None:
        """There is no such user any more."""
        self.deleted_people.add(person)
        for server in self.servers.values():
            server.gone.add(person)
            server.members.pop(person, None)

    def _member(self, guild: int, person: int) -> Json:
        found = self.member(guild, person)
        if found is None:
            raise CannotAct("they have left the server")
        return found

    async def _member_changed(self, guild: int, person: int) -> None:
        await self.tell("GUILD_MEMBER_UPDATE", {"guild_id": str(guild), **self._member(guild, person)})

    # Channels and threads

    async def new_channel(self, guild: int, kind: int = TEXT, name: str = "lobby") -> int:
        """Somebody makes a channel, and the bot is told."""
        xid = self.add_channel(guild, kind, name)
        await self.tell("CHANNEL_CREATE", self.channels[xid])
        return xid

    async def change_channel(self, xid: int, **fields: Any) -> None:
        """Somebody changes a channel: its `type`, `name`, `rate_limit_per_user`, ..."""
        self.channels[xid].update(fields)
        await self.tell("CHANNEL_UPDATE", self.channels[xid])

    async def change_thread(self, xid: int, **fields: Any) -> None:
        """Somebody archives or locks a thread, opens it again, slows it down, gives it another name, ..."""
        thread = self.channels[xid]
        for name, value in fields.items():
            of_meta = name in thread["thread_metadata"] or name in ("archived", "locked", "invitable")
            (thread["thread_metadata"] if of_meta else thread)[name] = value
        if "archived" in fields:
            thread["thread_metadata"]["archive_timestamp"] = self.now().isoformat()
        await self.tell("THREAD_UPDATE", thread)

    async def remove_channel(self, xid: int, *, announced: bool = True) -> None:
        """A channel or thread goes, with what is below it."""
        for below in self.threads(xid):
            await self.remove_channel(below, announced=announced)
        channel = self.channels.pop(xid)
        for gone in [x for x, m in self.messages.items() if m["channel_id"] == str(xid)]:
            del self.messages[gone]
        if announced:
            is_thread = channel["type"] in THREADS
            await self.tell("THREAD_DELETE" if is_thread else "CHANNEL_DELETE", channel)

    async def enter(self, thread: int, person: int, by: int) -> bool:
        """Somebody is taken into a thread. Returns whether they were not in it yet.

        Discord writes that for everyone, in words that cannot be deleted. Source: Threads > New Message Types.
        """
        if person in self.inside[thread]:
            return False
        self.inside[thread].add(person)
        self.effects.append(("admit", thread, person))
        await self._counted(thread, came=person)
        if by != person:
            await self._notice(thread, RECIPIENT_ADD, by, person)
        return True

    async def exit(self, thread: int, person: int, by: int) -> bool:
        """Somebody leaves a thread, silently, or is taken out of it, which Discord writes for everyone.

        Source: Threads > New Message Types ("removed from a thread by someone else").
        """
        if person not in self.inside[thread]:
            return False
        self.inside[thread].discard(person)
        await self._counted(thread, left=person)
        if by != person:
            self.effects.append(("dismiss", thread, person))
            await self._notice(thread, RECIPIENT_REMOVE, by, person)
        return True

    async def leave_thread(self, thread: int, person: int) -> None:
        """Somebody leaves a thread by Discord's own menu. Nothing shows it, and the bot is not told."""
        await self.exit(thread, person, by=person)

    async def _counted(self, thread: int, *, came: int = 0, left: int = 0) -> None:
        """Who comes and goes is told only of the bot itself: of others that needs a privileged intent.

        Source: Gateway Events > Thread Members Update.
        """
        found = self.channels[thread]
        found["member_count"] = min(50, len(self.inside[thread]))
        if BOT not in (came, left):
            return
        if came:
            await self.tell("THREAD_CREATE", found)
        told = {"id": str(thread), "guild_id": found["guild_id"], "member_count": found["member_count"]}
        more = {"added_members": [found["member"]]} if came else {"removed_member_ids": [str(BOT)]}
        await self.tell("THREAD_MEMBERS_UPDATE", {**told, **more})

    async def _notice(self, thread: int, kind: int, by: int, person: int) -> None:
        made = self.post(thread, {"type": kind}, by)
        made["mentions"] = [user(person)]
        await self.told_of(made)

    # Messages

    async def told_of(self, message: Json, name: str = "MESSAGE_CREATE") -> None:
        """The bot is told of a message. Without its intent it gets the words only of its own, and of those that
        mention it. Source: Gateway > Message Content Intent."""
        where = self.channels[int(message["channel_id"])]
        told = dict(message)
        if "guild_id" in where:
            author = int(message["author"]["id"])
            told["guild_id"] = where["guild_id"]
            of = self.member(int(where["guild_id"]), author)
            told["member"] = {key: value for key, value in (of or {}).items() if key != "user"}
            if author != BOT and str(BOT) not in {of["id"] for of in message["mentions"]}:
                told |= {"content": "", "components": [], "embeds": []}
        await self.tell(name, told)

    async def write(self, person: int, channel: int, text: str) -> Json:
        """Somebody writes a message.

        Raises:
            CannotAct: Discord would not let them: they do not see it, may not write there, are timed out or pending,
                the thread is locked, or its slow mode holds them back.
        """
        where = self.channels[channel]
        if "guild_id" in where:
            self._may_write(where, person)
        if where["type"] in THREADS and self.is_archived(where):
            await self.change_thread(channel, archived=False)
        made = self.post(channel, {"content": text}, person)
        made["mentions"] = [user(int(xid), bot=int(xid) == BOT) for xid in named(text)]
        await self.told_of(made)
        return made

    def _may_write(self, where: Json, person: int) -> None:
        of, may = self._member(int(where["guild_id"]), person), self.may(where, person)
        is_thread = where["type"] in THREADS
        if not self.sees(where, person):
            raise CannotAct("they do not see it")
        if of["pending"]:
            raise CannotAct("they have not agreed to the rules of the server yet")
        if not (may.send_messages_in_threads if is_thread else may.send_messages):
            raise CannotAct("they may not write there")
        if is_thread and where["thread_metadata"]["locked"] and not may.manage_threads:
            raise CannotAct("the thread is locked")
        slow_s = where.get("rate_limit_per_user") or 0
        mine = [m for m in self.messages.values() if m["channel_id"] == where["id"]]
        last = next((m for m in reversed(mine) if m["author"]["id"] == str(person) and m["type"] == 0), None)
        if last and self.now() - datetime.fromisoformat(last["timestamp"]) < timedelta(seconds=slow_s):
            raise CannotAct("slow mode holds them back")

    async def delete_message(self, message: Json) -> None:
        """Somebody deletes a message by hand. Source: Gateway Events > Message Delete."""
        gone = self.messages.pop(int(message["id"]))
        where = self.channels[int(gone["channel_id"])]
        more = {"guild_id": where["guild_id"]} if "guild_id" in where else {}
        await self.tell("MESSAGE_DELETE", {"id": gone["id"], "channel_id": gone["channel_id"], **more})

    async def named_come_in(self, message: Json) -> None:
        """Whoever is named in a private thread is let in, if they can be. An edit does the same.

        Source: discord-api-docs #5295; discord-needle #107.
        """
        thread = self.channels[int(message["channel_id"])]
        if thread["type"] not in THREADS:
            return
        author = int(message["author"]["id"])
        for person in {int(xid) for xid in named(message)}:
            of = self.member(int(thread["guild_id"]), person) if person not in self.deleted_people else None
            if of is not None and self.may(thread, person).view_channel:
                await self.enter(int(thread["id"]), person, by=author)

    async def grow_old(self) -> None:
        """What time does by itself, done when somebody looks.

        Threads in which nothing happened for as long as they have are archived. Source: Threads > Active & Archived
        Threads; Thread Metadata, `auto_archive_duration`. Events that are in no channel begin and end on time. Source:
        Guild Scheduled Event > Status Update Automation.
        """
        for xid, thread in list(self.channels.items()):
            if thread["type"] in THREADS and not self.is_archived(thread):
                meta = thread["thread_metadata"]
                since = [datetime.fromisoformat(meta["archive_timestamp"])]
                last = self.messages.get(int(thread.get("last_message_id") or 0))
                since += [datetime.fromisoformat(last["timestamp"])] if last else []
                if self.now() - max(since) >= timedelta(minutes=meta["auto_archive_duration"]):
                    await self.change_thread(xid, archived=True)
        for server in self.servers.values():
            for event in server.events.values():
                await self._on_time(event)

    async def _on_time(self, event: Json) -> None:
        for before, after, field in ((1, 2, "scheduled_start_time"), (2, 3, "scheduled_end_time")):
            is_due = event[field] is not None and datetime.fromisoformat(event[field]) <= self.now()
            if event["entity_type"] == 3 and event["status"] == before and is_due:
                event["status"] = after
                await self.tell("GUILD_SCHEDULED_EVENT_UPDATE", event)


def named(of: Json | str) -> list[str]:
    """The people a message, or a text, names."""
    return re.findall(r"<@!?(\d+)>", of if isinstance(of, str) else words(of))
