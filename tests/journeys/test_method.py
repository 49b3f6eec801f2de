"""The first table of the practice, row by row: what each principle comes to, as a person sees it.

Each test is short and shows one thing of its principle; the details of each feature have journeys of their own.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from tests.journeys.hopeful import all_posted, at_harvest, finish, offer, withdraw
from tests.journeys.house import house, words
from tests.journeys.test_resonance import CLOSING_S
from tests.journeys.weekly import at, draft, until

RANKING = re.compile(r"leaderboard|rank|score|top |best|most active|points|level", re.IGNORECASE)


async def test_connection_one_piece_equal_time_and_nothing_to_win() -> None:
    """Stories are shared for connection, never to appear superior."""
    async with house() as h:
        everyone = await h.begin(5, format="quick-circle")
        assert "Whoever has it shares; everyone else listens." in h.read()
        lengths = []
        for who in everyone:
            await h.press(who, "Receive")
            shown = words(h.newest(who, "[I'm done]"))
            ends = re.search(r"Ends <t:(\d+):R>", shown)
            assert ends is not None
            lengths.append(int(ends[1]) - int(h.env.now().timestamp()))
            await h.press(who, "I'm done")
            await h.press(everyone[0] if who is not everyone[0] else everyone[1], "Heard")
            await h.wait(6)
        assert max(lengths) - min(lengths) <= 1, "the same time for everyone, the facilitator too"
        assert not RANKING.search(h.read())
        assert not re.search(r"\d+ (?:Heard|Me too|Hope)", h.read()), "no public count of anything"


async def test_empathy_the_teller_alone_hears_that_somebody_knows_it_too() -> None:
    """A listener's "me too" reaches the teller, after the round, without a name."""
    async with house() as h:
        fay, ann, ben, cat, dev = await h.begin(5, format="quick-circle")
        await h.press(fay, "Receive")
        await h.press(fay, "I'm done")
        await h.press(ann, "Me too")
        await h.press(ben, "Me too")
        await h.wait(6)
        for who in (ann, ben, cat, dev):
            await h.share(who)
        await h.wait(CLOSING_S)
        told = h.read(fay) + h.private(fay)
        assert "2 people know something like it from their own lives." in told
        assert ann.mention not in told.split("without their names")[-1]
        assert "something like it" not in h.read(ann) + h.private(ann)


async def test_not_alone_a_welcome_a_place_kept_and_a_next_time() -> None:
    """From isolation to community: a newcomer is welcomed, a late-comer briefed, and the circle meets again."""
    async with house() as h:
        await h.press(h.admin, "Create it", await draft(h))
        await h.wait(3)
        ann, ben, cat, dev = h.members[:4]
        for who in (ann, ben):
            assert "You have a seat." in await h.press(who, "Save me a seat")
        await until(h, at(6, 19))
        await h.press(h.fay, "Begin")
        await h.wait(2)
        invitation = h.newest(cat, "It has begun.")
        late = await h.press(cat, "Save me a seat", invitation)
        assert "Welcome." in late
        assert "What is said here stays here" in late
        await until(h, at(7, 19))
        assert "It begins <t:1768330800:F>" in h.read(place=h.lobby), "there is a next time"
        assert "[Save me a seat]" in await h.slash(dev, "circle upcoming")


async def test_every_story_matters_gentle_questions_and_passing_is_fine() -> None:
    """The fear that one's story is not worthy is met before and during the circle."""
    async with house() as h:
        everyone = await h.begin(4, format="quick-circle")
        ann = everyone[1]
        await h.slash(ann, "story prepare", at=h.room)
        answer = h._answer(await ann.submit_modal(h.last, {"story0": "A bus at night", **_rest()}))
        assert "A story need not be perfect, only real." in answer
        await h.share(everyone[0])
        assert re.search(r"^> \*\*\S", words(h.newest(ann, "## Stories")), re.M), "a question to begin from"
        card = words(h.newest(ann, "[Receive]"))
        assert "[Pass]" in card
        await h.press(ann, "Pass")
        assert "pass" not in h.read().split("[Pass]")[-1].lower(), "nobody is told who passed"
        assert "no reason" not in card or "without a reason" in card


def _rest() -> dict[str, str]:
    return {"story1": "", "story2": "", "story3": ""}


