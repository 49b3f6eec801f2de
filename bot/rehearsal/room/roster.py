"""The roster of a voice channel or a stage, as the page shows it: who is there, who can be heard, and what was said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcord.backend.models import Channel, VoiceState

from . import simcord_calls
from .community import Guest
from .lines import has_hand_up, is_invited
from .world import World

HANGS_S = 40.0
"""Simulated seconds for which spoken words can be read."""


class Roster:
    """Reads who is connected in one rehearsal. Nothing changes here."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._community = world.community

    def of(self, guest: Guest, channel: Channel) -> dict[str, Any]:
        """Who is in a channel, and what was said there last, for those who hear it.

        Args:
            guest: who looks.
            channel: a voice channel or a stage.
        """
        states = {state.user_id: state for state in self._states(channel)}
        people = [self._person(guest, state) for state in states.values()]
        mine = states.get(guest.id)
        hears = mine is not None and not (mine.deaf or mine.self_deaf)
        return {"people": people, "aloud": self._aloud(channel, states) if hears else None}

    def _states(self, channel: Channel) -> Iterator[VoiceState]:
        states = self._world.community.backend.get_guild(self._community.guild.id).voice_states
        return (state for state in states.values() if state.channel_id == channel.id)

    def _person(self, guest: Guest, state: VoiceState) -> dict[str, Any]:
        known = self._community.guests.get(state.user_id)
        return {
            "id": str(state.user_id),
            "name": self._world.observer.person(state.user_id),
            "me": state.user_id == guest.id,
            "heard": self._world.lines.is_heard(state),
            "mute": state.mute,
            "self_mute": state.self_mute,
            "microphone": known is None or known.has_microphone,
            "deaf": state.deaf or state.self_deaf,
            "suppress": state.suppress,
            "hand": has_hand_up(state),
            "invited": is_invited(state),
        }

    def _aloud(self, channel: Channel, states: dict[int, VoiceState]) -> dict[str, str] | None:
        said = self._world.lines.aloud.get(channel.id)
        if said is None or said.at_s + HANGS_S < simcord_calls.elapsed(self._world.env):
            return None
        state = states.get(said.person)
        if state is None or not self._world.lines.is_heard(state):
            return None
        return {"name": self._world.observer.person(said.person), "words": said.words}
