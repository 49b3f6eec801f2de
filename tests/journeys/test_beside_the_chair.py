"""A co-facilitator, and so a facilitator in training: the panel, a way to step in, and looking back as well."""

from __future__ import annotations

from tests.journeys.house import house, words

PANEL = "[Pause]\n[Next]\n[Hold silence]\n[Hand over]\n[End]"


async def test_who_sits_there_as_co_facilitator_sees_the_panel_takes_turns_and_looks_back() -> None:
    async with house() as h:
        fay, co, ann = h.fay, h.co, h.members[0]
        await h.slash(fay, "circle open", name="Evening circle", format="quick-circle")
        assert "so you are a co-facilitator in this one" in await h.press(co, "Save me a seat")
        assert "co-facilitator" not in await h.press(ann, "Save me a seat")
        await h.wait(2)
        await h.slash(fay, "circle start")
        await h.wait(32)
        for who in (fay, co, ann):
            await h.press(who, "I agree")
        await h.wait(2)

        # The same panel as the facilitator's, and it leads: a learner holds the pause while the facilitator watches
        assert PANEL in await h.slash(fay, "circle panel", at=h.room)
        assert PANEL in await h.slash(co, "circle panel", at=h.room)
        assert PANEL not in await h.slash(ann, "circle panel", at=h.room)
        await h.press(co, "Pause")
        await h.wait(2)
        assert "The circle is paused." in h.read()
        await h.slash(co, "circle resume", at=h.room)
        await h.wait(2)

        # They sit in the circle with everyone, and look back as the facilitator does
        for who in (fay, co, ann):
            await h.share(who)
        assert "## Closing" in h.read()
        await h.wait(2)
        for who in (fay, co):
            (said,) = [words(m) for m in h.direct(who) if "[Look back]" in words(m)]
            assert said.startswith("**Evening circle** is closing. You may look back")
        assert "[Look back]" not in h.private(ann)
        assert await h.press(co, "Look back", h.direct(co)[-1]) == "Looking back"
        told = {who: len(h.direct(who)) for who in (fay, co, ann)}
        await h.wait(300)
        assert {who: len(h.direct(who)) for who in told} == told
