"""The strict Discord is strict: each of its rules refuses once, with Discord's own code, and lets the rest through.

Raw requests, no bot. A row is: what is changed in the world first, the request, and what is answered.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import discord
import pytest

from tests.oracle import wrong_answers
from tests.strict.server import Stub
from tests.strict.shapes import ANNOUNCEMENT, BOT, CATEGORY, EVERYTHING, FORUM, STAGE, VOICE, Json
from tests.strict.world import CannotAct

ANN, BEN = 1_100_000_000_000_000_001, 1_100_000_000_000_000_002
THREAD = {"name": "room", "type": 12, "auto_archive_duration": 1440, "invitable": False}
V2 = 1 << 15


@dataclass
class Place:
    """A Discord with a channel and a room in it, and a clock that stands still."""

    stub: Stub
    http: aiohttp.ClientSession
    at: datetime

    def __post_init__(self) -> None:
        self.world = self.stub.world
        self.world.clock = lambda: self.at
        self.stub.limits.clock = lambda: self.at.timestamp()
        self.guild = self.stub.add_guild()
        self.lobby = self.stub.add_channel(self.guild)
        self.room = self.message = self.dm = self.event = self.stage = 0

    async def furnish(self) -> None:
        """A room with a message in it, a direct message, an event and a stage."""
        self.room = int((await self.ask("POST", f"/channels/{self.lobby}/threads", THREAD))[1]["id"])
        self.message = int(
            (await self.ask("POST", f"/channels/{self.room}/messages", {"content": "Hello"}))[1]["id"]
        )
        self.dm = int((await self.ask("POST", "/users/@me/channels", {"recipient_id": str(ANN)}))[1]["id"])
        self.event = int(
            (await self.ask("POST", f"/guilds/{self.guild}/scheduled-events", event(self)))[1]["id"]
        )
        self.stage = self.world.add_channel(self.guild, STAGE)

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """One request. Returns the status, and the answer's body."""
        url = f"http://{self.stub.origin}/api/v10{path}"
        async with self.http.request(method, url, json=body) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    def path(self, path: str) -> str:
        """A path with names in it."""
        names = {
            name: getattr(self, name)
            for name in ("guild", "lobby", "room", "message", "dm", "event", "stage")
        }
        return path.format(**names, ann=ANN, ben=BEN)

    async def deny(self, **permissions: bool) -> None:
        """The bot loses these permissions."""
        await self.world.grant(self.guild, EVERYTHING & ~discord.Permissions(**permissions))

    async def allow(self, **permissions: bool) -> None:
        """The bot gets these permissions too."""
        await self.world.grant(self.guild, EVERYTHING | discord.Permissions(**permissions))


def event(p: Place, **more: Any) -> Json:
    starts = p.at + timedelta(days=1)
    usual = {
        "name": "Circle",
        "privacy_level": 2,
        "entity_type": 3,
        "scheduled_start_time": starts.isoformat(),
        "scheduled_end_time": (starts + timedelta(hours=1)).isoformat(),
        "entity_metadata": {"location": "#lobby"},
    }
    return {**usual, **more}


@pytest.fixture
async def p() -> AsyncIterator[Place]:
    async with Stub() as stub, aiohttp.ClientSession() as http:
        place = Place(stub, http, datetime(2026, 3, 1, 19, tzinfo=UTC))
        await place.furnish()
        yield place
        assert not (wrong := wrong_answers(stub.calls)), wrong


Change = Callable[[Place], Awaitable[object] | None]


@dataclass(frozen=True)
class Case:
    """A case of a rule: what is so, what is asked, and the no that comes."""

    name: str
    change: Change
    method: str
    path: str
    body: Any
    status: int
    code: int


def text(number: int) -> Json:
    return {"type": 10, "content": "x" * number}


def button(custom_id: str, label: str = "Receive") -> Json:
    return {"type": 1, "components": [{"type": 2, "style": 1, "label": label, "custom_id": custom_id}]}


def no_channels(p: Place) -> Awaitable[None]:
    return p.deny(manage_channels=True)


