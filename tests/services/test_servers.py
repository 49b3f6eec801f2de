"""What a server's admins set: defaults, changes, and two at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.services import servers
from bot.services.servers import ChangedMeanwhile, Server, ServerOptions
from bot.store.store import Store, open_store

GUILD = 10**18


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'circle.db'}")
    yield opened
    await opened.close()


async def test_a_server_that_set_nothing_has_the_defaults(store: Store) -> None:
    assert await store.read(servers.load, GUILD) == Server(ServerOptions("UTC", None, 7), 0)


async def test_what_is_set_is_there_and_the_rest_stays(store: Store) -> None:
    first = await store.write(servers.change, GUILD, 0, {"zone": "Asia/Tokyo"})
    assert first == Server(ServerOptions("Asia/Tokyo"), 1)
    second = await store.write(servers.change, GUILD, 1, {"hope_xid": 5})
    assert second == Server(ServerOptions("Asia/Tokyo", 5), 2)
    assert await store.read(servers.load, GUILD) == second
    assert (await store.read(servers.load, GUILD + 1)).version == 0


async def test_setting_what_is_set_is_no_change(store: Store) -> None:
    await store.write(servers.change, GUILD, 0, {"zone": "Asia/Tokyo"})
    assert (await store.write(servers.change, GUILD, 1, {"zone": "Asia/Tokyo"})).version == 1


async def test_the_second_of_two_at_once_is_told_and_nothing_is_lost(store: Store) -> None:
    await store.write(servers.change, GUILD, 0, {"zone": "Asia/Tokyo"})
    with pytest.raises(ChangedMeanwhile) as told:
        await store.write(servers.change, GUILD, 0, {"zone": "Europe/Rome"})
    assert told.value.now.options.zone == "Asia/Tokyo"
    assert (await store.read(servers.load, GUILD)).options.zone == "Asia/Tokyo"
