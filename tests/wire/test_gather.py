"""Gathering on the strict Discord: from the card through the word to whoever is on call to the room that opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from discord import Permissions

from tests.journeys.house import words
from tests.strict.faults import refused
from tests.strict.shapes import BOT_ROLE
from tests.wire.strict_house import StrictHouse, play_in_strict_house
from tests.wire.test_greeting import DM, kill_in_between, killed_before_it_is_kept

WANT, HOLD, ASKED = "I would like a circle now", "I can hold it", "Can you hold it?"
SENDING = r"/channels/\d+/messages"
NOTHING = "This time no circle came to be."


async def be_on_call(h: StrictHouse, who: Any) -> str:
    """A facilitator goes on call for all hours. Returns what is answered."""
    await h.slash(who, "circle upcoming")
    await h.press(who, "On call", h.last.response)
    await h.press(who, "Be on call", h.last.response)
    return await h.submit(who, {"sc:oncallhours:days": list("0123456"), "sc:oncallhours:hours": ""})


def asked(h: StrictHouse, who: Any) -> int:
    """How often somebody was asked to hold a circle."""
    return sum(ASKED in words(message) for message in h.direct(who))


def cards(h: StrictHouse, said: str) -> int:
    """How many messages in the lobby say that."""
    return sum(said in text for text in h.said(h.lobby))


def test_it_opens_once_although_the_bot_is_killed_at_every_step(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        ann, ben, cat = h.members[:3]
        h.world.closed_direct.add(h.co.id)
        assert "You are on call" not in await be_on_call(h, h.co), "nobody could write to him"
        h.world.closed_direct.discard(h.co.id)
        assert "You are on call" in await be_on_call(h, h.co)

        # Killed between the card and its answer, after two times in which Discord was down
        h.stub.fail(refused(503), "POST", f"/channels/{h.lobby.id}/messages", times=2)
        await h.slash(h.fay, "circle gather")
        await h.wait(10)
        assert cards(h, WANT) == 1
        await h.slash(h.fay, "circle gather")
        for who in (ann, ben):
            await h.press(who, WANT)

        # Killed while the first facilitator is asked; whoever takes no word now is not waited for
        h.stub.fail(refused(403, 40003), "POST", DM)
        late = await killed_before_it_is_kept(h, SENDING)
        h.world.closed_direct.add(h.fay.id)
        await h.press(cat, WANT)
        while not late.hits:
            await h.wait(30)
        await kill_in_between(h, late)
        await h.wait(180)
        assert [asked(h, who) for who in (h.co, h.fay)] == [1, 0]
        assert cards(h, "Enough people would like one.") == 1

        # Killed while the room is made, and while the first of them is told
        late = await killed_before_it_is_kept(h, f"/channels/{h.lobby.id}/threads")
        await h.press(h.co, HOLD, h.direct(h.co)[-1])
        await h.wait(3)
        await kill_in_between(h, late)
        await h.wait(5)
        for who in (ann, ben, cat):
            h.world.closed_direct.discard(who.id)
        await h.wait(60)
        assert len(h.rooms) == 1
        assert h.stub.inside[h.room.id] >= {who.id for who in (h.co, ann, ben, cat)}
        for who in (ann, ben, cat):
            told = [words(message) for message in h.direct(who)]
            assert ["you have a seat" in text for text in told] == [True]
        assert cards(h, "a circle has opened in this channel.") == 1
        assert "4 of 8 seats are taken" in await h.slash(h.co, "circle panel", at=h.room)

    play_in_strict_house(tmp_path, story)


def test_without_its_card_nobody_waits_for_ever(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        ann = h.members[0]
        may, no = Permissions(view_channel=True), Permissions(send_messages=True)

        # A permission is missing when it is asked for, or it goes in that moment and comes back
        await h.world.overwrite(h.lobby.id, BOT_ROLE, allow=may, deny=no)
        assert "**Send Messages**" in await h.slash(h.fay, "circle gather")
        await h.world.overwrite(h.lobby.id, BOT_ROLE, allow=may)
        h.stub.fail(refused(403, 50013), "POST", f"/channels/{h.lobby.id}/messages", times=3)
        await h.slash(h.fay, "circle gather", minutes=30)
        await h.wait(120)
        assert cards(h, WANT) == 1
        await h.press(ann, WANT)

        # Discord is down when it is over, for half an hour
        h.stub.fail(refused(503), "PATCH", f"/channels/{h.lobby.id}/messages/.*", times=30)
        await h.wait(4_000)
        assert cards(h, NOTHING) == 1
        assert "I keep nothing about you now" in await h.slash(ann, "privacy show")

        # The channel is deleted, and so is the card
        other = await h.new_channel("other")
        for gone in ("card", "channel"):
            await h.slash(h.fay, "circle gather", at=other)
            await h.wait(5)
            (card,) = [m for m in h.stub.posted(other.id) if WANT in words(m)]
            assert "You wait now" in await h.press(ann, WANT, card)
            if gone == "card":
                await h.world.delete_message(card)
            else:
                await h.stub.delete_channel(other.id)
            await h.wait(3 * 3600)
            assert "I keep nothing about you now" in await h.slash(ann, "privacy show")
        assert not h.direct(ann)

    play_in_strict_house(tmp_path, story)
