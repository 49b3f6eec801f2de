"""The way of a spark of hope into the hope channel, and out of it again when its giver withdraws it.

A row says when; the words are opened in the moment they are posted and blanked right after. Posting and
withdrawing wait for each other, so that nothing is posted while it is being withdrawn. Nobody's name is here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import discord

from bot.clock import Clock
from bot.ids import ChannelXid, GuildXid, MessageXid
from bot.pace import Pace
from bot.privacy import sparks as keys
from bot.privacy.sealing import SealError, Vault
from bot.services.desks import Desks
from bot.services.harvest.sparks import SparkRow, Withdrawal, Withdrawn
from bot.services.unit_of_work import NotSaved
from bot.ui.cards.harvest import posted_card
from bot.ui.permissions import missing_for_hope
from bot.ui.request import Bot

from .due_rows import DueRows
from .failures import Verdict, back_off_s, in_short, verdict

log = logging.getLogger(__name__)

MEND_S = 600.0
"""How long to wait before trying again what an admin has to put right."""
FAULT_S = 60.0
LONG_AGO = timedelta(days=6)
"""How long after its day a spark that was never tried is dropped too. A bot may be away for days and still post it; but
this may be an old copy of the database, and then it was posted, and perhaps withdrawn, long ago."""
CALLS_PER_SECOND = 5
"""Sparks are few and in no hurry: they leave Discord's global limit to the circles."""