def no_roles(p: Place) -> Awaitable[None]:
    return p.deny(manage_roles=True)


def many_overwrites(p: Place) -> None:
    entries = [{"id": str(number), "type": 1, "allow": "0", "deny": "0"} for number in range(1000)]
    p.world.channels[p.lobby]["permission_overwrites"] = entries


def full_category(p: Place) -> None:
    p.world.channels[7] = {**p.world.channels[p.lobby], "id": "7", "type": CATEGORY}
    for _ in range(50):
        p.world.channels[p.world.add_channel(p.guild)]["parent_id"] = "7"


def full_server(p: Place) -> None:
    p.world.servers[p.guild].most_channels = 2


def ids(*messages: int) -> Json:
    return {"messages": [str(message) for message in messages]}


NOTHING: Change = lambda p: None  # noqa: E731
POST, EDIT = "/channels/{room}/messages", "/channels/{room}/messages/{message}"
MANY = "/channels/{room}/messages/bulk-delete"
ROOM, THREADS, DIRECT = "/channels/{room}", "/channels/{lobby}/threads", "/channels/{dm}/messages"
LET_IN, OVERWRITE = "/channels/{room}/thread-members/{ann}", "/channels/{lobby}/permissions/{ann}"
EVENTS, EVENT = "/guilds/{guild}/scheduled-events", "/guilds/{guild}/scheduled-events/{event}"
MEMBER, STATE = "/guilds/{guild}/members/{ann}", "/guilds/{guild}/voice-states/{ann}"
CHANNELS = "/guilds/{guild}/channels"
HELLO = {"content": "Hello"}
A_STAGE = {"name": "Circle BCDF", "type": STAGE}


async def not_for_the_bot(p: Place) -> None:
    await p.world.connect(p.guild, ANN, p.stage)
    await p.deny(mute_members=True)


def without_community(p: Place) -> None:
    p.world.servers[p.guild].features = []


async def a_live_stage(p: Place) -> None:
    status, _ = await p.ask("POST", "/stage-instances", stage_in("stage")(p))
    assert status == 200


async def full_of_events(p: Place) -> None:
    p.world.servers[p.guild].most_events = 1


async def too_many_threads(p: Place) -> None:
    p.world.servers[p.guild].most_active_threads = 1


async def sent_by_ann(p: Place) -> None:
    await p.world.enter(p.room, ANN, by=BOT)
    p.message = int((await p.world.write(ANN, p.room, "Mine"))["id"])


async def notice(p: Place) -> None:
    await p.world.enter(p.room, ANN, by=BOT)
    p.message = int(p.world.notices(p.room)[-1]["id"])


def closed(**how: bool) -> Change:
    return lambda p: p.world.change_thread(p.room, **how)


async def closed_for_the_bot(p: Place) -> None:
    await p.world.change_thread(p.room, locked=True)
    await p.deny(manage_threads=True)


async def a_card(p: Place) -> None:
    body = {"flags": V2, "components": [text(3)]}
    p.message = int((await p.ask("POST", f"/channels/{p.room}/messages", body))[1]["id"])


async def old_and_edited(p: Place) -> None:
    p.at += timedelta(hours=2)
    for _ in range(p.world.most_edits_of_old):
        status, _ = await p.ask("PATCH", p.path(EDIT), HELLO)
        assert status == 200


async def many_new_direct(p: Place) -> None:
    p.world.most_new_direct = 1


def kind(number: int) -> Change:
    return lambda p: p.world.change_channel(p.lobby, type=number)


def two_factor(p: Place) -> None:
    p.world.require_two_factor(p.guild)


def without(**permissions: bool) -> Change:
    return lambda p: p.deny(**permissions)


def with_(**permissions: bool) -> Change:
    return lambda p: p.allow(**permissions)


MAY_MODERATE = with_(manage_messages=True)


async def a_notice_moderated(p: Place) -> None:
    await notice(p)
    moderating = MAY_MODERATE(p)
    assert moderating is not None
    await moderating


def event_with(**fields: Any) -> Callable[[Place], Json]:
    return lambda p: event(p, **fields)


