"""Opening the room of a circle: one that is made for it, or a channel that stays, for this circle alone.

Where a channel that stays will not do, the circle meets in one that is made for it, so that nobody waits.
"""

from __future__ import annotations

from dataclasses import replace

from bot.ids import ChannelXid
from bot.pace import Pace
from bot.services.circle.sessions import Session
from bot.services.deliveries import batch as batches
from bot.services.deliveries.batch import Batch, Outcome
from bot.services.rooms.desk import RoomsDesk
from bot.services.rooms.unfit import Unfit
from bot.ui.request import Bot
from bot.ui.rooms.standing import unfit

from .rooms.kinds import Rooms
from .rooms.room import RoomNotReady
from .rooms.standing import is_hidden


class RoomOpening:
    """Opens rooms."""

    def __init__(self, desk: RoomsDesk, pace: Pace, bot: Bot, rooms: Rooms) -> None:
        self._desk = desk
        self._pace = pace
        self._bot = bot
        self._rooms = rooms

    async def open(self, batch: Batch, outcome: Outcome) -> None:
        """Open the room of a session, if it has none yet.

        Raises:
            NoPlace: the channel of the invitation is gone.
            Hindered: something about the channel is in the way.
            RoomNotReady: others still see a channel that stays.
            ConnectionError: Discord has not told of the server; trying again later may work.
            discord.HTTPException: Discord said no.
        """
        if batch.session.room_xid is None and batch.session.room.standing_xid is not None:
            await self._take(batch, batch.session, batch.session.room.standing_xid, outcome)
        session = batch.session
        if session.room_xid is None:
            await self._pace.turn()
            outcome.room_xid = await self._rooms.of(session).open(session)
            batch.session = batches.in_room(session, outcome.room_xid)
        elif session.stands:
            # Nothing is shown there before it is hidden from all others.
            await self._rooms.of(session).check(session)
            if not is_hidden(self._bot, session):
                raise RoomNotReady("others still see the channel")

    async def _take(self, batch: Batch, session: Session, standing_xid: ChannelXid, outcome: Outcome) -> None:
        guild = self._bot.get_guild(session.guild_xid)
        if guild is None or guild.unavailable:
            raise ConnectionError("the server is not available")
        why = unfit(guild.get_channel(standing_xid))
        if why is None and not await self._desk.claim(session.id, standing_xid):
            why = Unfit.TAKEN
        if why is None:
            outcome.room_xid = standing_xid
            batch.session = batches.in_room(session, standing_xid)
        else:
            await self._desk.give_up_standing(session.id, why)
            batch.session = replace(session, room=replace(session.room, standing_xid=None))
