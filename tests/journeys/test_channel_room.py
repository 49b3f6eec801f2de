"""A circle in a text channel that is made for it: who sees it, what becomes of it, and what people do to it by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
from simcord.backend.access import can_access_channel
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.services.rooms.kinds import RoomKind
from tests.journeys import script
from tests.journeys.crash import Points
from tests.journeys.house import House, house, words

SEEN_BY = "see this room too."


def _alike(outcome: script.Outcome) -> script.Outcome:
    """An outcome without the line that says who sees the room, which is another one for each kind."""
    room = ["\n".join(x for x in text.split("\n") if SEEN_BY not in x) for text in outcome.room]
    assert room != outcome.room, "people are told who sees the room before they agree"
    return replace(outcome, room=room)


async def test_the_same_circle_is_played_in_a_channel() -> None:
    outcomes = []
    for room in ("thread", "channel"):
        async with house() as h:
            outcomes.append(_alike(await script.play(h, Points(), room)))
            if room == "channel":
                assert not h.lobby.threads
                await h.wait(601)
                assert not h.has_room, "it is deleted with everything in it, as is usual"
    assert outcomes[1] == outcomes[0]


def _sees(h: House, who: Any) -> bool:
    return can_access_channel(h.env, h.room.id, who, history=True)


async def test_only_those_with_a_seat_get_in_and_an_admin_who_sees_it_is_named_before() -> None:
    async with house() as h:
        ann, ben, cat = h.members[:3]
        await h.slash(h.fay, "circle open", name="Evening circle", room="channel", format="check-in")
        made = h.env.backend.channels[h.room.id]
        assert (made.topic, made.parent_id) == (None, None), "nothing says what it is for"
        assert "We write to one another." in h.read(place=h.lobby)
        for person in (ann, ben, cat):
            assert not _sees(h, person)
            assert h.way_in in await h.press(person, "Save me a seat")
        await h.wait(2)
        assert all(_sees(h, person) for person in (h.fay, ann, ben, cat))
        assert not _sees(h, h.members[3])
        assert "This is the room of a circle." in await h.slash(h.fay, "circle open", name="x", at=h.room)
        assert "no seat" not in await h.slash(h.fay, "circle panel")
        await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
        await h.wait(48)
        assert "The admins of this server see this room too." in words(h.newest(ann, "[I agree]"))
        await h.restart()
        for person in (h.fay, ann, ben, cat):
            await h.press(person, "I agree")
        await h.wait(2)
        assert h.holder() == "Fay"
        assert "Discord writes nothing there." in await h.slash(cat, "circle leave")
        await h.share(h.fay)
        await h.wait(2)
        assert not _sees(h, cat)
        assert h.holder() == "Ann"


async def test_a_channel_that_is_kept_can_be_read_and_nobody_writes_in_it() -> None:
    async with house(rooms={"at_end": "archive", "linger_minutes": 0}) as h:
        ann = h.members[0]
        await h.slash(h.fay, "circle open", name="Evening circle", room="channel", format="check-in")
        for person in h.members[:3]:
            await h.press(person, "Save me a seat")
        await h.wait(2)
        await h.slash(h.fay, "circle start")
        await h.slash(h.fay, "circle end")
        await h.wait(5)
        seat = _own(h, ann)
        assert discord.Permissions(seat.allow).view_channel
        assert discord.Permissions(seat.deny).send_messages


def _own(h: House, who: Any) -> Overwrite:
    """What somebody's own permission in the room is."""
    return next(entry for entry in h.room._channel.overwrites if entry.target_id == who.id)


async def _gathered(h: House, at: Any = None) -> None:
    await h.slash(h.fay, "circle open", name="Evening circle", room="channel", at=at)
    for person in h.members[:3]:
        await h.press(person, "Save me a seat")
    await h.wait(2)


