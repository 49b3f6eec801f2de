"""What becomes of a room after its circle: told before anyone agrees, and kept as it was told."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor
from sqlalchemy import insert

from bot.ids import ChannelXid, GuildXid
from bot.services.settings.servers import AtEnd
from bot.store import tables
from tests.journeys.house import House, house, words
from tests.journeys.test_standing_channel import Evening, _newest, _planned
from tests.journeys.weekly import at, until


def _written(h: House, place: Any) -> list[str]:
    """Everything that anybody may read in a place, whoever wrote it."""
    return [words(message) for message in place.history() if not message.flags.ephemeral]


def _told(h: House, who: MemberActor) -> str:
    return words(h.newest(who, "[I agree]"))


async def _to_the_end(h: House) -> None:
    await h.slash(h.fay, "circle end", at=h.room)
    await h.wait(3)


async def test_a_closed_room_loses_the_bots_messages_and_keeps_what_people_wrote() -> None:
    async with house(rooms={"at_end": "archive", "clears": True, "linger_minutes": 5}) as h:
        fay, ann, *_ = await h.open(4)
        invitations = _written(h, h.lobby)
        await h.slash(fay, "circle start")
        await h.wait(60)
        said = _told(h, ann)
        assert "After the circle this room is closed. Those in it can still read it." in said
        assert "My own messages in it are deleted then." in said
        # What an admin chooses now is for later circles
        await h.bot.desks.settings.change(GuildXid(h.guild_id), 0, clears=False, at_end=AtEnd.KEEP)
        room = h.room
        await ann.send(room, "What I told is mine.")
        await _to_the_end(h)
        assert "My own messages here are deleted" in h.said(room)[-1]
        await h.restart()
        assert len(_written(h, room)) > 3
        await h.wait(310)
        assert _written(h, room) == ["What I told is mine."]
        thread = h.env.backend.channels[room.id].thread_metadata
        assert thread is not None
        assert (thread.archived, thread.locked) == (True, True)
        assert len(_written(h, h.lobby)) == len(invitations), "the invitation stays"


async def test_a_room_is_left_open() -> None:
    async with house(rooms={"at_end": "keep", "linger_minutes": 0}) as h:
        _, ann, *_ = await h.open(4)
        await h.slash(h.fay, "circle start")
        await h.wait(60)
        said = _told(h, ann)
        assert "After the circle this room stays open, with what you write in it." in said
        assert "My own messages in it" not in said
        room = h.room
        await _to_the_end(h)
        thread = h.env.backend.channels[room.id].thread_metadata
        assert thread is not None
        assert not thread.archived
        assert "The circle is closed" in h.said(room)[-1]
        await ann.send(room, "We stay for a while.")
        await h.open(3, name="Another circle")
        assert len(h.rooms) == 2, "the next circle has a room of its own"


async def test_in_a_channel_that_stays_only_what_was_said_by_the_bot_in_this_circle_goes() -> None:
    """The hope channel may be the same one: a spark of hope stays, as its giver was promised."""
    async with house(rooms={"clears": True, "linger_minutes": 10}) as h:
        evening = Evening(h)
        place = evening.channel
        earlier = await h.bot.get_partial_messageable(place.id).send("From an earlier day")
        await _planned(h, evening)
        await until(h, at(6, 19))
        await h.slash(h.fay, "circle start", at=place)
        await h.wait(60)
        told = words(_newest(place, "[I agree]"))
        assert "This channel stays after the circle, with what you write in it." in told
        assert "My own messages in it are deleted then." in told
        await h.members[0].send(place, "What I told is mine.")
        spark = await h.bot.get_partial_messageable(place.id).send("A spark of hope")
        store = h.bot.desks.transactions.store
        row = {"key": b"k" * 32, "guild_xid": h.guild_id, "attempts": 0, "channel_xid": ChannelXid(place.id)}
        await store.write(lambda db: db.execute(insert(tables.spark), row | {"message_xid": spark.id}))
        await h.slash(h.fay, "circle end", at=place)
        await h.wait(3)
        assert "My own messages here are deleted" in h.read(place=place)
        await h.wait(620)
        assert _written(h, place) == ["From an earlier day", "What I told is mine.", "A spark of hope"]
        assert earlier.id < spark.id
