"""A closed series from its first meeting to its last, as a small group of bereaved people would have it: a seat for all
of them, an evening somebody cannot come, a week left out, two who leave, goodbye, and a new series.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.store import tables
from tests.journeys.house import House, house, words
from tests.journeys.weekly import at, draft, fill_in, until

MEETING = "Meeting {number} of 8."


async def _starts(h: House) -> float:
    """Seconds until the next meeting begins."""
    (overview,) = await h.bot.desks.schedule.of_guild(h.guild_id)
    return float((overview.planned[0].state.date.starts_at - h.now()).total_seconds())


async def _meet(h: House, number: int) -> str:
    """The next meeting opens, begins and is ended. Returns what stood in its room."""
    await h.wait(max(0.0, await _starts(h) + 30))
    await h.press(h.fay, "Begin")
    await h.wait(2)
    read = h.read()
    assert MEETING.format(number=number) in read
    await h.slash(h.fay, "circle end", at=h.room)
    await h.wait(3600)
    return read


async def _kept(h: House) -> int:
    """How many have a seat in a series, or wait for one."""

    def count(db: Connection) -> int:
        return len(db.execute(select(tables.series_seat)).all())

    return int(await h.bot.desks.transactions.store.write(count))


async def test_a_series_of_eight_weeks() -> None:
    async with house() as h:
        ann, ben, cat, dev, eve = h.members[:5]
        await until(h, at(5, 12))
        card = await draft(h, repeat="weekly", format="quick-circle", capacity=4)
        said = await fill_in(h, card, "The same people", who=["same"], last=["last-meeting"])
        assert "A closed series needs a number of meetings" in said, "and nothing has changed"
        assert "closed series" not in words(h.newest(h.admin, "[Create it]"))
        await fill_in(
            h,
            card,
            "Change the time",
            when="2026-01-06 19:00",
            repeat="weekly for 8 weeks",
            zone="Europe/Berlin",
        )
        said = await fill_in(h, card, "The same people", who=["same"], last=["last-meeting"])
        assert "A closed series: a seat is for all 8 meetings." in said
        assert "Format of the last meeting: Last meeting" in said
        await h.press(h.admin, "Create it", card)
        await h.wait(2)
        assert "A seat is for all 8 meetings." in words(h.newest(ann, "Meeting 1 of 8.")), "before they press"
        for who in (ann, ben, cat):
            seat = await h.press(who, "Save me a seat")
            assert "Meeting 1 of 8. Your seat is for all 8 meetings." in seat
        await _meet(h, 1)

        # The second: everyone has their seat. Ann cannot come, and wishes that Fay knows.
        invitation = h.newest(eve, "Meeting 2 of 8.")
        assert "4 of 4 seats are taken." in words(invitation)
        assert "The same people meet each time." in words(invitation)
        await h.press(dev, "Save me a seat", invitation)
        assert "You do not wait for a seat any more." in await h.press(dev, "Stop waiting", h.last.response)
        assert "All 4 seats are taken." in await h.press(eve, "Save me a seat", invitation)
        assert "You are on the waiting list." in await h.slash(eve, "circle upcoming")
        assert "Your seat is for all 8 meetings. Which would you like?" in await h.press(
            ann, "Give up my seat", invitation
        )
        assert "Your seat is kept for the other meetings." in await h.press(ann, "I cannot come this time")
        assert f"<@{ann.id}>" not in h.private(h.fay), "nobody is told"
        assert "Away" not in await h.slash(h.fay, "circle panel")
        assert "You have a seat, and cannot come this time." in await h.slash(ann, "circle upcoming")
        await h.press(ann, "Tell the facilitator")
        await h.wait(60)
        assert f"<@{ann.id}> cannot come to **Tuesday circle**" in h.private(h.fay)
        await h.press(h.fay, "Give up my seat", invitation)
        assert "You hold this meeting." in await h.press(h.fay, "I cannot come this time")
        await h.press(h.fay, "I can come after all")
        await h.press(ben, "Give up my seat", invitation)
        assert "You hold this meeting." not in await h.press(ben, "I cannot come this time")
        assert "You have a seat." in await h.press(ben, "I can come after all")
        reminded = len(h.direct(ann))
        await _meet(h, 2)
        assert len(h.direct(ann)) == reminded, "she is not reminded of it"
        assert "Meeting 2 of 8." in h.private(ben)
        assert "You hold it. You begin it in its room" in h.private(h.fay)
        assert "You hold it." not in h.private(ben)
        assert "no seat became free" not in h.private(eve), "she waits on, and need not read so every week"

        # The third week is left out, and the fourth is the third meeting.
        upcoming = await h.slash(ann, "circle upcoming")
        assert "Meeting 3 of 8.\nYou have a seat." in upcoming
        events = h.env.backend.guilds[h.guild_id].scheduled_events.values()
        assert any(str(event.description).startswith("Meeting 3 of 8.") for event in events)
        await h.slash(h.admin, "schedule calendar")
        file = (await h.last.response.attachments[0].read()).decode()
        assert [f"({number} of 8)" in file for number in range(1, 9)] == [
            number >= 3 for number in range(1, 9)
        ]
        skipped = await h.slash(h.admin, "schedule skip", date="2026-01-20", reason="Public holiday")
        assert "One is added at the end: there are still 8 meetings." in skipped
        await h.wait(8 * 24 * 3600)
        await h.restart()
        assert "Your place is kept, and there are still 8 meetings." in h.private(ann)
        await _meet(h, 3)
        assert h.now().date() == at(27, 12).date()

        # Ben gives his seat up for good, and Eve, who waited, has it. Cat leaves the server.
        await h.press(ben, "Give up my seat", h.newest(ben, "Meeting 4 of 8."))
        assert "Your seat is free again." in await h.press(ben, "Give it up for good")
        await h.wait(60)
        await h.press(eve, "Save me a seat", h.direct(eve)[-1])
        h.env.backend.remove_member(h.guild.id, cat.id)
        await h.wait(max(0.0, await _starts(h) - 3 * 3600))
        assert await _kept(h) == 2, "Ann and Eve; what was left by Cat is free"
        assert "3 of 4 seats are taken." in h.read(place=h.lobby)
        await h.press(dev, "Save me a seat", h.newest(dev, "Meeting 4 of 8."))
        shown = await h.slash(dev, "privacy show")
        assert "you have a seat in all meetings of a closed series" in shown
        for number in (4, 5, 6, 7):
            await _meet(h, number)

        # The last one says so, and then nothing is left of who was in it.
        goodbye = await _meet(h, 8)
        assert "for the last time" in goodbye
        assert "This was the last of 8 meetings." in h.private(h.fay) or "last of 8" in h.read(h.fay)
        assert "This was the last meeting of a closed series." in h.read(place=h.lobby)
        assert "You are welcome at the next one." not in h.read(place=h.lobby), "it is for the same people"
        assert await _kept(h) == 0
        keys = h.bot.desks.transactions.vault.keys.now()
        assert not [name for name in keys if name.startswith("series")]
        await h.wait(14 * 24 * 3600)
        assert "8 of 8 meetings are over." in await h.slash(h.admin, "schedule list")
        listed = h.last.response
        again = await h.press(h.admin, "Begin a new series", listed)
        assert "A closed series: a seat is for all 8 meetings." in again
        await h.press(h.admin, "Create it", h.last.response)
        await h.wait(8 * 24 * 3600)
        assert "1 of 4 seats is taken." in words(h.newest(ann, "Meeting 1 of 8.")), "everyone joins anew"