def stage_in(channel: str) -> Callable[[Place], Json]:
    return lambda p: {"channel_id": str(getattr(p, channel)), "topic": "Stories"}


async def ann_left(p: Place) -> None:
    await p.world.leave_server(p.guild, ANN)


CANNOT_MUTE = without(mute_members=True)
RULES = [
    Case("a hidden channel", lambda p: p.world.forbid(p.lobby, view_channel=True), "POST", POST, HELLO, 403, 50001),
    Case("no writing in threads", without(send_messages_in_threads=True), "POST", POST, HELLO, 403, 50013),
    Case("no writing", without(send_messages=True), "POST", "/channels/{lobby}/messages", HELLO, 403, 50013),
    Case("a deleted channel", lambda p: p.world.remove_channel(p.lobby), "POST", POST, HELLO, 404, 10003),
    Case("a server that was left", lambda p: p.world.throw_out(p.guild), "GET", MEMBER, None, 404, 10004),
    # Threads
    Case("announcements have none", kind(ANNOUNCEMENT), "POST", THREADS, THREAD, 400, 50024),
    Case("forums have none", kind(FORUM), "POST", THREADS, THREAD, 400, 50024),
    Case("voice has none", kind(VOICE), "POST", THREADS, THREAD, 400, 50024),
    Case("not allowed", without(create_private_threads=True), "POST", THREADS, THREAD, 403, 50013),
    Case("too many threads", too_many_threads, "POST", THREADS, THREAD, 400, 160006),
    Case("a long name", NOTHING, "POST", THREADS, {**THREAD, "name": "x" * 101}, 400, 50035),
    Case("adding to an archived one", closed(archived=True), "PUT", LET_IN, None, 400, 50083),
    Case("adding to a locked one", closed_for_the_bot, "PUT", LET_IN, None, 400, 160005),
    Case("taking out of an archived one", closed(archived=True), "DELETE", LET_IN, None, 400, 50083),
    Case("adding who sees nothing", lambda p: p.world.hide(p.lobby, ANN), "PUT", LET_IN, None, 403, 50001),
    Case("adding who has left", ann_left, "PUT", LET_IN, None, 404, 10007),
    Case("adding nobody", lambda p: p.world.delete_account(ANN), "PUT", LET_IN, None, 404, 10013),
    Case("adding, not allowed to write", without(send_messages_in_threads=True), "PUT", LET_IN, None, 403, 50013),
    Case("adding to a channel", NOTHING, "PUT", "/channels/{lobby}/thread-members/{ann}", None, 400, 50024),
    Case("who is inside, in all", NOTHING, "GET", "/channels/{room}/thread-members", None, 403, 50001),
    Case("whether somebody is inside", NOTHING, "GET", LET_IN, None, 404, 10007),
    Case("editing in an archived one", closed(archived=True), "PATCH", EDIT, HELLO, 400, 50083),
    Case("editing in a locked one", closed_for_the_bot, "PATCH", EDIT, HELLO, 400, 160005),
    Case("writing in a locked one", closed_for_the_bot, "POST", POST, HELLO, 400, 160005),
    Case("writing in a locked, archived one", closed(archived=True, locked=True), "POST", POST, HELLO, 400, 50083),
    Case("renaming an archived one", closed(archived=True), "PATCH", ROOM, {"name": "x"}, 400, 50083),
    Case("locking, not allowed", without(manage_threads=True), "PATCH", ROOM, {"locked": True}, 403, 50013),
    Case("deleting, not allowed", without(manage_threads=True), "DELETE", ROOM, None, 403, 50013),
    Case("deleting without two factors", two_factor, "DELETE", ROOM, None, 403, 60003),
    Case("locking without two factors", two_factor, "PATCH", ROOM, {"locked": True}, 403, 60003),
    Case("deleting a channel", no_channels, "DELETE", "/channels/{lobby}", None, 403, 50013),
    Case("editing a channel's permissions", no_roles, "PUT", OVERWRITE, {"type": 1}, 403, 50013),
    Case(
        "a permission that the bot has not itself",
        NOTHING,
        "PUT",
        OVERWRITE,
        {"type": 1, "allow": str(discord.Permissions(ban_members=True).value)},
        403,
        50013,
    ),
    Case("a thread's permissions", NOTHING, "PUT", ROOM + "/permissions/{ann}", {"type": 1}, 400, 50024),
    Case("a permission that is not there", NOTHING, "DELETE", OVERWRITE, None, 404, 10009),
    Case("more permissions than a channel can have", many_overwrites, "PUT", OVERWRITE, {"type": 1}, 400, 30060),
    Case(
        "making a channel", lambda p: p.deny(manage_channels=True), "POST", CHANNELS, {"name": "x"}, 403, 50013
    ),
    Case("a channel without a name", NOTHING, "POST", CHANNELS, {"type": 0}, 400, 50035),
    Case("a channel in no category", NOTHING, "POST", CHANNELS, {"name": "x", "parent_id": "1"}, 400, 50035),
    Case("a channel in a full category", full_category, "POST", CHANNELS, {"name": "x", "parent_id": "7"}, 400, 50035),
    Case("more channels than a server can have", full_server, "POST", CHANNELS, {"name": "x"}, 400, 30013),
    Case(
        "giving what the bot has not in a new channel",
        NOTHING,
        "POST",
        CHANNELS,
        {"name": "x", "permission_overwrites": [{"id": "1", "type": 1, "allow": "4", "deny": "0"}]},
        403,
        50013,
    ),
    # Messages
    Case("nothing in it", NOTHING, "POST", POST, {"content": ""}, 400, 50006),
    Case("2,001 characters", NOTHING, "POST", POST, {"content": "x" * 2001}, 400, 50035),
    Case("a long nonce", NOTHING, "POST", POST, {**HELLO, "nonce": "x" * 26}, 400, 50035),
    Case("4,001 characters", NOTHING, "POST", POST, {"flags": V2, "components": [text(2000), text(2001)]}, 400, 50035),
    Case("41 components", NOTHING, "POST", POST, {"flags": V2, "components": [text(1)] * 41}, 400, 50035),
    Case("words beside components", NOTHING, "POST", POST, {**HELLO, "flags": V2, "components": [text(1)]}, 400, 50035),
    Case("new components without the flag", NOTHING, "POST", POST, {"components": [text(1)]}, 400, 50035),
    Case("one id twice", NOTHING, "POST", POST, {"components": [button("a"), button("a")]}, 400, 50035),
    Case("a long id", NOTHING, "POST", POST, {"components": [button("a" * 101)]}, 400, 50035),
    Case("a long label", NOTHING, "POST", POST, {"components": [button("a", "x" * 81)]}, 400, 50035),
    Case("the flag is taken off", a_card, "PATCH", EDIT, {"flags": 0, **HELLO}, 400, 50035),
    Case("words into a card", a_card, "PATCH", EDIT, HELLO, 400, 50035),
    Case("a deleted message", lambda p: p.world.messages.clear(), "PATCH", EDIT, HELLO, 404, 10008),
    Case("somebody else's", sent_by_ann, "PATCH", EDIT, HELLO, 403, 50005),
    Case("deleting somebody else's", sent_by_ann, "DELETE", EDIT, None, 403, 50013),
    Case("deleting what Discord wrote", notice, "DELETE", EDIT, None, 403, 50021),
    Case("one at once", MAY_MODERATE, "POST", MANY, lambda p: ids(p.message), 400, 50016),
    Case("too many at once", MAY_MODERATE, "POST", MANY, lambda p: ids(*range(101)), 400, 50016),
    Case("one of them twice", MAY_MODERATE, "POST", MANY, lambda p: ids(p.message, p.message), 400, 50035),
    Case("old ones at once", MAY_MODERATE, "POST", MANY, lambda p: ids(p.message, 5), 400, 50034),
    Case("at once, not allowed", NOTHING, "POST", MANY, lambda p: ids(1, 2), 403, 50013),
    Case("what Discord wrote at once", a_notice_moderated, "POST", MANY, lambda p: ids(p.message, p.room), 403, 50021),
    Case("editing an old one again and again", old_and_edited, "PATCH", EDIT, HELLO, 429, 30046),
    # Direct messages
    Case("closed", lambda p: p.world.closed_direct.add(ANN), "POST", DIRECT, HELLO, 403, 50007),
    Case("no server in common", ann_left, "POST", DIRECT, HELLO, 403, 50278),
    Case("too fast", many_new_direct, "POST", "/users/@me/channels", {"recipient_id": str(BEN)}, 403, 40003),
    # Events
    Case("no Create Events", without(create_events=True), "POST", EVENTS, event, 403, 50013),
    Case("too many events", full_of_events, "POST", EVENTS, event, 400, 30038),
    Case("in the past", NOTHING, "POST", EVENTS, event_with(scheduled_start_time="2026-02-01T00:00Z"), 400, 50035),
    Case("nowhere", NOTHING, "POST", EVENTS, event_with(entity_metadata=None), 400, 50035),
    Case("without an end", NOTHING, "POST", EVENTS, event_with(scheduled_end_time=None), 400, 50035),
    Case("completed before it began", NOTHING, "PATCH", EVENT, {"status": 3}, 400, 50035),
    Case("an unknown event", lambda p: p.world.servers[p.guild].events.clear(), "GET", EVENT, None, 404, 10070),
    # People and voice
    Case("a member who left", ann_left, "GET", MEMBER, None, 404, 10007),
    Case("muting, not allowed", CANNOT_MUTE, "PATCH", MEMBER, {"mute": True}, 403, 50013),
    Case("muting who is not there", with_(mute_members=True), "PATCH", MEMBER, {"mute": True}, 400, 40032),
    Case("holding who is not there", NOTHING, "PATCH", STATE, {"suppress": False}, 404, 10065),
    Case("holding, not allowed", not_for_the_bot, "PATCH", STATE, {"suppress": False}, 403, 50013),
    Case("no stage open", NOTHING, "GET", "/stage-instances/{stage}", None, 404, 10067),
    Case("a stage without the feature", without_community, "POST", CHANNELS, A_STAGE, 400, 50035),
    Case("a stage that is live", a_live_stage, "POST", "/stage-instances", stage_in("stage"), 400, 150006),
    Case("opening what is no stage", NOTHING, "POST", "/stage-instances", stage_in("lobby"), 400, 50024),
    Case("opening a stage, not allowed", CANNOT_MUTE, "POST", "/stage-instances", stage_in("stage"), 403, 50013),
]  # fmt: skip


