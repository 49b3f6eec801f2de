"""A circle in a channel that stays, with a restart at every commit and every request: afterwards it is as it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bot.ids import ChannelXid, GuildXid, MemberXid
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.rooms.kinds import RoomKind
from tests.journeys.crash import Points, counting, play_through, press
from tests.journeys.house import house
from tests.journeys.playing import Playing
from tests.journeys.script import slash, wait
from tests.journeys.test_standing_channel import Evening

pytestmark = pytest.mark.exhaustive

SHARES = int(os.environ.get("RESTART_SHARES", "2"))


@pytest.mark.parametrize("share", range(SHARES))
async def test_a_restart_at_any_point_leaves_nobody_inside_or_locked_out(share: int, tmp_path: Path) -> None:
    points = Points(lambda number: number % SHARES == share)

    async def play() -> Any:
        async with house(tmp_path / "home" / "circle.db") as h:
            h.expected_faults = ["Killed"]
            evening = Evening(h)
            before = evening.as_it_is()

            async def opened(h: Playing) -> None:
                if await h.bot.desks.circle.open_in(h.guild_id):
                    return
                circle = CircleChoices(
                    "Evening circle",
                    "en",
                    ChannelXid(h.lobby.id),
                    "check-in",
                    room=RoomKind.CHANNEL,
                    held=True,
                    standing_xid=ChannelXid(evening.channel.id),
                )
                wanted = Invitation(GuildXid(h.guild_id), circle, circle.format(h.bot.content))
                await h.bot.desks.circle.open(wanted, MemberXid(h.fay.id))

            steps = [
                opened,
                wait(3),
                *(press(person, "Save me a seat") for person in (1, 2, 3)),
                wait(3),
                slash(3, "circle leave"),
                slash(0, "circle start"),
                wait(60),
                *(press(person, "I agree") for person in (0, 1, 2)),
                wait(3),
            ]
            with counting(points):
                await play_through(h, points, steps)
                inside = evening.seen_by()
                await play_through(h, points, [slash(0, "circle end"), wait(720)])
            marks = (await h.bot.desks.rooms.held_in(h.guild_id)).marks
            return inside, evening.as_it_is() == before, len(marks)

    expected = await points.forks.play(play)
    assert expected == ("fay ann ben", True, 0)
    assert sum("permissions" in name for name in points.names) > 15, "hardly anything was changed"
    for killed in points.forks.branches:
        assert killed.fault is None, f"{killed.name}\n{killed.fault}"
        assert killed.outcome == expected, killed.name
