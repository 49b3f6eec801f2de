"""Names that people give circles: whole where Discord shows them as they are, and harmless where it reads markdown."""

from __future__ import annotations

import re

import icalendar

from bot.services.rooms.rooms import ROOM_NAME_ALPHABET
from tests.journeys.house import House, house, words
from tests.journeys.test_heart_words import bring
from tests.journeys.weekly import at, draft, until

FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
NAME = f"*می\u200cخواهم* {FLAG} a_b_c"
ON_A_CARD = f"\\*می\u200cخواهم\\* {FLAG} a\\_b\\_c"


async def _choices(h: House, command: str, option: str) -> list[str]:
    found = await h.admin.autocomplete(h.lobby, command, option, "")
    return [choice["name"] for choice in found]


async def test_a_name_is_plain_in_choices_events_and_files_and_escaped_on_cards() -> None:
    async with house() as h:
        await h.press(h.admin, "Create it", await draft(h, name=f"\u202e{NAME}\u200b\n"))
        await until(h, at(1, 1))
        assert await _choices(h, "schedule pause", "name") == [NAME]
        assert any(choice.startswith(f"{NAME} · ") for choice in await _choices(h, "circle join", "session"))
        assert {event.name for event in h.env.backend.guilds[h.guild.id].scheduled_events.values()} == {NAME}
        assert f"## {ON_A_CARD}" in words(h.newest(h.members[0], "[Save me a seat]"))
        assert f"**{ON_A_CARD}**" in await h.slash(h.admin, "schedule list")
        assert f"**{ON_A_CARD}**" in await h.slash(h.admin, "schedule calendar")
        (file,) = h.last.response.attachments
        calendar = icalendar.Calendar.from_ical(h.env.backend.cdn.get(file.url) or b"")
        assert {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")} == {NAME}


async def test_the_name_of_a_room_is_no_word_and_says_nothing() -> None:
    async with house() as h:
        await h.slash(h.fay, "circle open", name="A secret")
        await h.wait(3)
        assert re.fullmatch(f"Circle [{ROOM_NAME_ALPHABET}]{{4}}", h.room._channel.name or "")
        # Neither vowels nor what is read as one.
        assert not set(ROOM_NAME_ALPHABET) & set("AEIOUY0134")


async def test_letters_that_had_to_be_guessed_are_shown_once() -> None:
    async with house() as h:
        text = "stage;text\r\nstory;Was war schön an dieser *Woche*?\r\n"
        answer = await bring(h, text.encode("cp1252"), "fragen.csv")
        assert answer.startswith("1 question was added.\nThe file is not in UTF-8, so I took its letters")
        assert "\n> Was war schön an dieser \\*Woche\\*?" in answer
        assert await bring(h, text.encode(), "fragen.csv") == (
            "0 questions were added. 1 was there already, so I left it out."
        )


async def test_a_workbook_and_curly_quotation_marks_get_the_sentence_that_helps() -> None:
    async with house() as h:
        assert "save it there as CSV in UTF-8" in await bring(h, b"PK\x03\x04...", "questions.csv")
        curly = "[[prompt]]\nstage = “story”\n"
        assert "Line 2: The quotation marks here are curly." in await bring(h, curly)
        twice = '[prompt]\nstage = "story"\n\n[prompt]\nstage = "story"\n'
        assert "Line 4: Please write [[prompt]] in two brackets before each question." in await bring(
            h, twice
        )
