"""Resonance as people see it: a gesture is private, there is no count, and the teller alone is told, afterwards."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import text

from bot.services.deliveries.planning import AFTER_ROUND_S, ONE_CARD_S
from tests.journeys.house import House, house, words

ROW = "[Heard]\n[Me too]\n[Hope]"
ALL_REDRAWN_S = AFTER_ROUND_S + 8 * ONE_CARD_S
CLOSING_S = 60
"""Longer than the closing of a quick circle, and what is taken away after it."""
MOVED_ON = "The talking piece has moved on."


async def _stories(h: House, people: int = 5) -> list[Any]:
    """A circle at the first offer of its story round."""
    return await h.begin(people, format="quick-circle")


def _card(h: House, who: Any, number: int = -1) -> Any:
    """The newest card of a story this person sees that can be answered, or another of them."""
    return [message for message in h.sees(who) if ROW in words(message)][number]


async def _database(h: House) -> str:
    """Everything the database has, as text."""

    def dump(db: Any) -> str:
        tables = db.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
        return "\n".join(str(row) for name in tables for row in db.execute(text(f"select * from {name}")))

    return await h.sim.bot.desks.transactions.store.read(dump)


async def test_a_listener_lets_the_teller_know_and_the_teller_alone_hears_of_it_after_the_round() -> None:
    async with house() as h:
        fay, ann, ben, cat, dev = everyone = await _stories(h)
        assert ROW not in h.read(), "nothing to answer before a story begins"

        # While the story is told its card is the speaker's alone
        await h.press(fay, "Receive")
        assert ROW not in h.read()

        # Right after it, below it, there are three gestures for everyone, and they say for whose story
        await h.press(fay, "I'm done")
        below = words(_card(h, ben))
        assert below == f"For {fay.mention}'s story, seen by {fay.mention} only:\n{ROW}"
        assert MOVED_ON in h.read().rpartition("---")[0]
        answer = await h.press(ann, "Heard", _card(h, ann))
        assert answer == f"Sent to {fay.mention}, without your name.\n[Take it back]"
        assert await h.press(ann, "Heard", _card(h, ann)) == answer, "again is no error"
        both = await h.press(ann, "Hope", _card(h, ann))
        assert both == f"Sent to {fay.mention}, without your name: Heard, Hope.\n[Take it back]"
        assert len([m for m in h.whispers(ann) if "Sent to" in words(m)]) == 1, "one note, kept up to date"
        assert "Taken back. Nothing of it reaches the teller." in await h.press(ann, "Take it back")
        await h.press(ann, "Heard", _card(h, ann))
        assert "This is your own story." in await h.press(fay, "Hope", _card(h, fay))
        await h.wait(6)
        for person, label in ((ben, "Heard"), (cat, "Heard"), (ben, "Me too"), (dev, "Hope")):
            await h.press(person, label, _card(h, person))

        # One passes: below that card there is nothing
        await h.press(ann, "Pass")
        for person in (ben, cat, dev):
            await h.share(person)
        assert h.read().count(ROW) == 4
        assert "let you know" not in h.read(fay)
        assert "let you know" not in h.private(fay)

        # Whoever told last can be answered as long: until the stage after the round is over
        await h.wait(ALL_REDRAWN_S)
        assert "## Closing" in h.read()
        assert words(_card(h, ann)).startswith(f"For {dev.mention}'s story")
        await h.press(ann, "Hope", _card(h, ann))
        assert h.read().count(ROW) == 4
        assert "let you know" not in h.read(fay) + h.private(fay)

        # Then they are taken away, what stays is alike, and only the tellers are told
        await h.wait(CLOSING_S)
        assert ROW not in h.read()
        assert h.read().count(MOVED_ON) == 5, "four stories and a pass look the same"
        told = h.read(fay) + h.private(fay)
        assert "3 people let you know, without their names: your story was heard." in told
        assert "1 person knows something like it from their own life." in told
        assert "It gave hope to 1 person." in told
        assert "It gave hope to 1 person." in h.read(dev) + h.private(dev)
        for person in everyone[1:]:
            assert "let you know" not in h.read(person) + h.private(person)
        assert not re.search(r"\b\d+ (people|person) let", h.read())

        # Nothing of it is kept
        kept = await _database(h)
        assert "gestures" not in kept
        assert "whisper_resonance" not in kept


async def test_with_two_listening_there_are_no_gestures_because_the_teller_would_guess() -> None:
    async with house() as h:
        for person in await _stories(h, 3):
            await h.share(person)
            await h.wait(12)
        assert ROW not in h.read()


async def test_somebody_without_a_seat_is_told_kindly() -> None:
    async with house() as h:
        await _stories(h, 4)
        await h.share(h.fay)
        h.room._channel.thread_members[h.admin.id] = next(iter(h.room._channel.thread_members.values()))
        answer = await h.press(h.admin, "Heard", _card(h, h.fay))
        assert "You do not have a seat in this circle." in answer


async def test_a_hand_off_between_stories_costs_one_limited_call_and_one_more_for_the_gestures_if_typed() -> (
    None
):
    async with house() as h:
        everyone = await _stories(h, 4)
        done = {
            0: lambda who: h.press(who, "I'm done"),
            1: lambda who: h.slash(who, "done", at=h.room),
            2: lambda who: who.send(h.room, f"<@{h.bot.user.id}> done"),
            3: lambda who: h.press(who, "I'm done"),
        }
        for number, teller in enumerate(everyone):
            await h.press(teller, "Receive")
            await h.wait(15)
            before = len(_limited(h))
            await done[number](teller)
            for person in everyone:
                if person is not teller:
                    await h.press(person, "Heard", _card(h, person))
            assert words(_card(h, teller)).startswith(f"For {teller.mention}'s story")
            await h.wait(6)
            calls = _limited(h)[before:]
            if teller is not everyone[-1]:  # after the last one comes the next stage
                assert calls == [f"POST /channels/{h.room.id}/messages"] * (2 if number == 2 else 1), number
        await h.wait(CLOSING_S + ALL_REDRAWN_S)
        taken = [call for call in _limited(h) if call.startswith(f"DELETE /channels/{h.room.id}/messages")]
        assert len(taken) == 4
        assert ROW not in h.read()


def _limited(h: House) -> list[str]:
    """The calls that count against Discord's global limit."""
    return [
        f"{request.method} {request.path}"
        for request in h.env.http_requests
        if not re.match(r"/(interactions|webhooks)/", request.path)
    ]


