"""A full default session of five people, from the invitation to what remains of it."""

from __future__ import annotations

import re

import pytest

from tests.journeys.house import house, words
from tests.recorded import waiting


@pytest.mark.threads
async def test_five_people_go_through_a_whole_circle() -> None:
    async with house() as h:
        answer = await h.slash(h.fay, "circle open", name="Evening circle")
        assert "Evening circle" in answer
        assert "[Begin]" in answer
        invitation = h.newest(h.members[0], "[Save me a seat]")
        assert "## Evening circle" in words(invitation)
        assert "1 of 8 seats is taken." in words(invitation)
        assert re.fullmatch(r"Circle [A-Z2-9]{4}", h.room.name or "")

        ann, ben, cat, dev = h.members[:4]
        for person in (ann, ben, cat, dev):
            answer = await h.press(person, "Save me a seat")
            assert "You have a seat." in answer
            assert h.way_in in answer
        await h.wait(2)
        assert "5 of 8 seats are taken." in h.read(place=h.lobby)
        assert "5 of 8 seats are taken." in h.read()
        assert h.room._channel.thread_members.keys() >= {p.id for p in (h.fay, ann, ben, cat, dev)}

        # Begin: the opening, then the agreements, each person for themselves
        await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
        assert "## Opening" in h.read()
        await h.wait(46)
        agreements = h.newest(ann, "[I agree]")
        assert "not therapy or a crisis service" in words(agreements)
        assert "the facilitator may seek help" in words(agreements)
        for person in (h.fay, ann, ben, cat):
            assert "You are part of this circle." in await h.press(person, "I agree", agreements)
        assert "and not who" in await h.press(cat, "My first circle here this year")
        await h.wait(2)
        assert "4 of 5 have agreed." in words(h.newest(ann, "[I agree]"))
        assert "[Receive]" not in h.read()
        await h.press(dev, "I agree", agreements)

        # Check-in round: the facilitator first; one passes, one says not yet, one does not answer
        assert "## Check-in" in h.read()
        assert f"{h.fay.mention} · {ann.mention} · {ben.mention} · {cat.mention} · {dev.mention}" in h.read()
        assert h.holder() == "Fay"
        await h.share(h.fay)
        assert h.holder() == "Ann"
        assert "The piece is with someone else" in await h.press(ben, "Receive")
        offer = words(h.newest(ann, "[Receive]"))
        assert "Press **Receive**, then write." in offer, "everyone reads it in the first round"
        assert "**Not yet**: later. **Pass**: not this round." in offer
        await h.press(ann, "Pass")
        assert h.holder() == "Ben"
        assert h.read().count("The talking piece has moved on.") == 2
        await h.press(ben, "Not yet")
        assert h.holder() == "Cat"
        await h.wait(60)
        assert f"{cat.mention}, the piece is still with you." in h.read()
        await h.wait(60)
        assert h.holder() == "Dev"
        assert "still with you" not in h.read(), "that somebody was asked twice does not stay in the room"
        await h.press(dev, "Receive")
        await h.wait(45)
        assert "Your time ends" in h.read(dev)
        assert "Your time ends" not in h.read(ann)
        assert "One more minute" in words(h.newest(dev, "[I'm done]"))
        await h.press(dev, "One more minute")
        assert "[One more minute]" not in words(h.newest(dev, "[I'm done]"))
        assert "extra minute" in await h.slash(dev, "circle extend", at=h.room)
        await h.press(dev, "I'm done")
        await h.wait(6)

        # Those who said not yet or did not answer are offered the piece once more; who passed is not
        assert h.holder() == "Ben"
        assert "[Not yet]" not in words(h.newest(ben, "[Receive]"))
        await h.share(ben)
        assert h.holder() == "Cat"
        await h.press(cat, "Pass")

        # Stories: a pause gives its time back, a drop keeps its place, the circle changes hands
        assert "## Stories" in h.read()
        await h.press(h.fay, "Receive")
        ends = re.search(r"Ends <t:(\d+):R>", words(h.newest(h.fay, "[I'm done]")))
        assert ends is not None
        await h.wait(10)
        await h.slash(h.fay, "circle pause")
        assert "The circle is paused." in h.read()
        await h.wait(100)
        assert "[Resume]" in await h.slash(h.fay, "circle panel")
        await h.press(h.fay, "Resume")
        await h.wait(1)
        later = re.search(r"Ends <t:(\d+):R>", words(h.newest(h.fay, "[I'm done]")))
        assert later is not None
        assert int(later[1]) - int(ends[1]) == 100
        await h.press(h.fay, "I'm done")
        await h.wait(6)

        await h.press(ann, "Receive")
        await h.wait(20)
        assert "Your place is kept." in await h.press(ann, "Step out")
        assert f"We wait a moment for {ann.mention}." in h.read()
        await h.wait(30)
        assert "Welcome back." in await h.press(ann, "Come back in")
        assert f"{ann.mention} has the talking piece." in h.read()
        await h.press(ann, "I'm done")
        await h.wait(6)

        answer = await h.slash(h.fay, "circle handover", member=ben)
        assert "They hold the circle" in answer
        await h.wait(1)
        assert f"{ben.mention} holds the circle now." in h.read()
        for person in (ben, cat):
            await h.share(person)

        # The last in line is not ready: there is a quiet moment, and then the piece comes back
        assert "[Not yet]" in words(h.newest(dev, "[Receive]"))
        await h.press(dev, "Not yet")
        assert h.holder() == ""
        assert "The talking piece rests for a moment." in h.read()
        await h.wait(61)
        assert "rests for a moment" not in h.read()
        await h.share(dev)

        # Reflection, harvest, closing, and the end
        assert "## Reflection" in h.read()
        await h.slash(ben, "circle next")
        await h.wait(1)
        assert "## Harvest" in h.read()
        await h.wait(120)
        assert "## Closing" in h.read()
        await h.wait(60)
        assert "The circle is closed." in h.read()
        assert "This circle has closed." in h.read(place=h.lobby)

        # What remains waits sealed until two more sessions join it, with nobody in it, and the room goes
        ((cell, sums),) = await waiting(h.sim.bot.desks.transactions)
        assert (cell.format, sums.seats_offered, sums.seats_taken) == ("story-circle", 8, 5)
        assert (sums.seats_shared, sums.even, sums.first_timers) == (5, 1, 1)
        await h.wait(601)
        assert not h.lobby.threads
