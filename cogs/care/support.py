"""`I need support` and `/care support`: grounding words, the server's own resources, and a choice of whether
anyone is told. Nothing of it is recorded, and the bot never claims to know how somebody is.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from discord import ButtonStyle
from discord.ext import commands

from bot.circle.model import Phase, SessionState
from bot.ids import GuildXid, MemberXid
from bot.services.circle.sessions import NoSession, Session
from bot.services.prompts.drawing import speaks
from bot.services.unit_of_work import NotSaved
from bot.ui.cards.care import support as cards
from bot.ui.cards.care.places import place_words
from bot.ui.commands import S, command
from bot.ui.i18n import N_
from bot.ui.press import VerbButton
from bot.ui.private_notes import Topic
from bot.ui.request import Handler, Press, Request

from . import handing, places, protocol
from .cofacilitators import cofacilitators, own_seat, still_may

log = logging.getLogger(__name__)


async def places_for(request: Request) -> list[str]:
    """The places to turn to, those in the reader's language first. Words come also when nothing can be read."""
    bot = request.bot
    t, reader, guild_xid = request.t, str(request.interaction.locale), request.interaction.guild_id
    try:
        own = await bot.desks.care.places(GuildXid(guild_xid)) if guild_xid is not None else ()
    except NotSaved:
        log.warning("The server's places to turn to could not be read; those of the settings are shown")
        own = ()
    if own:
        ordered = sorted(own, key=lambda place: not speaks(place.language, reader))
        return [place_words(t, place) for place in ordered]
    return [place_words(t, r) for r in bot.settings.care.resources]


async def _support(press: Press) -> None:
    first, *more = cards.support(press.t, await places_for(press))
    first.row(*await _ways(press))
    await press.show(first, Topic.SUPPORT)
    for card in more:
        await press.show(card)


async def _ways(press: Press) -> list[VerbButton]:
    """What somebody with a seat may do: step out first of all, and choose who is told. Whoever has no seat is not
    known to the circle."""
    try:
        session, people = await press.bot.desks.circle.with_people(press.session_id)
    except (NoSession, NotSaved):
        return []
    me = own_seat(press, session.state, people)
    if me is None:
        return []
    press.remember(press.session_id)
    press.about = press.session_id
    row = [_way_out(press, session.state, me)]
    if session.state.host not in (None, me):
        label = press.t("Let the facilitator know")
        row.append(VerbButton.new("tell", press.session_id, press.seen, label))
    if cofacilitators(session.state, me):
        label = press.t("Let a co-facilitator know")
        row.append(VerbButton.new("tellco", press.session_id, press.seen, label))
    if session.state.phase is Phase.LIVE:
        row.append(VerbButton.new("rest", press.session_id, press.seen, press.t("Ask for a pause")))
    return row


def _way_out(press: Press, state: SessionState, me: int) -> VerbButton:
    """The way out for a while; the way back for whoever is out."""
    if state.is_here(me):
        return VerbButton.new("out", press.session_id, press.seen, press.t("Step out"), ButtonStyle.primary)
    return VerbButton.new("back", press.session_id, press.seen, press.t("Come back in"), ButtonStyle.primary)


async def _tell(press: Press) -> None:
    """Tell whoever holds the circle, because the person chose to."""
    session, people = await press.bot.desks.circle.with_people(press.session_id)
    me, host = own_seat(press, session.state, people), session.state.host
    seats = [host] if me is not None and host not in (None, me) else []
    await _tell_one(
        press,
        session.language,
        [people[seat] for seat in seats if seat in people],
        VerbButton.new(handing.ANSWER, press.session_id, me or 0, _answer_label(press, session)),
        press.t("The facilitator knows now, and nobody else."),
        press.t("I could not reach the facilitator. You may write to them yourself."),
    )


async def _tell_another(press: Press) -> None:
    """Tell one co-facilitator, the first who can be reached, of those who may hold circles still."""
    session, people = await press.bot.desks.circle.with_people(press.session_id)
    me = own_seat(press, session.state, people)
    seats = cofacilitators(session.state, me) if me is not None else []
    await press.take_time()
    asked = [people[seat] for seat in seats if seat in people]
    whom = [xid for xid in asked if await still_may(press.bot, session.guild_xid, xid)]
    await _tell_one(
        press,
        session.language,
        whom,
        VerbButton.new(handing.ANSWER_TOO, press.session_id, me or 0, _answer_label(press, session)),
        press.t("One co-facilitator knows now, and nobody else."),
        press.t("I could not reach a co-facilitator just now. Support is here any time you ask for it."),
    )


def _answer_label(press: Press, session: Session) -> str:
    return press.bot.catalogues.pick(session.language)("Answer in private")


async def _tell_one(
    press: Press, language: str, whom: Sequence[MemberXid], answer: VerbButton, reached: str, missed: str
) -> None:
    """Tell the first of these people who can be reached, and say to whoever pressed what came of it. `answer` is the
    button with which they can be answered in private."""
    card = cards.call(press.bot.catalogues.pick(language), press.interaction.user.mention, answer)
    await press.take_time()
    for member_xid in whom:
        if await press.bot.whispers.try_to_tell(press.session_id, member_xid, card):
            await press.say(reached)
            return
    await press.say(missed)


ANYWHERE: dict[str, Handler] = {"support": _support}
"""Words are there for everyone, whatever has become of the circle."""
HANDLERS: dict[str, Handler] = {"tell": _tell, "tellco": _tell_another}


class CareCommands(commands.GroupCog, group_name="care", group_description=S(N_("Support for yourself"))):
    """Care that can be asked for anywhere."""

    @command(N_("Words and places for when it is hard; only you see them"))
    async def support(self, request: Request) -> None:
        """Grounding words and the server's resources."""
        for card in cards.support(request.t, await places_for(request)):
            await request.show(card)

    @command(N_("Set the places people can turn to"))
    async def resources(self, request: Request) -> None:
        """The server's own places to turn to, for its admins."""
        await places.manage(request)

    @command(N_("Write what facilitators read in a hard moment"))
    async def protocol(self, request: Request) -> None:
        """The server's own protocol for hard moments, for its admins."""
        await protocol.show(request)
