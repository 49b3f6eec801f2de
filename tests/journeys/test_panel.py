"""What whoever holds a circle sees on their panel, and what follows from it."""

from __future__ import annotations

import re
from typing import Any

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
        assert h.said(h.room)[-1] == (f"### A gentle reminder for all of us\n> {agreement}"), "without a name"


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


def _card(h: House, shown: Any) -> str:
    """A card in the room as it is now."""
    return words(h.env.backend.get_message(h.room.id, shown.id))


async def test_what_was_refused_stays_readable_until_the_panel_changes() -> None:
    async with house() as h:
        fay, ann, ben = await h.begin(3, format="talking-circle")
        await h.press(h.co, "Save me a seat")
        await h.press(h.co, "I agree", h.last.response)
        await h.wait(2)
        assert "[Pause]" in await h.slash(h.co, "circle panel", at=h.room)
        theirs = h.last.response
        await h.slash(fay, "circle panel", at=h.room)
        panel = h.last.response
        await h.press(h.co, "Next", theirs)
        assert "This panel is up to date now" in await h.press(fay, "Next", panel), "two at once move it once"
        await h.wait(2)
        assert "This panel is up to date now" in _card(h, panel), "what goes within a second cannot be read"
        await h.share(ann)
        await h.wait(2)
        assert "This panel is up to date now" not in _card(h, panel)
        assert f"The piece is offered to {ben.mention}" in _card(h, panel)

        # What is typed is answered in the same way; to others it is only said
        answer = await h.slash(fay, "circle resume", at=h.room)
        assert "The circle is not paused" in answer
        assert "[Pause]" in answer
        assert "[Pause]" in await h.slash(fay, "circle extend", at=h.room, minutes=11)
        assert "[Pause]" in await h.slash(fay, "circle handover", at=h.room, member=h.members[5])
        assert "[Pause]" not in await h.slash(ann, "circle resume", at=h.room)


async def test_choosing_while_people_come_and_go() -> None:
    async with house() as h:
        everyone = await h.open(4, format="talking-circle")
        fay, ann, ben, cat = everyone
        await h.press(h.co, "Save me a seat")
        await h.wait(2)
        panel = await _open_panel(h, fay)
        await h.press(fay, "Who goes first", panel)
        first = h.last.response
        await forge(h, cat, "sc:out:1:0")
        # Somebody who is away may be chosen, and the round goes round from them if they are not back
        assert f"begins with {cat.mention}." in await h.choose(fay, first, "Cat")
        await h.press(fay, "Who goes first", await _open_panel(h, fay))
        menu = h.last.response
        assert "Cat" not in h.menu(menu), "those who are here"
        await h.press(ben, "Give up my seat", h.newest(ben, "[Give up my seat]"))
        refused = await h.choose(fay, menu, "Ben")
        assert "This person has no seat here just now, or no turn to come." in refused
        assert f"The next round begins with {cat.mention}." in refused, "on a panel that is true"
        await h.slash(fay, "circle start", at=h.room)
        await h.wait(60)
        for person in (fay, ann, h.co):
            await h.press(person, "I agree")
        await h.wait(2)
        assert h.holder() == "Cole", "from Cat on, who is away"

        # Handed over to somebody who has just left, or by two at once
        await h.press(fay, "Hand over", await _open_panel(h, fay))
        fays = h.last.response
        await h.press(h.co, "Hand over", await _open_panel(h, h.co))
        theirs = h.last.response
        await h.press(ann, "Give up my seat", h.newest(ann, "[Give up my seat]"))
        assert "This person has no seat here just now, or no turn to come." in await h.choose(
            fay, fays, "Ann"
        )
        await h.press(fay, "Hand over", await _open_panel(h, fay))
        for who, menu in ((fay, h.last.response), (h.co, theirs)):
            assert "They hold the circle now" in await h.choose(who, menu, "Cole")
        await h.wait(2)
        assert h.read().count("holds the circle now.") == 1


async def _open_panel(h: House, who: Any) -> Any:
    await h.slash(who, "circle panel", at=h.room)
    return h.last.response


async def test_where_nobody_can_be_chosen_it_is_said() -> None:
    async with house() as h:
        await h.slash(h.fay, "circle open", name="Evening circle", format="talking-circle")
        assert "Nobody else is here who could hold the circle." in await forge(h, h.fay, "sc:handover:1:0")
        await h.press(h.fay, "Give up my seat", h.newest(h.fay, "[Give up my seat]"))
        await h.slash(h.admin, "circle panel")
        assert "Nobody is here yet who could go first." in await h.press(
            h.admin, "Who goes first", h.last.response
        )
        assert "Nobody else is here" in await forge(h, h.admin, "sc:handover:1:0")
        assert "[Begin]" not in await forge(h, h.fay, "sc:begin:1:0"), "who left leads no more"


async def test_everyone_is_reminded_once_however_many_think_of_it() -> None:
    async with house() as h:
        fay, *_ = await h.begin(3, format="talking-circle")
        await h.press(h.co, "Save me a seat")
        await h.press(h.co, "I agree", h.last.response)
        menus = []
        for who in (fay, h.co):
            await h.press(who, "Remind the circle", await _open_panel(h, who))
            menus.append(h.last.response)
        first, second = h.menu(menus[0])[:2]
        thanks = "Everyone can read it in the room now."
        for who, menu in ((fay, menus[0]), (h.co, menus[1])):
            assert thanks in await h.choose(who, menu, first)
        await h.wait(1)
        assert h.read().count("### A gentle reminder for all of us") == 1
        await h.press(fay, "Remind the circle", await _open_panel(h, fay))
        menu = h.last.response
        await h.restart()
        assert thanks in await h.choose(fay, menu, second)
        await h.wait(1)
        assert h.read().count("### A gentle reminder for all of us") == 2
        await h.press(fay, "Remind the circle", await _open_panel(h, fay))
        menu = h.last.response
        await h.slash(fay, "circle end", at=h.room)
        assert "This circle" in await h.choose(fay, menu, first)
        assert h.read().count("### A gentle reminder for all of us") == 2


async def test_looking_back_outlives_the_room_however_the_circle_ended() -> None:
    async with house() as h:
        fay, ann, _ = await h.begin(3, format="talking-circle")
        await h.share(fay)
        room = h.room
        await h.slash(h.admin, "circle panel", at=h.lobby)
        await h.press(h.admin, "End", h.last.response)
        await h.press(h.admin, "End for everyone", h.last.response)
        await h.wait(2)
        assert h.private(fay).startswith("**Evening circle** has closed. You may look back"), "she held it"
        assert "[Look back]" not in h.private(ann) + h.private(h.admin)
        await h.wait(3600)
        await h.restart()
        assert room.id not in [thread.id for thread in h.lobby.threads], "the room is gone"
        assert await h.press(fay, "Look back", h.direct(fay)[-1]) == "Looking back"
        shown = await h.submit(fay, {"sc:look:1": "We took our time."})
        assert "3 people had a seat.\n1 turn was shared." in shown
        assert "We took our time." in shown
        assert "people had a seat" in await _look_again(h, fay), "as often as one likes"

        # One that never began has nothing to look back on; where it was closing, the way is there already
        await h.slash(fay, "circle open", name="Short circle")
        await h.slash(fay, "circle end")
        await h.wait(2)
        assert len(h.direct(fay)) == 1


async def _look_again(h: House, who: Any) -> str:
    await h.press(who, "Look back", h.direct(who)[-1])
    return await h.submit(who, {})
