"""Words that help: questions, a story made ready, and care, as people see them."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.circle import commands as c
from bot.ids import GuildXid
from bot.rehearsal.patches import speak
from bot.services.care.desk import CareDesk
from bot.services.circle.desk import CircleDesk
from bot.services.unit_of_work import NotSaved
from tests.journeys.house import House, house, words
from tests.journeys.test_languages import Pseudo, bare_words
from tests.logged import logged

QUESTION = "What made this week a week?"


async def answer_of(h: House, result: Any) -> str:
    """The private answer to a form."""
    assert result.acknowledged
    h.last = result
    answers = [*([result.response] if result.response else []), *result.followups]
    return "\n".join(words(answer) for answer in answers)


async def choose(h: House, who: Any, message: Any, placeholder: str, value: str) -> str:
    """Choose a value in the menu with that placeholder."""
    found: list[dict[str, Any]] = []

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            if node.get("placeholder") == placeholder:
                found.append(node)
            walk(node.get("components", []))

    walk([c if isinstance(c, dict) else c.to_dict() for c in message.components])
    result = await who.select(message, [value], custom_id=found[0]["custom_id"])
    return await answer_of(h, result)


def options(message: Any, placeholder: str) -> dict[str, str]:
    """What a menu offers: values by label."""
    found: dict[str, str] = {}

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            if node.get("placeholder") == placeholder:
                found.update({option["label"]: option["value"] for option in node["options"]})
            walk(node.get("components", []))

    walk([c if isinstance(c, dict) else c.to_dict() for c in message.components])
    return found


def card(h: House, message: Any) -> str:
    """What a message shows now."""
    return words(h.env.backend.get_message(message.channel_id, message.id))


async def add(h: House, text: str = QUESTION, **fields: Any) -> str:
    """Ada adds a question of the server's own."""
    assert await h.slash(h.admin, "prompts add") == "A question of your server's own"
    values = {"text": text, "language": "en", "stage": ["story"], "theme": ["general"], **fields}
    return await answer_of(h, await h.admin.submit_modal(h.last, values))


async def bring(h: House, data: bytes | str, name: str = "questions.toml") -> str:
    """Ada imports a file."""
    data = data.encode() if isinstance(data, str) else data
    return await h.slash(h.admin, "prompts import", file=(name, data))


