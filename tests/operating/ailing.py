"""A bot that is well: its files, its circles, and its Discord. Tests plant faults in it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.calendar.recurrence import Series
from bot.clock import Clock
from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.operating.doctor import at_discord, here
from bot.services.circle import opening
from bot.services.circle.choices import CircleChoices, ScheduleChoices
from bot.services.desks import open_desks
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import RoomKind
from bot.services.starting import keys
from bot.settings import Settings
from bot.store.opening import open_store
from tests.operating.test_setting_up import TOKEN
from tests.strict import shapes
from tests.strict.faults import Fault
from tests.strict.server import Stub
from tests.working import CONTENT, transactions

FAY = MemberXid(1_100_000_000_000_000_000)
WEEKLY = Series(datetime(2026, 3, 3, 19), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TU")  # noqa: DTZ001


class Ailing:
    """The bot, at rest, with whatever a test plants in it."""

    def __init__(self, home: Path, stub: Stub) -> None:
        self.home = home
        self.stub = stub
        self.world = stub.world
        self.guild = stub.add_guild()
        self.lobby, self.evenings, self.hope = (stub.add_channel(self.guild) for _ in range(3))
        self.standing = stub.add_channel(self.guild)
        self.database, self.key = home / "kept" / "circle.db", home / "kept" / "seal.key"
        self.config = home / "config.toml"
        self.write_config()

    def write_config(self, token: str = TOKEN, more: str = "") -> None:
        """Write the settings. `more`: sections besides."""
        self.config.touch(0o600)
        self.config.write_text(
            f"discord.token = '{token}'\ndatabase.url = 'sqlite:///{self.database}'\n"
            f"privacy = {{ key_file = '{self.key}', contact = 'help@example.org' }}\n{more}"
        )

    @property
    def backups(self) -> Path:
        """The folder of the backups."""
        return self.database.parent / "backups"

    @property
    def settings(self) -> Settings:
        """The settings as they are in the file."""
        return Settings.load(self.config)

    async def fill(self) -> None:
        """An open circle, a schedule, a circle that meets in a channel that stays, and a hope channel."""
        self.database.parent.mkdir(mode=0o700)
        self.backups.mkdir(mode=0o700)
        store = await open_store(self.settings.database.url)
        vault = await keys.unlock(store, self.settings.privacy)
        desks = open_desks(transactions(store, vault, Clock()))
        work, guild = desks.transactions, GuildXid(self.guild)
        evening = CircleChoices("Evening", "en", ChannelXid(self.lobby), "check-in")
        await work.write(
            opening.open_now,
            opening.Invitation(guild, evening, CONTENT.formats["check-in"]),
            opening.Person(FAY, language="en"),
        )
        weekly = ScheduleChoices(
            "Weekly",
            "en",
            ChannelXid(self.evenings),
            "story-circle",
            room=RoomChoices(RoomKind.CHANNEL, standing_xid=ChannelXid(self.standing)),
            series=WEEKLY,
        )
        draft = await desks.schedule.draft(guild, weekly, ())
        await desks.schedule.confirm(draft.id)
        await desks.settings.change(guild, 0, hope_xid=ChannelXid(self.hope))
        await store.close()
        vault.keys.close()
        async with at_discord.visit(self.settings, CONTENT) as bot:
            await bot.tree.sync()

    def in_database(self, statement: str, *values: object) -> None:
        """Change the database behind the bot's back."""
        with closing(sqlite3.connect(self.database)) as db, db:
            db.execute(statement, values)

    def answer(self, path: str, body: dict[str, Any], **headers: str) -> None:
        """Let Discord answer that."""
        self.stub.fail(Fault(200, body, headers), "GET", path, times=9)

    def application(self, **changes: Any) -> None:
        """Let Discord tell of the application with these changes."""
        self.answer("/oauth2/applications/@me", shapes.application() | changes)


@asynccontextmanager
async def ailing(home: Path) -> AsyncIterator[Ailing]:
    """A bot that is well. The disk it lies on is a plain one."""
    mounts = home / "mounts"
    mounts.write_text("disk / ext4 rw 0 0\n")
    async with Stub() as stub:
        with stub.in_place(), patch.object(here, "MOUNTS", mounts):
            made = Ailing(home, stub)
            await made.fill()
            yield made
