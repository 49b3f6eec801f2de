"""Servers: their people, their scheduled events, and who is in voice and on stages."""

from __future__ import annotations

from typing import Any

from ..ask import Answer, Ask, Route
from ..errors import Refused
from ..rules import access, events, voice
from ..shapes import BOT, Json, user


def _guild(ask: Ask) -> Answer:
    whole = ask.world.guild(ask.server.id)
    return 200, {
        name: value for name, value in whole.items() if name not in ("threads", "members", "channels")
    }


def _channels(ask: Ask) -> Answer:
    return 200, ask.world.guild(ask.server.id)["channels"]


def _roles(ask: Ask) -> Answer:
    return 200, ask.world.roles(ask.server.id)


def _member(ask: Ask) -> Answer:
    return 200, ask.world.member(ask.server.id, ask.person)


def _user(ask: Ask) -> Answer:
    if ask.person in ask.world.deleted_people:
        raise Refused(10013)
    return 200, user(ask.person)


async def _edit_member(ask: Ask) -> Answer:
    """Muted and deafened by the server stays with the member. Source: Guild > Modify Guild Member; #2204."""
    world, server = ask.world, ask.server
    of = server.members[ask.person]
    of |= {name: ask.body[name] for name in ("mute", "deaf", "nick") if name in ask.body}
    if ask.person in server.voice:
        if "channel_id" in ask.body and ask.body["channel_id"] is None:
            await world.disconnect(server.id, ask.person)
        elif "channel_id" in ask.body:
            await world.connect(server.id, ask.person, int(ask.body["channel_id"]))
        else:
            state = server.voice[ask.person]
            state |= {name: of[name] for name in ("mute", "deaf")}
            await world.tell("VOICE_STATE_UPDATE", state)
    return 200, of


# Events


def _events(ask: Ask) -> Answer:
    return 200, list(ask.server.events.values())


def _event(ask: Ask) -> Answer:
    return 200, ask.event


async def _create_event(ask: Ask) -> Answer:
    world = ask.world
    made: Json = {
        "channel_id": None,
        "description": None,
        "scheduled_end_time": None,
        "entity_metadata": None,
        "image": None,
        "recurrence_rule": None,
        "guild_scheduled_event_exceptions": [],
        **ask.body,
        "id": str(world.snowflake()),
        "guild_id": str(ask.server.id),
        "creator_id": str(BOT),
        "status": events.SCHEDULED,
        "entity_id": None,
    }
    ask.server.events[int(made["id"])] = made
    world.effects.append(("event", ask.server.id, made["name"]))
    await world.tell("GUILD_SCHEDULED_EVENT_CREATE", made)
    return 200, made


async def _edit_event(ask: Ask) -> Answer:
    event = ask.event
    event |= ask.body
    if event["channel_id"] is not None:
        event["channel_id"] = str(event["channel_id"])
    await ask.world.tell("GUILD_SCHEDULED_EVENT_UPDATE", event)
    return 200, event


async def _delete_event(ask: Ask) -> Answer:
    gone = ask.server.events.pop(int(ask.event["id"]))
    await ask.world.tell("GUILD_SCHEDULED_EVENT_DELETE", gone)
    return 204, None


# Voice


def _voice_state(ask: Ask) -> Answer:
    state = ask.server.voice.get(ask.person)
    if state is None:
        raise Refused(10065)
    return 200, state


async def _edit_voice_state(ask: Ask) -> Answer:
    if "suppress" in ask.body:
        await ask.world.hold(ask.server.id, ask.person, bool(ask.body["suppress"]))
    return 204, None


def _stage(ask: Ask) -> tuple[Any, Json]:
    channel = ask.channel
    server = ask.world.servers[int(channel["guild_id"])]
    found = server.stages.get(int(channel["id"]))
    if found is None:
        raise Refused(10067)
    return server, found


def _get_stage(ask: Ask) -> Answer:
    return 200, _stage(ask)[1]


async def _open_stage(ask: Ask) -> Answer:
    world, xid = ask.world, int(ask.body["channel_id"])
    guild = world.channels[xid]["guild_id"]
    made: Json = {
        "id": str(world.snowflake()),
        "guild_id": guild,
        "channel_id": str(xid),
        "topic": ask.body["topic"],
        "privacy_level": 2,
        "discoverable_disabled": True,
        "guild_scheduled_event_id": None,
    }
    world.servers[int(guild)].stages[xid] = made
    await world.tell("STAGE_INSTANCE_CREATE", made)
    return 200, made


async def _edit_stage(ask: Ask) -> Answer:
    _, found = _stage(ask)
    found |= ask.body
    await ask.world.tell("STAGE_INSTANCE_UPDATE", found)
    return 200, found


async def _close_stage(ask: Ask) -> Answer:
    server, found = _stage(ask)
    del server.stages[int(found["channel_id"])]
    await ask.world.tell("STAGE_INSTANCE_DELETE", found)
    return 204, None


GUILD, EVENTS = "/guilds/{guild}", "/guilds/{guild}/scheduled-events"
EVENT, MEMBER, STATE = EVENTS + "/{event}", GUILD + "/members/{person}", GUILD + "/voice-states/{person}"
STAGE = "/stage-instances/{channel}"
IN = access.in_the_server
ROUTES = [
    Route("GET", GUILD, _guild, IN),
    Route("GET", GUILD + "/channels", _channels, IN),
    Route("GET", GUILD + "/roles", _roles, IN),
    Route("GET", "/users/{person}", _user),
    Route("GET", MEMBER, _member, IN, voice.the_member_is_there),
    Route(
        "PATCH",
        MEMBER,
        _edit_member,
        IN,
        voice.the_member_is_there,
        voice.may_change_a_member,
        voice.the_member_is_connected,
    ),
    Route("GET", EVENTS, _events, IN),
    Route(
        "POST",
        EVENTS,
        _create_event,
        IN,
        events.may_create,
        events.an_event_as_it_can_be,
        events.only_so_many,
    ),
    Route("GET", EVENT, _event, IN),
    Route(
        "PATCH", EVENT, _edit_event, IN, events.may_manage, events.it_goes_on, events.an_event_as_it_can_be
    ),
    Route("DELETE", EVENT, _delete_event, IN, events.may_manage),
    Route("GET", STATE, _voice_state, IN),
    Route("PATCH", STATE, _edit_voice_state, IN, voice.on_this_stage, voice.may_hold_the_stage),
    Route("POST", "/stage-instances", _open_stage, voice.a_stage_to_open, voice.is_not_live_yet),
    Route("GET", STAGE, _get_stage),
    Route("PATCH", STAGE, _edit_stage, voice.a_stage_to_open),
    Route("DELETE", STAGE, _close_stage, voice.a_stage_to_open),
]
