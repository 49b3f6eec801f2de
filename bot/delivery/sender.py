"""The sender: takes the outbox to Discord, in order within a session and side by side across sessions.

What is shown is drawn from the state of the moment. A row leaves the outbox only after Discord has it; a row
sent twice because the bot stopped in between is recognised there by its nonce. Nothing is decided here.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from bot.clock import Clock
from bot.services import deliveries
from bot.services.circles import Circles, NotSaved
from bot.services.deliveries import Batch, Delivery, Outcome
from bot.services.meetings import NoMeeting
from bot.services.outbox import Kind
from bot.services.unreadable import Unreadable

from .courier import Courier
from .remedies import Remedies, is_waited_for

log = logging.getLogger(__name__)

TROUBLE_WAIT_S = 5.0
LAST_CALLS = timedelta(hours=1)
"""How long a room that is to be closed waits, at most, for what is still to be shown of its session."""


class Sender:
    """Runs until it is cancelled; `wake` tells it that there is something new."""

    def __init__(self, circles: Circles, clock: Clock, courier: Courier) -> None:
        self._circles = circles
        self._clock = clock
        self._courier = courier
        self._remedies = Remedies(circles, clock, courier)
        self._news = asyncio.Event()
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._resting: set[asyncio.Event] = set()

    @property
    def troubled(self) -> dict[int, int]:
        """The sessions that stand still because of a refusal, and their servers."""
        return self._remedies.troubled

    def wake(self) -> None:
        """There may be something to deliver."""
        self._news.set()
        for news in self._resting:
            news.set()

    async def run(self) -> None:
        """Deliver whatever is due, for ever."""
        try:
            while True:
                self._news.clear()
                wait_s = await self._look()
                await self._clock.wait(self._news, "a delivery", wait_s)
        finally:
            for task in self._serving.values():
                task.cancel()
            await asyncio.gather(*self._serving.values(), return_exceptions=True)

    async def _look(self) -> float | None:
        """Serve every session with something due. Returns the seconds until the next one has."""
        now = self._clock.utcnow()
        try:
            due, later = await self._circles.store.read(deliveries.waiting_sessions, now)
        except Exception:
            # Whatever it is, it is tried again: a sender that stopped would silence every circle.
            log.exception("The outbox could not be read")
            return TROUBLE_WAIT_S
        for session_id in due:
            if session_id not in self._serving:
                task = asyncio.create_task(self._serve(session_id), name=f"deliver-{session_id}")
                self._serving[session_id] = task
        return None if later is None else max(0.0, (later - now).total_seconds())

    async def _serve(self, session_id: int) -> None:
        """Deliver what one session has waiting, then look whether there is more."""
        try:
            while await self._deliver(session_id):
                pass
        except NoMeeting:
            self._courier.forget(session_id)
        except Unreadable as error:
            await self._set_aside(error)
        except Exception:
            # A fault of ours: what it cannot do now it may do later, and no other session waits for it.
            log.exception("A session could not be served")
            await self._clock.sleep(TROUBLE_WAIT_S, "after a fault")
        finally:
            self._serving.pop(session_id, None)
            self._news.set()

    async def _set_aside(self, error: Unreadable) -> None:
        """What cannot be read is not looked at again; the rest of the outbox goes on."""
        try:
            await self._circles.set_aside(error)
        except NotSaved:
            await self._clock.sleep(TROUBLE_WAIT_S, "after a fault")

    async def _deliver(self, session_id: int) -> bool:
        """Deliver one batch. Returns whether to look again: something was due, or has been waited for."""
        batch = await self._circles.store.read(deliveries.batch_of, self._circles.vault, session_id)
        ready = self._ready(batch)
        if not ready:
            await self._remedies.still_stuck(batch)
            await self._stand_in_line(batch)
            return await self._wait_for_others(batch)
        outcome = Outcome()
        try:
            for row in ready:
                if not await self._send(batch, row, outcome):
                    break
        finally:
            # Whatever came of letting somebody out, who they were is not kept for it.
            outcome.let_go.extend(
                row.seat
                for row in ready
                if row.kind in (Kind.DISMISS, Kind.FORGET) and row.seat is not None and row.id in outcome.done
            )
            outcome.told.extend(row.subject for row in ready if row.kind.is_quiet and row.id in outcome.done)
            # Even when the bot is stopping: what Discord has must not be sent again.
            keeping = self._circles.store.write(
                deliveries.keep, self._circles.vault, session_id, outcome, self._clock.utcnow()
            )
            await asyncio.shield(asyncio.ensure_future(keeping))
        if outcome.closed:
            self._courier.forget(session_id)
        await self._remedies.seen_again(batch, outcome)
        return True

    async def _stand_in_line(self, batch: Batch) -> None:
        """What is due behind something that is not waits as long as that does, and is not looked at meanwhile."""
        now = self._clock.utcnow()
        in_order = [row for row in batch.rows if row.kind.in_order]
        if batch.invited_after is not None and any(row.not_before <= now for row in in_order):
            until = max(now, batch.invited_after) + deliveries.A_MOMENT
            await self._circles.store.write(deliveries.hold_back, batch.meeting.id, until)
            return
        ahead = next((row for row in in_order if row.not_before > now), None)
        if ahead is not None and any(row.not_before <= now for row in in_order):
            await self._circles.store.write(deliveries.hold_back, batch.meeting.id, ahead.not_before)

    async def _wait_for_others(self, batch: Batch) -> bool:
        """What is due may still wait for what is not: the end of a room for its last words, forgetting somebody for
        what they are to be told. Until then, or until there is news, the session is not looked at again and again.
        Returns whether it was waited for."""
        now = self._clock.utcnow()
        waiting = [r for r in batch.rows if r.kind in (Kind.CLOSE_ROOM, Kind.FORGET) and r.not_before <= now]
        ends = [row.not_before + LAST_CALLS for row in waiting if row.kind is Kind.CLOSE_ROOM]
        ends += [row.not_before for row in batch.rows if row.not_before > now]
        if not waiting or not ends:
            return False
        self._resting.add(news := asyncio.Event())
        try:
            until_s = max(0.0, (min(ends) - now).total_seconds())
            await self._clock.wait(news, "what others of the session wait for", until_s)
        finally:
            self._resting.discard(news)
        return True

    def _ready(self, batch: Batch) -> list[Delivery]:
        """What can go now: nothing in order overtakes what waits before it, and of several refreshes of one
        card the last is enough. A refresh that would change nothing goes early, for it costs no call."""
        now = self._clock.utcnow()
        ready: list[Delivery] = []
        blocked = False
        last = {row.slot: row.id for row in batch.rows if row.kind.refreshes}
        for row in batch.rows:
            due = row.not_before <= now
            if row.kind is Kind.CLOSE_ROOM:
                # With it the session is gone, so what is still to be shown goes first; within reason.
                others = any(other is not row and not other.kind.is_whisper for other in batch.rows)
                due = due and (not others or row.not_before <= now - LAST_CALLS)
            if row.kind is Kind.FORGET:
                # Whoever is to be forgotten is told first what there is to tell.
                due = due and not any(o.seat == row.seat and o.kind.is_whisper for o in batch.rows)
            if row.kind is Kind.INVITE:
                due = due and batch.invited_after is None
            if row.kind.in_order:
                blocked = blocked or not due
                due = not blocked
            if due or (row.kind.refreshes and last[row.slot] != row.id) or self._courier.is_shown(batch, row):
                ready.append(row)
        if not any(row.not_before <= now for row in ready):
            return []
        return ready

    async def _send(self, batch: Batch, row: Delivery, outcome: Outcome) -> bool:
        """Deliver one row. Returns whether the rest of the batch may follow."""
        now = self._clock.utcnow()
        if (quiet := batch.quiet_until(row, now)) is not None:
            outcome.again[row.id] = quiet
            return True
        if (later := self._remedies.direct.wait_for(row, now)) is not None:
            outcome.again[row.id] = later
            return True
        try:
            await self._courier.deliver(batch, row, outcome)
        except Exception as error:
            return await self._remedies.after(batch, row, outcome, error)
        self._remedies.direct.settled(row, taken=True)
        outcome.done.append(row.id)
        outcome.seen = outcome.seen or is_waited_for(batch, row)
        return True
