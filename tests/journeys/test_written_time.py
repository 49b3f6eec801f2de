"""Writing takes longer than speaking: what a turn has in a written room, and what the invitation says of it."""

from __future__ import annotations

import re

from tests.journeys.house import House, house, words


def _ends_in(h: House, card: str) -> int:
    found = re.search(r"Ends <t:(\d+):R>", card)
    assert found is not None
    return round(int(found[1]) - h.now().timestamp())


async def test_a_written_turn_is_longer_than_the_format_says_and_the_invitation_says_how_long() -> None:
    async with house() as h:
        await h.begin(3, format="quick-circle")
        invitation = h.read(place=h.lobby)
        assert "In writing. About 3 minutes for each story." in invitation
        assert "About 30 minutes in all." in invitation
        assert "About 3 minutes each:" in h.read()
        await h.press(h.fay, "Receive")
        assert abs(_ends_in(h, words(h.newest(h.fay, "[I'm done]"))) - 180) <= 2


async def test_minutes_that_were_typed_are_what_everyone_has() -> None:
    async with house() as h:
        await h.begin(3, format="quick-circle", minutes=10, capacity=5)
        invitation = h.read(place=h.lobby)
        assert "About 10 minutes for each story. About 55 minutes in all." in invitation
        assert "two minutes" not in invitation
        await h.press(h.fay, "Receive")
        assert abs(_ends_in(h, words(h.newest(h.fay, "[I'm done]"))) - 600) <= 2
