"""A circle to practise in: real people, marked everywhere, and nothing of it remains."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.store.tables import circle, contribution, prompt_use, session, spark
from tests.journeys.house import house, words
from tests.recorded import waiting

MARK = "-# Practice circle"


async def test_a_practice_circle_is_marked_everywhere_and_leaves_nothing() -> None:
    async with house() as h:
        panel = await h.slash(h.fay, "circle open", name="First steps", format="quick-circle", practice=True)
        assert panel.startswith(MARK)
        assert (h.room.name or "").startswith("Practice ")
        ann = h.members[0]
        invitation = h.newest(ann, "[Save me a seat]")
        assert MARK in await h.slash(ann, "circle upcoming")
        assert words(invitation).startswith(MARK)
        assert "a story may be made up, and nothing of it is counted" in words(invitation)
        assert "a story may be made up" in await h.press(ann, "Save me a seat", invitation)
        await h.wait(2)

        await h.slash(h.fay, "circle prompt", at=h.room)
        await h.press(h.fay, "Draw another", h.last.response)

        # Two are enough, once it was read that they are few.
        assert "2 people are here. This circle asks for 3." in await h.slash(h.fay, "circle start")
        assert MARK in await h.press(h.fay, "Begin all the same", h.last.response)
        await h.wait(60)
        for person in (h.fay, ann):
            if "[I agree]" in h.read():
                await h.press(person, "I agree")
        await h.wait(2)
        for _ in range(4):
            if h.holder() in ("Fay", "Ann"):
                await h.share(h.fay if h.holder() == "Fay" else ann)
        for _ in range(8):
            if "The circle is closed" not in h.read():
                await h.slash(h.fay, "circle next", at=h.room)
                await h.wait(2)
        assert "The circle is closed" in h.read()
        for card in (*h.said(h.room), *h.said(h.lobby)):
            assert card.startswith(MARK), card
        await h.wait(700)

        store = h.bot.desks.transactions.store
        assert await waiting(h.bot.desks.transactions) == []

        def left(db):  # type: ignore[no-untyped-def]
            tables = (circle, prompt_use, contribution, session, spark)
            return [db.execute(select(func.count()).select_from(table)).scalar() for table in tables]

        assert await store.read(left) == [0, 0, 0, 0, 0], "not even its name"


async def test_practice_is_marked_on_what_is_read_far_from_it_and_adds_nothing_to_what_there_is() -> None:
    async with house() as h:
        # A circle that counts, so that there is something to add to
        everyone = await h.begin(5, format="quick-circle")
        for person in everyone:
            await h.share(person)
        for _ in range(4):
            await h.slash(h.fay, "circle next", at=h.room)
            await h.wait(2)
        await h.wait(700)
        store = h.bot.desks.transactions.store
        counted, kept = await waiting(h.bot.desks.transactions), await store.read(_kept)
        assert len(counted) == 1

        fay, ann, ben, _ = await h.begin(4, name="First steps", format="quick-circle", practice=True)
        await h.slash(fay, "circle panel", at=h.room)
        panel = h.last.response
        await h.press(fay, "A hard moment", panel)
        await h.press(fay, "Offer a talk", h.last.response)
        await h.choose(fay, h.last.response, "Ann")
        assert words(h.direct(ann)[-1]).startswith(MARK)
        await h.press(ann, "Yes, please", h.direct(ann)[-1])
        await h.slash(fay, "circle panel", at=h.room)
        await h.press(fay, "Write to one person", h.last.response)
        await h.choose(fay, h.last.response, "Ben")
        await h.submit(fay, {"sc:through:words": "Shall we try a pause?"})
        assert words(h.direct(ben)[-1]).startswith(MARK)

        # A call for support is one, in practice too: no mark makes anybody doubt it
        await h.press(ben, "I need support")
        await h.press(ben, "Let the facilitator know", h.last.response)
        call = h.newest(fay, "asked me to tell you")
        assert MARK not in words(call)

        # Whoever comes late is told, where they stand and once more in private
        dev = h.members[5]
        assert "This is practice" in await h.press(dev, "Save me a seat")
        await h.wait(310)
        assert words(h.direct(dev)[-1]).startswith(MARK)
        assert "This is practice" in words(h.direct(dev)[-1])
        assert h.events() == [], "there is nothing of it in the server's calendar"

        await h.slash(fay, "circle end", at=h.room)
        await h.wait(700)
        ended = words(h.direct(fay)[-1])
        assert ended.startswith(MARK)
        assert "[Look back]" in ended
        store = h.bot.desks.transactions.store
        assert await waiting(h.bot.desks.transactions) == counted
        assert await store.read(_kept) == kept


def _kept(db):  # type: ignore[no-untyped-def]
    tables = (circle, prompt_use, contribution, session, spark)
    return [[tuple(row) for row in db.execute(select(table)).all()] for table in tables]
