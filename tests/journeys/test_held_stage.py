"""A circle on a stage that holds the talking piece: accepting Discord's invitation is to receive it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.circle.formats import SpeakingOrder
from bot.circle.model import TurnPhase
from bot.services.rooms.marks import Value
from tests.journeys.house import House, house, words
from tests.journeys.on_stages import accept, decline, place, raise_hand, take_the_stage
from tests.journeys.test_held_channel import calls, marks


async def begun(h: House, people: int = 4, *, is_there: bool = True, **options: Any) -> list[Any]:
    """A held circle up to the first offer of the piece, with everyone on the stage."""
    options.setdefault("format", "check-in")
    everyone: list[Any] = await h.open(people, room="stage", held=True, **options)
    assert "only the person who has it can be heard" in h.read(place=h.lobby)
    for person in everyone if is_there else ():
        await person.join_voice(h.room)
    await h.wait(2)
    assert {place(h, person) for person in everyone} <= {Value.SUPPRESSED, Value.GONE}, "nobody is asked yet"
    await h.press(h.fay, "Begin", h.newest(h.fay, "## Welcome"))
    await h.wait(48)
    assert "Accept, and your time begins." in words(h.newest(h.fay, "[I agree]")), "people know it beforehand"
    for person in everyone:
        await h.press(person, "I agree")
    await h.wait(2)
    return everyone


def heard(h: House) -> list[str]:
    """Who is heard on the stage."""
    return [who.name for who in (h.fay, *h.members[:5]) if place(h, who) is Value.HEARD]


async def speaks(h: House) -> str | None:
    """Who has received the piece, as the circle knows it."""
    (session,) = await h.bot.desks.circle.open_in(h.guild_id)
    session, people = await h.bot.desks.circle.with_people(session.id)
    turn = session.state.turn
    if turn is None or turn.phase is not TurnPhase.SPEAKING:
        return None
    names: dict[int, str] = {person.id: person.name for person in (h.fay, *h.members)}
    return names[people[turn.seat]]


async def test_accepting_is_to_receive_and_after_the_turn_one_is_in_the_audience_again() -> None:
    async with house() as h:
        fay, ann, ben, cat = await begun(h)
        assert place(h, fay) is Value.INVITED, "the piece is held out to her"
        assert await speaks(h) is None
        assert heard(h) == []
        await accept(h, fay)
        await h.wait(1)
        assert await speaks(h) == "fay"
        assert "[I'm done]" in words(h.newest(fay, "has the talking piece"))

        # A hand-off: the next is invited, and whoever spoke listens again
        seen = len(calls(h))
        await h.press(fay, "I'm done")
        await h.wait(6)
        assert place(h, fay) is Value.SUPPRESSED
        assert place(h, ann) is Value.INVITED
        made = calls(h)[seen:]
        assert len(made) <= 3, made

        # She says no in Discord's dialog: nothing happens, and she has not received it
        await decline(h, ann)
        await h.wait(5)
        assert place(h, ann) is Value.SUPPRESSED
        assert await speaks(h) is None
        assert "[Receive]" in words(h.newest(ann, "the talking piece comes to you"))
        # Pressing invites her again, and so does a raised hand
        assert "Please accept: your time begins then." in await h.press(ann, "Receive")
        await h.wait(1)
        assert place(h, ann) is Value.INVITED
        assert await speaks(h) is None, "the time has not begun"
        seen = len(calls(h))
        assert "Please accept" in await h.press(ann, "Receive")
        await h.wait(1)
        (again,) = calls(h)[seen:]
        assert "/voice-states/" in again[1], "she may have closed the dialog"
        await decline(h, ann)
        await h.wait(1)
        await raise_hand(h, ann)
        await h.wait(1)
        seen = len(calls(h))
        await accept(h, ann)
        await h.wait(1)
        assert await speaks(h) == "ann"
        assert heard(h) == ["ann"]
        assert calls(h)[seen:] == [], "her card follows the press before it, and says it without such a call"
        assert "[I'm done]" in words(h.newest(ann, "has the talking piece"))

        # A pause silences nobody, and lets in who raises a hand; then only she is heard again
        await h.slash(fay, "circle pause", at=h.room)
        await raise_hand(h, cat)
        await h.wait(1)
        await accept(h, cat)
        assert heard(h) == ["ann", "cat"]
        await h.slash(fay, "circle resume", at=h.room)
        await h.wait(1)
        assert heard(h) == ["ann"]
        await raise_hand(h, ben)
        await h.wait(2)
        assert place(h, ben) is Value.SUPPRESSED, "it is not his turn"

        # In a silence nobody is heard; then she is asked back
        await h.press(fay, "Hold silence", h.newest(fay, "[Hold silence]"))
        await h.wait(1)
        assert heard(h) == []
        await h.slash(fay, "circle resume", at=h.room)
        await h.wait(1)
        await accept(h, ann)
        await h.press(ann, "I'm done")
        await h.wait(6)

        # Ben lets it go by: the invitation is taken back
        assert place(h, ben) is Value.INVITED
        await h.press(ben, "Pass")
        await h.wait(6)
        assert place(h, ben) is Value.SUPPRESSED
        assert place(h, cat) is Value.INVITED
        await accept(h, cat)
        await h.slash(fay, "circle end", at=h.room)
        await h.wait(5)
        assert heard(h) == ["cat"], "nobody is silenced by an end"
        assert await marks(h) == 0


async def test_an_invitation_that_is_accepted_while_the_bot_is_away_is_received_at_its_start() -> None:
    async with house() as h:
        fay, ann, ben, cat = await begun(h)
        await h.restart()
        await h.wait(1)
        assert place(h, fay) is Value.INVITED
        await _while_away(h, fay)
        assert await speaks(h) == "fay"
        await h.press(fay, "I'm done")
        await h.wait(6)
        await accept(h, ann)
        # Her line drops, and she is moved elsewhere: the circle waits, and she is invited again
        await ann.leave_voice()
        await h.wait(10)
        await ann.join_voice(h.room)
        await h.wait(1)
        assert place(h, ann) is Value.INVITED
        await accept(h, ann)
        await h.wait(1)
        assert await speaks(h) == "ann"
        await ann.join_voice(h.guild.create_voice_channel("elsewhere"))
        await h.wait(100)
        assert h.holder() == "Ben"
        assert place(h, ben) is Value.INVITED

        # A moderator ends the stage for a moment; the holder goes on
        await accept(h, ben)
        await decline(h, ben)  # so it is for whoever spoke on it
        h.env.backend.delete_stage_instance(h.room.id)
        await h.wait(1)
        assert await speaks(h) == "ben"
        await accept(h, ben)
        assert len(h.env.backend.stage_instances) == 1
        await h.press(ben, "I'm done")
        await h.wait(6)
        # The stage is deleted: another is made, and the piece is held there
        first = h.room.id
        h.env.backend.delete_channel(first)
        await h.wait(5)
        assert h.room.id != first
        await cat.join_voice(h.room)
        await h.wait(1)
        await accept(h, cat)
        await h.wait(1)
        assert await speaks(h) == "cat"
        await h.slash(h.admin, "settings release")
        await h.wait(2)
        assert "Everyone can speak here now." in h.read(h.fay)
        assert await marks(h) == 0


async def _while_away(h: House, who: Any) -> None:
    h.env.backend.set_voice_state(h.guild_id, who.id, h.room.id, request_to_speak_timestamp=None)
    await h.restart()
    await h.wait(12)


async def test_whoever_would_like_the_piece_in_the_middle_raises_a_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with house() as h:
        formats = dict(h.bot.content.formats)
        formats["check-in"] = replace(formats["check-in"], order=SpeakingOrder.VOLUNTEER)
        monkeypatch.setattr(h.bot, "content", replace(h.bot.content, formats=formats))
        monkeypatch.setattr(h.bot.desks.transactions, "content", h.bot.content)
        fay, ann, ben, cat = await begun(h)
        assert "lies in the middle" in h.read()
        assert {place(h, who) for who in (fay, ann, ben, cat)} == {Value.SUPPRESSED}
        await raise_hand(h, ben)
        await h.wait(1)
        await raise_hand(h, cat)
        await h.wait(1)
        assert place(h, ben) is Value.INVITED
        assert place(h, cat) is Value.SUPPRESSED, "one after another"
        await accept(h, ben)
        await h.wait(1)
        assert await speaks(h) == "ben"
        await h.press(ben, "I'm done")
        await h.wait(6)
        assert place(h, cat) is Value.INVITED, "the hand was still up"
        # Ann presses the card instead, and is the first to accept
        await h.press(ann, "Receive")
        await h.wait(1)
        await accept(h, ann)
        await h.wait(1)
        assert await speaks(h) == "ann"
        assert place(h, cat) is Value.SUPPRESSED
        await h.press(ann, "I'm done")
        await h.wait(6)

        # Fay presses too, and Cat takes it: a press is for that turn, and nobody is asked in the next by themselves
        await raise_hand(h, cat)
        await h.wait(1)
        await h.press(fay, "Receive")
        await accept(h, cat)
        await h.wait(1)
        assert await speaks(h) == "cat"
        await h.press(cat, "I'm done")
        await h.wait(6)
        assert "lies in the middle" in h.read()
        assert place(h, fay) is Value.SUPPRESSED
        await raise_hand(h, fay)
        await h.wait(1)
        assert place(h, fay) is Value.INVITED


async def test_who_moderates_the_stage_cannot_be_held_and_is_named_in_the_panel() -> None:
    async with house() as h:
        roles = h.guild.create_role("Moderators", permissions=_MAY_MUTE)
        ann = h.members[0]
        h.env.backend.get_guild(h.guild_id).members[ann.id].role_ids.append(roles.id)
        fay, ann, ben, _cat = await begun(h)
        await accept(h, fay)
        await take_the_stage(h, ann)
        await h.wait(1)
        assert heard(h) == ["fay"], "she is put back once"
        await take_the_stage(h, ann)
        await h.wait(1)
        assert heard(h) == ["fay", "ann"], "and not fought over"
        panel = await h.slash(fay, "circle panel", at=h.room)
        assert f"What they may do in this server lets them speak anyway: <@{ann.id}>" in panel
        await h.press(fay, "I'm done")
        await h.wait(6)
        assert await speaks(h) is None, "that she is heard is no answer"
        await h.press(ann, "Receive")
        assert await speaks(h) == "ann"
        await h.press(ann, "I'm done")
        await h.wait(6)
        assert heard(h) == []
        await accept(h, ben)
        await h.wait(1)
        assert await speaks(h) == "ben"


async def test_whoever_was_heard_goes_to_the_audience_and_what_cannot_be_held_goes_on_with_its_cards() -> (
    None
):
    async with house() as h:
        everyone: list[Any] = await h.open(4, room="stage", held=True, format="check-in")
        fay, ann, ben, cat = everyone
        for person in everyone:
            await person.join_voice(h.room)
            await raise_hand(h, person)
            await h.wait(1)
            await accept(h, person)
        await h.press(fay, "Begin", h.newest(fay, "## Welcome"))
        await h.wait(48)
        for person in everyone:
            await h.press(person, "I agree")
        await h.press(cat, "When is my turn?")
        await h.press(cat, "I write", h.whispers(cat)[-1])
        await h.wait(2)
        assert heard(h) == ["fay"], "it is held out to her, and she was heard before"
        assert await speaks(h) is None
        await h.press(fay, "Receive")
        assert await speaks(h) == "fay"
        await h.press(fay, "I'm done")
        await h.wait(6)
        await accept(h, ann)
        await h.wait(1)
        assert await speaks(h) == "ann"
        roles = h.env.backend.get_guild(h.guild_id).roles.values()
        mine = next(role for role in roles if role.managed)
        lesser = discord.Permissions(mine.permissions)
        lesser.update(mute_members=False)
        h.env.backend.edit_role(h.guild_id, mine.id, {"permissions": lesser.value})
        await h.wait(3)
        await h.press(ann, "I'm done")
        await h.wait(8)
        assert h.read(h.fay).count("Everyone can speak here now.") == 1
        assert h.holder() == "Ben", "the cards go on"
        assert "I can invite nobody to speak." in await h.slash(fay, "circle panel", at=h.room)
        await h.press(ben, "Receive")
        assert await speaks(h) == "ben"
        h.env.backend.edit_role(h.guild_id, mine.id, {"permissions": mine.permissions | _MAY_MUTE.value})
        await h.wait(20)
        assert {place(h, who) for who in (fay, ben, cat)} == {Value.INVITED}, "they were heard before"
        assert await marks(h) == 0


_MAY_MUTE = discord.Permissions(mute_members=True)
