"""What a server's admins set: defaults, changes, and two at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.ids import ChannelXid, GuildXid, RoleXid
from bot.privacy.sealing import Vault
from bot.services.settings import servers
from bot.services.settings.desk import SettingsDesk
from bot.services.settings.servers import ChangedMeanwhile, Server, ServerOptions
from bot.services.unit_of_work import Transactions
from bot.store.opening import open_store
from tests.databases import address
from tests.working import transactions

GUILD = 10**18


@pytest_asyncio.fixture
async def do(tmp_path: Path) -> AsyncIterator[Transactions]:
    opened = await open_store(address(tmp_path / "circle.db"))
    yield transactions(opened, Vault(bytes(64)))
    await opened.close()


async def test_a_server_that_set_nothing_has_the_defaults(do: Transactions) -> None:
    assert await do.read(servers.load, GuildXid(GUILD)) == Server(ServerOptions("UTC", None, 7), 0)


async def test_what_is_set_is_there_and_the_rest_stays(do: Transactions) -> None:
    first = await do.write(servers.change, GuildXid(GUILD), 0, {"zone": "Asia/Tokyo"})
    assert first == Server(ServerOptions("Asia/Tokyo"), 1)
    second = await do.write(servers.change, GuildXid(GUILD), 1, {"hope_xid": 5})
    assert second == Server(ServerOptions("Asia/Tokyo", ChannelXid(5)), 2)
    assert await do.read(servers.load, GuildXid(GUILD)) == second
    assert (await do.read(servers.load, GuildXid(GUILD + 1))).version == 0


async def test_setting_what_is_set_is_no_change(do: Transactions) -> None:
    await do.write(servers.change, GuildXid(GUILD), 0, {"zone": "Asia/Tokyo"})
    assert (await do.write(servers.change, GuildXid(GUILD), 1, {"zone": "Asia/Tokyo"})).version == 1


async def test_the_second_of_two_at_once_is_told_and_nothing_is_lost(do: Transactions) -> None:
    await do.write(servers.change, GuildXid(GUILD), 0, {"zone": "Asia/Tokyo"})
    with pytest.raises(ChangedMeanwhile) as told:
        await do.write(servers.change, GuildXid(GUILD), 0, {"zone": "Europe/Rome"})
    assert told.value.now.options.zone == "Asia/Tokyo"
    assert (await do.read(servers.load, GuildXid(GUILD))).options.zone == "Asia/Tokyo"


async def test_the_desk_knows_what_holds_at_once_and_after_a_start(do: Transactions) -> None:
    desk = SettingsDesk(do)
    guild = GuildXid(GUILD)
    assert not desk.rules(guild).scale
    await desk.change(guild, 0, scale=True, admin_role_xids=(RoleXid(5),))
    assert desk.rules(guild).scale
    after = SettingsDesk(do)
    await after.look()
    assert after.rules(guild).options == ServerOptions(scale=True, admin_role_xids=(RoleXid(5),))
