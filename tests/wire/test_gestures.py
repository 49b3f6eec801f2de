"""The gestures towards a story come as an answer to the press that ended it: once, whatever happens on the way."""

from __future__ import annotations

import asyncio

import pytest
from discord import Permissions

from tests.strict.shapes import EVERYTHING
from tests.wire.line import ANN, BEN, CAT, FAY, Line, until
from tests.wire.stub import Call, Fault, Json, refused, words

ANSWERS, POSTS = r"/webhooks/.*", r"/channels/\d+/messages"
ROW = "Heard"


async def _telling(wire: Line) -> tuple[int, Json]:
    """Fay tells a story to three others. Returns the room and her card."""
    await wire.open(format="quick-circle")
    await wire.settled(wire.lobby)
    for person in (ANN, BEN, CAT):
        await wire.press(person, wire.stub.posted(wire.lobby)[0], "Save me a seat")
    room = wire.stub.threads(wire.lobby)[0]
    await until(lambda: wire.stub.inside[room] >= {FAY, ANN, BEN, CAT}, "everyone is let in")
    for command in ("circle start", "circle next"):
        await wire.slash(FAY, command, room)
    for person in (FAY, ANN, BEN, CAT):
        await wire.press(person, await wire.card(room, "[I agree]"), "I agree")
    await wire.press(FAY, await wire.card(room, "[Receive]"), "Receive")
    await wire.quiet()
    return room, wire.newest(room, "I'm done")


def _below(wire: Line, room: int) -> list[Json]:
    return [message for message in wire.stub.posted(room) if f"<@{FAY}>'s story" in words(message)]


async def _once(wire: Line, room: int) -> None:
    """The gestures are there, once, and nothing more of them is on its way."""
    await until(lambda: _below(wire, room), "the gestures are there", 10)
    await wire.slash(FAY, "circle pause", room)
    await wire.quiet()
    await asyncio.sleep(0.3)  # half a minute of the bot's
    await wire.quiet()
    (card,) = _below(wire, room)
    await wire.press(ANN, card, ROW)


def _limited(calls: list[Call], room: int) -> list[Call]:
    return [call for call in calls if call.method == "POST" and call.path == f"/channels/{room}/messages"]


async def test_they_are_outside_the_global_limit(wire: Line) -> None:
    room, card = await _telling(wire)
    before = len(_limited(wire.stub.calls, room))
    await wire.press(FAY, card, "I'm done")
    await wire.card(room, f"[{ROW}]")
    await until(lambda: len(_limited(wire.stub.calls, room)) > before, "the piece goes on")
    assert ROW not in str(_limited(wire.stub.calls, room)[-1].body)
    await _once(wire, room)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(cut="reset"),
        Fault(cut="reset", done=True),
        Fault(cut="close", done=True),
        Fault(502, done=True),
        Fault(403, {"code": 50001, "message": "no"}),
    ],
    ids=["cut", "done and reset", "done and closed", "done and 502", "refused"],
)
async def test_an_answer_that_fails_is_not_given_again_and_they_are_there_once(
    wire: Line, fault: Fault
) -> None:
    room, card = await _telling(wire)
    met = wire.stub.fail(fault, "POST", ANSWERS)
    await wire.press(FAY, card, "I'm done")
    await _once(wire, room)
    assert met.hits == 1
    assert len(wire.stub.tried("POST", rf"/webhooks/\d+/{_token(wire, card)}.*")) == 1


def _token(wire: Line, card: Json) -> str:
    made = [m for m in wire.stub.interactions.every.values() if m.on == int(card["id"])]
    return made[-1].token


@pytest.mark.parametrize("done", [False, True], ids=["before it is there", "after it is there"])
async def test_a_kill_between_the_press_and_them(wire: Line, done: bool) -> None:
    room, card = await _telling(wire)
    answer = Fault(cut="reset", done=done, gate=asyncio.Event())
    wire.stub.fail(answer, "POST", ANSWERS)
    await wire.press(FAY, card, "I'm done")
    await until(lambda: _below(wire, room) if done else answer.hits, "the answer is on its way")
    await wire.kill()
    assert bool(_below(wire, room)) is done
    await wire.start()
    await _once(wire, room)


async def test_without_read_message_history_a_kill_may_leave_them_twice_and_everything_else_goes_on(
    wire: Line,
) -> None:
    # Discord shows an empty room then: what is there already cannot be seen, and a story is not left unanswered.
    await wire.stub.world.grant(wire.guild, EVERYTHING & ~Permissions(read_message_history=True))
    room, card = await _telling(wire)
    answer = Fault(cut="reset", done=True, gate=asyncio.Event())
    wire.stub.fail(answer, "POST", ANSWERS)
    await wire.press(FAY, card, "I'm done")
    await until(lambda: _below(wire, room), "they are there, and the bot is not told")
    await wire.kill()
    await wire.start()
    await until(lambda: len(_below(wire, room)) == 2, "they are there once more", 10)
    for there in _below(wire, room):
        await wire.press(ANN, there, ROW)
    await wire.press(ANN, await wire.card(room, "[Receive]"), "Receive")


async def test_what_a_story_met_with_is_told_although_the_circle_is_over_and_discord_in_trouble(
    wire: Line, caplog: pytest.LogCaptureFixture
) -> None:
    room, card = await _telling(wire)
    await wire.press(FAY, card, "I'm done")
    below = await wire.card(room, f"[{ROW}]")
    for person in (ANN, BEN, CAT):
        await wire.press(person, below, ROW)
    met = wire.stub.fail(refused(503), "POST", ANSWERS, times=5)  # so often the library tries by itself
    await wire.slash(FAY, "circle end", room)
    await until(lambda: met.hits == 5, "Discord was in trouble")

    def told() -> list[Json]:
        private = wire.stub.interactions.seen_by(FAY) + wire.stub.dms(FAY)
        return [message for message in private if "3 people let you know" in words(message)]

    await until(told, "the teller is told")
    assert len(told()) == 1
    assert not [record for record in caplog.records if "word" in record.getMessage()]
    for person in (ANN, BEN, CAT):
        assert "let you know" not in str(wire.stub.interactions.seen_by(person))
