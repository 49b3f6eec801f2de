"""What whoever holds a circle sees on their panel, and what follows from it."""

from __future__ import annotations

import re

from tests.journeys.forging import forge
from tests.journeys.house import House, house, words


async def _panel(h: House) -> str:
    """Fay's panel as it is now, without its times."""
    return re.sub(r"<t:\d+:R>", "soon", h.named(await h.slash(h.fay, "circle panel", at=h.room)))


async def test_the_panel_says_where_the_circle_stands_and_nothing_that_the_room_does_not() -> None:
    async with house() as h:
        opened = await h.slash(h.fay, "circle open", name="Evening circle", format="talking-circle")
        assert "People are gathering.\n1 of 8 seats is taken." in opened
        ann, ben, cat = h.members[:3]
        for person in (ann, ben, cat):
            await h.press(person, "Save me a seat")
        await forge(h, ann, "sc:out:1:0")
        await h.wait(3)
        for place in (h.lobby, h.room):
            assert "4 of 8 seats are taken." in h.read(place=place), "the same number everywhere"
        told = await _panel(h)
        assert "4 of 8 seats are taken.\n" in told
        assert "Away for now: @ann\n" in told

        await h.slash(h.fay, "circle start", at=h.room)
        await h.wait(60)
        told = await _panel(h)
        assert "**Agreements**, step 2 of" in told
        assert "0 of 3 have agreed. It goes on by itself soon." in told
        assert "After this comes: " in told
        for person in (h.fay, ben, cat):
            await h.press(person, "I agree")
        await h.wait(2)
        told = await _panel(h)
        assert "The piece is offered to @fay. I ask once more soon.\nNext is @ben." in told
        assert "Still to come: @ann · @ben · @cat" in told, "nobody has seen yet that Ann is passed over"
        await h.share(h.fay)
        await h.press(ben, "Pass")
        told = await _panel(h)
        assert "The piece is offered to @cat." in told
        assert "Turn over: @fay · @ben" in told, "told or passed, it looks the same"
        assert "Next is" not in told, "who has a second offer is for the room to see"
        assert "Still to come" not in told
        assert "Away for now: @ann" in told


async def test_only_those_in_the_circle_can_be_chosen() -> None:
    async with house() as h:
        await h.begin(4, format="talking-circle")
        ben, cat = h.members[1:3]
        await h.press(h.fay, "Receive")
        await h.slash(h.fay, "circle panel", at=h.room)
        await h.press(h.fay, "Who is next", h.last.response)
        assert h.menu(h.last.response) == ["Ann", "Ben", "Cat"]
        assert f"{cat.mention} is next." in await h.choose(h.fay, h.last.response, "Cat")
        assert "Next is @cat." in await _panel(h)

        await h.press(h.fay, "Hand over", h.last.response)
        assert h.menu(h.last.response) == ["Ann", "Ben", "Cat"], (
            "those who are here, and not the whole server"
        )
        assert "They hold the circle now" in await h.choose(h.fay, h.last.response, "Ben")

        # Whoever holds it now is called, and comes to their panel by one press. For others there is none.
        await h.wait(1)
        card = h.newest(ben, "holds the circle now.")
        assert card.mentions == [ben] or ben.id in [user.id for user in card.mentions]
        assert "Only this circle's facilitator can do that" in await h.press(cat, "Open your panel", card)
        assert "[Pause]" in await h.press(ben, "Open your panel", card)
        theirs = h.last.response
        await h.press(ben, "Hand over", theirs)
        await h.choose(ben, h.last.response, "Cat")
        await h.wait(2)
        left = words(h.env.backend.get_message(h.room.id, theirs.id))
        assert left == "The circle is in other hands now. Thank you."
        await h.slash(cat, "circle handover", at=h.room, member=ben)

        # Whoever pressed nothing for long is asked for; a name that Discord does not tell is a seat.
        await h.wait(1000)
        await h.slash(h.fay, "circle panel", at=h.room)
        await h.press(h.fay, "Hand over", h.last.response)
        answer = h.last.followups[-1] if h.last.followups else h.last.response
        assert {"Ann", "Cat"} <= set(h.menu(answer)), words(answer)


