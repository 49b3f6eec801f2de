"""Messages in channels, threads and direct messages."""

from __future__ import annotations

from datetime import datetime, timedelta

from discord.utils import snowflake_time

from ..ask import Answer, Ask, Route
from ..errors import Refused, invalid
from ..rules import access, direct, messages, threads
from ..shapes import BOT, DM, THREADS, Json, numbered, user, words

OLD = timedelta(days=14)
"""Older messages go only one by one."""
REMEMBERED = timedelta(minutes=5)
"""How long a nonce is remembered: "a few minutes" says Discord."""
EDITABLE = ("content", "embeds", "components", "flags")


def _posted_lately(ask: Ask, key: tuple[int, str]) -> Json | None:
    """What came with the same nonce in the past few minutes. Source: Message > Create Message, `enforce_nonce`."""
    found = ask.world.messages.get(ask.world.nonces.get(key, 0))
    if found is None or ask.world.now() - datetime.fromisoformat(found["timestamp"]) > REMEMBERED:
        return None
    return found


async def _post(ask: Ask) -> Answer:
    world, channel, body = ask.world, ask.channel_id, ask.body
    key = (channel, str(body.get("nonce")))
    if body.get("enforce_nonce") and (before := _posted_lately(ask, key)) is not None:
        return 200, before
    if world.is_archived(ask.channel):
        await world.change_thread(channel, archived=False)
    message = world.post(channel, body, BOT)
    world.nonces[key] = int(message["id"])
    world.effects.append(("post", channel, words(message)))
    await world.told_of(message)
    await world.named_come_in(message)
    return 200, message


def changes(body: Json) -> Json:
    """What an edit changes of a message."""
    found = {name: body[name] for name in EDITABLE if body.get(name) is not None}
    return {**found, "components": numbered(found["components"])} if "components" in found else found


async def _edit(ask: Ask) -> Answer:
    channel, message = ask.channel_id, ask.message
    message |= changes(ask.body)
    message["edited_timestamp"] = ask.world.now().isoformat()
    ask.world.effects.append(("edit", channel, words(message)))
    await ask.world.told_of(message, "MESSAGE_UPDATE")
    await ask.world.named_come_in(message)
    return 200, message


async def _unpost(ask: Ask) -> Answer:
    channel, message = ask.channel_id, ask.message
    await ask.world.delete_message(message)
    ask.world.effects.append(("unpost", channel, words(message)))
    return 204, None


async def _unpost_many(ask: Ask) -> Answer:
    for xid in map(int, ask.body["messages"]):
        if xid in ask.world.messages:
            await ask.world.delete_message(ask.world.messages[xid])
    return 204, None


def _read(ask: Ask) -> Answer:
    return 200, ask.message


def _history(ask: Ask) -> Answer:
    """Nothing without Read Message History. Source: Discord's docs, Message > Get Channel Messages."""
    if ask.channel["type"] != DM and not ask.may.read_message_history:
        return 200, []
    most = int(ask.call.query.get("limit", 50))
    here = [m for m in ask.world.messages.values() if m["channel_id"] == str(ask.channel_id)]
    before, after = int(ask.call.query.get("before", 1 << 63)), int(ask.call.query.get("after", 0))
    found = sorted((m for m in here if after < int(m["id"]) < before), key=lambda m: int(m["id"]))
    # After a message come those that follow it, else the newest; either way the newest of them is the first.
    return 200, list(reversed(found[:most] if "after" in ask.call.query else found[-most:]))


def _open_dm(ask: Ask) -> Answer:
    world, person = ask.world, int(ask.body["recipient_id"])
    if person in world.deleted_people:
        raise Refused(10013)
    found = next((c for c in world.channels.values() if c.get("recipient") == person), None)
    if found is None:
        xid = world.snowflake()
        found = {"id": str(xid), "type": DM, "recipient": person, "recipients": [user(person)], "flags": 0}
        world.channels[xid] = found
    return 200, found


def _many(ask: Ask) -> None:
    """Two to a hundred at once, with Manage Messages, none twice, and none older than two weeks.

    Source: Message > Bulk Delete Messages; 50016 and 50034 in Opcodes and Status Codes. What Discord wrote of people
    coming and going is refused as it is alone (50021), which is written nowhere.
    """
    if ask.channel["type"] not in (*THREADS, 0, 5):
        raise Refused(50003)
    access.require(ask, "manage_messages")
    xids = [int(xid) for xid in ask.body.get("messages") or ()]
    if not 2 <= len(xids) <= 100:
        raise Refused(50016)
    if len(set(xids)) < len(xids):
        raise invalid("messages", "An id is there twice.")
    there = [ask.world.messages[xid] for xid in xids if xid in ask.world.messages]
    if any(message["type"] in (1, 2) for message in there):
        raise Refused(50021)
    if any(ask.world.now() - snowflake_time(xid) > OLD for xid in xids):
        raise Refused(50034)


POST, ONE = "/channels/{channel}/messages", "/channels/{channel}/messages/{message}"
SEES = access.sees_the_channel
ROUTES = [
    Route(
        "POST",
        POST,
        _post,
        SEES,
        access.may_write,
        threads.can_be_written_in,
        direct.the_person_takes_them,
        messages.a_message_as_it_can_be,
    ),
    Route(
        "PATCH",
        ONE,
        _edit,
        SEES,
        messages.it_is_ours,
        threads.is_active,
        threads.is_not_locked,
        messages.an_edit_as_it_can_be,
        messages.old_messages_are_edited_seldom,
    ),
    Route("DELETE", ONE, _unpost, SEES, messages.may_take_away, threads.messages_can_be_taken_away),
    Route("POST", "/channels/{channel}/messages/bulk-delete", _unpost_many, SEES, _many),
    Route("GET", ONE, _read, SEES),
    Route("GET", POST, _history, SEES),
    Route("POST", "/users/@me/channels", _open_dm, direct.not_too_many_at_once),
]
