"""`/privacy`, as people meet it: in a server, in direct messages, in the middle of a turn, and long after they left."""

from __future__ import annotations

import re
from typing import Any

from simcord.actors import MemberActor
from sqlalchemy import select

from bot.rehearsal.patches import speak
from bot.store.store import Store
from bot.store.tables import metadata
from tests.journeys.house import House, house, words
from tests.journeys.test_schedule_faults import weekly

CONTACT = "mailto:people@circle.example"


async def direct(h: House, who: MemberActor, command: str) -> str:
    """Type a command in the direct messages with the bot. Returns the answer's words."""
    return h._answer(await who.user.slash(command))


async def press_in_direct(h: House, who: MemberActor, label: str) -> str:
    """Press a button of the newest answer there."""
    message = h.last.response
    return h._answer(await who.user.click(message, label=label))


def _in_memory(h: House, who: MemberActor) -> bool:
    """Whether anything that somebody pressed or had opened is remembered."""
    bot = h.bot
    pressed = (*bot.pressed._answers.values(), *bot.pressed._known.values())
    people = {answer.to.user.id for answer in pressed}
    people |= {key[1] for key in (*bot.whispers._last, *bot.panels._open)}
    return who.id in people


async def rows(h: House, table: str) -> list[Any]:
    store: Store = h.sim.bot.desks.transactions.store
    return list(await store.read(lambda db: db.execute(select(metadata.tables[table])).all()))


async def test_somebody_erases_everything_in_the_middle_of_their_turn() -> None:
    async with house(privacy={"contact": CONTACT}) as h:
        speak(h.env, h.members[0].id, "fr")
        _, ann, ben, cat, dev = await h.begin(5)
        policy = await h.slash(ann, "privacy policy")
        assert CONTACT in policy
        assert "My cards in a room name whom the talking piece is with." in policy
        await h.share(h.fay)
        assert h.holder() == "Ann"
        await h.press(ann, "Receive")
        shown = await h.slash(ann, "privacy show", at=h.room)
        assert "you have a seat." in shown
        assert "The talking piece is with you." in shown
        assert "You have agreed" in shown
        assert "Your language in Discord is French." in shown, "although what she reads is English"
        assert "All of this but the language is sealed." in shown

        asked = await h.slash(ann, "privacy erase", at=h.room)
        assert "Erase everything I keep about you?" in asked
        assert "Everything is as it was." in await h.press(ann, "Keep it")
        assert "The talking piece is with you." in await h.slash(ann, "privacy show", at=h.room)

        before = len(h.said(h.room))
        assert _in_memory(h, ann), "what she pressed last"
        await h.slash(ann, "privacy erase", at=h.room)
        answer = await h.press(ann, "Erase it all")
        assert "It is erased." in answer
        assert not _in_memory(h, ann)
        assert "A sealed mark in" in answer
        await h.wait(8)
        # The circle goes on with the next, and nobody reads who left or why
        assert h.holder() == "Ben"
        news = "\n".join(h.said(h.room)[before:])
        assert ann.mention not in news
        assert "erase" not in news.lower()
        mine = [row for row in await rows(h, "seat") if row.language is None]
        assert len(mine) == 1, "and the language is forgotten with the rest"
        shown = await h.slash(ann, "privacy show")
        assert "you gave up your seat. A mark stays" in shown
        assert "You are here." not in shown

        # Coming back is possible; a second turn is not
        await h.press(ann, "Save me a seat", h.newest(ann, "## Evening circle"))
        await h.share(ben)
        await h.share(cat)
        await h.share(dev)
        assert "## Stories" in h.read()

        # Whoever holds the circle has a panel in memory besides
        await h.slash(h.fay, "circle panel", at=h.room)
        assert _in_memory(h, h.fay)

        # Whoever was taken out stays out, also after erasing
        await h.slash(h.fay, "circle remove", member=cat)
        await h.press(h.fay, "Take them out")
        await h.slash(cat, "privacy erase")
        assert "A sealed mark" in await h.press(cat, "Erase it all")
        assert "you were taken out" in await h.slash(cat, "privacy show")
        assert "You have a seat." not in await h.press(
            cat, "Save me a seat", h.newest(ben, "[Save me a seat]")
        )

        # With the circle the marks are gone
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(2)
        for who in (ann, cat):
            assert "I keep nothing about you now." in await h.slash(who, "privacy show")
        assert await rows(h, "seat") == []


