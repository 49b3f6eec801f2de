"""A server's own format: made, tried, scheduled and used without a file, and what becomes of it when it is removed."""

from __future__ import annotations

import json
from typing import Any

from bot.ids import GuildXid
from tests.journeys.house import House, house, words
from tests.journeys.weekly import at, draft, fill_in, until

FILE = """title = "Evening walk"
summary = "A short circle after a walk."
capacity = 6

[timing]
breath_s = 15

[[stage]]
kind = "agreements"
title = "Agreements"
text = "When these feel right, agree."
seconds = 120
items = ["What is said here stays here."]

[[stage]]
kind = "round"
title = "One thing"
text = "One thing that you saw."
seconds = 60
"""


async def choose(h: House, card: Any, custom: str, value: str) -> str:
    """Ada chooses in the menu of a card whose id begins so."""
    menus = [
        part
        for row in card.components
        for part in walk(row if isinstance(row, dict) else row.to_dict())
        if str(part.get("custom_id", "")).startswith(custom)
    ]
    return h._answer(await h.admin.select(card, [value], custom_id=menus[0]["custom_id"]))


def walk(part: dict[str, Any]) -> list[dict[str, Any]]:
    """A part of a card and all below it."""
    return [part, *(deep for inner in part.get("components", ()) for deep in walk(inner))]


async def form(h: House, button: str, card: Any, **fields: object) -> str:
    """Ada presses a button of a draft, and sends its form. Returns what she sees then."""
    await h.press(h.admin, button, card)
    return await h.submit(h.admin, fields)


async def bring(h: House, data: bytes | str, name: str = "walk.toml") -> str:
    """Ada imports a file."""
    data = data.encode() if isinstance(data, str) else data
    return await h.slash(h.admin, "formats import", file=(name, data))


async def kept(h: House) -> list[str]:
    """The names of the server's own formats."""
    content = await h.bot.desks.formats.content(GuildXid(h.guild_id))
    return [one.title for one in content.formats.values() if one.id.startswith("own/")]


async def test_a_format_is_made_tried_and_used_without_a_file() -> None:
    async with house() as h:
        assert "Only the people who run this server" in await h.slash(h.fay, "formats browse")
        said = await h.slash(h.admin, "formats browse")
        assert "**Grief circle**" in said
        assert "your server's own" not in said.replace("of your server's own.", "")
        listed = h.last.response
        shown = await choose(h, listed, "sc:menu:fmtshow", "quick-circle")
        assert "3. **Stories** · a round, with a turn for everyone · 2:00 a turn" in shown
        assert "[Copy]" in shown
        assert "[Edit]" not in shown, "the shipped ones stay as they are"

        # A copy, drawn with a preview, and changed piece by piece.
        said = await h.slash(h.admin, "formats copy", format="quick-circle", name="Quick circle")
        assert "There is a format called Quick circle already." in said
        said = await h.slash(h.admin, "formats copy", format="Quick circle", name="Sunday circle")
        card = h.last.response
        assert "Spoken: about 15 minutes with 4 people, 20 with 8." in said
        assert "In writing: about 15 minutes with 4 people, 30 with 8." in said
        said = await choose(h, card, "sc:menu:fmtstage", "3")
        assert "> One small story each." in said
        changed = {"title": "Sunday stories", "text": "What did the week bring?", "time": "4:30"}
        said = await form(h, "Change this stage", card, **changed, question=["none"], quiet="0:30")
        assert (
            "3. **Sunday stories** · a round, with a turn for everyone · 4:30 a turn, then 0:30 of quiet"
            in said
        )
        assert "Spoken: about 25 minutes with 4 people, 45 with 8." in said
        said = await h.press(h.admin, "Move up", card)
        assert "2. **Sunday stories**" in said
        assert "The agreements come before the first round." in said
        assert "The agreements come before the first round." in await h.press(h.admin, "Save it", card)
        assert "It cannot be tried yet" in await h.press(h.admin, "Try it", card)
        assert await kept(h) == []
        await h.press(h.admin, "Move down", card)
        added = {"kind": ["open"], "title": "Tea", "text": "Stay for tea.", "time": "5", "question": ["none"]}
        said = await form(h, "Add a stage", card, **added)
        assert "4. **Tea** · free conversation · 5:00" in said, "after the stage that was chosen"
        said = await form(
            h, "Rules", card, order=["volunteer"], passes=["free"], notes=["off"], late=["agree_first"]
        )
        assert "Whoever would like to" in said
        named = {
            "title": "Sunday circle",
            "summary": "For Sunday.",
            "seats": "5",
            "least": "3",
            "factor": "2",
        }
        assert "Seats: 5, and at least 3 people" in await form(h, "Name and seats", card, **named)

        # What cannot be is said, and the draft stays as it was; so it does over a restart.
        wrong = {"title": "x" * 60, "text": "Hello <@123>", "time": "-1:00", "question": ["none"]}
        said = await form(h, "Change this stage", card, **wrong)
        assert "please write minutes and seconds from 0:10 to 120:00" in said
        wrong["time"] = "1:00"
        assert "leave out mentions" in await form(h, "Change this stage", card, **wrong)
        wrong["text"] = "Hello\u200bthere"
        assert "characters in it that nobody sees" in await form(h, "Change this stage", card, **wrong)
        await h.restart()
        times = dict.fromkeys(("offer_s", "warn_s", "grace_s", "breath_s", "long_breath_s"), "0:45")
        assert "4. **Tea**" in await form(h, "Times of a turn", card, **times)

        # Tried: everyone reads that it is practice, and the draft goes on.
        said = await h.press(h.admin, "Try it", card)
        assert said.startswith("-# Practice circle")
        invitation = h.newest(h.fay, "[Save me a seat]")
        assert "Sunday circle" in words(invitation)
        assert "For Sunday." in words(invitation)
        await h.press(h.admin, "End", h.last.followups[-1] if h.last.followups else h.last.response)
        await h.press(h.admin, "End for everyone", h.last.response)
        said = await h.press(h.admin, "Save it", card)
        assert "**Sunday circle** is saved." in said
        assert await kept(h) == ["Sunday circle"]

        # Used: it is among the others here, and nowhere else.
        everyone = await h.begin(3, format="Sunday circle")
        assert "What did the week bring?" in h.read()
        assert "lies in the middle" in h.read()
        other = await h.bot.desks.formats.content(GuildXid(5))
        assert not any(one.title == "Sunday circle" for one in other.formats.values())
        assert len(everyone) == 3


