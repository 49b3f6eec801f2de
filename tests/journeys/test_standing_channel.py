"""A circle that meets in a channel of the server: who sees it meanwhile, what is put back, and what is in the way."""

from __future__ import annotations

from typing import Any

import discord
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from tests.journeys.house import House, house, words
from tests.journeys.weekly import at, draft, fill_in, until

SEE = discord.Permissions(view_channel=True).value
EARLIER = discord.Permissions(read_message_history=True).value
STAYS = "It meets in <#{}> each time. The channel stays."


class Evening:
    """A text channel of the server in which nobody reads what was written before, and the friends who see it."""

    def __init__(self, h: House, name: str = "evening") -> None:
        self.h = h
        self.channel: ChannelHandle = h.guild.create_text_channel(name)
        self.friends = h.guild.create_role(f"Friends of {name}")
        self.eve, self.gus = h.members[4:6]
        set_ = h.env.backend.set_overwrite
        set_(self.channel.id, Overwrite(h.guild_id, OverwriteType.ROLE, deny=EARLIER))
        set_(self.channel.id, Overwrite(self.friends.id, OverwriteType.ROLE, allow=SEE))
        set_(self.channel.id, Overwrite(self.eve.id, OverwriteType.MEMBER, allow=SEE))

    def as_it_is(self) -> dict[int, tuple[int, int]]:
        """Every permission that was set in it."""
        return {entry.target_id: (entry.allow, entry.deny) for entry in self.channel._channel.overwrites}

    def may(self, person: Any) -> discord.Permissions:
        value = self.h.env.backend.compute_permissions(self.h.guild_id, person.id, self.channel.id)
        return discord.Permissions(value)

    def seen_by(self) -> str:
        """Whose names see it, of Fay, Ann, Ben, Eve and Gus."""
        people = (self.h.fay, *self.h.members[:2], self.eve, self.gus)
        return " ".join(person.name for person in people if self.may(person).view_channel)


def _newest(place: ChannelHandle, text: str) -> Any:
    """The newest card there that has the text, which people saw as it came."""
    return next(message for message in reversed(place.history()) if text in words(message))


async def _choose(
    h: House, where: list[Any], held: bool = False, room: str = "channel", name: str = "Tuesday circle"
) -> str:
    card = await draft(h, name=name)
    return await fill_in(h, card, "The room", room=[room], held=["held"] if held else [], standing=where)


async def _planned(h: House, where: Evening, *, held: bool = False) -> None:
    said = await _choose(h, [where.channel], held)
    assert STAYS.format(where.channel.id) in said
    await h.press(h.admin, "Create it", h.last.response)
    await h.wait(2)
    for person in h.members[:2]:
        await h.press(person, "Save me a seat", h.sees(person, h.lobby)[-1])


async def test_only_those_with_a_seat_see_it_while_they_meet_and_then_it_is_as_it_was() -> None:
    async with house() as h:
        evening = Evening(h)
        before = evening.as_it_is()
        await _planned(h, evening)
        await until(h, at(6, 18, 49))
        assert evening.as_it_is() == before
        await until(h, at(6, 18, 51))
        assert not h.rooms, "none is made"
        assert evening.seen_by() == "fay ann ben"
        assert not evening.may(h.members[0]).read_message_history
        place = evening.channel
        assert "## Welcome" in h.read(place=place)

        # Whoever takes a seat comes in, and whoever gives it up does not see it any more; also across a restart
        cat = h.members[2]
        await h.press(cat, "Save me a seat", h.sees(cat, h.lobby)[-1])
        await h.wait(2)
        assert evening.may(cat).view_channel
        said = await h.slash(cat, "circle leave")
        assert "The room goes from your list of channels now." in said
        await h.restart()
        await h.wait(2)
        assert not evening.may(cat).view_channel
        assert evening.seen_by() == "fay ann ben"

        # Somebody changes it meanwhile: that stays, and all else is put back
        h.env.backend.set_overwrite(
            place.id,
            Overwrite(
                evening.gus.id, OverwriteType.MEMBER, deny=discord.Permissions(add_reactions=True).value
            ),
        )
        await until(h, at(6, 19))
        await h.slash(h.fay, "circle start", at=place)
        await h.wait(60)
        for person in (h.fay, *h.members[:2]):
            await h.press(person, "I agree", _newest(place, "[I agree]"))
        await h.wait(2)
        assert "the talking piece comes to you." in h.read(place=place)
        await h.slash(h.fay, "circle end", at=place)
        await h.wait(500)
        assert evening.seen_by() == "fay ann ben", "there is time to take leave"
        assert "is deleted" not in h.read(place=place)
        await h.restart()
        await h.wait(120)
        after = evening.as_it_is()
        assert after.pop(evening.gus.id) == (0, discord.Permissions(add_reactions=True).value)
        assert after == before
        assert len((await h.bot.desks.rooms.held_in(h.guild_id)).marks) == 0
        assert place.id in h.env.backend.channels