def on_disk(folder: Path) -> bytes:
    """All that is kept: the database, the keys, and what lies beside them."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


# Questions


async def test_facilitators_look_through_the_questions_by_theme_and_part() -> None:
    async with house() as h:
        seen = await h.slash(h.fay, "prompts browse")
        message = h.last.response
        assert seen.startswith("### ")
        assert "1. " in seen
        assert "Page 1 of " in seen
        assert "[Next page]" in seen
        assert "[Previous page]" not in seen
        await h.press(h.fay, "Next page", message)
        assert "\n6. " in card(h, message)
        assert "[Previous page]" in card(h, message)
        await choose(h, h.fay, message, "Theme", options(message, "Theme")["Grief"])
        assert card(h, message).startswith("### Grief\nFor anyone who misses someone")
        await choose(
            h, h.fay, message, "Part of a session", options(message, "Part of a session")["For the stories"]
        )
        assert "For the stories" in card(h, message)
        assert "For the opening" not in card(h, message).replace("<Part of a session>", "")


async def test_the_pages_turn_after_a_restart_and_do_not_run_out() -> None:
    async with house() as h:
        await h.slash(h.fay, "prompts browse")
        message = h.last.response
        await h.sim.restart()
        for _ in range(60):
            if "[Next page]" not in card(h, message):
                break
            await h.press(h.fay, "Next page", message)
        last = re.search(r"Page (\d+) of (\d+)", card(h, message))
        assert last is not None
        assert last[1] == last[2]
        await choose(h, h.fay, message, "Theme", options(message, "Theme")["Gratitude"])
        assert card(h, message).startswith("### Gratitude")
        assert "Page 1 of" in card(h, message)


async def test_members_neither_look_nor_change_questions() -> None:
    async with house() as h:
        ann = h.members[0]
        assert "Only facilitators look through the questions" in await h.slash(ann, "prompts browse")
        for who in (ann, h.fay):
            for command in ("add", "remove", "export"):
                answer = await h.slash(who, f"prompts {command}")
                assert "Only the people who run this server can do that." in answer
            answer = await h.slash(who, "prompts import", file=("a.csv", b"stage,text"))
            assert "Only the people who run this server can do that." in answer
        assert await h.sim.bot.desks.prompts.own(GuildXid(h.guild.id)) == ()


async def test_an_admin_adds_a_question_and_a_circle_is_asked_it() -> None:
    async with house() as h:
        answer = await add(h, theme=["grief"], stage=["story"], contributor="Ida")
        assert f"This question is added:\n> {QUESTION}" in answer
        assert "is there already" in await add(h, theme=["grief"], stage=["story"])
        await h.slash(h.fay, "prompts browse")
        message = h.last.response
        await choose(h, h.fay, message, "Theme", options(message, "Theme")["Grief"])
        while "[Next page]" in card(h, message) and QUESTION not in card(h, message):
            await h.press(h.fay, "Next page", message)
        assert QUESTION in card(h, message)
        assert "your server's own, in en · by Ida" in card(h, message)
        await h.begin(3, format="quick-circle", prompt="own/1")
        assert QUESTION in h.read()


async def test_an_own_question_pings_nobody_and_formats_nothing() -> None:
    async with house() as h:
        await add(h, "@everyone **what** helped? [here](https://bad.example)")
        await h.begin(3, format="quick-circle", prompt="own/1")
        assert "@\u200beveryone \\*\\*what\\*\\* helped?" in h.read()
        assert "\n> [here](" not in h.read()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "Too short"}, "at least 15 characters"),
        ({"text": "\u200b\u202e" * 10}, "at least 15 characters"),
        ({"language": "English!"}, "is not a language"),
    ],
    ids=str,
)
async def test_a_question_that_cannot_be_used_is_not_added(fields: dict[str, str], sentence: str) -> None:
    async with house() as h:
        answer = await add(h, **fields)
        assert sentence in answer
        assert "Nothing was added yet" in answer
        assert await h.sim.bot.desks.prompts.own(GuildXid(h.guild.id)) == ()


async def test_a_question_is_removed_and_the_circle_that_has_it_keeps_it() -> None:
    async with house() as h:
        await add(h)
        everyone = await h.begin(3, format="quick-circle", prompt="own/1")
        answer = await h.slash(h.admin, "prompts remove", prompt="own/1")
        assert "This question is removed." in answer
        assert QUESTION in answer
        assert "no questions of its own" in await h.slash(h.admin, "prompts remove")
        for person in everyone[:2]:
            await h.share(person)
        assert QUESTION in words(h.newest(everyone[2], "## Stories"))
        await h.press(everyone[2], "Receive")
        assert f"> {QUESTION}" in await h.press(everyone[2], "More"), "at hand while one speaks"
        await add(h)
        assert "no such question" in await h.slash(h.admin, "prompts remove", prompt="own/1")


async def test_a_question_to_remove_is_chosen_from_a_list() -> None:
    async with house() as h:
        await add(h, theme=["grief"])
        await add(h, "What did somebody leave on your table?", theme=["grief"])
        seen = await h.slash(h.admin, "prompts remove")
        message = h.last.response
        assert seen.startswith("### Grief")
        assert QUESTION in seen
        answer = await choose(h, h.admin, message, "Choose the question to remove", "own/1")
        assert QUESTION in answer
        assert QUESTION not in card(h, message)
        assert [p.id for p in await h.sim.bot.desks.prompts.own(GuildXid(h.guild.id))] == [2]


async def test_a_file_of_questions_is_taken_in_and_given_out_again() -> None:
    async with house() as h:
        data = f'theme = "grief"\n\n[[prompt]]\nstage = "story"\ntext = "{QUESTION}"\n'
        assert (await bring(h, data)).startswith("1 question was added.")
        answer = await bring(
            h, f"stage,text,theme\nstory,{QUESTION},grief\nstory,'=1+1 is what to you?,\n", "b.csv"
        )
        assert answer.startswith("1 question was added. 1 was there already, so I left it out.")
        assert [p.text for p in await h.sim.bot.desks.prompts.own(GuildXid(h.guild.id))] == [
            QUESTION,
            "=1+1 is what to you?",
        ]
        for kind in ("toml", "csv"):
            assert "Your server's own 2 questions." in await h.slash(h.admin, "prompts export", format=kind)
            assert h.last.response.ephemeral
            (file,) = h.last.response.attachments
            assert file.filename == f"questions.{kind}"
            out = await file.read()
            assert b"'=1+1" in out or kind == "toml"
            assert (await bring(h, out, file.filename)).startswith(
                "0 questions were added. 2 were there already, so I left them out."
            )


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"x" * (256 * 1024 + 1), "a.toml", "A file can have 256 kilobytes at most"),
        (b"MZ\x90", "a.exe", "name the file .csv, .toml or .json"),
        (
            "stage,text\nstory,Что?\n".encode("cp1251"),
            "a.csv",
            "Line 2: I cannot read the letters from here on.",
        ),
        (b'[[prompt]]\nstage = "story\n', "a.toml", "Line 2: I cannot read this as TOML."),
        (b'stage,text\nstory,"open\n', "a.csv", "Line 2: I cannot read this as CSV."),
        (b"words\nstory\n", "a.csv", "Line 1: The first line names the columns"),
        (
            b"stage,text\nmiddle,What made this week?\n",
            "a.csv",
            "Line 2: middle is not a stage. The stages are opening, story",
        ),
        (b"stage,text,theme\nstory,What made this week?,greif\n", "a.csv", "Line 2: I know no theme greif."),
        (b"stage,text\nstory,Too short\n" * 1, "a.csv", "Line 2: A question has at least 15 characters."),
        (b"stage,text\n" + b"story,What made this week?\n" * 5000, "a.csv", "This file has 5000 questions"),
        (b"", "a.toml", "There are no questions in this file."),
        (b"stage,text\n" + b"story,short\n" * 20, "a.csv", "and 12 more like these"),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_a_file_that_is_not_right_says_where_and_changes_nothing(
    data: bytes, name: str, sentence: str
) -> None:
    async with house() as h:
        await add(h)
        answer = await bring(h, data, name)
        assert sentence in answer
        assert "Nothing was added" in answer
        assert len(await h.sim.bot.desks.prompts.own(GuildXid(h.guild.id))) == 1


async def test_a_thousand_questions_fit_and_one_more_does_not() -> None:
    async with house() as h:
        rows = [f"story,What happened on day {number} of it?" for number in range(1000)]
        assert (await bring(h, "\n".join(["stage,text", *rows]), "a.csv")).startswith(
            "1000 questions were added."
        )
        answer = await bring(h, f"stage,text\nstory,{QUESTION}\n", "a.csv")
        assert "A server can have 1000 questions of its own. There is room for 0 more" in answer
        assert "Please remove one first" in await add(h)
        await h.slash(h.fay, "prompts browse")
        assert "Page 1 of 2" in card(h, h.last.response)


async def test_a_file_that_cannot_be_fetched_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(self: discord.Attachment, **options: Any) -> bytes:
        raise discord.HTTPException(SimpleNamespace(status=503, reason="away"), "away")

    monkeypatch.setattr(discord.Attachment, "read", gone)
    async with house() as h:
        assert "I could not fetch that file" in await bring(h, b"stage,text")


async def test_own_questions_are_offered_while_somebody_types() -> None:
    async with house() as h:
        await add(h)
        (found,) = await h.admin.autocomplete(h.lobby, "prompts remove", "prompt", "week a WEEK")
        assert (found["name"], found["value"]) == (QUESTION, "own/1")
        assert await h.admin.autocomplete(h.lobby, "prompts remove", "prompt", "nothing like it") == []
        assert await h.fay.autocomplete(h.lobby, "prompts remove", "prompt", "") == []
        for command in ("circle prompt", "circle open"):
            first = (await h.fay.autocomplete(h.lobby, command, "prompt", ""))[0]
            assert first["value"] == "own/1"


async def test_the_facilitator_sees_the_question_and_draws_another() -> None:
    async with house() as h:
        everyone = await h.begin(3)
        seen = await h.slash(h.fay, "circle prompt", at=h.room)
        message = h.last.response
        before = re.search(r"^> (.+)$", seen, re.M)
        assert before is not None
        assert "[Draw another]\n[Choose from the deck]\n[Type one]" in seen
        assert "For the stage Check-in." in seen
        await h.press(h.fay, "Draw another", message)
        after = re.search(r"^> (.+)$", card(h, message), re.M)
        assert after is not None
        assert after[1] != before[1]
        await h.wait(12)
        assert after[1] in words(h.newest(everyone[0], "[Receive]"))
        assert "Only this circle's facilitator" in await h.slash(everyone[1], "circle prompt", at=h.room)


async def test_the_facilitator_chooses_from_the_deck_also_after_a_restart() -> None:
    async with house() as h:
        await add(h, theme=["grief"], stage=["opening"])
        everyone = await h.begin(3)
        await h.slash(h.fay, "circle prompt", at=h.room)
        message = h.last.response
        await h.press(h.fay, "Choose from the deck", message)
        assert "For the opening" in card(h, message)
        await h.sim.restart()
        await choose(h, h.fay, message, "Theme", options(message, "Theme")["Grief"])
        assert QUESTION in card(h, message)
        answer = await choose(h, h.fay, message, "Choose a question", "own/1")
        assert "The circle has a new question, for the stage Check-in." in answer
        assert f"> {QUESTION}" in card(h, message)
        await h.wait(12)
        assert QUESTION in words(h.newest(everyone[0], "[Receive]"))


async def test_a_question_that_was_removed_meanwhile_is_not_put() -> None:
    async with house() as h:
        await add(h, stage=["opening"])
        await h.begin(3)
        await h.slash(h.fay, "circle prompt", at=h.room)
        message = h.last.response
        await h.press(h.fay, "Choose from the deck", message)
        while "own/1" not in options(message, "Choose a question").values():
            await h.press(h.fay, "Next page", message)
        await h.slash(h.admin, "prompts remove", prompt="own/1")
        answer = await choose(h, h.fay, message, "Choose a question", "own/1")
        assert "not there any more" in answer


async def test_an_evening_of_a_theme_is_drawn_from_it() -> None:
    async with house() as h:
        everyone = await h.open(3)
        session = (await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)))[0].id
        await h.sim.bot.desks.circle.begin(session, h.fay.id, c.Begin(), theme="grief")
        one_session = await h.sim.bot.desks.circle.get(session)
        assert any((prompt.id or "").startswith("grief/") for _, prompt in one_session.state.prompts)
        assert everyone


# A story made ready

ANSWERS = {
    "story0": "Zwetschgen in the cellar.\n**Dark** @everyone",
    "story1": "",
    "story2": "Quittenlight now",
    "story3": "Stay for breakfast, Holunder",
}
SECRETS = ("Zwetschgen", "Quittenlight", "Holunder")


async def test_somebody_prepares_a_story_and_nothing_of_it_stays(tmp_path: Path) -> None:
    database = tmp_path / "circle.db"
    with logged("DEBUG") as log:
        async with house(database) as h:
            await h.begin(3)
            ann = h.members[0]
            before = len(h.env.http_requests)
            assert await h.slash(ann, "story prepare", at=h.room) == "A story of yours"
            answer = await answer_of(h, await ann.submit_modal(h.last, ANSWERS))
            assert h.last.response.ephemeral
            assert "A story need not be perfect, only real." in answer
            assert "I have stored nothing" in answer
            assert (
                "**What was it like?**\nZwetschgen in the cellar.\n\\*\\*Dark\\*\\* @\u200beveryone" in answer
            )
            assert "What shifted?" not in answer
            assert "**What would you tell someone where you were?**\nStay for breakfast" in answer
            await h.wait(30)
            told = [r for r in h.env.http_requests[before:] if any(s in repr(r) for s in SECRETS)]
            assert len(told) == 1
            assert re.fullmatch(r"/interactions/\d+/.+/callback", told[0].path)
            for other in (h.fay, h.members[1]):
                assert not any(s in h.read(other) + h.private(other) for s in SECRETS)
            assert not any(s.encode() in on_disk(tmp_path) for s in SECRETS)
            assert not any(s in repr(vars(h.sim.bot.whispers)) for s in SECRETS)
    assert not any(s.encode() in on_disk(tmp_path) for s in SECRETS)
    assert log.getvalue()
    assert not any(s in log.getvalue() for s in SECRETS)


async def test_a_prepared_story_is_sent_to_its_writer_if_they_ask(tmp_path: Path) -> None:
    async with house(tmp_path / "circle.db") as h:
        ann = h.members[0]
        await h.slash(ann, "story prepare")
        await h.submit(ann, ANSWERS)
        preview = h.last.response
        await h.restart()
        answer = await h.press(ann, "Send it to me", preview)
        assert "It is in your direct messages now. I keep nothing of it." in answer
        (sent,) = h.direct(ann)
        assert "**What was it like?**\nZwetschgen in the cellar.\n\\*\\*Dark" in words(sent)
        assert "Stay for breakfast, Holunder" in words(sent)
        await h.press(ann, "Delete it here", sent)
        assert words(h.direct(ann)[0]) == "Your story is deleted here."
        assert not any(s.encode() in on_disk(tmp_path) for s in SECRETS)

        h.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
        ben = h.members[1]
        await h.slash(ben, "story prepare")
        await h.submit(ben, ANSWERS)
        answer = await h.press(ben, "Send it to me", h.last.response)
        assert "so nothing was sent. You may copy it from here." in answer


async def test_four_empty_answers_are_met_kindly() -> None:
    async with house() as h:
        ann = h.members[0]
        await h.slash(ann, "story prepare")
        answer = await answer_of(h, await ann.submit_modal(h.last, {"story1": "  \u200b "}))
        assert "You may come with empty hands." in answer
        assert "A story need not be perfect, only real." in answer


async def test_a_long_story_comes_back_whole() -> None:
    async with house() as h:
        ann = h.members[0]
        await h.slash(ann, "story prepare")
        long = {f"story{n}": "*_" * 448 + f"end{n}" for n in range(4)}
        answer = await answer_of(h, await ann.submit_modal(h.last, long))
        assert all(f"end{n}" in answer for n in range(4))


async def test_words_written_during_a_restart_are_not_lost() -> None:
    async with house() as h:
        ann = h.members[0]
        await h.slash(ann, "story prepare")
        shown = h.last
        await h.sim.restart()
        answer = await answer_of(h, await ann.submit_modal(shown, ANSWERS))
        assert "Quittenlight now" in answer
        assert h.last.response.ephemeral


async def test_two_people_prepare_at_once_and_each_gets_their_own_words() -> None:
    async with house() as h:
        ann, ben = h.members[:2]
        await h.slash(ann, "story prepare")
        first = h.last
        await h.slash(ben, "story prepare")
        second = h.last
        mine = await answer_of(h, await ann.submit_modal(first, {"story0": "Anns words"}))
        his = await answer_of(h, await ben.submit_modal(second, {"story0": "Bens words"}))
        assert "Anns words" in mine
        assert "Bens words" not in mine
        assert "Bens words" in his


# Care

PLACE = {
    "title": "Listening line",
    "text": "Somebody answers, day and night.",
    "phone": "116 123",
    "link": "https://www.example.org/help",
    "review_on": "2026-12-01",
}


async def places(h: House) -> Any:
    """Ada's card of all places."""
    await h.slash(h.admin, "care resources")
    return h.last.response


