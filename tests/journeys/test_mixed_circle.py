"""Speaking and writing in one circle: each seat says which, and the cards and the time follow."""

from __future__ import annotations

import re

from bot.circle.model import Presence
from tests.journeys.forging import forge
from tests.journeys.house import House, house, words

WRITES = "> writes. Please read along here."


def _ends_in(h: House, card: str) -> int:
    found = re.search(r"Ends <t:(\d+):R>", card)
    assert found is not None
    return round(int(found[1]) - h.now().timestamp())


async def _presences(h: House) -> list[Presence]:
    (session,) = await h.bot.desks.circle.open_in(h.guild_id)
    return [seat.presence for seat in session.state.seated]


async def test_whoever_says_so_writes_in_the_chat_with_the_time_that_takes_and_all_else_is_the_same() -> None:
    async with house() as h:
        fay, ann, ben = await h.open(3, room="voice", format="quick-circle")
        for person in (fay, ann, ben):
            await person.join_voice(h.room)
        await h.slash(fay, "circle start")
        await h.wait(60)

        # Each is asked once, in the answer to agreeing
        said = await h.press(fay, "I agree")
        assert "In your turn you may speak, or write in the chat. You can change this at any time." in said
        assert "[I speak]\n[I write]" in said
        said = await h.press(ann, "I agree")
        said = await h.press(ann, "I write")
        assert "In your turn you write in the chat of the room." in said
        assert "Writing takes longer, so you have about 3 minutes for a story." in said
        await h.press(ben, "I agree")
        await h.wait(2)

        # The order is as ever; a spoken turn has the spoken time, and nobody reads of writing
        assert h.holder() == "Fay"
        await h.press(fay, "Receive")
        card = words(h.newest(ann, "[I'm done]"))
        assert abs(_ends_in(h, card) - 120) <= 2
        assert "writes" not in card
        await h.press(fay, "I'm done")
        await h.wait(6)

        # The card of a written turn says so, before and while it is written
        offered = h.newest(ben, "[Receive]")
        assert f"<@{ann.id}{WRITES}" in words(offered)
        assert "Press **Receive**, then write here." in words(offered)
        await h.restart()
        await h.press(ann, "Receive")
        card = words(h.newest(ben, "[I'm done]"))
        assert f"<@{ann.id}{WRITES}" in card
        assert abs(_ends_in(h, card) - 180) <= 2

        # Whoever writes needs no line: when it drops, nothing is waited for
        await ann.leave_voice()
        await h.wait(95)
        assert set(await _presences(h)) == {Presence.PRESENT}
        assert h.holder() == "Ann"
        await h.press(ann, "I'm done")
        await h.wait(6)

        # A microphone fails in the middle of a turn: behind `More` is the way to writing, with the time for it
        await h.press(ben, "Receive")
        await h.wait(30)
        assert "[I write]" in await h.press(ben, "More")
        await h.press(ben, "I write")
        await h.wait(2)
        card = words(h.newest(ann, "[I'm done]"))
        assert f"<@{ben.id}{WRITES}" in card
        assert abs(_ends_in(h, card) - 148) <= 3
        assert "In your turn you speak." in await h.press(ben, "I speak")
        await h.wait(2)
        card = words(h.newest(ann, "[I'm done]"))
        assert "writes" not in card
        assert abs(_ends_in(h, card) - 146) <= 3, "nobody is cut off"


async def test_one_may_change_it_where_one_reads_when_it_is_ones_turn() -> None:
    async with house() as h:
        _fay, ann, _ben = await h.begin(3, room="voice", format="check-in")
        assert "[I write]" in await h.press(ann, "When is my turn?")
        assert "In your turn you write" in await h.press(ann, "I write")
        assert "[I speak]" in await h.press(ann, "When is my turn?")
        (session,) = await h.bot.desks.circle.open_in(h.guild_id)
        said = await forge(h, h.members[5], f"sc:aloud:{session.id}:0")
        assert "seat" in said
        assert "In your turn" not in said


async def test_in_a_written_room_nobody_is_asked() -> None:
    async with house() as h:
        fay, ann, _ben = await h.begin(3, room="channel", format="quick-circle")
        for person in (fay, ann):
            assert "[I write]" not in h.read(person)
        await h.press(fay, "Receive")
        assert "[I write]" not in await h.press(fay, "More")
        assert WRITES not in h.read()
        (session,) = await h.bot.desks.circle.open_in(h.guild_id)
        said = await forge(h, ann, f"sc:inwriting:{session.id}:0", at=h.room)
        assert "In this circle everyone writes, so there is nothing to choose." in said
