"""What a process looks at as its shards connect: what nobody listened to, and nothing that it or another heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import create_bot
from bot.cluster import client
from bot.cluster.client import ClusterBot
from bot.ids import GuildXid
from bot.settings import Cluster, Settings

OLD, NEW, OTHERS = (GuildXid((1 << 60) + (shard << 22)) for shard in (0, 2, 6))
"""Servers of the shards 0, 2 and 6, which are in the slots 0, 1 and 3."""


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ClusterBot]:
    """A process that has slot 0 and has told of all of it; slot 1 comes to it."""
    monkeypatch.setattr(client, "GREETED_AFTER_S", 0.0)
    made = create_bot(
        Settings.model_validate(
            {
                "discord": {"token": "not.a.token"},
                "database": {"url": "postgresql://nowhere/circle"},
                "privacy": {"key_file": tmp_path / "key", "key_database": "postgresql://nowhere/keys"},
                "cluster": Cluster(shards=8, slots=4),
            }
        )
    )
    assert isinstance(made, ClusterBot)
    await made._async_setup_hook()
    made.slots.hold_while(lambda: True)
    made.slots.take({0: 1})
    assert await _greeted(made, 0, 1) == {OLD}
    made.slots.take({1: 2})
    yield made
    await made.close()


async def _greeted(bot: ClusterBot, *shards: int) -> set[GuildXid]:
    """These shards connect and tell of their servers. Returns of which the bot then says that it has missed them."""
    for shard in shards:
        await bot.on_shard_connect(shard)
        assert not bot.is_back(GuildXid(shard << 22)), "what comes first is looked at once all is told"
    for shard in shards:
        await bot.on_shard_ready(shard)
    await asyncio.sleep(0.01)
    return set(filter(bot.missed(), (OLD, NEW, OTHERS)))


async def test_a_slot_that_nobody_had_is_looked_at_and_no_other_with_it(bot: ClusterBot) -> None:
    assert await _greeted(bot, 2, 3) == {NEW}
    assert bot.is_back(NEW), "from now on it was away alone"
    assert bot.is_back(OLD)
    assert not bot.is_back(OTHERS)


async def test_what_another_process_heard_is_not_looked_at(bot: ClusterBot) -> None:
    bot.heard_until_now(1)
    assert await _greeted(bot, 2, 3) == set()
    assert bot.is_back(NEW)


async def test_a_shard_that_has_lost_its_session_has_missed_something(bot: ClusterBot) -> None:
    bot.heard_until_now(1)
    await _greeted(bot, 2, 3)
    assert await _greeted(bot, 2) == {NEW}
    assert await _greeted(bot, 0) == {OLD}


async def test_what_connects_too_late_was_not_heard(bot: ClusterBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "CONNECTS_WITHIN_S", -1.0)
    bot.heard_until_now(1)
    assert await _greeted(bot, 2, 3) == {NEW}


async def test_a_slot_that_was_given_up_meanwhile_is_nobody_of_ours(bot: ClusterBot) -> None:
    bot.slots.leave(1)
    assert await _greeted(bot, 2, 3) == set()
    assert not bot.is_back(NEW)
