"""Who is on the stage of a circle, and whom the bot asks to speak there.

Pure. Whoever comes to a stage is in its audience. Being asked to speak is no more than a question: nobody is heard who
has not said yes to it in Discord, and a raised hand is not a yes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.services.rooms.marks import Value


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is on a stage now, as Discord has told."""

    places: Mapping[int, Value]
    """Each person who is connected: in the audience, invited, or heard."""
    hands: Mapping[int, datetime]
    """Who in the audience has asked to speak, and when."""

    @property
    def in_turn(self) -> list[int]:
        """Those with a raised hand, the first first."""
        return sorted(self.hands, key=lambda person: (self.hands[person], person))


def place_of(state: discord.VoiceState) -> Value:
    """Where somebody is on a stage. The instant of the request means an invitation once they are not held any more."""
    if state.suppress:
        return Value.SUPPRESSED
    return Value.HEARD if state.requested_to_speak_at is None else Value.INVITED


def audience_of(stage: discord.StageChannel) -> Audience:
    """Who is on a stage, the bot left out."""
    states = {person: state for person, state in stage.voice_states.items() if person != stage.guild.me.id}
    return Audience(
        {person: place_of(state) for person, state in states.items()},
        {
            person: state.requested_to_speak_at
            for person, state in states.items()
            if state.suppress and state.requested_to_speak_at is not None
        },
    )


def cannot_invite(room: discord.VoiceChannel | discord.StageChannel) -> bool:
    """Whether people have to be invited to speak there, and the bot may not do it."""
    return isinstance(room, discord.StageChannel) and not room.permissions_for(room.guild.me).mute_members


def to_invite(
    audience: Audience, seated: Collection[int], arrived: Collection[int], holder: int | None
) -> list[int]:
    """Whom to invite on a stage on which everybody may speak, the most pressing first.

    Args:
        audience: who is there.
        seated: who has a seat. Nobody else is invited.
        arrived: who has just come, and was not asked yet.
        holder: who has accepted the piece and was not asked since; None: nobody.
    """
    held_back = {person for person, place in audience.places.items() if place is Value.SUPPRESSED}
    asked = [*([] if holder is None else [holder]), *audience.in_turn, *sorted(arrived)]
    return [person for person in dict.fromkeys(asked) if person in held_back and person in seated]
