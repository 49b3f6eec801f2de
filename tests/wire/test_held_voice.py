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
from tests.strict.faults import limited
from tests.strict.shapes import VOICE
from tests.wire.strict_house import StrictHouse, play_in_strict_house
from tests.wire.stub import EVERYTHING


def _muted(h: StrictHouse) -> list[str]:
    members = h.stub.world.servers[h.guild_id].members
    return sorted(who.name for who in (h.fay, *h.members) if members.get(who.id, {}).get("mute"))


async def _begun(h: StrictHouse, people: int = 4) -> list[Any]:
    """A held circle in voice up to the first offer of the piece, everyone connected."""
    await h.slash(h.admin, "circle open", name="Evening", room="voice", held=True, format="check-in")
    await h.wait(2)
    await h.slash(h.admin, "circle leave", at=h.lobby)
    everyone = [h.fay, *h.members[: people - 1]]
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


def test_a_start_right_after_many_edits_makes_no_more_than_discord_allows(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        h.stub.limits.on = False  # nor does Discord tell the library how many are left
        fay, *_ = await _begun(h, 8)
        await h.press(fay, "Receive")
        await h.wait(12)
        await h.slash(fay, "circle pause", at=h.room)
        await h.wait(30)
        assert _muted(h) == []
        await h.slash(fay, "circle resume", at=h.room)
        await h.wait(2)
        assert len(_muted(h)) == 7
        await h.restart(kill=True)
        await h.slash(fay, "circle pause", at=h.room)
        await h.wait(30)
        assert _muted(h) == []
        changed = [one.at for one in h.stub.calls if "/members/" in one.path and one.method == "PATCH"]
        assert all(after - first >= 10 for first, after in zip(changed, changed[10:], strict=False))

    play_in_strict_house(tmp_path, play)


def _changes(h: StrictHouse, who: Any) -> list[tuple[int | None, int | None, bool]]:
    """What was asked of Discord about a member: the status, the code, and whether they were to be muted."""
    path = f"/guilds/{h.guild_id}/members/{who.id}"
    made = [call for call in h.stub.calls if call.method == "PATCH" and call.path == path]
    return [(call.status, call.code, call.body["mute"]) for call in made]


def test_what_discord_lets_the_library_wait_for_comes_late_and_who_is_not_there_any_more_keeps_nobody_waiting(
    tmp_path: Path,
) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        fay, ann, ben, cat = await _begun(h)
        # 429: the library waits by itself, and asks again
        path = rf"/guilds/{guild}/members/"
        met = h.stub.fail(limited(8), "PATCH", path + str(fay.id))
        await h.press(fay, "Receive")
        await h.wait(4)
        assert met.hits == 1
        assert fay.name in _muted(h)
        await h.wait(6)
        assert fay.name not in _muted(h)
        assert [one[::2] for one in _changes(h, fay)] == [(200, True), (429, False), (200, False)]

        # The piece goes on while the library waits: what it asks then is set right at once
        await h.wait(12)
        met = h.stub.fail(limited(8), "PATCH", path + str(fay.id))
        await h.press(fay, "I'm done")
        await h.wait(1)
        assert met.hits == 1
        await h.wait(5)
        await h.press(ann, "Receive")
        await h.wait(5)
        assert _muted(h) == sorted(who.name for who in (fay, ben, cat))

        # 40032: Ben has left a moment ago, and nobody has told the bot
        await h.wait(12)
        gone = world.servers[guild].voice.pop(ben.id)
        await h.press(ann, "I'm done")
        await h.wait(8)
        before = len(_changes(h, ben))
        await h.press(ben, "Receive")
        await h.wait(3)
        assert _changes(h, ben)[before:] == [(400, 40032, False)], "once, until there is news of him"
        await h.press(ben, "I'm done")
        await h.wait(8)
        await h.press(cat, "Receive")
        await h.wait(3)
        assert cat.name not in _muted(h)
        await world.tell("VOICE_STATE_UPDATE", {**gone, "channel_id": None})
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(15)
        assert _muted(h) == [ben.name]
        await world.connect(guild, ben.id, await world.new_channel(guild, VOICE, "elsewhere"))
        await h.wait(3)
        assert _muted(h) == []
        assert not (await h.bot.desks.rooms.held_in(guild)).marks

    play_in_strict_house(tmp_path, play)


def test_who_is_banned_while_they_are_muted_is_unmuted_once_they_are_let_in_again(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        fay, _, _, cat = await _begun(h)
        await h.press(fay, "Receive")
        await h.wait(12)
        assert cat.name in _muted(h)
        await world.leave_server(guild, cat.id)
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(15)
        made = len(_changes(h, cat))
        (mark,) = (await h.bot.desks.rooms.held_in(guild)).marks
        assert mark.target_xid == cat.id
        await h.restart(kill=True)
        await h.wait(3 * 3600)
        assert len(_changes(h, cat)) == made, "nobody is asked for who is not there"
        await world.join_server(guild, cat.id)
        world.servers[guild].members[cat.id]["mute"] = True  # Discord mutes them still
        other = await world.new_channel(guild, VOICE, "elsewhere")
        await world.connect(guild, cat.id, other)
        await h.wait(3)
        assert _muted(h) == []
        assert not (await h.bot.desks.rooms.held_in(guild)).marks

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