@pytest.mark.parametrize("row", RULES, ids=lambda row: row.name)
async def test_discord_refuses(p: Place, row: Case) -> None:
    changed = row.change(p)
    if changed is not None:
        await changed
    body = row.body(p) if callable(row.body) else row.body
    status, answer = await p.ask(row.method, p.path(row.path), body)
    assert (status, answer["code"]) == (row.status, row.code)


ALLOWED = [
    ("POST", POST, HELLO),
    ("PATCH", EDIT, HELLO),
    ("DELETE", EDIT, None),
    ("PUT", LET_IN, None),
    ("PATCH", "/channels/{room}", {"archived": True, "locked": True}),
    ("DELETE", "/channels/{room}", None),
    ("POST", "/channels/{dm}/messages", HELLO),
    ("PATCH", EVENTS + "/{event}", {"status": 4}),
    ("GET", MEMBER, None),
]


@pytest.mark.parametrize(("method", "path", "body"), ALLOWED)
async def test_where_nothing_stands_in_the_way_it_is_done(
    p: Place, method: str, path: str, body: Any
) -> None:
    status, _ = await p.ask(method, p.path(path), body)
    assert status < 300


# What Discord does besides answering


async def test_whoever_is_taken_out_of_a_thread_is_named_for_everyone_and_whoever_leaves_is_not(
    p: Place,
) -> None:
    for person in (ANN, BEN):
        await p.ask("PUT", f"/channels/{p.room}/thread-members/{person}")
    await p.ask("DELETE", f"/channels/{p.room}/thread-members/{ANN}")
    await p.world.leave_thread(p.room, BEN)
    notices = [(m["type"], m["mentions"][0]["id"]) for m in p.world.notices(p.room)]
    assert notices == [(1, str(ANN)), (1, str(BEN)), (2, str(ANN))]
    assert p.world.inside[p.room] == {BOT}