async def place(h: House, message: Any, **fields: str) -> str:
    """Ada adds a place."""
    assert await h.press(h.admin, "Add a place", message) == "A place to turn to"
    return await answer_of(h, await h.admin.submit_modal(h.last, {**PLACE, **fields}))


async def where(h: House, message: Any, number: int, language: str, region: str = "") -> str:
    """Ada says which language a place answers in, and where it is for."""
    await choose(h, h.admin, message, "Choose one to see or change", str(number))
    await h.press(h.admin, "Change language and region", message)
    return await answer_of(h, await h.admin.submit_modal(h.last, {"language": language, "region": region}))


async def kept(h: House) -> list[str]:
    """The titles of the places a server has."""
    return [place.title for place in await h.sim.bot.desks.care.places(GuildXid(h.guild.id))]


async def test_admins_keep_places_and_whoever_needs_support_sees_them() -> None:
    async with house() as h:
        message = await places(h)
        assert "There are none yet. People who ask for support are told so." in card(h, message)
        await place(h, message)
        assert "**Listening line**: to be checked again <t:" in card(h, message)
        await where(h, message, 1, "de", "Bavaria")
        answer = await h.slash(h.members[0], "care support")
        assert (
            "**Listening line**\nSomebody answers, day and night.\n116 123\nhttps://www.example.org/help"
            in answer
        )
        assert "-# Bavaria · German" in answer
        assert "has not set any places" not in answer
        assert "please call your country's emergency number." in answer
        assert "Nobody is told that you asked." in answer


