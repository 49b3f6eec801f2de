"""Somebody with a seat who is not where people speak is told the way: once, in private."""

from __future__ import annotations

from typing import Any

from tests.journeys.forging import forge
from tests.journeys.house import House, house, words

WAY = "The circle has begun. We speak in"


def _told(h: House, who: Any) -> list[str]:
    """What this person alone has read of the way: where they pressed something, or by direct message."""
    asides = [m for m in h.lobby.history(viewer=who) if m.flags.ephemeral]
    found = [words(m) for m in (*asides, *h.whispers(who), *h.direct(who))]
    return [text for text in found if WAY in text]


async def test_whoever_is_not_in_voice_is_told_the_way_once_and_those_who_write_or_are_there_never() -> None:
    async with house() as h:
        fay, ann, ben, cat = await h.open(4, room="voice", format="check-in")
        await fay.join_voice(h.room)
        (session,) = await h.bot.desks.circle.open_in(h.guild_id)
        await forge(h, cat, f"sc:inwriting:{session.id}:0")
        await h.slash(fay, "circle start")
        await h.wait(15)
        assert not any(_told(h, person) for person in (fay, ann, ben, cat)), "some come in by themselves"
        await h.wait(8)

        # Told in private, with a way that works on a phone
        (said,) = _told(h, ann)
        assert f"We speak in <#{h.room.id}>: tap its name to come in." in said
        assert "[I write]" in said
        assert [len(_told(h, person)) for person in (fay, ben, cat)] == [0, 1, 0]
        assert WAY not in "".join(h.said(h.room))
        await h.wait(30)
        for person in (fay, ann, ben, cat):
            await h.press(person, "I agree")
        await h.wait(2)

        # Never again: not after a restart, and not on their offer
        await h.restart()
        await h.share(fay)
        await h.wait(4)
        assert h.holder() == "Ann"
        await h.share(ann)
        await h.wait(4)
        assert (len(_told(h, ann)), len(_told(h, ben))) == (1, 1)

        # Cat would rather speak after all: on the offer that is news
        await h.press(cat, "When is my turn?")
        await h.press(cat, "I speak")
        await h.share(ben)
        await h.wait(4)
        assert h.holder() == "Cat"
        assert len(_told(h, cat)) == 1


async def test_whoever_has_pressed_nothing_lately_is_told_by_direct_message_also_after_a_restart() -> None:
    async with house() as h:
        fay, ann, ben = await h.open(3, room="voice", format="check-in")
        for person in (fay, ann):
            await person.join_voice(h.room)
        await h.wait(1000)
        await h.slash(fay, "circle start")
        await h.restart()
        await h.wait(30)
        assert [len(_told(h, person)) for person in (fay, ann, ben)] == [0, 0, 1]
        assert WAY in h.private(ben)
        assert "In your turn you write in the chat of" in await h.press(ben, "I write", h.direct(ben)[-1])


async def test_in_a_written_room_nobody_is_told_the_way() -> None:
    async with house() as h:
        everyone = await h.begin(3, room="channel", format="check-in")
        await h.wait(30)
        assert not any(_told(h, person) for person in everyone)


async def test_whoever_is_not_on_the_stage_is_told_the_way_too() -> None:
    async with house() as h:
        everyone = await h.open(3, room="stage", format="check-in")
        for person in everyone[:2]:
            await person.join_voice(h.room)
        await h.slash(h.fay, "circle start")
        await h.wait(30)
        assert [len(_told(h, person)) for person in everyone] == [0, 0, 1]
