"""Nobody is pinged but whom a card is for, whatever is written on it."""

from __future__ import annotations

from typing import Any

from tests.wire.line import ANN, FAY, Line
from tests.wire.stub import words

POSTS = r"/channels/\d+/messages"


def pinged(body: dict[str, Any]) -> list[int]:
    """Whom a message pings. A body that says nothing of it would ping everyone it mentions."""
    allowed = body["allowed_mentions"]
    assert allowed["parse"] == [], "no kind of mention is allowed as such"
    assert not allowed.get("roles")
    assert not allowed.get("replied_user")
    return [int(xid) for xid in allowed.get("users", [])]


async def test_only_the_person_a_card_is_for_is_pinged(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.slash(FAY, "circle end", room)
    await wire.quiet()

    people = {}
    for call in wire.stub.tried("POST", POSTS):
        people[words(call.body).splitlines()[0]] = pinged(call.body)
    offers = {text: whom for text, whom in people.items() if "the talking piece comes to you" in text}
    assert list(offers.values()) == [[FAY], [ANN]]
    assert len(people) == 9
    assert all(whom == [] for text, whom in people.items() if text not in offers)


async def test_an_edit_and_an_answer_ping_nobody(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.slash(FAY, "circle pause", room)
    await wire.press(FAY, wire.newest(room, "Step out"), "Step out")
    await wire.quiet()
    edits = wire.stub.tried("PATCH", POSTS + r"/\d+")
    assert edits
    for call in edits:
        assert pinged(call.body) == []
    answers = wire.stub.tried("POST", r"/interactions/.*")
    assert answers
    for call in answers:
        assert pinged(call.body["data"]) == []


async def test_a_name_that_mentions_everyone_pings_nobody(wire: Line) -> None:
    await wire.slash(FAY, "circle open", name="@everyone <@&5> come", format="check-in")
    await wire.settled(wire.lobby)
    invitation = wire.stub.tried("POST", f"/channels/{wire.lobby}/messages")[0].body
    assert "everyone" in words(invitation)
    assert pinged(invitation) == []
