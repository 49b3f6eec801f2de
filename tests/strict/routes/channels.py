"""Channels, and threads with the people in them."""

from __future__ import annotations

from ..ask import Answer, Ask, Route
from ..shapes import BOT, RECIPIENT_REMOVE, THEN


def _get(ask: Ask) -> Answer:
    return 200, ask.channel


def _edit(ask: Ask) -> Answer:
    channel = ask.channel
    channel.get("thread_metadata", {}).update(ask.body)
    ask.world.effects.append(("change", ask.channel_id))
    return 200, channel


async def _delete(ask: Ask) -> Answer:
    channel = ask.channel
    ask.world.effects.append(("delete", ask.channel_id))
    await ask.world.remove_channel(ask.channel_id)
    return 200, channel


async def _start_thread(ask: Ask) -> Answer:
    world, parent, body = ask.world, ask.channel, ask.body
    thread = world.snowflake()
    world.inside[thread] = {BOT}
    world.channels[thread] = {
        "id": str(thread),
        "type": body["type"],
        "guild_id": parent["guild_id"],
        "parent_id": parent["id"],
        "owner_id": str(BOT),
        "name": body["name"],
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "locked": False,
            "auto_archive_duration": body["auto_archive_duration"],
            "archive_timestamp": THEN,
            "invitable": body["invitable"],
        },
        "member": {"id": str(thread), "user_id": str(BOT), "join_timestamp": THEN, "flags": 0},
    }
    world.effects.append(("thread", int(parent["id"])))
    await world.tell("THREAD_CREATE", {**world.channels[thread], "newly_created": True})
    return 201, world.channels[thread]


def _admit(ask: Ask) -> Answer:
    ask.world.enter(ask.channel_id, ask.person, by=BOT)
    return 204, None


def _dismiss(ask: Ask) -> Answer:
    world, thread = ask.world, ask.channel_id
    if ask.person in world.inside[thread]:
        world.inside[thread].discard(ask.person)
        world.effects.append(("dismiss", thread, ask.person))
        world.post(thread, {"type": RECIPIENT_REMOVE}, BOT)
    return 204, None


ROUTES = [
    Route("GET", "/channels/{channel}", _get),
    Route("PATCH", "/channels/{channel}", _edit),
    Route("DELETE", "/channels/{channel}", _delete),
    Route("POST", "/channels/{channel}/threads", _start_thread),
    Route("PUT", "/channels/{channel}/thread-members/{person}", _admit),
    Route("DELETE", "/channels/{channel}/thread-members/{person}", _dismiss),
]
