"""A circle in a text channel that holds the talking piece: who can write, and what is left behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.journeys.house import House, house, words
from tests.journeys.test_schedule_faults import edit
from tests.journeys.weekly import at, draft, until

SAYING = ("send_messages", "send_messages_in_threads", "create_public_threads", "create_private_threads")


def permissions(h: House) -> dict[int, tuple[int, int]]:
    """The room's own permissions, field by field."""
    return {
        one.target_id: (one.allow, one.deny) for one in h.room._channel.overwrites if one.allow or one.deny
    }


def can_write(h: House, people: Sequence[Any] = ()) -> list[str]:
    """Who can write in the newest room, of those with a seat: Fay and three more unless others are named."""
    overwrites = {one.target_id: one for one in h.room._channel.overwrites}
    found = []
    for who in people or (h.fay, *h.members[:3]):
        may = True
        for target in (h.guild.id, who.id):
            one = overwrites.get(target)
            if one is not None:
                may = not discord.Permissions(one.deny).send_messages and (
                    may or discord.Permissions(one.allow).send_messages
                )
                may = may or discord.Permissions(one.allow).send_messages
        found += [who.name] if may else []
    return found


ALL = ["fay", "ann", "ben", "cat"]
ONLY_THE_HOLDER = "While the piece goes round, only the person who has it can write."


async def begun(h: House, **options: Any) -> dict[int, tuple[int, int]]:
    """A held circle up to the first offer of the piece. Returns the permissions as they were before it began."""
    await h.slash(
        h.fay, "circle open", name="Evening", room="channel", held=True, format="check-in", **options
    )
    assert ONLY_THE_HOLDER in h.read(place=h.lobby)
    for who in h.members[:3]:
        await h.press(who, "Save me a seat")
    await h.wait(2)
    before = permissions(h)
    assert can_write(h) == ALL
    await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
    await h.wait(48)
    assert ONLY_THE_HOLDER in words(h.newest(h.fay, "[I agree]")), "people know it before they agree"
    for who in (h.fay, *h.members[:3]):
        await h.press(who, "I agree")
    await h.wait(2)
    return before


def calls(h: House) -> list[tuple[str, str]]:
    """What was asked of Discord that counts against its global limit."""
    return [
        (str(one.method), str(one.path))
        for one in h.env.http_requests
        if "/interactions/" not in str(one.path) and "/webhooks/" not in str(one.path)
    ]


async def test_only_the_holder_writes_and_afterwards_every_permission_is_as_it_was() -> None:
    async with house(rooms={"at_end": "archive", "linger_minutes": 10}) as h:
        ann = h.members[0]
        before = await begun(h)
        assert can_write(h) == [], "the piece is held out, and nobody has it"
        await h.press(h.fay, "Receive")
        await h.wait(1)
        assert can_write(h) == ["fay"]
        seen = len(calls(h))
        await h.press(h.fay, "I'm done")
        await h.wait(1)
        assert can_write(h) == []
        await h.wait(6)
        await h.press(ann, "Receive")
        await h.wait(1)
        assert can_write(h) == ["ann"]
        made = calls(h)[seen:]
        assert len(made) <= 3, made

        await h.slash(h.fay, "circle pause", at=h.room)
        await h.wait(1)
        assert can_write(h) == ALL
        await h.slash(h.fay, "circle resume", at=h.room)
        await h.wait(1)
        assert can_write(h) == ["ann"]
        await h.restart()
        await h.wait(2)
        assert can_write(h) == ["ann"]
        await h.slash(ann, "care support", at=h.room)
        await h.wait(1)
        assert can_write(h) == ["ann"]
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(5)
        assert permissions(h) == before
        assert await marks(h) == 0


async def marks(h: House) -> int:
    """How much is left to undo."""
    return len((await h.bot.desks.rooms.held_in(h.guild_id)).marks)


async def test_a_stop_in_the_middle_leaves_nobody_silenced() -> None:
    """The circle ends while the bot is away: what it changed is put back at its next start."""
    async with house() as h:
        before = await begun(h)
        await h.press(h.fay, "Receive")
        await h.wait(1)
        await h.slash(h.admin, "settings release")
        await h.restart()
        await h.wait(3)
        assert permissions(h) == before
        assert "Everyone can write here now." in h.read(h.fay)
        assert await marks(h) == 0
        assert "nobody to release" in await h.slash(h.admin, "settings release")


