"""The courier: takes one row of the outbox to Discord, drawn from the state of this moment.

What a failure means, and what waits for what, is the sender's business.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.circle.model import Phase
from bot.content import Content
from bot.ids import ChannelXid, EventXid, MessageXid, SessionId
from bot.pace import Pace
from bot.services.deliveries import table as d
from bot.services.deliveries.batch import Batch, Outcome
from bot.services.deliveries.lookup import policy_of
from bot.services.deliveries.moment import waits_for_answer
from bot.services.deliveries.policy import ForSeat, Post, Refresh, Where
from bot.services.deliveries.rows import Row, slot
from bot.services.settings.servers import AtEnd
from bot.ui.card_context import CardContext
from bot.ui.cards import draw
from bot.ui.cards.circle import status
from bot.ui.drawn_cards import DrawnCards
from bot.ui.i18n import Catalogues
from bot.ui.private_notes import Topic
from bot.ui.room_traffic import RoomTraffic
from bot.ui.server_event import event_face
from bot.ui.whispers import Whispers

from .addressees import instead_of, is_of_another_turn, pinged, topic_of
from .admission import Admission
from .failures import in_short
from .posting import Posting
from .problem_telling import ProblemTelling
from .room_closing import RoomClosing
from .room_opening import RoomOpening
from .rooms.kinds import Rooms
from .server_calendar import ServerCalendar
from .server_problems import ServerProblem
from .turn_cards import TurnCards

log = logging.getLogger(__name__)


class Courier:
    """Delivers rows, one at a time, at Discord's pace."""

    def __init__(
        self,
        pace: Pace,
        content: Content,
        catalogues: Catalogues,
        rooms: Rooms,
        opening: RoomOpening,
        posting: Posting,
        turns: TurnCards,
        admission: Admission,
        calendar: ServerCalendar,
        whispers: Whispers,
        drawn: DrawnCards,
        traffic: RoomTraffic,
        closing: RoomClosing,
    ) -> None:
        self._content = content
        self._catalogues = catalogues
        self._rooms = rooms
        self._opening = opening
        self._posting = posting
        self._turns = turns
        self.admission = admission
        self._calendar = calendar
        self._whispers = whispers
        self._drawn = drawn
        self._traffic = traffic
        self._pace = pace
        self._closing = closing
        self.problems = ProblemTelling(catalogues, posting, whispers)

    def forget(self, session_id: SessionId) -> None:
        """Forget everything about a session that is gone."""
        self._drawn.forget(session_id)
        self._turns.forget(session_id)
        self._whispers.forget(session_id)
        self.problems.forget(session_id)

    def missing(self, batch: Batch) -> list[str]:
        """The permissions the bot lacks where this session is, by Discord's names for them."""
        return self._rooms.of(batch.session).missing(batch.session)

    def is_shown(self, batch: Batch, row: Row) -> bool:
        """Whether a refresh would change nothing. The batch remembers that, so that the card is drawn once."""
        if not isinstance(row.what, Refresh) or row.policy.where is Where.CALENDAR:
            return False
        card = draw(row.what, self._context(batch))
        if card is None and row.policy.goes and slot(row.what.post) in batch.cards:
            return False
        is_shown = card is None or self._drawn.shows(batch.session.id, slot(row.what.post), card)
        if is_shown:
            batch.shown.add(row.id)
        return is_shown

    def is_answered(self, batch: Batch, row: Row) -> bool:
        """Whether an answer may be posting this card in this moment."""
        by_answer = isinstance(row.what, d.Gestures) and row.what.by_answer
        return by_answer and self._drawn.is_answering(batch.session.id)

    def _context(self, batch: Batch, language: str | None = None) -> CardContext:
        voice = self._catalogues.pick(language or batch.session.language)
        closes_at = next((row.not_before for row in batch.rows if isinstance(row.what, d.CloseRoom)), None)
        what = self._closing.afterwards(batch.session)
        return CardContext(
            batch.session,
            voice,
            self._content,
            batch.people,
            closes_at if what.at_end is AtEnd.DELETE else None,
            cleared_at=closes_at if what.clears else None,
            hope_xid=batch.hope_xid,
            gives_slips=batch.gives_slips,
        )

    async def deliver(self, batch: Batch, row: Row, outcome: Outcome, *, plain: bool = False) -> None:
        """Take one row to Discord; as a card with less on it, if `plain`. What Discord answers with is raised."""
        session = batch.session
        match row.what:
            case d.OpenRoom():
                await self._opening.open(batch, outcome)
            case d.CloseRoom():
                await self._closing.close(session)
                outcome.closed = True
            case d.CheckRoom():
                await self._pace.turn()
                await self._rooms.of(session).check(session)
            case d.Admit() | d.Dismiss() | d.Look():
                await self.admission.deliver(batch, row.what, row, outcome)
            case d.Forget():
                pass
            case d.AskIn() as look:
                outcome.absent += self.admission.absent(batch, look)
            case d.LeftInvite() as card:
                await self._retire(batch, card, outcome)
            case d.TurnAgain():
                await self._show_again(batch, row.what, row.nonce, outcome)
            case d.Event():
                await self._show_event(batch, outcome, anew=True)
            case Refresh(d.Event()):
                await self._show_event(batch, outcome, anew=False)
            case Refresh(card):
                await self._refresh(batch, card, row, outcome, plain=plain)
            case d.Gestures(by_answer=True) as card:
                if not await self._was_answered(batch, card, outcome):
                    await self.post(batch, card, row.nonce, outcome, plain=plain)
            case Post() as card:
                await self.post(batch, card, row.nonce, outcome, plain=plain)
            case ForSeat() as word:
                await self._whisper(batch, word, row, outcome)

    async def _whisper(self, batch: Batch, word: ForSeat, row: Row, outcome: Outcome) -> None:
        member_xid = batch.people.get(word.seat)
        if batch.is_unwanted(row):
            return
        card = draw(word, self._context(batch, batch.languages.get(word.seat)))
        if isinstance(word, d.TimeNote):
            if member_xid is not None and not is_of_another_turn(batch, word):
                await self._whispers.bring_up_to_date(batch.session.id, member_xid, Topic.TIME, card)
            return
        if member_xid is not None and card is not None:
            direct = row.policy.where is Where.DIRECT
            told = await self._whispers.tell(
                batch.session.id, member_xid, card, row.nonce, direct=direct, topic=topic_of(word)
            )
            if not told:
                outcome.unheard.append(row.id)
                outcome.follow += instead_of(word)
            if not told and not row.policy.in_confidence:
                log.info("A private word could not be delivered: direct messages are closed")

    async def post(
        self,
        batch: Batch,
        post: Post,
        nonce: str,
        outcome: Outcome,
        *,
        plain: bool = False,
        again: bool = False,
    ) -> MessageXid | None:
        """Post a card, unless its moment has passed; one that comes again calls nobody (`again`). Returns the message
        that was the card before, if there was one."""
        context = self._context(batch)
        card = draw(post, context)
        channel_xid = self._channel(batch, post)
        is_stale = policy_of(post).is_stale
        is_late = is_stale is not None and is_stale(batch.session.state, post)
        if card is None or channel_xid is None or is_late:
            return None
        sent = card.plain() if plain else card
        pings = [] if again else pinged(batch, post)
        message_xid = None
        if isinstance(post, d.Turn) and not again:
            message_xid = await self._turns.post(batch, post, sent, context, pings)
        if message_xid is None:
            message_xid = await self._posting.post(
                batch.session, channel_xid, sent, nonce, pings, silent=again
            )
        if isinstance(post, d.Turn):
            self._traffic.card_came(channel_xid)
        name = slot(post)
        before = batch.cards.get(name)
        batch.cards[name] = outcome.cards[name] = message_xid
        self._drawn.keep(batch.session.id, name, card)
        return before

    async def _show_again(self, batch: Batch, what: d.TurnAgain, nonce: str, outcome: Outcome) -> None:
        """Post the card of a turn below what was written since, and delete the one further up. Where many calls wait,
        those are more pressing: it comes after as many messages again."""
        turn = d.Turn(what.turn)
        if self._pace.is_free and waits_for_answer(batch.session.state, what.turn):
            before = await self.post(batch, turn, nonce, outcome, again=True)
            await self.take_down(batch, turn, before)

    async def _was_answered(self, batch: Batch, card: d.Gestures, outcome: Outcome) -> bool:
        """Whether an answer has posted a card already. If the bot stopped then, or the line was cut, nothing is kept of
        that, but the card stands in the room, below that of its turn."""
        name, room_xid = slot(card), batch.session.room_xid
        drawn = draw(card, self._context(batch))
        if name in batch.cards or drawn is None or room_xid is None:
            return True
        await self._pace.turn()
        after = batch.cards.get(slot(d.Turn(card.turn)))
        found = await self._posting.find(batch.session, room_xid, [drawn], after)
        if found is None:
            return False
        batch.cards[name] = outcome.cards[name] = found
        self._drawn.keep(batch.session.id, name, drawn)
        return True

    async def take_down(self, batch: Batch, post: Post, message_xid: MessageXid | None) -> None:
        """Delete a card that could not be changed, once a fresh one is in its place: its buttons would mislead.
        That holds up nothing: when Discord says no, the card stays."""
        channel_xid = self._channel(batch, post)
        if channel_xid is None or message_xid is None or message_xid == batch.cards.get(slot(post)):
            return
        self._drawn.replaced(message_xid)
        try:
            await self._posting.take_down(batch.session, channel_xid, message_xid)
        except Exception as error:
            log.info("A card that was replaced could not be deleted: %s", in_short(error))

    async def _refresh(self, batch: Batch, post: Post, row: Row, outcome: Outcome, *, plain: bool) -> None:
        if row.id in batch.shown:
            return
        if any(other.what == row.what and other.id > row.id for other in batch.rows):
            return  # a newer one draws the same card
        name = slot(post)
        message_xid = batch.cards.get(name)
        channel_xid = self._channel(batch, post)
        card = draw(post, self._context(batch))
        if message_xid is None or channel_xid is None:
            return
        if card is None:
            if row.policy.goes:
                await self._pace.turn()
                self._drawn.replaced(message_xid)
                await self._posting.take_down(batch.session, channel_xid, message_xid)
                outcome.lost_cards.append(name)
            return
        if self._drawn.shows(batch.session.id, name, card):
            return
        sent = card.plain() if plain else card
        await self._posting.edit(batch.session, channel_xid, message_xid, sent)
        self._drawn.keep(batch.session.id, name, card)

    async def _retire(self, batch: Batch, left: d.LeftInvite, outcome: Outcome) -> None:
        """Take the buttons from a card that was left in another channel, and say where the circle is now."""
        name = slot(left)
        card = draw(left, self._context(batch))
        if name not in batch.left or card is None:
            return
        await self._posting.edit(batch.session, batch.left[name], batch.cards[name], card)
        outcome.lost_cards.append(name)

    def event_trouble(self, batch: Batch) -> ServerProblem | None:
        """What a refusal means for the server's event of a session; None when nobody is misled by it."""
        if slot(d.Event()) not in batch.cards:
            return ServerProblem.NO_EVENT
        face = event_face(self._context(batch))
        if not face.takes_place:
            return ServerProblem.EVENT_STAYS
        if face.phase is Phase.ENDED:
            return ServerProblem.EVENT_GOES_ON
        return ServerProblem.EVENT_DIFFERS if face.may_begin else None

    def _channel(self, batch: Batch, post: Post) -> ChannelXid | None:
        """Where a card is posted."""
        in_channel = policy_of(post).where is Where.CHANNEL
        return batch.session.parent_xid if in_channel else batch.session.room_xid

    async def _show_event(self, batch: Batch, outcome: Outcome, *, anew: bool) -> None:
        """Keep Discord's own calendar of the server in step."""
        name = slot(d.Event())
        face = event_face(self._context(batch))
        known = batch.cards.get(name)
        if known is None and not (anew and face.may_begin):
            return
        await self._pace.turn()
        event_xid = await self._calendar.show(
            batch.session.guild_xid,
            face,
            None if known is None else EventXid(known),
            anew=anew and face.may_begin,
            taken=batch.events_elsewhere,
        )
        if event_xid is not None:
            batch.cards[name] = outcome.cards[name] = MessageXid(event_xid)  # one column for both
        elif known is not None:
            outcome.lost_cards.append(name)

    async def open_again(self, batch: Batch) -> None:
        """Open the room again. What Discord answers with instead is raised."""
        await self._pace.turn()
        await self._rooms.of(batch.session).open_again(batch.session)

    async def keep_shut(self, batch: Batch, *, tell: bool) -> None:
        """The room cannot be deleted: say so in it, once, and close it. What Discord answers with is raised."""
        session = batch.session
        if session.room_xid is None:
            return
        if tell and self._closing.afterwards(session).at_end is AtEnd.DELETE:
            context = replace(self._context(batch), room_goes_at=None, room_stays=True)
            ended_xid = batch.cards.get(slot(d.Ended()))
            card = draw(d.Ended(), context)
            if ended_xid is not None and card is not None:
                await self._posting.edit(session, session.room_xid, ended_xid, card)
            nonce = f"stays-{session.id}"
            await self._posting.post(session, session.room_xid, status.room_stays(context), nonce, ())
        await self._pace.turn()
        await self._rooms.of(session).keep_shut(session)
