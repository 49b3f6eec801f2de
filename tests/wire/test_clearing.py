"""Deleting the bot's own messages in a room that stays: many at once, and nothing of anybody else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import discord

from bot.settings import Rooms
from tests.strict.shapes import BOT, EVERYTHING, VOICE, WRITTEN, words
from tests.wire.line import ANN, FAY, Line, line, until

KEPT = Rooms(at_end="archive", clears=True, linger_minutes=1)
MANY = "bulk-delete"


def old_message(wire: Line, room: int, age: timedelta) -> int:
    """The bot wrote something there so long ago."""
    messages = wire.stub.world.messages
    made = wire.stub.world.post(room, {"content": "Long ago"}, BOT)
    del messages[int(made["id"])]
    made["id"] = str(discord.utils.time_snowflake(wire.stub.world.now() - age))
    messages[int(made["id"])] = made
    return int(made["id"])


def calls(wire: Line, end: str, method: str) -> int:
    return sum(call.method == method and call.path.endswith(end) for call in wire.stub.calls)


async def test_a_hundred_at_once_and_what_people_wrote_stays(tmp_path: Path) -> None:
    async with line(tmp_path, rooms=KEPT) as wire:
        more = discord.Permissions(EVERYTHING.value, manage_messages=True)
        await wire.stub.world.grant(wire.guild, more)
        room = await wire.begin()
        await wire.slash(FAY, "circle next", room)
        agreed = await wire.card(room, "[I agree]")
        assert "After the circle this room is closed." in words(agreed)
        assert "My own messages in it are deleted then." in words(agreed)
        said = await wire.stub.world.write(ANN, room, "What I told is mine.")
        await wire.slash(FAY, "circle end", room)
        ended = await wire.card(room, "My own messages here are deleted")
        assert "What you wrote stays." in words(ended)
        # 101 that go at once, and two that are too old for that
        old = [old_message(wire, room, timedelta(days=days)) for days in (14, 400)]
        while len(posted := wire.stub.posted(room)) < 103:
            kind = WRITTEN[len(posted) % len(WRITTEN)]
            wire.stub.world.post(room, {"content": "Another", "type": kind}, BOT)
        notices = wire.stub.world.notices(room)
        assert notices
        await until(lambda: wire.stub.channels[room]["thread_metadata"]["locked"], "it is closed", 15)
        assert wire.stub.posted(room) == []
        assert not wire.stub.world.messages.keys() & set(old)
        assert int(said["id"]) in wire.stub.world.messages
        assert wire.stub.world.notices(room) == notices, "those nobody can delete"
        assert calls(wire, MANY, "POST") == 1
        assert len(wire.stub.posted(wire.lobby)) == 1, "the invitation stays"


async def test_without_manage_messages_they_go_one_by_one(tmp_path: Path) -> None:
    async with line(tmp_path, rooms=Rooms(at_end="keep", clears=True, linger_minutes=0)) as wire:
        room = await wire.begin()
        await wire.slash(FAY, "circle end", room)
        await until(lambda: not wire.stub.posted(room), "they are gone", 15)
        await wire.quiet()
        assert calls(wire, MANY, "POST") == 0
        assert not wire.stub.channels[room]["thread_metadata"]["archived"], "and it stays open"


async def test_where_discord_takes_none_at_once_they_go_one_by_one(tmp_path: Path) -> None:
    """A voice channel: the strict Discord refuses many at once there (50003)."""
    async with line(tmp_path, rooms=Rooms(at_end="archive", clears=True, linger_minutes=0)) as wire:
        more = discord.Permissions(EVERYTHING.value, manage_messages=True)
        await wire.stub.world.grant(wire.guild, more)
        await wire.slash(FAY, "circle open", name="Evening circle", format="check-in", room="voice")

        def rooms() -> list[int]:
            made = [xid for xid, channel in wire.stub.channels.items() if channel["type"] == VOICE]
            return [xid for xid in made if wire.stub.posted(xid)]

        await until(rooms, "the room is furnished")
        await wire.slash(FAY, "circle end", rooms()[0])
        await until(lambda: not rooms(), "they are gone", 15)
        await wire.quiet()
        assert calls(wire, MANY, "POST") == 1
