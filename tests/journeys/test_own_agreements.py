"""Agreements of a server's, a schedule's and a group's own: changed, read, agreed to anew, and kept."""

from __future__ import annotations

from typing import Any

from bot.ids import GuildXid
from bot.services.settings.servers import ServerOptions
from tests.journeys.forging import forge
from tests.journeys.hopeful import filled_in
from tests.journeys.house import House, house, words
from tests.journeys.weekly import at, draft, until

SHIPPED = (
    "What is said here stays here; what is learned may leave.",
    "No recordings, no screenshots.",
    'We speak for ourselves and say "I".',
    "We listen without advice or fixing.",
    "Only the person with the piece speaks or writes.",
    "Passing is always fine, without a reason.",
    "Everyone has the same time.",
)
STAYS = ("One exception: if someone is in danger", "not therapy or a crisis service")
LINES = "sc:setagree:lines"


async def _options(h: House) -> ServerOptions:
    return (await h.sim.bot.desks.settings.server(GuildXid(h.guild.id))).options


def _card(h: House, who: Any = None) -> Any:
    """The newest private card in the lobby, as it is now."""
    return next(m for m in reversed(h.sees(who or h.admin, h.lobby)) if m.flags.ephemeral)


async def _form(h: House, who: Any = None) -> None:
    """An admin opens the form of the agreements, by way of the settings."""
    admin = who or h.admin
    await h.slash(admin, "settings show")
    await h.choose(admin, _card(h, admin), "Agreements")
    await h.press(admin, "Change the lines", _card(h, admin))


def _agreements(h: House) -> str:
    """The newest card of the agreements, as everyone reads it."""
    return words(h.newest(h.fay, "## Agreements"))


async def test_a_server_has_lines_of_its_own_and_what_always_stays_stays() -> None:
    async with house() as h:
        await _form(h)
        assert filled_in(h)[LINES].splitlines() == [*SHIPPED]
        for typed, said in (
            ("  \n\u200b\n", "Please write at least one line."),
            ("\n".join(f"Line {n}" for n in range(13)), "Those are 13 lines."),
            ("Fine.\n" + "x" * 101, "Line 2 cannot stay as it is. It has 101 characters, and 100 fit."),
            ("Ask <@123456789012345678>.", "Line 1 cannot stay as it is. It has a link or a mention in it."),
            ("We are nice.\n@everyone is", "Line 2 cannot stay as it is. It has a link or a mention in it."),
            ("See https://example.org", "It has a link or a mention in it."),
            ("One.\none.", "Line 2 cannot stay as it is. It is there already."),
            ("---\n***", "It has no words."),
            ("\n".join(f"{n} " + "word " * 19 for n in range(12)), "and 1000 fit on the card"),
        ):
            answer = await h.submit(h.admin, {LINES: typed})
            assert said in answer
            assert "Nothing has changed." in answer
            await h.press(h.admin, "Try again")
        assert await _options(h) == ServerOptions()

        own = "- " + SHIPPED[0] + "\n\n2. We *laugh* \u202etoo\u202c.\n> # We stay kind_ly"
        await h.submit(h.admin, {LINES: own})
        shown = words(_card(h))
        assert f"- {SHIPPED[0]}\n- We \\*laugh\\* too.\n- \\> # We stay kind\\_ly" in shown
        assert all(words_ in shown for words_ in STAYS)
        assert "Nothing is saved yet." in shown
        assert await _options(h) == ServerOptions(), "it is a preview"

        await h.restart()
        await h.press(h.admin, "Change the words", _card(h))
        expected = (SHIPPED[0], "We *laugh* too.", "> # We stay kind_ly")
        assert tuple(filled_in(h)[LINES].splitlines()) == expected
        await h.submit(h.admin, {LINES: "\n".join(expected)})
        await h.press(h.admin, "Save these lines", _card(h))
        assert "This is saved." in words(_card(h))
        assert (await _options(h)).agreements == expected

        await h.begin(3, practice=True)
        read = h.read(h.fay)
        assert "- We \\*laugh\\* too." in read
        assert "screenshots" not in read
        assert all(words_ in read for words_ in STAYS)
        await h.slash(h.fay, "circle panel", at=h.room)
        assert "[Add a line]" not in words(h.last.response), "they have agreed already"
        await h.press(h.fay, "Remind the circle", h.last.response)
        assert h.menu(h.last.response)[1] == "We *laugh* too."
        await h.choose(h.fay, h.last.response, "We *laugh* too.")
        await h.wait(2)
        assert "> We \\*laugh\\* too." in words(h.newest(h.members[0], "A gentle reminder"))
        await h.slash(h.fay, "circle end", at=h.room)

        await h.slash(h.admin, "settings show")
        assert "People agree to 3 lines of this server's own." in words(_card(h))
        await h.choose(h.admin, _card(h), "Agreements")
        await h.press(h.admin, "Back to the usual lines", _card(h))
        assert "- No recordings, no screenshots." in words(_card(h))
        assert await _options(h) == ServerOptions()


