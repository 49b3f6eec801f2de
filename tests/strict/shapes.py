"""Discord's objects as JSON, and how to read them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

import discord

Json = dict[str, Any]

APPLICATION = BOT = 1_000_000_000_000_000_101
BOT_ROLE, MEMBER_ROLE, OWNER = 1_000_000_000_000_000_301, 1_000_000_000_000_000_302, 1_000_000_000_000_000_999
THE_FIRST_FILE = 1_000_000_000_000_001_000
EPOCH_MS = 1_420_070_400_000
THEN = "2026-01-01T00:00:00+00:00"
TEXT, DM, VOICE, GROUP, CATEGORY, ANNOUNCEMENT = 0, 1, 2, 3, 4, 5
PUBLIC_THREAD, PRIVATE_THREAD, STAGE, FORUM = 11, 12, 13, 15
THREADS = (10, PUBLIC_THREAD, PRIVATE_THREAD)
RECIPIENT_ADD, RECIPIENT_REMOVE = 1, 2
"""Types of the messages that Discord itself writes when somebody is taken into a thread or out of it."""
EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15
REPLY, OF_COMMAND = 19, 20
WRITTEN = (0, REPLY, OF_COMMAND)
"""The types of messages that somebody wrote. The others are Discord's own. Source: Message > Message Types."""

EVERYTHING = discord.Permissions(
    view_channel=True,
    send_messages=True,
    create_private_threads=True,
    send_messages_in_threads=True,
    manage_threads=True,
    manage_channels=True,
    manage_roles=True,
    connect=True,
    move_members=True,
    mute_members=True,
    read_message_history=True,
    create_events=True,
)
"""What the bot's role grants unless a test says otherwise: what it is to be invited with, and nothing more."""
EVERYONE_MAY = discord.Permissions(view_channel=True)
"""What the server's @everyone grants: to see. No more, so that what the bot's role does not grant it lacks."""
MEMBERS_MAY = discord.Permissions(
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    use_application_commands=True,
    add_reactions=True,
    connect=True,
    speak=True,
    use_voice_activation=True,
    request_to_speak=True,
)
"""What every member's role grants besides."""


def user(xid: int, *, bot: bool = False) -> Json:
    """A user."""
    return {
        "id": str(xid),
        "username": f"user{xid}",
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member(of: Json, *roles: str) -> Json:
    """A user as a member of a server."""
    return {
        "user": of,
        "roles": list(roles),
        "joined_at": THEN,
        "deaf": False,
        "mute": False,
        "pending": False,
        "communication_disabled_until": None,
        "nick": None,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "flags": 0,
    }


def role(xid: int, name: str, permissions: discord.Permissions, position: int = 1) -> Json:
    """A role."""
    return {
        "id": str(xid),
        "name": name,
        "permissions": str(permissions.value),
        "position": position,
        "color": 0,
        "hoist": False,
        "managed": xid == BOT_ROLE,
        "mentionable": False,
    }


def message(xid: int, channel: int, body: Json, author: Json, at: str = THEN) -> Json:
    """A message. Its components are numbered, as Discord does where no `id` is given (Component Reference)."""
    told = {"nonce": body["nonce"]} if body.get("nonce") is not None else {}
    return {
        **told,
        "id": str(xid),
        "channel_id": str(channel),
        "type": 0,
        "author": author,
        "content": body.get("content") or "",
        "timestamp": at,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": body.get("embeds") or [],
        "pinned": False,
        "flags": body.get("flags") or 0,
        "components": numbered(body.get("components") or []),
    }


def application() -> Json:
    """The bot's application."""
    return {
        "id": str(APPLICATION),
        "name": "Story Circle",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(OWNER),
        "verify_key": "00",
        "flags": 0,
    }


def parts(components: Iterable[Json]) -> Iterator[Json]:
    """Every component, from the outside in, in the order they are read."""
    for node in components:
        yield node
        yield from parts(node.get("components") or ())
        if "component" in node:
            yield from parts([node["component"]])
        if "accessory" in node:
            yield from parts([node["accessory"]])


def numbered(components: list[Json]) -> list[Json]:
    """Components as Discord keeps them: each has a number, from the outside in, unless it came with one, the ids of
    what is chosen in a menu are texts, as Discord gives all ids, and what was sent along is told where it lies."""
    kept: list[Json] = copy.deepcopy(components)
    for number, part in enumerate(parts(kept), 1):
        part.setdefault("id", number)
        for chosen in part.get("default_values") or ():
            chosen["id"] = str(chosen["id"])
        if "file" in part:
            name = _uploaded(part["file"], number)
            part |= {"name": name, "size": None, "spoiler": part.get("spoiler", False)}
        for item in part.get("items") or ():
            _uploaded(item["media"], number)
    return kept


def _uploaded(media: Json, number: int) -> str:
    """Say where a file lies that was sent along. Returns its name."""
    name = str(media["url"]).removeprefix("attachment://").rpartition("/")[2]
    if str(media["url"]).startswith("attachment://"):
        at = f"https://cdn.discordapp.com/attachments/1/{number}/{name}"
        media |= {"id": str(THE_FIRST_FILE + number), "url": at, "proxy_url": at}
    return name


def words(message: Json) -> str:
    """Everything a message says, line by line."""
    found = [message["content"]] if message.get("content") else []
    found += [part["content"] for part in parts(message.get("components") or ()) if part.get("type") == 10]
    return "\n".join(found)


def buttons(message: Json) -> dict[str, str]:
    """What can be pressed on a message: custom ids by label."""
    every = parts(message.get("components") or ())
    return {
        part["label"]: part["custom_id"] for part in every if part.get("type") == 2 and "custom_id" in part
    }


def custom_ids(message: Json) -> set[str]:
    """What a press on this message may be of."""
    return {part["custom_id"] for part in parts(message.get("components") or ()) if part.get("custom_id")}
