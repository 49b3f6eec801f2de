"""What people type for dates and rhythms, as they meet it: it is understood, or asked back where they are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.house import House, house
from tests.journeys.test_schedule_faults import weekly
from tests.journeys.weekly import at, direct, draft, fill_in, until


async def drafted(h: House, **options: Any) -> str:
    """What an admin sees of a draft, or is asked back."""
    return await h.slash(h.admin, "schedule create", name="Circle", **options)


@pytest.mark.parametrize(
    ("when", "repeat", "seen"),
    [
        ("second Tuesday 7pm", "monthly", "every month on the second Tuesday"),
        ("last Friday of the month 18:30", "monthly", "every month on the last Friday"),
        ("last Friday of the month 18:30", "once", "It meets once"),
        ("Tuesday 7pm", "every Tuesday for 6 weeks", "every week on Tuesday, 6 times"),
        ("every Tuesday 7pm", "weekly for 8 weeks", "every week on Tuesday, 8 times"),
        ("Tuesday 19:00", "weekly until 31 March", "every week on Tuesday, until 31 March 2026"),
        ("Tuesday 7pm", "every Tuesday at 7pm", "every week on Tuesday, by the clocks"),
    ],
)
async def test_a_rhythm_and_its_time_are_understood_wherever_they_are_written(
    when: str, repeat: str, seen: str
) -> None:
    async with house() as h:
        assert seen in await drafted(h, when=when, repeat=repeat)


@pytest.mark.parametrize(
    ("when", "repeat", "sentence"),
    [
        ("midnight tomorrow", "weekly", "the beginning or the end of that day"),
        ("Tue 7", "weekly", "the morning from the evening"),
        ("19:00 EST", "weekly", "Times here are by the clocks of UTC. Please leave the time zone out."),
        ("Tuesday 7-9pm", "weekly", "only when it begins"),
        ("Tuesday 19:00", "monthly 31/12", "That is a date."),
        ("Tuesday 19:00", "twice a week", "On which days?"),
        ("Tuesday 19:00", "weekly until Easter", "when it ends"),
        ("Tuesday 19:00", "every Tuesday at 8pm", "not the time of day of the first time"),
        ("second Tuesday 7pm", "weekly", "name two different rhythms"),
    ],
)
async def test_what_is_not_certain_is_asked_back_with_its_own_sentence(
    when: str, repeat: str, sentence: str
) -> None:
    async with house() as h:
        answer = await drafted(h, when=when, repeat=repeat)
        assert sentence in answer
        assert "field" not in answer, "a command has no such field"


async def test_the_form_for_the_time_names_the_field_that_it_has() -> None:
    async with house() as h:
        card = await draft(h)
        answer = await fill_in(
            h, card, "Change the time", when="2026-01-06 19:00 EST", repeat="weekly", zone="Europe/Berlin"
        )
        assert "The field Time zone below takes it" in answer
        answer = await fill_in(
            h, card, "Change the time", when="6 January 19:00 CET", repeat="weekly", zone="Europe/Berlin"
        )
        assert "1. Tuesday, 6 January 2026, 19:00" in answer, "those are the clocks of Berlin"


@pytest.mark.parametrize("typed", ["6 January", "Tuesday 6 Jan", "the 6th", "06/01/2026", "Tuesday"])
async def test_a_date_that_exists_is_found_by_its_day_alone(typed: str) -> None:
    async with house() as h:
        await until(h, at(1, 12))
        await weekly(h)
        if typed == "06/01/2026":
            assert "does not meet then" in await h.slash(h.admin, "schedule skip", date=typed)
        else:
            assert "does not meet on Tuesday, 6 January" in await h.slash(
                h.admin, "schedule skip", date=typed
            )


async def test_moving_a_date_says_by_whose_clocks_times_are_read() -> None:
    async with house() as h:
        await weekly(h)
        answer = await h.slash(h.admin, "schedule move", date="2026-01-06", when="Wednesday 20:00 CET")
        assert "meets by the clocks of UTC. Please write the time that they show." in answer


async def test_quiet_hours_without_a_zone_are_by_the_clocks_that_are_known_and_say_so() -> None:
    async with house() as h:
        card = await draft(h, capacity=4)
        await fill_in(
            h, card, "Change the time", when="2026-01-06 19:00", repeat="weekly", zone="America/New_York"
        )
        await h.press(h.admin, "Create it", card)
        await h.wait(3)
        await until(h, at(1, 12))
        ann = h.members[0]
        await h.press(ann, "Save me a seat")
        await h.press(ann, "Reminders", h.last.response)
        hours = {"sc:wishes:wanted": "yes", "sc:wishes:hours": "10pm to 7am", "sc:wishes:zone": ""}
        answer = h._answer(await ann.submit_modal(h.last, hours))
        assert "never from 22:00 to 07:00 by the clocks of America/New_York" in answer
        await until(h, at(6, 1))
        await h.press(ann, "Reminders", direct(h, ann)[-1])
        assert "Please write the quiet hours" in h._answer(
            await ann.user.submit_modal(h.last, {**hours, "sc:wishes:hours": "9 to 5"})
        )
