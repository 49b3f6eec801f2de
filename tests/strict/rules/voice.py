"""People in voice channels and on stages. What people themselves meet there is in `world`."""

from __future__ import annotations

from ..ask import Ask
from ..errors import Refused, invalid
from ..shapes import STAGE


def the_member_is_there(ask: Ask) -> None:
    """404: 10013 for nobody, 10007 for who is not in the server. Source: Guild > Get Guild Member; Opcodes."""
    if ask.person in ask.world.deleted_people:
        raise Refused(10013)
    if ask.world.member(ask.server.id, ask.person) is None:
        raise Refused(10007)


def may_change_a_member(ask: Ask) -> None:
    """403, 50013: muting needs Mute Members, deafening Deafen Members, moving Move Members.

    Source: Discord's docs, Guild > Modify Guild Member.
    """
    wanted = {
        "mute": "mute_members",
        "deaf": "deafen_members",
        "channel_id": "move_members",
        "nick": "manage_nicknames",
    }
    for name, permission in wanted.items():
        if name in ask.body and not getattr(ask.may_in_server, permission):
            raise Refused(50013)


def the_member_is_connected(ask: Ask) -> None:
    """400, 40032 for muting, deafening or moving somebody who is in no voice channel.

    Sources: Guild > Modify Guild Member; Opcodes and Status Codes; automuteus #126.
    """
    if {"mute", "deaf", "channel_id"} & set(ask.body) and ask.person not in ask.server.voice:
        raise Refused(40032)


def on_this_stage(ask: Ask) -> None:
    """404, 10065 for who is connected nowhere, 400, 50035 for another channel than the one they are in, 400, 50024
    for one that is no stage.

    Source: Discord's docs, Voice > Modify User Voice State, Caveats ("`channel_id` must currently point to a stage
    channel", "User must already have joined `channel_id`").
    """
    state = ask.server.voice.get(ask.person)
    if state is None:
        raise Refused(10065)
    if str(ask.body.get("channel_id", state["channel_id"])) != state["channel_id"]:
        raise invalid("channel_id", "The member is in another channel.")
    if ask.world.channel(int(state["channel_id"]))["type"] != STAGE:
        raise Refused(50024)


def may_hold_the_stage(ask: Ask) -> None:
    """403, 50013 without Mute Members in the stage. Source: Voice > Modify User Voice State, Caveats."""
    stage = ask.world.channel(int(ask.server.voice[ask.person]["channel_id"]))
    if not ask.world.may(stage).mute_members:
        raise Refused(50013)


def is_not_live_yet(ask: Ask) -> None:
    """400, 150006 for a stage that is live, 50035 for a topic that is none.

    Source: Discord's docs, Opcodes and Status Codes; Stage Instance > Stage Instance Object (`topic`, 1 to 120).
    """
    if not 1 <= len(ask.body.get("topic") or "") <= 120:
        raise invalid("topic", "Must be between 1 and 120 in length.")
    xid = int(ask.body["channel_id"])
    if xid in ask.world.servers[int(ask.world.channel(xid)["guild_id"])].stages:
        raise Refused(150006)


def a_stage_to_open(ask: Ask) -> None:
    """400, 50024 for no stage channel, 403, 50013 without being one of its moderators (Manage Channels, Mute Members,
    Move Members). Source: Discord's docs, Stage Instance > Definitions, Create Stage Instance."""
    channel = ask.world.channel(int(ask.body.get("channel_id") or ask.named["channel"]))
    if channel["type"] != STAGE:
        raise Refused(50024)
    may = ask.world.may(channel)
    if not (may.manage_channels and may.mute_members and may.move_members):
        raise Refused(50013)
