"""What somebody may do in a place, worked out as Discord documents it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from discord import Permissions

from .shapes import PRIVATE_THREAD, THREADS, Json

if TYPE_CHECKING:
    from .state import State

WHILE_TIMED_OUT = Permissions(view_channel=True, read_message_history=True)


def is_timed_out(member: Json, now: datetime) -> bool:
    """A date in the past may linger and means nothing. Source: Discord's docs, Guild > Guild Member Structure,
    `communication_disabled_until`: "will be null or a time in the past if the user is not timed out"."""
    until = member.get("communication_disabled_until")
    return until is not None and datetime.fromisoformat(until) > now


def base(world: State, guild: int, person: int) -> Permissions:
    """In the server as a whole. Source: Discord's docs, Permissions > `compute_base_permissions`."""
    server = world.servers[guild]
    if person == server.owner:
        return Permissions.all()
    of = world.member(guild, person)
    held = [guild, *map(int, of["roles"])] if of is not None else [guild]
    value = 0
    for role in held:
        value |= world.role(guild, role).value
    return Permissions.all() if Permissions(value).administrator else Permissions(value)


def in_channel(world: State, channel: Json, person: int) -> Permissions:
    """In a channel, or in a thread, which inherits those of its parent.

    Sources: Discord's docs, Permissions: `compute_overwrites` (everyone's, then all roles' together, then the
    member's own), Implicit Permissions (without View Channel there is nothing), Permissions For Timed Out Members
    (only View Channel and Read Message History remain); Threads > Permissions ("generally inherit").
    """
    guild = int(channel["guild_id"])
    whole = base(world, guild, person)
    if whole.administrator:
        return Permissions.all()
    place = world.channels[int(channel["parent_id"])] if channel["type"] in THREADS else channel
    of = world.member(guild, person)
    held = of["roles"] if of is not None else []
    found = {entry["id"]: entry for entry in place.get("permission_overwrites", [])}
    value = _changed(whole.value, [found[str(guild)]] if str(guild) in found else [])
    value = _changed(value, [found[role] for role in held if role in found])
    value = _changed(value, [found[str(person)]] if str(person) in found else [])
    if not Permissions(value).view_channel:
        return Permissions.none()
    if of is not None and is_timed_out(of, world.now()):
        value &= WHILE_TIMED_OUT.value
    return Permissions(value)


def _changed(value: int, overwrites: list[Json]) -> int:
    denied = allowed = 0
    for entry in overwrites:
        denied |= int(entry["deny"])
        allowed |= int(entry["allow"])
    return (value & ~denied) | allowed


def sees(world: State, channel: Json, person: int) -> bool:
    """Whether somebody sees a channel or thread.

    Source: Discord's docs, Threads > Permissions: "You must be invited to the thread to be able to view or participate
    in it, or be a moderator (`MANAGE_THREADS` permission)", besides View Channel on its parent.
    """
    may = in_channel(world, channel, person)
    if not may.view_channel:
        return False
    is_private = channel["type"] == PRIVATE_THREAD
    return not is_private or person in world.inside[int(channel["id"])] or may.manage_threads