async def test_a_place_is_changed_and_removed() -> None:
    async with house() as h:
        message = await places(h)
        await place(h, message)
        await choose(h, h.admin, message, "Choose one to see or change", "1")
        assert "**Listening line**" in card(h, message)
        await h.press(h.admin, "Change the words", message)
        await h.admin.submit_modal(h.last, {**PLACE, "title": "Night line"})
        assert await kept(h) == ["Night line"]
        await choose(h, h.admin, message, "Choose one to see or change", "1")
        await h.sim.restart()
        answer = await h.press(h.admin, "Remove", message)
        assert "Here it is once more" in answer
        assert "**Night line**" in answer
        assert "There are none yet" in card(h, message)
        assert await kept(h) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " \u200b "}, "a name of 1 to 100 characters"),
        ({"text": "", "phone": "", "link": ""}, "Please give words, a phone number or a link"),
        ({"link": "http://example.org"}, "begins with https://"),
        ({"link": "javascript:alert(1)"}, "begins with https://"),
        ({"link": "https://user:pass@example.org"}, "begins with https://"),
        ({"link": "https://localhost"}, "begins with https://"),
        ({"link": "https://example.org/](https://bad.example)"}, "begins with https://"),
        ({"phone": "call us"}, "3 to 15 digits"),
        ({"phone": "12"}, "3 to 15 digits"),
        ({"phone": "1234567890123456"}, "3 to 15 digits"),
        ({"review_on": "tomorrow"}, "as year, month and day"),
        ({"review_on": "2026-02-30"}, "as year, month and day"),
        ({"review_on": "2020-01-01"}, "a day after today"),
        ({"review_on": "2999-01-01"}, "within the next two years"),
    ],
    ids=str,
)
async def test_a_place_that_is_not_right_is_not_kept(fields: dict[str, str], sentence: str) -> None:
    async with house() as h:
        answer = await place(h, await places(h), **fields)
        assert "Nothing has changed yet:" in answer
        assert sentence in answer
        assert await kept(h) == []


