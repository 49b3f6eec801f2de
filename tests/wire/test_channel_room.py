"""A text channel as a room on the strict Discord: what it costs, and what a missing permission does."""

from __future__ import annotations

from pathlib import Path

import discord

from tests.wire.strict_house import StrictHouse, play_in_strict_house
from tests.wire.stub import EVERYTHING


def test_letting_people_in_is_one_call_each_and_a_hand_off_is_one(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        await h.open(4, room="channel")
        here = f"/channels/{h.room.id}/permissions"
        changes = [call for call in h.stub.calls if call.path.startswith(here)]
        assert [call.method for call in changes] == ["PUT"] * 4
        looked_up = [call for call in h.stub.calls if "/members/" in call.path]
        assert not looked_up, "the bot does not take its own changes for somebody else's"
        await h.slash(h.fay, "circle start")
        await h.wait(60)
        for person in (h.fay, *h.members[:3]):
            await h.press(person, "I agree")
        await h.wait(2)
        await h.press(h.fay, "Receive")
        await h.wait(3)
        before = len(h.stub.calls)
        await h.press(h.fay, "I'm done")
        await h.wait(8)
        calls = [call for call in h.stub.calls[before:] if call.is_global and "/members/" not in call.path]
        assert [(call.method, call.path) for call in calls] == [("POST", f"/channels/{h.room.id}/messages")]

    play_in_strict_house(tmp_path, story)


def test_a_permission_that_is_missing_is_named_before_with_what_is_possible(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        without = EVERYTHING & ~discord.Permissions(manage_roles=True)
        await h.world.grant(h.guild_id, without)
        await h.settle()
        answer = await h.slash(h.fay, "circle open", name="Evening circle", room="channel")
        assert "I lack this permission there: **Manage Roles**." in answer
        assert "These rooms are possible there now: Private thread." in answer
        assert not await h.bot.desks.circle.open_in(h.guild_id)
        await h.world.grant(h.guild_id, EVERYTHING)
        await h.open(3, room="channel")
        await h.world.grant(h.guild_id, without)
        await h.wait(5)
        late = h.members[4]
        await h.press(late, "Save me a seat")
        await h.wait(5)
        assert h.newest(h.fay, "in its channel: **Manage Roles**. The circle is kept.")
        await h.world.grant(h.guild_id, EVERYTHING)
        await h.wait(65)
        assert h.world.sees(h.world.channels[h.room.id], late.id)

    play_in_strict_house(tmp_path, story)
