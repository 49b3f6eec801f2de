"""What one person sees now: the state of the contract, from SimCord's own memory of its Discord.

Private things stay private: every channel and message is looked at with that person's eyes. Nothing changes here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import discord
from simcord.backend.access import channel_accessible
from simcord.backend.models import Channel, Message, ScheduledEvent
from simcord.enums import ChannelType, MessageType
from simcord.interactions import command_leaves

from .community import Guest
from .roster import Roster
from .world import World

NEWEST = 150
"""Messages of a channel that are shown; Discord's clients load fewer."""
MOST_UNREAD = 99
EVENT_STATES = {1: "to come", 2: "now"}
"""Discord's numbers for events that are not over."""
LOADING = 1 << 7
"""Discord's flag for an answer that is still being thought about."""

_KINDS = {
    ChannelType.TEXT: "text",
    ChannelType.NEWS: "text",
    ChannelType.DM: "dm",
    ChannelType.VOICE: "voice",
    ChannelType.STAGE_VOICE: "stage",
    ChannelType.PUBLIC_THREAD: "thread",
    ChannelType.PRIVATE_THREAD: "thread",
}
_WRITTEN = (
    MessageType.DEFAULT,
    MessageType.REPLY,
    MessageType.CHAT_INPUT_COMMAND,
    MessageType.CONTEXT_MENU_COMMAND,
)


class Reading:
    """Reads one rehearsal."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._community = world.community
        self._backend = world.community.backend
        self._roster = Roster(world)

    def of(self, guest: Guest, channel: str, language: str) -> dict[str, Any]:
        """The channels this person sees, and what is in one of them.

        Args:
            guest: who looks.
            channel: where, by id; the first of their channels if they cannot see that one.
            language: theirs, for the descriptions of commands.
        """
        channels = [self._channel(guest, one) for one in self._places(guest)]
        ids = {row["id"] for row in channels}
        if channel not in ids:
            channel = channels[0]["id"] if channels else ""
        modal = self._world.modals.get(guest.id)
        return {
            "guild": self._community.guild.name,
            "viewer": str(guest.id),
            "channel": channel,
            "channels": channels,
            "messages": self._messages(guest, int(channel)) if channel else [],
            "commands": self._commands(guest, int(channel), language) if channel else [],
            "events": [_event(one) for one in self._events()],
            "modal": _form(modal.modal) if modal is not None and modal.modal is not None else None,
            "users": {str(user.id): user.global_name or user.name for user in self._backend.users.values()},
            "channel_names": {row["id"]: row["name"] for row in channels},
            "roles": {
                str(role.id): role.name
                for role in self._backend.get_guild(self._community.guild.id).roles.values()
            },
        }

    def _events(self) -> list[ScheduledEvent]:
        """What the server's calendar shows: what is to come or goes on, the next first."""
        events = self._backend.get_guild(self._community.guild.id).scheduled_events.values()
        return sorted(
            (one for one in events if one.status in EVENT_STATES), key=lambda one: one.scheduled_start_time
        )

    def _places(self, guest: Guest) -> Iterator[Channel]:
        backend = self._backend
        for number in backend.get_guild(self._community.guild.id).channel_ids:
            channel = backend.channels[number]
            if channel.type in _KINDS and channel_accessible(backend, number, guest.id):
                yield channel
                for thread in backend.channels.values():
                    is_below = thread.is_thread and thread.parent_id == number
                    if is_below and channel_accessible(backend, thread.id, guest.id):
                        yield thread
        private = backend.dm_channels.get(guest.id)
        if private is not None and backend.messages.get(private):
            yield backend.channels[private]

    def _channel(self, guest: Guest, channel: Channel) -> dict[str, Any]:
        kind = _KINDS[ChannelType(channel.type)]
        row: dict[str, Any] = {
            "id": str(channel.id),
            "name": self._world.observer.person(self._community.bot_id)
            if kind == "dm"
            else channel.name or "",
            "kind": kind,
            "parent": str(channel.parent_id) if channel.parent_id else None,
            "archived": channel.thread_metadata is not None and channel.thread_metadata.archived,
            "unread": self._unread(guest, channel),
            "can_send": self._can_send(guest, channel),
        }
        if kind in ("voice", "stage"):
            row |= self._roster.of(guest, channel)
        return row

    def _unread(self, guest: Guest, channel: Channel) -> int:
        read, count = self._world.read.get((guest.id, channel.id), 0), 0
        for message in reversed(self._backend.messages.get(channel.id, {}).values()):
            if message.id <= read or count >= MOST_UNREAD:
                break
            if message.author_id != guest.id and self._is_seen(guest, message):
                count += 1
        return count

    def _can_send(self, guest: Guest, channel: Channel) -> bool:
        if channel.guild_id is None:
            return True
        if channel.thread_metadata is not None and channel.thread_metadata.locked:
            return False
        granted = self._backend.compute_permissions(channel.guild_id, guest.id, channel.id)
        permissions = discord.Permissions(granted)
        return permissions.send_messages_in_threads if channel.is_thread else permissions.send_messages

    # Messages

    def _messages(self, guest: Guest, channel: int) -> list[dict[str, Any]]:
        if not channel_accessible(self._backend, channel, guest.id, history=True):
            return []
        seen: list[dict[str, Any]] = []
        for message in reversed(self._backend.messages.get(channel, {}).values()):
            if len(seen) == NEWEST:
                break
            if self._is_seen(guest, message):
                seen.append(self._message(message))
        return seen[::-1]

    def _is_seen(self, guest: Guest, message: Message) -> bool:
        """Whether it is shown to this person. That a private room was made is told to nobody outside it."""
        if message.type == MessageType.THREAD_CREATED and message.system_metadata is not None:
            made = message.system_metadata.channel_id
            thread = self._backend.channels.get(made) if made is not None else None
            if thread is None or thread.type == ChannelType.PRIVATE_THREAD:
                return False
        return message.visible_to(guest.id)

    def _message(self, message: Message) -> dict[str, Any]:
        author = self._backend.users.get(message.author_id)
        reply = (message.reference or {}).get("message_id") if message.type == MessageType.REPLY else None
        return {
            "id": str(message.id),
            "author": {
                "id": str(message.author_id),
                "name": message.author_name or self._world.observer.person(message.author_id),
                "bot": author is not None and author.bot,
            },
            "at": message.timestamp,
            "edited": message.edited_timestamp is not None,
            "content": message.content,
            "ephemeral": message.is_ephemeral,
            "system": self._system(message),
            "components": _written(message.components),
            "embeds": message.embeds,
            "files": [
                _file(attachment)
                for attachment in message.attachments
                if not _shows(message.components, attachment["url"])
            ],
            "reply": str(reply) if reply is not None else None,
        }

    def _system(self, message: Message) -> str | None:
        """Discord's own words; None for what somebody wrote."""
        name = self._world.observer.person(message.author_id)
        if message.flags & LOADING:
            return f"{name} is thinking…"
        if message.type in _WRITTEN:
            return None
        about = message.system_metadata
        other = self._world.observer.person(about.recipient_id) if about and about.recipient_id else "someone"
        match message.type:
            case MessageType.RECIPIENT_ADD:
                return f"{name} added {other} to the thread."
            case MessageType.RECIPIENT_REMOVE:
                return f"{name} removed {other} from the thread."
            case MessageType.PINS_ADD:
                return f"{name} pinned a message to this channel."
            case MessageType.NEW_MEMBER:
                return f"{name} joined the server."
            case MessageType.THREAD_CREATED:
                return f"{name} started a thread: {message.content}"
            case MessageType.CHANNEL_NAME_CHANGE:
                return f"{name} changed the channel's name: {message.content}"
        return message.content or f"{name} changed something here."

    # Commands

    def _commands(self, guest: Guest, channel: int, language: str) -> list[dict[str, Any]]:
        roots = self._backend.visible_commands(user_id=guest.id, channel_id=channel)
        return [
            {
                "name": " ".join(path),
                "description": _described(leaf, language),
                "options": [_option(option, language) for option in leaf.get("options") or []],
            }
            for root in roots
            for path, leaf in command_leaves(root)
        ]


