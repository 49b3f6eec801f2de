"""The cards of gatherings, and asking facilitators on call. Nobody's name is here for longer than it takes to ask.

What is due is a row: which gathering to look at, and when. So a restart loses nothing. A card is posted with the nonce
of its row, and a facilitator is asked with one made from it: neither comes twice if the bot stops in between.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import timedelta

import discord

from bot.clock import Clock
from bot.ids import MessageXid
from bot.pace import Pace
from bot.services.deliveries.policy import ApiCall
from bot.services.desks import Desks
from bot.services.fencing import NotOurs
from bot.services.gathering.coming_to_be import Look, Shown
from bot.services.gathering.gatherings import Gathering, Someone
from bot.services.unit_of_work import NotSaved
from bot.ui.cards.circle import gathering_people as cards
from bot.ui.i18n import Catalogues
from bot.ui.layout import Card
from bot.ui.members import may_hold_now
from bot.ui.request import Bot

from .due_rows import DueRows
from .failures import Verdict, back_off_s, in_short, verdict

log = logging.getLogger(__name__)

FAULT_S = 60.0
CALLS_PER_SECOND = 5
"""Gatherings leave Discord's global limit to the circles."""
MOST_ATTEMPTS = 60
"""How often a card of a gathering that is over is tried to be changed: for about an hour, which most outages of Discord
do not last."""
_GONE = (Verdict.NO_CHANNEL, Verdict.NO_MESSAGE, Verdict.NOT_HERE)


class Gatherings(DueRows):
    """What is done for each gathering."""

    waits_for = "a gathering's time"

    def __init__(self, desks: Desks, clock: Clock, pace: Pace, bot: Bot, catalogues: Catalogues) -> None:
        super().__init__(clock)
        self._desks = desks
        self._bot = bot
        self._catalogues = catalogues
        self._paces = (Pace(clock, CALLS_PER_SECOND), pace)

    async def _look(self) -> float | None:
        """Do what is due. Returns the seconds until something is again."""
        try:
            while True:
                due, upcoming = await self._desks.gathering.due()
                if not due:
                    break
                for gathering_id in due:
                    await self._serve_safely(gathering_id)
        except NotOurs:
            return FAULT_S  # another process has its servers now, and this one learns it in a moment
        except Exception:
            # Whatever it is, it is tried again: one that stopped would leave every card as it is.
            log.exception("The gatherings could not be read")
            return FAULT_S
        return self._seconds_until(upcoming)

    async def _serve_safely(self, gathering_id: int) -> None:
        """Serve one. A fault of ours with it must not stand in the way of all others."""
        try:
            look = await self._desks.gathering.look(gathering_id)
            if look is not None:
                await self._serve(look)
        except (NotSaved, NotOurs):
            raise
        except Exception:
            log.exception("A gathering could not be looked after")
            await self._put_off(gathering_id, FAULT_S, 0)

    async def _serve(self, look: Look) -> None:
        gathering = look.gathering
        if gathering.shown != look.shown and not await self._show(look):
            return
        for someone in look.to_ask:
            # Asking takes its time, and the first who can hold it may say so meanwhile.
            is_to_ask = await self._desks.gathering.is_to_ask(gathering.id, someone.member_xid)
            if is_to_ask and not await self._ask(gathering, someone):
                await self._put_off(gathering.id, FAULT_S, gathering.attempts)
                return

    # The card

    async def _show(self, look: Look) -> bool:
        """Let the card say what is so now. Returns whether it does."""
        gathering, is_over = look.gathering, look.shown in (Shown.OPENED, Shown.NOTHING)
        if is_over and gathering.message_xid is None:
            await self._desks.gathering.forget(gathering.id)  # nobody has seen it
            return False
        language = "" if gathering.choices is None else gathering.choices.language
        card = cards.posted(self._catalogues.pick(language), gathering, look.shown, look.needed)
        try:
            for pace in self._paces:
                await pace.turn()
            message_xid = await self._post_or_edit(gathering, card)
        except Exception as error:
            what = verdict(error, ApiCall.POST if gathering.message_xid is None else ApiCall.EDIT)
            if what is None:
                raise
            await self._not_shown(look, error, what, is_over=is_over)
            return False
        await asyncio.shield(
            asyncio.ensure_future(self._desks.gathering.card_shown(gathering.id, message_xid, look.shown))
        )
        return True

    async def _post_or_edit(self, gathering: Gathering, card: Card) -> MessageXid:
        channel = self._bot.get_partial_messageable(gathering.channel_xid, guild_id=gathering.guild_xid)
        nobody = discord.AllowedMentions.none()
        if gathering.message_xid is None:
            sent = await channel.send(view=card, nonce=gathering.nonce, allowed_mentions=nobody)
            return MessageXid(sent.id)
        await channel.get_partial_message(gathering.message_xid).edit(view=card, allowed_mentions=nobody)
        return gathering.message_xid

    async def _not_shown(self, look: Look, error: Exception, what: Verdict, *, is_over: bool) -> None:
        """Keep what follows from a failed call. A card that is gone draws nobody, so the gathering is over then."""
        gathering = look.gathering
        is_passing = what in (Verdict.AGAIN, Verdict.LATER)
        if what in _GONE or (is_over and (not is_passing or gathering.attempts >= MOST_ATTEMPTS)):
            log.info("A gathering has no card any more: %s", in_short(error))
            await self._desks.gathering.forget(gathering.id)
            return
        log.warning("The card of a gathering could not be shown: %s", in_short(error))
        seconds = back_off_s(error, gathering.attempts, what)
        await self._put_off(gathering.id, seconds, gathering.attempts + 1)

    async def _put_off(self, gathering_id: int, seconds: float, attempts: int) -> None:
        until = self._clock.utcnow() + timedelta(seconds=seconds)
        await self._desks.gathering.put_off(gathering_id, until, attempts)

    # Asking

    async def _ask(self, gathering: Gathering, someone: Someone) -> bool:
        """Ask one facilitator, once. Who may not hold circles any more is not asked, and not on call any more. Returns
        whether that is done."""
        may = await may_hold_now(self._bot, gathering.guild_xid, someone.member_xid)
        if may is None:
            return False  # Discord does not say
        if not may:
            await self._desks.gathering.be_off_call(gathering.guild_xid, someone.member_xid)
        else:
            guild = self._bot.get_guild(gathering.guild_xid)
            name = "" if guild is None else guild.name
            card = cards.asked_to_hold(self._catalogues.pick(someone.language), gathering, name)
            try:
                if not await self._bot.whispers.write(someone.member_xid, card, _nonce(gathering, someone)):
                    log.info("A facilitator on call takes no direct messages")
            except (discord.HTTPException, discord.RateLimited, OSError) as error:
                if verdict(error, ApiCall.WRITE) in (Verdict.AGAIN, Verdict.LATER):
                    log.warning("A facilitator on call could not be asked yet: %s", in_short(error))
                    return False
        await self._desks.gathering.was_asked(gathering.id, someone.member_xid)
        return True


def _nonce(gathering: Gathering, someone: Someone) -> str:
    """The same for the same person in the same gathering."""
    made = hashlib.blake2b(f"{gathering.nonce} {someone.member_xid}".encode(), digest_size=12)
    return made.hexdigest()
