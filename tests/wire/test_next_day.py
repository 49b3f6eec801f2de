"""The word on the next day on the strict Discord: once to those who asked, whatever is in the way, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.store.tables import next_day_word
from tests.journeys.house import words
from tests.strict.faults import refused
from tests.wire.strict_house import StrictHouse, play_in_strict_house
from tests.wire.test_greeting import DM, HOUR, kill_in_between, killed_before_it_is_kept

ASK, WORD = "Write to me tomorrow", "### A word after yesterday"
SENDING = r"/channels/\d+/messages"


def words_to(h: StrictHouse, who: Any) -> int:
    """How many such words somebody has got."""
    return sum(WORD in words(message) for message in h.direct(who))


async def waiting(h: StrictHouse) -> int:
    """How many words wait."""
    count = select(func.count()).select_from(next_day_word)
    return int(await h.bot.desks.transactions.read(lambda work: work.db.execute(count).scalar_one()))


def test_it_comes_once_through_an_outage_and_a_kill_and_not_where_it_is_not_taken(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        _, ann, ben, cat, dev = await h.begin(5)
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(5)
        for who in (ann, ben, cat):
            assert "I write to you once" in await h.press(who, ASK)
        h.world.closed_direct.add(cat.id)
        await h.wait(23 * HOUR)
        assert await waiting(h) == 3

        # Discord is down for half an hour, then asks for time, then gets a word and the bot is killed
        h.stub.fail(refused(503), "POST", DM, times=10)
        h.stub.fail(refused(503), "POST", SENDING, times=3)
        await h.wait(HOUR)
        assert words_to(h, ann) + words_to(h, ben) == 0
        h.stub.heal()
        h.stub.fail(refused(403, 40003), "POST", DM)
        late = await killed_before_it_is_kept(h, SENDING)
        while not late.hits:
            await h.wait(60)
        await kill_in_between(h, late)
        await h.wait(HOUR)
        assert [words_to(h, who) for who in (ann, ben, cat, dev)] == [1, 1, 0, 0]
        assert await waiting(h) == 0
        tried = len(h.stub.tried("POST", SENDING))
        await h.wait(30 * HOUR)
        assert len(h.stub.tried("POST", SENDING)) == tried, "nothing else is ever sent"

    play_in_strict_house(tmp_path, story)