async def test_it_holds_the_piece_there_as_in_a_channel_of_its_own() -> None:
    async with house() as h:
        evening = Evening(h)
        before = evening.as_it_is()
        await _planned(h, evening, held=True)
        await until(h, at(6, 19))
        place, everyone = evening.channel, (h.fay, *h.members[:2])
        await h.slash(h.fay, "circle start", at=place)
        await h.wait(60)
        assert all(evening.may(person).send_messages for person in everyone)
        for person in everyone:
            await h.press(person, "I agree", _newest(place, "[I agree]"))
        await h.wait(3)
        assert not any(evening.may(person).send_messages for person in everyone)
        await h.press(h.fay, "Receive", _newest(place, "[Receive]"))
        await h.wait(3)
        assert [evening.may(person).send_messages for person in everyone] == [True, False, False]
        await h.slash(h.fay, "circle end", at=place)
        await h.wait(620)
        assert evening.as_it_is() == before


async def test_a_channel_that_will_not_do_is_refused_with_what_would() -> None:
    async with house() as h:
        evening, backend = Evening(h), h.env.backend
        for where, room, why in (
            (
                evening.channel,
                "thread",
                "A circle can stay in one channel only if its room is a text channel.",
            ),
            (h.lobby, "channel", "where people need to see them"),
        ):
            assert why in await _choose(h, [where], room=room)
        backend.set_overwrite(
            evening.channel.id, Overwrite(evening.friends.id, OverwriteType.ROLE, allow=SEE | EARLIER)
        )
        assert "Please take Read Message History from everyone" in await _choose(h, [evening.channel])
        kept = await h.bot.desks.schedule.of_guild(h.guild_id)
        assert not any(one.schedule.choices.room.standing_xid for one in kept)

        # It is chosen, and the invitations are to come there too
        backend.set_overwrite(
            evening.channel.id, Overwrite(evening.friends.id, OverwriteType.ROLE, allow=SEE)
        )
        assert STAYS.format(evening.channel.id) in await _choose(h, [evening.channel])
        people = {"people": [h.fay], "role": [], "seats": "4", "least": "3"}
        card = h.last.response
        said = await fill_in(h, card, "People and place", place=[evening.channel], **people)
        assert "where people need to see them" in said
        assert STAYS.format(evening.channel.id) in await fill_in(
            h, card, "People and place", place=[h.lobby], **people
        )
        await h.press(h.admin, "Create it", card)
        (one,) = await h.bot.desks.schedule.of_guild(h.guild_id)
        choices = one.schedule.choices
        assert (choices.parent_xid, choices.room.standing_xid) == (h.lobby.id, evening.channel.id)


async def test_where_it_will_not_do_on_the_day_the_circle_meets_in_a_channel_of_its_own() -> None:
    async with house() as h:
        evening, backend = Evening(h), h.env.backend
        await _planned(h, evening)
        # Another circle meets there at the same time
        said = await _choose(h, [evening.channel], name="Another circle")
        assert STAYS.format(evening.channel.id) in said
        await h.press(h.admin, "Create it", h.last.response)
        await until(h, at(6, 18, 52))
        assert len(h.rooms) == 1
        assert "## Welcome" in h.read(place=evening.channel)
        assert "## Welcome" in h.read()
        assert "Another circle is in it, and two never share a room." in h.private(h.fay)

        # It is deleted in the middle: the circle goes on in another
        backend.delete_channel(evening.channel.id)
        await h.wait(10)
        assert len(h.rooms) == 2
        assert "The channel was deleted, or is no text channel any more." in h.private(h.fay)
