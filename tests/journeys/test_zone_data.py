"""The law of a place changes its clocks after a date was announced, and the bot is started with the new zone data."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from tests.journeys.house import house
from tests.journeys.weekly import at, draft, events, fill_in, until
from tests.zone_data import write_zones, zones_from


async def test_the_hour_by_the_clock_stays_and_everyone_seated_is_told_once(tmp_path: Path) -> None:
    old_law = write_zones(tmp_path / "old", {"America/Vancouver": "America/Denver"})
    new_law = write_zones(tmp_path / "new", {"America/Vancouver": "America/Los_Angeles"})
    with patch("bot.app.use_packaged_zones", lambda: None), zones_from(old_law):
        async with house(tmp_path / "circle.db") as h:
            ann, ben = h.members[:2]
            card = await draft(h, capacity=4, when="2026-01-06 19:00")
            await fill_in(
                h,
                card,
                "Change the time",
                when="2026-01-06 19:00",
                repeat="weekly",
                zone="America/Vancouver",
            )
            await h.press(h.admin, "Create it", card)
            await until(h, at(1, 12))
            await h.press(ann, "Save me a seat")
            await h.wait(3)
            seven_by_the_old_law, seven = (int(at(7, hour).timestamp()) for hour in (2, 3))
            assert f"begins <t:{seven_by_the_old_law}:F>" in h.read(place=h.lobby)
            with zones_from(new_law):
                for _ in range(3):
                    await h.sim.restart()
                    await h.wait(3)
                await h.wait(600)  # private words of a circle are spread over some minutes
                assert f"begins <t:{seven}:F>" in h.read(place=h.lobby)
                assert f"<t:{seven_by_the_old_law}" not in h.read(place=h.lobby)
                assert h.private(ann).count(f"was moved. New time: <t:{seven}:F>") == 1
                assert not h.private(ben)
                assert [when[:13] for when, _ in events(h)] == ["2026-01-07T03"], (
                    "the event moved, and is one"
                )
                await until(h, at(7, 2, 30))
                assert h.private(ann).count("Your seat is kept") == 2, (
                    "a day and an hour before, by the clock"
                )
                await until(h, at(7, 2, 59))
                assert len(h.lobby.threads) == 1