async def test_a_schedule_follows_it_waits_when_it_is_removed_and_files_go_both_ways() -> None:
    async with house() as h:
        said = await bring(h, FILE)
        card = h.last.response
        assert "2. **One thing**" in said
        assert await kept(h) == [], "not before somebody has seen it"
        await h.press(h.admin, "Save it", card)
        assert "Evening walk" in await h.slash(h.admin, "formats export", format="Evening walk")
        (file,) = h.last.response.attachments
        out = (await file.read()).decode()
        assert file.filename == "evening-walk.toml"
        said = await bring(h, out.replace("seconds = 60", "seconds = 90"))
        again = h.last.response
        assert "1:30 a turn" in said
        assert "Circles that are announced or under way go on" in await h.press(
            h.admin, "Save the changes", again
        )
        assert await kept(h) == ["Evening walk"], "it took the place of the other"

        assert "Format: Evening walk" in await make(h)
        await h.press(h.admin, "Create it", h.last.response)
        await until(h, at(1, 1))
        assert "A short circle after a walk." in h.read(place=h.lobby)
        await h.slash(h.admin, "settings setup")
        await h.slash(h.admin, "formats browse")
        listed = h.last.response
        content = await h.bot.desks.formats.content(GuildXid(h.guild_id))
        (own,) = [one for one in content.formats.values() if one.title == "Evening walk"]
        await choose(h, listed, "sc:menu:fmtshow", own.id)
        said = await h.press(h.admin, "Remove", listed)
        assert "These circles meet by it: Tuesday circle." in said
        assert "[Edit]" in await h.press(h.admin, "Keep it", listed)
        await h.press(h.admin, "Remove", listed)
        assert "**Evening walk** is removed." in await h.press(h.admin, "Remove for good", listed)
        assert await kept(h) == []
        await until(h, at(7, 12))
        assert "Its format is gone" in await h.slash(h.admin, "schedule list")
        assert "the format of a scheduled circle is gone" in await h.slash(h.admin, "circle upcoming")
        await h.slash(h.admin, "schedule edit")
        chosen = {"format": ["check-in"], "theme": ["general"], "horizon": "7"}
        await fill_in(h, card := h.last.response, "How it goes", **chosen)
        await h.press(h.admin, "Save the changes", card)
        assert "Its format is gone" not in await h.slash(h.admin, "schedule list")


async def make(h: House) -> str:
    """Ada drafts a weekly circle that goes by her format."""
    return words(await draft(h, format="Evening walk", capacity=4))


WRONG: list[tuple[bytes | str, str, str]] = [
    (b"x" * (64 * 1024 + 1), "a.toml", "A file can have 64 kilobytes at most"),
    (b"MZ\x90", "a.exe", "Please give me a TOML file"),
    (b"PK\x03\x04", "a.toml", "Please give me a TOML file"),
    ('title = "Что"'.encode("cp1251"), "a.toml", "Please save the file as UTF-8"),
    (b'title = "caf\xe9"', "a.toml", "Please save the file as UTF-8"),
    (b"title = \n", "a.toml", "Line 1: I cannot read this as TOML"),
    (b"a = 1\na = 2", "a.toml", "Line 2: I cannot read this as TOML"),
    (b'{"title": "a", "title": "b"}', "a.json", "title stands here twice"),
    (b"[]", "a.json", "There is no format in this file"),
    (b"", "a.toml", "There is no format in this file"),
    (
        FILE.replace("round", "rond"),
        "a.toml",
        "Line 16: Stage 2, `kind`: Please write one of these: announce",
    ),
    (FILE[: FILE.rindex("[[stage]]")], "a.toml", "There is no round yet"),
    (FILE + FILE[FILE.rindex("[[stage]]") :] * 99, "a.toml", "A format can have 20 stages at most."),
    (
        FILE.replace("breath_s = 15", "breath_s = -1"),
        "a.toml",
        "Line 6: `timing.breath_s`: Please write a number",
    ),
    (
        FILE.replace("that you saw", "x" * 10_001),
        "a.toml",
        "Line 18: Stage 2, What its card says: It has 10012 characters. It can have 1000 at most.",
    ),
    (
        FILE.replace("Evening walk", "Story circle"),
        "a.toml",
        "There is a format called Story circle already",
    ),
    (
        FILE.replace("you saw", "@everyone saw"),
        "a.toml",
        "Line 18: Stage 2, What its card says: Please leave out",
    ),
    (FILE.replace("you saw", "you\u202esaw"), "a.toml", "characters in it that nobody sees"),
    (
        FILE.replace("items =", 'exception = "None."\nitems ='),
        "a.toml",
        "The exception is the same in every",
    ),
    (
        FILE.replace("capacity = 6", "capacity = 60"),
        "a.toml",
        "Line 3: `capacity`: Please write a number from 3",
    ),
    (FILE.replace("capacity", "seats"), "a.toml", "Line 3: `seats`: I do not know that key"),
]
"""What a file says, how it is called, and what is said of it."""