async def test_what_people_do_to_the_channel_by_hand_is_mended_or_said() -> None:
    async with house() as h:
        backend = h.env.backend
        ann, ben = h.members[:2]
        await _gathered(h)
        first = h.room.id

        # A seat's permission is taken away, and the room is shown to everyone and slowed down
        backend.delete_overwrite(first, ann.id)
        backend.set_overwrite(first, Overwrite(h.guild.id, OverwriteType.ROLE))
        backend.edit_channel(first, {"rate_limit_per_user": 600})
        await h.wait(5)
        assert _sees(h, ann)
        assert not _sees(h, h.members[4])
        assert backend.channels[first].rate_limit_per_user == 0
        assert not h.private(ann), "nobody has to do anything, so nothing is said"

        # Somebody is kept out on purpose: that stays, and both are told
        deny = discord.Permissions(view_channel=True).value
        backend.set_overwrite(first, Overwrite(ben.id, OverwriteType.MEMBER, deny=deny))
        await h.wait(5)
        assert "Please ask an admin to give them back." in h.private(ben)
        assert "cannot take part: somebody has changed their permissions" in await h.slash(
            h.fay, "circle panel"
        )
        assert not _sees(h, ben)
        backend.delete_overwrite(first, ben.id)
        await h.wait(70)
        assert _sees(h, ben)

        # It goes to another category, which changes nothing, and that is deleted; then the room itself
        other = h.guild.create_category("elsewhere")
        backend.edit_channel(first, {"parent_id": other.id})
        backend.delete_channel(other.id)
        await h.wait(5)
        assert _sees(h, ann)
        assert not _sees(h, h.members[4])
        backend.delete_channel(first)
        await h.wait(5)
        assert h.room.id != first
        assert all(_sees(h, person) for person in (h.fay, ann, ben))
        assert "## Welcome" in h.read(ann)


async def test_a_channel_stands_in_the_category_of_the_invitation_while_that_has_room() -> None:
    async with house() as h:
        quiet = h.guild.create_category("quiet")
        h.env.backend.edit_channel(h.lobby.id, {"parent_id": quiet.id})
        await h.slash(h.fay, "circle open", name="One", room="channel")
        assert h.room._channel.parent_id == quiet.id
        for number in range(48):
            h.env.backend.edit_channel(h.guild.create_text_channel(f"c{number}").id, {"parent_id": quiet.id})
        await h.slash(h.fay, "circle open", name="Two", room="channel")
        assert h.room._channel.parent_id is None
        assert len(h.rooms) == 2


async def test_in_a_server_with_as_many_channels_as_it_can_have_the_circle_is_kept_and_it_is_said() -> None:
    async with house() as h:
        h.env.inject_error("POST", "/guilds/*/channels", status=400, code=30013, times=1)
        await h.slash(h.fay, "circle open", name="Evening circle", room="channel")
        await h.wait(2)
        assert "as many channels as Discord allows, 500." in h.read(h.fay, h.lobby)
        await h.wait(15)
        assert _sees(h, h.fay)


async def test_a_schedule_and_a_server_choose_the_room_of_their_circles() -> None:
    async with house() as h:
        await h.slash(h.admin, "schedule create", name="Weekly", when="Tuesday 19:00", repeat="weekly")
        draft = h.newest(h.admin, "[The room]")
        assert "Room: Private thread" in words(draft)
        await h.press(h.admin, "The room", draft)
        await h.submit(h.admin, {"sc:sched:room": ["channel"]})
        assert "Room: Text channel" in words(h.newest(h.admin, "[The room]"))
        await h.press(h.admin, "Create it", h.newest(h.admin, "[The room]"))
        await h.wait(2)
        (planned,) = await h.bot.desks.circle.open_in(h.guild_id)
        assert planned.room.kind is RoomKind.CHANNEL
        server = await h.bot.desks.settings.server(h.guild_id)
        await h.bot.desks.settings.change(h.guild_id, server.version, room=RoomKind.CHANNEL)
        await h.slash(h.fay, "circle open", name="Evening circle")
        assert not h.lobby.threads
        assert _sees(h, h.fay)
        await h.slash(h.fay, "circle open", name="Another", room="thread")
        assert h.lobby.threads
