"""An event that takes several calls waits its turn for each: the first is waited for by whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.circle.model import Phase
from bot.delivery.server_calendar import ServerCalendar
from bot.ids import ChannelXid, EventXid, GuildXid
from bot.ui.server_event import EventFace

ME, GUILD, CHANNEL, EVENT = 1, GuildXid(2), ChannelXid(3), EventXid(4)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FACE = EventFace(
    name="Tuesday circle",
    description="",
    starts_at=NOON,
    ends_at=NOON + timedelta(hours=1),
    parent_xid=CHANNEL,
    takes_place=True,
    phase=Phase.PLANNED,
)


class World:
    """A server with at most one event in it, and everything that is asked of it, in order."""

    def __init__(self, status: discord.EventStatus | None, *, hidden: bool = False) -> None:
        self.asked: list[str] = []
        self.status = status
        sees = SimpleNamespace(view_channel=not hidden)
        channel = SimpleNamespace(name="lobby", permissions_for=lambda _: sees)
        self.guild: Any = SimpleNamespace(
            id=GUILD,
            unavailable=False,
            default_role=None,
            get_channel=lambda _: channel,
            fetch_scheduled_event=self._fetch,
            fetch_scheduled_events=self._list,
            create_scheduled_event=self._create,
        )

    async def turn(self) -> None:
        self.asked.append("turn")

    def _event(self) -> Any:
        async def change(**_: object) -> None:
            self.asked.append("change")

        made = dict.fromkeys(("edit", "end", "cancel", "start", "delete"), change)
        about = {"name": "Another name", "description": "", "start_time": NOON, "end_time": NOON}
        about["entity_type"] = discord.EntityType.external
        return SimpleNamespace(id=EVENT, creator_id=ME, status=self.status, guild=self.guild, **about, **made)

    async def _fetch(self, *_: object, **__: object) -> Any:
        self.asked.append("fetch")
        if self.status is None:
            response = SimpleNamespace(status=404, reason="Not Found")
            raise discord.NotFound(response, "no such event")
        return self._event()

    async def _list(self, **_: object) -> list[Any]:
        self.asked.append("list")
        return []

    async def _create(self, **_: object) -> Any:
        self.asked.append("create")
        return SimpleNamespace(id=9)


SCHEDULED, OVER = discord.EventStatus.scheduled, discord.EventStatus.completed


@pytest.mark.parametrize(
    ("world", "event_xid", "asked"),
    [
        (World(None), None, ["list", "turn", "create"]),
        (World(SCHEDULED), EVENT, ["fetch", "turn", "change"]),
        (World(SCHEDULED, hidden=True), EVENT, ["fetch", "turn", "change"]),
        (World(OVER), EVENT, ["fetch", "turn", "list", "turn", "create"]),
        (World(None), EVENT, ["fetch", "turn", "list", "turn", "create"]),
    ],
    ids=["new", "changed", "hidden", "over", "gone"],
)
async def test_each_further_call_waits_its_turn(
    world: World, event_xid: EventXid | None, asked: list[str]
) -> None:
    bot: Any = SimpleNamespace(
        user=SimpleNamespace(id=ME), get_guild=lambda _: world.guild, pace=SimpleNamespace(turn=world.turn)
    )
    await ServerCalendar(bot).show(GUILD, FACE, event_xid, anew=True)
    assert world.asked == asked