@pytest.mark.parametrize("edited", [False, True])
async def test_whoever_is_named_in_a_private_thread_comes_in_unless_they_cannot(
    p: Place, edited: bool
) -> None:
    await p.world.hide(p.lobby, BEN)
    body = {"content": f"<@{ANN}> and <@{BEN}>", "allowed_mentions": {"parse": []}}
    await p.ask("PATCH" if edited else "POST", p.path(EDIT if edited else POST), body)
    assert p.world.inside[p.room] == {BOT, ANN}


async def test_a_message_opens_an_archived_thread(p: Place) -> None:
    await p.world.change_thread(p.room, archived=True)
    assert (await p.ask("POST", p.path(POST), HELLO))[0] == 200
    assert not p.world.is_archived(p.world.channels[p.room])


async def test_silence_archives_a_thread(p: Place) -> None:
    p.at += timedelta(minutes=1441)
    assert (await p.ask("PUT", p.path(LET_IN)))[1]["code"] == 50083


@pytest.mark.parametrize(("given", "slow_s"), [({}, 600), ({"rate_limit_per_user": 0}, 0)])
async def test_a_thread_copies_the_slow_mode_above_it_unless_told(p: Place, given: Json, slow_s: int) -> None:
    await p.world.change_channel(p.lobby, rate_limit_per_user=600)
    _, thread = await p.ask("POST", f"/channels/{p.lobby}/threads", {**THREAD, **given})
    assert thread["rate_limit_per_user"] == slow_s


