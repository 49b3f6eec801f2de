"""People who come and go, on a Discord that writes down who took whom out, and that refuses one person alone."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import discord
import pytest

from bot.circle.model import Presence, SeatPlace
from bot.ids import GuildXid, SessionId
from tests.strict import virtual
from tests.strict.shapes import RECIPIENT_REMOVE
from tests.wire.line import ANN, BEN, CAT, FAY, Line, until
from tests.wire.planned import at_its_hour, plan
from tests.wire.stub import Fault, Json, refused, words

MEMBERS = r"/channels/\d+/thread-members/"


def said(answers: list[Json]) -> str:
    """Everything an interaction was answered with."""
    return "\n".join(words(answer.get("data") or {}) for answer in answers)


def told(wire: Line, person: int) -> str:
    """What somebody was told in private: by direct message, or after something they pressed."""
    mine = [i for i in wire.stub.interactions.every.values() if i.person == person]
    followed = [words(a["data"]) for i in mine for a in i.answers if a["type"] == "followup"]
    return "\n".join([*followed, *(words(message) for message in wire.stub.dms(person))])


def taken_out(wire: Line, room: int) -> int:
    """How often Discord wrote that somebody was taken out."""
    return sum(notice["type"] == RECIPIENT_REMOVE for notice in wire.stub.world.notices(room))


async def seats(wire: Line) -> dict[int, tuple[SeatPlace, Presence]]:
    """How it stands with everybody who has, or had, a seat."""
    session, people = await wire.bot.desks.circle.with_people(SessionId(1))
    return {people[s.number]: (s.place, s.presence) for s in session.state.seats if s.number in people}


async def invitation(wire: Line) -> Json:
    await until(lambda: wire.stub.posted(wire.lobby), "an invitation")
    return wire.stub.posted(wire.lobby)[0]


async def round_of(wire: Line) -> int:
    """A circle at its first offer of the piece, to Fay; Ann comes next, then Ben."""
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.quiet()
    return room


async def deny(wire: Line, person: int, **denied: bool) -> None:
    """Somebody in the server takes permissions in the lobby from one person."""
    lobby = wire.stub.channels[wire.lobby]
    lobby["permission_overwrites"] = [
        {"id": str(person), "type": 1, "allow": "0", "deny": str(discord.Permissions(**denied).value)}
    ]
    await wire.stub.gateway.dispatch("CHANNEL_UPDATE", lobby)
    await asyncio.sleep(0.02)


# Leaving


async def test_whoever_leaves_reads_how_to_go_unseen_and_discord_writes_nothing(wire: Line) -> None:
    room = await round_of(wire)
    answer = said(await wire.press(BEN, await invitation(wire), "Give up my seat"))
    assert "Leave Thread" in answer
    assert "On a phone" in answer
    assert "On a computer" in answer
    assert "<#" not in answer, "once they are out, it would read #unknown"
    await wire.quiet()
    assert BEN in wire.stub.inside[room], "they go by themselves"
    wire.stub.inside[room].discard(BEN)
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.quiet()
    assert not taken_out(wire, room)
    assert not wire.stub.tried("DELETE", MEMBERS + ".*")
    assert "took you out" not in told(wire, BEN)


@pytest.mark.parametrize("restarts", [False, True])
async def test_whoever_left_and_is_still_there_is_taken_out_before_the_next_story(
    wire: Line, restarts: bool
) -> None:
    room = await round_of(wire)
    await wire.press(BEN, await invitation(wire), "Give up my seat")
    await wire.quiet()
    if restarts:
        await wire.kill()
        await wire.start()
    before = len(wire.stub.effects)
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.quiet()
    after = [effect for effect in wire.stub.effects[before:] if effect[0] in ("dismiss", "post")]
    assert after[0] == ("dismiss", room, BEN), "before the card of the turn"
    assert taken_out(wire, room) == 1
    await until(lambda: "I took you out" in told(wire, BEN), "they are told what Discord shows")


async def test_nothing_written_after_somebody_left_names_them(wire: Line) -> None:
    room = await round_of(wire)
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.press(ANN, await invitation(wire), "Give up my seat")
    before = len(wire.stub.calls)
    await wire.card(room, f"<@{BEN}>, the talking piece comes to you.")
    await wire.slash(FAY, "circle pause", room)
    await wire.slash(FAY, "circle resume", room)
    await wire.slash(FAY, "circle order", room)
    await wire.quiet()
    written = [call for call in wire.stub.calls[before:] if call.method in ("POST", "PATCH")]
    in_room = [call for call in written if call.path.startswith(f"/channels/{room}/")]
    assert in_room
    assert not [call.path for call in in_room if str(ANN) in json.dumps(call.body)]


async def test_whoever_takes_the_seat_again_stays(wire: Line) -> None:
    room = await round_of(wire)
    await wire.press(BEN, await invitation(wire), "Give up my seat")
    await wire.press(BEN, await invitation(wire), "Save me a seat")
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.quiet()
    assert BEN in wire.stub.inside[room]
    assert not taken_out(wire, room)


async def test_whoever_left_while_people_gathered_is_forgotten_once_they_are_out(wire: Line) -> None:
    await wire.open()
    room = await wire.settled(wire.lobby)
    for person in (ANN, BEN, CAT):
        await wire.press(person, await invitation(wire), "Save me a seat")
    await until(lambda: CAT in wire.stub.inside[room], "Cat is in")
    assert "Leave Thread" in said(await wire.press(CAT, await invitation(wire), "Give up my seat"))
    await wire.slash(FAY, "circle start", room)
    await wire.reach_round(room)
    await until(lambda: "I took you out" in told(wire, CAT), "they are told")
    await wire.quiet()
    assert CAT not in (await wire.bot.desks.circle.with_people(SessionId(1)))[1].values()


# Removal


async def test_before_a_removal_its_facilitator_reads_what_everyone_will_see(wire: Line) -> None:
    room = await round_of(wire)
    await remove(wire, room, BEN)
    card = list(wire.stub.interactions.every.values())[-1].original
    assert card is not None
    assert f"removed <@{BEN}> from the thread." in words(card)
    assert "Nobody can delete that line." in words(card)
    assert (await seats(wire))[BEN][0] is SeatPlace.SEATED, "nothing has happened yet"
    await wire.press(FAY, card, "Take them out")
    await until(lambda: BEN not in wire.stub.inside[room], "they are out at once")
    assert (await seats(wire))[BEN][0] is SeatPlace.REMOVED
    assert taken_out(wire, room) == 1


async def test_a_removal_that_would_be_refused_is_refused_at_once(wire: Line) -> None:
    room = await round_of(wire)
    assert "This person holds the circle" in said(await remove(wire, room, FAY))
    assert "has no seat" in said(await remove(wire, room, CAT))
    assert "Only this circle's facilitator" in said(await remove(wire, room, BEN, by=ANN))


async def remove(wire: Line, room: int, person: int, by: int = FAY) -> list[Json]:
    """`/circle remove`, with a person chosen."""
    whom = {"name": "member", "type": 6, "value": str(person)}
    typed = {
        "id": "1",
        "name": "circle",
        "type": 1,
        "options": [{"name": "remove", "type": 1, "options": [whom]}],
    }
    member = dict(wire.stub.world.member(wire.guild, person) or {})
    user = member.pop("user")
    typed["resolved"] = {
        "users": {str(person): user},
        "members": {str(person): {**member, "permissions": "0"}},
    }
    may = discord.Permissions(manage_events=True).value if by == FAY else 0
    return await wire._answer(await wire.stub.interact(by, room, 2, typed, may=may))


# The panel


async def test_the_panel_says_how_many_people_without_a_seat_are_in_the_room(wire: Line) -> None:
    room = await round_of(wire)
    assert "has no seat" not in said(await wire.slash(FAY, "circle panel", room))
    await wire.press(BEN, await invitation(wire), "Give up my seat")
    assert "1 person in the room has no seat." in said(await wire.slash(FAY, "circle panel", room))
    await wire.stub.world.enter(room, CAT, by=FAY)
    assert "2 people in the room have no seat." in said(await wire.slash(FAY, "circle panel", room))
    wire.stub.fail(refused(503), "GET", f"/channels/{room}", times=9)
    assert "no seat" not in said(await wire.slash(FAY, "circle panel", room)), "not known: not said"


# Who cannot be let in


async def test_one_person_who_cannot_be_let_in_stops_nothing(wire: Line) -> None:
    await wire.open()
    room = await wire.settled(wire.lobby)
    await wire.press(ANN, await invitation(wire), "Save me a seat")
    refusals = wire.stub.fail(refused(403, 50001, "Missing Access"), "PUT", MEMBERS + str(BEN), times=1000)
    await wire.press(BEN, await invitation(wire), "Save me a seat")
    await until(lambda: "Discord does not let you into its room" in told(wire, BEN), "the person is told")
    await until(lambda: f"<@{BEN}> cannot come in" in told(wire, FAY), "the facilitator is told")
    await wire.press(CAT, await invitation(wire), "Save me a seat")
    await until(lambda: wire.stub.inside[room] >= {FAY, ANN, CAT}, "the next one comes in")
    assert f"<@{BEN}> cannot come in" in said(await wire.slash(FAY, "circle panel", room))
    await wire.slash(FAY, "circle start", room)
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, "[I agree]")
    for person in (FAY, ANN, CAT):
        await wire.press(person, wire.newest(room, "I agree"), "I agree")
    await wire.card(room, "[Receive]")
    assert (await seats(wire))[BEN] == (SeatPlace.SEATED, Presence.ABSENT), (
        "the circle does not wait for them"
    )
    assert told(wire, BEN).count("does not let you") == 1
    assert told(wire, FAY).count("cannot come in") == 1
    assert refusals.hits < 50, "it is not tried all the time"


async def test_what_is_in_the_way_is_named_with_what_to_ask_for(wire: Line) -> None:
    await wire.open()
    await wire.settled(wire.lobby)
    no = Fault(403, {"message": "Missing Access", "code": 50001}, gate=asyncio.Event())
    wire.stub.fail(no, "PUT", MEMBERS + str(BEN), times=1000)
    await wire.press(BEN, await invitation(wire), "Save me a seat")
    # What they may is taken from them only after they have asked.
    await deny(wire, BEN, view_channel=True)
    assert no.gate is not None
    no.gate.set()
    await until(lambda: f"let you see <#{wire.lobby}>" in told(wire, BEN), "what to ask for")
    await until(lambda: f"they may not see <#{wire.lobby}>" in told(wire, FAY), "why")


async def test_it_is_tried_again_until_they_are_in_and_they_are_here_again(wire: Line) -> None:
    await wire.open()
    room = await wire.settled(wire.lobby)
    wire.stub.fail(refused(403, 50013, "Missing Permissions"), "PUT", MEMBERS + str(BEN), times=2)
    await wire.press(BEN, await invitation(wire), "Save me a seat")
    await until(lambda: BEN in wire.stub.inside[room], "they are in after all")
    await wire.quiet()
    assert (await seats(wire))[BEN] == (SeatPlace.SEATED, Presence.PRESENT)
    assert "cannot come in" not in said(await wire.slash(FAY, "circle panel", room))


async def test_it_goes_with_the_seat(wire: Line) -> None:
    await wire.open()
    room = await wire.settled(wire.lobby)
    refusals = wire.stub.fail(refused(403, 50001, "Missing Access"), "PUT", MEMBERS + str(BEN), times=1000)
    await wire.press(BEN, await invitation(wire), "Save me a seat")
    await until(lambda: told(wire, BEN), "they are told")
    await wire.press(BEN, await invitation(wire), "Give up my seat")
    await wire.quiet()
    assert "cannot come in" not in said(await wire.slash(FAY, "circle panel", room))
    tries = refusals.hits
    await asyncio.sleep(1.5)  # two and a half minutes of the bot's time
    assert refusals.hits == tries


@pytest.mark.parametrize("code", [10007, 10013, 40007])
async def test_who_is_no_member_any_more_has_no_seat(wire: Line, code: int) -> None:
    await wire.open()
    await wire.settled(wire.lobby)
    status = 403 if code == 40007 else 404
    wire.stub.fail(refused(status, code), "PUT", MEMBERS + str(BEN), times=9)
    wire.stub.world.servers[wire.guild].gone.add(0)
    await wire.press(BEN, await invitation(wire), "Save me a seat")
    wire.stub.fail(refused(404, 10007), "GET", MEMBERS + str(BEN), times=9)
    await wire.quiet()
    assert BEN not in await seats(wire)


async def test_a_full_thread_is_said_as_it_is(wire: Line) -> None:
    await wire.open()
    await wire.settled(wire.lobby)
    wire.stub.fail(refused(400, 30033), "PUT", MEMBERS + str(BEN), times=1000)
    await wire.press(BEN, await invitation(wire), "Save me a seat")
    await until(lambda: "no more people into this thread" in told(wire, BEN), "the person")
    await until(lambda: "no more people into this thread" in told(wire, FAY), "the facilitator")


# Asking for a seat


async def test_whoever_could_not_write_there_gets_a_sentence_and_no_seat(wire: Line) -> None:
    other = wire.stub.add_channel(wire.guild)
    await wire.stub.gateway.dispatch("CHANNEL_CREATE", wire.stub.channels[other])
    await wire.open()
    await wire.settled(wire.lobby)
    await deny(wire, BEN, send_messages_in_threads=True)
    here = await wire.press(BEN, await invitation(wire), "Save me a seat")
    for answer in (said(await wire.slash(BEN, "circle join", other)), said(here)):
        assert "I have not taken a seat for you" in answer
        assert f"let you write in the threads of <#{wire.lobby}>" in answer
    assert BEN not in await seats(wire)


async def test_a_time_out_that_is_over_means_nothing(wire: Line) -> None:
    await wire.open()
    await wire.settled(wire.lobby)
    member = wire.stub.world.member(wire.guild, BEN)
    assert member is not None
    member["communication_disabled_until"] = (virtual.now() - timedelta(days=2)).isoformat()
    assert "You have a seat." in said(await wire.press(BEN, await invitation(wire), "Save me a seat"))


async def test_whoever_has_not_accepted_the_rules_reads_that_first(wire: Line) -> None:
    await wire.open()
    await wire.settled(wire.lobby)
    member = wire.stub.world.member(wire.guild, BEN)
    assert member is not None
    member["pending"] = True
    answer = said(await wire.press(BEN, await invitation(wire), "Save me a seat"))
    assert "accept the rules of this server first" in answer
    assert BEN not in await seats(wire)


# Whoever has the piece


async def with_ann(wire: Line) -> int:
    """A circle in which the piece is offered to Ann. Whoever holds the circle is another."""
    room = await round_of(wire)
    await wire.slash(FAY, "circle next", room)
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    return room


@pytest.mark.parametrize("speaking", [False, True])
async def test_a_holder_who_has_left_the_server_keeps_the_piece_for_half_a_minute_at_most(
    wire: Line, speaking: bool
) -> None:
    room = await with_ann(wire)
    if speaking:
        await wire.press(ANN, wire.newest(room, "Receive"), "Receive")
    leave_server(wire, ANN)
    since = wire.clock.utcnow()
    async with asyncio.timeout(5):
        while (await seats(wire))[ANN][0] is not SeatPlace.LEFT:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert (wire.clock.utcnow() - since).total_seconds() <= 30
    if speaking:
        await wire.slash(FAY, "circle next", room)  # the breath after a story is not what is looked at here
    await wire.card(room, f"<@{BEN}>, the talking piece comes to you.")
    assert "left the server" not in "".join(words(message) for message in wire.stub.posted(room))


def leave_server(wire: Line, person: int) -> None:
    server = wire.stub.world.servers[wire.guild]
    server.members.pop(person, None)
    server.gone.add(person)


@pytest.mark.parametrize("status", [403, 500, 503])
async def test_an_unknown_answer_never_moves_the_piece(wire: Line, status: int) -> None:
    room = await round_of(wire)
    fault = wire.stub.fail(refused(status), "GET", r"/guilds/\d+/members/.*", times=1000)
    posted = len(wire.stub.posted(room))
    await until(lambda: fault.hits, "it was asked")
    await asyncio.sleep(0.1)
    assert len(wire.stub.posted(room)) == posted
    assert (await seats(wire))[FAY] == (SeatPlace.SEATED, Presence.PRESENT)


async def test_a_holder_is_looked_up_every_twenty_seconds_at_most(wire: Line) -> None:
    await round_of(wire)
    start = wire.clock.utcnow()
    await asyncio.sleep(1)
    passed_s = (wire.clock.utcnow() - start).total_seconds()
    asked = len(wire.stub.tried("GET", rf"/guilds/\d+/members/{FAY}"))
    assert 1 <= asked <= passed_s / 20 + 1


async def test_a_holder_who_is_timed_out_keeps_the_place_and_the_piece_moves_on(wire: Line) -> None:
    room = await with_ann(wire)
    member = wire.stub.world.member(wire.guild, ANN)
    assert member is not None
    member["communication_disabled_until"] = (virtual.now() + timedelta(days=2)).isoformat()
    await wire.card(room, f"<@{BEN}>, the talking piece comes to you.")
    assert (await seats(wire))[ANN] == (SeatPlace.SEATED, Presence.ABSENT)
    await until(lambda: "Your place is kept" in told(wire, ANN), "they are told")


# In a direct message, where Discord does not say who somebody is in the server


async def test_a_press_in_a_direct_message_is_answered_however_much_waits_to_be_sent(wire: Line) -> None:
    """Discord gives three seconds. What it is asked meanwhile goes ahead, and once for one press."""
    _, card = await plan(wire, 1300, (1200,))
    await wire.press(ANN, card, "Save me a seat")
    await at_its_hour(wire)
    await until(lambda: wire.stub.dms(ANN), "a reminder")
    (reminder,) = wire.stub.dms(ANN)
    await wire.press(ANN, card, "Give up my seat")
    await wire.quiet()
    for _ in range(50_000):  # the bot's clock is quick: far more than it sends in three seconds of ours
        wire.bot.pace.ahead()
    asked = len(wire.stub.tried("GET", f"/guilds/{wire.guild}/members/{ANN}"))
    (session,) = await wire.bot.desks.circle.open_in(GuildXid(wire.guild))
    data = {"custom_id": f"sc:join:{session.id}:0", "component_type": 2}
    interaction = await wire.stub.interact(
        ANN, int(reminder["channel_id"]), 3, data, on=reminder, anyway=True
    )
    await until(lambda: wire.stub.answers[interaction], "an answer in time", 3)
    assert "seat" in words(wire.stub.answers[interaction][0]["data"])
    assert len((await wire.bot.desks.circle.get(session.id)).state.seated) == 2
    assert len(wire.stub.tried("GET", f"/guilds/{wire.guild}/members/{ANN}")) == asked + 1


async def test_whoever_comes_late_is_in_no_room_before_their_answer_because_nothing_there_names_them(
    wire: Line,
) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    (briefing,) = await wire.press(CAT, await invitation(wire), "Save me a seat")
    assert "then its room opens for you." in words(briefing["data"])
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.slash(FAY, "circle pause", room)
    await wire.slash(FAY, "circle resume", room)
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    await wire.card(room, f"<@{ANN}>, the talking piece comes to you.")
    await wire.quiet()
    assert CAT not in wire.stub.inside[room]
    assert not [m for m in wire.stub.posted(room) if str(CAT) in json.dumps(m)]
    (shown,) = wire.stub.interactions.seen_by(CAT)
    answer = said(await wire.press(CAT, shown, "I agree"))
    assert f"/{room})" in answer
    assert f"The talking piece comes to <@{ANN}>." in answer
    await until(lambda: CAT in wire.stub.inside[room], "their answer opens the room")
