"""Channels of a server: who may make one, how many there can be, and what a bot may give and deny in it."""

from __future__ import annotations

from discord import Permissions

from ..ask import Ask
from ..errors import Refused, invalid
from ..permissions import in_channel
from ..shapes import BOT, CATEGORY, STAGE, THREADS, Json
from .access import require, require_in_server

MOST_IN_CATEGORY, MOST_OVERWRITES = 50, 1000


def may_make_one(ask: Ask) -> None:
    """403, 50013 without Manage Channels in the server, and in the category that it is to stand in.

    Source: Discord's docs, Guild > Create Guild Channel ("Requires the `MANAGE_CHANNELS` permission").
    """
    require_in_server(ask, "manage_channels")
    parent = _category(ask)
    if parent is not None and not in_channel(ask.world, parent, BOT).manage_channels:
        raise Refused(50013)


def a_channel_as_it_can_be(ask: Ask) -> None:
    """400, 50035. Source: Discord's docs, Guild > Create Guild Channel; Channel Object, `name` and `parent_id`."""
    if not 1 <= len(ask.body.get("name") or "") <= 100:
        raise invalid("name", "Must be between 1 and 100 in length.")
    wanted = ask.body.get("parent_id")
    if wanted is None:
        return
    parent = _category(ask)
    if parent is None or parent["type"] != CATEGORY:
        raise invalid("parent_id", "Category does not exist")
    here = [c for c in ask.world.channels.values() if c.get("parent_id") == str(wanted)]
    if len(here) >= MOST_IN_CATEGORY:
        raise invalid("parent_id", "Maximum number of channels in category reached (50)")


def stages_need_the_community_feature(ask: Ask) -> None:
    """400, 50035 for a stage in a server without it.

    Source: Discord's docs, Guild > Guild Features ("COMMUNITY: guild can enable welcome screen, Membership Screening,
    stage channels and discovery").
    """
    if ask.body.get("type") == STAGE and "COMMUNITY" not in ask.server.features:
        raise invalid("type", "Value must be one of the channel types of this server.")


def only_so_many_channels(ask: Ask) -> None:
    """400, 30013: five hundred a server. Source: Discord's docs, Opcodes and Status Codes."""
    here = [c for c in ask.world.channels.values() if c.get("guild_id") == str(ask.server.id)]
    if len([c for c in here if c["type"] not in THREADS]) >= ask.server.most_channels:
        raise Refused(30013)


def gives_only_what_it_has(ask: Ask) -> None:
    """403, 50013 for a permission that the bot does not have in the server, given or denied.

    Source: Discord's docs, Guild > Create Guild Channel ("only permissions your bot has in the guild can be
    allowed/denied. Setting `MANAGE_ROLES` permission in channels is only possible for guild administrators").
    """
    may = ask.may_in_server
    for entry in ask.body.get("permission_overwrites") or []:
        _only(Permissions(int(entry.get("allow") or 0) | int(entry.get("deny") or 0)), may)


def may_give(ask: Ask) -> None:
    """403, 50013 without Manage Roles in the channel, or for a permission that the bot itself has not.

    Source: Discord's docs, Channel > Edit Channel Permissions ("Requires the `MANAGE_ROLES` permission. Only
    permissions your bot has in the guild or parent channel (if applicable) can be allowed/denied").
    """
    require(ask, "manage_roles")
    if ask.call.method == "PUT":
        given = int(ask.body.get("allow") or 0) | int(ask.body.get("deny") or 0)
        _only(Permissions(given), ask.may_in_server)


def may_set_all(ask: Ask) -> None:
    """The same where all are set at once. Source: Discord's docs, Channel > Modify Channel, `permission_overwrites`."""
    if not ask.is_thread and ask.body.get("permission_overwrites") is not None:
        require(ask, "manage_roles")
        gives_only_what_it_has(ask)


def only_so_many_overwrites(ask: Ask) -> None:
    """400, 30060: a thousand a channel. Source: Discord's docs, Opcodes and Status Codes."""
    if _of(ask) is None and len(ask.channel["permission_overwrites"]) >= MOST_OVERWRITES:
        raise Refused(30060)


def is_there(ask: Ask) -> None:
    """404, 10009 for one that is not. Source: Discord's docs, Opcodes and Status Codes."""
    if _of(ask) is None:
        raise Refused(10009)


def not_in_a_thread(ask: Ask) -> None:
    """400, 50024: "Not usable in threads". Source: Discord's docs, Channel > Edit Channel Permissions."""
    if ask.is_thread:
        raise Refused(50024)


def _of(ask: Ask) -> Json | None:
    kept: list[Json] = ask.channel["permission_overwrites"]
    return next((entry for entry in kept if entry["id"] == ask.named["target"]), None)


def _category(ask: Ask) -> Json | None:
    wanted = ask.body.get("parent_id")
    return None if wanted is None else ask.world.channels.get(int(wanted))


def _only(given: Permissions, may: Permissions) -> None:
    if may.administrator:
        return
    if given.manage_roles or given.value & ~may.value:
        raise Refused(50013)
