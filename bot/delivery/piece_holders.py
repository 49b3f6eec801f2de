"""Looking after a silent piece: whoever has it may have left the server, may only read there for a while, or may have
lost the role that let them see the room or write in it.

Nothing announces any of that without a privileged intent, so Discord is asked, every twenty seconds at most. Only a
clear answer moves the piece; whatever else Discord says, or does not say, leaves everything as it is.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import discord

from bot.circle import commands as c
from bot.clock import NEXT_LOOK, Clock
from bot.ids import MemberXid, SessionId
from bot.pace import Pace
from bot.services.circle.piece_holders import Holder
from bot.services.circle.sessions import NoSession
from bot.services.desks import Desks
from bot.ui.cards.circle.admission import only_reading
from bot.ui.i18n import Catalogues
from bot.ui.request import Bot
from bot.ui.rooms.kinds import words_of
from bot.ui.whispers import Whispers

from .failures import Verdict, back_off_s, in_short, verdict
from .rooms.hearing.wants import SEND
from .rooms.roles import denies

log = logging.getLogger(__name__)

LOOK_S = 20.0
"""How often a silent holder is looked up, so that the piece moves on within half a minute."""
CALLS_PER_SECOND = 5
"""Looking leaves Discord's global limit to the circles. While calls stand in line, nobody is looked up at all."""
MOST_AT_ONCE = int(LOOK_S * CALLS_PER_SECOND)


class PieceHolderCheck:
    """Runs until it is cancelled; `wake` tells it that a piece may have begun to go round."""

    def __init__(
        self,
        desks: Desks,
        clock: Clock,
        pace: Pace,
        bot: Bot,
        whispers: Whispers,
        catalogues: Catalogues,
    ) -> None:
        self._desks = desks
        self._clock = clock
        self._bot = bot
        self._whispers = whispers
        self._catalogues = catalogues
        self._pace = pace
        self._looks = Pace(clock, CALLS_PER_SECOND)
        self._news = asyncio.Event()
        self._heard: dict[int, datetime] = {}
        self._last = 0

    def wake(self, _: datetime) -> None:
        """A session's clock was set: there may be somebody with a piece."""
        self._news.set()

    def heard(self, session_id: SessionId) -> None:
        """Whoever has the piece in this session has just written something: they are there."""
        self._heard[session_id] = self._clock.utcnow()

    async def run(self) -> None:
        """Look after every piece, for ever."""
        failures = 0
        while True:
            self._news.clear()
            found: list[Holder] | None = None
            try:
                found = await self._holders()
                failures = 0 if await self._look_at(found) else failures + 1
            except Exception:
                # Whatever it is, it is tried again: an unknown answer moves nothing.
                log.exception("Whoever has the piece could not be looked up")
                failures += 1
            if found == []:
                self._heard.clear()
                await self._clock.wait(self._news, "a piece that goes round")
            await self._clock.sleep(LOOK_S * 2 ** min(failures, 4), NEXT_LOOK)

    async def _holders(self) -> list[Holder]:
        """Whom to look at now. When they are too many, it takes those who were not looked at the last time."""
        found = await self._desks.circle.holders(self._last, MOST_AT_ONCE)
        if len(found) < MOST_AT_ONCE and self._last:
            more = MOST_AT_ONCE - len(found)
            first = await self._desks.circle.holders(0, more)
            found += [holder for holder in first if holder.session_id <= self._last]
        self._last = found[-1].session_id if len(found) == MOST_AT_ONCE else 0
        return found

    async def _look_at(self, found: list[Holder]) -> bool:
        """Look at those who were silent. Returns whether Discord answers."""
        silent_since = self._clock.utcnow() - timedelta(seconds=LOOK_S / 2)
        there = {holder.session_id for holder in found}
        self._heard = {key: at for key, at in self._heard.items() if key in there and at > silent_since}
        for holder in found:
            if holder.member_xid is None or holder.session_id in self._heard:
                continue
            try:
                await self._look(holder, holder.member_xid)
            except NoSession:
                continue
            except (discord.HTTPException, discord.RateLimited, OSError) as error:
                if verdict(error) in (Verdict.AGAIN, Verdict.LATER):
                    log.warning("Discord does not say who is there: %s", in_short(error))
                    await self._clock.sleep(back_off_s(error, 0), "Discord's answer")
                    return False
        return True

    async def _look(self, holder: Holder, member_xid: MemberXid) -> None:
        guild = self._bot.get_guild(holder.guild_xid)
        if guild is None or guild.unavailable:
            return
        await self._looks.turn()
        if not self._pace.is_calm:
            return  # cards go first; it is looked again in a while
        await self._pace.turn()
        try:
            member = await guild.fetch_member(member_xid)
        except discord.NotFound as error:
            if verdict(error) is Verdict.NO_PERSON:
                log.info("Somebody with the piece has left the server; it moves on")
                await self._desks.circle.act(holder.session_id, member_xid, c.Leave())
            return
        until = member.timed_out_until
        if until is not None and until > self._clock.utcnow():
            log.info("Somebody with the piece may only read for a while; it moves on")
            answer = await self._desks.circle.act(holder.session_id, member_xid, c.StepOut())
            if answer.events:
                t = self._catalogues.pick(answer.session.language)
                card = only_reading(t, answer.session, until)
                await self._whispers.tell(holder.session_id, member_xid, card, direct=True)
            return
        parent = guild.get_channel(holder.parent_xid)
        if holder.seat is None or parent is None:
            return
        room = guild.get_channel(holder.room_xid or 0)
        is_mute = room is not None and holder.room_kind.is_written and denies(room, member.roles, SEND)
        if is_mute or words_of(holder.room_kind).obstacle_of(parent.permissions_for(member)):
            await self._desks.rooms.look_at(holder.session_id, holder.seat)
