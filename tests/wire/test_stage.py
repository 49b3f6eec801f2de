"""A circle on a stage of its own, on the strict Discord: being asked to speak, hands, and a stage that is ended.

Sources: Discord's docs, Voice > Modify User Voice State; Stage Instance; Guild > Guild Features.
"""

from __future__ import annotations

from pathlib import Path

from discord import Permissions

from bot.circle.model import TurnPhase
from bot.ids import ChannelXid, GuildXid
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import RoomKind
from tests.journeys.weekly import at, draft, until
from tests.strict.faults import limited
from tests.strict.shapes import EVERYTHING
from tests.wire.strict_house import Person, StrictHouse, play_in_strict_house


async def _speaks(h: StrictHouse) -> int | None:
    """Who has received the piece, as the circle knows it."""
    (session,) = await h.bot.desks.circle.open_in(h.guild_id)
    session, people = await h.bot.desks.circle.with_people(session.id)
    turn = session.state.turn
    return people[turn.seat] if turn is not None and turn.phase is TurnPhase.SPEAKING else None


def _edits(h: StrictHouse) -> int:
    """How often somebody was moved or invited."""
    return sum(call.method == "PATCH" and "/voice-states/" in call.path for call in h.stub.calls)


def test_whoever_comes_is_asked_to_speak_and_a_stage_that_is_ended_is_live_again(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        fay, ann, ben, *_ = everyone = await h.begin(4, room="stage", format="check-in")
        room = h.room.id
        stages = world.servers[guild].stages
        assert room not in stages, "nobody is there to hear anything"
        for person in everyone:
            await world.connect(guild, person.id, room)
        await h.wait(5)
        assert all(world.is_invited(guild, person.id) for person in everyone)
        assert stages[room]["topic"].startswith("Circle ")
        await world.accept(guild, fay.id)
        await world.decline(guild, ann.id)
        await world.decline(guild, ben.id)
        await h.restart(kill=True)
        await h.wait(12)
        assert world.is_heard(guild, fay.id)
        assert not world.is_invited(guild, ann.id)

        await world.raise_hand(guild, ben.id)
        await world.end_stage(room)
        await h.wait(5)
        assert world.is_invited(guild, ben.id)
        assert not world.is_invited(guild, ann.id)
        assert room in stages
        await h.press(fay, "Receive")
        await h.press(fay, "I'm done")
        await h.wait(10)
        await h.press(ann, "Receive")
        await h.wait(2)
        assert world.is_invited(guild, ann.id)

    play_in_strict_house(tmp_path, play)


def test_a_held_stage_asks_whoever_the_piece_comes_to_and_their_yes_receives_it(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        fay, ann, ben, cat = everyone = await h.open(4, room="stage", held=True, format="check-in")
        await h.wait(2)
        for person in everyone:
            await world.connect(guild, person.id, h.room.id)
        await world.raise_hand(guild, ann.id)
        await h.wait(2)
        await world.accept(guild, ann.id)
        await h.slash(h.fay, "circle start")
        await h.wait(60)
        for person in everyone:
            await h.press(person, "I agree")
        await h.wait(3)
        assert not world.is_heard(guild, ann.id), "who was heard listens now"
        assert world.is_invited(guild, fay.id)
        assert await _speaks(h) is None

        # Her yes comes while the bot is away
        await h.line.kill()
        await world.accept(guild, fay.id)
        await h.line.start()
        await h.wait(3)
        assert await _speaks(h) == fay.id

        # A hand-off: she listens, Ann is asked, says no, and asks for it again
        seen = _edits(h)
        await h.press(fay, "I'm done")
        await h.wait(8)
        assert _edits(h) == seen + 2
        assert not world.is_heard(guild, fay.id)
        await world.decline(guild, ann.id)
        await h.wait(3)
        assert not world.is_invited(guild, ann.id)
        await h.press(ann, "Receive")
        await h.wait(2)
        assert await _speaks(h) is None
        # Pressing once more is answered, however long Discord takes
        met = h.stub.fail(limited(20), "PATCH", rf"/guilds/{guild}/voice-states/{ann.id}")
        assert "Please accept" in await h.press(ann, "Receive")
        await h.wait(1)
        assert met.hits == 1
        await world.accept(guild, ann.id)
        await h.wait(2)
        assert await _speaks(h) == ann.id, "nor does her time wait for that"
        await h.wait(25)
        assert world.is_heard(guild, ann.id)

        # She leaves the server's voice, and Ben is somewhere else when the piece comes to him
        await world.disconnect(guild, ben.id)
        await h.press(ann, "I'm done")
        await h.wait(8)
        assert not world.is_heard(guild, ann.id)
        await h.press(ben, "Receive")
        await h.wait(1)
        assert await _speaks(h) == ben.id, "who is not there takes it in writing"

        # The bot may not hold any more: it says so, and the circle goes on
        lesser = Permissions(EVERYTHING.value & ~Permissions(mute_members=True).value)
        await world.grant(guild, lesser)
        await h.press(ben, "I'm done")
        await h.wait(8)
        await h.press(cat, "Receive")
        assert await _speaks(h) == cat.id
        assert any("Everyone can speak here now." in text for text in h.said(h.room))

    play_in_strict_house(tmp_path, play)


def test_the_event_of_a_circle_on_a_stage_leads_there_once_it_is_open(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        await world.overwrite(h.lobby.id, guild, allow=Permissions(view_channel=True))
        await h.press(h.admin, "Create it", await draft(h, room="stage", format="check-in"))
        await h.wait(3)
        for who in h.members[:3]:
            await h.press(who, "Save me a seat")
        (event,) = world.servers[guild].events.values()
        assert (event["entity_type"], event["status"]) == (3, 1)
        await until(h, at(6, 18, 52))
        assert (event["entity_type"], event["status"]) == (1, 1)
        await until(h, at(6, 19, 1))
        await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
        await h.wait(5)
        assert (event["entity_type"], event["status"]) == (1, 2)
        assert event["channel_id"] == str(h.room.id)

    play_in_strict_house(tmp_path, play)


async def _opened_by(h: StrictHouse, guild: int, lobby: int, host: Person) -> int:
    """A circle on a stage in any server. Returns the stage."""
    there = set(h.world.channels)
    circle = CircleChoices("Evening", "en", ChannelXid(lobby), "check-in", room=RoomChoices(RoomKind.STAGE))
    format = circle.session.fit(circle.format(h.bot.content), in_writing=False)
    await h.bot.desks.circle.open(Invitation(GuildXid(guild), circle, format), host.id)
    await h.wait(5)
    (stage,) = set(h.world.channels) - there
    return stage


def test_a_server_that_has_to_wait_holds_up_no_other(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        world, one = h.stub.world, h.guild_id
        other = world.add_guild()
        lobby = world.add_channel(other)
        world.member(other, h.co.id)
        await world.invite_again(other, EVERYTHING)
        await h.settle()
        here = await _opened_by(h, one, h.lobby.id, h.fay)
        there = await _opened_by(h, other, lobby, h.co)
        slow = h.stub.fail(limited(20), "PATCH", rf"/guilds/{one}/voice-states/.*")
        await world.connect(one, h.fay.id, here)
        await h.wait(1)
        assert slow.hits == 1
        await world.connect(other, h.co.id, there)
        await h.wait(1)
        assert world.is_invited(other, h.co.id)
        assert not world.is_invited(one, h.fay.id)
        # The library waits as long as Discord says, and asks again: once
        await h.wait(25)
        assert world.is_invited(one, h.fay.id)
        asked = [call.status for call in h.stub.calls if f"/guilds/{one}/voice-states/" in call.path]
        assert asked == [429, 204]

    play_in_strict_house(tmp_path, play)
