"""Gathering: a circle opens when enough people would like one now and somebody can hold it. Nobody sees who waits."""

from __future__ import annotations

from typing import Any

from tests.journeys.forging import forge
from tests.journeys.house import House, house, words

WANT, HOLD = "[I would like a circle now]", "[I can hold it]"


def _card(h: House) -> str:
    """The card of the gathering, as everyone sees it."""
    found = [text for text in h.said(h.lobby) if "circle" in text]
    return str(found[-1])


async def _wants(h: House, who: Any) -> str:
    return await h.press(who, "I would like a circle now", h.newest(who, WANT))


async def _start(h: House, **options: Any) -> str:
    answer = await h.slash(h.fay, "circle gather", **options)
    await h.wait(2)
    return answer


async def test_it_opens_with_everyone_who_waited_once_a_facilitator_on_call_can_hold_it() -> None:
    async with house() as h:
        ann, ben, cat, dev = h.members[:4]
        await h.slash(h.co, "circle upcoming")
        await h.press(h.co, "On call", h.last.response)
        await h.press(h.co, "Be on call", h.last.response)
        shown = await h.submit(h.co, {"sc:oncallhours:days": list("0123456"), "sc:oncallhours:hours": ""})
        assert "You are on call: every day, all day." in shown
        assert "This is where I write" in words(h.direct(h.co)[-1])

        begun = await _start(h)
        assert "People can gather in this channel" in begun
        assert "Nobody else is on call" not in begun
        card = _card(h)
        assert "It opens when 3 people would like one and a facilitator can hold it." in card
        assert "Nobody sees who waits." in card
        assert f"People gather for a circle in <#{h.lobby.id}>" in await h.slash(ann, "circle upcoming")
        again = await h.slash(h.co, "circle gather", minutes=60)
        assert "People gather in this channel already" in again, "one gathering a channel"

        assert "You wait now, and nobody sees that." in await _wants(h, ann)
        assert "You wait now" in await _wants(h, ann), "again is the same"
        await _wants(h, dev)
        assert "You wait no more." in await h.press(dev, "I have changed my mind", h.last.response)
        await _wants(h, ben)
        await h.wait(5)
        assert _card(h) == card, "how many wait does not show"
        assert len(h.direct(h.co)) == 1, "nobody is asked before there are enough"
        await h.restart()
        await _wants(h, cat)
        await h.wait(5)
        assert "Enough people would like one." in _card(h)
        assert "Can you hold it?" in words(h.direct(h.fay)[-1]), "whoever began it is asked"
        asked = h.direct(h.co)[-1]
        assert "Enough people would like a circle now in **Circle House**" in words(asked)
        await h.wait(180)
        assert len(h.direct(h.co)) == 2, "nobody is asked twice"

        assert "The circle opens now, and you hold it." in await h.press(h.co, "I can hold it", asked)
        await h.wait(10)
        assert "a circle has opened" in h.said(h.lobby)[-2] or "a circle has opened" in "".join(
            h.said(h.lobby)
        )
        for who in (ann, ben, cat):
            assert "The circle you waited for has opened, and you have a seat." in words(h.direct(who)[-1])
        assert not h.direct(dev), "who changed their mind is told nothing"
        assert "you hold it" in words(h.direct(h.co)[-1])
        assert "4 of 8 seats are taken" in await h.slash(h.co, "circle panel", at=h.room)
        late = await h.press(h.fay, "I can hold it", h.direct(h.fay)[-1])
        assert "This gathering is over." in late
        await h.slash(h.co, "circle start", at=h.room)
        assert "4 of 8 seats are taken" in await h.slash(h.co, "circle panel", at=h.room)
        assert "I keep nothing about you now" in await h.slash(dev, "privacy show")


async def test_it_does_not_come_to_be_and_nobody_learns_who_waited() -> None:
    async with house() as h:
        ann, ben, cat = h.members[:3]
        assert "Only facilitators can ask people to gather here." in await h.slash(ann, "circle gather")
        for minutes in (-1, 0, 4, 181, 10**9):
            assert "from 5 to 180 minutes" in await h.slash(h.fay, "circle gather", minutes=minutes)
        assert not h.said(h.lobby)
        assert "Nobody else is on call at this hour." in await _start(h, minutes=20)
        assert "Only facilitators can hold a circle." in await h.press(
            ann, "I can hold it", h.newest(ann, HOLD)
        )
        for who in (ann, ben, cat):
            await _wants(h, who)
        shown = await h.slash(ann, "privacy show")
        assert "you wait until enough people would like a circle" in shown
        await h.slash(ann, "privacy erase")
        await h.press(ann, "Erase it all", h.last.response)
        assert "I keep nothing about you now" in await h.slash(ann, "privacy show")
        assert "Not this time" in words(h.direct(h.fay)[-1])
        assert "I do not ask you again" in await h.press(h.fay, "Not this time", h.direct(h.fay)[-1])
        await h.wait(1300)
        said = h.said(h.lobby)
        assert len(said) == 1
        assert "This time no circle came to be." in said[0]
        assert "[" not in said[0], "there is nothing to press any more"
        assert "Ben" not in said[0]
        assert "This gathering is over." in await forge(h, ben, "sc:gatherin:1:0")
        assert "I keep nothing about you now" in await h.slash(ben, "privacy show")
        assert not h.direct(ben)


