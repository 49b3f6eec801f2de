"""A circle in a channel of the server, on the strict Discord: a kill in the middle, and all put back field by field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from discord import Permissions

from bot.circle.formats import Format
from bot.ids import ChannelXid, GuildXid
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import RoomKind
from tests.wire.strict_house import StrictHouse, play_in_strict_house


def _set(h: StrictHouse, channel: int) -> dict[str, tuple[str, str]]:
    """Every permission that was set in a channel; those that say nothing are as none."""
    entries: list[dict[str, Any]] = h.world.channels[channel]["permission_overwrites"]
    said = {entry["id"]: (str(entry["allow"]), str(entry["deny"])) for entry in entries}
    return {whom: values for whom, values in said.items() if values != ("0", "0")}


def test_whoever_was_let_in_is_let_out_again_whatever_happens_to_the_bot(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        world, guild, content = h.world, h.guild_id, h.bot.content
        channel = await world.new_channel(guild, name="evening")
        role = world.add_role(guild, world.servers[guild].roles[guild], h.members[5].id)
        await world.overwrite(channel, guild, deny=Permissions(read_message_history=True))
        await world.overwrite(channel, role, allow=Permissions(view_channel=True))
        await h.settle()
        before = _set(h, channel)
        chosen: Format = content.formats["check-in"]
        circle = CircleChoices(
            "Evening",
            "en",
            h.lobby.id,
            "check-in",
            room=RoomChoices(RoomKind.CHANNEL, standing_xid=ChannelXid(channel)),
        )
        await h.bot.desks.circle.open(
            Invitation(GuildXid(guild), circle, circle.session.fit(chosen, in_writing=True)), h.fay.id
        )
        await h.wait(3)
        for person in h.members[:2]:
            await h.press(person, "Save me a seat")
        await h.wait(3)
        place = world.channels[channel]
        everyone = (h.fay, *h.members[:2])
        assert all(world.may(place, person.id).send_messages for person in everyone)
        assert not world.sees(place, h.members[4].id)
        assert not world.sees(place, h.members[5].id), "a role that sees it as a rule does not now"

        # The bot is killed as people come and go, and stays away for a while
        await h.press(h.members[2], "Save me a seat")
        await h.restart(kill=True)
        await h.slash(h.members[1], "circle leave")
        await h.restart(kill=True)
        await h.wait(5)
        assert world.sees(place, h.members[2].id)
        assert not world.sees(place, h.members[1].id)
        await h.slash(h.fay, "circle end")
        await h.restart(kill=True)
        await h.wait(660)
        assert _set(h, channel) == before
        assert channel in world.channels

    play_in_strict_house(tmp_path, story)
