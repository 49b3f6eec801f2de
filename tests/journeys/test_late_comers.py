"""Coming late: the agreements first, then the room, and a word on where the circle stands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.circle.formats import Format, LateComers
from bot.ids import MemberXid
from bot.services.schedule.reminders import Reminding
from tests.journeys.house import House, house, words


def _inside(h: House, who: Any) -> bool:
    return who.id in h.room._channel.thread_members


async def _telling(h: House) -> list[Any]:
    """Fay tells a story, and three others listen."""
    everyone = await h.begin(4, format="quick-circle")
    await h.press(h.fay, "Receive")
    return everyone


async def test_whoever_comes_late_agrees_first_and_then_is_let_in_and_caught_up() -> None:
    async with house() as h:
        await _telling(h)
        cat, dev, eli = h.members[3:6]
        briefing = await h.press(cat, "Save me a seat")
        assert "Please read what it has agreed to; then its room opens for you." in briefing
        assert "What is said here stays here" in briefing
        assert "not therapy or a crisis service" in briefing
        assert briefing.endswith("[I agree]\n[Just listen]\n[Give up my seat]")
        assert h.way_in not in briefing + await h.slash(cat, "circle upcoming")
        await h.wait(30)
        assert not _inside(h, cat)
        panel = await h.slash(h.fay, "circle panel", at=h.room)
        for shown in (words(h.newest(h.fay, "## Stories")), panel):
            assert not re.search("(· |: )someone", shown), "nobody is listed who waits outside"

        # Discord drops private answers: asking once more brings the agreements back, also after a restart
        assert await h.press(cat, "Save me a seat") == briefing
        await h.restart()
        answer = await h.press(cat, "I agree", h.last.response)
        await h.wait(12)
        assert _inside(h, cat)
        assert cat.mention in words(h.newest(cat, "## Stories")), "whose turns there are"
        assert "Thank you. You are part of this circle." in answer
        assert f"{h.way_in}\nJust now: **Stories**.\n> " in answer.replace("\n\n", "\n")
        assert f"{h.fay.mention} has the talking piece." in answer

        # Whoever would rather listen comes in too, and whoever gives up the seat outside has no room to leave
        await h.press(dev, "Save me a seat")
        answer = await h.press(dev, "Just listen", h.last.response)
        assert "You are welcome to listen." in answer
        assert answer.endswith("is kept.\n[My first circle here this year]\n[Not my first]")
        await h.press(eli, "Save me a seat")
        outside = h.read()
        answer = await h.press(eli, "Give up my seat", h.last.response)
        assert answer.startswith("Your seat is free again.")
        assert h.way_in not in answer
        await h.press(h.fay, "I'm done")
        await h.wait(6)
        assert _inside(h, dev)
        assert not _inside(h, eli)
        assert eli.mention not in outside + h.read(), "a name in a private room lets its person in"
        for person in (*h.members[:3], cat):
            await h.share(person)
        assert "## Closing" in h.read(), "the piece came to whoever agreed, and not to whoever listens"


async def test_the_agreements_stay_in_the_room_with_their_buttons_until_the_end() -> None:
    async with house() as h:
        fay, ann, *_ = await h.open(4, format="quick-circle")
        await h.slash(fay, "circle start")
        await h.wait(60)
        card = h.newest(ann, "## Agreements")
        assert "[I agree]\n[Just listen]" in words(card)
        for person in (fay, *h.members[1:3]):
            await h.press(person, "I agree")
        await h.press(ann, "Step out")
        await h.wait(2)
        welcome = await h.press(ann, "Come back in")
        assert "Welcome back. Your place was kept.\nJust now: **Stories**." in welcome
        answer = await h.press(ann, "I agree", h.newest(ann, "## Agreements"))
        assert f"The talking piece comes to {fay.mention}." in answer
        assert "Go to the room" not in answer, "they are there"
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(20)
        assert "[I agree]" not in h.read()


async def test_a_seat_that_nobody_answers_for_is_free_again_after_one_word_in_private() -> None:
    async with house() as h:
        await _telling(h)
        cat, dev, eli = h.members[3:6]
        await h.bot.desks.schedule.wish(MemberXid(dev.id), Reminding(wanted=False))
        briefing = await h.press(cat, "Save me a seat")
        assert re.search(r"I keep your seat until <t:\d+:t>\. After that it is free", briefing)
        await h.press(dev, "Save me a seat")
        await h.press(eli, "Save me a seat")
        eli_answers = h.last.response
        await h.wait(200)
        await h.press(eli, "I agree", eli_answers)
        assert h.private(cat) == ""
        await h.wait(120)
        assert h.private(cat).startswith("There is a seat for you in **Evening circle**.")
        assert "What is said here stays here" in h.private(cat)
        assert h.private(dev) == h.private(eli) == "", "who wants no reminders gets none"
        assert "7 of 8 seats are taken." in h.read(place=h.lobby)

        # The clock runs on over a restart; nobody in the room learns of it
        before = [card for card in h.said(h.room) if "piece" not in card]
        await h.restart()
        await h.wait(330)
        assert "5 of 8 seats are taken." in h.read(place=h.lobby)
        assert "5 of 8 seats are taken." in await h.slash(h.fay, "circle panel", at=h.room)
        assert h.direct(cat)[1:] == []
        for person in (cat, dev):
            assert not _inside(h, person)
            assert person.mention not in h.read()
        assert [card for card in h.said(h.room) if "piece" not in card][: len(before)] == before

        # The buttons that are left say what can be done, and the seat can be taken again
        assert "Press Save me a seat on its invitation" in await h.press(cat, "I agree", h.direct(cat)[-1])
        again = await h.press(cat, "Save me a seat", h.newest(cat, "[Save me a seat]"))
        assert "Please read what it has agreed to" in again
        assert "Thank you. You are part of this circle." in await h.press(cat, "I agree", h.last.response)
        await h.wait(12)
        assert _inside(h, cat)


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every format lets late-comers in at once."""
    usual = Format.adjusted
    monkeypatch.setattr(
        Format, "adjusted", lambda self, **how: replace(usual(self, **how), late_comers=LateComers.AT_ONCE)
    )


@pytest.mark.usefixtures("_at_once")
async def test_where_a_format_lets_them_in_at_once_they_find_the_agreements_in_the_room() -> None:
    async with house() as h:
        await _telling(h)
        cat = h.members[3]
        briefing = await h.press(cat, "Save me a seat")
        assert f"Please come in quietly; the piece will come to you too.\n{h.way_in}" in briefing
        await h.wait(2)
        assert _inside(h, cat)
        card = h.newest(cat, "## Agreements")
        assert "Thank you." in await h.press(cat, "I agree", card)
