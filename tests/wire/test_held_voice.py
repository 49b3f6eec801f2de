"""A held circle in voice on the strict Discord: mutes belong to members, 40032 without a line, and 50013.

Sources: Discord's docs, Guild > Modify Guild Member (`mute` needs Mute Members, and "will throw a 400 if the user is
not in a voice channel"); Opcodes and Status Codes (40032, 50013); Rate Limits, and automuteus #126 for ten member edits
in ten seconds: above that the stub refuses with 429.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord

from bot.ids import GuildXid
from bot.services.absence import absences
from tests.strict.shapes import VOICE
from tests.wire.strict_house import StrictHouse, play_in_strict_house
from tests.wire.stub import EVERYTHING


def _muted(h: StrictHouse) -> list[str]:
    members = h.stub.world.servers[h.guild_id].members
    return sorted(who.name for who in (h.fay, *h.members) if members.get(who.id, {}).get("mute"))


async def _begun(h: StrictHouse) -> list[Any]:
    """A held circle in voice up to the first offer of the piece, everyone connected."""
    await h.slash(h.admin, "circle open", name="Evening", room="voice", held=True, format="check-in")
    await h.wait(2)
    await h.slash(h.admin, "circle leave", at=h.lobby)
    everyone = [h.fay, *h.members[:3]]
    for who in everyone:
        await h.press(who, "Save me a seat")
    await h.wait(3)
    for who in everyone:
        await h.stub.world.connect(h.guild_id, who.id, h.room.id)
    await h.slash(h.admin, "circle start", at=h.lobby)
    await h.wait(60)
    for who in everyone:
        await h.press(who, "I agree")
    await h.wait(12)
    return everyone


def test_who_is_muted_follows_the_piece_and_nobody_stays_muted(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        fay, ann, ben, cat = await _begun(h)
        names = sorted(who.name for who in (fay, ann, ben, cat))
        assert _muted(h) == names
        await h.press(fay, "Receive")
        await h.wait(2)
        assert fay.name not in _muted(h)
        assert len(_muted(h)) == 3

        # Ben leaves voice while he is muted, the bot is killed, and the circle ends: his mute waits for him
        await world.disconnect(guild, ben.id)
        await h.wait(2)
        await h.restart(kill=True)
        await h.wait(2)
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(15)
        assert _muted(h) == [ben.name], "Discord changes nobody who is not in voice: 40032"
        other = await world.new_channel(guild, VOICE, "elsewhere")
        await world.connect(guild, ben.id, other)
        await h.wait(2)
        assert _muted(h) == []
        assert not (await h.bot.desks.rooms.held_in(h.guild_id)).marks
        assert not [one for one in h.stub.limits.refused if "member" in one], "no more than Discord allows"

    play_in_strict_house(tmp_path, play)


def test_a_permission_that_is_lost_lets_the_circle_go_on_gentle(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        fay, ann, *_ = await _begun(h)
        await h.press(fay, "Receive")
        await h.wait(12)
        await world.grant(guild, EVERYTHING & ~discord.Permissions(mute_members=True))
        await h.press(fay, "I'm done")
        await h.wait(8)
        assert "Everyone can speak here now." in "".join(h.said(h.room))
        await h.press(ann, "Receive")
        await h.wait(2)
        await world.grant(guild, EVERYTHING)
        await h.wait(15)
        assert _muted(h) == []

    play_in_strict_house(tmp_path, play)


def test_a_bot_that_is_thrown_out_in_the_middle_frees_everyone_when_it_is_invited_again(
    tmp_path: Path,
) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        fay, ann, ben, cat = await _begun(h)
        await h.press(fay, "Receive")
        await h.wait(12)
        names = [who.name for who in (ann, ben, cat)]
        assert _muted(h) == names
        await world.throw_out(guild)
        await h.wait(60)
        await world.invite_again(guild, EVERYTHING)
        await h.wait(15)
        assert _muted(h) == names, "the circle goes on, and its piece is held"
        await world.throw_out(guild)
        await world.disconnect(guild, ben.id)
        await h.wait(15)
        late = h.now() + timedelta(hours=2)
        end = h.bot.desks.transactions.write
        assert await end(lambda work: absences.end(replace(work, now=late), GuildXid(guild)))
        await h.wait(15)
        assert _muted(h) == names, "nobody is asked who is not there"
        await world.invite_again(guild, EVERYTHING)
        await h.wait(30)
        assert _muted(h) == [ben.name]
        await world.connect(guild, ben.id, h.room.id)
        await h.wait(2)
        assert _muted(h) == []
        assert not (await h.bot.desks.rooms.held_in(guild)).marks

    play_in_strict_house(tmp_path, play)
