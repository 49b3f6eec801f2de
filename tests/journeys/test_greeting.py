"""Greeting somebody who is new: only if they ask, by one greeter, in private, and with a way out at every step."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
from sqlalchemy import func, select

from bot.store.tables import greeting
from tests.journeys.forging import forge
from tests.journeys.house import House, house, words

WISH, TAKE = "I would like to be greeted", "I will greet"
NEW = "is new, and would like to be greeted."
HOUR, DAY = 3_600, 86_400


class Greeters:
    """A house with a channel that only Gus and Gil see, and whoever runs the server."""

    def __init__(self, h: House) -> None:
        self.h = h
        self.role = h.guild.create_role(name="Greeters")
        self.gus, self.gil = h._person("Gus", [self.role]), h._person("Gil", [self.role])

    async def open(self) -> None:
        """Choose their channel, and open a circle."""
        h = self.h
        hidden = discord.PermissionOverwrite(view_channel=False)
        sees = discord.PermissionOverwrite(view_channel=True, send_messages=True)
        me = h.guild.me
        assert me is not None
        self.channel = h.guild.create_text_channel(
            "greeters", overwrites={h.guild.default_role: hidden, self.role: sees, me: sees}
        )
        await h.bot.desks.settings.change(h.guild_id, 0, greeters_xid=self.channel.id)
        await h.slash(h.fay, "circle open", name="Evening circle")

    def card(self, about: Any = None) -> Any:
        """The newest card that greeters see, about somebody."""
        seen = self.channel.history(viewer=self.gus)
        return next(m for m in reversed(seen) if TAKE in words(m) and f"<@{about.id}>" in words(m))

    def asked(self) -> list[str]:
        """What greeters read."""
        return [text for text in self.h.said(self.channel) if NEW in text]

    def told(self, who: Any) -> list[str]:
        """What somebody reads by direct message."""
        return [words(message) for message in self.h.direct(who)]

    async def rows(self) -> int:
        count = select(func.count()).select_from(greeting)
        return int(await self.h.bot.desks.transactions.read(lambda work: work.db.execute(count).scalar_one()))


@asynccontextmanager
async def greeters() -> AsyncIterator[tuple[House, Greeters]]:
    async with house() as h:
        found = Greeters(h)
        await found.open()
        yield h, found


async def test_whoever_asks_is_greeted_by_the_first_who_can_and_nobody_else_hears_of_it() -> None:
    async with greeters() as (h, g):
        ann, ben = h.members[:2]
        said = await h.press(ann, "Save me a seat")
        assert "The greeters of this server then see your name, and one of them writes to you." in said
        assert f"[{WISH}]" in said
        await h.press(ben, "Save me a seat")
        assert g.asked() == [], "nobody is told of those who do not ask"
        said = await h.press(ann, WISH)
        assert "I ask the greeters now, and tell you who will greet you." in said
        assert "Go to the room" in words(h.newest(ann, f"[{WISH}]")), "what she read before is still there"
        await h.wait(2)
        assert len(g.asked()) == 1
        assert g.asked()[0].startswith(f"<@{ann.id}> {NEW}")
        assert "greet" not in h.read(place=h.lobby)
        assert "greeted" in await h.slash(ann, "privacy show")
        assert f"[{WISH}]" not in await h.press(ann, "Save me a seat"), "once is enough"

        # Two press at once: one of them greets, after a restart too
        await h.restart()
        card = g.card(ann)
        answers = await h.press_at_once([g.gus, g.gil], TAKE, card)
        assert sorted(f"You greet <@{ann.id}>." in answer for answer in answers) == [False, True]
        assert sum("Somebody else greets them already." in answer for answer in answers) == 1
        await h.wait(2)
        assert g.asked() == [], "the card goes as soon as somebody greets"
        greeter, other = (g.gus, g.gil) if "You greet" in answers[0] else (g.gil, g.gus)
        (said,) = g.told(ann)
        assert f"<@{greeter.id}> greets you, and will write to you here on Discord." in said
        assert "you greet somebody who is new" in await h.slash(greeter, "privacy show")
        assert not g.told(other) + g.told(ben) + g.told(h.fay)

        # She may say no more at any time, and only the greeter hears of it
        said = await h.press(ann, "No more, please", h.direct(ann)[-1])
        assert "That is fine. If somebody was to greet you, I have told them" in said
        await h.wait(2)
        assert g.told(greeter) == [
            f"<@{ann.id}> does not wish to be greeted any more. Please leave it at that, and thank you."
        ]
        assert not g.told(other) + g.told(ben) + g.told(h.fay)
        assert await g.rows() == 0

        # Whoever was asked is not asked again for weeks, whether they answered or not
        await h.slash(h.fay, "circle open", name="Another circle")
        for who in (ann, ben):
            assert f"[{WISH}]" not in await h.press(who, "Save me a seat")
        assert f"[{WISH}]" in await h.press(h.members[2], "Save me a seat")


async def test_when_nobody_can_only_whoever_asked_hears_a_kind_word() -> None:
    async with greeters() as (h, g):
        ann, ben, cat = h.members[:3]
        for who in (ann, ben, cat):
            await h.press(who, "Save me a seat")
            await h.press(who, WISH)
        await h.wait(2)
        assert len(g.asked()) == 3
        await h.press(ben, "No more, please")
        await h.wait(2)
        assert len(g.asked()) == 2, "it goes with the wish"

        # Somebody whom no direct message reaches, and a greeter who cannot after all
        h.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=1)
        await h.press(g.gus, TAKE, g.card(cat))
        mine = h.last.response
        await h.wait(2)
        assert not g.told(cat)
        (said,) = g.told(g.gus)
        assert f"<@{cat.id}> takes no direct messages from me" in said
        assert "greet them when they come" in said
        assert "I ask the other greeters now." in await h.press(g.gus, "I cannot after all", mine)
        await h.wait(2)
        assert len(g.asked()) == 2
        assert g.told(cat) == ["Your greeter cannot after all. I ask the others now.\n[No more, please]"]

        # Nobody has written to Ann, and she asks for another: that greeter leaves it
        await h.press(g.gil, TAKE, g.card(ann))
        await h.wait(2)
        assert "I ask the other greeters now." in await h.press(ann, "Ask somebody else", h.direct(ann)[-1])
        await h.wait(2)
        assert len(g.asked()) == 2
        assert f"<@{ann.id}> asked for another greeter this time." in g.told(g.gil)[-1]
        assert "This time they asked for another greeter." in await h.press(g.gil, TAKE, g.card(ann))
        await h.wait(2)
        assert len(g.asked()) == 2

        await h.restart()
        await h.wait(DAY + HOUR)
        assert g.asked() == []
        for who in (ann, cat):
            assert "Nobody could greet you this time, and I am sorry." in g.told(who)[-1]
        assert not g.told(ben)
        assert await g.rows() == 0


async def test_what_goes_wrong_ends_kindly() -> None:
    async with greeters() as (h, g):
        ann, ben, cat = h.members[:3]
        for who in (ann, ben):
            await h.press(who, "Save me a seat")
            await h.press(who, WISH)
        await h.wait(2)
        posted = str([message.components for message in h._stored(g.channel)])
        (token, *_) = re.findall(r"sc:greet:([\w-]+)", posted)
        # Somebody who is no greeter, and somebody whose wish it is not
        assert "Only the greeters of this server greet." in await forge(h, cat, f"sc:greet:{token}")
        assert "That greeting is over." in await forge(h, cat, f"sc:greetpass:{token}")
        assert "That greeting is over." in await forge(h, g.gus, "sc:greet:" + "A" * 22)
        await forge(h, cat, f"sc:greetend:{token}")
        await h.wait(2)
        assert len(g.asked()) == 2

        # She has all of it erased; then the channel is deleted
        await h.slash(ann, "privacy erase")
        await h.press(ann, "Erase it all")
        await h.wait(2)
        assert len(g.asked()) == 1
        channel = h.bot.get_channel(g.channel.id)
        await channel.delete()
        await h.wait(2)
        (said,) = g.told(ben)
        assert "Nobody could greet you this time" in said
        assert not g.told(ann)
        assert await g.rows() == 0


async def test_without_greeters_nobody_is_asked_and_admins_choose_a_channel_that_is_theirs() -> None:
    async with house() as h:
        await h.slash(h.fay, "circle open", name="Evening circle")
        assert f"[{WISH}]" not in await h.press(h.members[0], "Save me a seat")
        (session,) = await h.bot.desks.circle.open_in(h.guild_id)
        said = await forge(h, h.members[0], f"sc:greetme:{session.id}:0")
        assert "The circle has moved on" in said or "moment" in said
        await h.slash(h.admin, "settings show")
        said = await forge(h, h.admin, "sc:channels:setgreeters:13:0", values=(str(h.lobby.id),))
        assert "Everyone sees that channel." in said
        assert "Nothing has changed." in said
