"""A hard moment: what whoever holds the circle reads in private, and what they can do with it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import text

from tests.journeys.forging import forge
from tests.journeys.house import House, house

WRITTEN = "Ask Ines first.\n*Never* alone with somebody. <@&1> 112"


async def _kept(h: House) -> list[str]:
    """Everything in the database, but for the pulse."""

    def dump(db: Any) -> list[str]:
        tables = db.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
        return [
            str(r) for name in tables if name != "pulse" for r in db.execute(text(f"select * from {name}"))
        ]

    return await h.bot.desks.transactions.store.read(dump)  # type: ignore[no-any-return]


async def test_admins_write_the_protocol_and_facilitators_read_it() -> None:
    async with house() as h:
        assert "Only the people who run this server" in await h.slash(h.fay, "care protocol")
        shown = await h.slash(h.admin, "care protocol")
        assert "Nothing of your own is written yet." in shown
        assert "**Offer a talk.**" in shown
        await h.press(h.admin, "Write your own", h.last.response)
        shown = await h.submit(h.admin, {"sc:protocol:words": WRITTEN})
        assert "Ask Ines first.\n\\*Never\\* alone with somebody. \\<@&1> 112" in shown
        assert "[Change it]" in shown
        await h.restart()

        await h.begin(3, format="talking-circle")
        await h.slash(h.fay, "circle panel", at=h.room)
        card = await h.press(h.fay, "A hard moment", h.last.response)
        assert "Ask Ines first." in card
        assert "**Offer a talk.**" not in card, "the server's own words take the place of the usual ones"
        assert "emergency number" in card
        assert "Only this circle's facilitator can do that" in await forge(h, h.members[0], "sc:hard:1:0")

        await h.slash(h.admin, "care protocol")
        assert h.last.response is not None
        await h.press(h.admin, "Change it", h.last.response)
        assert "Nothing of your own is written yet." in await h.submit(h.admin, {"sc:protocol:words": " \n "})


async def test_what_can_be_done_is_done_at_once_and_nothing_of_it_is_kept(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with house() as h:
        await h.open(3, format="talking-circle")
        ann, ben = h.members[:2]
        await h.press(h.co, "Save me a seat")
        await h.slash(h.fay, "circle start", at=h.room)
        await h.wait(60)
        await h.slash(h.fay, "circle panel", at=h.room)
        card = await h.press(h.fay, "A hard moment", h.last.response)
        assert "Nothing of this is kept." in card
        mine = h.last.response
        assert "This server has not set any places" in await h.press(h.fay, "Places to turn to", mine)

        before, room = await _kept(h), h.read()
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="bot"):
            await h.press(h.fay, "Offer a talk", mine)
            assert h.menu(h.last.response) == ["Ann", "Ben", "Cole"]
            assert f"{ann.mention} has your offer now." in await h.choose(h.fay, h.last.response, "Ann")
            assert "offers you a talk, if you would like one." in h.private(ann)
            assert f"{h.co.mention} knows now, and nobody else." in await h.press(
                h.fay, "Ask a co-facilitator", mine
            )
            assert "would be glad of your help now." in h.private(h.co)
        assert await _kept(h) == before
        assert h.read() == room, "the others see nothing"
        assert not [r for r in caplog.records if r.name.startswith(("bot", "cogs"))]

        # Whoever would like the talk says so, and is heard by nobody else.
        await h.press(ann, "Yes, please", h.direct(ann)[-1])
        assert f"{ann.mention} has asked that you be told" in h.private(h.fay) + h.read(h.fay)
        assert ann.mention not in h.private(h.co) + h.private(ben)

        assert "[Resume]" in await h.press(h.fay, "Pause", mine)
        assert "The circle is paused." in h.read()
        assert "[Pause]" in await h.press(h.fay, "Resume", mine)
