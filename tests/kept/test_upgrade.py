"""Every database that was kept is upgraded by the bot of today, and its circles go on as if nothing had been."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.ids import GuildXid
from tests.journeys.hopeful import posted, submit, token_of, withdraw
from tests.journeys.house import House, words
from tests.journeys.test_held_channel import can_write
from tests.journeys.weekly import at, direct, until
from tests.kept.make import NEW_LINES, OLD_LINES, PLACE, QUESTION, SETTINGS, session
from tests.kept.world import DATABASE, HOME, ReturnedHouse, returned
from tests.recorded import waiting

LAST_WITH_BUTTON = "0011"
"""The last that was kept while a posted spark had a button."""
FIRST_HELD = "0018"
"""The first in which a room can hold the talking piece."""
KEPT = sorted(file.parent.name for file in HOME.glob(f"*/{DATABASE}"))
OFTEN = ("0005", "0011", "0020", "0021", "0025", KEPT[-1])
"""Those that are tried in every way. Of the others `test_every_schema` tries the live circle."""
LIVE = "Evening circle"
Back = Callable[[], AbstractAsyncContextManager[ReturnedHouse]]
"""Comes back to the house of that moment."""


@pytest.fixture(params=OFTEN)
def kept(request: pytest.FixtureRequest) -> Path:
    return HOME / str(request.param)


@pytest.fixture
def back(kept: Path, tmp_path: Path) -> Back:
    """The bot of today on that database."""
    return lambda: returned(kept, tmp_path, SETTINGS)


async def test_the_live_circle_goes_on_and_what_was_answered_before_counts(back: Back) -> None:
    async with back() as h:
        fay, ann, ben, cat, dev, eve = people = [h.fay, *h.members[:5]]
        room = (await session(h, LIVE)).room_xid
        place = next(thread for thread in h.lobby.threads if thread.id == room)
        await h.wait(1)  # after a start, rooms are looked at one after the other
        (first,) = (m for m in place.history(viewer=eve) if "[Me too]" in words(m))
        assert words(first).startswith(f"For {fay.mention}'s story"), (
            "what was on its card stands below it now"
        )
        second = next(m for m in place.history(viewer=eve) if "[I'm done]" in words(m))
        assert "This story touches on: loss and death." in words(second)

        # Gestures from before and after are one sum, and the same one again is still only one
        await h.press(dev, "Hope", first)
        await h.press(eve, "Me too", first)
        await h.press(ann, "I'm done", second)
        await h.press(ben, "Heard")
        await h.press(cat, "Heard")
        await h.press(dev, "Hope")
        await h.wait(6)
        for who in (ben, cat, dev, eve):
            receive = next(m for m in reversed(place.history(viewer=who)) if "[Receive]" in words(m))
            assert who.mention in words(receive), "the piece goes on around"
            await h.press(who, "Receive", receive)
            await h.wait(20)
            await h.press(who, "I'm done", receive)
            await h.wait(6)
        assert "## Closing" in h.read(place=place)
        for who, level in zip(people, ("1 not alone", "2", "2", "2", "3", "1 not alone"), strict=True):
            closing = next(m for m in reversed(place.history(viewer=who)) if "[5 very alone]" in words(m))
            await h.press(who, level, closing)
        await h.wait(12)
        await h.slash(fay, "circle end", at=place)
        await h.wait(5)
        told = h.private(fay) + h.read(fay, place)
        assert "2 people let you know, without their names: your story was heard." in told
        assert "2 people know something like it" in told
        assert "It gave hope to 1 person." in told
        told = h.private(ann) + h.read(ann, place)
        assert "2 people let you know, without their names: your story was heard." in told
        assert "It gave hope to 1 person." in told
        added = [sums for _, sums in await waiting(h.sim.bot.desks.transactions) if sums.answered]
        assert [(s.arriving, s.arriving_level, s.leaving, s.leaving_level) for s in added] == [
            (6, 22, 6, 11)
        ], "what was answered before and after the upgrade"


async def test_sparks_that_waited_are_posted_and_can_be_withdrawn(back: Back, kept: Path) -> None:
    async with back() as h:
        before = "".join(posted(h))
        assert 1 <= len(posted(h)) < len(OLD_LINES)
        waiting = next(
            who
            for who, line in zip((h.fay, *h.members), OLD_LINES, strict=False)
            if line not in before and "[Withdraw]" in h.private(who)
        )
        line = OLD_LINES[[h.fay, *h.members].index(waiting)]
        assert "withdrawn" in await withdraw(h, waiting)
        for _ in range(40):
            await h.wait(120)
        shown = {re.sub(r"^> |\n\[This is mine\]$", "", text) for text in posted(h)}
        assert shown == {*OLD_LINES, *NEW_LINES} - {line}
        if kept.name <= LAST_WITH_BUTTON:
            await _its_button_asks_for_the_code(h)
        assert "[This is mine]" not in "".join(posted(h)), "what is posted now has no button"
        await withdraw(h, h.co)
        assert NEW_LINES[0] not in "".join(posted(h)), "what was posted is still theirs to take back"


async def _its_button_asks_for_the_code(h: House) -> None:
    (old,) = (m for m in h.guild.channels["hope"].history() if "[This is mine]" in words(m))
    giver = next(who for who, line in zip((h.fay, *h.members), OLD_LINES, strict=False) if line in words(old))
    await h.press(giver, "This is mine", old)
    assert "That is not the code" in await submit(h, giver, sc__mine__code="AAAAA-AAAAA")
    await h.press(giver, "This is mine", old)
    code = h.sim.bot.hope.code(token_of(h, giver))
    assert "its message is deleted" in await submit(h, giver, sc__mine__code=code)


async def test_the_planned_date_can_be_joined_and_wishes_are_honoured(back: Back) -> None:
    async with back() as h:
        ann, ben, cat, dev = h.members[:4]
        gus = h.members[5]

        def reminded(who: Any) -> int:
            return h.private(who).count("Your seat is kept")

        before = {who.name: reminded(who) for who in (ann, ben, cat, dev)}
        assert set(before.values()) == {0}
        await until(h, at(5, 18, 11))
        assert (reminded(ann), reminded(ben), reminded(cat)) == (1, 0, 0)
        await until(h, at(5, 19, 36))
        assert (reminded(ann), reminded(ben), reminded(cat)) == (1, 0, 1), "the quiet hours are over"

        invitation = next(m for m in h.lobby.history() if "[Save me a seat]" in words(m))
        await h.press(ann, "Give up my seat", invitation)
        await h.wait(2)
        assert "has become free" in h.private(dev)
        assert "You have a seat." in await h.press(dev, "Save me a seat", direct(h, dev)[-1])
        assert "at place 1" in await h.press(gus, "Save me a seat", invitation)
        await until(h, at(6, 18, 6))
        assert (reminded(ann), reminded(ben), reminded(dev)) == (1, 0, 1)
        assert "Your seat is kept" not in h.private(gus)

        # The date takes place, the next is skipped, and the one after was moved
        await until(h, at(16, 12))
        assert "<t:1768327200:F>" not in _invitations(h), "the 13th was left out"
        assert "<t:1769108400:F>" in _invitations(h), "the 20th is on the 22nd, at 20:00"


def _invitations(h: House) -> str:
    return "\n".join(words(m) for m in h.lobby.history() if "Tuesday circle" in words(m))


async def test_what_a_server_chose_is_still_there(back: Back) -> None:
    async with back() as h:
        shown = await h.slash(h.admin, "settings show")
        assert "It is Europe/Berlin now." in shown
        assert f"Sparks of hope are posted in {h.hope.mention}." in shown
        assert PLACE["title"] in await h.slash(h.members[8], "care support")
        own = await h.sim.bot.desks.prompts.own(GuildXid(h.guild.id))
        assert [question.text for question in own] == [QUESTION]


@pytest.mark.parametrize("name", [name for name in OFTEN if name >= FIRST_HELD])
async def test_a_held_room_goes_on_and_nothing_of_it_is_left_behind(name: str, tmp_path: Path) -> None:
    async with returned(HOME / name, tmp_path, SETTINGS) as h:
        quiet = await session(h, "Quiet circle")
        assert h.room.id == quiet.room_xid
        people = [h.admin, h.members[8], *h.members[6:8]]
        jo = people[1]
        await h.wait(2)
        assert can_write(h, people) == [h.admin.name], "who had the piece has it"
        await h.press(h.admin, "I'm done", h.newest(h.admin, "[I'm done]"))
        await h.wait(8)
        assert can_write(h, people) == []
        await h.press(jo, "Receive")
        await h.wait(2)
        assert can_write(h, people) == [jo.name]
        await h.slash(h.admin, "circle end", at=h.room)
        await h.wait(3)
        assert can_write(h, people) == [who.name for who in people]
