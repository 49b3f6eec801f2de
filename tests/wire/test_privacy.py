"""`/privacy` where there is no server: what is registered with Discord, and a conversation among people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.strict.shapes import GROUP, user
from tests.strict.world import CannotAct
from tests.wire.line import ANN, BEN, Line, line
from tests.wire.stub import words

WHERE = 4711
"""A conversation of Ann with Ben, in which the bot is not."""


def among_people(wire: Line) -> int:
    wire.stub.world.channels[WHERE] = {
        "id": str(WHERE),
        "type": GROUP,
        "recipients": [user(BEN)],
        "flags": 0,
    }
    return WHERE


async def test_it_works_for_somebody_who_shares_no_server_with_the_bot(tmp_path: Path) -> None:
    async with line(tmp_path) as wire:
        commands = {command["name"]: command for command in wire.stub.world.commands}
        privacy = commands["privacy"]
        assert sorted(privacy["integration_types"]) == [0, 1], "in servers, and in one's own account"
        assert sorted(privacy["contexts"]) == [0, 1, 2], "in servers, with the bot, and among people"
        assert commands["circle"]["integration_types"] == [0]

        await wire.open()
        await wire.settled(wire.lobby, 1)
        await wire.press(ANN, wire.stub.posted(wire.lobby)[0], "Save me a seat")
        await wire.stub.world.leave_server(wire.guild, ANN)
        there = among_people(wire)
        await wire.slash(ANN, "privacy show", there)
        assert "you have a seat." in said(wire, ANN)
        await wire.slash(ANN, "privacy erase", there)
        (card,) = [m for m in wire.stub.interactions.seen_by(ANN, there) if "Erase everything" in words(m)]
        await wire.press(ANN, card, "Erase it all")
        assert "A seal in **" in words(card)
        await wire.slash(ANN, "privacy show", there)
        assert "A seal stays until I have let you out of its room." in said(wire, ANN)
        with pytest.raises(CannotAct):
            await wire.slash(ANN, "circle upcoming", there)


def said(wire: Line, person: int) -> str:
    """What only this person reads there."""
    return "\n".join(words(message) for message in wire.stub.interactions.seen_by(person, WHERE))
