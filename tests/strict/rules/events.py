"""A server's scheduled events."""

from __future__ import annotations

from datetime import datetime

from ..ask import Ask
from ..errors import Refused, invalid
from ..shapes import BOT, STAGE, VOICE, Json

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
IN_CHANNEL = {
    1: (STAGE, ("manage_channels", "mute_members", "move_members")),
    2: (VOICE, ("view_channel", "connect")),
}
"""The types of events that are in a channel, the kind of that channel, and what it takes to make one there."""
STEPS = {SCHEDULED: (ACTIVE, CANCELED), ACTIVE: (COMPLETED,)}


def may_create(ask: Ask) -> None:
    """403, 50013 without Create Events: since 2026-02-23 Manage Events alone is not enough.

    Source: Discord's docs, Change Log, and Guild Scheduled Event > Permissions.
    """
    if not ask.may_in_server.create_events:
        raise Refused(50013)


def may_manage(ask: Ask) -> None:
    """One's own need Create Events, others' Manage Events. Source: Guild Scheduled Event > Permissions Requirements."""
    needed = "create_events" if ask.event["creator_id"] == str(BOT) else "manage_events"
    if not (getattr(ask.may_in_server, needed) or ask.may_in_server.manage_events):
        raise Refused(50013)


def only_so_many(ask: Ask) -> None:
    """400, 30038: a hundred that are scheduled or active. Source: Guild Scheduled Event; Opcodes and Status Codes."""
    waiting = [event for event in ask.server.events.values() if event["status"] in STEPS]
    if len(waiting) >= ask.server.most_events:
        raise Refused(30038)


def an_event_as_it_can_be(ask: Ask) -> None:
    """400, 50035: in the future, ending after it begins, and one without a channel with a place and an end.

    Source: Discord's docs, Guild Scheduled Event > Create Guild Scheduled Event, Field Requirements By Entity Type.
    """
    whole = {**(ask.event if "event" in ask.named else {}), **ask.body}
    if not 1 <= len(whole.get("name") or "") <= 100:
        raise invalid("name", "Must be between 1 and 100 in length.")
    if len(whole.get("description") or "") > 1000:
        raise invalid("description", "Must be 1000 or fewer in length.")
    starts = datetime.fromisoformat(whole["scheduled_start_time"])
    if "scheduled_start_time" in ask.body and starts <= ask.world.now():
        raise invalid("scheduled_start_time", "Cannot schedule event in the past.")
    ends = whole.get("scheduled_end_time")
    if ends is not None and datetime.fromisoformat(ends) <= starts:
        raise invalid("scheduled_end_time", "Must end after it starts.")
    if whole["entity_type"] in IN_CHANNEL:
        _in_a_channel(ask, whole)
    if whole["entity_type"] == 3:
        if ends is None:
            raise invalid("scheduled_end_time", "This field is required")
        if not 1 <= len((whole.get("entity_metadata") or {}).get("location") or "") <= 100:
            raise invalid("entity_metadata.location", "Must be between 1 and 100 in length.")


def _in_a_channel(ask: Ask, whole: Json) -> None:
    """400, 50035 for one without a channel of its kind, or with a place besides; 403, 50013 for a bot that may not hold
    it there.

    Source: Discord's docs, Guild Scheduled Event > Field Requirements By Entity Type; Permissions Requirements
    ("STAGE_INSTANCE: MANAGE_CHANNELS, MUTE_MEMBERS, MOVE_MEMBERS", "VOICE: VIEW_CHANNEL, CONNECT").
    """
    kind, needed = IN_CHANNEL[whole["entity_type"]]
    channel = ask.world.channels.get(int(whole.get("channel_id") or 0))
    if channel is None or channel["type"] != kind:
        raise invalid("channel_id", "This field is required")
    if ask.body.get("entity_metadata"):
        raise invalid("entity_metadata", "Must be empty.")
    may = ask.world.may(channel)
    if not all(getattr(may, name) for name in needed):
        raise Refused(50013)


def it_goes_on(ask: Ask) -> None:
    """400, 50035 for any other step than scheduled to active or canceled, and active to completed.

    Source: Guild Scheduled Event > Guild Scheduled Event Status: "Once `status` is set to `COMPLETED` or `CANCELED`,
    the `status` can no longer be updated", and the valid transitions there.
    """
    now, then = ask.event["status"], ask.body.get("status")
    if then is not None and then != now and then not in STEPS.get(now, ()):
        raise invalid("status", "Invalid Guild Scheduled Event Status Transition")
    if now not in STEPS:
        raise invalid("status", "A finished event cannot be changed")
