"""Care as people see it: content notes, a pause for everyone, a welcome, a quiet reminder, leaving without a trace."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.circle.model import SeatPlace
from bot.ids import GuildXid
from tests.journeys.forging import forge
from tests.journeys.house import House, house, words
from tests.recorded import waiting


async def _state(h: House) -> Any:
    (session,) = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
    return session.state


async def _stories(h: House, people: int = 4, **options: Any) -> list[Any]:
    """A circle at the first offer of its story round."""
    return await h.begin(people, format="quick-circle", **options)


def _ends(h: House, who: Any) -> int:
    found = re.search(r"Ends <t:(\d+):R>", words(h.newest(who, "[I'm done]")))
    assert found is not None
    return int(found[1])


# Content notes


async def test_a_teller_says_what_a_story_touches_on_and_listeners_have_a_moment_to_step_out() -> None:
    async with house() as h:
        fay, ann, ben, *_ = await _stories(h)
        await h.press(fay, "Receive")
        before = _ends(h, fay)
        assert "[Content note]" not in await h.press(ann, "More")
        assert "[Content note]\n[Step out]\n[Ask for a pause]" in await h.press(fay, "More")
        await h.press(fay, "Content note")
        menu = h.whispers(fay)[-1]
        assert "<What it touches on>" in words(menu)
        options = [o["label"] for o in _options(menu)]
        assert options[:2] == ["Loss and death", "Illness"]
        assert options[-1] == "Nothing in particular"
        h._answer(await fay.select(menu, ["loss", "self_harm"]))
        await h.wait(2)
        card = h.read()
        assert "This story touches on: loss and death, self-harm or suicide." in card
        assert "step out. Your place is kept." in card
        assert "A quiet moment before the story goes on." in card
        assert "Your place is kept." in await h.press(ann, "Step out")
        await h.wait(15)

        # Then the story goes on, with its time given back and the note still to be read
        assert _ends(h, fay) - before == 15
        speaking = words(h.newest(ben, "[I'm done]"))
        assert "This story touches on: loss and death, self-harm or suicide." in speaking
        await h.press(fay, "I'm done")
        await h.wait(6)
        assert "touches on" not in h.read(), "the note goes with the story"
        assert "Welcome back." in await h.press(ann, "Come back in")
        assert h.holder() in ("Ann", "Ben")
        assert (await _state(h)).seat(2).place is SeatPlace.SEATED


def _options(message: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            found.extend(node.get("options", ()))
            for child in node.get("components", ()):
                walk(child)

    for component in message.components:
        walk(component if isinstance(component, dict) else component.to_dict())
    return found


async def test_a_menu_of_notes_works_after_a_restart() -> None:
    async with house() as h:
        fay, *_ = await _stories(h)
        await h.press(fay, "Receive")
        await h.press(fay, "More")
        await h.press(fay, "Content note")
        menu = h.whispers(fay)[-1]
        await h.sim.restart()
        h._answer(await fay.select(menu, ["addiction"]))
        await h.wait(2)
        assert "This story touches on: addiction." in h.read()


@pytest.fixture
def _required(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every format asks for a note before the time begins."""
    from dataclasses import replace

    from bot.circle.formats import Format, NotePolicy

    usual = Format.adjusted
    monkeypatch.setattr(
        Format,
        "adjusted",
        lambda self, **how: replace(usual(self, **how), content_notes=NotePolicy.REQUIRED),
    )


@pytest.mark.usefixtures("_required")
async def test_where_a_note_is_required_the_time_begins_after_it() -> None:
    async with house() as h:
        fay, ann, ben, *_ = await _stories(h)
        await h.press(fay, "Receive")
        card = h.newest(ann, "[Nothing in particular]")
        assert "Before the time begins, please say what your story touches on" in words(card)
        assert "The piece is with someone else" in await h.press(ann, "Nothing in particular")
        await h.press(fay, "Nothing in particular")
        assert "Ends <t:" in words(h.newest(ann, "[I'm done]"))
        await h.press(fay, "I'm done")
        await h.wait(6)

        # Whoever chooses nothing is not kept waiting
        await h.press(ann, "Receive")
        await h.wait(61)
        assert "Ends <t:" in words(h.newest(ben, "[I'm done]"))


