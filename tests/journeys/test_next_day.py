"""A word on the next day: to those who asked for it with one tap, once, at a kind hour, and to nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from bot.services.care.places import SupportPlace
from bot.store.tables import next_day_word
from tests.journeys.house import House, house, words
from tests.journeys.test_schedule import weekly
from tests.journeys.weekly import at, direct, until

ASK, WORD = "Write to me tomorrow", "### A word after yesterday"
TEA = SupportPlace(title="Tea and talk", phone="555-0100", review_on=date(2027, 1, 1))


async def _waiting(h: House) -> int:
    """How many words wait."""
    count = select(func.count()).select_from(next_day_word)
    return int(await h.bot.desks.transactions.read(lambda work: work.db.execute(count).scalar_one()))


def _words_to(h: House, who: Any) -> list[str]:
    return [words(message) for message in direct(h, who) if WORD in words(message)]


async def test_only_those_who_asked_get_one_word_with_places_and_the_next_date() -> None:
    async with house() as h:
        await weekly(h, capacity=6)
        await h.bot.desks.care.add_place(h.guild_id, TEA)
        ann, ben, cat, dev = h.members[:4]
        for who in (ann, cat, dev, ben):
            await h.press(who, "Save me a seat")
        await h.press(ben, "Reminders", h.last.response)
        quiet = {"sc:wishes:wanted": "no", "sc:wishes:hours": "18:30 - 20:30", "sc:wishes:zone": "UTC"}
        await ben.submit_modal(h.last, quiet)
        await until(h, at(6, 19, 1))
        await h.press(h.fay, "Begin")
        await h.wait(60)
        assert f"[{ASK}]" not in h.read()
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(5)
        for who in (ann, ann, ben, cat):
            assert "I write to you once, <t:" in await h.press(who, ASK)
        assert "Nothing comes tomorrow." in await h.press(cat, "No word, please")
        assert await _waiting(h) == 2, "asked twice is asked once"
        assert "**Tuesday circle**: I write to you once more, <t:" in await h.slash(ann, "privacy show")
        assert "I keep nothing about you now." in await h.slash(dev, "privacy show")

        await until(h, at(7, 18, 30))
        await h.restart()
        assert not _words_to(h, ann)
        await until(h, at(7, 19, 20))
        (said,) = _words_to(h, ann)
        assert "You were in **Tuesday circle**, and asked me for this word." in said
        assert f"It meets next <t:{int(datetime(2026, 1, 13, 19, tzinfo=UTC).timestamp())}:F>." in said
        assert "If you would like to talk to somebody, these are there:\n**Tea and talk**\n555-0100" in said
        assert said.endswith("You asked for one word, and this was it. Nothing else follows.")
        assert not _words_to(h, ben), "no reminders is another wish, but these are quiet hours"
        await until(h, at(7, 20, 29))
        assert not _words_to(h, ben)
        await until(h, at(7, 20, 40))
        assert len(_words_to(h, ben)) == 1
        assert await _waiting(h) == 0
        told = {who: len(direct(h, who)) for who in (ann, cat, dev)}
        await until(h, at(11, 12))
        assert {who: len(direct(h, who)) for who in told} == told, "nothing else is sent to anybody"
        assert not _words_to(h, cat) + _words_to(h, dev)


async def test_whom_nothing_reaches_is_dropped_and_what_is_erased_never_comes() -> None:
    async with house() as h:
        _, ann, ben, cat = await h.begin(4)
        await h.slash(h.fay, "circle end", at=h.room)
        for who in (ann, ben, cat):
            await h.press(who, ASK)
        assert "No word comes on the day after a circle." in await h.slash(ben, "privacy erase")
        await h.press(ben, "Erase it all")
        assert await _waiting(h) == 2
        h.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=1)
        await h.wait(25 * 3600)
        assert await _waiting(h) == 0
        assert sorted(len(_words_to(h, who)) for who in (ann, ben, cat)) == [0, 0, 1]
        (said,) = _words_to(h, ann) + _words_to(h, cat)
        assert "meets next" not in said, "nobody knows when"
        assert "This server has not set any places to turn to." in said


async def test_after_an_outage_it_comes_once_and_after_two_days_not_at_all() -> None:
    async with house() as h:
        _, ann, ben = await h.begin(3)
        await h.slash(h.fay, "circle end", at=h.room)
        await h.press(ann, ASK)
        h.env.inject_error("POST", "/users/@me/channels", status=503, times=2)
        await h.wait(25 * 3600)
        assert len(_words_to(h, ann)) == 1
        await h.begin(3)
        await h.slash(h.fay, "circle end", at=h.room)
        await h.press(ben, ASK)
        h.env.inject_error("POST", "/users/@me/channels", status=500, times=None)
        h.expected_faults = ["could not"]
        await h.wait(3 * 86_400)
        assert await _waiting(h) == 0
        assert not _words_to(h, ben)


async def test_in_practice_there_is_none() -> None:
    async with house() as h:
        await h.begin(3, practice=True)
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(5)
        assert f"[{ASK}]" not in h.read()
