"""What there is: servers with their roles and people, channels, threads and who is in them, messages.

Everything here is what Discord remembers. How people change it is in `world`.
"""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from discord import Permissions

from . import permissions
from .errors import Refused
from .shapes import (
    BOT,
    BOT_ROLE,
    EPOCH_MS,
    EVERYONE_MAY,
    EVERYTHING,
    MEMBER_ROLE,
    MEMBERS_MAY,
    OWNER,
    STAGE,
    TEXT,
    THEN,
    THREADS,
    VOICE,
    WRITTEN,
    Json,
    member,
    message,
    role,
    user,
)
from .uploads import Uploads

Tell = Callable[[str, Json], Awaitable[None]]


@dataclass
class Server:
    """One server."""

    id: int
    owner: int = OWNER
    roles: dict[int, Permissions] = field(default_factory=dict)
    """Besides the bot's own, which is in `State.guilds`."""
    members: dict[int, Json] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    """Who has left; whoever else acts there is a member, made so when first seen."""
    mfa_level: int = 0
    features: list[str] = field(default_factory=lambda: ["COMMUNITY"])
    events: dict[int, Json] = field(default_factory=dict)
    voice: dict[int, Json] = field(default_factory=dict)
    stages: dict[int, Json] = field(default_factory=dict)
    available: bool = True
    most_active_threads: int = 1000
    most_channels: int = 500
    most_events: int = 100


