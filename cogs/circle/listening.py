"""Listening to a room without reading it: Discord tells who wrote where, and not what.

While the piece goes round, whoever writes out of turn is reminded in private, once in a round; whoever holds the circle
may say a word between. Once much has been written, the card of the turn comes again below it. A message that mentions
the bot comes with its words. Of those only the one directly after the mention is looked at, `done` or `pass`, and
nothing of them is kept.
"""

from __future__ import annotations

import re

import discord

from bot.circle.model import Phase, SessionState
from bot.circle.turns import Done, Pass
from bot.ids import ChannelXid, MemberXid
from bot.services.circle.sessions import NoSession, Session
from bot.services.deliveries.moment import waits_for_answer
from bot.ui.layout import Card
from bot.ui.private_notes import Topic
from bot.ui.request import Bot
from bot.ui.sentences import refusal_sentence

_TYPED: dict[str, type[Done] | type[Pass]] = {"done": Done, "pass": Pass}


class Listening:
    """Who writes in a room of ours."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def heard(self, message: discord.Message) -> None:
        """Somebody wrote something. Only the rooms the bot has made are looked at."""
        room, me = message.channel, self.bot.user
        if me is None or not self.bot.rooms.is_ours(room):
            return
        if message.author.id == me.id:
            if not message.flags.ephemeral:
                self.bot.traffic.posted(ChannelXid(room.id))
            return
        self.bot.traffic.heard(ChannelXid(room.id))
        if (session := await self.bot.desks.circle.in_room(ChannelXid(room.id))) is None:
            return
        is_written = message.type in (discord.MessageType.default, discord.MessageType.reply)
        try:
            if is_written and not message.author.bot:
                await self._heard(session, message, me.id)
            await self._show_card(session, ChannelXid(room.id))
        except NoSession:
            return

    async def _show_card(self, session: Session, room_xid: ChannelXid) -> None:
        """Let the card of the turn come again when it is out of sight."""
        turn = session.state.turn
        if turn is None or not waits_for_answer(session.state, turn.number):
            return
        if self.bot.traffic.card_is_wanted(room_xid):
            await self.bot.desks.rooms.show_turn_again(session.id, turn.number)

    async def _heard(self, session: Session, message: discord.Message, me_xid: int) -> None:
        if me_xid in message.raw_mentions and await self._asked(session, message, me_xid):
            return
        holder, going = _holder(session.state), session.state.round
        if holder is None or going is None:
            return
        session, people = await self.bot.desks.circle.with_people(session.id)
        seats = [s.number for s in session.state.seated if people.get(s.number) == message.author.id]
        if holder in seats:
            self.bot.piece_holders.heard(session.id)
        # Whoever holds the circle may say a kind word between, or that the time is over.
        if not seats or holder in seats or session.state.facilitator in seats:
            return
        if self.bot.whispers.is_first(session.id, going.opened, MemberXid(message.author.id)):
            t = self.bot.catalogues.pick(session.language)
            words = t(
                "Only you see this: while the piece goes round, only the person who has it "
                "writes. It will come to you, and there is time for everyone later."
            )
            await self.bot.whispers.try_to_tell(
                session.id, MemberXid(message.author.id), Card().say(words), Topic.WORD
            )

    async def _asked(self, session: Session, message: discord.Message, me_xid: int) -> bool:
        """Whether the message asked the bot for something it understands."""
        found = re.search(rf"<@!?{me_xid}>\W*(\w+)", message.content)
        typed = found[1].casefold() if found is not None else ""
        t = self.bot.catalogues.pick(session.language)
        words = {**_TYPED, t("done").casefold(): Done, t("pass").casefold(): Pass}
        if typed not in words:
            return False
        answer = await self.bot.desks.circle.act(session.id, MemberXid(message.author.id), words[typed]())
        if answer.refusal is not None:
            card = Card().say(refusal_sentence(t, answer.refusal))
            await self.bot.whispers.try_to_tell(session.id, MemberXid(message.author.id), card, Topic.WORD)
        return True


def _holder(state: SessionState) -> int | None:
    """Whose turn it is, where only they should be writing: in a round, and while nothing is held."""
    if state.phase is not Phase.LIVE or not state.in_round or state.holds or state.turn is None:
        return None
    return state.turn.seat