# A pause for everyone


async def test_anyone_may_ask_for_a_pause_and_nobody_is_told_who() -> None:
    async with house() as h:
        fay, ann, ben, cat = await _stories(h)
        await h.press(fay, "Receive")
        before = _ends(h, fay)
        first, *others = re.findall(r"\[.+?\]", await h.press(ben, "I need support"))
        assert first == "[Step out]"
        assert "[Ask for a pause]" in others
        answer = await h.press(ben, "Ask for a pause", h.last.response)
        assert "Nobody is told who asked." in answer
        until = int(h.now().timestamp()) + 180
        assert f"There is a pause for everyone until <t:{until}:t>." in answer
        await h.wait(2)
        assert f"It goes on at <t:{until}:t>." in h.read().split("The circle is paused. Your place")[1]
        assert ben.mention not in h.read().split("The circle is paused. Your place")[1]
        for person in (fay, ann, cat):
            assert "[Ask for a pause]" not in h.read(person).split("The circle is paused. Your place")[1]
        assert f"until <t:{until}:t>." in await h.press(ann, "Ask for a pause"), "it is there already"
        await h.wait(178)
        assert "The circle goes on where it was." in h.read(), "it ends by itself"
        assert _ends(h, fay) - before == 180
        assert "There was a pause a little while ago." in await h.press(ann, "Ask for a pause")


async def test_a_pause_can_be_asked_for_on_a_stages_card_and_after_stepping_out() -> None:
    async with house() as h:
        _, ann, ben, _ = await _stories(h)
        await h.press(ann, "Ask for a pause", h.newest(ann, "[When is my turn?]"))
        await h.wait(500)
        assert "[Ask for a pause]" in await h.press(ben, "Step out")
        assert "There is a pause for everyone until" in await h.press(ben, "Ask for a pause", h.last.response)
        assert (await _state(h)).seat(3).presence == "absent", "asking is not coming back"


# Arriving, coming late, leaving


async def test_a_newcomer_is_told_what_to_expect() -> None:
    async with house() as h:
        await h.slash(h.fay, "circle open", name="Evening", format="quick-circle")
        welcome = await h.press(h.members[0], "Save me a seat")
        assert "First we read the agreements together." in welcome
        assert "You may pass, only listen, or step out for a while." in welcome
        assert welcome.count("\n- ") == 3


async def test_of_a_removal_the_bot_shows_nothing_and_who_is_removed_does_not_come_back() -> None:
    async with house() as h:
        fay, ann, ben, cat = await _stories(h)
        await h.press(fay, "Receive")
        public, lobby = h.read(), h.read(place=h.lobby)
        answer = await h.slash(fay, "circle remove", at=h.room, member=cat)
        assert "from the thread." in answer, "what Discord will show to everyone"
        assert cat.id in h.room._channel.thread_members, "first it is read"
        await h.press(fay, "Take them out", h.last.response)
        await h.wait(2)
        assert "They cannot come back into this session." in h.read(fay)
        await h.wait(5)
        assert h.read() == public, "the room shows nothing of it"
        assert cat.id not in h.room._channel.thread_members
        shown = h.read(place=h.lobby)
        assert shown == lobby.replace("4 of 8 seats are taken.", "3 of 8 seats are taken.")
        assert cat.mention not in shown
        for person in (ann, ben):
            assert "remove" not in (h.read(person) + h.private(person)).lower()
        assert "You cannot take part in this session." in await h.press(cat, "Save me a seat")
        await h.press(fay, "I'm done")
        await h.wait(6)
        await h.share(ann)
        await h.share(ben)
        assert "## Closing" in h.read(), "nobody waits for them"