async def test_who_goes_first_and_a_gentle_word_to_everyone() -> None:
    async with house() as h:
        await h.open(4, format="talking-circle")
        ann, ben = h.members[:2]
        await h.slash(h.fay, "circle panel", at=h.room)
        panel = h.last.response
        await h.press(h.fay, "Who goes first", panel)
        assert h.menu(h.last.response) == ["Fay", "Ann", "Ben", "Cat"]
        assert f"begins with {ben.mention}." in await h.choose(h.fay, h.last.response, "Ben")
        await h.wait(2)
        assert f"The next round begins with {ben.mention}." in words(
            h.env.backend.get_message(h.room.id, panel.id)
        )
        await h.press(h.fay, "Begin", panel)
        await h.wait(60)
        for person in (h.fay, ann, ben, h.members[2]):
            await h.press(person, "I agree")
        await h.wait(2)
        assert h.holder() == "Ben"
        await h.press(h.fay, "Remind the circle", panel)
        agreement = h.menu(h.last.response)[1]
        assert "Everyone can read it in the room now." in await h.choose(h.fay, h.last.response, agreement)
        await h.wait(1)
        assert h.said(h.room)[-1] == (
            f"### A gentle word for all of us, about what we agreed on\n> {agreement}"
        ), "without a name"


async def test_an_open_panel_stays_true_until_it_is_of_no_use() -> None:
    async with house() as h:
        await h.slash(h.fay, "circle open", name="Evening circle", format="talking-circle")
        opened = h.last.response
        ann, ben = h.members[:2]

        def panel() -> str:
            return words(h.env.backend.get_message(h.lobby.id, opened.id))

        for number, person in enumerate((ann, ben), 2):
            await h.press(person, "Save me a seat")
            await h.wait(2)
            assert f"{number} of 8 seats are taken." in panel(), "nobody had to ask for it"
        edits = _edits(h)
        await h.press_at_once(
            (h.members[2], h.members[3]), "Save me a seat", h.newest(ann, "[Save me a seat]")
        )
        await h.wait(2)
        assert "5 of 8 seats are taken." in panel()
        assert _edits(h) == edits + 1, "a burst of presses is one edit"
        await h.press(h.fay, "Begin", opened)
        await h.wait(60)
        assert "**Agreements**" in panel()

        # Another one takes its place, and one that is drawn anew by a press is the one that stays true.
        await h.slash(h.fay, "circle panel", at=h.room)
        newer = h.last.response
        await h.wait(2)
        assert "[Pause]" not in panel()
        await h.press(h.fay, "Pause", newer)
        await h.slash(h.fay, "circle resume", at=h.room)
        await h.wait(2)
        third = h.last.response
        assert "[Pause]" in words(h.env.backend.get_message(h.room.id, third.id))
        assert "[Pause]" not in words(h.env.backend.get_message(h.room.id, newer.id))

        await h.slash(h.fay, "circle handover", at=h.room, member=ann)
        await h.slash(h.admin, "circle panel", at=h.lobby)
        theirs = h.last.response
        await h.slash(ann, "circle pause", at=h.room)
        last = h.last.response
        await h.wait(2)
        assert "The circle is paused." in words(h.env.backend.get_message(h.lobby.id, theirs.id))
        await h.slash(ann, "circle end", at=h.room)
        await h.wait(2)
        assert "This circle is over." in words(h.env.backend.get_message(h.lobby.id, theirs.id))
        assert "[End]" not in words(h.env.backend.get_message(h.room.id, last.id))


def _edits(h: House) -> int:
    """How often a private card was drawn anew."""
    return sum(r.method == "PATCH" and r.path.startswith("/webhooks/") for r in h.env.http_requests)


async def test_what_is_refused_is_said_on_a_panel_that_is_true() -> None:
    async with house() as h:
        await h.begin(3, format="talking-circle")
        await h.slash(h.fay, "circle panel", at=h.room)
        panel = h.last.response
        await h.slash(h.co, "circle pause", at=h.lobby)
        await h.slash(h.admin, "circle pause", at=h.lobby)
        answer = await h.press(h.fay, "Hold silence", panel)
        assert "The circle is paused. Your place and your time are kept." in answer
        assert "[Resume]" in answer
        await h.press(h.fay, "Resume", panel)
        version = (await h.bot.desks.circle.open_in(h.guild_id))[0].state.version
        await h.share(h.fay)
        assert "The circle has moved on." in await forge(
            h, h.fay, "sc:pick:handover:1:9", values=(str(h.fay.id),)
        ), "a menu of an earlier version"
        answer = await forge(h, h.fay, f"sc:next:1:{version - 5}")
        assert "This panel is up to date now" in answer
        assert "Turn over: " + h.fay.mention in answer