class State:
    """The state, and the few ways to ask for a part of it."""

    def __init__(self) -> None:
        self.channels: dict[int, Json] = {}
        self.messages: dict[int, Json] = {}
        self.inside: dict[int, set[int]] = {}
        self.guilds: dict[int, Permissions] = {}
        """The servers the bot is in, and what its role grants there."""
        self.servers: dict[int, Server] = {}
        self.closed_direct: set[int] = set()
        """Who takes no direct messages."""
        self.deleted_people: set[int] = set()
        """Whose account is no more."""
        self.most_new_direct = 10
        """How many direct messages can be opened in a minute."""
        self.opened_direct: list[datetime] = []
        self.most_edits_of_old = 3
        """How many edits in an hour a message takes that is older than an hour."""
        self.edits_of_old: dict[int, list[datetime]] = {}
        self.locales: dict[int, str] = {}
        """Which language somebody uses Discord in, when it is not American English."""
        self.commands: list[Json] = []
        self.syncs = 0
        self.nonces: dict[tuple[int, str], int] = {}
        self.uploads = Uploads()
        self.owner_has_two_factor = True
        """Whether the owner of the bot has."""
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.tell: Tell = _nobody
        self.effects: list[tuple[Any, ...]] = []
        """What requests changed, in order."""
        self._numbers = itertools.count(1)

    def now(self) -> datetime:
        """The present instant, as this Discord has it."""
        return self.clock()

    def snowflake(self) -> int:
        """A new id, which holds the instant it was made."""
        return (int(self.now().timestamp() * 1000) - EPOCH_MS << 22) + next(self._numbers) % (1 << 22)

    # Making

    def upload(self, name: str, data: bytes) -> Json:
        """A file that somebody gives to a command."""
        return self.uploads.keep(self.snowflake(), name, data, self.now())

    def add_guild(self) -> int:
        """A server the bot is in, with everything it needs granted."""
        xid = self.snowflake()
        self.guilds[xid] = EVERYTHING
        server = self.servers[xid] = Server(xid)
        server.roles = {xid: EVERYONE_MAY, MEMBER_ROLE: MEMBERS_MAY}
        server.members[BOT] = member(user(BOT, bot=True), str(BOT_ROLE))
        return xid

    def add_channel(self, guild: int, kind: int = TEXT, name: str = "lobby") -> int:
        """A channel. It is not announced; made before the bot connects, it need not be."""
        xid = self.snowflake()
        self.channels[xid] = {
            "id": str(xid),
            "type": kind,
            "guild_id": str(guild),
            "name": name,
            "position": 0,
            "permission_overwrites": [],
            "parent_id": None,
            "rate_limit_per_user": 0,
            "flags": 0,
        }
        if kind in (VOICE, STAGE):
            self.channels[xid] |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
        return xid

    def add_thread(self, parent_xid: int, body: Json) -> int:
        """A thread with the bot in it. It copies its parent's slow mode unless one is given. It is not announced.

        Source: Channel > Channel Object, `default_thread_rate_limit_per_user`, and Start Thread without Message;
        change log of 2026-02-23.
        """
        parent, thread, now = self.channels[parent_xid], self.snowflake(), self.now().isoformat()
        self.inside[thread] = {BOT}
        slow_s = body.get("rate_limit_per_user")
        self.channels[thread] = {
            "id": str(thread),
            "type": body.get("type", 12),
            "guild_id": parent["guild_id"],
            "parent_id": parent["id"],
            "owner_id": str(BOT),
            "name": body["name"],
            "flags": 0,
            "message_count": 0,
            "total_message_sent": 0,
            "member_count": 1,
            "rate_limit_per_user": parent.get("rate_limit_per_user", 0) if slow_s is None else slow_s,
            "thread_metadata": {
                "archived": False,
                "locked": False,
                "auto_archive_duration": body.get("auto_archive_duration") or 1440,
                "archive_timestamp": now,
                "invitable": body.get("invitable", True),
            },
            "member": {"id": str(thread), "user_id": str(BOT), "join_timestamp": now, "flags": 0},
        }
        return thread

    # Asking

    def channel(self, xid: int) -> Json:
        """A channel or thread.

        Raises:
            Refused: 10003, there is none.
        """
        if xid not in self.channels:
            raise Refused(10003)
        return self.channels[xid]

    def is_archived(self, channel: Json) -> bool:
        """Whether it is a thread that is archived."""
        return channel["type"] in THREADS and bool(channel["thread_metadata"]["archived"])

    def guild_of(self, channel: Json) -> Server | None:
        """The server of a channel; None for a direct message."""
        return self.servers[int(channel["guild_id"])] if "guild_id" in channel else None

    def member(self, guild: int, person: int) -> Json | None:
        """Somebody as a member. Whoever is met for the first time is one."""
        server = self.servers[guild]
        if person not in server.members and person not in server.gone:
            server.members[person] = member(user(person), str(MEMBER_ROLE))
        return server.members.get(person)

    def role(self, guild: int, xid: int) -> Permissions:
        """What a role grants; nothing when it is no more."""
        if xid == BOT_ROLE:
            return self.guilds.get(guild, Permissions.none())
        return self.servers[guild].roles.get(xid, Permissions.none())

    def may(self, channel: Json, person: int = BOT) -> Permissions:
        """What somebody may do in a channel."""
        return permissions.in_channel(self, channel, person)

    def sees(self, channel: Json, person: int) -> bool:
        """Whether somebody sees a channel or thread."""
        return permissions.sees(self, channel, person)

    def threads(self, parent: int) -> list[int]:
        """The threads below a channel."""
        return [xid for xid, channel in self.channels.items() if channel.get("parent_id") == str(parent)]

    def posted(self, channel: int) -> list[Json]:
        """The messages that the bot wrote in a channel, oldest first."""
        here, bot = str(channel), str(BOT)
        found = [m for m in self.messages.values() if m["channel_id"] == here]
        return [m for m in found if m["type"] in WRITTEN and m["author"]["id"] == bot]

    def notices(self, channel: int) -> list[Json]:
        """What Discord itself wrote in a thread: who was taken in (type 1) and out (type 2)."""
        here = str(channel)
        return [m for m in self.messages.values() if m["channel_id"] == here and m["type"] not in WRITTEN]

    def dms(self, person: int) -> list[Json]:
        """What a person was told by direct message."""
        found = [xid for xid, channel in self.channels.items() if channel.get("recipient") == person]
        return self.posted(found[0]) if found else []

    # Shapes

    def guild(self, xid: int) -> Json:
        """A server as GUILD_CREATE tells of it. Threads are the active ones."""
        server = self.servers[xid]
        inside = [channel for channel in self.channels.values() if channel.get("guild_id") == str(xid)]
        active = [c for c in inside if c["type"] in THREADS and not c["thread_metadata"]["archived"]]
        return {
            "id": str(xid),
            "name": "House",
            "owner_id": str(server.owner),
            "unavailable": False,
            "member_count": 50,
            "joined_at": THEN,
            "preferred_locale": "en-US",
            "mfa_level": server.mfa_level,
            "features": server.features,
            "roles": self.roles(xid),
            "channels": [channel for channel in inside if channel["type"] not in THREADS],
            "threads": [thread for thread in active if permissions.sees(self, thread, BOT)],
            "members": [server.members[BOT]],
            "voice_states": list(server.voice.values()),
            "stage_instances": list(server.stages.values()),
            "guild_scheduled_events": list(server.events.values()),
        }

    def roles(self, guild: int) -> list[Json]:
        """The roles of a server, @everyone first."""
        server = self.servers[guild]
        names = {guild: "@everyone", MEMBER_ROLE: "members"}
        found = [
            role(xid, names.get(xid, f"role{xid}"), may, 0 if xid == guild else 1)
            for xid, may in server.roles.items()
        ]
        return [*found, role(BOT_ROLE, "bot", self.role(guild, BOT_ROLE), 2)]

    def new_message(self, channel: int, body: Json, author: int) -> Json:
        """A message that is not posted yet."""
        at = self.now().isoformat()
        return message(self.snowflake(), channel, body, user(author, bot=author == BOT), at)

    def post(self, channel: int, body: Json, author: int) -> Json:
        """Write a message. Type 0, unless the body says otherwise."""
        made = self.new_message(channel, body, author)
        made["type"] = body.get("type", 0)
        self.messages[int(made["id"])] = made
        self.channels[channel]["last_message_id"] = made["id"]
        return made


async def _nobody(name: str, data: Json) -> None:
    """Nobody is connected."""
