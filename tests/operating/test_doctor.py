"""Planted faults, each of which the doctor names, and a bot that is well, of which it says so."""

from __future__ import annotations

import inspect
import json
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import discord
import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.calendar import zonedata
from bot.clock import Clock
from bot.ids import ChannelXid, GuildXid
from bot.operating.console import plain
from bot.operating.doctor import at_discord, here
from bot.operating.doctor.examining import examine
from bot.operating.doctor.finding import Finding, State
from bot.operating.inviting import needed
from bot.services.rooms.kinds import RoomKind
from bot.services.settings.used_channels import Use, UsedChannel
from bot.store.lock import FileLock
from bot.ui.permissions import permission_names
from bot.ui.rooms.kinds import OFFERED, words_of
from tests.operating.ailing import Ailing, ailing
from tests.strict import shapes
from tests.strict.faults import Fault, refused
from tests.working import CONTENT


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Ailing]:
    async with ailing(tmp_path) as made:
        yield made


def told(findings: list[Finding], state: State) -> list[tuple[str, str]]:
    return [(one.check, one.words) for one in findings if one.state is state]


async def test_of_a_bot_that_is_well_it_says_so_and_changes_nothing(bot: Ailing) -> None:
    before = {path: path.stat().st_mtime_ns for path in bot.home.rglob("*") if path.suffix != ".lock"}
    asked = len(bot.stub.calls)
    findings = await examine(bot.config)
    assert told(findings, State.TO_DO) == []
    assert told(findings, State.UNKNOWN) == []
    assert {call.method for call in bot.stub.calls[asked:]} == {"GET"}
    after = {path: path.stat().st_mtime_ns for path in bot.home.rglob("*") if path in before}
    assert {path for path in before if before[path] != after.get(path) and path.suffix == ".db"} == set()
    with running(bot):
        assert ("running", "The bot runs.") in told(await examine(bot.config), State.WELL)


@contextmanager
def running(bot: Ailing) -> Iterator[None]:
    """Hold the lock as a bot that runs does."""
    held = FileLock(bot.database)
    yield
    held.let_go()


class Planted(NamedTuple):
    """A fault."""

    plant: Callable[[Ailing], object]
    check: str
    words: str


async def _less(bot: Ailing, **permissions: bool) -> None:
    lacking = discord.Permissions(shapes.EVERYTHING.value)
    lacking.update(**permissions)
    await bot.world.grant(bot.guild, lacking)


async def _cleared(bot: Ailing, **forbidden: bool) -> None:
    """Circles of this server end with the bot's messages deleted, in a channel in which it lacks something."""
    bot.write_config(more="[rooms]\nclears = true\n")
    await bot.world.forbid(bot.standing, **forbidden)


