"""A note that is handed through: whoever holds the circle writes to one person, who alone reads it, and nothing is
kept of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.ids import MemberXid
from bot.services.schedule.reminders import Reminding
from tests.journeys.house import House, house, words
from tests.journeys.test_authority import lose
from tests.scan import found, of_words

FIELD = "sc:through:words"
WRITTEN = "The **kettle** is on, @everyone.\n\nWe go slowly: <@123456789012345678>"
SHOWN = ("> The \\*\\*kettle\\*\\* is on, @\u200beveryone.", "> We go slowly: \\<@\u200b123456789012345678>")


async def _call(h: House, who: Any, label: str = "Let the facilitator know") -> str:
    await h.press(who, "I need support")
    return await h.press(who, label, h.last.response)


def _note(h: House, who: Any) -> Any:
    """The newest note with a way to answer, wherever this person sees it."""
    seen = [*h.sees(who, h.lobby), *h.direct(who), *h.sees(who)]
    return [message for message in seen if "[Answer in private]" in words(message)][-1]


def _close_direct_messages(h: House) -> None:
    h.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)


async def test_a_call_for_support_is_answered_in_private_and_only_the_person_reads_it(tmp_path: Path) -> None:
    database = tmp_path / "circle.db"
    async with house(database) as h:
        fay, ann, ben, cat = await h.begin(4)
        assert "knows now, and nobody else." in await _call(h, ann)
        note = _note(h, fay)
        assert f"{ann.mention} could use some support" in words(note)
        assert await h.press(fay, "Answer in private", note) == "A note in private"
        assert "Nothing is stored." in str(h.last.modal)
        answer = await h.submit(fay, {FIELD: WRITTEN})
        assert f"Your words are with {ann.mention} now. I keep nothing of them." in answer

        got = h.private(ann)
        assert f"{fay.mention}, who holds the circle Evening circle, writes to you:" in got
        assert all(line in got for line in SHOWN), got
        assert "To answer, write to them yourself." in got
        for other in (fay, ben, cat):
            assert "kettle" not in h.private(other) + h.read(other) + h.read(other, h.lobby)

        # The form was open while the bot restarted: it arrives all the same, once
        await h.press(fay, "Answer in private", note)
        await h.sim.restart()
        assert "I keep nothing of them." in await h.submit(fay, {FIELD: "A second word."})
        assert h.private(ann).count("A second word.") == 1
        assert "The box is empty" in await _again(h, fay, note, " \n ")

        # Whoever does not hold it any more writes nothing, and nobody writes to somebody who left
        await _open(h, fay, note)
        form = h.last
        await h.slash(fay, "circle handover", at=h.room, member=ben)
        h.last = form
        refused = "Only the facilitator can write through me. Nothing was sent."
        answer = await h.submit(fay, {FIELD: "Too late."})
        assert refused in answer
        assert "> Too late." in answer, "the words go back to their writer, and are not kept"
        assert refused in await h.press(fay, "Answer in private", note)
        await _call(h, ann)
        await h.press(ann, "Give up my seat", h.newest(ann, "[Give up my seat]"))
        assert "This person has no seat in the circle now." in await h.press(
            ben, "Answer in private", _note(h, ben)
        )
        assert "Too late." not in h.private(ann)
        assert found([tmp_path], {word: of_words(word) for word in ("kettle", "slowly", "second word")}) == []


async def _open(h: House, who: Any, note: Any) -> None:
    await h.press(who, "Answer in private", note)


async def _again(h: House, who: Any, note: Any, written: str) -> str:
    await _open(h, who, note)
    return await h.submit(who, {FIELD: written})


async def test_without_direct_messages_it_is_an_answer_in_the_room_or_it_is_told_at_once() -> None:
    async with house() as h:
        fay, ann, ben, _ = await h.begin(4)
        await h.bot.desks.schedule.wish(MemberXid(ben.id), Reminding(wanted=False))
        await _call(h, ben)
        to_ben = _note(h, fay)
        assert "Your words are with" in await _again(h, fay, to_ben, "A word for Ben.")
        assert "> A word for Ben." in h.read(ben)
        await _call(h, ann)
        to_ann = _note(h, fay)
        _close_direct_messages(h)
        assert "Your words are with" in await _again(h, fay, to_ann, "A word for Ann.")
        assert "> A word for Ann." in h.read(ann)
        assert "A word for" not in h.read() + h.read(fay)

        # Nobody can be answered after a quarter of an hour; the words go back to whoever wrote them
        await h.wait(16 * 60)
        for person, note in ((ann, to_ann), (ben, to_ben)):
            answer = await _again(h, fay, note, "Another word.")
            assert f"I could not hand this to {person.mention}, and I keep nothing of it." in answer
            assert "> Another word." in answer
        await h.wait(600)
        for person in (ann, ben):
            assert "Another word." not in h.read(person) + h.private(person), "it is not tried again"
        assert h.private(ben) == "", "whoever wishes no direct messages gets none"


async def test_a_co_facilitator_who_was_told_answers_and_only_while_they_are_one() -> None:
    async with house() as h:
        everyone = await h.open(3)
        await h.press(h.co, "Save me a seat")
        await h.wait(2)
        ann = everyone[1]
        await _call(h, ann, "Let a co-facilitator know")
        note = _note(h, h.co)
        assert "Your words are with" in await _again(h, h.co, note, "I am here too.")
        assert f"{h.co.mention}, a co-facilitator of Evening circle, writes to you:" in h.private(ann)
        await _open(h, h.co, note)
        lose(h.co, h)
        refused = await h.submit(h.co, {FIELD: "Not any more."})
        assert "Only the facilitator can write through me." in refused
        assert "Not any more." not in h.private(ann)


async def test_a_note_that_was_being_written_as_the_circle_ended_goes_back_to_its_writer() -> None:
    for seconds, restarts in ((1, False), (700, False), (700, True)):
        async with house() as h:
            fay, ann, *_ = await h.begin(4)
            await h.wait(16 * 60)  # she pressed nothing for a while, so the call is a direct message
            await _call(h, ann)
            await h.press(fay, "Answer in private", h.direct(fay)[-1])
            form = h.last
            await h.slash(h.admin, "circle end")
            await h.wait(seconds)
            if restarts:
                await h.restart()
            h.last, h.in_direct = form, True
            answer = await h.submit(fay, {FIELD: "Written slowly.\nIn *two* lines."})
            assert answer.startswith("This circle is over. Thank you for coming by.")
            assert answer.endswith("> Written slowly.\n> In \\*two\\* lines.")
            assert "Written slowly" not in h.private(ann)


async def test_whoever_holds_the_circle_writes_to_one_person_in_it() -> None:
    async with house() as h:
        fay, ann, ben, _ = await h.begin(4)
        panel = await h.slash(fay, "circle panel", at=h.room)
        assert "[Write to one person]" in panel
        shown = h.last.response
        assert "To whom would you like to write?" in await h.press(fay, "Write to one person", shown)
        menu = h.last.response
        assert h.menu(menu) == ["Ann", "Ben", "Cat"]
        assert await h.choose(fay, menu, "Ben") == "A note in private"
        assert "Your words are with" in await h.submit(fay, {FIELD: "You were quiet today."})
        assert f"{fay.mention}, who holds the circle Evening circle, writes to you:" in h.private(ben)
        assert "> You were quiet today." in h.private(ben)
        assert "quiet today" not in h.read() + h.read(ann) + h.private(ann) + h.read(fay)

        # Others who may lead do not write in the name of whoever holds it
        await h.slash(fay, "circle handover", at=h.room, member=ann)
        refused = "Only the facilitator can write through me."
        assert refused in await h.press(fay, "Write to one person", shown)
        assert refused in await h.choose(fay, menu, "Ben")