async def test_erasing_before_the_circle_begins_lets_out_of_the_room_as_leaving_does() -> None:
    """Discord shows the same of whoever leaves and whoever erases, at the same moments, also after a restart."""
    async with house() as h:
        _, ann, ben, cat, dev, *_ = await h.open(7)
        # Whoever was taken out before the beginning stays out, also after erasing
        await h.slash(h.fay, "circle remove", member=dev, at=h.room)
        await h.press(h.fay, "Take them out")
        await h.slash(dev, "privacy erase")
        assert "A sealed mark in **Evening circle**" in await h.press(dev, "Erase it all")
        invitation = h.newest(h.admin, "## Evening circle")
        assert "You have a seat." not in await h.press(dev, "Save me a seat", invitation)
        left = await h.slash(ann, "circle leave")
        await h.slash(ben, "privacy erase")
        assert "Your seat is free again." in left
        answer = await h.press(ben, "Erase it all")
        assert "A seal in **Evening circle**, until I have let you out of its room." in answer
        shown = await h.slash(ben, "privacy show")
        assert "A seal stays until I have let you out of its room." in shown
        await h.restart()
        await h.wait(2)
        await h.slash(ben, "privacy erase")
        await h.press(ben, "Erase it all")  # once more is the same
        kept = await rows(h, "seat")
        assert len(kept) == 7
        assert [row.language for row in kept].count(None) == 3, "and who of the three erased does not show"
        assert set(h.room._channel.thread_members) >= {who.id for who in (ann, ben, cat)}

        await h.slash(h.fay, "circle start")
        await h.wait(60)
        for member in (h.fay, cat, *h.members[4:6]):
            await h.press(member, "I agree")
        await h.wait(10)
        inside = set(h.room._channel.thread_members)
        assert cat.id in inside
        assert not inside & {ann.id, ben.id, dev.id}
        assert len(await rows(h, "seat")) == 5, "the seals are gone, and of Dev the mark stays"
        assert "You have a seat." not in await h.press(dev, "Save me a seat", invitation)
        assert h.private(ann).splitlines()[-3:] == h.private(ben).splitlines()[-3:]
        assert "you were still in its room" in h.private(ben)
        assert "I keep nothing about you now." in await h.slash(ben, "privacy show")
        # With the circle it is over: the next one is open to everyone
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(2)
        await h.slash(h.fay, "circle open", name="Another evening")
        await h.wait(2)
        await h.press(dev, "Save me a seat", h.newest(dev, "## Another evening"))
        assert "you have a seat." in await h.slash(dev, "privacy show")


async def test_it_works_in_direct_messages_for_somebody_who_is_in_no_server_any_more() -> None:
    async with house() as h:
        ann, ben = h.members[:2]
        assert "has set no address" in await h.slash(ann, "privacy policy")
        assert "I keep nothing about you now." in await h.slash(ann, "privacy erase"), "and nothing is asked"
        await weekly(h)
        for who in (ann, ben):
            await h.press(who, "Save me a seat")
        (invitation,) = [m for m in h.lobby.history() if "## Tuesday circle" in words(m)]
        await quiet(h, ann)
        h.guild.remove_member(ann)
        await h.wait(2)
        assert "I store no stories, no messages and no sound." in await direct(h, ann, "privacy policy")
        shown = await direct(h, ann, "privacy show")
        assert "**Tuesday circle**: you have a seat." in shown
        assert "**Reminders**: you want none." in shown
        assert re.search(r"I forget it on <t:\d+:D>, unless you say it again\.", shown)
        assert "Ben" not in shown
        taken = words(invitation)
        asked = await direct(h, ann, "privacy erase")
        assert "Your seats are given up: **Tuesday circle**." in asked
        assert "Your wishes about reminders are forgotten." in asked
        # The press works after a restart too
        await h.restart()
        answer = await press_in_direct(h, ann, "Erase it all")
        assert "No table of mine leads to you any more." in answer
        assert "I keep nothing about you now." in await direct(h, ann, "privacy show")
        assert len(await rows(h, "wish")) == 0
        assert len(await rows(h, "seat")) == len(await rows(h, "rota")) + 1, "Fay, who is next, and Ben"
        await h.wait(3)
        assert taken != words(next(m for m in h.lobby.history() if m.id == invitation.id)), (
            "a seat is free again"
        )

        # Fay is among those who hold it in turn: not any more, and the schedule goes on without her
        assert "hold its circles in turn" in await h.slash(h.fay, "privacy show")
        asked = await h.slash(h.fay, "privacy erase")
        assert "You are no longer among those who hold circles in turn." in asked
        assert "No table of mine leads to you any more." in await h.press(h.fay, "Erase it all")
        assert await rows(h, "rota") == []
        assert "you have a seat." in await h.slash(ben, "privacy show"), "nobody else lost anything"


async def quiet(h: House, who: MemberActor) -> None:
    """Wish for no reminders."""
    await h.press(who, "Reminders")
    await h.submit(who, {"sc:wishes:wanted": "no", "sc:wishes:hours": "", "sc:wishes:zone": ""})
