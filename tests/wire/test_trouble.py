"""What somebody in the server has to put right, or has taken away: the facilitator is told once, and it goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord
import pytest

from bot.circle.commands import Pause
from bot.circle.model import HoldReason
from bot.ids import GuildXid, MemberXid, SessionId
from bot.services.circle.sessions import NoSession
from tests.wire.line import ANN, BEN, FAY, Line, line, until
from tests.wire.stub import EVERYTHING, Fault, Json, buttons, refused, words

POSTS = r"/channels/\d+/messages"


def whispers(wire: Line) -> list[str]:
    """What people were told in private after an answer, and by direct message."""
    followed = [a for answers in wire.stub.answers.values() for a in answers if a["type"] == "followup"]
    direct: list[Json] = [message for person in (FAY, ANN, BEN) for message in wire.stub.dms(person)]
    return [words(answer["data"]) for answer in followed] + [words(message) for message in direct]


async def open_and_then(wire: Line) -> None:
    """Open a circle, with the room coming only after the answer: who has no answer yet is told otherwise."""
    answered = asyncio.Event()
    wire.stub.fail(Fault(gate=answered), "POST", r"/channels/\d+/threads")
    await wire.open()
    answered.set()


# 403


async def test_a_missing_permission_is_named_once_and_tried_again(wire: Line) -> None:
    await wire.stub.grant(wire.guild, EVERYTHING & ~discord.Permissions(send_messages_in_threads=True))
    wire.stub.guilds[wire.guild] = EVERYTHING  # what the command is told; the roles say otherwise
    fault = wire.stub.fail(
        refused(403, 50013, "Missing Permissions"), "POST", f"/channels/{wire.lobby}/messages", times=2
    )
    await open_and_then(wire)
    await until(lambda: fault.hits >= 2, "it is tried again")
    assert len(told := whispers(wire)) == 1
    assert "**Send Messages in Threads**" in told[0]
    assert "Manage Threads" not in told[0]
    await wire.settled(wire.lobby)
    await wire.quiet()
    assert sorted(effect[0] for effect in wire.stub.effects) == ["admit", "post", "post", "thread"]
    assert len(whispers(wire)) == 1, "once is enough"


async def test_without_a_known_reason_it_says_so(wire: Line) -> None:
    wire.stub.fail(refused(403, 50001, "Missing Access"), "POST", f"/channels/{wire.lobby}/messages")
    await open_and_then(wire)
    await wire.settled(wire.lobby)
    assert len(told := whispers(wire)) == 1
    assert "I am not allowed to write" in told[0]
    (followed,) = wire.stub.tried("POST", r"/webhooks/.*")
    assert followed.body["flags"] & 64, "only they see it"
    assert followed.body["allowed_mentions"] == {"parse": []}


async def test_who_cannot_be_told_now_is_told_later(wire: Line) -> None:
    """The private word fails as well: it is not forgotten for that."""
    wire.stub.fail(refused(403, 50013), "POST", f"/channels/{wire.lobby}/messages", times=2)
    fault = wire.stub.fail(Fault(cut="reset"), "POST", r"/webhooks/.*")
    await open_and_then(wire)
    await until(lambda: whispers(wire), "the facilitator is told after all")
    assert fault.hits == 1
    await wire.settled(wire.lobby)
    assert len(whispers(wire)) == 1


async def test_who_has_pressed_nothing_lately_is_told_by_direct_message(wire: Line) -> None:
    room = await wire.begin()
    await wire.stop()
    await wire.start()
    wire.stub.fail(refused(403, 50013), "POST", POSTS, within=wire.lobby)
    await wire.bot.desks.circle.act(SessionId(1), MemberXid(FAY), Pause(steward=True))
    await until(lambda: wire.stub.dms(FAY), "a direct message")
    assert len(wire.stub.dms(FAY)) == 1
    assert not wire.stub.dms(ANN)
    direct = wire.stub.dms(FAY)[0]["channel_id"]
    assert wire.stub.tried("POST", f"/channels/{direct}/messages")[0].body["allowed_mentions"] == {
        "parse": []
    }
    await wire.card(room, "The circle is paused.")


async def test_closed_direct_messages_silence_nothing(wire: Line) -> None:
    room = await wire.begin()
    await wire.stop()
    await wire.start()
    wire.stub.fail(
        refused(403, 50007, "Cannot send messages to this user"), "POST", "/users/@me/channels", times=9
    )
    wire.stub.fail(refused(403, 50013), "POST", POSTS, within=wire.lobby)
    await wire.bot.desks.circle.act(SessionId(1), MemberXid(FAY), Pause(steward=True))
    await wire.card(room, "The circle is paused.")


# 404 on the room


@pytest.mark.parametrize("announced", [True, False])
async def test_a_deleted_room_is_made_anew(wire: Line, announced: bool) -> None:
    """Discord tells of it, or the next post finds out."""
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    await wire.stub.delete_channel(room, announced=announced)
    if not announced:
        await wire.slash(FAY, "circle pause", wire.lobby)
    await until(lambda: wire.stub.threads(wire.lobby), "there is a new room")
    new = wire.stub.threads(wire.lobby)[0]
    await until(lambda: wire.stub.inside[new] >= {FAY, ANN, BEN}, "everyone is in it")
    await wire.card(new, f"<@{FAY}>")
    await wire.quiet()
    shown = [words(message).splitlines()[0] for message in wire.stub.posted(new)]
    assert len(shown) == len(set(shown)) == 2, "the stage and the turn, once each"
    assert shown[0] == "## Check-in"
    if not announced:
        await wire.slash(FAY, "circle resume", wire.lobby)
    card = await wire.card(new, "[Receive]")
    await wire.press(FAY, card, "Receive")
    await wire.card(new, "[I'm done]")


async def test_a_room_deleted_while_a_card_is_on_its_way_is_made_anew_once(wire: Line) -> None:
    """Discord tells of the deletion, and the post comes back as 404: that is one loss, not two."""
    room = await wire.begin()
    await wire.card(room, "## Opening")
    await wire.quiet()
    held = Fault(gate=asyncio.Event())
    wire.stub.fail(
        Fault(404, {"message": "Unknown Channel", "code": 10003}, gate=held.gate), "POST", POSTS, within=room
    )
    await wire.slash(FAY, "circle next", room)
    await until(
        lambda: any(call.fault and call.status is None for call in wire.stub.calls), "a post is on its way"
    )
    await wire.stub.delete_channel(room)
    await asyncio.sleep(0.05)
    assert held.gate is not None
    held.gate.set()
    await until(lambda: wire.stub.threads(wire.lobby), "there is a new room")
    new = wire.stub.threads(wire.lobby)[0]
    await wire.card(new, "[I agree]")
    await wire.quiet()
    assert [words(message).splitlines()[0] for message in wire.stub.posted(new)] == ["## Agreements"]


async def test_a_room_deleted_after_the_end_leaves_nothing_behind(tmp_path: Path) -> None:
    async with line(tmp_path, linger_minutes=1) as wire:
        room = await wire.begin()
        await wire.quiet()
        # The last words are held up, and meanwhile somebody deletes the room.
        fault = wire.stub.fail(refused(503), "POST", POSTS, within=room, times=2)
        await wire.slash(FAY, "circle end", room)
        await until(lambda: fault.hits)
        await wire.stub.delete_channel(room, announced=False)
        await wire.quiet()
        with pytest.raises(NoSession):
            await wire.bot.desks.circle.get(SessionId(1))
        assert not wire.stub.threads(wire.lobby)


async def test_the_invitation_outlives_the_room(wire: Line) -> None:
    await wire.open()
    room = await wire.settled(wire.lobby)
    await wire.stub.delete_channel(room)
    await until(lambda: wire.stub.threads(wire.lobby), "there is a new room")
    await wire.quiet()
    await wire.press(ANN, wire.stub.posted(wire.lobby)[0], "Save me a seat")
    await wire.quiet()
    assert "2 of 8 seats are taken" in words(wire.stub.posted(wire.lobby)[0])


# 404 on a card


async def test_the_card_of_the_moment_is_posted_again(wire: Line) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    gone = wire.newest(room, "Receive")
    del wire.stub.messages[int(gone["id"])]
    # The post that replaces it fails at first; it must come all the same.
    fault = wire.stub.fail(refused(503), "POST", POSTS, within=room, times=2)
    await wire.slash(FAY, "circle prompt", room, prompt="What helped you?")
    await wire.quiet()
    assert fault.hits == 2
    (card,) = [message for message in wire.stub.posted(room) if "Receive" in buttons(message)]
    assert card["id"] != gone["id"]
    assert "What helped you?" in words(card)
    await wire.press(FAY, card, "Receive")
    await wire.card(room, f"<@{FAY}> has the talking piece.")
    assert wire.newest(room, "I'm done")["id"] == card["id"], "from now on that one is kept up to date"


async def test_a_card_of_before_is_not_posted_again(wire: Line) -> None:
    room = await wire.begin()
    await wire.quiet()
    del wire.stub.messages[int(wire.stub.posted(wire.lobby)[0]["id"])]
    await wire.slash(FAY, "circle end", room)
    await wire.quiet()
    assert not wire.stub.posted(wire.lobby), "an invitation somebody deleted stays deleted"


# 404 on the channel


async def test_a_circle_without_a_channel_stands_still(wire: Line) -> None:
    """It stands still, its facilitator is told where to go on, and there it goes on."""
    other = wire.stub.add_channel(wire.guild)
    await wire.stub.gateway.dispatch("CHANNEL_CREATE", wire.stub.channels[other])
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    await wire.stub.delete_channel(wire.lobby)
    await until(lambda: whispers(wire), "the facilitator is told")
    await wire.quiet()
    assert [text[:39] for text in whispers(wire)] == ["The channel of your circle was deleted."]
    (session,) = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
    assert session.state.held(HoldReason.UNSEEN), "and not with a pause, which would end by itself"
    assert session.state.turn is not None, "nothing is lost"

    await wire.slash(FAY, "circle resume", other)
    await until(lambda: wire.stub.threads(other), "there is a room in the other channel")
    card = await wire.card(wire.stub.threads(other)[0], "[Receive]")
    assert f"<@{FAY}>" in words(card)


async def test_a_channel_of_which_only_the_answer_tells(wire: Line) -> None:
    """Discord has not told of the deletion; the call to make the room finds out."""
    wire.stub.fail(refused(404, 10003), "POST", f"/channels/{wire.lobby}/threads", times=9)
    await wire.open()
    await until(lambda: whispers(wire), "the facilitator is told")
    assert "was deleted" in whispers(wire)[0]
    assert len(wire.stub.tried("POST", f"/channels/{wire.lobby}/threads")) == 1


# 404 on a person


async def test_somebody_who_is_gone_gives_up_their_seat(wire: Line) -> None:
    await wire.open()
    room = await wire.settled(wire.lobby)
    wire.stub.fail(
        refused(404, 10013, "Unknown User"), "(PUT|DELETE)", f"/channels/{room}/thread-members/{ANN}"
    )
    await wire.press(ANN, wire.stub.posted(wire.lobby)[0], "Save me a seat")
    await wire.press(BEN, wire.stub.posted(wire.lobby)[0], "Save me a seat")
    await until(lambda: BEN in wire.stub.inside[room], "the next one comes in")
    await wire.quiet()
    _, people = await wire.bot.desks.circle.with_people(SessionId(1))
    assert sorted(people.values()) == [FAY, BEN], "nothing is kept of them"
