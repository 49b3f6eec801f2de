"""The courier: takes one row of the outbox to Discord, drawn from the state of this moment.

What a failure means, and what waits for what, is the sender's business.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import aiohttp
import discord

from bot.circle.model import Phase
from bot.content import Content
from bot.pace import Pace
from bot.services import deliveries
from bot.services.deliveries import Batch, Delivery, Outcome
from bot.services.outbox import Kind, Slot
from bot.ui.cards import draw, moments, pings
from bot.ui.drawn_cards import DrawnCards
from bot.ui.i18n import Catalogues
from bot.ui.scene import Scene
from bot.ui.server_event import event_face
from bot.ui.whispers import Whispers

from . import troubles
from .failures import Asked, Verdict, in_short, verdict
from .passages import Passages
from .rooms.thread import ThreadRoom
from .server_calendar import ServerCalendar

log = logging.getLogger(__name__)


class Courier:
    """Delivers rows, one at a time, at Discord's pace."""

    def __init__(
        self,
        pace: Pace,
        content: Content,
        catalogues: Catalogues,
        room: ThreadRoom,
        passages: Passages,
        calendar: ServerCalendar,
        whispers: Whispers,
        drawn: DrawnCards,
        *,
        at_end: Literal["delete", "archive"],
    ) -> None:
        self._content = content
        self._catalogues = catalogues
        self._room = room
        self.passages = passages
        self._calendar = calendar
        self._whispers = whispers
        self._drawn = drawn
        self._pace = pace
        self._delete = at_end == "delete"
        self._told: set[tuple[int, str]] = set()

    def forget(self, session_id: int) -> None:
        """Forget everything about a session that is gone."""
        self._drawn.forget(session_id)
        self._whispers.forget(session_id)
        self._told = {key for key in self._told if key[0] != session_id}

    def missing(self, batch: Batch) -> list[str]:
        """The permissions the bot lacks where this session is, by Discord's names for them."""
        return self._room.missing(batch.meeting)

    def is_shown(self, batch: Batch, row: Delivery) -> bool:
        """Whether a refresh would change nothing."""
        if row.kind.refreshes in (None, Kind.EVENT):
            return False
        card = draw(row.kind, self._scene(batch), row.subject)
        return card is None or self._drawn.shows(batch.meeting.id, str(row.slot), card)

    def _scene(self, batch: Batch, language: str | None = None) -> Scene:
        voice = self._catalogues.pick(language or batch.meeting.language)
        closing = (row.not_before for row in batch.rows if row.kind is Kind.CLOSE_ROOM and self._delete)
        return Scene(
            batch.meeting, voice, self._content, batch.people, next(closing, None), hope_xid=batch.hope_xid
        )

    async def deliver(self, batch: Batch, row: Delivery, outcome: Outcome, *, plain: bool = False) -> None:
        """Take one row to Discord; as a card with less on it, if `plain`. What Discord answers with is raised."""
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
            case Kind.CHECK_ROOM:
                await self._pace.turn()
                await self._room.check(meeting)
            case Kind.ADMIT | Kind.DISMISS | Kind.LOOK:
                await self.passages.deliver(batch, row, outcome)
            case Kind.FORGET:
                pass
            case Kind.LEFT_INVITE:
                await self._retire(batch, row, outcome)
            case Kind.EVENT | Kind.REFRESH_EVENT:
                await self._show_event(batch, row, outcome)
            case kind if kind.is_whisper:
                await self._whisper(batch, row, outcome)
            case kind if kind.refreshes:
                await self._refresh(batch, row, outcome, plain=plain)
            case _:
                await self.post(batch, row, outcome, plain=plain)

    async def _whisper(self, batch: Batch, row: Delivery, outcome: Outcome) -> None:
        member_xid = batch.people.get(row.seat) if row.seat is not None else None
        if batch.is_unwanted(row):
            return
        scene = self._scene(batch, batch.languages.get(row.seat or 0))
        card = draw(row.kind, scene, row.subject, row.seat)
        if member_xid is not None and card is not None:
            direct = row.kind.reaches_out
            told = await self._whispers.tell(batch.meeting.id, member_xid, card, row.nonce, direct=direct)
            if not told:
                outcome.unheard.append(row.id)
            if not told and not row.kind.is_quiet:
                log.info("A private word could not be delivered: direct messages are closed")

    async def post(self, batch: Batch, row: Delivery, outcome: Outcome, *, plain: bool = False) -> int | None:
        """Post a card, unless its moment has passed. Returns the message that was the card before, if there was one."""
        scene = self._scene(batch)
        card = draw(row.kind, scene, row.subject, row.seat)
        channel_xid = self._channel(batch, row.slot)
        if card is None or channel_xid is None or self._is_late(batch, row):
            return None
        await self._pace.turn()
        allowed = pings(row.kind, scene, row.seat)
        sent = card.plain() if plain else card
        message_xid = await self._room.post(batch.meeting, channel_xid, sent, row.nonce, allowed)
        before = batch.cards.get(str(row.slot))
        batch.cards[str(row.slot)] = outcome.cards[str(row.slot)] = message_xid
        self._drawn.keep(batch.meeting.id, str(row.slot), card)
        return before

    async def take_down(self, batch: Batch, row: Delivery, message_xid: int | None) -> None:
        """Delete a card that could not be changed, once a fresh one is in its place: its buttons would mislead.
        That holds up nothing: when Discord says no, the card stays."""
        channel_xid = self._channel(batch, row.slot)
        if channel_xid is None or message_xid is None or message_xid == batch.cards.get(str(row.slot)):
            return
        await self._pace.turn()
        self._drawn.replaced(message_xid)
        try:
            await self._room.take_down(batch.meeting, channel_xid, message_xid)
        except Exception as error:
            log.info("A card that was replaced could not be deleted: %s", in_short(error))

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
                return batch.meeting.state.phase is not Phase.GATHERING
        return False

    async def _refresh(self, batch: Batch, row: Delivery, outcome: Outcome, *, plain: bool) -> None:
        if any(other.slot == row.slot and other.kind.refreshes and other.id > row.id for other in batch.rows):
            return  # a newer one draws the same card
        message_xid = batch.cards.get(str(row.slot))
        channel_xid = self._channel(batch, row.slot)
        card = draw(row.kind, self._scene(batch), row.subject, row.seat)
        if message_xid is None or channel_xid is None or card is None:
            return
        if self._drawn.shows(batch.meeting.id, str(row.slot), card):
            return
        await self._pace.turn()
        sent = card.plain() if plain else card
        await self._room.edit(batch.meeting, channel_xid, message_xid, sent)
        self._drawn.keep(batch.meeting.id, str(row.slot), card)

    async def _retire(self, batch: Batch, row: Delivery, outcome: Outcome) -> None:
        """Take the buttons from a card that was left in another channel, and say where the circle is now."""
        slot = str(row.slot)
        card = draw(row.kind, self._scene(batch), row.subject)
        if slot not in batch.left or card is None:
            return
        await self._pace.turn()
        await self._room.edit(batch.meeting, batch.left[slot], batch.cards[slot], card)
        outcome.lost_cards.append(slot)

    def event_trouble(self, batch: Batch) -> troubles.Trouble | None:
        """What a refusal means for the server's event of a session; None when nobody is misled by it."""
        if str(Slot(Kind.EVENT)) not in batch.cards:
            return troubles.no_event
        face = event_face(self._scene(batch))
        if not face.takes_place:
            return troubles.event_stays
        if face.phase is Phase.ENDED:
            return troubles.event_goes_on
        return troubles.event_differs if face.may_begin else None

    def _channel(self, batch: Batch, slot: Slot) -> int | None:
        """The invitation is in the server's channel; everything else is in the room."""
        return batch.meeting.parent_xid if slot.kind is Kind.INVITE else batch.meeting.room_xid

    async def _show_event(self, batch: Batch, row: Delivery, outcome: Outcome) -> None:
        """Keep Discord's own calendar of the server in step."""
        slot = str(row.slot)
        face = event_face(self._scene(batch))
        known = batch.cards.get(slot)
        if known is None and (row.kind is not Kind.EVENT or not face.may_begin):
            return
        await self._pace.turn()
        event_xid = await self._calendar.show(
            batch.meeting.guild_xid,
            face,
            known,
            anew=row.kind is Kind.EVENT and face.may_begin,
            taken=batch.events_elsewhere,
        )
        if event_xid is not None:
            batch.cards[slot] = outcome.cards[slot] = event_xid
        elif known is not None:
            outcome.lost_cards.append(slot)

    async def open_again(self, batch: Batch) -> None:
        """Open the room again. What Discord answers with instead is raised."""
        await self._pace.turn()
        await self._room.open_again(batch.meeting)

    async def keep_shut(self, batch: Batch, *, tell: bool) -> None:
        """The room cannot be deleted: say so in it, once, and close it. What Discord answers with is raised."""
        meeting = batch.meeting
        if meeting.room_xid is None:
            return
        if tell and self._delete:
            scene = replace(self._scene(batch), room_goes_at=None, room_stays=True)
            ended_xid = batch.cards.get(str(Slot(Kind.NOTE_ENDED)))
            card = draw(Kind.NOTE_ENDED, scene)
            if ended_xid is not None and card is not None:
                await self._pace.turn()
                await self._room.edit(meeting, meeting.room_xid, ended_xid, card)
            await self._pace.turn()
            nonce = f"stays-{meeting.id}"
            await self._room.post(meeting, meeting.room_xid, moments.room_stays(scene), nonce, ())
        await self._pace.turn()
        await self._room.keep_shut(meeting)

    def all_is_well(self, session_id: int) -> None:
        """What was told of a session is over: if it comes again, it is told again."""
        self._told = {key for key in self._told if key[0] != session_id or key[1] in troubles.IN_PRIVATE_ONLY}

    async def tell(self, batch: Batch, trouble: troubles.Trouble, *details: str) -> None:
        """Tell whoever holds the circle, once, what to put right: in private, or else in the channel of the
        invitation, or else whoever in the circle did something last. Whoever cannot be told now is told with the next
        attempt."""
        key = (batch.meeting.id, trouble.__name__)
        if key in self._told:
            return
        self._told.add(key)
        told = False
        try:
            told = await self._tell(batch, trouble, details)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("Whoever holds a circle could not be told: %s", in_short(error))
        if not told:
            self._told.discard(key)

    async def _tell(self, batch: Batch, trouble: troubles.Trouble, details: Sequence[str]) -> bool:
        state, meeting = batch.meeting.state, batch.meeting
        number = state.host if state.host is not None else state.facilitator
        if number in batch.people:
            language = batch.languages.get(number, meeting.language)
            card = trouble(self._catalogues.pick(language), details)
            try:
                if await self._whispers.tell(meeting.id, batch.people[number], card):
                    return True
            except discord.HTTPException as error:
                if verdict(error, Asked.WRITE) in (Verdict.AGAIN, Verdict.LATER):
                    raise
        if trouble.__name__ in troubles.IN_PRIVATE_ONLY:
            return True  # nobody waits for that
        card = trouble(self._catalogues.pick(meeting.language), details)
        nonce = f"{trouble.__name__}-{meeting.id}"[:25]
        try:
            await self._pace.turn()
            await self._room.post(meeting, meeting.parent_xid, card, nonce, ())
        except discord.HTTPException as error:
            log.info("A circle's trouble cannot be told in its channel either: %s", in_short(error))
            return await self._whispers.tell_whoever_acts(meeting.id, card)
        return True
