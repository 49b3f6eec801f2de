"""Agreements of one's own on the strict Discord: what is saved is read back from a private card, also after a restart,
and a line that a group adds is a card of its own."""

from __future__ import annotations

from pathlib import Path

from bot.circle.agreed_lines import MOST_LINES
from bot.ids import GuildXid
from bot.ui.agreement_lines import LINES_LENGTH
from tests.journeys.house import words
from tests.wire.strict_house import StrictHouse, play_in_strict_house

LONG = [f"{n:02} *" + "w" * (LINES_LENGTH // MOST_LINES - 5) for n in range(MOST_LINES - 1)]


def test_lines_are_read_back_from_the_preview_and_a_line_of_the_group_is_asked_for(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        await h.slash(h.admin, "settings show")
        await h.choose(h.admin, "Change one of these", ["12"])
        await h.press(h.admin, "Change the lines")
        assert "a link or a mention" in await h.submit(h.admin, {"sc:setagree:lines": "See <#12345>"})
        await h.press(h.admin, "Try again")
        shown = await h.submit(h.admin, {"sc:setagree:lines": "\n".join(LONG)})
        assert "Nothing is saved yet." in shown
        await h.restart(kill=True)
        assert "This is saved." in await h.press(h.admin, "Save these lines")
        assert (await h.bot.desks.settings.server(GuildXid(h.guild_id))).options.agreements == tuple(LONG)

        people = await h.open(3)
        await h.slash(h.fay, "circle start")
        await h.wait(60)
        await h.press(people[1], "I agree")
        await h.slash(h.fay, "circle panel", at=h.room)
        await h.press(h.fay, "Add a line")
        assert "asked for it" in await h.submit(h.fay, {"sc:line:words": "We laugh."})
        await h.wait(3)
        card = words(h.newest(people[1], "A line that this group has added"))
        assert "> We laugh." in card
        assert "[I agree]" in card
        for who in people:
            await h.press(who, "I agree", h.newest(who, "A line that this group has added"))
        await h.wait(5)
        assert "[I agree]" not in words(h.newest(people[1], "A line that this group has added"))

    play_in_strict_house(tmp_path, story)