# A word about cross-talk


async def test_whoever_writes_out_of_turn_is_reminded_once_a_round_and_in_private() -> None:
    async with house() as h:
        fay, ann, ben, _ = await h.begin(4)
        await h.press(fay, "Receive")
        public = h.read()
        await fay.send(h.room, "My morning began slowly.")
        await ann.send(h.room, "Have you tried getting up earlier?")
        await h.wait(1)
        assert "Only you see this: while the piece goes round" in h.read(ann) + h.private(ann)
        for person in (fay, ben):
            assert "Only you see this: while" not in h.read(person) + h.private(person)
        assert "Only you see this: while" not in h.read()
        assert public in h.read()

        await ann.send(h.room, "Sorry!")
        await h.wait(1)
        (earlier,) = [m for m in h.whispers(ann) if "Only you see this: while" in words(m)]
        await h.press(fay, "I'm done")
        await h.wait(6)
        for person in (ann, ben, h.members[2]):
            await h.share(person)
        assert "## Stories" in h.read()
        await h.press(fay, "Receive")
        await ann.send(h.room, "Oh!")
        await h.wait(1)
        (newer,) = [m for m in h.whispers(ann) if "Only you see this: while" in words(m)]
        assert newer.id > earlier.id, "once in each round, and the earlier one is gone"
        kept = str(await _everything(h))
        for typed in ("My morning", "getting up earlier", "Sorry", str(ann.id)):
            assert typed not in kept


async def test_free_conversation_a_pause_and_other_channels_are_left_alone() -> None:
    async with house() as h:
        fay, ann, *_ = await h.begin(4)
        await ann.send(h.lobby, "Good evening.")
        await h.slash(fay, "circle pause", at=h.room)
        await ann.send(h.room, "Is everything all right?")
        await h.slash(fay, "circle resume", at=h.room)
        await h.admin.send(h.lobby, "Hello.")
        for person in (fay, *h.members[:3]):
            await h.share(person)
        for person in (fay, *h.members[:3]):
            await h.share(person)
        assert "## Reflection" in h.read()
        await ann.send(h.room, "What stays with me is the quiet.")
        await h.wait(1)
        assert "Only you see this: while" not in h.read(ann) + h.private(ann)


async def test_done_and_pass_can_be_typed_to_the_bot_and_no_other_word_is_read() -> None:
    async with house() as h:
        fay, ann, ben, _ = await h.begin(4)
        assert h.sim.bot.user is not None
        me = f"<@{h.sim.bot.user.id}>"
        await h.press(fay, "Receive")
        await fay.send(h.room, "done")
        await h.wait(1)
        assert h.holder() == "Fay", "without a mention no words arrive"
        await ann.send(h.room, f"{me} done")
        await h.wait(1)
        assert "The piece is with someone else just now." in h.read(ann) + h.private(ann)
        await fay.send(h.room, f"{me} Done.")
        await h.wait(6)
        assert h.holder() == "Ann"
        await ann.send(h.room, f"{me} pass")
        await h.wait(1)
        assert h.holder() == "Ben"
        await ben.send(h.room, f"{me} what is this?")
        await h.wait(1)
        assert h.holder() == "Ben"


# The question how alone one feels


