"""The harvest in the room: helpers offer sparks, they appear in the hope channel, and one is withdrawn."""

from __future__ import annotations

from bot.rehearsal.room.helper_scripts import WORDS
from tests.rehearsal.room.visiting import visiting


async def test_sparks_of_a_circle_that_plays_itself_appear_and_can_be_withdrawn() -> None:
    async with visiting(auto=True) as v:
        await v.state("Olu")
        await v.skip(24 * 60)
        assert "This circle has closed." in await v.read("Olu")
        hope = (await v.places("Olu"))["hope"]["id"]
        for _ in range(6):
            await v.skip(600)
        shown = await v.read("Olu", hope)
        assert [words.spark for words in WORDS.values() if words.spark not in shown] == []
        assert not any(f"<@{number}>" in shown for number in v.ids.values())
        assert "[Withdraw]" in await v.reads("Ana")
        await v.press("Ana", "Withdraw")
        await v.skip(2)
        assert WORDS["Ana"].spark not in await v.read("Olu", hope)
        assert (await v.state("Olu"))["errors"] == []
