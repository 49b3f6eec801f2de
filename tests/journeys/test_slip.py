"""Proof of attendance: the same slip for all who had a seat at the end, which nobody learns of and nothing keeps."""

from __future__ import annotations

import base64
from datetime import UTC
from pathlib import Path
from typing import Any

from simcord.actors import MemberActor
from sqlalchemy import select

from bot.ids import GuildXid
from bot.privacy.slips import check
from bot.services.settings.servers import Server, ServerOptions
from bot.store.store import Store
from bot.store.tables import metadata
from tests import databases, scan
from tests.journeys.forging import forge
from tests.journeys.hopeful import filled_in, submit
from tests.journeys.house import House, house, words
from tests.logged import logged

LABEL = "Proof of attendance"
GROUP = "Riverside Peer Support"
SLIP = "sc:slip:1:0"
"""What the button on the cards of the first circle asks for."""
NOT_SEATED = "for people who have a seat when the circle closes"
FORGOTTEN = "I do not know any more who was there"


async def _at_the_step(h: House) -> Any:
    """Ada opens the setup at this step. Returns the card."""
    await h.slash(h.admin, "settings show")
    await h.choose(h.admin, h.last.response, LABEL)
    return _card(h)


def _card(h: House) -> Any:
    return next(m for m in reversed(h.sees(h.admin, h.lobby)) if m.flags.ephemeral)


async def _give_slips(h: House, group: str = GROUP) -> str:
    """Ada has slips given. Returns what she reads then."""
    await h.press(h.admin, "Give slips", await _at_the_step(h))
    return await submit(h, h.admin, sc__setslips__group=group) + words(_card(h))


async def _take(h: House, who: MemberActor) -> bytes:
    """Somebody takes their slip. Returns the file."""
    said = await h.press(who, LABEL)
    answer = h.last.followups[-1] if h.last.followups else h.last.response
    assert answer.flags.ephemeral, "its owner alone sees it"
    (file,) = answer.attachments
    written: bytes = await file.read()
    assert written.decode().strip() in said, "the card says what is in the file"
    return written


async def _to_the_closing(h: House) -> None:
    for _ in range(12):
        if "## Closing" in h.read():
            return
        await h.slash(h.fay, "circle next", at=h.room)
        await h.wait(3)
    raise AssertionError("it does not close")


async def _rows(h: House) -> dict[str, list[Any]]:
    """Every row of every table, but for the one that says when the bot was last alive."""
    store: Store = h.bot.desks.transactions.store
    tables = [table for table in metadata.sorted_tables if table.name != "pulse"]
    return await store.read(lambda db: {one.name: list(map(repr, db.execute(select(one)))) for one in tables})


async def test_told_passed_or_listened_it_is_the_same_slip_and_nothing_of_it_remains(tmp_path: Path) -> None:
    async with house(tmp_path / "circle.db") as h:
        assert f"a slip of **{GROUP}**" in await _give_slips(h)
        fay, ann, ben, cat, dev, eve, gus = await h.open(7, format="quick-circle")
        assert "Nobody learns who takes one." in words(h.newest(ann, "Do you need proof of attendance?"))
        await h.slash(fay, "circle start")
        began = h.now()
        await h.wait(60)
        for person in (fay, ann, ben, dev, gus):
            await h.press(person, "I agree")
        for person in (cat, eve):
            await h.press(person, "Just listen")
        await h.wait(2)
        assert "once the circle is closing" in await forge(h, ann, SLIP)
        await h.share(fay)
        await h.share(ann)
        assert h.holder() == "Ben"
        await h.press(ben, "Pass")
        await h.slash(dev, "circle leave", at=h.room)
        await h.press(gus, "Step out", h.newest(gus, "[Step out]"))
        await h.wait(5)
        await _to_the_closing(h)
        assert f"[{LABEL}]" in words(h.newest(ann, "## Closing"))

        # To take one changes no row, asks Discord nothing that others could see, and is not logged
        rows, requests = await _rows(h), len(h.env.http_requests)
        with logged("DEBUG") as log:
            told = await _take(h, ann)
        assert {request.path.split("/")[1] for request in h.env.http_requests[requests:]} == {
            "interactions",
            "webhooks",
        }
        assert await _rows(h) == rows
        assert log.getvalue() == ""
        await h.restart()
        passed = await _take(h, ben)
        assert NOT_SEATED in await forge(h, dev, SLIP), "she left before"
        assert NOT_SEATED in await forge(h, h.members[6], SLIP), "he was never there"
        assert LABEL not in await h.slash(fay, "circle panel", at=h.room)

        # At the end whoever has not taken it can still do so
        await h.wait(60)
        ended = h.newest(cat, "The circle is closed.")
        assert f"[{LABEL}]" in words(ended)
        listened, away, leader = await _take(h, cat), await _take(h, gus), await _take(h, fay)
        assert told == passed == listened == away == leader == await _take(h, ann)
        assert FORGOTTEN in await forge(h, dev, SLIP)
        assert LABEL not in h.private(fay)
        said, _ = check(told.decode(), [h.bot.desks.settings.slip_key(GuildXid(h.guild.id))])
        assert (said.group, said.began) == (GROUP, began.replace(second=0, microsecond=0).astimezone(UTC))
        assert 1 <= said.minutes <= 5
        assert not any(str(person.id) in told.decode() for person in (h.fay, *h.members))

        # The room goes sooner than it is forgotten who was there
        await h.wait(11 * 60)
        assert not h.has_room
        assert told.decode().strip() in await forge(h, ann, SLIP), "its room is gone"
        await h.wait(5 * 60)
        assert "This circle is over" in await forge(h, ann, SLIP)
        await _nothing_of_it_is_there(h, tmp_path, told.decode())


