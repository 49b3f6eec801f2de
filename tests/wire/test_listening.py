"""Messages as Discord sends them: who wrote where, and no words unless the bot is mentioned."""

from __future__ import annotations

import asyncio

from tests.wire.line import ANN, FAY, Line, until
from tests.wire.stub import BOT, words


async def write(wire: Line, person: int, room: int, text: str = "") -> None:
    """Somebody writes in a room. The words arrive only if the bot is mentioned."""
    assert wire.stub.gateway.intents.guild_messages
    assert not wire.stub.gateway.intents.message_content
    await wire.stub.write(person, room, text)


def reminders(wire: Line) -> int:
    """How often anybody was told a quiet word, wherever that was."""
    told = [
        answer["data"] for answers in wire.stub.answers.values() for answer in answers if "data" in answer
    ]
    return sum("Only you see this: while the piece goes round" in words(data) for data in told)


async def test_a_message_without_words_is_enough_for_a_private_reminder(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    public = len(wire.stub.posted(room))
    await write(wire, ANN, wire.lobby)
    await write(wire, FAY, room)
    await write(wire, ANN, room)
    await until(lambda: reminders(wire) == 1, "a private reminder")
    await write(wire, ANN, room)
    await asyncio.sleep(0.2)  # nothing shows that it was heard, for nothing follows
    assert reminders(wire) == 1
    assert len(wire.stub.posted(room)) == public
    assert not wire.bot.cached_messages


async def test_pass_can_be_typed_to_the_bot(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await write(wire, FAY, room, f"<@{BOT}> pass")
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    assert reminders(wire) == 0
