"""A stage that is made for one session. Whoever speaks is invited to, and the cards stand in its own chat."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.ui.rooms import stages
from bot.ui.rooms.stages import COMMUNITY
from bot.ui.rooms.words import RoomWords

from ..failures import Verdict
from .overwrites import Made
from .room import Hindered
from .voice import VoiceRoom


class StageRoom(VoiceRoom):
    """The Discord side of a stage. It goes and is kept as a voice channel that was made for one session. That it is
    live, and who is invited to speak, is the matter of `bot.delivery.stages`."""

    kind: ClassVar[type[Made]] = discord.StageChannel
    words: ClassVar[RoomWords] = stages
    besides: ClassVar[tuple[str, ...]] = ("read_message_history", "request_to_speak")

    def _lacks(self, room: Made) -> list[str]:
        """Without what it takes to invite anybody to speak, people still come in, and the cards go on."""
        return [name for name in super()._lacks(room) if name not in stages.EVERYWHERE]

    async def _create(self, guild: discord.Guild, name: str, **how: Any) -> Made:
        if COMMUNITY not in guild.features:
            raise Hindered(Verdict.NOT_HERE)
        return await guild.create_stage_channel(name, **how)