async def test_a_language_that_is_none_changes_nothing() -> None:
    async with house() as h:
        message = await places(h)
        await place(h, message)
        assert "is not a language" in await where(h, message, 1, "somewhere!")
        (kept_place,) = await h.sim.bot.desks.care.places(GuildXid(h.guild.id))
        assert kept_place.language == "en"


async def test_there_is_room_for_ten_and_all_of_them_are_shown() -> None:
    async with house() as h:
        message = await places(h)
        for number in range(10):
            await place(
                h, message, title=f"Place {number}", text="_" * 300, link="https://example.org/" + "x" * 180
            )
        assert "There is room for 10 places." in card(h, message)
        assert "[Add a place]" not in card(h, message)
        answer = await h.slash(h.members[0], "care support")
        assert all(f"**Place {number}**" in answer for number in range(10))


async def test_places_in_ones_own_language_come_first() -> None:
    async with house() as h:
        message = await places(h)
        await place(h, message, title="English line")
        await place(h, message, title="Linie auf Deutsch")
        await where(h, message, 2, "de")
        speak(h.env, h.members[0].id, "de")
        mine = await h.slash(h.members[0], "care support")
        others = await h.slash(h.members[1], "care support")
        assert mine.index("Linie auf Deutsch") < mine.index("English line")
        assert others.index("English line") < others.index("Linie auf Deutsch")


