"""A stage on which only the holder is heard: everyone else is in its audience, by what Discord calls suppress.

Lifting that is an invitation. Whoever it is held out to is invited, and accepting is to receive the piece
(`bot.delivery.stages`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot.ids import MemberXid, SessionId
from bot.services.rooms.holding import HeldRoom
from bot.services.rooms.marks import EditKind, Field, Mark, MarkProgress, Value
from bot.ui.request import Bot

from ..on_stage import Audience, audience_of
from .plan import Edit
from .wants import Wanted, on_stage, place_of

ELSEWHERE = (40032, 50024, 50035)
"""Discord's codes for somebody who has just left the stage: it asks for the channel that they are in."""


class StageSide:
    """Reads who is where as the gateway tells it, and moves or invites one person at once."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._pressed: dict[int, list[MemberXid]] = {}
        """Who has pressed a button to take a piece that lies in the middle, by stage, in that order."""

    def place(self, guild: discord.Guild, room: HeldRoom) -> int:
        """The stage."""
        return room.room_xid

    def look(self, guild: discord.Guild, place_xid: int, marks: Mapping[Field, Mark]) -> dict[Field, Value]:
        """Where everyone on the stage is. Whoever has left it left our doing behind."""
        gone = {f: Value.GONE for f in marks if f.kind is EditKind.SUPPRESS and f.place_xid == place_xid}
        places = _audience(guild, place_xid).places
        return gone | {place_of(place_xid, person): value for person, value in places.items()}

    def wanted(
        self,
        guild: discord.Guild,
        room: HeldRoom,
        actual: Mapping[Field, Value],
        marks: Mapping[Field, Mark],
    ) -> Wanted:
        """The holder is heard, whoever may take the piece is invited, and nobody else."""
        audience = _audience(guild, room.room_xid)
        heard = room.heard
        if not room.in_the_middle:
            self._pressed.pop(room.room_xid, None)  # whoever pressed for it pressed for that turn
        if heard is not None:
            heard |= self._invited(room, audience, marks) if room.in_the_middle else room.offered
        return on_stage(room.room_xid, audience.places, heard)

    def _invited(
        self, room: HeldRoom, audience: Audience, marks: Mapping[Field, Mark]
    ) -> frozenset[MemberXid]:
        """Whom to invite while the piece lies in the middle: whoever has pressed for it, and, when nobody is invited,
        whoever raised a hand first. The others keep their hands up, and their place in that row."""
        there = room.offered & audience.places.keys()
        said_no = {p for p in there if _progress(room, p, marks) is MarkProgress.THEIRS}
        pressed = [p for p in self._pressed.pop(room.room_xid, []) if p in there and p not in said_no]
        if pressed:
            self._pressed[room.room_xid] = pressed
        asked = {p for p in there if was_asked(room.room_xid, p, marks)} | set(pressed)
        hands = [MemberXid(person) for person in audience.in_turn if person in there]
        return frozenset(asked or hands[:1])

    def ask_for(self, room_xid: int, person: MemberXid) -> None:
        """Somebody would like the piece that lies in the middle: they are invited at the next look."""
        pressed = self._pressed.setdefault(room_xid, [])
        if person not in pressed:
            pressed.append(person)

    async def make(self, guild: discord.Guild, edit: Edit) -> None:
        """Move one person to the audience, or invite them to speak, unless they have just left.

        Raises:
            discord.HTTPException: Discord said no.
        """
        is_held = edit.values[EditKind.SUPPRESS] is Value.SUPPRESSED
        await self.move(guild.id, edit.place_xid, edit.target_xid, suppress=is_held)

    async def move(self, guild_xid: int, stage_xid: int, person: int, *, suppress: bool) -> None:
        """Put a person in the audience, or ask them to speak. Whoever has just left needs neither.

        Raises:
            discord.HTTPException: Discord said no.
        """
        body = {"channel_id": stage_xid, "suppress": suppress}
        try:
            await self._bot.http.edit_voice_state(guild_xid, person, body)
        except discord.HTTPException as error:
            if error.code not in ELSEWHERE:
                raise

    def rooms_of(self, guild: discord.Guild, edit: Edit, rooms: Sequence[HeldRoom]) -> list[SessionId]:
        """The circle on that stage."""
        return [room.session_id for room in rooms if room.room_xid == edit.place_xid]

    def may(self, guild: discord.Guild, edit: Edit) -> bool:
        """Whether the bot may hold that stage: then a refusal is about one person."""
        stage = guild.get_channel(edit.place_xid)
        return stage is not None and stage.permissions_for(guild.me).mute_members


def was_asked(room_xid: int, person: int, marks: Mapping[Field, Mark]) -> bool:
    """Whether somebody was invited to speak for the turn in hand, and has not declined."""
    mark = marks.get(place_of(room_xid, person))
    return (
        mark is not None
        and mark.ours is Value.HEARD
        and mark.progress in (MarkProgress.MAKING, MarkProgress.MADE)
    )


def _progress(room: HeldRoom, person: int, marks: Mapping[Field, Mark]) -> MarkProgress | None:
    mark = marks.get(place_of(room.room_xid, person))
    return None if mark is None else mark.progress


def _audience(guild: discord.Guild, stage_xid: int) -> Audience:
    stage = guild.get_channel(stage_xid)
    return audience_of(stage) if isinstance(stage, discord.StageChannel) else Audience({}, {})
