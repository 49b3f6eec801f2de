"""At the wire: private notes are changed and taken away by the token of an answer, and a card that comes again takes
the place of the one further up.
"""

from __future__ import annotations

import asyncio

from tests.wire.line import ANN, BEN, FAY, Line, until
from tests.wire.stub import BOT, Json, buttons, words

POSTS = r"/channels/\d+/messages"
BY_TOKEN = r"/webhooks/\d+/[^/]+/messages/.*"
SILENT, PRIVATE = 1 << 12, 1 << 6


def notes(wire: Line, person: int, text: str) -> list[Json]:
    """The private answers of a person that say this."""
    return [m for m in wire.stub.interactions.seen_by(person) if text in words(m)]


async def speaking(wire: Line) -> int:
    """Fay has received the piece. Returns the room."""
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.card(room, "[I'm done]")
    return room


async def test_a_note_about_the_time_is_one_message_and_its_buttons_end_the_turn(wire: Line) -> None:
    room = await speaking(wire)
    await until(lambda: notes(wire, FAY, "Your time"), "a warning", 15)
    (note,) = notes(wire, FAY, "Your time")
    assert note["flags"] & PRIVATE
    before = len(wire.stub.calls)
    await wire.press(FAY, note, "I'm done")
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.quiet()
    assert not notes(wire, FAY, "Your time ")
    assert [m for m in wire.stub.posted(room) if "I'm done" in buttons(m)] == []
    limited = [call for call in wire.stub.calls[before:] if call.is_global and "/members/" not in call.path]
    assert [call.method for call in limited] == ["POST"], (
        "its card is changed by the token of the press on it"
    )


async def test_earlier_words_are_taken_away_by_their_token(wire: Line) -> None:
    room = await speaking(wire)
    for _ in range(3):
        await wire.press(BEN, wire.newest(room, "I'm done"), "I'm done")
    await until(lambda: len(notes(wire, BEN, "with someone else")) == 1, "one refusal is left")
    assert len(wire.stub.tried("DELETE", BY_TOKEN)) >= 2
    assert wire.stub.tried("DELETE", POSTS + r"/\d+") == []


async def test_after_eight_messages_without_words_the_card_comes_again_in_silence(wire: Line) -> None:
    room = await speaking(wire)
    assert not wire.stub.gateway.intents.message_content
    first = wire.newest(room, "I'm done")
    for _ in range(8):
        await wire.stub.write(FAY, room, "a line that nobody but people can read")
    await until(lambda: wire.newest(room, "I'm done")["id"] != first["id"], "a fresh card")
    await until(lambda: first not in wire.stub.posted(room), "the one further up is gone")
    silent = [call.body for call in wire.stub.tried("POST", POSTS) if call.body.get("flags", 0) & SILENT]
    assert len({body["nonce"] for body in silent}) == 1
    assert not silent[0]["allowed_mentions"].get("users")
    assert "nobody but people" not in str([call.body for call in wire.stub.calls])
    assert wire.stub.tried("DELETE", POSTS + r"/\d+") == [], "the press on it takes it away"
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")


async def test_only_the_word_right_after_the_mention_counts(wire: Line) -> None:
    room = await speaking(wire)
    await wire.stub.write(FAY, room, f"I was <@{BOT}> nearly done")
    await wire.stub.write(FAY, room, "done")
    await asyncio.sleep(0.2)  # nothing shows that it was heard, for nothing follows
    assert "I'm done" in buttons(wire.newest(room, "I'm done"))
    await wire.stub.write(FAY, room, f"and so it went. <@{BOT}> done")
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
