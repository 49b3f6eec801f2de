"""Lists show everything, page by page; what is offered comes in whatever order options are filled; drafts are plain."""

from __future__ import annotations

import re
from typing import Any

from tests.journeys.house import House, house, words
from tests.journeys.weekly import draft, fill_in

CIRCLES = [f"Circle {letter}" for letter in "ABCDEFGHI"]


async def _schedules(h: House, names: list[str], **options: Any) -> None:
    for name in names:
        card = await draft(h, name=name, **options)
        await h.press(h.admin, "Create it", card)


def _on(card: str) -> list[str]:
    return [name for name in CIRCLES if name in card]


async def _turned(h: House, who: Any, label: str) -> str:
    card = h.newest(who, f"[{label}]")
    await h.press(who, label, card)
    return words(next(m for m in h.sees(who, h.lobby) if m.id == card.id))


async def test_every_circle_that_is_open_is_on_a_page_also_after_a_restart() -> None:
    async with house() as h:
        for name in CIRCLES[:7]:
            await h.slash(h.fay, "circle open", name=name)
        ann = h.members[0]
        first = await h.slash(ann, "circle upcoming")
        assert len(_on(first)) == 6
        assert "Page 1 of 2" in first
        assert "[Previous page]" not in first
        await h.restart()
        second = await _turned(h, ann, "Next page")
        assert sorted(_on(first) + _on(second)) == CIRCLES[:7]
        assert "[Next page]" not in second
        await h.press(ann, "Save me a seat", h.newest(ann, "Page 2 of 2"))
        assert "You have a seat" in h.read(ann, h.lobby)
        assert _on(await _turned(h, ann, "Previous page")) == _on(first)


async def test_every_schedule_is_on_a_page_and_no_date_is_hidden_without_a_word() -> None:
    async with house() as h:
        await _schedules(h, CIRCLES[:7])
        first = await h.slash(h.admin, "schedule list")
        second = await _turned(h, h.admin, "Next page")
        assert sorted(_on(first) + _on(second)) == CIRCLES[:7]
        await h.slash(h.admin, "schedule delete", name=CIRCLES[6])
        await h.press(h.admin, "Delete for good", h.last.response)
        await h.wait(1)
        assert "Page" not in await h.slash(h.admin, "schedule list")
        await _schedules(h, [CIRCLES[7]], repeat="daily")
        await h.wait(6 * 86400)
        shown = await h.slash(h.admin, "schedule list") + await _turned(h, h.admin, "Next page")
        assert "more dates are announced; /circle upcoming shows them." in shown


async def test_dates_are_offered_before_the_schedule_is_named_and_each_finds_the_other() -> None:
    async with house() as h:
        await _schedules(h, ["Circle A"])
        (only, *_) = await h.admin.autocomplete(h.lobby, "schedule skip", "date", "")
        assert only["value"] == "2026-01-06T19:00:00", "one schedule needs no name"
        await _schedules(h, ["Circle B"], when="2026-01-07 18:00")
        offered = await h.admin.autocomplete(h.lobby, "schedule skip", "date", "")
        assert [one["name"].split(" · ")[0] for one in offered[:2]] == ["Circle A", "Circle B"]
        of_b = offered[1]["value"]
        names = await h.admin.autocomplete(h.lobby, "schedule skip", "name", "", date=of_b)
        assert [one["name"] for one in names] == ["Circle B"]
        named = await h.admin.autocomplete(h.lobby, "schedule skip", "date", "", name=names[0]["value"])
        assert named[0]["value"] == "2026-01-07T18:00:00"
        typed = await h.admin.autocomplete(h.lobby, "schedule skip", "date", "", name="circle b")
        assert typed[0]["value"] == "2026-01-07T18:00:00"
        wrong = await h.slash(h.admin, "schedule skip", date=of_b, name="Circle A")
        assert "That date is one of **Circle B**. Please choose the date again." in wrong
        assert "**Circle B** does not meet on" in await h.slash(h.admin, "schedule skip", date=of_b)
        moved = await h.slash(h.admin, "schedule move", date=offered[3]["value"], when="2026-01-16 20:00")
        assert "**Circle B** meets on" in moved


async def test_a_date_that_is_far_ahead_can_be_typed() -> None:
    async with house() as h:
        await _schedules(h, ["Circle A"], repeat="daily")
        answer = await h.slash(h.admin, "schedule skip", date="2026-04-20")
        assert "**Circle A** does not meet on Monday, 20 April 2026" in answer


async def test_rhythms_are_offered_for_the_first_time_that_is_typed() -> None:
    async with house() as h:
        offered = await h.admin.autocomplete(
            h.lobby, "schedule create", "repeat", "", when="2026-01-08 19:00", name="x"
        )
        assert offered[0]["value"] == "weekly on Thursday"
        assert await h.admin.autocomplete(h.lobby, "schedule create", "repeat", "", when="some day")


async def test_an_edit_shows_the_rhythm_as_it_was_typed() -> None:
    async with house() as h:

        async def shown() -> str:
            await h.press(h.admin, "Change the time", h.last.response)
            fields = {
                part["component"]["custom_id"]: part["component"] for part in h.last.modal["components"]
            }
            return str(fields["sc:sched:repeat"]["value"])

        card = await draft(h, name="Circle A", repeat="every  second week")
        assert await shown() == "every second week"
        await fill_in(h, card, "Change the time", when="2026-01-06 19:00", repeat="Monthly", zone="UTC")
        await h.press(h.admin, "Create it", h.last.response)
        await h.slash(h.admin, "schedule edit")
        card = h.last.response
        assert await shown() == "Monthly"
        # Nothing but the first time changes: the rhythm follows it, as it would have when it was typed.
        answer = await fill_in(
            h, card, "Change the time", when="2026-01-08 19:00", repeat="Monthly", zone="UTC"
        )
        assert "every month on the second Thursday" in answer


async def test_a_rule_of_a_calendar_program_is_shown_in_words_and_stays_when_nobody_changes_it() -> None:
    async with house() as h:
        for rule, in_words in (
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every 2 weeks on Tuesday"),
            ("FREQ=YEARLY", "as it is now"),
        ):
            card = await draft(h, repeat=rule)
            before = words(card)
            await h.press(h.admin, "Change the time", card)
            assert "FREQ" not in str(h.last.modal)
            assert in_words in str(h.last.modal)
            fields = {"when": "2026-01-06 19:00", "repeat": in_words, "zone": "UTC"}
            after = await h.submit(h.admin, {f"sc:sched:{name}": value for name, value in fields.items()})
            assert after == before


async def test_no_card_of_a_draft_shows_raw_markup() -> None:
    async with house() as h:
        card = await draft(h, when="2026-03-24 19:00")
        shown = await fill_in(
            h, card, "Change the time", when="2026-03-24 19:00", repeat="weekly", zone="Europe/Berlin"
        )
        assert "The clocks change before this date" in shown
        assert not re.search(r"[^\n]-# ", shown), "small letters begin a line, or Discord shows the signs"


async def test_no_sentence_has_an_empty_name_in_it() -> None:
    async with house() as h:
        card = await draft(h)
        fields = {"when": "2026-01-06 19:00", "repeat": "weekly", "zone": "\u200b"}
        assert "Please write a time zone, such as" in await fill_in(h, card, "Change the time", **fields)
