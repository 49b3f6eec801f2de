"""What is done about a delivery that Discord did not take, by what the refusal means (`failures`).

Nothing of the moment is dropped because of a refusal: it is mended and sent again, or whoever holds the circle is
told once what is in the way, and the circle stands still until it can be seen again. What is not of the moment (the
card of a turn that is over, a note) is given up quietly where trying again cannot help.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import discord

from bot.circle import commands as c
from bot.circle.model import HoldReason, Phase
from bot.clock import Clock
from bot.ids import SessionId
from bot.services.circle.sessions import NoSession
from bot.services.deliveries import table as d
from bot.services.deliveries.batch import Batch, Outcome
from bot.services.deliveries.policy import ApiCall, Post, Refresh, Where
from bot.services.deliveries.rows import Row, slot
from bot.services.desks import Desks

from .addressees import instead_of
from .asking import is_of_the_moment, is_waited_for
from .courier import Courier
from .direct import DirectMessages
from .failures import CLOSING_WAITS, Verdict, back_off_s, in_short, refused_fields, verdict
from .rooms.room import Hindered, NoPlace, RoomNotReady, Slow
from .server_problems import ServerProblem

log = logging.getLogger(__name__)

PATIENCE = 4
"""After how many attempts in a row an outage holds the circle: about eight seconds."""
OUTAGE_TOLD = {Verdict.AGAIN: 7, Verdict.LATER: 3}
"""After how many attempts an outage is told of: about a minute. It is over sooner nearly always."""
LONG_S = 60
"""A card that cannot be changed for longer than this takes too long: a fresh one takes its place."""
EVENT_TRIED, LEFT_TRIED = 4, 4
"""How often what is not in the circle's own channel is tried against a refusal: somebody may be putting it right."""
WHISPERED = 6
"""How often a private word is tried against a refusal that nobody knows."""

_TROUBLES: dict[Verdict, ServerProblem] = {
    Verdict.FORBIDDEN: ServerProblem.FORBIDDEN,
    Verdict.FULL: ServerProblem.TOO_MANY_ROOMS,
    Verdict.NOT_HERE: ServerProblem.WRONG_CHANNEL,
    Verdict.SHUT: ServerProblem.SHUT,
    Verdict.NO_CHANNEL: ServerProblem.NO_CHANNEL,
    Verdict.OURS: ServerProblem.OURS,
}


