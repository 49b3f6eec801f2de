"""Questions that nobody has to answer: one at a time, two a circle, and none again for weeks after it was left."""

from __future__ import annotations

from typing import Any

from tests.journeys.house import House, house

NEW, ALONE, WAY = (
    "[My first circle here this year]",
    "how alone do you feel right now?",
    "[I speak]\n[I write]",
)
DAY = 86_400


async def _circle(h: House, **options: Any) -> None:
    """A circle of three that is at its agreements."""
    await h.open(3, format="quick-circle", **options)
    await h.slash(h.fay, "circle start")
    await h.wait(32)


async def _over(h: House, days: float = 1) -> None:
    await h.slash(h.fay, "circle end", at=h.room)
    await h.wait(days * DAY)


def _asked(said: str) -> list[str]:
    return [question for question in (WAY, NEW, ALONE) if question in said]


async def test_each_is_asked_little_and_what_somebody_leaves_rests_for_weeks() -> None:
    async with house(circles={"scale": True}) as h:
        ann, ben = h.members[:2]
        await _circle(h)
        assert _asked(await h.press(ann, "I agree")) == [NEW]
        assert _asked(await h.press(ann, "I agree")) == [NEW], "the same one, not a second"
        assert _asked(await h.press(ben, "I agree")) == [NEW]
        said = await h.press(ben, "Not my first")
        assert "It is good that you are here again." in said
        assert _asked(said) == [ALONE], "the next follows the answer"
        said = await h.press(ben, "2")
        assert "Only the group total is kept." in said
        assert _asked(said) == []
        assert "I asked you 1 optional question." in await h.slash(ann, "privacy show")
        assert "how alone" not in h.read(h.fay), "nobody else is asked by that"
        await _over(h)

        # Ann left hers, so another may come; for Ben's answer tells for weeks, it rests too
        await h.restart()
        await _circle(h)
        assert _asked(await h.press(ann, "I agree")) == [ALONE]
        assert _asked(await h.press(ben, "I agree")) == [ALONE], "what he answered is asked again"
        await _over(h)
        await _circle(h)
        assert _asked(await h.press(ann, "I agree")) == []
        assert _asked(await h.press(ben, "I agree")) == []
        kept = await h.slash(ann, "privacy show")
        assert "I asked you 2 questions lately. For some weeks I do not ask them again." in kept
        await _over(h)

        # Whoever has it erased may be asked again at once; for others it is forgotten by itself
        assert "I forget which questions I asked you lately." in await h.slash(ben, "privacy erase")
        await h.press(ben, "Erase it all")
        await _circle(h)
        assert _asked(await h.press(ann, "I agree")) == []
        assert _asked(await h.press(ben, "I agree")) == [NEW]
        await _over(h, days=7 * 7)
        assert "I keep nothing about you now." in await h.slash(ann, "privacy show")
        await _circle(h)
        assert _asked(await h.press(ann, "I agree")) == [NEW]


async def test_on_leaving_one_more_is_asked_below_what_somebody_does_in_private() -> None:
    async with house(circles={"scale": True}) as h:
        ann, ben = h.members[:2]
        for evening in (1, 2):
            await _circle(h)
            for who in (h.fay, ann, ben):
                await h.press(who, "I agree")
                if evening == 1:
                    await h.press(who, "Not my first")
            if evening == 1:
                await h.press(ann, "3")
            await h.wait(2)
            for who in (h.fay, ann, ben):
                await h.share(who)
            assert "[Write to me tomorrow]" in h.read(), "whoever would like one may ask at any time"
            said = await h.press(ann, "4")
            if evening == 1:
                assert "Would you like" not in said, "she was asked two"
                assert "I write to you once" in await h.press(ann, "Write to me tomorrow")
                assert "Would you like" not in await h.press(ben, "2"), "he was asked two, and answered one"
            else:
                assert "Would you like a word from me tomorrow" in said
                assert "I write to you once" in await h.press(ann, "Write to me tomorrow", h.last.response)
            await _over(h)


async def test_where_people_speak_the_first_question_is_how_they_take_their_turn() -> None:
    async with house(circles={"scale": True}) as h:
        fay, ann, ben = h.fay, *h.members[:2]
        await _circle(h, room="voice")
        said = await h.press(fay, "I agree")
        assert _asked(said) == [WAY]
        said = await h.press(fay, "I speak")
        assert "In your turn you speak." in said
        assert _asked(said) == [NEW]
        assert _asked(await h.press(fay, "My first circle here this year")) == [], "two in a circle"
        assert _asked(await h.press(ann, "Just listen")) == [NEW], "who listens takes no turn"
        assert _asked(await h.press(ben, "I agree")) == [WAY]
        await _over(h)

        # Whoever left it may say it at any time, and is asked nothing for that
        await _circle(h, room="voice")
        assert _asked(await h.press(ben, "I agree")) == [NEW]
        for who in (fay, ann):
            await h.press(who, "I agree")
        await h.wait(2)
        said = await h.press(ben, "When is my turn?")
        assert "[I write]" in said
        said = await h.press(ben, "I write")
        assert "In your turn you write" in said
        assert _asked(said) == []
