"""Greeting on the strict Discord: the card that greeters see comes once and goes, whatever is in the way, and whoever
asked always hears what came of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from discord import Permissions

from bot.ids import GuildXid
from tests.journeys.house import words
from tests.strict.faults import Fault, refused
from tests.strict.shapes import BOT_ROLE, Json
from tests.wire.strict_house import Place, StrictHouse, play_in_strict_house

WISH, TAKE = "I would like to be greeted", "I will greet"
VIEW, SEND = Permissions(view_channel=True), Permissions(send_messages=True)
NOBODY = "Nobody could greet you this time"
DM = "/users/@me/channels"
HOUR = 3_600


class Greeters:
    """A channel that only Gus and the bot see."""

    def __init__(self, h: StrictHouse) -> None:
        self.h, self.gus = h, h._person("Gus")

    async def open(self) -> None:
        """They have their channel, and there is a circle."""
        self.place: Place = await self.h.new_channel("greeters")
        await self.h.world.hide(self.place.id)
        await self.h.world.overwrite(self.place.id, self.gus.id, allow=VIEW)
        desk = self.h.bot.desks.settings
        guild_xid = GuildXid(self.h.guild_id)
        version = (await desk.server(guild_xid)).version
        await desk.change(guild_xid, version, greeters_xid=self.place.id)

    async def wish(self, who: Any) -> None:
        """Somebody takes a seat and asks to be greeted."""
        await self.h.press(who, "Save me a seat")
        assert "I ask the greeters now" in await self.h.press(who, WISH)

    def cards(self) -> list[Json]:
        """What greeters see now."""
        return self.h.stub.posted(self.place.id)

    def posts(self) -> str:
        """The route of their cards."""
        return f"/channels/{self.place.id}/messages"

    def told(self, who: Any) -> list[str]:
        """What somebody reads by direct message."""
        return [words(message) for message in self.h.direct(who)]


async def killed_before_it_is_kept(h: StrictHouse, path: str) -> Fault:
    """The next such post reaches Discord, and the bot never hears of it."""
    return h.stub.fail(Fault(done=True, gate=asyncio.Event()), "POST", path)


async def kill_in_between(h: StrictHouse, late: Fault, then: Fault | None = None, *where: str) -> None:
    """End the bot while it waits for that answer, and start another, which meets the next fault (`then`) twice."""
    assert late.hits == 1
    assert late.gate is not None
    await h.kill()
    late.gate.set()
    h.stub.heal()
    if then is not None:
        h.stub.fail(then, *where, times=2)
    await h.line.start()
    await h.settle()


def test_a_card_comes_once_and_goes_and_whoever_asked_hears_what_came_of_it(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        g = Greeters(h)
        await g.open()
        ann, ben, cat, dev, eve = h.members[:5]
        await h.slash(h.fay, "circle open", name="Evening circle")

        # Twelve times Discord is down, which takes half an hour, and then a kill between the post and its answer
        h.stub.fail(refused(503), "POST", g.posts(), times=12)
        await g.wish(ann)
        await h.wait(HOUR)
        assert len(h.stub.tried("POST", g.posts())) == 13
        assert len(g.cards()) == 1
        await h.slash(h.fay, "circle open", name="Another circle")
        await h.wait(2)
        late = await killed_before_it_is_kept(h, g.posts())
        await g.wish(ben)
        await h.wait(2)
        await kill_in_between(h, late)
        await h.wait(10)
        assert len(g.cards()) == 2, "the one of before the kill is the one that is kept"

        # Taken: the card cannot be deleted at first, and the word is on its way when the bot is killed
        h.stub.fail(refused(503), "DELETE", g.posts() + r"/\d+", times=2)
        late = await killed_before_it_is_kept(h, r"/channels/\d+/messages")
        assert "You greet" in await h.press(g.gus, TAKE, g.cards()[1])
        await h.wait(30)
        await kill_in_between(h, late)
        await h.wait(30)
        assert len(g.cards()) == 1
        assert [f"<@{g.gus.id}> greets you" in said for said in g.told(ben)] == [True], "told once"

        # Somebody whom no word reaches, and one for whom Discord asks for time
        h.world.closed_direct.add(cat.id)
        await g.wish(cat)
        await h.wait(5)
        await h.press(g.gus, TAKE, g.cards()[-1])
        await h.wait(5)
        assert f"<@{cat.id}> takes no direct messages from me" in g.told(g.gus)[-1]
        h.stub.fail(refused(403, 40003), "POST", DM)
        await h.press(g.gus, TAKE, g.cards()[0])
        await h.wait(5)
        assert g.told(ann) == []
        await h.wait(300)
        assert [f"<@{g.gus.id}> greets you" in said for said in g.told(ann)] == [True]
        assert g.cards() == []

        # A permission is missing, the channel is deleted by whoever cannot be heard, and somebody has left
        await h.world.overwrite(g.place.id, BOT_ROLE, allow=VIEW, deny=SEND)
        await g.wish(dev)
        await h.wait(5)
        assert NOBODY in g.told(dev)[-1]
        await h.world.overwrite(g.place.id, BOT_ROLE, allow=VIEW)
        await g.wish(eve)
        await h.wait(5)
        assert len(g.cards()) == 1
        await h.stub.delete_channel(g.place.id)
        await h.wait(5)
        assert NOBODY in g.told(eve)[-1]

    play_in_strict_house(tmp_path, story)
