"""A circle to practise in: real people, marked everywhere, and nothing of it remains."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.services.participation import records
from bot.store.tables import circle, prompt_use, record, session, spark
from tests.journeys.house import house, words

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
        assert await store.read_long(records) == []

        def left(db):  # type: ignore[no-untyped-def]
            tables = (circle, prompt_use, record, session, spark)
            return [db.execute(select(func.count()).select_from(table)).scalar() for table in tables]

        assert await store.read(left) == [0, 0, 0, 0, 0], "not even its name"