async def _nothing_of_it_is_there(h: House, folder: Path, slip: str) -> None:
    """Neither in the rows nor, where the database is a file, in any file. What an admin set is, so the search finds."""
    code = slip[slip.index("SC1-") :].strip()
    letters = code.replace("-", "").replace("\n", "")[3:]
    raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    wanted = {
        "the code": [line.encode() for line in code.split("\n")]
        + [letters[:20].encode(), letters.lower()[:20].encode()],
        "its bytes": [*scan.of_chance(raw[:14]), *scan.of_chance(raw[-64:])],
        "the press": [b"sc:slip"],
    }
    text = repr(await _rows(h)).encode()
    assert GROUP.encode() in text
    assert not [name for name, forms in wanted.items() if any(form in text for form in forms)]
    if not databases.on_postgresql():
        assert scan.found([folder], {"the group": scan.of_words(GROUP)}), "the search finds what is there"
        assert scan.found([folder], wanted) == []


async def test_where_none_is_given_no_card_has_a_word_of_it() -> None:
    async with house() as h:
        await h.begin(3, format="quick-circle")
        assert "proof of attendance" not in h.read(h.members[0], h.lobby)
        await _to_the_closing(h)
        assert "This server gives no proof of attendance." in await forge(h, h.members[0], SLIP)
        await h.wait(60)
        assert "The circle is closed." in h.read()
        assert LABEL not in h.read() + h.read(place=h.lobby)
        assert "This server gives no proof of attendance." in await forge(h, h.members[0], SLIP)

        # Where they are given, there is none for practice, and one for a circle that was ended before its closing
        await _give_slips(h)
        await h.begin(3, format="quick-circle", name="Practice", practice=True)
        await _to_the_closing(h)
        assert "This is practice" in await forge(h, h.members[0], "sc:slip:2:0")
        await h.wait(60)
        assert LABEL not in h.read()
        await h.begin(3, format="quick-circle", name="Another")
        await h.share(h.fay)
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(2)
        said, _ = check(
            (await _take(h, h.members[0])).decode(), [h.bot.desks.settings.slip_key(GuildXid(h.guild.id))]
        )
        assert said.minutes in (1, 2)
        await h.open(3)
        await h.slash(h.members[1], "privacy erase")
        await h.press(h.members[1], "Erase it all", h.last.response)
        assert FORGOTTEN in await forge(h, h.members[1], "sc:slip:3:0")
        await h.restart()
        assert FORGOTTEN in await forge(h, h.members[0], "sc:slip:3:0"), "it was in memory alone"


async def test_an_admin_names_the_group_and_gets_the_page() -> None:
    async with house() as h:
        step = await _at_the_step(h)
        assert "None is given." in words(step)
        assert "[Get the checking page]" not in words(step)
        for typed in ("\u200b \u2060", "\u202e"):
            await h.press(h.admin, "Give slips", step)
            assert "Nothing has changed." in await submit(h, h.admin, sc__setslips__group=typed)
            assert (await _options(h)).slip_group == ""
        await _give_slips(h, "  Ru\u0308he \u202e* \n @everyone ```")
        assert (await _options(h)).slip_group == "R\u00fche * @everyone '''"
        assert "a slip of **R\u00fche \\* @\u200beveryone '''**" in words(_card(h))
        await h.press(h.admin, "Change the name", _card(h))
        assert filled_in(h) == {"sc:setslips:group": "R\u00fche * @everyone '''"}

        await h.press(h.admin, "Get the checking page", _card(h))
        answer = h.last.followups[-1] if h.last.followups else h.last.response
        (file,) = answer.attachments
        key = h.bot.desks.settings.slip_key(GuildXid(h.guild.id))
        page = (await file.read()).decode()
        assert key.words.replace("\n", "-") in page
        assert key.mark in page
        assert "{{" not in page
        await h.press(h.admin, "Give none", await _at_the_step(h))
        assert await _options(h) == ServerOptions()


async def _options(h: House) -> ServerOptions:
    server: Server = await h.bot.desks.settings.server(GuildXid(h.guild.id))
    return server.options
