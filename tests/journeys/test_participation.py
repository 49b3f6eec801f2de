"""Reports and exports, as those see them who ask: too little at first, then a picture, words, a table and files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from datetime import timedelta
from gettext import NullTranslations
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.privacy.quarters import Quarter
from bot.privacy.record import Sums
from bot.services.participation.reports import Figures, QuarterRow
from bot.store import participation_queries as pq
from bot.store import queries as q
from bot.ui.cards.participation import chart
from bot.ui.i18n import Translator
from tests.journeys.house import House, house

VOICE = Translator("en", NullTranslations())
SUMS = Sums(
    sessions=6,
    even=4,
    called_off=1,
    seats_offered=48,
    seats_taken=33,
    seats_shared=29,
    storied=6,
    storied_seats=33,
    offered_s=9000,
    used_s=5400,
    first_timers=7,
    asked=33,
    answered_sessions=4,
    answered=22,
    arriving=24,
    arriving_level=84,
    leaving=22,
    leaving_level=55,
)


@pytest.fixture(autouse=True, scope="module")
def _first_picture() -> None:
    """The first picture of a process imports matplotlib, for which the simulation does not wait on a busy machine."""
    assert chart.pictures(VOICE, [QuarterRow(Quarter(2026, 1), True, Figures(sessions=5, seats_taken=15))])


async def _held(h: House, circles: dict[str, Sums]) -> None:
    """Sums of the quarter before, as sessions would have left them."""
    quarter = str(Quarter.of(h.now()).back(1))

    def keep(db: Connection) -> None:
        for number, (name, sums) in enumerate(circles.items(), 1):
            if name:
                db.execute(q.add_circle, [{"id": number, "guild_xid": h.guild.id, "name": name}])
            row = {"guild_xid": h.guild.id, "quarter": quarter, "circle_id": number if name else 0}
            row |= {"format": "story-circle", "room": "private", "held": False}
            db.execute(pq.add_cell, [{**row, **asdict(sums)}])

    await h.bot.desks.transactions.store.write(keep)


async def _files(message: Any) -> dict[str, bytes]:
    return {one.filename: await one.read() for one in message.attachments}


async def test_those_who_run_a_server_see_all_circles_and_a_member_none() -> None:
    async with house() as h:
        shown = await h.slash(h.admin, "participation report")
        assert "There is too little to show yet." in shown
        assert "So nobody can be made out." in shown
        assert "Facilitators see the numbers" in await h.slash(h.members[0], "participation report")

        await _held(h, {"Tuesday circle": SUMS, "": SUMS})
        shown = await h.slash(h.admin, "participation report")
        assert "**All circles** · " in shown
        assert "Sessions held: at least 10. Seats taken: at least 65." in shown
        assert "Shared at least once: at least 9 in 10 of those with a seat." in shown
        assert "3.5 on arriving, 2.5 on leaving" in shown
        assert "Here for the first time this year: at least 10." in shown
        assert "**Tuesday circle**, **Other circles**" in shown
        assert "10+    65+" in shown

        shown = await h.slash(h.admin, "participation report", circle="tuesday circle")
        assert "Sessions held: at least 5. Seats taken: at least 30." in shown
        assert "no circle of yours" in await h.slash(h.admin, "participation report", circle="Monday")
        assert "You can write it as 2026-Q4" in await h.slash(h.admin, "participation report", period="soon")
        now = Quarter.of(h.now())
        assert "too little" in await h.slash(h.admin, "participation report", period=str(now))


async def test_an_export_says_what_the_report_says() -> None:
    async with house() as h:
        assert "There is too little to show yet." in await h.slash(h.admin, "participation export")
        few = Sums(sessions=3, seats_taken=15, seats_shared=15, answered_sessions=1, answered=5, arriving=5)
        await _held(h, {"Tuesday circle": SUMS, "": few})
        shown = await h.slash(h.admin, "participation export")
        assert "participation.html is a page for those who fund you." in shown
        found = await _files(h.last.response)
        rows = list(csv.DictReader(io.StringIO(found["participation.csv"].decode("utf-8-sig"))))
        assert [row["circle"] for row in rows] == ["All circles", "Tuesday circle", "Other circles"]
        assert (rows[0]["sessions"], rows[0]["seats_taken"], rows[0]["arriving_tenths"]) == ("5", "45", "29")
        assert (rows[1]["seats_taken"], rows[1]["arriving_tenths"]) == ("30", ""), "else five answers follow"
        data = json.loads(found["participation.json"])
        assert data["rows"][1]["arriving_tenths"] is None
        assert set(data["rows"][0]) == set(data["dictionary"])
        named = csv.DictReader(io.StringIO(found["participation-dictionary.csv"].decode("utf-8-sig")))
        assert [row["column"] for row in named] == [*rows[0]]
        page = found["participation.html"].decode()
        assert "at least 45" in page
        assert "What the numbers mean" in page


async def test_a_facilitator_sees_their_own_circles_alone() -> None:
    async with house() as h:
        await _held(h, {"Tuesday circle": SUMS, "": SUMS})
        shown = await h.slash(h.fay, "participation report")
        assert "**Other circles** · " in shown
        assert "All circles" not in shown
        refused = await h.slash(h.fay, "participation report", circle="Tuesday circle")
        assert "no circle of yours by that name" in refused
        await h.slash(h.fay, "participation export")
        assert b"Tuesday circle" not in (await _files(h.last.response))["participation.csv"]


async def test_three_evenings_are_counted_and_a_quarter_that_is_over_stays_as_it_is() -> None:
    async with house() as h:
        for _ in range(3):
            await h.begin(5, format="quick-circle")
            await h.slash(h.fay, "circle end", at=h.room)
            await h.wait(700)
        shown = await h.slash(h.admin, "participation report")
        assert ", so far**" in shown
        assert "Sessions held: fewer than 5. Seats taken: at least 15." in shown
        ends = Quarter.of(h.now()).next.starts_at
        await h.wait((ends - h.now() + timedelta(hours=7)).total_seconds())
        later = await h.slash(h.admin, "participation report")
        assert "Sessions held: fewer than 5. Seats taken: at least 15." in later
        assert ", so far**" not in later
