"""An invitation in a channel that the circle has left has no live buttons, and says where the circle is."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.tables import card
from tests.journeys.house import House, house, words
from tests.journeys.test_schedule_faults import begins, edit, weekly
from tests.journeys.weekly import at


async def move_to(h: House, place: object) -> None:
    """Ada chooses another channel for the circle."""
    await edit(h, "People and place", place=[place], people=[h.fay], role=[], seats="4", least="3")


async def test_the_old_invitation_says_where_the_new_one_is() -> None:
    async with house() as h:
        await weekly(h)
        await h.press(h.members[0], "Save me a seat")
        garden = h.guild.create_text_channel("garden")
        await move_to(h, garden)
        (old,) = [m for m in h.lobby.history() if "## Tuesday circle" in words(m)]
        assert words(old) == f"## Tuesday circle\nThe invitation is in <#{garden.id}> now."
        assert "[Save me a seat]" in h.read(place=garden)
        assert "2 of 4 seats are taken." in h.read(place=garden)
        # And back again, as often as one likes: one invitation is live, wherever it is.
        await move_to(h, h.lobby)
        await move_to(h, garden)
        live = h.read(place=h.lobby).count("[Save me a seat]") + h.read(place=garden).count(
            "[Save me a seat]"
        )
        assert live == 1
        assert begins(h, at(6, 19)) == 0


async def test_what_is_left_in_a_channel_that_is_gone_holds_up_nothing() -> None:
    async with house() as h:
        await weekly(h)
        garden = h.guild.create_text_channel("garden")
        h.env.inject_error("PATCH", f"/channels/{h.lobby.id}/messages/*", status=403, code=50001, times=None)
        await move_to(h, garden)
        assert "[Save me a seat]" in h.read(place=garden)
        await h.wait(3600)
        left = await h.sim.bot.desks.transactions.store.read(
            lambda db: db.execute(select(card.c.slot).where(card.c.slot.like("left%"))).all()
        )
        assert not left
        assert h.lobby.threads == []


async def test_an_event_that_cannot_be_cancelled_is_told_and_cancelled_later() -> None:
    async with house() as h:
        await weekly(h)
        h.env.inject_error("PATCH", "/guilds/*/scheduled-events/*", status=403, code=50013, times=2)
        await h.slash(h.admin, "schedule skip", date="2026-01-06")
        await h.wait(3)
        assert h.private(h.fay).count("This date was called off, but the server's events still show it") == 1
        await h.wait(3000)
        assert h.private(h.fay).count("This date was called off, but the server's events still show it") == 1
        found = h.env.backend.guilds[h.guild.id].scheduled_events.values()
        assert [str(event.status) for event in found] == ["4"]


async def test_an_event_that_cannot_be_moved_is_told() -> None:
    async with house() as h:
        await weekly(h)
        h.env.inject_error("PATCH", "/guilds/*/scheduled-events/*", status=403, code=50013, times=None)
        await h.slash(h.admin, "schedule move", date="2026-01-06", when="2026-01-07 19:00")
        await h.wait(3)
        assert "show the old time of this date" in h.private(h.fay)