async def test_gestures_work_after_a_restart_and_the_right_story_is_meant() -> None:
    async with house() as h:
        fay, ann, ben, cat, dev = await _stories(h)
        await h.share(fay)
        await h.share(ann)
        await h.press(ben, "Receive")
        await h.press(dev, "Heard", _card(h, dev, 0))
        await h.sim.restart()
        await h.press(dev, "Take it back")
        for person in (cat, dev):
            await h.press(person, "Hope", _card(h, person, 0))  # Fay's story, two turns ago
        await h.press(dev, "Me too", _card(h, dev, 1))  # Ann's
        await h.press(ben, "I'm done")
        assert ROW in words(h.sees(cat)[-1]), "also below the story that was begun before"
        await h.wait(6)
        for person in (cat, dev):
            await h.share(person)
        await h.wait(CLOSING_S)
        assert "It gave hope to 2 people." in h.read(fay) + h.private(fay)
        assert "was heard" not in h.read(fay) + h.private(fay)
        assert "something like it" not in h.read(fay) + h.private(fay)
        assert "1 person knows something like it" in h.read(ann) + h.private(ann)
        assert "gave hope" not in h.read(ben) + h.private(ben)


async def test_a_circle_that_is_ended_in_the_round_tells_at_once_and_leaves_no_gestures() -> None:
    async with house() as h:
        fay, ann, *_ = await _stories(h)
        await h.share(fay)
        await h.press(ann, "Heard", _card(h, ann))
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(4)
        assert "1 person let you know" in h.read(fay) + h.private(fay)
        assert "let you know" not in h.read(ann) + h.private(ann)
        await h.wait(ALL_REDRAWN_S)
        assert ROW not in h.read()
        assert "gestures" not in await _database(h)