async def test_how_alone_people_feel_is_asked_twice_and_kept_as_sums() -> None:
    async with house(circles={"scale": True}) as h:
        everyone = await h.open(5, format="quick-circle")
        await h.slash(h.fay, "circle start")
        await h.wait(1)
        assert "[5 very alone]" not in h.read(), "nobody is asked before everyone's eyes"
        await h.wait(31)
        for person in everyone:
            await h.press(person, "I agree")
            card = await h.press(person, "Not my first")
            assert "how alone do you feel right now?" in card
            assert "[1 not alone]\n[2]\n[3]\n[4]\n[5 very alone]" in card
            before = h.read()
            assert "Only the group total is kept" in await h.press(person, "4")
            assert h.read() == before, "no count and no name is shown"
        (session,) = await h.bot.desks.circle.open_in(h.guild_id)
        assert "You have answered already" in await forge(h, h.fay, f"sc:arriveb:{session.id}:0")
        await h.wait(2)
        for person in everyone:
            await h.share(person)
        assert "## Closing" in h.read()
        for person, label in zip(everyone, ("1 not alone", "2", "2", "2", "3"), strict=True):
            await h.press(person, label)
        await h.slash(h.fay, "circle end", at=h.room)
        ((_, sums),) = await waiting(h.sim.bot.desks.transactions)
        assert (sums.arriving, sums.arriving_level, sums.leaving, sums.leaving_level) == (5, 20, 5, 10)
        assert (sums.asked, sums.answered) == (5, 5)


async def test_with_four_people_no_answers_are_kept() -> None:
    async with house(circles={"scale": True}) as h:
        everyone = await h.open(4, format="quick-circle")
        await h.slash(h.fay, "circle start")
        await h.wait(32)
        for person in everyone:
            await h.press(person, "I agree")
            await h.press(person, "Not my first")
            await h.press(person, "3")
        await h.slash(h.fay, "circle end", at=h.room)
        ((_, sums),) = await waiting(h.sim.bot.desks.transactions)
        assert (sums.asked, sums.answered, sums.arriving, sums.leaving_level) == (4, 0, 0, 0)


# Looking back


async def test_whoever_holds_the_circle_looks_back_in_private_and_nothing_is_kept() -> None:
    async with house() as h:
        fay, ann, ben, cat = await _stories(h)
        await h.share(fay, 120)
        await h.share(ann, 60)
        await h.press(ben, "Pass")
        await h.share(cat, 60)
        await h.wait(2)
        assert "## Closing" in h.read()
        assert "is closing. You may look back" in h.private(fay)
        assert "[Look back]" not in h.read(ann) + h.private(ann)

        # It outlives the circle and its room, and needs nothing that is kept.
        await h.wait(120 + 601)
        assert not h.lobby.threads
        await h.restart()
        assert await h.press(fay, "Look back", h.direct(fay)[-1]) == "Looking back"
        result = await fay.user.submit_modal(
            h.last, {"sc:look:1": "We found **quiet**.", "sc:look:2": "", "sc:look:3": ""}
        )
        answer = words(result.response)
        assert "4 people had a seat." in answer
        assert "3 turns were shared." in answer
        assert "About a quarter of the time for stories was used." in answer
        assert r"We found \*\*quiet\*\*." in answer
        assert "What would you do differently?" not in answer
        assert "I do not keep what you wrote" in answer
        assert "We found" not in str(await _everything(h))


async def test_a_circle_that_is_ended_by_hand_can_be_looked_back_on() -> None:
    async with house() as h:
        fay, *_ = await _stories(h)
        await h.share(fay, 60)
        assert "[Look back]" in await h.slash(fay, "circle end", at=h.room)
        panel = h.last.response
        assert await h.press(fay, "Look back", panel) == "Looking back"
        result = await fay.submit_modal(h.last, {"sc:look:1": "", "sc:look:2": "", "sc:look:3": ""})
        assert "4 people had a seat.\n1 turn was shared." in words(result.response)
        await h.wait(2)
        assert "[Look back]" in words(h.env.backend.get_message(h.room.id, panel.id)), "it stays as it is"
        kept = str(await _everything(h))
        assert '"end_reason":"closed"' in kept
        assert '"used_quarters"' not in kept, "a copy of the database tells nothing of what happened"


async def _everything(h: House) -> list[Any]:
    from sqlalchemy import text

    def dump(db: Any) -> list[Any]:
        tables = db.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
        return [str(row) for name in tables for row in db.execute(text(f"select * from {name}"))]

    return await h.sim.bot.desks.transactions.store.read(dump)
