"""A date that was skipped or moved is shown as what it is, everywhere."""

from __future__ import annotations

from typing import Any

from tests.journeys.house import House, house
from tests.journeys.test_schedule_faults import edit, weekly
from tests.journeys.weekly import at, fill_in, until

SIXTH, EIGHTH, NINTH = (int(instant.timestamp()) for instant in (at(6, 19), at(8, 19), at(9, 20)))


async def changed(h: House) -> None:
    """Tuesdays and Thursdays: the first Tuesday is skipped, the first Thursday moved to the Friday."""
    await until(h, at(1, 20))
    await weekly(h, repeat="weekly on Tue and Thu")
    await h.slash(h.admin, "schedule skip", date="2026-01-06", reason="Public holiday")
    await h.slash(h.admin, "schedule move", date="2026-01-08", when="2026-01-09 20:00")
    await h.wait(3)


def names(offered: Any) -> list[str]:
    """The words of choices."""
    return [choice.name if hasattr(choice, "name") else choice["name"] for choice in offered]


async def test_the_invitation_and_the_event_say_where_a_date_was_moved_from() -> None:
    async with house() as h:
        await changed(h)
        lobby = h.read(place=h.lobby)
        assert f"It begins <t:{NINTH}:F>" in lobby
        assert f"This date was moved. It was to begin on <t:{EIGHTH}:F>." in lobby
        found = list(h.env.backend.guilds[h.guild.id].scheduled_events.values())
        assert any(f"It was to begin on <t:{EIGHTH}:F>" in (event.description or "") for event in found)


async def test_the_lists_say_what_was_left_out_and_what_was_moved() -> None:
    async with house() as h:
        await changed(h)
        listed = await h.slash(h.admin, "schedule list")
        assert f"<t:{NINTH}:F>, moved from <t:{EIGHTH}:F>" in listed
        assert f"~~<t:{SIXTH}:F>~~ · left out: Public holiday" in listed
        upcoming = await h.slash(h.members[0], "circle upcoming")
        assert f"begins <t:{NINTH}:F>, moved from <t:{EIGHTH}:F>" in upcoming
        assert f"~~<t:{SIXTH}:F>~~ · left out: Public holiday" in upcoming
        await h.slash(h.admin, "schedule move", date="2026-01-22", when="2026-01-23 20:00")
        assert "moved to <t:1769198400:F>" in await h.slash(h.admin, "schedule list"), (
            "before it is announced"
        )


async def test_what_is_left_out_is_in_the_list_also_when_nothing_is_announced() -> None:
    async with house() as h:
        await until(h, at(1, 20))
        await weekly(h)
        await h.slash(h.admin, "schedule skip", date="2026-01-06")
        await h.wait(2 * 3600)
        for who, command in ((h.admin, "schedule list"), (h.members[0], "circle upcoming")):
            assert f"~~<t:{SIXTH}:F>~~ · left out" in await h.slash(who, command), command
        await until(h, at(6, 20))
        assert "left out" not in await h.slash(h.members[0], "circle upcoming"), "that day is over"


async def test_what_is_offered_while_one_types_says_it_too() -> None:
    async with house() as h:
        await changed(h)
        offered = names(await h.admin.autocomplete(h.lobby, "schedule skip", "date", ""))
        assert offered[0] == "Thursday, 8 January 2026, 19:00 · moved to Friday, 9 January 2026, 20:00"
        assert not any("6 January" in name for name in offered), "it is left out already"
        joinable = names(await h.members[0].autocomplete(h.lobby, "circle join", "session", ""))
        assert "Tuesday circle · Friday, 9 January 2026, 20:00 (moved)" in joinable


async def test_a_moved_date_is_found_by_the_day_it_was_moved_to() -> None:
    async with house() as h:
        await changed(h)
        assert "does not meet on Thursday, 8 January" in await h.slash(
            h.admin, "schedule skip", date="2026-01-09 20:00"
        )


async def test_a_draft_shows_what_stays_changed_also_at_another_hour() -> None:
    async with house() as h:
        await changed(h)
        await h.slash(h.admin, "schedule edit")
        card = h.last.response
        shown = await fill_in(
            h,
            card,
            "Change the time",
            when="2026-01-06 18:00",
            repeat="weekly on Tue and Thu",
            zone="UTC",
        )
        assert "1. ~~Tuesday, 6 January 2026, 18:00~~ · left out: Public holiday" in shown
        assert f"2. ~~Thursday, 8 January 2026, 18:00~~ · moved to <t:{NINTH}:F>" in shown
        assert "3. Tuesday, 13 January 2026, 18:00 (for you" in shown


async def test_a_series_that_meets_at_the_new_hour_has_not_moved_anything() -> None:
    async with house() as h:
        await until(h, at(1, 20))
        await weekly(h)
        await edit(h, "Change the time", when="2026-01-06 20:00", repeat="weekly", zone="UTC")
        assert "This date was moved." not in h.read(place=h.lobby)
