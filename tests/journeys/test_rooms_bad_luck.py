"""What befalls a held room: people who are moved, put out or timed out, channels that go, and two circles at once."""

from __future__ import annotations

from datetime import timedelta

from simcord.backend import serializers

from bot.circle.model import Presence
from tests.journeys import on_stages, test_held_channel, test_held_stage
from tests.journeys.house import house
from tests.journeys.test_audience import let_listen
from tests.journeys.test_hand_off import limited
from tests.journeys.test_held_voice import begun, comes, heard, marks, muted
from tests.journeys.test_voice_room import presences


async def test_what_people_do_with_their_devices_moves_nothing_and_another_channel_is_a_line_that_drops() -> (
    None
):
    async with house() as h:
        fay, ann, ben, _cat = await begun(h)
        backend, guild = h.env.backend, h.guild_id
        resting = h.guild.create_voice_channel("afk")
        await h.press(fay, "Receive")
        await h.wait(12)
        before, seen = muted(h), len(limited(h))
        assert before == ["ann", "ben", "cat"]
        for flags in (
            {"self_deaf": True, "self_mute": True},
            {"deaf": True},
            {"self_stream": True, "self_video": True},
        ):
            for who in (fay, ann):
                is_muted = who is ann
                backend.set_voice_state(guild, who.id, h.room.id, mute=is_muted, suppress=False, **flags)
            await h.wait(1)
        backend.edit_channel(h.room.id, {"rtc_region": "rotterdam"})
        ann_there = backend.get_guild(guild).voice_states[ann.id]
        moved = serializers.voice_state_payload(backend, ann_there)
        backend.emit("VOICE_STATE_UPDATE", {**moved, "session_id": "another-device"})
        await h.wait(1)
        assert muted(h) == before
        assert set((await presences(h)).values()) == {Presence.PRESENT}
        assert len(limited(h)) == seen, "there is nothing to mend"

        # Discord moves her to the channel for those who are idle: she is waited for, and goes on where she was
        await comes(h, fay, resting)
        await h.wait(2)
        assert (await presences(h))["Fay"] is Presence.ABSENT
        await comes(h, fay)
        await h.wait(2)
        assert (await presences(h))["Fay"] is Presence.PRESENT
        assert heard(h) == ["fay"]

        # A moderator puts the holder out of voice; then somebody raises Ben above the bot
        await fay.leave_voice()
        await h.wait(2)
        await comes(h, fay)
        await h.wait(2)
        assert heard(h) == ["fay"]
        above = h.guild.create_role("Elders")
        backend.edit_role(guild, above.id, {"position": 20})
        backend.add_member_role(guild, ben.id, above.id)
        await h.press(fay, "I'm done")
        await h.wait(8)
        await h.press(ann, "Pass")
        await h.wait(8)
        await h.press(ben, "Receive")
        await h.wait(12)
        # She cannot be given back her voice by the bot: the room says so, the others are heard, and the circle goes on
        assert h.holder() == "Ben"
        assert muted(h) == ["ben"]
        assert h.read(fay).count("Everyone can speak here now.") == 1
        assert await marks(h) == 1
        backend.edit_role(guild, above.id, {"position": 0})
        await h.env.settle()
        await h.wait(2)
        assert muted(h) == []
        assert await marks(h) == 0


async def test_a_channel_that_is_deleted_and_somebody_who_is_banned_leave_the_piece_held_and_nobody_muted() -> (
    None
):
    async with house() as h:
        fay, ann, ben, cat = await begun(h)
        await h.press(fay, "Receive")
        await h.wait(12)
        assert muted(h) == ["ann", "ben", "cat"]
        h.guild.remove_member(cat)
        first = h.room.id
        h.env.backend.delete_channel(first)
        await h.wait(12)
        assert h.room.id != first
        for who in (ben, fay, ann):
            await comes(h, who)
        await h.wait(12)
        assert heard(h) == ["fay"], "it is held in the other room too"
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(12)
        members = h.env.backend.get_guild(h.guild_id).members
        assert not any(members[who.id].mute for who in (fay, ann, ben))


