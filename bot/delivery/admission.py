"""Letting people in and out of a room. What Discord says to one person's coming or going touches only that person.

Somebody who cannot be let in keeps the seat and is away for the circle; it is tried again until they are in or
give the seat up. Whoever left and is still there when the next turn begins is taken out.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import discord

from bot.circle import commands as c
from bot.circle.asking_in import is_to_be_asked
from bot.circle.model import Phase, SeatPlace
from bot.clock import Clock
from bot.ids import MemberXid
from bot.pace import Pace
from bot.services.circle.desk import CircleDesk
from bot.services.deliveries import table as d
from bot.services.deliveries.batch import Batch, Outcome
from bot.services.deliveries.rows import Plan, Row
from bot.services.rooms.obstacles import Obstacle

from .failures import Verdict, back_off_s
from .rooms.kinds import Rooms
from .rooms.room import Hindered

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""How long one person's call may take, in real seconds, before the cards of the session go first."""
SHUT_OUT_WAIT_S = 60.0
"""How long to wait before trying again to let somebody in whom Discord refuses: someone is putting it right."""
LOOK_AGAIN = timedelta(seconds=2)
"""How long it waits to look for somebody, at least, while calls to Discord stand in line."""
_PASSING = (Verdict.AGAIN, Verdict.LATER)
"""What says nothing about the person."""