class HopePoster(DueRows):
    """Posts sparks of hope, and takes them back. It is woken when there may be another place for them, too."""

    waits_for = "a spark's time"

    def __init__(
        self,
        desks: Desks,
        vault: Vault,
        clock: Clock,
        pace: Pace,
        bot: Bot,
    ) -> None:
        super().__init__(clock)
        self._harvest = desks.harvest
        self._settings = desks.settings
        self._vault = vault
        self._bot = bot
        self._paces = (Pace(clock, CALLS_PER_SECOND), pace)
        self._lock = asyncio.Lock()

    async def _turn(self) -> None:
        for pace in self._paces:
            await pace.turn()

    def code(self, token: str) -> str:
        """The short code that withdraws what was kept under this token, once it is posted."""
        return keys.code(self._vault, keys.posted_key(self._vault, keys.waiting_key(token)))

    # Posting

    async def _look(self) -> float | None:
        """Post what is due. Returns the seconds until the next one is."""
        try:
            while True:
                due, upcoming = await self._harvest.due()
                if not due:
                    break
                for key in due:
                    await self._serve_safely(key)
        except Exception:
            # Whatever it is, it is tried again: a poster that stopped would silence every circle's sparks.
            log.exception("The sparks could not be read")
            return FAULT_S
        return self._seconds_until(upcoming)

    async def _serve_safely(self, key: bytes) -> None:
        """Serve one row. A fault of ours with it must not stand in the way of all others."""
        async with self._alone():
            try:
                await self._serve(key)
            except NotSaved:
                raise
            except Exception:
                log.exception("A spark could not be served")
                until = self._clock.utcnow() + timedelta(seconds=FAULT_S)
                await self._harvest.put_off(key, until)

    async def _serve(self, key: bytes) -> None:
        row = await self._harvest.get(key)
        if row is None or row.message_xid is not None:
            return
        if row.drop_at is not None and row.drop_at + LONG_AGO <= self._clock.utcnow():
            log.warning("A spark that was to be posted long ago was dropped")
            await self._harvest.forget(key)
            return
        was_tried = row.attempts > 0 or row.trouble is not None  # not while the bot itself was away
        if was_tried and row.drop_at is not None and row.drop_at <= self._clock.utcnow():
            log.warning("A spark could not be posted for a day and was dropped")
            await self._harvest.forget(key)
            return
        await self._post(row)

    async def _post(self, row: SparkRow) -> Verdict | None:
        """Post one spark and keep where. Returns why not, or None when it is posted."""
        server = await self._settings.server(row.guild_xid)
        channel_xid = server.options.hope_xid
        if channel_xid is None:
            await self._delay(row, MEND_S, 0, Verdict.NO_CHANNEL)
            return Verdict.NO_CHANNEL
        try:
            spark = keys.unseal(self._vault, row.key, row.sealed or b"")
        except SealError as error:
            log.error("A spark was dropped: %s", error)
            await self._harvest.forget(row.key)
            return Verdict.REFUSED
        channel = self._bot.get_partial_messageable(channel_xid, guild_id=row.guild_xid)
        await self._harvest.attempt(row.key)
        try:
            await self._turn()
            message = await channel.send(
                view=posted_card(spark),
                nonce=keys.nonce(row.key),
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except Exception as error:
            return await self._not_posted(row, error)
        keeping = self._harvest.posted(row.key, channel_xid, MessageXid(message.id))
        await asyncio.shield(asyncio.ensure_future(keeping))
        return None

    async def _not_posted(self, row: SparkRow, error: Exception) -> Verdict:
        """Keep what follows from a failed call. A clear no says that Discord does not have it."""
        what = verdict(error)
        match what:
            case Verdict.AGAIN | Verdict.LATER:
                log.warning(
                    "Discord did not take a spark (attempt %d): %s", row.attempts + 1, in_short(error)
                )
                await self._delay(row, back_off_s(error, row.attempts, what), row.attempts + 1)
            case Verdict.FORBIDDEN | Verdict.NO_CHANNEL | Verdict.NOT_HERE | Verdict.FULL | Verdict.SHUT:
                if row.trouble != what:
                    log.warning("A spark cannot be posted: %s", what)
                await self._delay(row, MEND_S, 0, what)
            case None:
                log.error("A spark could not be posted", exc_info=error)
                await self._delay(row, FAULT_S, row.attempts + 1)
            case _:
                log.error("Discord refused a spark (%s) and it was dropped", what)
                await self._harvest.forget(row.key)
        return what or Verdict.AGAIN

    async def _delay(
        self, row: SparkRow, seconds: float, attempts: int, trouble: Verdict | None = None
    ) -> None:
        until = self._clock.utcnow() + timedelta(seconds=seconds)
        await self._harvest.delay(row.key, until, attempts, None if trouble is None else trouble.value)

    # Withdrawing

    async def withdraw(self, token: str) -> Withdrawal:
        """Take back the spark of whoever has this token. It works as long as there is anything of it."""
        async with self._alone():
            row = await self._harvest.find(token)
            return Withdrawal(Withdrawn.NOTHING) if row is None else await self._take_back(row)

    async def withdraw_in(self, guild_xid: GuildXid, typed: str) -> Withdrawal:
        """Take back the spark of a server that has this code, whether it is posted or not."""
        async with self._alone():
            row = await self._harvest.find_by_code(guild_xid, typed)
            return Withdrawal(Withdrawn.NOTHING) if row is None else await self._take_back(row)

    async def withdraw_by_code(
        self, mark: str, typed: str, channel_xid: ChannelXid, message_xid: MessageXid
    ) -> Withdrawal:
        """Take back the posted spark with that mark, if what was typed is its code. Sparks of an earlier version have
        a button with it below them, which works even if the row should be lost."""
        key = keys.key_of_mark(mark)
        if not keys.is_code(self._vault, key, typed):
            return Withdrawal(Withdrawn.NOTHING)
        async with self._alone():
            return await self._delete(key, channel_xid, message_xid)

    async def channel_gone(self, channel_xid: ChannelXid) -> None:
        """A channel was deleted, and with it whatever was posted there."""
        await self._harvest.forget_channel(channel_xid)

    async def _take_back(self, row: SparkRow) -> Withdrawal:
        if row.message_xid is None and row.attempts > 0:
            # Discord may have it although its answer never came. Sent again, the nonce tells which message it is.
            what = await self._post(row)
            if what in (Verdict.AGAIN, Verdict.LATER):
                return Withdrawal(Withdrawn.AGAIN)
        kept = await self._harvest.get(row.key)
        if kept is not None and kept.channel_xid is not None and kept.message_xid is not None:
            return await self._delete(row.key, kept.channel_xid, kept.message_xid)
        await self._harvest.forget(row.key)
        return Withdrawal(Withdrawn.BEFORE)

    async def _delete(self, key: bytes, channel_xid: ChannelXid, message_xid: MessageXid) -> Withdrawal:
        """Delete the message, and only then the row, so that it can be tried again."""
        channel = self._bot.get_partial_messageable(channel_xid)
        try:
            await self._turn()
            await channel.get_partial_message(message_xid).delete()
        except Exception as error:
            match verdict(error):
                case Verdict.NO_MESSAGE | Verdict.NO_CHANNEL:
                    await self._harvest.forget(key)
                    return Withdrawal(Withdrawn.GONE)
                case Verdict.FORBIDDEN:
                    return Withdrawal(Withdrawn.FORBIDDEN, self._missing(channel_xid))
                case Verdict.AGAIN | Verdict.LATER:
                    return Withdrawal(Withdrawn.AGAIN)
            raise
        await self._harvest.forget(key)
        return Withdrawal(Withdrawn.AFTER)

    def _missing(self, channel_xid: ChannelXid) -> tuple[str, ...]:
        channel = self._bot.get_channel(channel_xid)
        if not isinstance(channel, discord.TextChannel):
            return ()
        return tuple(missing_for_hope(channel.permissions_for(channel.guild.me)))

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        await self._clock.idle(self._lock.acquire(), "a spark that is being posted or withdrawn")
        try:
            yield
        finally:
            self._lock.release()