def _half(bot: Ailing) -> None:
    """The second half of the database is overwritten, as by a disk that breaks."""
    whole = bot.database.read_bytes()
    bot.database.write_bytes(whole[: len(whole) // 2] + b"\x5a" * (len(whole) - len(whole) // 2))


def _off(bot: Ailing, seconds: float) -> None:
    at = Clock().utcnow() + timedelta(seconds=seconds)
    bot.answer("/gateway/bot", bot.stub.gateway.address(), Date=format_datetime(at, usegmt=True))


def _folder(bot: Ailing) -> None:
    bot.database.unlink()
    bot.database.mkdir(mode=0o700)


def _no_folder(bot: Ailing) -> None:
    bot.backups.rmdir()
    bot.backups.touch()


def _few_starts(bot: Ailing) -> None:
    address = bot.stub.gateway.address()
    address["session_start_limit"]["remaining"] = 3
    bot.answer("/gateway/bot", address)


def _in_memory(bot: Ailing) -> None:
    here.MOUNTS.write_text(f"disk / ext4 rw 0 0\ntmpfs {bot.home} tmpfs rw 0 0\n")


FAULTS = {
    "a setting with a slip in it": Planted(
        lambda bot: bot.write_config(more="[rooms]\nlinger = 5\n"),
        "settings",
        "rooms.linger is not a setting",
    ),
    "a format that is not there": Planted(
        lambda bot: bot.write_config(more="[circles]\nformat = 'tea'\n"), "content", "no format 'tea'"
    ),
    "a token that others can read": Planted(lambda bot: bot.config.chmod(0o644), "settings", "chmod 600"),
    "half a token": Planted(lambda bot: bot.write_config(token="abc.def"), "token", "not a bot's token"),
    "a token that was reset": Planted(
        lambda bot: bot.stub.fail(refused(401), "GET", "/gateway/bot"),
        "discord",
        "does not know this token",
    ),
    "no way to Discord": Planted(
        lambda bot: bot.stub.fail(Fault(cut="reset"), "GET", "/gateway/bot", times=9),
        "discord",
        "cannot be reached",
    ),
    "Discord in trouble": Planted(
        lambda bot: bot.stub.fail(Fault(503, ""), "GET", "/gateway/bot"), "discord", "answered 503"
    ),
    "a bot that starts all the time": Planted(_few_starts, "starts", "only 3 more today"),
    "a clock that is fast": Planted(lambda bot: _off(bot, -61), "clock", "seconds ahead of Discord's"),
    "presses that go elsewhere": Planted(
        lambda bot: bot.application(interactions_endpoint_url="https://example.org/"),
        "application",
        "Interactions Endpoint URL",
    ),
    "commands of another version": Planted(
        lambda bot: bot.stub.commands.pop(), "commands", "other commands than these"
    ),
    "a server that took the bot out": Planted(
        lambda bot: bot.world.throw_out(bot.guild), "server", "not in the server"
    ),
    "a channel that was deleted": Planted(
        lambda bot: bot.stub.delete_channel(bot.lobby), "channel", "The channel of an open circle was deleted"
    ),
    "a permission of an open circle": Planted(
        lambda bot: _less(bot, create_private_threads=False),
        "channel",
        "In #lobby I lack: Create Private Threads. The open circle there needs it.",
    ),
    "a permission of a schedule": Planted(
        lambda bot: _less(bot, manage_channels=False),
        "channel",
        "I lack: Manage Channels. The schedule there needs it.",
    ),
    "a permission of a channel that stays": Planted(
        lambda bot: bot.world.forbid(bot.standing, manage_roles=True),
        "channel",
        "I lack: Manage Permissions. The circle that meets there needs it.",
    ),
    "old messages that cannot be read": Planted(
        lambda bot: bot.world.forbid(bot.lobby, read_message_history=True),
        "channel",
        "In #lobby I lack: Read Message History. When I start again in the middle of a circle, a card may come twice.",
    ),
    "old messages that cannot be read where they are to be deleted": Planted(
        lambda bot: _cleared(bot, read_message_history=True),
        "channel",
        "I lack: Read Message History. Without it I do not find all my messages, which are to be deleted.",
    ),
    "messages that can only be deleted one by one": Planted(
        lambda bot: _cleared(bot),
        "channel",
        "I lack: Manage Messages. Without it I delete my messages one by one",
    ),
    "dates that the server's events cannot show": Planted(
        lambda bot: _less(bot, create_events=False),
        "channel",
        "I lack: Create Events. The dates of the schedule there are not in the server's events.",
    ),
    "a hope channel that is closed": Planted(
        lambda bot: bot.world.forbid(bot.hope, send_messages=True),
        "channel",
        "I lack: Send Messages. Sparks",
    ),
    "no second factor": Planted(
        lambda bot: bot.world.require_two_factor(bot.guild), "two-factor", "two-factor authentication"
    ),
    "a database that is damaged": Planted(_half, "database", "story-circle restore"),
    "a database of a newer version": Planted(
        lambda bot: bot.in_database("UPDATE alembic_version SET version_num = '9999'"),
        "database",
        "newer version of Story Circle",
    ),
    "a database that others can read": Planted(lambda bot: bot.database.chmod(0o644), "rights", "chmod 600"),
    "a folder in place of the database": Planted(_folder, "database", "could not be used"),
    "a database in memory": Planted(_in_memory, "disk", "a restart of this machine loses it"),
    "no key": Planted(lambda bot: bot.key.unlink(), "keys", "the key file is gone"),
    "another key": Planted(lambda bot: bot.key.write_bytes(b"x" * 64), "keys", "another key"),
    "a key that others can read": Planted(lambda bot: bot.key.chmod(0o644), "keys", "chmod 600"),
    "no keys of open circles": Planted(
        lambda bot: Path(str(bot.settings.privacy.session_keys)).unlink(),
        "keys",
        "open circles and dates are gone",
    ),
    "backups that stopped": Planted(
        lambda bot: bot.backups.joinpath("story-circle-20260102T030000Z.db").touch(),
        "backups",
        "days old",
    ),
    "no backups at all": Planted(
        lambda bot: bot.write_config(more="[backup]\nnightly = false\n"), "backups", "story-circle backup"
    ),
    "backups that cannot be written": Planted(_no_folder, "backups", "no backup can be made"),
    "places nobody looked at again": Planted(
        lambda bot: bot.in_database(
            "INSERT INTO resource (guild_xid, title, text, link, phone, language, region, review_on)"
            " VALUES (?, 'Night line', '', '', '12', 'en', '', '2026-01-01')",
            bot.guild,
        ),
        "places to turn to",
        "/care resources",
    ),
    "a row that was set aside": Planted(
        lambda bot: bot.in_database("UPDATE session SET phase = 'x-gathering'"),
        "set aside",
        "A newer version may read it; story-circle let-go closes it.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_planted_fault_is_named(bot: Ailing, name: str) -> None:
    planted = FAULTS[name]
    done = planted.plant(bot)
    if inspect.isawaitable(done):
        await done
    found = told(await examine(bot.config), State.TO_DO)
    assert any(check == planted.check and planted.words in words for check, words in found), found
    assert len({check for check, _ in found}) == 1, "and nothing else is said to be wrong"


@pytest.mark.parametrize("kind", OFFERED)
async def test_each_permission_that_the_bot_is_invited_with_is_looked_at(bot: Ailing, kind: RoomKind) -> None:
    """What a kind of room needs, `/settings check` and the doctor name, and the link asks for."""
    held = kind.can_be_held
    used = [
        UsedChannel(GuildXid(bot.guild), ChannelXid(bot.lobby), Use.SCHEDULE, kind, held, has_event=True),
        UsedChannel(GuildXid(bot.guild), ChannelXid(bot.hope), Use.HOPE),
    ]
    async with at_discord.visit(bot.settings, CONTENT) as visitor:
        for name, is_needed in needed([kind]):
            if is_needed and not getattr(
                shapes.EVERYONE_MAY, name
            ):  # that cannot be taken from the bot alone
                await _less(bot, **{name: False})
                found = " ".join(one.words for one in await at_discord.channels(visitor, used))
                seen = plain(permission_names(visitor.catalogues.pick(), [name], words_of(kind).NAMES))
                assert seen in found, name


async def test_a_full_disk_and_old_zone_data_are_named(bot: Ailing) -> None:
    usage = shutil.disk_usage(bot.home)._replace(free=5 << 20)
    with (
        patch.object(shutil, "disk_usage", lambda _: usage),
        patch.object(zonedata, "version", lambda: "2023c"),
    ):
        found = dict(told(await examine(bot.config), State.TO_DO))
    assert "Only 5 MB are free" in found.pop("disk")
    assert "The data is of 2023c" in found.pop("time zones")
    assert not found


def test_without_a_token_it_says_what_it_could_not_check(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"database.url = 'sqlite:///{tmp_path}/circle.db'\nprivacy.contact = 'me'\n")
    with patch.object(here, "MOUNTS", tmp_path / "none"):
        result = CliRunner().invoke(cli, ["doctor", "--json", "--config", str(config)])
        plain = CliRunner().invoke(cli, ["doctor", "--config", str(config)])
    told = json.loads(result.stdout)
    assert result.exit_code == plain.exit_code == 3
    assert told["well"] is False
    assert [one["check"] for one in told["checks"] if one["state"] == "not checked"] == ["token", "discord"]
    assert "There is no token yet. story-circle init asks for it." in plain.output
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"], "nothing was made"
    config.write_text("[rooms]\nlinger = 5\n")
    assert CliRunner().invoke(cli, ["doctor", "--config", str(config)]).exit_code == 1