def _event(event: ScheduledEvent) -> dict[str, Any]:
    return {
        "id": str(event.id),
        "name": event.name,
        "starts": event.scheduled_start_time,
        "state": EVENT_STATES[event.status],
        "place": (event.entity_metadata or {}).get("location", ""),
        "description": event.description or "",
    }


def _form(modal: dict[str, Any]) -> dict[str, Any]:
    return {"title": modal.get("title", ""), "components": _written(modal.get("components", []))}


def _written(part: Any) -> Any:
    """Components with the ids of what is chosen in them as text: a number of that size is too large for a page."""
    if isinstance(part, list):
        return [_written(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: [{**one, "id": str(one["id"])} for one in value] if key == "default_values" else _written(value)
        for key, value in part.items()
    }


def _shows(part: Any, url: str) -> bool:
    """Whether a card shows that file itself, so that it does not stand below it once more."""
    if isinstance(part, dict):
        return part.get("url") == url or any(_shows(one, url) for one in part.values())
    return isinstance(part, list) and any(_shows(one, url) for one in part)


def _file(attachment: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": attachment["filename"],
        "url": "cdn?u=" + quote(attachment["url"], safe=""),
        "image": str(attachment.get("content_type") or "").startswith("image/"),
    }


def _option(option: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        "name": option["name"],
        "type": int(option["type"]),
        "description": _described(option, language),
        "required": bool(option.get("required")),
        "choices": [{"name": c["name"], "value": c["value"]} for c in option.get("choices") or []],
        "autocomplete": bool(option.get("autocomplete")),
    }


def _described(part: dict[str, Any], language: str) -> str:
    return str((part.get("description_localizations") or {}).get(language) or part.get("description", ""))
