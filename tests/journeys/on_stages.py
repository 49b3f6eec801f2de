"""What people do on a stage, beside what they do in any voice channel."""

from __future__ import annotations

from typing import Any

from bot.services.rooms.marks import Value
from tests.journeys.house import House


def place(h: House, who: Any) -> Value:
    """Where somebody is on the stage."""
    state = h.env.backend.get_guild(h.guild_id).voice_states.get(who.id)
    if state is None or state.channel_id != h.room.id:
        return Value.GONE
    if state.suppress:
        return Value.SUPPRESSED
    return Value.HEARD if state.request_to_speak_timestamp is None else Value.INVITED


async def _set(h: House, who: Any, *, suppress: bool, asked: str | None) -> None:
    h.env.backend.set_voice_state(
        h.guild_id, who.id, h.room.id, suppress=suppress, request_to_speak_timestamp=asked
    )
    await h.env.settle()


async def accept(h: House, who: Any) -> None:
    """Somebody who was invited accepts in Discord's own dialog."""
    assert place(h, who) is Value.INVITED, f"{who.name} was not invited"
    await _set(h, who, suppress=False, asked=None)


async def decline(h: House, who: Any) -> None:
    """Somebody who was invited, or speaks, goes back to the audience by themselves."""
    assert place(h, who) in (Value.INVITED, Value.HEARD)
    await _set(h, who, suppress=True, asked=None)


async def raise_hand(h: House, who: Any) -> None:
    """Somebody in the audience asks to speak."""
    assert place(h, who) is Value.SUPPRESSED
    await _set(h, who, suppress=True, asked=h.env.backend.now_iso())


async def take_the_stage(h: House, who: Any) -> None:
    """A moderator of the stage speaks without being asked."""
    await _set(h, who, suppress=False, asked=None)
