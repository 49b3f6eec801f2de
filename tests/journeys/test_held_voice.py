"""A circle in a voice channel that holds the talking piece: who is muted, by whom, and what is left behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest

from tests.journeys import script
from tests.journeys.crash import Points, play_through
from tests.journeys.house import House, house, words
from tests.journeys.test_hand_off import limited
from tests.journeys.test_voice_room import SEEN_BY

ONLY_THE_HOLDER = "While the piece goes round, only the person who has it can be heard."
ALL = ["ann", "ben", "cat", "fay"]


def muted(h: House) -> list[str]:
    """Whom the server mutes, in voice or not."""
    guild = h.env.backend.get_guild(h.guild_id)
    return sorted(guild_user.name for guild_user in _people(h) if guild.members[guild_user.id].mute)


def _people(h: House) -> list[Any]:
    return [h.fay, h.admin, *h.members]


def heard(h: House) -> list[str]:
    """Who can be heard in the room."""
    states = h.env.backend.get_guild(h.guild_id).voice_states
    there = {xid for xid, state in states.items() if state.channel_id == h.room.id and not state.mute}
    return sorted(who.name for who in _people(h) if who.id in there)


async def comes(h: House, who: Any, place: Any = None) -> None:
    """Somebody comes into voice. A mute has waited for them, which SimCord does not know."""
    guild = h.env.backend.get_guild(h.guild_id)
    h.env.backend.set_voice_state(
        h.guild_id, who.id, (place or h.room).id, mute=guild.members[who.id].mute, suppress=False
    )
    await h.env.settle()


async def mutes(h: House, who: Any, value: bool) -> None:
    """Somebody else mutes or unmutes a person who is in voice."""
    h.env.backend.edit_member(h.guild_id, who.id, {"mute": value})
    await h.env.settle()


async def permit(h: House, **permissions: bool) -> None:
    """Change what the bot may do in the server."""
    mine = next(role for role in h.env.backend.get_guild(h.guild_id).roles.values() if role.managed)
    changed = discord.Permissions(mine.permissions)
    changed.update(**permissions)
    h.env.backend.edit_role(h.guild_id, mine.id, {"permissions": changed.value})
    await h.env.settle()


async def marks(h: House) -> int:
    """How much is left to undo."""
    return len((await h.bot.desks.rooms.held_in(h.guild_id)).marks)


async def begun(h: House) -> list[Any]:
    """A held circle in voice up to the first offer of the piece, everyone connected."""
    assert "[Begin]" in await h.slash(
        h.admin, "circle open", name="Evening", room="voice", held=True, format="check-in"
    )
    assert "about ten people in ten seconds" in words(h.last.response), "its limits are said before"
    assert ONLY_THE_HOLDER in h.read(place=h.lobby)
    everyone = [h.fay, *h.members[:3]]
    await h.press(h.admin, "Give up my seat", h.newest(h.admin, "[Give up my seat]"))
    for who in everyone:
        await h.press(who, "Save me a seat")
    await h.wait(2)
    for who in everyone:
        await comes(h, who)
    await h.slash(h.admin, "circle start", at=h.lobby)
    await h.wait(48)
    assert ONLY_THE_HOLDER in words(h.newest(h.fay, "[I agree]")), "people know it before they agree"
    for who in everyone:
        await h.press(who, "I agree")
    await h.wait(2)
    return everyone


@pytest.mark.exhaustive
async def test_the_same_evening_is_played_in_a_held_voice_channel() -> None:
    outcomes = []
    for room in ("thread", "voice"):
        async with house() as h:
            guild = h.env.backend.get_guild(h.guild_id)
            guild.members[h.fay.id].role_ids += guild.members[h.admin.id].role_ids
            opened = script.opened(room, held=room == "voice")

            async def come(at: Any, room: str = room) -> None:
                for who in (at.fay, *at.members[:5]) if room == "voice" else ():
                    await comes(at, who)

            steps = [opened, *script.STEPS]
            begins = steps.index(next(step for step in steps if step.__qualname__.startswith("slash")))
            await play_through(h, Points(), [*steps[:begins], come, *steps[begins:]])
            outcome = await script.outcome(h)
            said = ["\n".join(x for x in text.split("\n") if SEEN_BY not in x) for text in outcome.room]
            outcomes.append(replace(outcome, room=said))
            assert muted(h) == []
            assert await marks(h) == 0
    assert outcomes[1] == outcomes[0]


async def test_only_the_holder_is_heard_and_afterwards_nobody_is_muted() -> None:
    async with house() as h:
        fay, ann, ben, cat = await begun(h)
        assert heard(h) == [], "the piece is held out, and nobody has it"
        await h.press(fay, "Receive")
        await h.wait(1)
        assert heard(h) == ["fay"]
        await h.wait(11)
        seen = len(limited(h))
        await h.press(fay, "I'm done")
        await h.wait(7)
        assert heard(h) == []
        await h.press(ann, "Receive")
        await h.wait(1)
        assert heard(h) == ["ann"]
        assert len(limited(h)) - seen <= 3, limited(h)

        await h.slash(fay, "circle pause", at=h.room)
        await h.wait(12)
        assert heard(h) == ALL
        await h.slash(fay, "circle resume", at=h.room)
        await h.wait(12)
        assert heard(h) == ["ann"]

        # A restart; somebody who goes to another channel is free there, and whoever leaves voice when they are back
        other = h.guild.create_voice_channel("elsewhere")
        await h.restart()
        await h.wait(12)
        assert heard(h) == ["ann"]
        await comes(h, ben, other)
        await h.wait(1)
        assert muted(h) == ["cat", "fay"]
        await cat.leave_voice()
        await comes(h, ben)
        await h.wait(1)
        assert muted(h) == ["ben", "cat", "fay"]
        await h.slash(ben, "circle leave", at=h.lobby)
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(5)
        assert muted(h) == ["cat"]
        assert await marks(h) == 1
        await h.wait(7200)
        await h.restart()
        await h.wait(30)
        assert not h.has_room
        assert muted(h) == ["cat"], "Discord changes nobody who is not in voice"
        await comes(h, cat, other)
        await h.wait(1)
        assert muted(h) == []
        assert await marks(h) == 0


async def test_what_others_mute_stays_and_what_they_undo_is_left_alone() -> None:
    async with house() as h:
        fay, ann, *_ = await begun(h)
        await mutes(h, ann, False)
        await h.wait(3)
        assert muted(h) == ["ben", "cat", "fay"], "nobody fights over it"
        await h.press(fay, "Receive")
        await h.slash(h.admin, "settings release")
        await h.wait(12)
        assert muted(h) == []
        assert "Everyone can speak here now." in h.read(fay)
        assert await marks(h) == 0

    async with house() as h:
        for who in h.members[:1]:
            h.env.backend.get_guild(h.guild_id).members[who.id].mute = True
        fay, ann, *_ = await begun(h)
        await h.press(fay, "Pass")
        await h.wait(8)
        await h.press(ann, "Receive")
        await h.wait(1)
        assert heard(h) == [], "an admin has muted Ann, and that stays"
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(12)
        assert muted(h) == ["ann"]
        assert await marks(h) == 0


async def test_who_cannot_be_muted_is_named_and_the_others_are_held() -> None:
    async with house() as h:
        ben = h.members[1]
        above = h.guild.create_role("Elders")
        h.env.backend.edit_role(h.guild_id, above.id, {"position": 20})
        h.env.backend.add_member_role(h.guild_id, ben.id, above.id)
        wardens = h.guild.create_role("Wardens", permissions=discord.Permissions(mute_members=True))
        cat = h.members[2]
        h.env.backend.add_member_role(h.guild_id, cat.id, wardens.id)
        await begun(h)
        assert heard(h) == ["ben"]
        said = await h.slash(h.fay, "circle panel", at=h.room)
        people = f"<@{ben.id}>, <@{cat.id}>"
        assert f"What they may do in this server lets them speak anyway: {people}" in said
        assert "Everyone can speak here now." not in h.read(h.fay)


async def test_where_the_bot_may_not_mute_any_more_the_room_says_so_and_the_circle_goes_on() -> None:
    async with house() as h:
        fay, ann, *_ = await begun(h)
        await h.press(fay, "Receive")
        await h.wait(12)
        await permit(h, mute_members=False)
        await h.press(fay, "I'm done")
        await h.wait(10)
        assert h.read(fay).count("Everyone can speak here now.") == 1
        await h.press(ann, "Receive")
        await h.wait(1)
        assert h.holder() == "Ann"
        assert muted(h) == ["ann", "ben", "cat"], "the bot may not help; a moderator may"
        await permit(h, mute_members=True)
        await h.wait(12)
        assert muted(h) == []
        assert await marks(h) == 0


async def test_the_panel_says_so_while_the_server_has_no_changes_left() -> None:
    async with house() as h:
        fay, *_ = await begun(h)
        await h.press(fay, "Receive")
        await h.wait(12)
        said = await h.slash(fay, "circle panel", at=h.room)
        assert "only a few microphones" not in said
        h.env.inject_error("PATCH", "/guilds/*/members/*", status=429, times=1)
        await h.press(fay, "I'm done")
        await h.wait(2)
        assert heard(h) == ["fay"]
        assert "only a few microphones" in await h.slash(fay, "circle panel", at=h.room)
        await h.wait(15)
        assert heard(h) == []
        assert "only a few microphones" not in await h.slash(fay, "circle panel", at=h.room)


async def test_holding_a_voice_channel_is_for_an_admin_to_choose() -> None:
    async with house() as h:
        refused = await h.slash(h.fay, "circle open", name="Evening", room="voice", held=True)
        assert "so an admin chooses it" in refused
        assert not h.has_room
        await permit(h, mute_members=False)
        lacks = await h.slash(h.admin, "circle open", name="Evening", room="voice", held=True)
        assert "I lack this permission there: **Mute Members**" in lacks
        assert "[Begin]" in await h.slash(h.fay, "circle open", name="Evening", room="voice")


async def _quiet(h: House, name: str) -> str:
    """Whoever leads mutes one person, from the panel."""
    await h.slash(h.fay, "circle panel", at=h.room)
    await h.press(h.fay, "Mute one person", h.last.response)
    said = await h.choose(h.fay, h.last.response, name)
    await h.wait(1)
    return said


async def test_one_person_can_be_muted_until_the_turn_ends() -> None:
    async with house() as h:
        everyone: list[Any] = await h.begin(4, room="voice", format="check-in")
        fay, ann, ben, cat = everyone
        await h.slash(fay, "circle panel", at=h.room)
        assert "Nobody else is in the voice channel" in await h.press(fay, "Mute one person", h.last.response)
        for who in everyone:
            await comes(h, who)
        await h.press(fay, "Receive")
        said = await _quiet(h, "Ben")
        assert "is muted until this turn ends" in said
        assert muted(h) == ["ben"]
        assert "Your microphone is muted until this turn ends" in h.private(ben) + str(
            [words(one) for one in h.whispers(ben)]
        )
        assert f"<@{ben.id}> is muted until this turn ends." in await h.slash(fay, "circle panel", at=h.room)

        # Also after a restart it ends with the turn; the next is taken back by hand, by leaving, and by an admin
        await h.restart()
        await h.wait(12)
        assert muted(h) == ["ben"]
        await h.press(fay, "I'm done")
        await h.wait(1)
        assert muted(h) == []
        await h.wait(8)
        await h.press(ann, "Receive")
        await _quiet(h, "Cat")
        assert muted(h) == ["cat"]
        await h.slash(fay, "circle panel", at=h.room)
        assert "[Mute one person]" in await h.press(fay, "Unmute them", h.last.response)
        await h.wait(1)
        assert muted(h) == []
        await _quiet(h, "Cat")
        await h.slash(cat, "circle leave", at=h.lobby)
        await h.wait(1)
        assert muted(h) == []
        await h.wait(10)
        await _quiet(h, "Ben")
        await ben.leave_voice()
        assert "Everyone can speak again" in await h.slash(h.admin, "settings release")
        await h.wait(1)
        assert muted(h) == ["ben"], "Discord changes nobody who is not in voice"
        await comes(h, ben)
        await h.wait(1)
        assert muted(h) == []
        await _quiet(h, "Ben")
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(12)
        assert muted(h) == []
        assert await marks(h) == 0
        assert "Everyone can speak here now." not in h.read(fay), "nothing was held"

    async with house() as h:
        await h.begin(3, room="voice", format="check-in")
        await permit(h, mute_members=False)
        await h.slash(h.fay, "circle panel", at=h.room)
        assert "**Mute Members**" in await h.press(h.fay, "Mute one person", h.last.response)
