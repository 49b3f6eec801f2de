"""The sender: takes the outbox to Discord, in order within a session and side by side across sessions.

What is shown is drawn from the state of the moment. A row leaves the outbox only after Discord has it; a row
sent twice because the bot stopped in between is recognised there by its nonce. Nothing is decided here.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.ids import SessionId
from bot.services.circle.sessions import NoSession
from bot.services.deliveries import batch as batches
from bot.services.deliveries import table as d
from bot.services.deliveries.batch import Batch, Outcome
from bot.services.deliveries.policy import ForSeat
from bot.services.deliveries.rows import Row, slot
from bot.services.desks import Desks
from bot.services.unit_of_work import NotSaved
from bot.services.unreadable import Unreadable

from .asking import is_waited_for
from .courier import Courier
from .due_times import DueTimes
from .precedence import how_late
from .remedies import Remedies

log = logging.getLogger(__name__)

TROUBLE_WAIT_S = 5.0
ANSWERING = timedelta(seconds=2)
"""How long a card waits that an answer may be posting in this moment."""
LAST_CALLS = timedelta(hours=1)
"""How long a room that is to be closed waits, at most, for what is still to be shown of its session."""


class Sender:
    """Runs until it is cancelled; `wake` tells it that there is something new."""

    def __init__(self, desks: Desks, clock: Clock, courier: Courier) -> None:
        self._desks = desks
        self._clock = clock
        self._courier = courier
        self._remedies = Remedies(desks, clock, courier)
        self._due = DueTimes(clock)
        self._newest: int | None = None
        """The newest row of the outbox that this sender has not been told of itself; None where any may be."""
        self._is_troubled = False
        """Whether the database could not be used when it was tried last."""
        self._serving: dict[SessionId, asyncio.Task[None]] = {}
        self._is_running = False

    @property
    def troubled(self) -> dict[int, int]:
        """The sessions that stand still because of a refusal, and their servers."""
        return self._remedies.troubled

    @property
    def is_idle(self) -> bool:
        """Whether everything that is due has been delivered, or was tried."""
        return not (self._serving or self._due.has_news)

    def wake(self, session_id: SessionId | None = None, due_at: datetime | None = None) -> None:
        """A session, or any (None), may have something to deliver: at that instant, or now (None)."""
        now = self._clock.utcnow()
        if session_id is None:
            self._newest = None
            self._due.look_by(now)
        elif due_at is None or due_at <= now:
            self._due.waiting.add(session_id)
            if self._is_running:
                self._begin(session_id)
        else:
            self._due.expect(session_id, due_at)

    def is_free(self, session_id: SessionId) -> bool:
        """Whether what a session has waiting would be delivered at once. Any thread may ask."""
        return self._is_running and session_id not in self._serving

    def take(self, batch: Batch) -> None:
        """Deliver what a session has waiting. It was read in the transaction that was just committed."""
        session_id = batch.session.id
        if self.is_free(session_id):
            self._due.seen(session_id)
            self._begin(session_id, batch)
        else:
            self.wake(session_id)

    def look_soon(self) -> None:
        """The database could not be used. What was asked of it may be saved all the same, so look at the whole outbox
        in a moment."""
        self._newest = None
        self._due.look_by(self._clock.utcnow() + timedelta(seconds=self._clock.fault_s))

    def expect_answer(self, session_id: SessionId, slot: str, until: datetime) -> None:
        """The answer to a press is about to draw a card. At that instant its row is looked at, unless it came."""
        self._due.expect_answer(session_id, slot, until)

    def answered(self, session_id: SessionId, slot: str) -> None:
        """An answer has drawn a card."""
        # While something of the session is delivered, the same card may be drawn as it was before. The batch tells.
        if session_id not in self._serving:
            self._due.answers.came(session_id, slot)

    async def run(self) -> None:
        """Deliver whatever is due, for ever."""
        self._is_running = True
        try:
            while True:
                now = self._due.pass_on()
                if self._due.look_at is not None and self._due.look_at <= now:
                    await self._look(now)
                for session_id in tuple(self._due.waiting):
                    self._begin(session_id)
                await self._due.rest()
        finally:
            self._is_running = False
            for task in self._serving.values():
                task.cancel()
            await asyncio.gather(*self._serving.values(), return_exceptions=True)

    def _begin(self, session_id: SessionId, batch: Batch | None = None) -> None:
        """Deliver what a session has waiting, unless that is done already: then it is looked at once more after it."""
        if session_id not in self._serving:
            task = asyncio.create_task(self._serve(session_id, batch), name=f"deliver-{session_id}")
            self._serving[session_id] = task

    async def _look(self, now: datetime) -> None:
        """Find every session with something due, and when the next one has."""
        self._due.look_at = None
        try:
            found = await self._desks.delivery.waiting(now, self._newest)
        except NotSaved as error:
            self._note(error)
            self._newest = None  # what was told of meanwhile may not have been looked for
            self._due.look_by(now + timedelta(seconds=self._clock.fault_s))
            return
        except Exception:
            # Whatever it is, it is tried again: a sender that stopped would silence every circle.
            log.exception("The outbox could not be read")
            self._due.look_by(now + timedelta(seconds=TROUBLE_WAIT_S))
            return
        self._is_troubled = False
        if self._due.look_at is None:  # else something may have come meanwhile that nobody was told of
            self._newest = found.newest
        self._due.waiting.update(found.sessions)
        self._due.look_by(now + timedelta(seconds=TROUBLE_WAIT_S) if found.is_cut else found.next_at)

    async def _serve(self, session_id: SessionId, batch: Batch | None) -> None:
        """Deliver what one session has waiting, until nothing of it is due: first this batch, if it was read before."""
        try:
            due = True
            while due:
                if batch is None:
                    self._due.seen(session_id)
                    batch = await self._desks.delivery.batch_of(session_id)
                due = await self._deliver(batch) or session_id in self._due.waiting
                batch = None
        except NoSession:
            self._forget(session_id)
        except Unreadable as error:
            await self._set_aside(error)
        except NotSaved as error:
            self._note(error)
            await self._clock.sleep(self._clock.fault_s, "after a fault")
            self._due.waiting.add(session_id)
        except Exception:
            # A fault of ours: what it cannot do now it may do later, and no other session waits for it.
            log.exception("A session could not be served")
            await self._clock.sleep(TROUBLE_WAIT_S, "after a fault")
            self._due.waiting.add(session_id)
        finally:
            self._serving.pop(session_id, None)
            if session_id in self._due.waiting:
                self._due.wake()

    def _note(self, error: NotSaved) -> None:
        if not self._is_troubled:  # else it would be said every second
            log.error("The outbox could not be read or kept, and is tried again every second: %s", str(error))
        self._is_troubled = True

    def _forget(self, session_id: SessionId) -> None:
        """Forget a session that is gone."""
        self._courier.forget(session_id)
        self._remedies.forget(session_id)
        self._due.answers.forget(session_id)

    async def _set_aside(self, error: Unreadable) -> None:
        """What cannot be read is not looked at again; the rest of the outbox goes on."""
        try:
            await self._desks.timing.set_aside(error)
        except NotSaved:
            await self._clock.sleep(TROUBLE_WAIT_S, "after a fault")

    async def _deliver(self, batch: Batch) -> bool:
        """Deliver one batch. Returns whether there may be more that is due."""
        session_id, now = batch.session.id, self._clock.utcnow()
        ready = self._ready(batch, now)
        if not ready:
            await self._remedies.still_stuck(batch)
            until = await self._stand_in_line(batch)
            # What is due and cannot go yet waits for something that is not due.
            left = [row.not_before for row in self._left(batch)]
            later = [at for at in left if at > now]
            if until is not None or (left and not later):
                later.append(until or now + timedelta(seconds=TROUBLE_WAIT_S))
            self._due.expect(session_id, min(later, default=None))
            return False
        outcome = Outcome()
        try:
            for row in ready:
                if not await self._send(batch, row, outcome):
                    break
        finally:
            # Whatever came of letting somebody out, who they were is not kept for it.
            done = [row.what for row in ready if row.id in outcome.done]
            still = {plan.what.seat for plan in outcome.follow if isinstance(plan.what, ForSeat)}
            outcome.let_go.extend(
                what.seat
                for what in done
                if isinstance(what, d.Dismiss | d.Forget) and what.seat not in still
            )
            outcome.told.extend(what.turn for what in done if isinstance(what, d.Resonance))
            # Even when the bot is stopping: what Discord has must not be sent again. It is begun before this waits.
            await self._desks.delivery.keep(session_id, outcome)
        if outcome.closed:
            self._forget(session_id)
        await self._remedies.seen_again(batch, outcome)
        return not self._is_served(batch, outcome)

    def _is_served(self, batch: Batch, outcome: Outcome) -> bool:
        """Whether all that was due has been delivered, so that nothing needs to be looked at again now."""
        left = [row.not_before for row in self._left(batch) if row.id not in outcome.done]
        if (
            outcome.again
            or outcome.put_off
            or outcome.room_lost
            or any(at <= self._clock.utcnow() for at in left)
        ):
            return False
        self._due.expect(batch.session.id, min(left, default=None))
        return True

    def _left(self, batch: Batch) -> list[Row]:
        """The rows of a batch that have to be looked at when they are due: not those of an answer that is awaited, or
        that has come meanwhile."""
        left = []
        for row in batch.rows:
            if not self._due.answers.awaits(batch.session.id, row):
                left.append(row)
            elif row.post is not None and self._courier.is_shown(batch, row):
                self._due.answers.came(batch.session.id, slot(row.post))
        return left

    async def _stand_in_line(self, batch: Batch) -> datetime | None:
        """What is due behind something that is not waits as long as that does, and is not looked at meanwhile.
        Returns until when."""
        now = self._clock.utcnow()
        room = batch.session.room_xid is not None
        waiting = [row for row in batch.rows if row.policy.in_order or (row.policy.is_passage and not room)]
        if not any(row.not_before <= now for row in waiting):
            return None
        ahead = next((row for row in batch.rows if row.policy.in_order and row.not_before > now), None)
        if batch.invited_after is not None and any(row.policy.in_order for row in waiting):
            until = max(now, batch.invited_after) + batches.A_MOMENT
        elif ahead is not None:
            until = ahead.not_before
        else:
            return None
        await self._desks.delivery.hold_back(batch.session.id, until, room=room)
        return until

    def _ready(self, batch: Batch, now: datetime) -> list[Row]:
        """What can go now: nothing in order overtakes what waits before it, and of several refreshes of one
        card the last is enough. A refresh that would change nothing goes early, for it costs no call."""
        ready: list[Row] = []
        blocked = False
        last = {row.what: row.id for row in batch.rows if row.is_refresh}
        for row in batch.rows:
            due = row.not_before <= now
            if isinstance(row.what, d.CloseRoom):
                # With it the session is gone, so what is still to be shown goes first; within reason.
                others = any(
                    other is not row and not other.policy.is_private and not other.policy.is_passage
                    for other in batch.rows
                )
                due = due and (not others or row.not_before <= now - LAST_CALLS)
            if isinstance(row.what, d.Forget):
                # Whoever is to be forgotten is told first what there is to tell.
                due = due and not any(o.seat == row.seat and o.policy.is_private for o in batch.rows)
            if row.policy.is_passage:
                due = self._may_pass(batch, row, ready, due=due)
            if isinstance(row.what, d.Invite):
                due = due and batch.invited_after is None
            if row.policy.in_order:
                blocked = blocked or not due
                due = not blocked
            if due or (row.is_refresh and last[row.what] != row.id) or self._is_shown(batch, row):
                ready.append(row)
        if not any(row.not_before <= now for row in ready):
            return []
        return sorted(ready, key=how_late)

    def _is_shown(self, batch: Batch, row: Row) -> bool:
        """Whether a refresh would change nothing. What an answer is about to draw is not drawn to find that out."""
        return not self._due.answers.awaits(batch.session.id, row) and self._courier.is_shown(batch, row)

    def _may_pass(self, batch: Batch, row: Row, ready: list[Row], *, due: bool) -> bool:
        """Whether somebody is let in or out now: there has to be a room, or one that is made first. Whoever left
        is taken out just before the next turn's card."""
        makes_room = [other for other in batch.rows if isinstance(other.what, d.OpenRoom)]
        if batch.session.room_xid is None and makes_room and not any(o in ready for o in makes_room):
            return False
        before_turn = row.what.before_turn if isinstance(row.what, d.Dismiss) else None
        return due or (before_turn is not None and before_turn <= batch.session.state.turns)

    async def _send(self, batch: Batch, row: Row, outcome: Outcome) -> bool:
        """Deliver one row. Returns whether the rest of the batch may follow."""
        now = self._clock.utcnow()
        if row.id in outcome.again:
            return True  # put off by what came before it in this batch
        look_at = batch.quiet_look_at(row, now) or self._courier.admission.stands_aside(row)
        if look_at is not None:
            outcome.put_off[row.id] = look_at
            return True
        if self._courier.is_answered(batch, row):
            outcome.put_off[row.id] = now + ANSWERING
            return True
        if (later := self._remedies.direct.wait_for(row, now)) is not None:
            outcome.again[row.id] = later
            return True
        try:
            await self._courier.deliver(batch, row, outcome)
        except Exception as error:
            return await self._remedies.after(batch, row, outcome, error)
        if row.id in outcome.unheard:
            self._remedies.direct.closed(row, now)
        else:
            self._remedies.direct.settled(row, taken=True)
        outcome.done.append(row.id)
        outcome.seen = outcome.seen or is_waited_for(batch, row)
        return True