async def test_members_and_facilitators_do_not_change_the_places() -> None:
    async with house() as h:
        for who in (h.members[0], h.fay):
            assert "Only the people who run this server" in await h.slash(who, "care resources")
        assert await kept(h) == []


async def test_the_places_of_the_settings_are_shown_where_a_server_has_none() -> None:
    async with house(care={"resources": [{"title": "House line", "phone": "116"}]}) as h:
        assert "**House line**\n116" in await h.slash(h.members[0], "care support")
        await place(h, await places(h))
        answer = await h.slash(h.members[0], "care support")
        assert "Listening line" in answer
        assert "House line" not in answer


def pass_hours(h: House, hours: int) -> None:
    """Let the bot believe that its last reminder was so much longer ago."""
    cog: Any = h.sim.bot.get_cog("Reminder")
    cog.last = {guild: at - timedelta(hours=hours) for guild, at in cog.last.items()}


async def test_support_gives_words_when_nothing_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> Any:
        raise NotSaved("the disk is gone")

    async with house(care={"resources": [{"title": "House line", "phone": "116"}]}) as h:
        await h.begin(3)
        monkeypatch.setattr(CareDesk, "places", broken)
        monkeypatch.setattr(CircleDesk, "with_people", broken)
        answer = await h.press(h.members[0], "I need support")
        assert "You are not alone with this." in answer
        assert "House line" in answer
        assert "[Let" not in answer
        # The admins' reminder waits, and says nothing.
        assert "For the people who run" not in await h.slash(h.admin, "care support")
        monkeypatch.undo()


