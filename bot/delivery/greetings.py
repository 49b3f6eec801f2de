"""Showing greeters who would like to be greeted, and telling those who asked what it comes to.

A wish says what is to be done about it (`Stage`). Every call has a nonce of its own, so a crash in between shows and
tells nothing twice. Nothing of it is logged but that Discord was in the way.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import discord

from bot.clock import Clock
from bot.ids import ChannelXid, GuildXid, MemberXid, MessageXid
from bot.services.care.greeting_rows import Stage, Wish
from bot.services.deliveries.policy import ApiCall
from bot.services.desks import Desks
from bot.services.fencing import NotOurs
from bot.ui.cards.care import greeting as cards
from bot.ui.i18n import Translator
from bot.ui.layout import Card
from bot.ui.request import Bot
from bot.ui.visibility import is_open_to_all

from .due_rows import DueRows
from .failures import Verdict, back_off_s, in_short, verdict

log = logging.getLogger(__name__)

FAULT_S = 60.0
"""How long to wait, in seconds, before it is looked again after a fault."""
WAITS_S = (1.0, 600.0)
"""The first wait after a failure and the longest, in seconds."""
LONGEST = timedelta(days=1)
"""How long after the end of a wish Discord is tried, before nobody is told any more."""
_SOON = (Verdict.AGAIN, Verdict.LATER)


class GreetingCards(DueRows):
    """What is done about each wish to be greeted."""

    waits_for = "a greeting"

    def __init__(self, desks: Desks, clock: Clock, bot: Bot) -> None:
        super().__init__(clock)
        self._greetings = desks.care.greetings
        self._settings = desks.settings
        self._bot = bot

    async def _look(self) -> float | None:
        """Do what is due. Returns the seconds until it is to be looked again; None: until there is another wish."""
        try:
            due, _ = await self._greetings.due()
            for key in due:
                await self._serve_safely(key)
            left, upcoming = await self._greetings.due()
        except Exception:
            # Whatever it is, it is tried again: whoever waits to be greeted is not to wait for ever.
            log.exception("The wishes to be greeted could not be looked at")
            return FAULT_S
        if left:
            return FAULT_S if left == due else 0.0
        return self._seconds_until(upcoming)

    async def _serve_safely(self, key: bytes) -> None:
        try:
            wish = await self._greetings.look(key)
        except NotOurs:
            return
        if wish is None:
            return
        try:
            await self._serve(wish)
        except Exception as error:
            what = verdict(error)
            if what is None:
                log.error("A wish to be greeted could not be served", exc_info=error)
            else:
                log.warning("Discord did not take a greeting: %s", in_short(error))
            now = self._clock.utcnow()
            if now >= wish.ends_at + LONGEST:
                await self._greetings.forget(wish)
                return
            wait = timedelta(seconds=back_off_s(error, wish.attempts, what or Verdict.AGAIN, WAITS_S))
            await self._greetings.delay(wish, now + wait)

    async def _serve(self, wish: Wish) -> None:
        match wish.stage:
            case Stage.WISHED:
                await self._ask_greeters(wish)
            case Stage.POSTED:
                await self._give_up(wish)
            case Stage.TAKEN:
                await self._tell_who_greets(wish)
            case Stage.TOLD:
                await self._greetings.forget(wish)
            case Stage.OVER:
                await self._take_away(wish)
                if wish.kept.greeter_xid is not None:
                    t = self._bot.catalogues.pick(wish.kept.greeter_language)
                    await self._tell(wish, wish.kept.greeter_xid, cards.no_more(t, wish.kept.member_xid), "o")
                await self._greetings.forget(wish)

    async def _ask_greeters(self, wish: Wish) -> None:
        await self._take_away(wish)
        if wish.kept.has_withdrawn:
            await self._tell_new(wish, cards.asked_anew(self._voice(wish), wish.token), "w")
        elif wish.kept.not_again_xid is not None:
            t = self._bot.catalogues.pick(wish.kept.greeter_language)
            card = cards.another_asked_for(t, wish.kept.member_xid)
            await self._tell(wish, wish.kept.not_again_xid, card, "l")
        place = await self._place(wish.guild_xid)
        if place is None or wish.ends_at <= self._clock.utcnow() or wish.kept.member_xid is None:
            await self._give_up(wish)
            return
        channel, t = place
        card = cards.for_greeters(t, wish.token, wish.kept.member_xid)
        try:
            await self._bot.pace.turn()
            # The name is shown, and nobody is pinged: least of all whoever is new.
            nobody = discord.AllowedMentions.none()
            message = await channel.send(view=card, nonce=_nonce(wish, "p"), allowed_mentions=nobody)
        except Exception as error:
            if verdict(error) in (None, *_SOON):
                raise
            await self._give_up(wish)
            return
        await self._greetings.posted(wish, ChannelXid(channel.id), MessageXid(message.id))

    async def _place(self, guild_xid: GuildXid) -> tuple[discord.TextChannel, Translator] | None:
        """The channel of the greeters, if it is theirs alone, and the language of the server."""
        options = (await self._settings.server(guild_xid)).options
        guild = await self._bot.server(guild_xid)
        if guild is None or options.greeters_xid is None or is_open_to_all(guild, options.greeters_xid):
            return None
        channel = guild.get_channel(options.greeters_xid)
        language = options.language or str(guild.preferred_locale)
        return (
            (channel, self._bot.catalogues.pick(language))
            if isinstance(channel, discord.TextChannel)
            else None
        )

    async def _give_up(self, wish: Wish) -> None:
        """Nobody came. Only whoever asked is told."""
        await self._take_away(wish)
        await self._tell_new(wish, cards.nobody(self._voice(wish)), "n")
        await self._greetings.forget(wish)

    async def _tell_who_greets(self, wish: Wish) -> None:
        await self._take_away(wish)
        greeter, who = wish.kept.greeter_xid, wish.kept.member_xid
        if greeter is not None and who is not None:
            card = cards.who_greets(self._voice(wish), wish.token, greeter)
            if not await self._tell_new(wish, card, "g"):
                t = self._bot.catalogues.pick(wish.kept.greeter_language)
                await self._tell(wish, greeter, cards.takes_no_words(t, who), "c")
        await self._greetings.told(wish)

    async def _take_away(self, wish: Wish) -> None:
        """Take away the card that the greeters see, if it is still there."""
        if wish.channel_xid is None or wish.message_xid is None:
            return
        try:
            await self._bot.pace.turn()
            channel = self._bot.get_partial_messageable(wish.channel_xid, guild_id=wish.guild_xid)
            await channel.get_partial_message(wish.message_xid).delete()
        except Exception as error:
            if verdict(error, ApiCall.TAKE_AWAY) in (None, *_SOON):
                raise

    async def _tell_new(self, wish: Wish, card: Card, about: str) -> bool:
        member_xid = wish.kept.member_xid
        return member_xid is not None and await self._tell(wish, member_xid, card, about)

    async def _tell(self, wish: Wish, member_xid: MemberXid, card: Card, about: str) -> bool:
        """Write to one person. Returns whether they could be reached."""
        try:
            return await self._bot.whispers.write(member_xid, card, _nonce(wish, about))
        except Exception as error:
            if verdict(error, ApiCall.WRITE) in (None, *_SOON):
                raise
            return False

    def _voice(self, wish: Wish) -> Translator:
        return self._bot.catalogues.pick(wish.kept.language)


def _nonce(wish: Wish, about: str) -> str:
    """The same for the same word, so that it is sent once; another each time greeters are asked."""
    return f"{wish.token}{about}{wish.kept.times % 100}"