class Admission:
    """Delivers admissions and dismissals."""

    def __init__(self, circle: CircleDesk, clock: Clock, pace: Pace, rooms: Rooms) -> None:
        self._circle = circle
        self._clock = clock
        self._pace = pace
        self._rooms = rooms

    async def deliver(
        self, batch: Batch, what: d.Admit | d.Dismiss | d.Look, row: Row, outcome: Outcome
    ) -> None:
        """Let one person in or out, or look whether they are still in the server. What Discord answers with instead is
        raised.

        Raises:
            discord.HTTPException: Discord said no.
            TimeoutError: it took too long; it is tried again, and the cards of the session go first.
        """
        seat, room = batch.session.state.seat(what.seat), self._rooms.of(batch.session)
        member_xid = batch.people.get(what.seat)
        is_seated = seat is not None and seat.is_seated
        if member_xid is None or is_seated is isinstance(what, d.Dismiss):
            return  # the seat was given up meanwhile, or taken again
        if seat is not None and seat.waits_outside and isinstance(what, d.Admit):
            return  # they come in with their answer to the agreements
        if isinstance(what, d.Look):
            await self._pace.turn()
            async with asyncio.timeout(PATIENCE_S):
                why = await room.look_for(batch.session, member_xid, self._clock.utcnow())
            if seat is not None and seat.is_inside:
                await self._found(batch, what, outcome, member_xid, why)
            return
        if batch.session.room_xid is None:
            return
        await self._pace.turn()
        async with asyncio.timeout(PATIENCE_S):
            if isinstance(what, d.Admit):
                if what.why:
                    if await room.obstacle(batch.session, member_xid):
                        raise Hindered(
                            Verdict.KEPT_OUT
                        )  # Discord adds whoever may not write there all the same
                    await self._pace.turn()
                await room.admit(batch.session, member_xid)
            else:
                is_barred = seat is not None and seat.place is SeatPlace.REMOVED
                was_there = await room.dismiss(batch.session, member_xid, barred=is_barred)
                if was_there and what.before_turn is not None:
                    outcome.follow += [Plan(d.TakenOut(what.seat)), Plan(d.Forget(what.seat))]
        if isinstance(what, d.Admit) and what.why:
            await self._circle.act(batch.session.id, member_xid, c.ComeBack())

    def stands_aside(self, row: Row) -> datetime | None:
        """Until when looking for somebody waits, because calls stand in line: after a start everybody is looked for, in
        every circle, and no card waits behind that. None: it goes now."""
        if not isinstance(row.what, d.Look) or self._pace.is_calm:
            return None
        return self._clock.utcnow() + LOOK_AGAIN * (1 + row.id % 4)

    def absent(self, batch: Batch, what: d.AskIn) -> list[int]:
        """The seats of those who are to be told the way to where people speak, because they are not there."""
        session = batch.session
        asked = [
            seat.number
            for seat in session.state.inside
            if what.seat in (None, seat.number) and is_to_be_asked(session.state, seat.number)
        ]
        people = {number: batch.people[number] for number in asked if number in batch.people}
        missed = self._rooms.of(session).not_connected(session, people.values())
        return [number for number, member_xid in people.items() if member_xid in missed]

    def meaning(self, batch: Batch, what: Verdict | None) -> Verdict | None:
        """What a failure means. Discord refuses alike what the bot lacks and what the person lacks."""
        if what is Verdict.KEPT_OUT and not self._rooms.of(batch.session).may_let_in(batch.session):
            return Verdict.FORBIDDEN
        return what

    def is_mine(self, row: Row, what: Verdict) -> bool:
        """Whether a failure is about one person, and not about the room or what the bot itself may do."""
        of_the_room = (Verdict.NO_CHANNEL, Verdict.FORBIDDEN, Verdict.SHUT)
        return isinstance(row.what, d.Look) or (row.policy.is_passage and what not in of_the_room)

    async def failed(self, batch: Batch, row: Row, outcome: Outcome, error: Exception, what: Verdict) -> None:
        """Keep what follows from a refusal for this person."""
        now = self._clock.utcnow()
        member_xid = batch.people.get(row.seat) if row.seat is not None else None
        if what is Verdict.NO_PERSON:
            outcome.done.append(row.id)
            if not isinstance(row.what, d.Dismiss) and row.seat is not None and member_xid is not None:
                await self._circle.act(batch.session.id, member_xid, c.Leave())
                outcome.follow.append(Plan(d.Dismiss(row.seat)))
        elif isinstance(row.what, d.Look) and what not in _PASSING:
            outcome.done.append(row.id)  # whatever is not clear changes nothing
        elif what in _PASSING or isinstance(row.what, d.Dismiss):
            wait_s = back_off_s(error, row.attempts, what) if what in _PASSING else SHUT_OUT_WAIT_S
            outcome.again[row.id] = now + timedelta(seconds=wait_s)
        else:
            outcome.again[row.id] = now + timedelta(seconds=SHUT_OUT_WAIT_S)
            if member_xid is not None and isinstance(row.what, d.Admit) and not row.what.why:
                is_full = self._rooms.of(batch.session).is_full(error)
                why = Obstacle.ROOM_FULL if is_full else await self._why(batch, member_xid)
                outcome.noted[row.id] = d.Admit(row.what.seat, why)
                await self._shut_out(batch, row.what.seat, outcome, member_xid, why)

    async def _found(
        self, batch: Batch, look: d.Look, outcome: Outcome, member_xid: MemberXid, why: Obstacle
    ) -> None:
        """Keep what follows from what somebody with a seat may do in the channel of a room: a change there may have
        shut them out, or let them in again."""
        entry = _coming_in(batch, look.seat)
        if batch.session.state.phase is Phase.ENDED or not (batch.session.room_xid or entry):
            return
        if not self._rooms.of(batch.session).may_let_in(batch.session):
            return  # nobody can come in, and that is told otherwise
        if why is Obstacle.PUT_OUT:
            if entry is None:
                outcome.follow.append(Plan(d.Admit(look.seat)))
            return
        now = self._clock.utcnow()
        admit = d.Admit(look.seat, why)
        is_known = entry is not None and entry.what != d.Admit(look.seat)
        if not why:
            if entry is not None and is_known:
                outcome.again[entry.id] = now
            return
        if entry is None:
            outcome.follow.append(Plan(admit, delay_s=SHUT_OUT_WAIT_S))
        else:
            outcome.noted[entry.id] = admit
            outcome.again[entry.id] = now + timedelta(seconds=SHUT_OUT_WAIT_S)
        if not is_known:
            await self._shut_out(batch, look.seat, outcome, member_xid, why)

    async def _why(self, batch: Batch, member_xid: MemberXid) -> Obstacle:
        """What somebody lacks, as far as the bot can find out."""
        await self._pace.turn()
        try:
            async with asyncio.timeout(PATIENCE_S):
                why = await self._rooms.of(batch.session).obstacle(batch.session, member_xid)
        except (discord.HTTPException, OSError):
            return Obstacle.UNKNOWN
        return why or Obstacle.UNKNOWN

    async def _shut_out(
        self, batch: Batch, seat: int, outcome: Outcome, member_xid: MemberXid, why: Obstacle
    ) -> None:
        """Tell the person and whoever holds the circle, once, and let the circle go on without waiting."""
        log.info("Somebody with a seat cannot be let into a room: %s", why.name)
        host = batch.session.state.host
        outcome.follow.append(Plan(d.ShutOut(seat, why)))
        if host is not None and host != seat:
            outcome.follow.append(Plan(d.CannotCome(host, who=seat, why=why)))
        await self._circle.act(batch.session.id, member_xid, c.StepOut())


def _coming_in(batch: Batch, seat: int) -> Row | None:
    """What lets somebody in, if that is still to be done."""
    return next((row for row in batch.rows if isinstance(row.what, d.Admit) and row.seat == seat), None)
