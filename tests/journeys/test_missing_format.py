"""A schedule whose format was taken away: nothing is announced, its admin reads so once a day, and it goes on by itself
when the format is back, or with another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.circle.formats import Format
from bot.content import Content, load_content
from bot.ids import GuildXid
from tests.journeys.house import House, house
from tests.journeys.weekly import at, draft, fill_in, until

CHOSEN = "check-in"
ONCE_A_DAY = "Its dates are not announced"
IN_THE_LIST = "Its format is gone, or has fewer seats. No date is announced."
IN_THE_DRAFT = "Please choose another format under How it goes"
SECOND = "<t:1768330800:F>"
"""13 January, 19:00."""


@contextmanager
def changed(change: Callable[[dict[str, Format]], object]) -> Iterator[None]:
    """From the next start on the files of the formats are others."""

    def load(folder: Path) -> Content:
        content = load_content(folder)
        formats = dict(content.formats)
        change(formats)
        return replace(content, formats=formats)

    with patch("bot.app.load_content", load):
        yield


def _gone(formats: dict[str, Format]) -> None:
    del formats[CHOSEN]


async def _announced(h: House) -> None:
    """Ada's circle meets on Tuesdays, and its first date is announced."""
    await h.press(h.admin, "Create it", await draft(h, format=CHOSEN, capacity=4))
    await until(h, at(1, 1))


async def test_it_waits_its_admin_is_told_and_it_goes_on_when_the_format_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with house() as h:
        await _announced(h)
        with changed(_gone):
            await h.sim.restart()
            await until(h, at(7, 12))
            assert SECOND not in h.read(place=h.lobby), "what nobody chose is not announced in its place"
            said = [r for r in caplog.records if "its format is gone" in r.getMessage()]
            assert len(said) == 1, "at the moment it was to be announced, and not every hour"
            assert ONCE_A_DAY not in await h.slash(h.fay, "circle upcoming"), "only for who runs the server"
            assert ONCE_A_DAY in await h.slash(h.admin, "circle upcoming")
            assert ONCE_A_DAY not in await h.slash(h.admin, "circle upcoming"), "once a day"
            assert IN_THE_LIST in await h.slash(h.admin, "schedule list")
        await h.sim.restart()
        await h.wait(3)
        assert SECOND in h.read(place=h.lobby)
        assert ONCE_A_DAY not in await h.slash(h.admin, "circle upcoming")
        assert IN_THE_LIST not in await h.slash(h.admin, "schedule list")


async def test_it_goes_on_with_the_format_that_an_admin_chooses_instead() -> None:
    async with house() as h:
        await _announced(h)
        with changed(_gone):
            await h.sim.restart()
            await until(h, at(7, 12))
            assert IN_THE_DRAFT in await h.slash(h.admin, "schedule edit")
            card = h.last.response
            await h.press(h.admin, "Save the changes", card)
            await h.wait(3)
            assert SECOND not in h.read(place=h.lobby), "what is saved without a format still waits"
            assert IN_THE_DRAFT in await h.slash(h.admin, "schedule edit")
            chosen = {"format": ["story-circle"], "theme": ["general"], "horizon": "7"}
            shown = await fill_in(h, card := h.last.response, "How it goes", **chosen)
            assert IN_THE_DRAFT not in shown
            await h.press(h.admin, "Save the changes", card)
            await h.wait(3)
            assert SECOND in h.read(place=h.lobby)
            assert IN_THE_LIST not in await h.slash(h.admin, "schedule list")


async def test_seats_that_the_format_cannot_have_any_more_are_as_if_it_were_gone() -> None:
    async with house() as h:
        await h.press(h.admin, "Create it", await draft(h, format=CHOSEN))
        (kept,) = await h.sim.bot.desks.schedule.of_guild(GuildXid(h.guild.id))
        wanted = kept.schedule.choices
        most = replace(wanted, session=replace(wanted.session, minimum=8))
        await h.sim.bot.desks.schedule.redraft(kept.schedule, most)
        await until(h, at(1, 1))

        def smaller(formats: dict[str, Format]) -> None:
            formats[CHOSEN] = formats[CHOSEN].adjusted(capacity=5)

        with changed(smaller):
            await h.sim.restart()
            await until(h, at(7, 12))
            assert SECOND not in h.read(place=h.lobby)
            assert IN_THE_LIST in await h.slash(h.admin, "schedule list")
            assert IN_THE_DRAFT in await h.slash(h.admin, "schedule edit")
