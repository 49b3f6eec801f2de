"""Lines: who is connected to voice, and what people do there themselves. They come and go, raise a hand, answer an
invitation to speak, and lose their line.

It is used for whoever is at the page and for those who play themselves. What the page shows of it is in `roster`.
"""

from __future__ import annotations

from dataclasses import dataclass

import discord
from simcord.backend.models import VoiceState

from .community import Community, Guest
from .refused import Refused

VOICE, STAGE = 2, 13
"""Discord's numbers for channels one can be in."""


@dataclass(frozen=True)
class Aloud:
    """What somebody said last in a channel, with their voice."""

    person: int
    words: str
    at_s: float


class Lines:
    """The lines of one rehearsal. Whoever changes anything holds the world's lock."""

    def __init__(self, community: Community) -> None:
        self._community = community
        self._backend = community.backend
        self._dropped: dict[int, int] = {}
        """Whose line is down, by their id, and where they were."""
        self.aloud: dict[int, Aloud] = {}
        """What was said last, by channel."""

    @property
    def dropped(self) -> list[int]:
        """Whose line is down now."""
        return list(self._dropped)

    def state(self, guest: Guest) -> VoiceState | None:
        """How somebody is connected; None when they are not, or when their channel was deleted."""
        state = self._backend.get_guild(self._community.guild.id).voice_states.get(guest.id)
        return state if state is not None and state.channel_id in self._backend.channels else None

    def is_heard(self, state: VoiceState) -> bool:
        """Whether those in the same channel hear this person, if they speak."""
        if state.mute or state.self_mute or state.suppress or is_invited(state):
            return False
        if self._is_on_stage(state):
            return True
        granted = self._backend.compute_permissions(state.guild_id, state.user_id, state.channel_id)
        return discord.Permissions(granted).speak

    async def join(self, guest: Guest, channel: int) -> None:
        """Connect. Discord puts whoever comes to a stage into its audience, and a mute waits for whom it is meant.

        Raises:
            Refused: their line is down.
            BackendError: they may not come in.
        """
        if guest.id in self._dropped:
            raise Refused(f"{guest.name}'s line is down. Their line is among what can happen to them.")
        guild = self._community.guild.id
        self._backend.require_permissions(guild, guest.id, channel, "connect")
        self._backend.set_voice_state(
            guild,
            guest.id,
            channel,
            mute=self._backend.get_guild(guild).members[guest.id].mute,
            self_mute=not guest.has_microphone,
            suppress=self._backend.get_channel(channel).type == STAGE,
            request_to_speak_timestamp=None,
        )
        await self._community.env.settle()

    async def leave(self, guest: Guest) -> None:
        """Go out of voice."""
        await guest.actor.leave_voice()

    async def raise_hand(self, guest: Guest, on: bool) -> None:
        """Ask to speak on a stage, or no longer. Raises `Refused` outside of an audience."""
        state = self._on_stage(guest)
        if state is None or not state.suppress:
            raise Refused("A hand can be raised in the audience of a stage; this person is not in one.")
        await self._move(state, asked=on, suppress=True)

    async def answer(self, guest: Guest, accepts: bool) -> None:
        """Accept Discord's invitation to speak, or go back to the audience. Raises `Refused` without one."""
        state = self._on_stage(guest)
        if state is None or state.suppress:
            raise Refused("Nobody has invited this person to speak on a stage.")
        if accepts and not guest.has_microphone:
            raise Refused(f"{guest.name} has no microphone. They can take their turn in writing: I write.")
        await self._move(state, asked=False, suppress=not accepts)

    async def drop(self, guest: Guest, on: bool) -> None:
        """A line drops, or one that is down comes back: its person is where they were, if that is there still.

        Raises:
            Refused: they are not in voice.
        """
        if not on:
            await self._come_back(guest, self._dropped.pop(guest.id))
            return
        state = self.state(guest)
        if state is None or state.channel_id is None:
            raise Refused(f"{guest.name} is in no voice channel and on no stage.")
        self._dropped[guest.id] = state.channel_id
        await guest.actor.leave_voice()

    async def _come_back(self, guest: Guest, channel: int) -> None:
        is_there = self._community.is_here(guest) and channel in self._backend.channels
        if not is_there or self.state(guest) is not None:
            return
        granted = self._backend.compute_permissions(self._community.guild.id, guest.id, channel)
        if discord.Permissions(granted).connect:
            await self.join(guest, channel)

    def say(self, guest: Guest, channel: int, words: str) -> bool:
        """Say something with one's voice. Returns False when nobody in that channel would hear it."""
        state = self.state(guest)
        if state is None or state.channel_id != channel or not self.is_heard(state):
            return False
        self.aloud[channel] = Aloud(guest.id, words, self._backend.clock.elapsed)
        return True

    def _on_stage(self, guest: Guest) -> VoiceState | None:
        state = self.state(guest)
        return state if state is not None and self._is_on_stage(state) else None

    def _is_on_stage(self, state: VoiceState) -> bool:
        channel = self._backend.channels.get(state.channel_id or 0)
        return channel is not None and channel.type == STAGE

    async def _move(self, state: VoiceState, *, asked: bool, suppress: bool) -> None:
        self._backend.set_voice_state(
            state.guild_id,
            state.user_id,
            state.channel_id,
            suppress=suppress,
            request_to_speak_timestamp=self._backend.now_iso() if asked else None,
        )
        await self._community.env.settle()


def is_invited(state: VoiceState) -> bool:
    """Whether Discord has asked this person to speak, and waits for their answer."""
    return not state.suppress and state.request_to_speak_timestamp is not None


def has_hand_up(state: VoiceState) -> bool:
    """Whether this person in an audience asks to speak."""
    return state.suppress and state.request_to_speak_timestamp is not None
