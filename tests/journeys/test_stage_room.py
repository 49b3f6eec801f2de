"""A circle on a stage that is made for it: who is asked to speak, and who gets in."""

from __future__ import annotations

from typing import Any

import discord
from simcord.backend.access import can_access_channel

from bot.services.rooms.kinds import RoomKind
from bot.services.rooms.marks import Value
from tests.journeys.house import House, house, words
from tests.journeys.on_stages import accept, decline, place, raise_hand

TO_BE_HEARD = "On a stage we listen at first."


def _topics(h: House) -> list[str]:
    return [one.topic for one in h.env.backend.stage_instances.values()]


def _invitations(h: House) -> int:
    return sum("/voice-states/" in str(one.path) for one in h.env.http_requests)


async def test_whoever_comes_is_asked_to_speak_once_and_a_raised_hand_is_answered() -> None:
    async with house() as h:
        fay, ann, ben, cat = everyone = await _open(h)
        assert h.room._channel.topic is None
        assert can_access_channel(h.env, h.room.id, cat, history=True)
        assert not can_access_channel(h.env, h.room.id, h.members[5], history=True)
        assert TO_BE_HEARD in words(h.newest(fay, "## Welcome"))
        assert not _topics(h), "it is not live while nobody is there"
        for person in everyone:
            await person.join_voice(h.room)
            await h.wait(1)
        assert {place(h, person) for person in everyone} == {Value.INVITED}
        (topic,) = _topics(h)
        assert topic.lower().replace(" ", "-") == h.room.name, "its topic tells nothing about the group"
        await accept(h, fay)
        await decline(h, ann)
        await decline(h, ben)
        await accept(h, cat)
        await h.restart()
        await h.wait(12)
        seen = _invitations(h)
        assert place(h, ann) is Value.SUPPRESSED, "nobody is asked again who has said no"

        # A hand is raised, and whoever takes the piece is asked too
        await raise_hand(h, ben)
        await h.wait(1)
        await accept(h, ben)
        await _begin(h, everyone)
        assert "If Discord invites you to speak, accept." in words(h.newest(fay, "[Receive]"))
        await h.share(fay)
        await h.wait(8)
        await h.press(ann, "Receive")
        await h.wait(1)
        assert place(h, ann) is Value.INVITED
        await decline(h, ann)
        await h.wait(5)
        assert place(h, ann) is Value.SUPPRESSED, "they write"
        assert _invitations(h) == seen + 2
        await h.press(ann, "I'm done")
        await h.wait(8)

        # Who says that they write is not asked, also when they come again
        await h.press(cat, "I write", h.newest(cat, "[I write]"))
        await cat.leave_voice()
        await cat.join_voice(h.room)
        await h.wait(1)
        assert place(h, cat) is Value.SUPPRESSED
        await h.press(cat, "I speak", h.newest(cat, "[I speak]"))

        # A moderator ends the stage, or Discord does because nobody speaks: it is live again, and the circle goes on
        h.env.backend.delete_stage_instance(h.room.id)
        await h.wait(1)
        assert _topics(h) == [topic]
        await h.press(ben, "Receive")
        await ben.leave_voice()
        await h.wait(10)
        assert "We wait a moment for" in h.read()
        await ben.join_voice(h.room)
        await h.wait(2)
        assert place(h, ben) is Value.INVITED
        assert h.holder() == "Ben"

        # The room is deleted: another is made
        first = h.room.id
        h.env.backend.delete_channel(first)
        await h.wait(5)
        assert h.room.id != first
        await cat.join_voice(h.room)
        await h.wait(1)
        assert place(h, cat) is Value.INVITED


async def _open(h: House, **how: Any) -> list[Any]:
    """A circle of four with its room."""
    everyone: list[Any] = await h.open(4, room="stage", format="check-in", **how)
    await h.wait(2)
    return everyone


async def _begin(h: House, everyone: list[Any]) -> None:
    """Up to the first offer of the piece."""
    await h.slash(h.fay, "circle start")
    await h.wait(60)
    for person in everyone:
        await h.press(person, "I agree")
    await h.wait(2)


async def test_without_the_feature_or_a_permission_it_is_said_what_is_possible_instead() -> None:
    async with house() as h:
        h.bot.get_guild(h.guild_id).features.clear()
        said = await h.slash(h.fay, "circle open", name="Evening circle", room="stage")
        assert "This server has no stages" in said
        assert "Private thread, Text channel, Voice channel." in said
        await h.bot.desks.settings.change(h.guild_id, 0, room=RoomKind.STAGE)
        assert "This server has no stages" in await h.slash(h.admin, "settings show")
        h.bot.get_guild(h.guild_id).features.append("COMMUNITY")
        assert "This server has no stages" not in await h.slash(h.admin, "settings show")
        roles = h.env.backend.get_guild(h.guild_id).roles.values()
        mine = next(role for role in roles if role.managed)
        lesser = discord.Permissions(mine.permissions)
        lesser.update(mute_members=False)
        h.env.backend.edit_role(h.guild_id, mine.id, {"permissions": lesser.value})
        await h.env.settle()
        said = await h.slash(h.fay, "circle open", name="Evening circle", room="stage")
        assert "I lack this permission there: **Mute Members**" in said
        assert "Private thread, Text channel, Voice channel." in said
        assert not h.has_room