async def test_all_of_it_goes_through_the_catalogue() -> None:
    async with house() as h:
        h.sim.bot.catalogues.add("en", Pseudo())
        h.voice = "⟦{}⟧".format
        said: list[str] = []
        for who in (h.members[0], h.admin):
            said.append(await h.slash(who, "care resources"))
        message = h.last.response
        assert await h.press(h.admin, "Add a place", message) == "⟦A place to turn to⟧"
        wrong = dict.fromkeys(PLACE, "1") | {"title": "2", "text": ""}
        said.append(await answer_of(h, await h.admin.submit_modal(h.last, wrong)))
        await h.press(h.admin, "Add a place", message)
        right = {**PLACE, "title": "2026", "text": "", "link": ""}
        await h.admin.submit_modal(h.last, right)
        said.append(card(h, message))
        await choose(h, h.admin, message, "⟦Choose one to see or change⟧", "1")
        said.append(card(h, message))
        said.append(await h.slash(h.members[0], "care support"))
        for command in ("browse", "add", "export"):
            said.append(await h.slash(h.members[0], f"prompts {command}"))
        for command in ("remove", "export"):
            said.append(await h.slash(h.admin, f"prompts {command}"))
        said.append(await bring(h, b"", "a.toml"))
        said.append(await bring(h, "stage,text\nstory,1234567890 1234567890\n", "a.csv"))
        await h.slash(h.members[0], "story prepare")
        said.append(await answer_of(h, await h.members[0].submit_modal(h.last, {})))
        await h.slash(h.fay, "circle open", name="2026")
        said.append(await h.slash(h.fay, "circle prompt"))
        for text in said:
            assert "⟦" in text
            bare = bare_words(re.sub(r"`[^`]*`|-# .*English.*", "", text))
            assert not bare, f"not translated: {bare!r} in {text!r}"


async def test_admins_are_reminded_once_a_day_that_no_places_are_set() -> None:
    async with house() as h:
        reminder = "no places to turn to are set"
        assert reminder not in await h.slash(h.fay, "circle upcoming")
        assert reminder in await h.slash(h.admin, "circle upcoming")
        assert h.last.followups[-1].ephemeral
        assert reminder not in await h.slash(h.admin, "circle upcoming")
        pass_hours(h, 23)
        assert reminder not in await h.slash(h.admin, "circle upcoming")
        pass_hours(h, 1)
        assert reminder in await h.slash(h.admin, "circle upcoming")


async def test_admins_are_reminded_when_a_place_is_due_and_may_say_it_is_still_right() -> None:
    async with house() as h:
        await place(h, await places(h))
        pass_hours(h, 24)
        assert "please check that these places" not in await h.slash(h.admin, "circle upcoming")
        (one,) = await h.sim.bot.desks.care.places(GuildXid(h.guild.id))
        today = h.sim.bot.desks.transactions.clock.utcnow().date()
        await h.sim.bot.desks.care.change_place(GuildXid(h.guild.id), replace(one, review_on=today))
        answer = await h.slash(h.admin, "circle upcoming")
        assert "please check that these places" in answer
        assert "Listening line" in answer
        shown = await h.slash(h.admin, "settings show")
        assert "People who ask for support see 1 place." in shown
        assert "Please check these again, in /care resources: Listening line." in shown
        message = await places(h)
        assert "please check that it is still right" in card(h, message)
        await choose(h, h.admin, message, "Choose one to see or change", "1")
        await h.press(h.admin, "It is still right", message)
        assert "to be checked again" in card(h, message)
        pass_hours(h, 24)
        assert "please check that these places" not in await h.slash(h.admin, "circle upcoming")


