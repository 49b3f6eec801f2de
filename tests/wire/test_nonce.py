"""A post is recognised by its nonce when it comes again, also from a bot that was stopped in between."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest

from tests.wire.line import ANN, FAY, Line, until
from tests.wire.stub import Call, Fault, refused, words

POSTS = r"/channels/\d+/messages"


def by_nonce(calls: list[Call]) -> dict[str, list[Call]]:
    """The posts, by what identifies them."""
    found = defaultdict(list)
    for call in calls:
        assert call.body["enforce_nonce"] is True
        assert 1 <= len(call.body["nonce"]) <= 25
        found[call.body["nonce"]].append(call)
    return found


async def test_every_attempt_has_the_nonce_of_its_row(wire: Line) -> None:
    wire.stub.fail(refused(503), "POST", POSTS, times=2)
    await wire.open()
    await wire.settled(wire.lobby)
    posts = by_nonce(wire.stub.tried("POST", POSTS))
    assert [len(attempts) for attempts in posts.values()] == [3, 3]
    for attempts in posts.values():
        assert len({attempt.path for attempt in attempts}) == 1


async def test_no_two_rows_share_a_nonce(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await until(
        lambda: len(wire.stub.posted(room)) + len(wire.stub.posted(wire.lobby)) == 6, "everything is posted"
    )
    assert len(by_nonce(wire.stub.tried("POST", POSTS))) == 6


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_stopped_before_the_answer_came(wire: Line, how: str) -> None:
    """Discord has the post; the bot ends without ever knowing."""
    answer = Fault(done=True, gate=asyncio.Event())
    wire.stub.fail(answer, "POST", f"/channels/{wire.lobby}/messages")
    await wire.open()
    await until(lambda: wire.stub.posted(wire.lobby), "the invitation is there")
    await getattr(wire, how)()
    assert answer.gate is not None
    answer.gate.set()
    await wire.start()
    await wire.settled(wire.lobby)
    await _once(wire)


async def test_killed_between_the_answer_and_saving_it(wire: Line) -> None:
    gate = asyncio.Event()
    wire.stub.fail(Fault(gate=gate), "PUT", r"/channels/\d+/thread-members/\d+")
    await wire.open()
    await until(
        lambda: wire.stub.inside and FAY in next(iter(wire.stub.inside.values())),
        "all four calls are made",
        20,
    )
    wire.stop_saving()
    gate.set()
    entries = r"/channels/\d+/thread-members/\d+"
    await until(
        lambda: any(call.status == 204 for call in wire.stub.tried("PUT", entries)),
        "Discord has answered",
        20,
    )
    await wire.kill()
    await wire.start()
    await wire.settled(wire.lobby)
    await _once(wire)
    assert len(wire.stub.tried("POST", f"/channels/{wire.lobby}/threads")) == 1, "the thread was found again"


async def _once(wire: Line) -> None:
    await wire.quiet()
    assert len(wire.stub.threads(wire.lobby)) == 1
    assert len(wire.stub.posted(wire.lobby)) == 1
    assert len(wire.stub.posted(wire.stub.threads(wire.lobby)[0])) == 1
    attempts = wire.stub.tried("POST", f"/channels/{wire.lobby}/messages")
    assert len(attempts) == 2, "it was sent again"
    assert len(by_nonce(attempts)) == 1


async def test_a_turn_is_offered_once_although_the_bot_was_killed(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.quiet()
    gate = asyncio.Event()
    wire.stub.fail(Fault(done=True, gate=gate), "POST", f"/channels/{room}/messages")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.slash(FAY, "circle next", room)
    card = await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.kill()
    gate.set()
    await wire.start()
    await wire.quiet()
    offers = [m for m in wire.stub.posted(room) if f"<@{ANN}>, the talking" in words(m)]
    assert offers == [card]
    # The card of before the end is the one that is answered and redrawn after it.
    await wire.press(ANN, card, "Receive")
    await wire.card(room, f"<@{ANN}> has the talking piece.")
    assert "I'm done" in words(card) or card is wire.newest(room, "I'm done")