async def test_the_same_nonce_posts_nothing_twice(p: Place) -> None:
    body = {**HELLO, "nonce": "abc", "enforce_nonce": True}
    first, second = [(await p.ask("POST", p.path(POST), body))[1]["id"] for _ in range(2)]
    assert first == second
    p.at += timedelta(minutes=6)
    assert (await p.ask("POST", p.path(POST), body))[1]["id"] != first, (
        "a nonce is forgotten after some minutes"
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "most"),
    [
        ("POST", POST, HELLO, 5),
        ("PATCH", EDIT, HELLO, 5),
        ("PATCH", "/channels/{room}", {"name": "again"}, 2),
        ("PATCH", MEMBER, {"mute": True}, 10),
        ("GET", "/channels/{room}", None, 50),
    ],
)
async def test_what_comes_too_fast_waits(p: Place, method: str, path: str, body: Any, most: int) -> None:
    await p.allow(mute_members=True)
    await p.world.connect(p.guild, ANN, p.stage)
    p.at += timedelta(seconds=10)
    answers = [await p.ask(method, p.path(path), body) for _ in range(most + 1)]
    assert [status for status, _ in answers] == [200] * most + [429]
    p.at += timedelta(seconds=answers[-1][1]["retry_after"])
    assert (await p.ask(method, p.path(path), body))[0] == 200


# Interactions


async def answered(p: Place, xid: int, body: Json | None = None) -> tuple[int, Any]:
    token = p.stub.interactions.every[xid].token
    return await p.ask("POST", f"/interactions/{xid}/{token}/callback", body or {"type": 4, "data": HELLO})


async def test_an_answer_comes_in_time_once_and_is_followed_for_a_quarter_of_an_hour(p: Place) -> None:
    late, xid = [await p.stub.interact(ANN, p.lobby, 2, {"name": "x", "type": 1}) for _ in range(2)]
    hook = f"/webhooks/{BOT}/{p.stub.interactions.every[xid].token}"
    assert (await p.ask("POST", hook, HELLO))[1]["code"] == 10015, "there is nothing to follow yet"
    assert (await answered(p, xid))[0] == 200
    assert (await answered(p, xid))[1]["code"] == 40060
    p.at += timedelta(seconds=3.1)
    assert (await answered(p, late))[1]["code"] == 10062
    assert (await p.ask("POST", hook, HELLO))[0] == 200
    p.at += timedelta(minutes=15)
    assert (await p.ask("POST", hook, HELLO)) == (401, {"message": "Invalid Webhook Token", "code": 50027})


