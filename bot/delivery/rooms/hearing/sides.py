"""The Discord side of each way in which somebody is heard: for another kind of room, another file like `channel`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import discord

from bot.ids import SessionId
from bot.services.rooms.holding import HeldRoom, HeldServer, StandingRoom
from bot.services.rooms.marks import Field, Mark, Value

from .plan import Edit
from .wants import Wanted


class Side(Protocol):
    """What one kind of edit needs of Discord."""

    def place(self, guild: discord.Guild, room: HeldRoom) -> int:
        """Where the fields of a held room are: the channel, or the server."""

    def look(self, guild: discord.Guild, place_xid: int, marks: Mapping[Field, Mark]) -> dict[Field, Value]:
        """What the fields of a place are now, as far as Discord has said so; every marked one among them."""

    def wanted(
        self,
        guild: discord.Guild,
        room: HeldRoom,
        actual: Mapping[Field, Value],
        marks: Mapping[Field, Mark],
    ) -> Wanted:
        """Which fields of a held room are to have which value."""

    async def make(self, guild: discord.Guild, edit: Edit) -> None:
        """Make one edit, in one call.

        Raises:
            discord.HTTPException: Discord said no.
            OSError: the line was cut.
        """

    def rooms_of(self, guild: discord.Guild, edit: Edit, rooms: Sequence[HeldRoom]) -> list[SessionId]:
        """The circles in whose rooms an edit makes a difference."""

    def may(self, guild: discord.Guild, edit: Edit) -> bool:
        """Whether the bot has the permission for edits of one person, so that a refusal is about that person."""


class Doors(Protocol):
    """What lets the people of a circle into a channel that stays, and all others not."""

    async def learn(self, guild: discord.Guild, held: HeldServer) -> None:
        """Find out what has to be known of people before it is said what is wanted."""

    def let_in(
        self,
        guild: discord.Guild,
        room: StandingRoom,
        actual: Mapping[Field, Value],
        marks: Mapping[Field, Mark],
    ) -> Wanted:
        """Which fields of such a channel are to have which value."""
