"""A closed series from its first meeting to its last, as a small group of bereaved people would have it: a seat for all
of them, an evening somebody cannot come, a week left out, one who leaves, and goodbye.
"""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.house import House, house, words
from tests.journeys.weekly import at, draft, fill_in, until

WEEKS = 8


async def _to_the_doors(h: House) -> None:
    """Let time pass until the next meeting's room is open."""
    (overview,) = await h.bot.desks.schedule.of_guild(h.guild_id)
    starts_at = overview.planned[0].state.date.starts_at
    await until(h, starts_at - timedelta(minutes=4))


async def _meet(h: House) -> str:
    """The next meeting opens, begins and is ended. Returns what stood in its room."""
    await _to_the_doors(h)
    await h.press(h.fay, "Begin")
    if "[Begin all the same]" in (card := words(h.last.response)):
        await h.press(h.fay, "Begin all the same", h.last.response)
        assert card
    await h.wait(2)
    read = h.read()
    await h.slash(h.fay, "circle end", at=h.room)
    await h.wait(2 * 3600)
    return read


async def test_eight_weeks() -> None:
    async with house() as h:
        await until(h, at(5, 12))
        card = await draft(h, repeat="weekly for 8 weeks", capacity=4)
        said = await fill_in(h, card, "The same people", who=["same"], last=["last-meeting"])
        assert "A closed series: a seat is for all 8 meetings." in said
        assert "Format of the last meeting: Last meeting" in said
        await h.press(h.admin, "Create it", card)
        await h.wait(2)
        ann, ben, cat, dev = h.members[:4]
        assert "Meeting 1 of 8." in h.read(place=h.lobby)
        seat = await h.press(ann, "Save me a seat")
        assert "Your seat is for all 8 meetings." in seat
        for who in (ben, cat):
            await h.press(who, "Save me a seat")
        await _meet(h)
        print(h.read(place=h.lobby))
        print(h.private(ann))
