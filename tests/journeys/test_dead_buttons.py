"""Buttons of circles that are gone, and ids that were made up: answered like any stranger's, and nobody is kept."""

from __future__ import annotations

from typing import Any

import pytest
from simcord import interactions
from simcord.backend import serializers

from tests.journeys.house import House, house, words

VERBS = (
    "join",
    "leave",
    "done",
    "pass",
    "receive",
    "heard",
    "agree",
    "rest",
    "support",
    "begin",
    "next",
    "end",
)


async def _press(h: House, who: Any, custom_id: str) -> tuple[bool, str]:
    """Press a button with that id, whoever made it. Returns whether it was answered, and with which words."""
    record, payload = interactions.base_payload(
        h.env.backend,
        type=3,
        channel_id=h.lobby.id,
        guild_id=h.guild.id,
        user_id=who.id,
        data={"custom_id": custom_id, "component_type": 2},
    )
    message = h.lobby.history()[-1]
    record.source_message_id = message.id
    button = {"type": 2, "id": 2, "style": 2, "label": "Pressed", "custom_id": custom_id}
    shown = dict(
        serializers.message_payload(h.env.backend, h.env.backend.get_message(h.lobby.id, message.id))
    )
    payload["message"] = {**shown, "components": [{"type": 1, "id": 1, "components": [button]}]}
    h.env.backend.emit("INTERACTION_CREATE", payload)
    await h.env.settle()
    if record.message_id is None:
        return record.responded, ""
    found = h.env.backend.messages[h.lobby.id].get(record.message_id)
    return record.responded, "" if found is None else words(found)


async def test_a_press_on_a_circle_that_is_gone_keeps_nobody_in_memory() -> None:
    async with house() as h:
        await h.open(3)
        ours = {verb for verb in VERBS if verb in h.sim.bot.presses}
        assert len(ours) > 8
        for person, verb in zip([*h.members, *h.members], sorted(ours), strict=False):
            answered, said = await _press(h, person, f"sc:{verb}:{10**9}:1")
            assert answered
            if verb != "support":
                assert "This circle is over." in said
        assert {session for session, _ in h.sim.bot.whispers._last} <= {1}


@pytest.mark.parametrize("number", [str(2**63), "9" * 80, "٣"])
async def test_a_number_that_no_circle_can_have_is_not_read_at_all(number: str) -> None:
    async with house() as h:
        await h.open(3)
        for custom_id in (f"sc:done:{number}:1", f"sc:done:1:{number}"):
            stranger = await _press(h, h.members[0], "another:bot:1")
            assert await _press(h, h.members[0], custom_id) == stranger, "refused like any stranger's"
        assert "Evening circle" in h.read(place=h.lobby)