async def test_equality_the_facilitator_is_in_the_order_and_sees_how_evenly_time_was_shared() -> None:
    """An exchange and not a lecture: who holds the circle takes part, and sees one anonymous number."""
    async with house() as h:
        everyone = await h.begin(4, format="quick-circle")
        assert h.holder() == "Fay", "offered the piece like everyone else"
        for who in everyone:
            await h.share(who, seconds=60)
        await h.wait(20)
        await h.press(h.fay, "Look back", h.direct(h.fay)[-1])
        answer = h._answer(await h.fay.user.submit_modal(h.last, _answers(h.last.modal)))
        assert "4 people" in answer
        assert re.search(r"half|quarter|time", answer)
        assert not any(who.mention in answer for who in everyone), "a number, and nobody's name"


def _answers(modal: dict[str, object] | None) -> dict[str, str]:
    """Every field of a modal, left empty."""
    found: dict[str, str] = {}

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == 4:
                found[str(node["custom_id"])] = ""
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(modal)
    return found


async def test_authenticity_ones_own_words_come_back_as_they_were() -> None:
    """A story need not be perfect, only real: nothing is edited, scored or improved."""
    async with house() as h:
        ann = h.members[0]
        await h.slash(ann, "story prepare")
        typed = "well i dont know. it was just. you know. raining"
        answer = h._answer(await ann.submit_modal(h.last, {"story0": typed, **_rest()}))
        assert typed in answer
        assert "I have stored nothing" in answer


async def test_the_ripple_of_hope_a_spark_travels_on_without_a_name_and_can_be_taken_back() -> None:
    """What a teller agrees to, item by item, reaches the hope channel; nothing else does."""
    async with house() as h:
        everyone = await at_harvest(h, 4)
        for who, line in zip(
            everyone[:3], ("A loaf, still warm.", "Dog number seven.", "A blue chair."), strict=True
        ):
            await offer(h, who, spark=line)
        await finish(h)
        lines = "".join(await all_posted(h))
        assert "A loaf, still warm." in lines
        assert not any(who.mention in lines or who.name in lines for who in everyone)
        await withdraw(h, everyone[0])
        await h.wait(5)
        assert "A loaf, still warm." not in h.read(place=h.hope)  # type: ignore[attr-defined]


async def test_reflection_comes_after_all_stories_with_a_question_of_its_own() -> None:
    """Time is kept for what was heard, and it is not before everyone was offered the piece."""
    async with house() as h:
        everyone = await h.begin(4)
        for who in everyone:
            await h.press(who, "Pass")
        assert "## Stories" in h.read()
        assert "## Reflection" not in h.read()
        for who in everyone:
            await h.share(who)
        shown = words(h.newest(everyone[0], "## Reflection"))
        assert re.search(r"^> \*\*.+\*\*$", shown, re.M), "a question about what was heard"
        assert "without advice" in shown


TYPED = ("Zimtstern", "Muschelhorn", "Kirschkern", "Wacholder", "Lindenblatt")


async def test_with_every_feature_used_no_column_has_a_word_that_a_member_typed(tmp_path: Path) -> None:
    """Only the harvested lines are public anyway, and even they leave the database once they are posted."""
    database = tmp_path / "circle.db"
    async with house(database, circles={"scale": True}) as h:
        everyone = await at_harvest(h, 5)
        fay, ann, ben, cat, _ = everyone
        await h.slash(ann, "story prepare", at=h.room)
        await ann.submit_modal(h.last, {"story0": TYPED[0], **_rest()})
        await ann.send(h.room, f"{TYPED[1]} and more")
        await h.press(ben, "I need support")
        await h.press(cat, "Ask for a pause")
        for who, line in zip((ann, ben, cat), TYPED[2:], strict=True):
            await offer(h, who, spark=line)
        during = _everything(database)
        await h.wait(181)  # the pause that was asked for is over
        await finish(h)
        await h.press(fay, "Look back", h.direct(fay)[-1])
        answers = dict.fromkeys(_answers(h.last.modal), "Holunder")
        await fay.user.submit_modal(h.last, answers)
        await all_posted(h)
        await h.wait(1300)
        after = _everything(database)
    for text in (*TYPED, "Holunder"):
        assert text not in during, "not even while it waits: what is to be posted is sealed"
        assert text not in after
    for who in everyone:
        assert str(who.id) not in during + after, "no column has a person"


def _everything(database: Path) -> str:
    """Every value of every column, as one text."""
    connection = sqlite3.connect(database)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(str(row) for name in names for row in connection.execute(f"SELECT * FROM {name}"))
    finally:
        connection.close()
