"""Beginning early, or with few: it is asked first, and asked again when that has changed."""

from __future__ import annotations

from tests.journeys.house import house, words
from tests.journeys.test_schedule_faults import edit, weekly
from tests.journeys.weekly import at, until


async def test_what_was_read_holds_as_long_as_nobody_goes() -> None:
    async with house() as h:
        await weekly(h, capacity=6)
        await edit(h, "People and place", place=[h.lobby], people=[h.fay], role=[], seats="6", least="4")
        ann, ben, cat = h.members[:3]
        for person in (ann, ben, cat, h.co):
            await h.press(person, "Save me a seat")
        await until(h, at(6, 18, 55))
        await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
        early = h.last.response
        assert "Begin now?" in words(early)
        assert "This circle asks for" not in words(early)
        await h.slash(cat, "circle leave")
        await h.slash(h.co, "circle leave")
        await h.restart()

        # Two have gone since: that is another question, and it can be let be
        asked = await h.press(h.fay, "Begin all the same", early)
        assert "It begins <t:" in asked
        assert "3 people are here. This circle asks for 4." in asked
        assert "[Begin]" in await h.press(h.fay, "Wait", h.last.response), "the panel"
        assert "Begin now?" in await h.slash(h.fay, "circle start", at=h.room)
        question = h.last.response
        assert "## Opening" not in h.read()
        await h.slash(ben, "circle leave")
        refused = await h.press(h.fay, "Begin all the same", question)
        assert "A circle needs 1 more person" in refused
        assert "2 of 6 seats are taken." in refused, "said on a panel that is true"

        # Two begin it at once: it begins once, and both have their panels
        await h.slash(ben, "circle join", session="1")
        await h.slash(h.co, "circle join", session="1")
        questions = []
        for who in (h.fay, h.co):
            await h.slash(who, "circle start", at=h.lobby)
            questions.append(h.last.response)
        for who, shown in zip((h.fay, h.co), questions, strict=True):
            assert "[Pause]" in await h.press(who, "Begin all the same", shown)
        await h.wait(2)
        assert h.read().count("## Opening") == 1
        assert "This circle has already begun" not in h.read()
