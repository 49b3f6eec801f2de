"""People in voice channels and on stages, as they come, go, ask to speak and are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .shapes import STAGE, Json

if TYPE_CHECKING:
    from .state import State as _State
else:
    _State = object


class Voice(_State):
    """What happens in voice; a part of `World`."""

    async def connect(self, guild: int, person: int, channel: int) -> None:
        """Somebody joins a voice channel or a stage, or moves there. What they may do is worked out now, and stays.

        Sources: discord-api-docs #4032, #7096 ("working as intended"); Guild > Guild Member, `mute` and `deaf` stay
        with the member. Who comes to a stage is in the audience, except its moderators.
        """
        server, where = self.servers[guild], self.channels[channel]
        of, may = self.member(guild, person), self.may(where, person)
        assert of is not None, "they have left the server"
        assert may.connect, "they may not come in"
        server.voice[person] = {
            "guild_id": str(guild),
            "channel_id": str(channel),
            "user_id": str(person),
            "member": of,
            "session_id": f"voice-{person}",
            "deaf": of["deaf"],
            "mute": of["mute"],
            "self_deaf": False,
            "self_mute": False,
            "self_video": False,
            "self_stream": False,
            "suppress": where["type"] == STAGE or not may.speak,
            "request_to_speak_timestamp": None,
        }
        await self._voice_changed(guild, person)

    async def disconnect(self, guild: int, person: int) -> None:
        """Somebody leaves voice. Being muted by the server stays with them."""
        gone = self.servers[guild].voice.pop(person)
        await self.tell("VOICE_STATE_UPDATE", {**gone, "channel_id": None})

    async def raise_hand(self, guild: int, person: int) -> None:
        """Somebody in the audience asks to speak."""
        state = self.servers[guild].voice[person]
        assert self.may(self.channels[int(state["channel_id"])], person).request_to_speak, "they may not ask"
        state["request_to_speak_timestamp"] = self.now().isoformat()
        await self._voice_changed(guild, person)

    async def accept(self, guild: int, person: int) -> None:
        """Somebody who was invited to speak accepts, and is heard from now on."""
        state = self.servers[guild].voice[person]
        assert self.is_invited(guild, person), "they were not invited"
        state["request_to_speak_timestamp"] = None
        await self._voice_changed(guild, person)

    async def decline(self, guild: int, person: int) -> None:
        """Somebody who was invited goes back to the audience; so may whoever speaks."""
        self.servers[guild].voice[person] |= {"suppress": True, "request_to_speak_timestamp": None}
        await self._voice_changed(guild, person)

    async def take_the_stage(self, guild: int, person: int) -> None:
        """A moderator of the stage speaks without being asked, and cannot be held.

        Source: Voice > Modify Current User Voice State, Caveats ("You must have the `MUTE_MEMBERS` permission to
        unsuppress yourself").
        """
        state = self.servers[guild].voice[person]
        assert self.may(self.channels[int(state["channel_id"])], person).mute_members, "they must be invited"
        state |= {"suppress": False, "request_to_speak_timestamp": None}
        await self._voice_changed(guild, person)

    def is_invited(self, guild: int, person: int) -> bool:
        """Whether somebody was asked to the stage and has not said yes yet."""
        state = self.servers[guild].voice[person]
        return not state["suppress"] and state["request_to_speak_timestamp"] is not None

    def is_heard(self, guild: int, person: int) -> bool:
        """Whether what somebody says can be heard: connected, not muted, not suppressed, and not only invited."""
        state = self.servers[guild].voice.get(person)
        if state is None or state["mute"] or state["suppress"]:
            return False
        return not self.is_invited(guild, person)

    async def end_stage(self, channel: int) -> None:
        """A moderator ends what Discord calls the stage; or Discord does, after some minutes without a speaker.

        Source: Discord's docs, Stage Instance > Auto Closing.
        """
        over = self.servers[int(self.channels[channel]["guild_id"])].stages.pop(channel)
        await self.tell("STAGE_INSTANCE_DELETE", over)

    async def _voice_changed(self, guild: int, person: int) -> None:
        state: Json = self.servers[guild].voice[person]
        await self.tell("VOICE_STATE_UPDATE", state)

    async def hold(self, guild: int, person: int, suppress: bool) -> None:
        """The bot holds somebody on a stage, or invites them to speak.

        Source: Voice > Modify User Voice State ("When unsuppressed, non-bot users will have their
        `request_to_speak_timestamp` set to the current time"; "When suppressed, the user will have their
        `request_to_speak_timestamp` removed").
        """
        state = self.servers[guild].voice[person]
        state["suppress"] = suppress
        state["request_to_speak_timestamp"] = None if suppress else self.now().isoformat()
        await self._voice_changed(guild, person)