class Remedies:
    """What follows from a failed call."""

    def __init__(self, desks: Desks, clock: Clock, courier: Courier) -> None:
        self._desks = desks
        self._clock = clock
        self._courier = courier
        self.direct = DirectMessages()
        self.troubled: dict[int, int] = {}
        """The sessions that stand still, and their servers: only in memory, to know what a change may help."""

    async def after(self, batch: Batch, row: Row, outcome: Outcome, error: Exception) -> bool:
        """Keep what follows from a failed call. Returns whether the rest of the batch may follow."""
        if isinstance(error, Slow):
            await self._courier.problems.tell(batch, ServerProblem.SLOW)
            outcome.done.append(row.id)
            return True
        what = _meaning(row, error)
        if row.policy.is_passage:
            what = self._courier.admission.meaning(batch, what)
        if what is None:
            log.error("A %s could not be delivered", _name(row), exc_info=error)
            what = Verdict.REFUSED
        elif not (row.policy.in_confidence or isinstance(error, RoomNotReady)):
            log.warning(
                "Discord did not take a %s (attempt %d): %s",
                row.policy.kind,
                row.attempts + 1,
                in_short(error),
            )
        if self._courier.admission.is_mine(row, what):
            await self._courier.admission.failed(batch, row, outcome, error, what)
            return True
        if isinstance(row.what, d.CloseRoom):
            return await self._cannot_close(batch, row, outcome, error, what)
        if row.policy.where is Where.CALENDAR and what not in (Verdict.AGAIN, Verdict.LATER):
            return await self._no_event(batch, row, outcome, error, what)
        if isinstance(row.what, d.LeftInvite):
            return self._left_behind(row.what, row, outcome, error, what)
        if row.policy.is_private:
            return await self._unheard(batch, row, outcome, error, what)
        match what:
            case Verdict.NO_CHANNEL if isinstance(row.what, d.Invite):
                return await self._wait(batch, row, outcome, error, what)
            case Verdict.NO_CHANNEL:
                goes_on = await self._place_gone(batch, row, outcome)
                outcome.done.append(row.id)
                return goes_on
            case Verdict.NO_MESSAGE | Verdict.FRESH if isinstance(row.what, Refresh):
                return await self._card_gone(batch, row.what.post, row, outcome)
            case Verdict.FRESH if isinstance(row.what, d.OpenRoom) and row.attempts < PATIENCE:
                outcome.renamed = True
                self._again(row, outcome, error, Verdict.AGAIN)
                return False
            case Verdict.SHUT if row.policy.where is not Where.CHANNEL:
                return await self._open_again(batch, row, outcome, error)
            case Verdict.OURS:
                return await self._simpler(batch, row, outcome, error)
        return await self._wait(batch, row, outcome, error, what)

    def _again(self, row: Row, outcome: Outcome, error: Exception, what: Verdict) -> None:
        wait = timedelta(seconds=back_off_s(error, row.attempts, what))
        outcome.again[row.id] = self._clock.utcnow() + wait

    async def _wait(self, batch: Batch, row: Row, outcome: Outcome, error: Exception, what: Verdict) -> bool:
        """Try again later; what is of the moment holds the circle and is told of, where it takes somebody to help."""
        current = is_waited_for(batch, row)
        helpless = what in (Verdict.OURS, Verdict.REFUSED, Verdict.FRESH, Verdict.NO_MESSAGE)
        if helpless and not is_of_the_moment(batch, row):
            outcome.done.append(row.id)
            return True
        self._again(row, outcome, error, what)
        may_pass = what in OUTAGE_TOLD
        if current and (what is not Verdict.AGAIN or row.attempts >= PATIENCE):
            await self.stand_still(batch)
        if current and (not may_pass or row.attempts >= OUTAGE_TOLD[what]):
            missing = self._courier.missing(batch) if what is Verdict.FORBIDDEN else []
            await self._courier.problems.tell(batch, _trouble(batch, what), *missing)
        elif what is Verdict.FORBIDDEN:
            await self._courier.problems.tell(batch, ServerProblem.FORBIDDEN, *self._courier.missing(batch))
        return row.policy.is_passage

    def forget(self, session_id: SessionId) -> None:
        """Forget a session that is gone."""
        self.troubled.pop(session_id, None)

    async def stand_still(self, batch: Batch) -> None:
        """What is going on cannot be seen: its clock waits."""
        self.troubled[batch.session.id] = batch.session.guild_xid
        if not batch.session.state.held(HoldReason.UNSEEN):
            await self._desks.circle.act(batch.session.id, None, c.StandStill())

    async def seen_again(self, batch: Batch, outcome: Outcome) -> None:
        """After a batch: if the circle stood still and nothing of the moment is in the way any more, it goes on."""
        has_place = batch.session.room_xid is not None or outcome.room_xid is not None
        if not has_place and batch.session.state.phase is not Phase.PLANNED:
            return
        if outcome.room_lost or outcome.closed:
            return
        done = set(outcome.done)
        stuck = any(
            row.id in outcome.again or (row.attempts and row.id not in done)
            for row in batch.rows
            if is_waited_for(batch, row)
        )
        if not outcome.seen or stuck:
            return
        self.troubled.pop(batch.session.id, None)
        self._courier.problems.all_is_well(batch.session.id)
        if batch.session.state.held(HoldReason.UNSEEN):
            await self._desks.circle.act(batch.session.id, None, c.GoOn())

    async def still_stuck(self, batch: Batch) -> None:
        """Something new waits behind what could not be shown: it is not to go by unseen either."""
        now = self._clock.utcnow()
        stuck = any(
            row.attempts and row.not_before > now + timedelta(seconds=4) and is_waited_for(batch, row)
            for row in batch.rows
        )
        if stuck:
            await self.stand_still(batch)

    async def _no_event(
        self, batch: Batch, row: Row, outcome: Outcome, error: Exception, what: Verdict
    ) -> bool:
        """Discord's calendar is a convenience: the circle goes on without it, and whoever holds it is told once what
        the calendar shows. An event that shows what is not so is tried a few times more."""
        trouble = self._courier.event_trouble(batch)
        if trouble is not None:
            await self._courier.problems.tell(batch, trouble)
        if trouble not in (None, ServerProblem.NO_EVENT) and row.attempts < EVENT_TRIED:
            self._again(row, outcome, error, what)
        else:
            outcome.done.append(row.id)
        return True

    def _left_behind(
        self, left: d.LeftInvite, row: Row, outcome: Outcome, error: Exception, what: Verdict
    ) -> bool:
        """An invitation in a channel that the circle left: tried a few times, and then let be with the channel."""
        if what in (Verdict.AGAIN, Verdict.LATER) or (
            what is Verdict.FORBIDDEN and row.attempts < LEFT_TRIED
        ):
            self._again(row, outcome, error, what)
            return True
        outcome.lost_cards.append(slot(left))
        outcome.done.append(row.id)
        return True

    async def _unheard(
        self, batch: Batch, row: Row, outcome: Outcome, error: Exception, what: Verdict
    ) -> bool:
        """A private word: later again, unless that person cannot be reached this way. Whoever shares no server with the
        bot has left this one, so their seat is free."""
        gone = what in (Verdict.DEAF, Verdict.NO_PERSON, Verdict.NO_CHANNEL)
        if gone or (what not in (Verdict.AGAIN, Verdict.LATER) and row.attempts >= WHISPERED):
            outcome.done.append(row.id)
            outcome.follow += instead_of(row.what)
            self.direct.settled(row, taken=False)
            if what is Verdict.NO_PERSON and row.seat in batch.people:
                log.info("Somebody with a seat has left the server; the seat is free")
                await self._desks.circle.act(batch.session.id, batch.people[row.seat], c.Leave())
            return True
        later = self.direct.refused(row, self._clock.utcnow(), error, what)
        if later is None:
            self._again(row, outcome, error, what)
        else:
            outcome.again[row.id] = later
        return what is not Verdict.AGAIN

    async def _open_again(self, batch: Batch, row: Row, outcome: Outcome, error: Exception) -> bool:
        """The room is closed or slow: open it, and send the row again at once."""
        try:
            await self._courier.open_again(batch)
        except Exception as refused:
            what = _meaning(row, refused) or Verdict.REFUSED
            if what is Verdict.NO_CHANNEL:
                goes_on = await self._place_gone(batch, row, outcome)
                outcome.done.append(row.id)
                return goes_on
            what = Verdict.SHUT if what is Verdict.FORBIDDEN else what
            return await self._wait(batch, row, outcome, refused, what)
        if row.attempts >= PATIENCE:
            return await self._wait(batch, row, outcome, error, Verdict.SHUT)
        wait_s = 0.0 if not row.attempts else back_off_s(error, row.attempts)
        outcome.again[row.id] = self._clock.utcnow() + timedelta(seconds=wait_s)
        return False

    async def _simpler(self, batch: Batch, row: Row, outcome: Outcome, error: Exception) -> bool:
        """What was sent is not valid: say where, never what, and try a card with less on it."""
        log.error("A %s was not valid, in: %s", row.policy.kind, ", ".join(refused_fields(error)) or "?")
        is_card = row.policy.call in (ApiCall.POST, ApiCall.EDIT)
        if is_card and is_of_the_moment(batch, row):
            try:
                await self._courier.deliver(batch, row, outcome, plain=True)
            except Exception as again:
                what = _meaning(row, again) or Verdict.REFUSED
                return await self._wait(batch, row, outcome, again, what)
            await self._courier.problems.tell(batch, ServerProblem.SIMPLER)
            outcome.seen = True
            outcome.done.append(row.id)
            return True
        return await self._wait(batch, row, outcome, error, Verdict.OURS)

    async def _place_gone(self, batch: Batch, row: Row, outcome: Outcome) -> bool:
        """The room is gone: make another. The channel itself is gone: stand still and say where to go on."""
        if isinstance(row.what, d.CheckRoom) and batch.session.state.phase is Phase.PLANNED:
            return True  # its schedule says where its room will be
        if isinstance(row.what, d.OpenRoom) or (
            isinstance(row.what, d.CheckRoom) and batch.session.room_xid is None
        ):
            await self.stand_still(batch)
            await self._courier.problems.tell(batch, ServerProblem.NO_CHANNEL)
            outcome.done.extend(
                other.id for other in batch.rows if other is not row and other.policy.with_room
            )
        elif row.policy.where is not Where.CHANNEL:
            # Discord may have told of it meanwhile, and then another room is on its way already.
            try:
                kept = await self._desks.circle.get(batch.session.id)
            except NoSession:
                return False
            outcome.room_lost = kept.room_xid is not None or outcome.room_xid is not None
            outcome.done.extend(
                other.id for other in batch.rows if other is not row and other.policy.with_room
            )
        else:
            if batch.session.state.phase is Phase.PLANNED:
                await self._courier.problems.tell(batch, ServerProblem.NO_CHANNEL_FOR_DATE)
            return True
        return False

    async def _card_gone(self, batch: Batch, post: Post, row: Row, outcome: Outcome) -> bool:
        """A card was deleted by hand, or cannot be changed any more: post it again if it is one of the moment."""
        if is_of_the_moment(batch, row):
            try:
                before = await self._courier.post(batch, post, row.nonce, outcome)
            except Exception as error:
                # It stays a refresh of the card that is gone, so it comes back here when it is tried again.
                return await self.after(batch, replace(row, what=post), outcome, error)
            outcome.seen = True
            await self._courier.take_down(batch, post, before)
        else:
            batch.cards.pop(slot(post), None)
            outcome.lost_cards.append(slot(post))
        outcome.done.append(row.id)
        return True

    async def _cannot_close(
        self, batch: Batch, row: Row, outcome: Outcome, error: Exception, what: Verdict
    ) -> bool:
        """A room that cannot be deleted is archived and locked, says so, and is tried again a few times a day."""
        if what is Verdict.NO_CHANNEL:
            outcome.closed = True
            return False
        if what in (Verdict.AGAIN, Verdict.LATER):
            self._again(row, outcome, error, what)
            return False
        try:
            await self._courier.keep_shut(batch, tell=row.attempts == 0)
        except Exception as refused:
            log.warning("A room that cannot be deleted cannot be locked either: %s", in_short(refused))
        wait_s = back_off_s(error, row.attempts, waits=CLOSING_WAITS)
        outcome.again[row.id] = self._clock.utcnow() + timedelta(seconds=wait_s)
        return False


def _meaning(row: Row, error: Exception) -> Verdict | None:
    if isinstance(error, NoPlace):
        return Verdict.NO_CHANNEL
    if isinstance(error, Hindered):
        return error.why
    call = row.policy.call
    if isinstance(error, discord.RateLimited) and call is ApiCall.EDIT and error.retry_after > LONG_S:
        return Verdict.FRESH  # an old message takes only so many edits an hour
    return verdict(error, call)


def _trouble(batch: Batch, what: Verdict) -> ServerProblem:
    """What whoever holds the circle is told."""
    if what is Verdict.NO_CHANNEL and batch.session.state.phase is Phase.PLANNED:
        return ServerProblem.NO_CHANNEL_FOR_DATE
    return _TROUBLES.get(what, ServerProblem.UNREACHABLE)


def _name(row: Row) -> str:
    return "private word" if row.policy.in_confidence else row.policy.kind