async def test_two_circles_that_are_held_in_one_server_at_once_keep_out_of_each_others_way() -> None:
    async with house() as h:
        everyone = await begun(h)
        voice = h.room
        await h.press(everyone[0], "Receive")
        await h.wait(12)
        assert heard(h) == ["fay"]
        others = [h.co, *h.members[3:5]]
        await h.slash(h.co, "circle open", name="Another", room="channel", held=True, format="check-in")
        invitation = h.newest(others[1], "Another")
        for who in others[1:]:
            await h.press(who, "Save me a seat", invitation)
        await h.wait(2)
        channel = h.room
        assert channel.id != voice.id
        before = {one.target_id: (one.allow, one.deny) for one in channel._channel.overwrites}
        await h.slash(h.co, "circle start", at=channel)
        await h.wait(60)
        for who in others:
            await h.press(who, "I agree")
        await h.wait(2)
        await h.press(h.co, "Receive")
        await h.wait(2)
        assert test_held_channel.can_write(h, others) == [h.co.name]
        assert muted(h) == ["ann", "ben", "cat"]

        # One ends, and the other goes on as it was
        await h.slash(h.fay, "circle end", at=voice)
        await h.wait(15)
        assert muted(h) == []
        assert test_held_channel.can_write(h, others) == [h.co.name]
        await h.slash(h.co, "circle end", at=channel)
        await h.wait(5)
        after = {one.target_id: (one.allow, one.deny) for one in channel._channel.overwrites}
        assert {x: v for x, v in after.items() if v != (0, 0)} == {
            x: v for x, v in before.items() if v != (0, 0)
        }
        assert await marks(h) == 0


async def test_a_category_that_goes_leaves_the_room_and_a_holder_who_is_timed_out_does_not_keep_the_piece() -> (
    None
):
    async with house() as h:
        category = h.guild.create_category("Evenings")
        h.lobby._channel.parent_id = category.id
        before = await test_held_channel.begun(h)
        ann, ben, _cat = h.members[:3]
        await h.share(h.fay)
        await h.press(ann, "Receive")
        await h.wait(1)
        room = h.room.id
        h.env.backend.delete_channel(category.id)
        await h.wait(3)
        assert h.room.id == room
        assert test_held_channel.can_write(h) == ["ann"]

        # Whoever is timed out is waited for, as anybody who is away, and so is whoever is banned
        timed_out = h.env.backend.get_guild(h.guild_id).members[ann.id]
        timed_out.timed_out_until = (h.now() + timedelta(hours=1)).isoformat()
        await h.wait(130)
        assert h.holder() == "Ben"
        assert test_held_channel.can_write(h) == []
        await h.press(ben, "Receive")
        h.guild.remove_member(ben)
        await h.wait(60)
        assert h.holder() == "Cat"
        assert test_held_channel.can_write(h) == []
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(5)
        after = test_held_channel.permissions(h)
        for one in (before, after):
            one.pop(ben.id, None)
        assert after == before
        assert await marks(h) == 0


async def test_fifty_who_only_listen_cost_nothing() -> None:
    async with house() as h:
        await let_listen(h)
        listeners = [h.guild.add_member(h.env.create_user(f"listener{number}")) for number in range(50)]
        fay, *_ = await test_held_stage.begun(h, 3)
        seen = len(h.env.http_requests)
        for who in listeners:
            h.env.backend.set_voice_state(h.guild_id, who.id, h.room.id, suppress=True)
        await h.wait(2)
        assert len(h.env.http_requests) == seen
        await on_stages.accept(h, fay)
        await h.wait(2)
        assert await test_held_stage.speaks(h) == "fay"
        moved = [one.path for one in h.env.http_requests[seen:] if "/voice-states/" in one.path]
        assert moved == [], "her yes is no edit, and nobody's place changes"
