"""Listening to a room without reading it: Discord tells who wrote where, and not what.

While the piece goes round, whoever writes out of turn is reminded in private, once in a round. A message that
mentions the bot comes with its words: `done` and `pass` are understood there, for whoever would rather type.
"""

from __future__ import annotations

import re

import discord
from discord.ext import commands

from bot.circle.model import Phase, SessionState
from bot.circle.turns import Done, Pass
from bot.ids import ChannelXid, MemberXid
from bot.services.circle.sessions import NoSession, Session
from bot.ui.layout import Card
from bot.ui.request import Bot
from bot.ui.sentences import refusal_sentence

_MENTION = re.compile(r"<@!?\d+>")
_TYPED: dict[str, type[Done] | type[Pass]] = {"done": Done, "pass": Pass}


class Listening(commands.Cog):
    """Who writes in a room of ours."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote something. Only the rooms the bot has made are looked at."""
        room, me = message.channel, self.bot.user
        if message.author.bot or me is None or not self.bot.rooms.is_ours(room):
            return
        if (session := await self.bot.desks.circle.in_room(ChannelXid(room.id))) is None:
            return
        try:
            if message.type in (discord.MessageType.default, discord.MessageType.reply):
                await self._heard(session, message, me.id)
        except NoSession:
            return

    async def _heard(self, session: Session, message: discord.Message, me_xid: int) -> None:
        if me_xid in message.raw_mentions and await self._asked(session, message):
            return
        holder, going = _holder(session.state), session.state.round
        if holder is None or going is None:
            return
        session, people = await self.bot.desks.circle.with_people(session.id)
        seats = [s.number for s in session.state.seated if people.get(s.number) == message.author.id]
        if holder in seats:
            self.bot.piece_holders.heard(session.id)
        if not seats or holder in seats:
            return
        if self.bot.whispers.is_first(session.id, going.opened, MemberXid(message.author.id)):
            t = self.bot.catalogues.pick(session.language)
            words = t(
                "A quiet word, only for you: while the piece goes round, whoever has it is the only one to "
                "share, in writing too. It will come to you, and there is time for everyone later."
            )
            await self.bot.whispers.try_to_tell(session.id, MemberXid(message.author.id), Card().say(words))

    async def _asked(self, session: Session, message: discord.Message) -> bool:
        """Whether the message asked the bot for something it understands."""
        typed = _MENTION.sub(" ", message.content).strip().strip(".").casefold()
        t = self.bot.catalogues.pick(session.language)
        words = {**_TYPED, t("done").casefold(): Done, t("pass").casefold(): Pass}
        if typed not in words:
            return False
        answer = await self.bot.desks.circle.act(session.id, MemberXid(message.author.id), words[typed]())
        if answer.refusal is not None:
            card = Card().say(refusal_sentence(t, answer.refusal))
            await self.bot.whispers.try_to_tell(session.id, MemberXid(message.author.id), card)
        return True


def _holder(state: SessionState) -> int | None:
    """Whose turn it is, where only they should be writing: in a round, and while nothing is held."""
    if state.phase is not Phase.LIVE or not state.in_round or state.holds or state.turn is None:
        return None
    return state.turn.seat