async def test_nobody_is_reminded_over_a_form() -> None:
    async with house() as h:
        assert await h.slash(h.admin, "prompts add") == "A question of your server's own"
        assert not h.last.followups
        assert "no places to turn to are set" in await h.slash(h.admin, "circle upcoming")


async def test_support_offers_to_tell_a_co_facilitator_when_there_is_one() -> None:
    async with house() as h:
        await h.open(4)
        await h.press(h.co, "Save me a seat")
        await h.wait(2)
        await h.slash(h.fay, "circle start")
        await h.wait(2)
        before = (await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)))[0].state
        ann = h.members[0]
        answer = await h.press(ann, "I need support")
        assert "[Let the facilitator know]\n[Let a co-facilitator know]" in answer
        result = await ann.click(h.last.response, label="Let a co-facilitator know")
        assert "One co-facilitator knows now, and nobody else." in await answer_of(h, result)
        told = f"{ann.mention} could use some support"
        assert told in h.private(h.co) + h.read(h.co) + h.read(h.co, h.lobby)
        for other in (h.fay, h.members[1]):
            assert told not in h.private(other) + h.read(other) + h.read(other, h.lobby)
        assert (await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)))[0].state == before


async def test_whoever_holds_the_circle_is_not_asked_to_tell_themselves() -> None:
    async with house() as h:
        await h.begin(3)
        answer = await h.press(h.fay, "I need support")
        assert "You are not alone with this." in answer
        assert "[Let" not in answer


async def test_support_without_a_seat_gives_words_and_tells_nobody() -> None:
    async with house() as h:
        await h.begin(3)
        guest = h.members[7]
        h.room._channel.thread_members[guest.id] = ""
        answer = await h.press(guest, "I need support")
        assert "You are not alone with this." in answer
        assert "[Let" not in answer


async def test_support_pressed_after_the_circle_is_over_still_gives_words() -> None:
    async with house() as h:
        everyone = await h.begin(3)
        old = h.newest(everyone[1], "[I need support]")
        stale = [component.to_dict() for component in old.components]
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(2)
        h.env.backend.get_message(old.channel.id, old.id).components = stale
        answer = await h.press(everyone[1], "I need support", old)
        assert "You are not alone with this." in answer
        assert "[Let" not in answer


# What stays


async def test_no_column_has_a_word_that_a_member_typed(tmp_path: Path) -> None:
    database = tmp_path / "circle.db"
    async with house(database) as h:
        await place(h, await places(h))
        await add(h, contributor="The Tuesday circle")
        everyone = await h.begin(4)
        ann = everyone[1]
        await h.slash(ann, "story prepare", at=h.room)
        await ann.submit_modal(h.last, ANSWERS)
        await h.press(ann, "I need support")
        await ann.click(h.last.response, label="Let the facilitator know")
        await h.slash(h.fay, "circle prompt", at=h.room)
        await h.press(h.fay, "Draw another", h.last.response)
        for person in everyone:
            await h.share(person)
        during = columns(database)
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(700)
    people = [member.id for member in (*everyone, h.admin, h.co)]
    admins_own = {*PLACE.values(), QUESTION, "The Tuesday circle"}
    for found in (during, columns(database)):
        assert {"own_prompt.text", "resource.title", "prompt_use.prompt_id"} <= {name for name, _ in found}
        for name, value in found:
            assert not any(secret in str(value) for secret in SECRETS), name
            assert not any(str(xid) in str(value) for xid in people), name
            if name.startswith(("own_prompt.", "resource.")) and isinstance(value, str) and len(value) > 10:
                assert value in admins_own, name


def columns(database: Path) -> list[tuple[str, Any]]:
    """Every value of every column of every table."""
    connection = sqlite3.connect(database)
    try:
        connection.row_factory = sqlite3.Row
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            (f"{table}.{name}", row[name])
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")
            for name in row.keys()  # noqa: SIM118 - a row has no names otherwise
        ]
    finally:
        connection.close()
