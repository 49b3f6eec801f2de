"""People without a seat who may listen to a spoken circle: where admins chose so, and told before anybody agrees."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.services.rooms.marks import Value
from bot.ui.cards.settings.words import Step
from tests.journeys.forging import forge
from tests.journeys.house import House, house
from tests.journeys.on_stages import accept, place, raise_hand

LISTEN = "Everyone in this server can listen there. Only those with a seat can speak or write."
ONLY_ADMINS = "The admins of this server see this room too."


def _may(h: House, person: Any) -> discord.Permissions:
    """What somebody may do in the newest room, as Discord works it out."""
    return discord.Permissions(h.env.backend.compute_permissions(h.guild_id, person.id, h.room.id))


async def let_listen(h: House, *, listen: bool = True) -> str:
    options = (await h.bot.desks.settings.server(h.guild_id)).version
    chosen = ("yes" if listen else "no",)
    return await forge(h, h.admin, f"sc:menu:setaudience:{Step.MEETING.value}:{options}", values=chosen)


def _bot_without(h: House, **without: bool) -> None:
    roles = h.env.backend.get_guild(h.guild_id).roles.values()
    mine = next(role for role in roles if role.managed)
    lesser = discord.Permissions(mine.permissions)
    lesser.update(**without)
    h.env.backend.edit_role(h.guild_id, mine.id, {"permissions": lesser.value})


async def test_where_admins_chose_so_everyone_can_listen_and_nobody_without_a_seat_speaks_or_writes() -> None:
    async with house() as h:
        before = await h.open(3, room="voice", format="check-in", name="Before")
        gus = h.members[5]
        said = await let_listen(h)
        assert "This is saved." in said
        assert "Everyone in this server can listen to circles that are spoken" in said
        await h.wait(2)
        assert not _may(h, gus).view_channel, "of what was announced before, nothing changes"
        await h.slash(before[0], "circle end")
        await h.wait(700)

        # Told on the invitation, and in the agreements before anybody agrees
        fay, ann, ben, cat = await h.open(4, room="voice", format="check-in")
        assert LISTEN in h.read(place=h.lobby)
        may = _may(h, gus)
        assert may.view_channel
        assert may.connect
        for name in ("speak", "stream", "send_messages", "create_public_threads", "add_reactions"):
            assert not getattr(may, name), name
        await gus.join_voice(h.room)
        for person in (fay, ann, ben, cat):
            may = _may(h, person)
            for name in ("view_channel", "connect", "speak", "send_messages", "add_reactions"):
                assert getattr(may, name), name
            assert not may.manage_channels
            await person.join_voice(h.room)
        calls = len(h.env.http_requests)
        for listener in h.members[4:8]:
            await listener.join_voice(h.room)
        await h.wait(5)
        assert len(h.env.http_requests) == calls, "a listener costs no call"
        await h.slash(fay, "circle start")
        await h.wait(60)
        assert LISTEN in h.read()
        assert ONLY_ADMINS not in h.read()
        for person in (fay, ann, ben, cat):
            await h.press(person, "I agree")
        await h.wait(2)

        # Somebody takes a seat: what to do to be heard is said; and somebody shows it to all: that is undone
        said = await h.press(gus, "Save me a seat")
        assert LISTEN in said
        said = await h.press(gus, "I agree")
        assert (
            "If you are listening there now, please leave and come in again, so that you can speak." in said
        )
        await h.wait(2)
        assert _may(h, gus).speak
        open_to_all = discord.Permissions(view_channel=True, connect=True, speak=True).value
        h.env.backend.set_overwrite(h.room.id, Overwrite(h.guild_id, OverwriteType.ROLE, allow=open_to_all))
        await h.wait(4)
        assert not _may(h, h.members[6]).speak

        # Who leaves may listen again, and who was removed may not
        await h.slash(cat, "circle leave")
        await h.slash(fay, "circle remove", member=ben)
        await h.press(fay, "Take them out")
        await h.share(fay)
        await h.wait(4)
        assert _may(h, cat).connect
        assert not _may(h, cat).speak
        assert not _may(h, ben).view_channel
        assert not _may(h, ben).connect
        states = h.env.backend.get_guild(h.guild_id).voice_states
        assert not any(
            one.channel_id == h.room.id for person, one in states.items() if person in (cat.id, ben.id)
        )


async def test_a_room_that_is_kept_is_closed_to_those_who_only_listened() -> None:
    async with house(rooms={"at_end": "archive", "linger_minutes": 1}) as h:
        await let_listen(h)
        fay, ann, _ben = await h.open(3, room="voice", format="check-in")
        gus = h.members[5]
        assert _may(h, gus).view_channel
        await h.slash(fay, "circle start")
        await h.slash(fay, "circle end")
        await h.wait(100)
        assert h.has_room
        assert not _may(h, gus).view_channel
        assert _may(h, ann).view_channel
        assert not _may(h, ann).send_messages


async def test_nobody_listens_where_people_write_or_where_they_could_not_be_kept_from_speaking() -> None:
    async with house() as h:
        await let_listen(h)
        await h.open(3, room="channel")
        assert LISTEN not in h.read(place=h.lobby)
        gus = h.members[5]
        assert not _may(h, gus).view_channel
        await h.slash(h.fay, "circle end")
        await h.wait(700)

        # What the bot lacks itself it cannot take from others
        _bot_without(h, speak=False)
        everyone = h.env.backend.get_guild(h.guild_id).roles[h.guild_id]
        lesser = discord.Permissions(everyone.permissions)
        lesser.update(speak=False)
        h.env.backend.edit_role(h.guild_id, h.guild_id, {"permissions": lesser.value})
        await h.env.settle()
        await h.open(3, room="voice")
        assert not _may(h, gus).view_channel
        await let_listen(h, listen=False)
        said = await let_listen(h)
        assert "I need this permission in the server: **Speak**" in said
        assert "Nothing has changed." in said


async def test_where_the_piece_is_held_listeners_cost_no_edit_and_are_never_muted() -> None:
    async with house() as h:
        await let_listen(h)
        await h.slash(h.admin, "circle open", name="Evening", room="voice", held=True, format="check-in")
        everyone = [h.admin, *h.members[:2]]
        for person in everyone[1:]:
            await h.press(person, "Save me a seat")
        await h.wait(2)
        backend, listeners = h.env.backend, h.members[4:8]
        for person in everyone:
            backend.set_voice_state(h.guild_id, person.id, h.room.id, suppress=False)
        for person in listeners:
            assert not _may(h, person).speak
            backend.set_voice_state(h.guild_id, person.id, h.room.id, suppress=True)
        await h.env.settle()
        await h.slash(h.admin, "circle start")
        await h.wait(60)
        for person in everyone:
            await h.press(person, "I agree")
        await h.wait(12)
        await h.press(h.admin, "Receive")
        await h.wait(12)
        members = backend.get_guild(h.guild_id).members
        assert [members[person.id].mute for person in everyone] == [False, True, True]
        assert not any(members[person.id].mute for person in listeners)


@pytest.mark.parametrize("held", [False, True])
async def test_on_a_stage_listeners_are_never_asked_to_speak_whatever_they_do(held: bool) -> None:
    async with house() as h:
        await let_listen(h)
        everyone = await h.open(3, room="stage", held=held, format="check-in")
        assert LISTEN in h.read(place=h.lobby)
        listeners = h.members[4:7]
        for person in (*everyone, *listeners):
            await person.join_voice(h.room)
            await h.wait(1)
        assert {place(h, person) for person in listeners} == {Value.SUPPRESSED}
        assert not any(_may(h, person).request_to_speak for person in listeners)
        if not held:
            for person in everyone:
                await accept(h, person)
        # A hand that Discord should not have let them raise is no request either
        await raise_hand(h, listeners[0])
        await h.slash(h.fay, "circle start")
        await h.wait(60)
        for person in everyone:
            await h.press(person, "I agree")
        await h.wait(3)
        if held:
            await accept(h, h.fay)
        else:
            await h.press(h.fay, "Receive")
        await h.wait(3)
        assert place(h, h.fay) is Value.HEARD
        assert {place(h, person) for person in listeners} == {Value.SUPPRESSED}
        asked = [call.path for call in h.env.http_requests if "/voice-states/" in call.path]
        assert not any(str(person.id) in path for person in listeners for path in asked)
