"""A circle in a voice channel that is made for it: the same evening, lines that drop, and who gets in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest
from simcord.backend.access import can_access_channel

from bot.circle import commands as c
from bot.circle.model import Presence, SessionState
from bot.services.unit_of_work import NotSaved
from tests.journeys import script
from tests.journeys.crash import Points, play_through
from tests.journeys.house import House, house, words

SEEN_BY = "see this room too."


async def test_the_same_evening_is_played_in_a_voice_channel_and_on_a_stage() -> None:
    outcomes = []
    for room, held in (("thread", False), ("voice", False), ("stage", False), ("stage", True)):
        async with house() as h:
            # On a stage that is held, whoever is not there takes the piece in writing, with the card.
            await play_through(h, Points(), [script.opened(room, held=held), *script.STEPS])
            outcome = await script.outcome(h)
            said = ["\n".join(x for x in text.split("\n") if SEEN_BY not in x) for text in outcome.room]
            outcomes.append(replace(outcome, room=said))
            if room != "thread":
                assert not h.lobby.threads
                assert not h.env.backend.stage_instances, "nobody came to it"
                await h.wait(601)
                assert not h.has_room, "it is deleted with everything in it, as is usual"
    assert outcomes[1] == outcomes[0]
    assert outcomes[2] == outcomes[0]
    assert outcomes[3] == outcomes[0]


def _state_of(h: House, people: dict[int, Any], state: SessionState) -> dict[str, Presence]:
    names = {person.id: person.name.capitalize() for person in (h.fay, *h.members)}
    return {names[people[seat.number]]: seat.presence for seat in state.seated}


async def presences(h: House) -> dict[str, Presence]:
    """Who is here, as the circle knows it, by name."""
    (session,) = await h.bot.desks.circle.open_in(h.guild_id)
    session, people = await h.bot.desks.circle.with_people(session.id)
    return _state_of(h, people, session.state)


def _connected(h: House) -> set[int]:
    states = h.env.backend.get_guild(h.guild_id).voice_states
    return {person for person, state in states.items() if state.channel_id == h.room.id}


async def _in_voice(h: House, people: int = 4) -> list[Any]:
    """A circle under way, with everyone in voice."""
    everyone: list[Any] = await h.open(people, room="voice", format="check-in")
    for person in everyone:
        await person.join_voice(h.room)
    await h.slash(h.fay, "circle start")
    await h.wait(60)
    for person in everyone:
        await h.press(person, "I agree")
    await h.wait(2)
    return everyone


async def test_a_line_that_drops_is_waited_for_and_whoever_comes_back_is_here_at_once() -> None:
    async with house() as h:
        fay, ann, ben, cat = await _in_voice(h)
        other = h.guild.create_voice_channel("elsewhere")
        assert "Press **Receive**, then speak." in words(h.newest(fay, "[Receive]"))

        # The speaker's line drops: the circle waits, and their time is given back
        await h.press(fay, "Receive")
        await fay.set_voice(self_mute=True, self_deaf=True)
        assert (await presences(h))["Fay"] is Presence.PRESENT
        await fay.leave_voice()
        assert (await presences(h))["Fay"] is Presence.ABSENT
        await h.wait(60)
        await fay.join_voice(h.room)
        await h.wait(2)
        assert (await presences(h))["Fay"] is Presence.PRESENT
        assert h.holder() == "Fay"

        # Others: within the return time nothing moves, whatever they do meanwhile
        await ben.join_voice(other)
        await cat.leave_voice()
        await h.wait(80)
        await ben.join_voice(h.room)
        assert set((await presences(h)).values()) == {Presence.PRESENT}
        await h.wait(20)
        assert (await presences(h))["Cat"] is Presence.ABSENT
        assert (await presences(h))["Ben"] is Presence.PRESENT
        await h.press(fay, "I'm done")
        await h.wait(8)
        assert h.holder() == "Ann"

        # The bot restarts, and Cat comes back while it is away
        await h.press(ann, "Receive")
        h.env.backend.set_voice_state(h.guild_id, cat.id, h.room.id)
        await h.restart()
        await h.wait(2)
        assert (await presences(h))["Cat"] is Presence.PRESENT
        await h.press(ann, "I'm done")
        await h.wait(8)

        # A speaker who does not come back in time: the piece goes on, and comes to them once more
        assert h.holder() == "Ben"
        await h.press(ben, "Receive")
        await ben.leave_voice()
        await h.wait(100)
        assert h.holder() == "Cat"
        await h.share(cat)
        await h.wait(4)
        await ben.join_voice(h.room)
        await h.wait(4)
        assert h.holder() == "Ben"


async def test_what_could_not_be_saved_of_a_line_that_dropped_is_saved_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with house() as h:
        fay, ann, _ben, cat = await _in_voice(h)
        act = h.bot.desks.circle.act
        tried: list[c.Command] = []

        async def fails(session_id: Any, person: Any, command: Any, **more: Any) -> Any:
            if isinstance(command, c.StepOut | c.ComeBack) and len(tried) < 3:
                tried.append(command)
                raise NotSaved("the disk is full")
            return await act(session_id, person, command, **more)

        monkeypatch.setattr(h.bot.desks.circle, "act", fails)
        await cat.leave_voice()
        await h.wait(95)
        assert len(tried) == 2
        assert (await presences(h))["Cat"] is Presence.PRESENT
        await h.wait(12)
        assert (await presences(h))["Cat"] is Presence.ABSENT
        assert len(tried) == 3

        # A speaker's line drops: the circle waits for them as soon as that can be kept
        await h.share(fay)
        await h.wait(8)
        await h.press(ann, "Receive")
        tried.clear()
        await ann.leave_voice()
        await h.wait(11)
        assert len(tried) == 3
        assert "We wait a moment for" not in h.read()
        await h.wait(8)
        assert "We wait a moment for" in h.read()


async def test_somebody_without_a_microphone_writes_and_is_never_taken_for_away() -> None:
    async with house() as h:
        everyone: list[Any] = await h.begin(3, room="voice", format="check-in")
        await everyone[1].join_voice(h.room)
        await h.share(everyone[0])
        await h.wait(200)
        assert Presence.ABSENT not in (await presences(h)).values()
        assert "Without a microphone you may write instead." in h.read(place=h.lobby)


async def test_only_those_with_a_seat_get_in_and_whoever_has_left_is_taken_out() -> None:
    async with house() as h:
        fay, _ann, _ben, cat = await _in_voice(h)
        stranger = h.members[5]
        assert not can_access_channel(h.env, h.room.id, stranger, history=True)
        assert (h.room._channel.topic, h.room._channel.user_limit) == (None, 0)

        # Somebody lets only two people into it, and gives everyone the way in: both are mended
        h.env.backend.edit_channel(h.room.id, {"user_limit": 2})
        await h.wait(5)
        assert h.room._channel.user_limit == 0

        assert "I take you out" in await h.slash(cat, "circle leave")
        assert cat.id in _connected(h)
        await h.share(fay)
        await h.wait(2)
        assert cat.id not in _connected(h)
        assert not can_access_channel(h.env, h.room.id, cat, history=True)


async def test_a_voice_channel_that_is_deleted_is_made_again_and_the_circle_goes_on() -> None:
    async with house() as h:
        fay, ann, ben, _cat = await _in_voice(h)
        first = h.room.id
        h.env.backend.delete_channel(first)
        await h.wait(5)
        assert h.room.id != first
        for person in (fay, ann, ben):
            await person.join_voice(h.room)
        assert set((await presences(h)).values()) == {Presence.PRESENT}
        await h.share(fay)
        await ann.leave_voice()
        await h.wait(95)
        assert (await presences(h))["Ann"] is Presence.ABSENT


async def test_what_is_missing_is_named_with_what_is_possible_instead() -> None:
    async with house() as h:
        roles = h.env.backend.get_guild(h.guild_id).roles.values()
        mine = next(role for role in roles if role.managed)
        lesser = discord.Permissions(mine.permissions)
        lesser.update(move_members=False)
        h.env.backend.edit_role(h.guild_id, mine.id, {"permissions": lesser.value})
        await h.env.settle()
        said = await h.slash(h.fay, "circle open", name="Evening circle", room="voice")
        assert "I lack this permission there: **Move Members**" in said
        assert "Private thread, Text channel" in said
        assert not h.has_room
