"""A circle in a channel that stays, with a restart at every commit and every request: afterwards it is as it was.

On PostgreSQL too, at every commit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from simcord.builders import ChannelHandle

from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import RoomKind
from tests import databases
from tests.journeys.crash import press
from tests.journeys.house import House
from tests.journeys.playing import Playing
from tests.journeys.restarts import Story, restart_everywhere
from tests.journeys.script import slash, wait
from tests.journeys.test_standing_channel import Evening

pytestmark = [pytest.mark.exhaustive, pytest.mark.long]


@dataclass(frozen=True)
class Seen:
    """What was set in the channel, and what the bot has still to undo there."""

    permissions: dict[int, tuple[int, int]]
    left_to_undo: int
    times: list[int] = field(default_factory=list, compare=False)


def _channel(h: Any) -> ChannelHandle:
    found = next(one for one in h.env.backend.channels.values() if one.name == "evening")
    return ChannelHandle(h.env, h.guild, found)


def _prepare(h: House) -> None:
    Evening(h)


async def _look(h: Playing) -> Seen:
    set_there = _channel(h)._channel.overwrites
    marks = (await h.bot.desks.rooms.held_in(h.guild_id)).marks
    return Seen({one.target_id: (one.allow, one.deny) for one in set_there}, len(marks))


async def _opened(h: Playing) -> None:
    if await h.bot.desks.circle.open_in(h.guild_id):
        return
    circle = CircleChoices(
        "Evening circle",
        "en",
        ChannelXid(h.lobby.id),
        "check-in",
        room=RoomChoices(RoomKind.CHANNEL, held=True, standing_xid=ChannelXid(_channel(h).id)),
    )
    wanted = Invitation(GuildXid(h.guild_id), circle, circle.format(h.bot.content))
    await h.bot.desks.circle.open(wanted, MemberXid(h.fay.id))


STORY = Story(
    [
        _opened,
        wait(3),
        *(press(person, "Save me a seat") for person in (1, 2, 3)),
        wait(3),
        slash(3, "circle leave"),
        wait(3),
        slash(0, "circle start"),
        wait(400),
        slash(0, "circle end"),
        wait(720),
    ],
    _look,
    60,
    prepare=_prepare,
)


async def test_a_restart_at_any_point_leaves_nobody_inside_or_locked_out(
    tmp_path: Path, record_property: Any
) -> None:
    played = await restart_everywhere(STORY, tmp_path / "home")
    if not databases.on_postgresql():
        changes = sum("permissions" in point.name for point in played.points.passed)
        assert changes > 15, "hardly anything was changed"
    assert played.outcome.left_to_undo == 0
    assert sorted(played.outcome.permissions.values()) == sorted([(0, 65536), (1024, 0), (1024, 0)])
    record_property("counted", f"a channel that stays: {played.counted()}")
