"""The sender: takes the outbox to Discord, in order within a session and side by side across sessions.

What is shown is drawn from the state of the moment. A row leaves the outbox only after Discord has it; a row
sent twice because the bot stopped in between is recognised there by its nonce. Nothing is decided here.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Literal

from bot.circle import commands as c
from bot.clock import Clock
from bot.content import Content
from bot.services import deliveries
from bot.services.circles import Circles
from bot.services.deliveries import Batch, Delivery, Outcome
from bot.services.meetings import NoMeeting
from bot.services.outbox import Kind, Slot, current_card
from bot.ui.cards import draw, pings
from bot.ui.i18n import Catalogues
from bot.ui.scene import Scene
from bot.ui.shown import ShownCards
from bot.ui.whispers import Whispers

from . import troubles
from .failures import Verdict, back_off_s, verdict
from .pace import Pace
from .rooms.thread import NoPlace, ThreadRoom

log = logging.getLogger(__name__)

FORBIDDEN_WAIT_S = 30.0
"""How long to wait before trying again what a missing permission forbids: someone is putting it right."""
TROUBLE_WAIT_S = 5.0


class Sender:
    """Runs until it is cancelled; `wake` tells it that there is something new."""

    def __init__(
        self,
        circles: Circles,
        clock: Clock,
        content: Content,
        catalogues: Catalogues,
        room: ThreadRoom,
        whispers: Whispers,
        shown: ShownCards,
        *,
        calls_per_second: int,
        at_end: Literal["delete", "archive"],
    ) -> None:
        self._circles = circles
        self._clock = clock
        self._content = content
        self._catalogues = catalogues
        self._room = room
        self._whispers = whispers
        self._shown = shown
        self._pace = Pace(clock, calls_per_second)
        self._delete = at_end == "delete"
        self._news = asyncio.Event()
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._told: set[tuple[int, str]] = set()

    def wake(self) -> None:
        """There may be something to deliver."""
        self._news.set()

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
            self._shown.forget(session_id)
            self._whispers.forget(session_id)
        except Exception:
            # A fault of ours: what it cannot do now it may do later, and no other session waits for it.
            log.exception("A session could not be served")
            await self._clock.sleep(TROUBLE_WAIT_S, "after a fault")
        finally:
            self._serving.pop(session_id, None)
            self._news.set()

    async def _deliver(self, session_id: int) -> bool:
        """Deliver one batch. Returns whether anything was due."""
        batch = await self._circles.store.read(deliveries.batch_of, self._circles.vault, session_id)
        ready = self._ready(batch)
        if not ready:
            await self._stand_in_line(batch)
            return False
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
                if row.kind is Kind.DISMISS and row.seat is not None and row.id in outcome.done
            )
            # Even when the bot is stopping: what Discord has must not be sent again.
            keeping = self._circles.store.write(deliveries.keep, session_id, outcome, self._clock.utcnow())
            await asyncio.shield(asyncio.ensure_future(keeping))
        if outcome.closed:
            self._shown.forget(session_id)
            self._whispers.forget(session_id)
        return True

    async def _stand_in_line(self, batch: Batch) -> None:
        """What is due behind something that is not waits as long as that does, and is not looked at meanwhile."""
        now = self._clock.utcnow()
        in_order = [row for row in batch.rows if row.kind.in_order]
        ahead = next((row for row in in_order if row.not_before > now), None)
        if ahead is not None and any(row.not_before <= now for row in in_order):
            await self._circles.store.write(deliveries.hold_back, batch.meeting.id, ahead.not_before)

    def _ready(self, batch: Batch) -> list[Delivery]:
        """What can go now: nothing in order overtakes what waits before it, and of several refreshes of one
        card the last is enough. A refresh that would change nothing goes early, for it costs no call."""
        now = self._clock.utcnow()
        ready: list[Delivery] = []
        blocked = False
        last = {row.slot: row.id for row in batch.rows if row.kind.refreshes}
        for row in batch.rows:
            due = row.not_before <= now
            if row.kind.in_order:
                blocked = blocked or not due
                due = not blocked
            if due or (row.kind.refreshes and last[row.slot] != row.id) or self._is_shown(batch, row):
                ready.append(row)
        if not any(row.not_before <= now for row in ready):
            return []
        return ready

    def _is_shown(self, batch: Batch, row: Delivery) -> bool:
        if row.kind.refreshes is None:
            return False
        card = draw(row.kind, self._scene(batch), row.subject)
        return card is None or self._shown.shows(batch.meeting.id, str(row.slot), card)

    def _scene(self, batch: Batch) -> Scene:
        voice = self._catalogues.pick(batch.meeting.language)
        closing = (row.not_before for row in batch.rows if row.kind is Kind.CLOSE_ROOM and self._delete)
        return Scene(batch.meeting, voice, self._content, batch.people, next(closing, None))

    async def _send(self, batch: Batch, row: Delivery, outcome: Outcome) -> bool:
        """Deliver one row. Returns whether the rest of the batch may follow."""
        try:
            await self._do(batch, row, outcome)
        except Exception as error:
            return await self._failed(batch, row, outcome, error)
        outcome.done.append(row.id)
        return True

    async def _do(self, batch: Batch, row: Delivery, outcome: Outcome) -> None:
        meeting = batch.meeting
        match row.kind:
            case Kind.OPEN_ROOM:
                if meeting.room_xid is None:
                    await self._pace.turn()
                    outcome.room_xid = await self._room.open(meeting)
                    batch.meeting = deliveries.in_room(meeting, outcome.room_xid)
            case Kind.CLOSE_ROOM:
                await self._pace.turn()
                await self._room.close(meeting, delete=self._delete)
                outcome.closed = True
            case Kind.ADMIT | Kind.DISMISS:
                await self._let_in_or_out(batch, row)
            case kind if kind.is_whisper:
                await self._whisper(batch, row)
            case kind if kind.refreshes:
                await self._refresh(batch, row)
            case _:
                await self._post(batch, row, outcome)

    async def _let_in_or_out(self, batch: Batch, row: Delivery) -> None:
        member_xid = batch.people.get(row.seat) if row.seat is not None else None
        if member_xid is None or batch.meeting.room_xid is None:
            return
        await self._pace.turn()
        if row.kind is Kind.ADMIT:
            await self._room.admit(batch.meeting, member_xid)
        else:
            await self._room.dismiss(batch.meeting, member_xid)

    async def _whisper(self, batch: Batch, row: Delivery) -> None:
        member_xid = batch.people.get(row.seat) if row.seat is not None else None
        card = draw(row.kind, self._scene(batch), row.subject, row.seat)
        if member_xid is not None and card is not None:
            await self._whispers.tell(batch.meeting.id, member_xid, card, row.nonce)

    async def _post(self, batch: Batch, row: Delivery, outcome: Outcome) -> None:
        scene = self._scene(batch)
        card = draw(row.kind, scene, row.subject, row.seat)
        channel_xid = self._channel(batch, row.slot)
        if card is None or channel_xid is None or self._is_late(batch, row):
            return
        await self._pace.turn()
        allowed = pings(row.kind, scene, row.seat)
        message_xid = await self._room.post(batch.meeting, channel_xid, card, row.nonce, allowed)
        batch.cards[str(row.slot)] = outcome.cards[str(row.slot)] = message_xid
        self._shown.note(batch.meeting.id, str(row.slot), card)

    def _is_late(self, batch: Batch, row: Delivery) -> bool:
        """Whether the moment this card is for has passed before it could be posted."""
        turn = batch.meeting.state.turn
        match row.kind:
            case Kind.TURN:
                return turn is None or turn.number != row.subject
            case Kind.STAGE:
                return batch.meeting.state.stage_index != row.subject
            case Kind.CHOOSE:
                return batch.meeting.state.nominating is None
            case Kind.GATHER:
                return batch.meeting.state.phase.value != "gathering"
        return False

    async def _refresh(self, batch: Batch, row: Delivery) -> None:
        if any(other.slot == row.slot and other.kind.refreshes and other.id > row.id for other in batch.rows):
            return  # a newer one draws the same card
        message_xid = batch.cards.get(str(row.slot))
        channel_xid = self._channel(batch, row.slot)
        card = draw(row.kind, self._scene(batch), row.subject, row.seat)
        if message_xid is None or channel_xid is None or card is None:
            return
        if self._shown.shows(batch.meeting.id, str(row.slot), card):
            return
        await self._pace.turn()
        await self._room.edit(batch.meeting, channel_xid, message_xid, card)
        self._shown.note(batch.meeting.id, str(row.slot), card)

    def _channel(self, batch: Batch, slot: Slot) -> int | None:
        """The invitation is in the server's channel; everything else is in the room."""
        return batch.meeting.parent_xid if slot.kind is Kind.INVITE else batch.meeting.room_xid

    async def _failed(self, batch: Batch, row: Delivery, outcome: Outcome, error: Exception) -> bool:
        """Keep what follows from a failed call. Returns whether the rest of the batch may follow."""
        now = self._clock.utcnow()
        what = Verdict.NO_CHANNEL if isinstance(error, NoPlace) else verdict(error)
        match what:
            case Verdict.AGAIN:
                log.warning("Discord did not take a %s (attempt %d): %s", row.kind, row.attempts + 1, error)
                outcome.again[row.id] = now + timedelta(seconds=back_off_s(error, row.attempts))
                return False
            case Verdict.FORBIDDEN if not row.kind.is_whisper:
                outcome.again[row.id] = now + timedelta(seconds=FORBIDDEN_WAIT_S)
                await self._tell(batch, troubles.forbidden, *self._room.missing(batch.meeting))
                return False
            case Verdict.NO_CHANNEL:
                goes_on = await self._place_gone(batch, row, outcome)
                outcome.done.append(row.id)
                return goes_on
            case Verdict.NO_MESSAGE:
                return await self._card_gone(batch, row, outcome)
            case Verdict.NO_PERSON:
                outcome.done.append(row.id)
                if row.kind is Kind.ADMIT and row.seat in batch.people:
                    await self._circles.act(batch.meeting.id, batch.people[row.seat], c.Leave())
            case None:
                log.error("A %s could not be delivered", row.kind, exc_info=error)
                outcome.done.append(row.id)
            case _:
                log.error("Discord refused a %s: %s", row.kind, error)
                outcome.done.append(row.id)
        return True

    async def _place_gone(self, batch: Batch, row: Delivery, outcome: Outcome) -> bool:
        """The thread is gone: make another. The channel itself is gone: stand still and say where to go on."""
        if row.kind is Kind.CLOSE_ROOM:
            outcome.closed = True
        elif row.kind is Kind.OPEN_ROOM:
            await self._circles.act(batch.meeting.id, None, c.Pause(steward=True))
            await self._tell(batch, troubles.no_channel)
            outcome.done.extend(other.id for other in batch.rows if other is not row and _needs_room(other))
        elif row.slot.kind is not Kind.INVITE:
            # Discord may have told of it meanwhile, and then another room is on its way already.
            kept = await self._circles.get(batch.meeting.id)
            outcome.room_lost = kept.room_xid is not None or outcome.room_xid is not None
            outcome.done.extend(other.id for other in batch.rows if other is not row and _needs_room(other))
        else:
            return True
        return False

    async def _card_gone(self, batch: Batch, row: Delivery, outcome: Outcome) -> bool:
        """A card was deleted by hand: post it again if it is the one of the moment."""
        current = current_card(batch.meeting.state)
        if current is not None and row.kind is current.kind and row.subject == current.subject:
            try:
                await self._post(batch, deliveries.reposted(row), outcome)
            except Exception as error:
                # It stays a refresh of the card that is gone, so it comes back here when it is tried again.
                return await self._failed(batch, deliveries.reposted(row), outcome, error)
        else:
            batch.cards.pop(str(row.slot), None)
            outcome.lost_cards.append(str(row.slot))
        outcome.done.append(row.id)
        return True

    async def _tell(self, batch: Batch, trouble: troubles.Trouble, *details: str) -> None:
        """Tell whoever holds the circle, once, what to put right."""
        state, key = batch.meeting.state, (batch.meeting.id, trouble.__name__)
        number = state.host if state.host is not None else state.facilitator
        if key in self._told or number not in batch.people:
            return
        card = trouble(self._catalogues.pick(batch.meeting.language), details)
        await self._whispers.tell(batch.meeting.id, batch.people[number], card)
        self._told.add(key)


def _needs_room(row: Delivery) -> bool:
    """Whether a row means nothing once the room is gone, because a new one is furnished from the state."""
    elsewhere = row.slot.kind is Kind.INVITE or row.kind.is_whisper
    return not elsewhere and row.kind not in (Kind.DISMISS, Kind.CLOSE_ROOM)