async def test_a_form_is_not_answered_by_a_form(p: Place) -> None:
    form = {"type": 9, "data": {"title": "x", "custom_id": "f", "components": []}}
    for kind, status in ((2, 200), (5, 400)):
        xid = await p.stub.interact(ANN, p.lobby, kind, {"custom_id": "f", "components": []})
        assert (await answered(p, xid, form))[0] == status


async def test_an_interaction_tells_what_its_person_and_the_bot_may_there(p: Place) -> None:
    told: list[Json] = []

    async def tell(name: str, data: Json) -> None:
        told.append(data)

    p.stub.gateway.dispatch = tell  # type: ignore[method-assign]
    role = p.world.add_role(p.guild, discord.Permissions(manage_events=True), ANN)
    await p.world.overwrite(p.lobby, role, allow=discord.Permissions(mute_members=True))
    await p.world.forbid(p.lobby, manage_threads=True)
    p.world.locales[ANN] = "de"
    await p.stub.interact(ANN, p.lobby, 2, {"name": "x", "type": 1})
    data = told[-1]
    may, bot = (
        discord.Permissions(int(data["member"]["permissions"])),
        discord.Permissions(int(data["app_permissions"])),
    )
    assert may.manage_events
    assert may.mute_members
    assert str(role) in data["member"]["roles"]
    assert not bot.manage_threads
    assert bot.send_messages
    assert data["locale"] == "de"
    assert data["member"]["pending"] is False
    assert data["member"]["communication_disabled_until"] is None


# People


async def may_press(p: Place, **more: Any) -> bool:
    card = {"components": [button("receive")]}
    _, message = await p.ask("POST", f"/channels/{p.lobby}/messages", card)
    try:
        await p.stub.interact(
            ANN, p.lobby, 3, {"custom_id": "receive", "component_type": 2, **more}, on=message
        )
    except CannotAct:
        return False
    return True


CANNOT: list[tuple[str, Change]] = [
    ("timed out", lambda p: p.world.time_out(p.guild, ANN, timedelta(minutes=5))),
    ("left", lambda p: p.world.leave_server(p.guild, ANN)),
    ("sees nothing", lambda p: p.world.hide(p.lobby, ANN)),
]


@pytest.mark.parametrize(("why", "change"), CANNOT, ids=lambda value: value if isinstance(value, str) else "")
async def test_who_cannot_act_does_not(p: Place, why: str, change: Change) -> None:
    assert await may_press(p)
    await p.world.write(ANN, p.lobby, "Hello")
    await change(p)  # type: ignore[misc]
    assert not await may_press(p)
    with pytest.raises(CannotAct):
        await p.world.write(ANN, p.lobby, "Hello")


async def test_a_time_out_of_before_means_nothing(p: Place) -> None:
    await p.world.time_out(p.guild, ANN, p.at - timedelta(minutes=1))
    assert await may_press(p)
    await p.world.write(ANN, p.lobby, "Hello")


async def test_who_is_pending_presses_and_does_not_write(p: Place) -> None:
    await p.world.join_server(p.guild, ANN, pending=True)
    assert await may_press(p)
    with pytest.raises(CannotAct):
        await p.world.write(ANN, p.lobby, "Hello")


async def test_slow_mode_holds_people_back_and_not_the_bot(p: Place) -> None:
    await p.world.change_channel(p.lobby, rate_limit_per_user=60)
    await p.world.write(ANN, p.lobby, "Hello")
    with pytest.raises(CannotAct):
        await p.world.write(ANN, p.lobby, "Again")
    for _ in range(2):
        assert (await p.ask("POST", f"/channels/{p.lobby}/messages", HELLO))[0] == 200
    p.at += timedelta(seconds=61)
    await p.world.write(ANN, p.lobby, "Again")


async def test_only_what_is_on_the_message_can_be_pressed(p: Place) -> None:
    assert not await may_press(p, custom_id="of before")