async def _be_on_call(h: House, who: Any, hours: str = "", days: str = "0123456") -> str:
    await h.slash(who, "circle upcoming")
    await h.press(who, "On call", h.last.response)
    shown = words(h.last.response)
    await h.press(who, "Be on call" if "[Be on call]" in shown else "Change the hours", h.last.response)
    return await h.submit(who, {"sc:oncallhours:days": list(days), "sc:oncallhours:hours": hours})


async def test_on_call_is_for_facilitators_who_can_be_written_to_and_ends_with_one_tap() -> None:
    async with house() as h:
        ann, ben, cat = h.members[:3]
        assert "[On call]" not in await h.slash(ann, "circle upcoming")
        assert "Only facilitators can be on call." in await forge(h, ann, "sc:oncall:0:0")
        assert "Please write the hours like 18:00 - 22:00" in await _be_on_call(h, h.fay, "9 to 5")
        assert "Please choose one day or more." in await _be_on_call(h, h.fay, days="")
        h.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
        assert "I could not write to you." in await _be_on_call(h, h.fay)
        assert "I keep nothing about you now" in await h.slash(h.fay, "privacy show")

        shown = await _be_on_call(h, h.fay, "18:00 - 22:00", "04")
        assert "You are on call: Monday, Friday, from 18:00 to 22:00." in shown
        assert "**On call**: Monday, Friday, from 18:00 to 22:00." in await h.slash(h.fay, "privacy show")
        assert "You are on call: every day, all day." in await _be_on_call(h, h.fay)
        await _be_on_call(h, h.co)
        third, fourth = (h._person(name, [h.guild.roles["Facilitators"]]) for name in ("Flo", "Fred"))
        await _be_on_call(h, third)
        await _be_on_call(h, fourth)

        # One has left the server, one has lost the role; nobody announces either.
        h.env.backend.remove_member(h.guild_id, third.id)
        h.env.backend.remove_member_role(h.guild_id, fourth.id, h.guild.roles["Facilitators"].id)
        await h.slash(h.admin, "circle gather")
        await h.wait(2)
        # Discord does not say at first who is who, and does not take the first direct message: in a minute, then.
        h.env.inject_error("GET", "/guilds/*/members/*", status=503)
        h.env.inject_error("POST", "/users/@me/channels", status=503)
        for who in (ann, ben, cat):
            await _wants(h, who)
        await h.wait(200)
        assert "Can you hold it?" in words(h.direct(h.fay)[-1])
        assert "Can you hold it?" in words(h.direct(h.co)[-1])
        for gone in (third, fourth):
            assert "Can you hold it?" not in h.private(gone)
            assert await h.bot.desks.gathering.on_call(h.guild_id, gone.id) is None
        assert "You are not on call any more." in await h.press(
            h.fay, "I am not on call", h.direct(h.fay)[-1]
        )
        assert await h.bot.desks.gathering.on_call(h.guild_id, h.fay.id) is None

        # Who was asked and has lost the role meanwhile does not hold it.
        h.env.backend.remove_member_role(h.guild_id, h.co.id, h.guild.roles["Facilitators"].id)
        refused = await h.press(h.co, "I can hold it", h.direct(h.co)[-1])
        assert "Only facilitators can hold a circle." in refused
        assert "This gathering is over." in await forge(h, ann, "sc:gatherhold:1:0", direct=True)
        other = await h.new_channel("other")
        assert "This gathering is over." in await forge(h, ann, "sc:gatherin:1:0", at=other)
        await h.slash(h.co, "circle upcoming")
        assert await h.bot.desks.gathering.on_call(h.guild_id, h.co.id) is None


async def test_a_server_can_let_everyone_begin_one_and_bad_luck_ends_it_quietly() -> None:
    async with house() as h:
        ann, ben, cat, dev = h.members[:4]
        await h.slash(h.admin, "settings setup")
        shown = await h.press(h.admin, "Let everyone ask people to gather", h.last.response)
        assert "This is saved." in words(h.last.response) or "This is saved." in shown
        assert "People can gather" in await h.slash(ann, "circle gather")
        h.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=3)
        await h.wait(2)

        # Whoever holds it says so first; then the last press of those who wait opens it.
        held = await h.press(h.fay, "I can hold it", h.newest(h.fay, HOLD))
        assert "If enough people wait" in held
        said = await h.press(h.co, "I can hold it", h.newest(h.co, HOLD))
        assert "Somebody has said already" in said
        for who in (ann, ben):
            await _wants(h, who)
        assert "The circle opens now, and you have a seat." in await _wants(h, cat)
        await h.wait(10)
        assert h.direct(ann)[-1] is not None
        assert "4 of 8 seats are taken" in await h.slash(h.fay, "circle panel", at=h.room)
        await h.press(dev, "Save me a seat", h.newest(dev, "[Save me a seat]"))
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(60)
        assert not [text for text in h.said(h.lobby) if "[I would like" in text]

        # The channel goes, and with it the card.
        other = await h.new_channel("other")
        await h.slash(ann, "circle gather", at=other)
        await h.wait(2)
        await forge(h, ann, "sc:gatherin:2:0", at=other)
        h.env.backend.delete_channel(other.id)
        await h.wait(3600)
        assert "I keep nothing about you now" in await h.slash(ann, "privacy show")

        # The card cannot be posted: nobody is left waiting for it.
        h.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
        await h.slash(ann, "circle gather")
        await h.wait(3600)
        h.env.backend.faults.clear()
        await h.slash(ann, "circle gather")
        await h.wait(2)
        assert "[I would like a circle now]" in _card(h)