async def test_what_others_do_meanwhile_stays_and_what_discord_refuses_for_a_while_is_done_later() -> None:
    async with house(rooms={"at_end": "archive", "linger_minutes": 10}) as h:
        ann, ben, cat = h.members[:3]
        backend = h.env.backend
        before = await begun(h)
        # Discord does not answer, and then does: the piece is given all the same
        h.env.inject_error("PUT", "/channels/*/permissions/*", status=503, times=7)
        await h.press(h.fay, "Receive")
        await h.wait(60)
        assert can_write(h) == ["fay"]

        # Ben is let write by hand, once more after the bot has taken it; Cat's view of the history is taken
        given = discord.Permissions(view_channel=True, send_messages=True, read_message_history=True).value
        for _ in range(2):
            backend.set_overwrite(h.room.id, Overwrite(ben.id, OverwriteType.MEMBER, allow=given))
            await h.wait(6)
        assert can_write(h) == ["fay", "ben"], "nobody fights over it"
        seen = discord.Permissions(view_channel=True).value
        backend.set_overwrite(h.room.id, Overwrite(cat.id, OverwriteType.MEMBER, allow=seen, deny=1 << 6))
        await h.press(h.fay, "I'm done")
        await h.wait(6)
        await h.press(ann, "Receive")
        await h.wait(1)
        assert can_write(h) == ["ann", "ben"]
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(5)
        after = permissions(h)
        assert after.pop(ben.id) == (given, 0)
        assert after.pop(cat.id)[1] == 1 << 6
        assert after == {who: fields for who, fields in before.items() if who not in (ben.id, cat.id)}
        assert await marks(h) == 0


async def test_where_the_bot_may_not_hold_the_piece_the_room_says_so_and_the_circle_goes_on() -> None:
    async with house() as h:
        await h.slash(h.fay, "circle open", name="Evening", room="channel", held=True, format="check-in")
        for who in h.members[:3]:
            await h.press(who, "Save me a seat")
        await h.wait(2)
        before = permissions(h)
        await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
        await h.wait(48)
        for who in (h.fay, *h.members[:3]):
            await h.press(who, "I agree")
        await h.wait(2)
        await h.press(h.fay, "Receive")
        await h.wait(1)
        assert can_write(h) == ["fay"]
        h.env.inject_error("PUT", "/channels/*/permissions/*", status=403, code=50013, times=1)
        await h.press(h.fay, "I'm done")
        await h.wait(10)
        assert h.read(h.fay).count("Everyone can write here now.") == 1
        assert can_write(h) == ALL
        assert permissions(h) == before
        await h.press(h.members[0], "Receive")
        await h.wait(1)
        assert can_write(h) == ALL, "it goes on with its cards"
        h.env.backend.delete_channel(h.room.id)
        await h.wait(3)
        assert await marks(h) == 0


async def test_what_a_role_denies_somebody_is_not_given_back_by_name_and_it_is_said() -> None:
    async with house(rooms={"at_end": "archive", "linger_minutes": 10}) as h:
        ann, ben, cat = h.members[:3]
        muted = h.guild.create_role("Muted")
        before = await begun(h)
        seen = discord.Permissions(send_messages=True).value
        h.env.backend.set_overwrite(h.room.id, Overwrite(muted.id, OverwriteType.ROLE, deny=seen))
        h.env.backend.add_member_role(h.guild_id, ann.id, muted.id)
        await h.share(h.fay)
        looked = len(h.env.http_requests)
        await h.press(ann, "Receive")
        await h.wait(2)
        asked = [one.path for one in h.env.http_requests[looked:] if "/members/" in one.path]
        assert asked == [], "her press has told which roles she has"
        assert can_write(h) == [], "she has the piece, and no permission of her own to write"
        await h.wait(30)
        assert "Somebody has changed your permissions in the room." in h.private(ann)
        assert permissions(h).get(ann.id) == before[ann.id]

        # The others are given it as ever; and she is, once the role is gone
        await h.wait(85)
        assert h.holder() == "Ben"
        await h.press(ben, "Receive")
        await h.wait(1)
        assert can_write(h) == ["ben"]
        h.env.backend.remove_member_role(h.guild_id, ann.id, muted.id)
        await h.wait(61)
        await h.press(ben, "I'm done")
        await h.wait(8)
        await h.press(cat, "Pass")
        await h.wait(8)
        await h.press(ann, "Receive")
        await h.wait(1)
        assert can_write(h) == ["ann"], "she came in again by herself"
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(5)
        after = permissions(h)
        assert after.pop(muted.id) == (0, seen)
        assert after == before
        assert await marks(h) == 0


async def test_a_date_that_comes_to_be_held_after_people_have_joined_is_held() -> None:
    async with house() as h:
        await h.press(h.admin, "Create it", await draft(h, room="channel", format="check-in"))
        await h.wait(3)
        for who in h.members[:3]:
            await h.press(who, "Save me a seat")
        await h.wait(2)
        await edit(h, "The room", room=["channel"], held=["held"])
        await until(h, at(6, 19))
        assert can_write(h) == ALL
        await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
        await h.wait(48)
        for who in (h.fay, *h.members[:3]):
            await h.press(who, "I agree")
        await h.wait(2)
        assert can_write(h) == []
        await h.press(h.fay, "Receive")
        await h.wait(1)
        assert can_write(h) == ["fay"]