async def test_who_is_outside_sees_nothing_of_a_private_thread(p: Place) -> None:
    room = p.world.channels[p.room]
    assert not p.world.sees(room, ANN)
    await p.ask("PUT", p.path(LET_IN))
    assert p.world.sees(room, ANN)
    await p.world.hide(p.lobby, ANN)
    assert not p.world.sees(room, ANN)


# Permissions, as Discord works them out


async def test_a_members_own_overwrite_goes_before_those_of_roles_and_these_before_everyones(
    p: Place,
) -> None:
    write = discord.Permissions(send_messages=True)
    lobby = p.world.channels[p.lobby]
    role = p.world.add_role(p.guild, discord.Permissions.none(), ANN)
    steps = [
        (p.guild, {"deny": write}, False),
        (role, {"allow": write}, True),
        (ANN, {"deny": write}, False),
    ]
    for target, change, may in steps:
        await p.world.overwrite(p.lobby, target, **change)
        assert p.world.may(lobby, ANN).send_messages is may
    p.world.servers[p.guild].roles[role] = discord.Permissions(administrator=True)
    assert p.world.may(lobby, ANN).send_messages
    p.world.servers[p.guild].roles[role] = discord.Permissions.none()
    p.world.servers[p.guild].owner = ANN
    assert p.world.may(lobby, ANN).manage_guild


# Voice and stages


async def test_permissions_changed_later_do_not_touch_who_is_connected(p: Place) -> None:
    voice = p.world.add_channel(p.guild, VOICE)
    await p.world.connect(p.guild, ANN, voice)
    await p.world.overwrite(voice, ANN, deny=discord.Permissions(speak=True))
    assert p.world.is_heard(p.guild, ANN)
    await p.world.connect(p.guild, ANN, voice)
    assert not p.world.is_heard(p.guild, ANN)


async def test_a_mute_stays_with_who_leaves(p: Place) -> None:
    await p.allow(mute_members=True)
    voice = p.world.add_channel(p.guild, VOICE)
    await p.world.connect(p.guild, ANN, voice)
    assert (await p.ask("PATCH", p.path(MEMBER), {"mute": True}))[0] == 200
    await p.world.disconnect(p.guild, ANN)
    assert (await p.ask("PATCH", p.path(MEMBER), {"mute": False}))[1]["code"] == 40032
    await p.world.connect(p.guild, ANN, voice)
    assert not p.world.is_heard(p.guild, ANN)


async def test_on_a_stage_lifting_the_hold_is_an_invitation(p: Place) -> None:
    await p.allow(mute_members=True)
    await p.world.connect(p.guild, ANN, p.stage)
    assert not p.world.is_heard(p.guild, ANN)
    body = {"channel_id": str(p.stage), "suppress": False}
    assert (await p.ask("PATCH", p.path(STATE), body))[0] == 204
    _, state = await p.ask("GET", p.path(STATE))
    assert state["suppress"] is False
    assert state["request_to_speak_timestamp"]
    assert not p.world.is_heard(p.guild, ANN)
    await p.world.accept(p.guild, ANN)
    assert p.world.is_heard(p.guild, ANN)
    await p.ask("PATCH", p.path(STATE), {**body, "suppress": True})
    assert not p.world.is_heard(p.guild, ANN)
    await p.world.raise_hand(p.guild, ANN)
    await p.ask("PATCH", p.path(STATE), {**body, "suppress": True})
    assert p.world.servers[p.guild].voice[ANN]["request_to_speak_timestamp"] is None, "a hold lowers a hand"


async def test_who_may_mute_cannot_be_held(p: Place) -> None:
    p.world.add_role(p.guild, discord.Permissions(mute_members=True), ANN)
    await p.world.connect(p.guild, ANN, p.stage)
    await p.world.take_the_stage(p.guild, ANN)
    assert p.world.is_heard(p.guild, ANN)
    await p.world.connect(p.guild, BEN, p.stage)
    with pytest.raises(AssertionError):
        await p.world.take_the_stage(p.guild, BEN)
