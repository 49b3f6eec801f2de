"""A simulated Discord kept beside a database, so that a later bot finds the rooms and people it knows.

What only one person sees is not kept: Discord forgets how to change it when the bot is restarted.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import simcord
from pydantic import TypeAdapter
from simcord.actors import MemberActor
from simcord.backend.models import Channel, Guild, Message, User
from simcord.builders import ChannelHandle, GuildHandle, UserHandle

from bot.rehearsal import patches
from bot.rehearsal.simulation import Simulation
from bot.settings import Settings
from tests.journeys.house import NAMES, House, check_requests, faults_of

HOME = Path(__file__).parent
DATABASE, KEY, KEYS, DISCORD = "database.sql", "seal.key", "session-keys.sql", "discord.json"
"""The keys of sessions are there since they have any; before that, the database had their salts."""


@dataclass(frozen=True)
class World:
    """Everything a simulated Discord consists of, as far as the bot meets it."""

    now: datetime
    bot: int
    application: int
    users: list[User]
    guilds: list[Guild]
    channels: list[Channel]
    messages: list[Message]
    direct: dict[int, int]


_WORLD: TypeAdapter[World] = TypeAdapter(World)


def keep(h: House, home: Path) -> None:
    """Write the database as it is in this moment, its key and its Discord into a folder.

    The database is read beside the running bot, so it is what a bot that is killed would leave.
    """
    home.mkdir(parents=True)
    settings = h.sim.settings
    database = settings.database.url.removeprefix("sqlite:///")
    _dump(Path(database), home / DATABASE)
    _dump(Path(str(settings.privacy.session_keys)), home / KEYS)
    (home / KEY).write_bytes(settings.privacy.key_file.read_bytes())
    world = _WORLD.dump_json(_world(h.env), indent=1, exclude_defaults=True)
    (home / DISCORD).write_bytes(world + b"\n")


def _dump(database: Path, place: Path) -> None:
    with closing(sqlite3.connect(database)) as file:
        version = file.execute("PRAGMA user_version").fetchone()[0]
        lines = [*file.iterdump(), f"PRAGMA user_version={version};"]
    place.write_text("\n".join(lines) + "\n", "utf-8")


def restore_database(place: Path, database: Path) -> None:
    """Make of what was kept of a database a database again."""
    database.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(database)) as file, file:
        file.executescript(place.read_text("utf-8"))
    database.chmod(0o600)


def _world(env: simcord.Env) -> World:
    backend = env.backend
    everything = [message for found in backend.messages.values() for message in found.values()]
    return World(
        env.now(),
        backend.bot_user.id,
        backend.application_id,
        list(backend.users.values()),
        [replace(guild, audit_log_entries=[]) for guild in backend.guilds.values()],
        list(backend.channels.values()),
        [message for message in everything if not message.is_ephemeral],
        dict(backend.dm_channels),
    )


@asynccontextmanager
async def returned(
    home: Path,
    scratch: Path,
    settings: Mapping[str, Any],
    meanwhile: Callable[[Settings], Awaitable[Settings]] | None = None,
) -> AsyncIterator[ReturnedHouse]:
    """The bot of today on a kept database, in the Discord that was kept with it, in that very moment.

    Args:
        home: the folder of what was kept.
        scratch: a folder in which the database and the key may be changed.
        settings: sections of the settings, as mappings, that differ from the defaults.
        meanwhile: what is done with it before the bot starts, and with which settings it then starts.
    """
    database = scratch / "circle.db"
    restore_database(home / DATABASE, database)
    if (home / KEYS).exists():
        restore_database(home / KEYS, scratch / "session-keys" / "keys.db")
    key = scratch / KEY
    key.write_bytes((home / KEY).read_bytes())
    key.chmod(0o600)
    world = _WORLD.validate_json((home / DISCORD).read_bytes())
    sections = {"database": {"url": f"sqlite:///{database}"}, "privacy": {"key_file": key}, **settings}
    with faults_of() as faults, patches.installed():
        loaded = Settings.load(None, **sections)
        sim = Simulation(loaded if meanwhile is None else await meanwhile(loaded))
        _restore(sim.env, world)
        try:
            await sim.start()
            with sim.env.time_context():
                h = ReturnedHouse(sim)
                await h.env.settle()
                yield h
                await h.env.settle()
                check_requests(h)
                faults.check(h)
        finally:
            await asyncio.shield(asyncio.ensure_future(sim.stop()))


def _restore(env: simcord.Env, world: World) -> None:
    patches.begin_at(env, world.now)
    backend = env.backend
    backend.users = {user.id: user for user in world.users}
    backend.bot_user = backend.users[world.bot]
    backend.application_id = world.application
    backend.guilds = {guild.id: guild for guild in world.guilds}
    backend.channels = {channel.id: channel for channel in world.channels}
    for message in world.messages:
        backend.messages.setdefault(message.channel_id, {})[message.id] = message
    backend.dm_channels = dict(world.direct)
    events = {event for guild in world.guilds for event in guild.scheduled_events}
    roles = {role for guild in world.guilds for role in guild.roles}
    messages = {message.id for message in world.messages}
    backend._reserved_ids |= {*backend.users, *backend.guilds, *backend.channels, *messages, *events, *roles}


class ReturnedHouse(House):
    """The house as it was kept: the same places and people."""

    def __init__(self, sim: Simulation) -> None:
        self.sim = sim
        (guild,) = self.env.backend.guilds.values()
        self.guild = GuildHandle(self.env, guild)
        self.lobby = self.guild.channels["lobby"]
        self.hope: ChannelHandle = self.guild.channels["hope"]
        self.fay, self.co, self.admin, *self.members = map(self._found, ("Fay", "Cole", "Ada", *NAMES))
        self.expected_faults = []
        self.voice = str
        self.waits = {}
        self.stays = 0

    def _found(self, name: str) -> MemberActor:
        user = next(user for user in self.env.backend.users.values() if user.global_name == name)
        return MemberActor(self.env, self.guild, UserHandle(self.env, user))
