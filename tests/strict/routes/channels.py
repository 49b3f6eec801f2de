"""Channels, and threads with the people in them."""

from __future__ import annotations

from ..ask import Answer, Ask, Route
from ..errors import Refused
from ..rules import access, channels, threads
from ..shapes import BOT, THREADS, Json

OF_META = ("archived", "locked", "invitable", "auto_archive_duration")


def _get(ask: Ask) -> Answer:
    return 200, ask.channel


async def _edit(ask: Ask) -> Answer:
    world, changes = ask.world, {name: value for name, value in ask.body.items() if value is not None}
    world.effects.append(("change", ask.channel_id))
    if not ask.is_thread:
        if "permission_overwrites" in changes:
            changes["permission_overwrites"] = [_entry(one) for one in changes["permission_overwrites"]]
        await world.change_channel(ask.channel_id, **changes)
        return 200, ask.channel
    if changes.get("archived") is False and world.is_archived(ask.channel):
        threads.only_so_many_active_threads(ask)
    await world.change_thread(ask.channel_id, **changes)
    return 200, ask.channel


async def _delete(ask: Ask) -> Answer:
    channel = ask.channel
    ask.world.effects.append(("delete", ask.channel_id))
    await ask.world.remove_channel(ask.channel_id)
    return 200, channel


async def _start_thread(ask: Ask) -> Answer:
    world, parent = ask.world, ask.channel
    thread = world.add_thread(ask.channel_id, ask.body)
    world.effects.append(("thread", int(parent["id"])))
    await world.tell("THREAD_CREATE", {**world.channels[thread], "newly_created": True})
    return 201, world.channels[thread]


async def _admit(ask: Ask) -> Answer:
    await ask.world.enter(ask.channel_id, ask.person, by=BOT)
    return 204, None


async def _dismiss(ask: Ask) -> Answer:
    await ask.world.exit(ask.channel_id, ask.person, by=BOT)
    return 204, None


def _inside(ask: Ask) -> Answer:
    """404 for who is not in it. Source: Channel > Get Thread Member."""
    if ask.person not in ask.world.inside[ask.channel_id]:
        raise Refused(10007)
    since = ask.channel["thread_metadata"]["archive_timestamp"]
    return 200, {"id": str(ask.channel_id), "user_id": str(ask.person), "join_timestamp": since, "flags": 0}


def _everyone_inside(ask: Ask) -> Answer:
    """403, 50001: asks for a privileged intent that the bot has not. Source: Channel > List Thread Members."""
    raise Refused(50001)


def _is_thread(ask: Ask) -> None:
    """400, 50024 for what is no thread. Source: Opcodes and Status Codes."""
    if not ask.is_thread:
        raise Refused(50024)


def _entry(given: Json) -> Json:
    """A permission as Discord keeps it: with text for its bits."""
    bits = {name: str(given.get(name) or 0) for name in ("allow", "deny")}
    return {"id": str(given["id"]), "type": int(given["type"]), **bits}


async def _create(ask: Ask) -> Answer:
    """A channel takes nothing from its category: without permissions given it has none of its own. A text channel's
    name is written small, with dashes. Source: Guild > Create Guild Channel."""
    world, body = ask.world, ask.body
    made = world.add_channel(ask.server.id, body.get("type") or 0, body["name"].lower().replace(" ", "-"))
    world.channels[made] |= {
        "parent_id": None if body.get("parent_id") is None else str(body["parent_id"]),
        "permission_overwrites": [_entry(one) for one in body.get("permission_overwrites") or []],
        "rate_limit_per_user": body.get("rate_limit_per_user") or 0,
        "nsfw": bool(body.get("nsfw")),
    }
    world.effects.append(("channel", made))
    await world.tell("CHANNEL_CREATE", world.channels[made])
    return 201, world.channels[made]


async def _overwrite(ask: Ask) -> Answer:
    channel, target = ask.channel, ask.named["target"]
    kept: list[Json] = [entry for entry in channel["permission_overwrites"] if entry["id"] != target]
    if ask.call.method == "PUT":
        of = {"id": target, "type": ask.body["type"]}
        kept.append({**of, "allow": str(ask.body.get("allow") or 0), "deny": str(ask.body.get("deny") or 0)})
    channel["permission_overwrites"] = kept
    await ask.world.tell("CHANNEL_UPDATE", channel)
    return 204, None


def _active(ask: Ask) -> Answer:
    world, guild = ask.world, str(ask.server.id)
    here = [c for c in world.channels.values() if c.get("guild_id") == guild and c["type"] in THREADS]
    found = [thread for thread in here if not world.is_archived(thread) and world.sees(thread, BOT)]
    return 200, {"threads": found, "members": [thread["member"] for thread in found]}


def _archived(ask: Ask) -> Answer:
    """With Manage Threads. Source: Channel > List Private Archived Threads."""
    access.require(ask, "read_message_history", "manage_threads")
    below = [ask.world.channels[xid] for xid in ask.world.threads(ask.channel_id)]
    found = [thread for thread in below if ask.world.is_archived(thread)]
    return 200, {"threads": found, "members": [thread["member"] for thread in found], "has_more": False}


HERE, MEMBER = "/channels/{channel}", "/channels/{channel}/thread-members/{person}"
OVERWRITE = "/channels/{channel}/permissions/{target}"
SEES = access.sees_the_channel
ROUTES = [
    Route("GET", HERE, _get, SEES),
    Route("PATCH", HERE, _edit, SEES, threads.may_change, channels.may_set_all),
    Route("DELETE", HERE, _delete, SEES, threads.may_delete),
    Route(
        "POST",
        "/channels/{channel}/threads",
        _start_thread,
        SEES,
        threads.private_threads_are_in_text_channels,
        threads.may_start_a_thread,
        threads.a_thread_as_it_can_be,
        threads.only_so_many_active_threads,
    ),
    Route(
        "PUT",
        MEMBER,
        _admit,
        SEES,
        _is_thread,
        threads.is_active,
        threads.is_not_locked,
        threads.may_let_in,
        threads.the_person_can_come_in,
        threads.only_so_many_people,
    ),
    Route("DELETE", MEMBER, _dismiss, SEES, _is_thread, threads.is_active, threads.may_take_out),
    Route("GET", MEMBER, _inside, SEES, _is_thread),
    Route("GET", "/channels/{channel}/thread-members", _everyone_inside),
    Route(
        "PUT",
        OVERWRITE,
        _overwrite,
        SEES,
        channels.not_in_a_thread,
        channels.may_give,
        channels.only_so_many_overwrites,
    ),
    Route(
        "DELETE",
        OVERWRITE,
        _overwrite,
        SEES,
        channels.not_in_a_thread,
        channels.may_give,
        channels.is_there,
    ),
    Route(
        "POST",
        "/guilds/{guild}/channels",
        _create,
        channels.may_make_one,
        channels.a_channel_as_it_can_be,
        channels.stages_need_the_community_feature,
        channels.gives_only_what_it_has,
        channels.only_so_many_channels,
    ),
    Route("GET", "/guilds/{guild}/threads/active", _active, access.in_the_server),
    Route("GET", "/channels/{channel}/threads/archived/private", _archived, SEES),
]