async def test_a_file_that_is_not_right_says_where_and_changes_nothing() -> None:
    async with house() as h:
        for data, name, sentence in WRONG:
            said = await bring(h, data, name)
            assert sentence in said, (sentence, said)
            assert "Nothing has changed" in said
        assert await kept(h) == []


async def test_a_file_in_json_is_read_too() -> None:
    async with house() as h:
        lines = ", ".join(f'"{n:02} {"w" * 90}"' for n in range(11))
        long = FILE.replace('"What is said here stays here."', lines)
        assert "1000 fit on the card. Nothing has changed." in await bring(h, long)
        table = {
            "title": "Short",
            "summary": "One round.",
            "stage": [
                {
                    "kind": "agreements",
                    "title": "A",
                    "text": "Agree.",
                    "seconds": 60,
                    "items": ["Kind words."],
                },
                {"kind": "round", "title": "Round", "text": "One each.", "seconds": 60},
            ],
        }
        assert "2. **Round**" in await bring(h, json.dumps(table), "short.json")


async def test_the_silence_after_a_story_of_grief_is_shown_for_as_long_as_it_lasts() -> None:
    rests = "The talking piece rests for a moment."
    async with house() as h:
        everyone = await h.begin(3, format="grief-circle")
        assert "Say whom or what you miss." in h.read()
        await h.share(everyone[0])
        assert rests not in h.read(), "a short breath is nothing to look at"
        while "Please leave out how somebody died" not in h.read():
            await h.slash(h.fay, "circle next", at=h.room)
            await h.wait(12)
        teller = next(one for one in everyone if one.user.global_name == h.holder())
        await h.press(teller, "Receive")
        await h.press(teller, "I'm done")
        assert rests in h.read()
        await h.wait(40)
        assert rests in h.read()
        assert h.holder() == ""
        await h.wait(8)
        assert rests not in h.read(), "the next one has the piece"
        assert h.holder()


async def test_each_button_of_a_format_leads_on_and_it_can_be_what_is_usual_here() -> None:
    async with house() as h:
        await bring(h, FILE)
        await h.press(h.admin, "Save it", h.last.response)
        content = await h.bot.desks.formats.content(GuildXid(h.guild_id))
        (own,) = [one for one in content.formats.values() if one.title == "Evening walk"]

        # In the settings it is among the others, and a circle for which nobody chooses follows it.
        await h.slash(h.admin, "settings setup")
        while "Choose a format" not in words(card := h.newest(h.admin, "Step ")):
            await h.press(h.admin, "Skip", card)
        assert "follows **Evening walk**" in await choose(h, card, "sc:menu:setformat", own.id)
        await h.open(2)
        assert "A short circle after a walk." in words(h.newest(h.admin, "[Save me a seat]"))

        await h.slash(h.admin, "formats browse")
        listed = h.last.response
        assert "your server's own" in words(listed)
        await choose(h, listed, "sc:menu:fmtshow", own.id)
        assert "**Evening walk** as a file." in await h.press(h.admin, "Get it as a file", listed)
        (file,) = h.last.response.attachments
        assert b'title = "Evening walk"' in await file.read()
        said = await h.press(h.admin, "Try it", listed)
        assert said.startswith("-# Practice circle")
        assert "Evening walk" in said
        await h.press(h.admin, "Copy", listed)
        assert "## Night walk" in await h.submit(h.admin, {"name": "Night walk"})
        assert "There is a format called Story circle already" in await again(h, "Story circle", listed)
        assert "[Save the changes]" in await h.press(h.admin, "Edit", listed)
        assert "Nothing was changed." in await h.press(h.admin, "Discard", listed)
        assert await kept(h) == ["Evening walk"]


async def again(h: House, name: str, listed: Any) -> str:
    """Ada presses `Copy` once more, and calls the copy so."""
    await h.press(h.admin, "Copy", listed)
    return await h.submit(h.admin, {"name": name})