async def test_of_two_admins_who_change_the_lines_at_once_the_later_sees_that_they_changed() -> None:
    async with house() as h:
        other = h._person("Omar", [h.guild.roles["Admins"]])
        await _form(h)
        await h.submit(h.admin, {LINES: "Mine."})
        await _form(h, other)
        await h.submit(other, {LINES: "Theirs."})
        await h.press(other, "Save these lines", _card(h, other))
        await h.press(h.admin, "Save these lines", _card(h))
        assert "Someone else changed these settings meanwhile" in words(_card(h))
        assert "- Theirs." in words(_card(h))
        assert (await _options(h)).agreements == ("Theirs.",)
        assert "- Mine." in words(_card(h)), "nothing that was typed is lost"
        await h.press(h.admin, "Save these lines", _card(h))
        assert (await _options(h)).agreements == ("Mine.",)
        h.env.backend.get_guild(h.guild.id).members[other.id].role_ids.clear()
        await h.env.settle()
        await h.press(h.admin, "Change the lines", _card(h))
        await h.submit(h.admin, {LINES: "Mine, too."})
        answer = await h.press(other, "Change the lines", _card(h, other))
        assert "Only the people who run this server" in answer


async def _meet(h: House, day: int, *, add: str = "") -> str:
    """The circle meets on that Tuesday, and ends once everybody has agreed. Returns the card of its agreements."""
    ann, ben = h.members[:2]
    await until(h, at(day, 18, 58))
    for who in (ann, ben):
        await h.press(who, "Save me a seat")
    await until(h, at(day, 19))
    await h.press(h.fay, "Begin")
    await h.wait(60)
    if add:
        await _add_a_line(h, add)
    shown = _agreements(h)
    for who in (h.fay, ann, ben):
        await h.press(who, "I agree")
    await h.wait(3)
    assert "The piece is offered" in await h.slash(h.fay, "circle panel", at=h.room)
    await h.slash(h.fay, "circle end", at=h.room)
    await h.wait(3)
    return shown


async def _add_a_line(h: House, line: str) -> None:
    ann, ben = h.members[:2]
    await h.press(ann, "I agree")
    await h.slash(h.fay, "circle panel", at=h.room)
    panel = h.last.response
    await h.press(h.fay, "Add a line", panel)
    assert "It is there already. Nothing has changed." in await h.submit(
        h.fay, {"sc:line:words": "no recordings, no screenshots."}
    )
    await h.press(h.fay, "Try again")
    answer = await h.submit(h.fay, {"sc:line:words": line})
    assert "Whoever had agreed is asked for it. It stays for the later dates of this circle." in answer
    (session,) = [one for one in await h.bot.desks.circle.open_in(GuildXid(h.guild.id)) if one.room_xid]
    late = await forge(h, ben, f"sc:agree:{session.id}:0")
    assert "A line has been added to the agreements since." in late, (
        "Ben pressed on the card as it was before"
    )
    await h.wait(2)
    asked = words(h.newest(ann, "A line that this group has added"))
    assert f"> {line}" in asked
    assert "[I agree]" in asked
    assert "0 of 3 have agreed." in _agreements(h)
    await h.restart()


async def test_a_group_adds_a_line_and_what_changes_later_is_agreed_to_anew() -> None:
    async with house() as h:
        await until(h, at(1, 1))
        await h.press(h.admin, "Create it", await draft(h, capacity=4))
        await h.wait(3)
        first = await _meet(h, 6, add="We may laugh.")
        assert "- We may laugh." in first
        assert "New:" not in first
        asked = words(h.newest(h.fay, "A line that this group has added"))
        assert "[I agree]" not in asked, "nobody is asked there any more"
        await h.slash(h.fay, "circle panel", at=h.room)

        second = await _meet(h, 13)
        assert "- We may laugh." in second, "it stays"
        assert "New:" not in second, "they have agreed to it"

        await h.press(h.members[0], "Save me a seat")  # for the 20th, which keeps its lines
        await h.slash(h.admin, "schedule edit")
        card = h.last.response
        assert "- We may laugh." in words(card)
        await h.press(h.admin, "Agreements", card)
        assert filled_in(h)["sc:sched:lines"].splitlines() == [*SHIPPED, "We may laugh."]
        changed = "\n".join([*SHIPPED[1:], "We may laugh.", "Phones stay in the bag."])
        shown = await h.submit(h.admin, {"sc:sched:lines": changed})
        assert "- Phones stay in the bag." in shown
        assert all(words_ in shown for words_ in STAYS)
        await h.press(h.admin, "Save the changes", card)

        third = await _meet(h, 20)
        assert "Phones" not in third, "somebody had a seat already"
        fourth = await _meet(h, 27)
        assert "These agreements have changed since the last time" in fourth
        assert "1 line is gone." in fourth
        assert "- **New:** Phones stay in the bag." in fourth
        assert "- We may laugh." in fourth
        assert all(words_ in fourth for words_ in STAYS)
        await h.slash(h.admin, "schedule edit")
        await h.press(h.admin, "Back to the usual lines", h.last.response)
        assert "Phones" not in words(_card(h))
        (kept,) = await h.bot.desks.schedule.named(GuildXid(h.guild.id))
        assert kept.choices.group_lines == (), "they are among its own now"
