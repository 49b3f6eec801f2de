"""Direct messages: closed, too fast, and to whom there is no way."""

from __future__ import annotations

from datetime import timedelta

from ..ask import Ask
from ..errors import Refused
from ..shapes import DM


def not_too_many_at_once(ask: Ask) -> None:
    """403, 40003: who opens many new ones in a short time is refused for a while; spread out they go through.

    Source: Discord's docs, Opcodes and Status Codes, and User > Create DM ("If you open a significant amount of DMs
    too quickly, your bot may be rate limited or blocked from opening new ones"). How many is not written anywhere;
    here `World.most_new_direct` in a minute.
    """
    world, now = ask.world, ask.world.now()
    person = int(ask.body["recipient_id"])
    if any(channel.get("recipient") == person for channel in world.channels.values()):
        return
    lately = [at for at in world.opened_direct if now - at < timedelta(minutes=1)]
    if len(lately) >= world.most_new_direct:
        raise Refused(40003)
    world.opened_direct[:] = [*lately, now]


def the_person_takes_them(ask: Ask) -> None:
    """403: 50007 when they are closed, 50278 when no server is shared. The channel can be opened all the same.

    Source: Discord's docs, Opcodes and Status Codes; discord-api-docs #8212; reports by people who run bots.
    """
    if ask.channel["type"] != DM:
        return
    world, person = ask.world, ask.channel["recipient"]
    if not any(world.member(guild, person) for guild in world.guilds):
        raise Refused(50278)
    if person in world.closed_direct:
        raise Refused(50007)
