"""A circle over the wire when nothing goes wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ids import GuildXid
from tests.oracle import checker, problems
from tests.wire.line import ANN, BEN, FAY, Line
from tests.wire.stub import buttons, words


async def test_a_circle_opens(wire: Line) -> None:
    answer = await wire.slash(FAY, "circle open", name="Evening circle", format="check-in")
    room = await wire.settled(wire.lobby)

    assert [effect[:2] for effect in wire.stub.effects] == [
        ("thread", wire.lobby),
        ("post", wire.lobby),
        ("post", room),
        ("admit", room),
    ]
    assert wire.stub.inside[room] == {wire.bot.user.id, FAY}  # type: ignore[union-attr]
    thread = wire.stub.tried("POST", f"/channels/{wire.lobby}/threads")[0].body
    assert (thread["type"], thread["invitable"]) == (12, False)
    invitation, welcome = wire.stub.posted(wire.lobby)[0], wire.stub.posted(room)[0]
    assert "Evening circle" in words(invitation)
    assert set(buttons(invitation)) == {"Save me a seat", "Give up my seat"}
    assert words(welcome).startswith("## Welcome")
    assert "Begin" in buttons(welcome)
    assert answer[0]["data"]["flags"] & 64, "the answer is for one person only"
    assert "Begin" in buttons(answer[0]["data"])


async def test_commands_are_synchronised_only_when_they_are_new(wire: Line) -> None:
    assert wire.stub.syncs == 1
    await wire.stop()
    await wire.start()
    assert wire.stub.syncs == 1


async def test_no_privileged_intent_is_asked_for(wire: Line) -> None:
    asked = wire.stub.gateway.intents
    assert asked.guilds
    assert asked.guild_messages, "who wrote in a room, without the words"
    for unneeded in ("members", "presences", "message_content", "dm_messages"):
        assert not getattr(asked, unneeded), unneeded


async def play(wire: Line) -> int:
    """A whole circle, from the opening to the end. Returns the room."""
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.slash(FAY, "circle next", room)
    second = await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.press(ANN, second, "Pass")
    await wire.slash(FAY, "circle pause", room)
    await wire.card(room, "The circle is paused.")
    await wire.slash(FAY, "circle resume", room)
    third = await wire.card(room, f"<@{BEN}>, the talking piece comes to you.")
    await wire.press(BEN, third, "I need support")
    await wire.slash(FAY, "circle end", room)
    await wire.quiet()
    return room


async def test_a_circle_goes_from_its_opening_to_its_end(wire: Line) -> None:
    room = await play(wire)
    assert room not in wire.stub.channels, "the room is gone with everything in it"
    assert "This circle has closed." in words(wire.stub.posted(wire.lobby)[0])
    assert not await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
    posts = [effect[2] for effect in wire.stub.effects if effect[:2] == ("post", room)]
    assert len(posts) == len(set(posts)), "nothing is said twice"


async def test_every_request_is_valid_by_discords_own_description(wire: Line) -> None:
    if checker() is None:
        pytest.skip("DISCORD_OPENAPI and DISCORD_OPENAPI_ORACLE do not say where the description is")
    await play(wire)
    routes = {(call.method, call.path.split("/")[1]) for call in wire.stub.calls}
    assert {("PUT", "applications"), ("POST", "interactions"), ("PATCH", "channels")} <= routes
    assert not problems(wire.stub.calls), "and so is every request of every other test here: `line` looks"
    post = next(call for call in wire.stub.calls if call.path.endswith("/messages"))
    assert problems([replace(post, body={**post.body, "nonce": "x" * 26})]), "it would have been found"
