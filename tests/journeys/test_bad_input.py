"""Wrong input and wrong moments: each gets a clear sentence, and nothing changes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from simcord import interactions as simcord_interactions
from simcord.backend import serializers

from bot.ids import GuildXid
from tests.journeys.house import House, house, words


async def _state(h: House) -> Any:
    (session,) = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
    return session.state


async def press_at_once(h: House, message: Any, label: str, *people: Any) -> None:
    """Several people press the same button in the same instant."""
    backend = h.env.backend
    stored = backend.get_message(message.channel.id, message.id)
    found: list[dict[str, Any]] = []

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            if node.get("label") == label:
                found.append(node)
            walk(node.get("components", []))

    walk(stored.components)
    for who in people:
        record, payload = simcord_interactions.base_payload(
            backend,
            type=3,
            channel_id=message.channel.id,
            guild_id=h.guild.id,
            user_id=who.id,
            data={"custom_id": found[0]["custom_id"], "component_type": 2},
        )
        record.source_message_id = message.id
        payload["message"] = dict(serializers.message_payload(backend, stored))
        backend.emit("INTERACTION_CREATE", payload)
    await h.env.settle()


async def test_only_facilitators_open_a_circle() -> None:
    async with house() as h:
        answer = await h.slash(h.members[0], "circle open", name="Mine")
        assert "Only facilitators can open a circle." in answer
        assert await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)) == []


async def test_a_thread_cannot_hold_the_piece_and_that_is_said() -> None:
    async with house() as h:
        answer = await h.slash(h.fay, "circle open", name="Mine", room="thread", held=True)
        assert "everyone can speak at any time: Private thread. The cards say whose turn it is." in answer
        assert "Please leave out **held**." in answer
        assert await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)) == []
        asked: dict[str, Any] = {"name": "Mine", "when": "Tuesday 19:00", "repeat": "weekly", "held": True}
        assert "Please leave out **held**." in await h.slash(h.admin, "schedule create", **asked)


@pytest.mark.parametrize(
    "name",
    ["   ", "x" * 2001, "\u200b\u202e\u2066", "\n\t"],
    ids=["empty", "2001 characters", "invisible", "control characters"],
)
async def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    async with house() as h:
        answer = await h.slash(h.fay, "circle open", name=name)
        assert "a name of 1 to 60 characters" in answer
        assert await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("@everyone come", "@\u200beveryone come"),
        ("**bold** _and_ `code`", r"\*\*bold\*\* \_and\_ \`code\`"),
        ("مساء الخير", "مساء الخير"),
        ("\u202eevil", "evil"),
        ("Evening 🌙", "Evening 🌙"),
        ("# shouting", "\\# shouting"),
    ],
    ids=["everyone", "markdown", "right to left", "override", "emoji", "heading"],
)
async def test_a_strange_name_is_shown_as_it_is_and_pings_nobody(name: str, shown: str) -> None:
    async with house() as h:
        await h.slash(h.fay, "circle open", name=name)
        invitation = h.newest(h.members[0], "[Save me a seat]")
        assert words(invitation).startswith(f"## {shown}\n")
        assert not invitation.mention_everyone


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"capacity": 2}, "from 3 to 8 seats"),
        ({"capacity": 9}, "from 3 to 8 seats"),
        ({"minutes": 0}, "from 1 to 60 minutes"),
        ({"minutes": 61}, "from 1 to 60 minutes"),
        ({"format": "no-such"}, "I do not know that format."),
        ({"prompt": " "}, "from 1 to 300 characters"),
        ({"prompt": "x" * 2001}, "from 1 to 300 characters"),
    ],
    ids=str,
)
async def test_wrong_options_are_named_and_open_nothing(options: dict[str, Any], sentence: str) -> None:
    async with house() as h:
        assert sentence in await h.slash(h.fay, "circle open", name="Evening", **options)
        assert await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)) == []


async def test_a_typed_question_is_shown_safely() -> None:
    async with house() as h:
        await h.begin(3, format="quick-circle", prompt="@everyone **what** helped?")
        assert "@\u200beveryone \\*\\*what\\*\\* helped?" in h.read()


async def test_a_missing_permission_is_named_before_anything_is_made() -> None:
    async with house() as h:
        import discord

        me = h.env.backend.bot_user
        overwrite = discord.PermissionOverwrite(create_private_threads=False)
        allow, deny = overwrite.pair()
        from simcord.backend.models import Overwrite
        from simcord.enums import OverwriteType

        h.lobby._channel.overwrites.append(Overwrite(me.id, OverwriteType.MEMBER, allow.value, deny.value))
        answer = await h.slash(h.fay, "circle open", name="Evening")
        assert "**Create Private Threads**" in answer
        assert await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id)) == []


async def test_commands_outside_any_circle_say_what_to_do() -> None:
    async with house() as h:
        for command in ("start", "panel", "pause", "resume", "next", "end", "order", "extend"):
            answer = await h.slash(h.fay, f"circle {command}")
            assert "There is no circle of yours here." in answer
        assert "No circle is open here" in await h.slash(h.members[0], "circle join")
        assert "No circle is open here" in await h.slash(h.members[0], "circle leave")
        assert "No circle is open here" in await h.slash(h.members[0], "circle upcoming")


async def test_a_second_seat_is_not_taken() -> None:
    async with house() as h:
        await h.open(3)
        before = await _state(h)
        assert "You already have a seat" in await h.press(h.members[0], "Save me a seat")
        assert "You already have a seat" in await h.slash(h.members[0], "circle join")
        assert await _state(h) == before


async def test_two_people_press_for_the_last_seat_in_the_same_instant() -> None:
    async with house() as h:
        await h.open(2, capacity=3)
        invitation = h.newest(h.members[1], "[Save me a seat]")
        await press_at_once(h, invitation, "Save me a seat", h.members[1], h.members[2])
        state = await _state(h)
        assert len(state.seated) == 3
        answers = h.read(h.members[1], h.lobby) + h.read(h.members[2], h.lobby)
        assert answers.count("You have a seat.") == 1
        assert answers.count("All 3 seats of this circle are taken.") == 1


async def test_a_full_circle_says_so() -> None:
    async with house() as h:
        await h.open(3, capacity=3)
        assert "All 3 seats of this circle are taken." in await h.press(h.members[5], "Save me a seat")


async def test_a_circle_needs_three() -> None:
    async with house() as h:
        await h.open(2)
        assert "A circle needs 1 more person" in await h.slash(h.fay, "circle start")
        assert (await _state(h)).phase == "gathering"


async def test_members_cannot_steer() -> None:
    async with house() as h:
        everyone = await h.begin(3)
        before = (await _state(h)).moved
        for command in ("pause", "next", "end"):
            answer = await h.slash(everyone[1], f"circle {command}", at=h.room)
            assert "Only this circle's facilitator can do that." in answer
        assert (await _state(h)).moved == before


async def test_someone_without_a_seat_cannot_take_the_piece() -> None:
    async with house() as h:
        await h.begin(3)
        h.room._channel.thread_members[h.members[6].id] = ""
        assert "You do not have a seat in this circle." in await h.press(h.members[6], "Receive")


async def test_a_press_on_an_old_card_is_answered_and_the_card_redrawn() -> None:
    async with house() as h:
        everyone = await h.begin(3)
        old = h.newest(h.fay, "[Receive]")
        custom_id = next(_custom_ids(old, "Receive"))
        await h.press(h.fay, "Pass")
        state = await _state(h)
        stored = h.env.backend.get_message(old.channel.id, old.id)
        from copy import deepcopy

        stored.components = deepcopy([component.to_dict() for component in old.components])
        answer = await h.press(everyone[0], "Receive", old)
        assert "The circle has moved on. The newest card" in answer
        assert custom_id
        assert "The talking piece has moved on." in words(h.room.history()[-2])
        assert (await _state(h)).moved == state.moved


def _custom_ids(message: Any, label: str) -> Any:
    def walk(node: dict[str, Any]) -> Any:
        if node.get("label") == label:
            yield node["custom_id"]
        for child in node.get("components", ()):
            yield from walk(child)

    for component in message.components:
        yield from walk(component.to_dict())


async def test_two_facilitators_press_next_at_once_and_nobody_is_skipped() -> None:
    async with house() as h:
        await h.slash(h.fay, "circle open", name="Evening")
        for person in (h.co, h.members[0], h.members[1]):
            await h.press(person, "Save me a seat")
        await h.wait(2)
        await h.slash(h.fay, "circle start")
        await h.wait(60)
        for person in (h.fay, h.co, h.members[0], h.members[1]):
            await h.press(person, "I agree")
        await h.slash(h.fay, "circle panel", at=h.room)
        panel = h.last.response
        await h.slash(h.co, "circle panel", at=h.room)
        other = h.last.response
        assert panel is not None
        assert other is not None
        backend = h.env.backend
        for who, shown in ((h.fay, panel), (h.co, other)):
            stored = backend.get_message(shown.channel_id, shown.id)
            custom_id = next(_labelled(stored.components, "Next"))
            record, payload = simcord_interactions.base_payload(
                backend,
                type=3,
                channel_id=shown.channel_id,
                guild_id=h.guild.id,
                user_id=who.id,
                data={"custom_id": custom_id, "component_type": 2},
            )
            record.source_message_id = shown.id
            payload["message"] = dict(serializers.message_payload(backend, stored))
            backend.emit("INTERACTION_CREATE", payload)
        await h.env.settle()
        state = await _state(h)
        assert state.turn.seat == 2
        assert len(state.round.ledger) == 1


def _labelled(nodes: list[dict[str, Any]], label: str) -> Any:
    for node in nodes:
        if node.get("label") == label:
            yield node["custom_id"]
        yield from _labelled(node.get("components", []), label)


async def test_pressing_twice_is_as_pressing_once() -> None:
    async with house() as h:
        await h.begin(3)
        card = h.newest(h.fay, "[Receive]")
        await press_at_once(h, card, "Receive", h.fay, h.fay)
        state = await _state(h)
        assert (state.turn.seat, state.turn.phase) == (1, "speaking")
        speaking = h.newest(h.fay, "[I'm done]")
        await press_at_once(h, speaking, "I'm done", h.fay, h.fay)
        state = await _state(h)
        assert len(state.round.ledger) == 1


async def test_a_paused_circle_keeps_places_and_time() -> None:
    async with house() as h:
        everyone = await h.begin(3)
        card = h.newest(h.fay, "[Receive]")
        stale = [component.to_dict() for component in card.components]
        await h.slash(h.fay, "circle pause", at=h.room)
        h.env.backend.get_message(card.channel.id, card.id).components = stale
        assert "The circle is paused. Your place and your time are kept." in await h.press(
            everyone[0], "Receive", card
        )


async def test_whoever_was_taken_out_does_not_come_back_and_the_bot_shows_nothing_of_it() -> None:
    async with house() as h:
        everyone = await h.begin(4)
        before = h.read()
        answer = await h.slash(h.fay, "circle remove", at=h.room, member=everyone[2])
        assert "Discord writes there, for everyone" in answer
        await h.press(h.fay, "Take them out", h.last.response)
        await h.wait(2)
        assert everyone[2].id not in h.room._channel.thread_members
        after = h.read()
        assert everyone[2].mention in before
        assert "removed" not in after.lower()
        assert "You cannot take part in this session." in await h.press(everyone[2], "Save me a seat")


async def test_removing_or_handing_over_to_someone_without_a_seat_changes_nothing() -> None:
    async with house() as h:
        await h.begin(3)
        for command in ("remove", "handover"):
            answer = await h.slash(h.fay, f"circle {command}", at=h.room, member=h.members[7])
            assert "This person has no seat" in answer
        assert "Hand the circle over" in await h.slash(h.fay, "circle remove", at=h.room, member=h.fay)


async def test_extending_by_a_wrong_number_is_refused() -> None:
    async with house() as h:
        await h.begin(3)
        for minutes in (0, 11, -5):
            assert "from 1 to 10 minutes" in await h.slash(h.fay, "circle extend", at=h.room, minutes=minutes)


async def test_support_needs_no_seat_and_tells_nobody() -> None:
    async with house() as h:
        await h.begin(3)
        before = (await _state(h)).version
        answer = await h.slash(h.members[7], "care support")
        assert "You are not alone with this." in answer
        assert "has not set any places to turn to" in answer
        answer = await h.press(h.members[0], "I need support")
        assert "Nobody is told that you asked." in answer
        assert (await _state(h)).version == before
        assert h.private(h.fay) == ""
        card = h.last.response
        result = await h.members[0].click(card, label="Let the facilitator know")
        assert "knows now, and nobody else" in "".join(words(m) for m in [*result.followups, result.response])
        seen = h.private(h.fay) + h.read(h.fay) + h.read(h.fay, h.lobby)
        assert f"{h.members[0].mention} could use some support" in seen
        assert "asked me to tell you" not in h.read(h.members[1])


async def test_members_without_agreement_are_asked_once_and_may_listen() -> None:
    async with house() as h:
        everyone = await h.open(4)
        await h.slash(h.fay, "circle start")
        await h.wait(60)
        for person in everyone[:3]:
            await h.press(person, "I agree")
        await h.wait(300)
        quiet = everyone[3]
        seen = h.private(quiet) + h.read(quiet) + h.read(quiet, h.lobby)
        assert seen.count("Before the piece can come to you") == 1
        assert "Before the piece can come to you" not in h.read(everyone[1])
        await h.wait(300)
        assert "## Check-in" in h.read()
        for person in everyone[:3]:
            assert h.holder() == person.user.global_name
            await h.press(person, "Pass")
        assert f"{quiet.mention}, the talking piece comes to you." not in h.read()
        await asyncio.sleep(0)
