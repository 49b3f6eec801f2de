"""A circle on a stage of its own, on the strict Discord: being asked to speak, hands, and a stage that is ended.

Sources: Discord's docs, Voice > Modify User Voice State; Stage Instance; Guild > Guild Features.
"""

from __future__ import annotations

from pathlib import Path

from tests.wire.strict_house import StrictHouse, play_in_strict_house


def test_whoever_comes_is_asked_to_speak_and_a_stage_that_is_ended_is_live_again(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        fay, ann, ben, *_ = everyone = await h.begin(4, room="stage", format="check-in")
        room = h.room.id
        stages = world.servers[guild].stages
        assert room not in stages, "nobody is there to hear anything"
        for person in everyone:
            await world.connect(guild, person.id, room)
        await h.wait(5)
        assert all(world.is_invited(guild, person.id) for person in everyone)
        assert stages[room]["topic"].startswith("Circle ")
        await world.accept(guild, fay.id)
        await world.decline(guild, ann.id)
        await world.decline(guild, ben.id)
        await h.restart(kill=True)
        await h.wait(5)
        assert world.is_heard(guild, fay.id)
        assert not world.is_invited(guild, ann.id)

        await world.raise_hand(guild, ben.id)
        await world.end_stage(room)
        await h.wait(5)
        assert world.is_invited(guild, ben.id)
        assert not world.is_invited(guild, ann.id)
        assert room in stages
        await h.press(fay, "Receive")
        await h.press(fay, "I'm done")
        await h.wait(10)
        await h.press(ann, "Receive")
        await h.wait(2)
        assert world.is_invited(guild, ann.id)

    play_in_strict_house(tmp_path, play)
