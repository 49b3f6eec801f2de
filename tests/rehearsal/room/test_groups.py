"""Those who play themselves, where a group is more than one evening: they gather, greet, and answer."""

from __future__ import annotations

from bot.ids import ChannelXid, GuildXid
from tests.rehearsal.room.visiting import Visit, visiting


async def _choose_greeters(v: Visit) -> str:
    """As an admin does in the setup. Returns the channel's id."""
    community, desk = v.room.world.community, v.room.world.sim.bot.desks.settings
    guild = GuildXid(community.guild.id)
    there = ChannelXid(community.greeters.id)
    await desk.change(guild, (await desk.server(guild)).version, greeters_xid=there)
    return str(there)


async def test_those_who_play_themselves_gather_and_a_circle_comes_of_it() -> None:
    async with visiting(3, auto=True) as v:
        await v.post("person", {"id": v.ids["Fay"], "auto": True})
        await v.act("Olu", "slash", name="circle gather", options={})
        assert "Only facilitators can ask people to gather" in await v.read("Olu")
        await v.act("Fay", "slash", name="circle gather", options={})
        await v.skip(90)
        assert "a circle has opened in this channel" in await v.read("Olu")
        assert "The circle you waited for has opened, and you have a seat." in await v.reads("Ben")
        assert "you hold it" in await v.reads("Fay")
        await v.skip(6 * 60)
        # Fay is answered by now, and nobody stands in the way of the circle that she holds.
        assert "has the talking piece" in await v.reads("Ana")
        assert (await v.state())["errors"] == []


async def test_somebody_new_is_greeted_and_a_line_that_is_added_is_agreed_to() -> None:
    async with visiting(auto=True) as v:
        greeters = await _choose_greeters(v)
        await v.act("Fay", "slash", name="circle open", options={"name": "Evening", "format": "quick-circle"})
        await v.skip(80)
        assert v.ids["Ana"] in await v.reads("Dev"), "Ana greets Dev, and Dev is told so"
        assert "would like to be greeted" not in await v.read("Ana", greeters), (
            "it is gone once somebody greets"
        )
        assert "You greet" in await v.read("Ana", greeters)
        room = (await v.places("Fay"))["room"]["id"]
        await v.press("Fay", "Begin")
        await v.skip(50)
        await v.act("Fay", "slash", room, name="circle panel", options={})
        await v.press("Fay", "Add a line")
        await v.act("Fay", "modal", room, values={"sc:line:words": "We may laugh."})
        await v.skip(60)
        assert "4 of 5 have agreed." in await v.read("Ana", room)
        await v.press("Fay", "I agree")
        await v.skip(5)
        assert "the talking piece comes to you" in await v.read("Ana", room)
        assert "Thank you" in await v.read("Dev", room)
        assert (await v.state())["errors"] == []
