"""A hard moment: what whoever holds the circle reads in private, and what they can do with it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import text

from tests.journeys.forging import forge
from tests.journeys.house import House, house, words
from tests.journeys.test_authority import lose

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
        told = h.private(h.fay) + h.read(h.fay)
        assert f"{ann.mention} would like the talk you have offered. Nobody else knows." in told
        assert ann.mention not in h.private(h.co) + h.private(ben)

        assert "[Resume]" in await h.press(h.fay, "Pause", mine)
        assert "The circle is paused." in h.read()
        assert "[Pause]" in await h.press(h.fay, "Resume", mine)


async def _hard_moment(h: House, who: Any) -> Any:
    """The card of somebody who may lead."""
    await h.slash(who, "circle panel", at=h.lobby if who is h.admin else h.room)
    await h.press(who, "A hard moment", h.last.response)
    return h.last.response


async def test_a_talk_is_between_the_two_whoever_holds_the_circle_meanwhile() -> None:
    async with house() as h:
        await h.open(3)
        ann, ben = h.members[:2]
        await h.press(h.co, "Save me a seat")
        await h.slash(h.fay, "circle start", at=h.room)
        await h.wait(2)

        # A co-facilitator offers it in their own name, and is the one who is answered, after a restart too
        mine = await _hard_moment(h, h.co)
        await h.press(h.co, "Offer a talk", mine)
        menu = h.last.response
        assert h.menu(menu) == ["Fay", "Ann", "Ben"]
        await h.choose(h.co, menu, "Ann")
        assert f"{h.co.mention}, a co-facilitator of Evening circle, offers you a talk" in h.private(ann)
        offer = h.direct(ann)[-1]
        await h.restart()
        assert f"{h.co.mention} knows now, and nobody else." in await h.press(ann, "Yes, please", offer)
        told = f"{ann.mention} would like the talk you have offered."
        assert told in h.private(h.co) + h.read(h.co)
        assert told not in h.private(h.fay) + h.read(h.fay)
        answer = next(m for m in [*h.direct(h.co), *h.sees(h.co)] if told in words(m))
        await h.press(h.co, "Answer in private", answer)
        assert "Your words are with" in await h.submit(h.co, {"sc:through:words": "I am here."})
        assert "a co-facilitator of Evening circle, writes to you:" in h.private(ann)

        # Nobody is told who did not offer it, and nothing is offered to somebody who left
        fays = await _hard_moment(h, h.fay)
        await h.press(h.fay, "Offer a talk", fays)
        menu = h.last.response
        await h.choose(h.fay, menu, "Ben")
        offer = h.direct(ben)[-1]
        await h.press(ben, "Give up my seat", h.newest(ben, "[Give up my seat]"))
        assert "has no seat in the circle now. Nothing was sent." in await h.choose(h.fay, menu, "Ben")
        assert "Press Save me a seat" in await h.press(ben, "Yes, please", offer)
        lose(h.co, h)
        offers = [m for m in h.direct(ann) if "[Yes, please]" in words(m)]
        assert "I could not reach them just now." in await h.press(ann, "Yes, please", offers[-1])
        assert told not in h.private(h.fay) + h.read(h.fay)

        # Whoever runs the server and sits elsewhere reads the card, and speaks in nobody's name
        card = words(await _hard_moment(h, h.admin))
        assert "[Places to turn to]" in card
        assert "[Offer a talk]" not in card
        assert "You do not have a seat" in await forge(h, h.admin, "sc:hardtalk:1:0")

        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(2)
        assert "This circle is over" in await h.press(ann, "Yes, please", offers[-1])
