"""Muting one person until the turn ends, where people speak: whoever leads chooses whom, and takes it back."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.circle.quieting import Quiet
from bot.ids import MemberXid
from bot.services.circle.sessions import Session
from bot.ui.cards.circle import quieting
from bot.ui.guards import require_lead
from bot.ui.layout import Card
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press
from bot.ui.rooms.kinds import names_of as permission_names
from bot.ui.seat_names import names_of

from .answers import private_context
from .panels import on_panel, panel_answered


async def _choose(press: Press) -> None:
    """Offer those who are in the voice channel. Raises `Refused`: nobody else is, or the bot may mute nobody."""
    session, people = await require_lead(press, press.session_id)
    _require_permission(press, session)
    seats = _in_voice(press, session, people)
    if not seats:
        raise Refused(press.t("Nobody else is in the voice channel just now. Nothing has changed."))
    names = await names_of(press, session, people, seats)
    await press.show(quieting.choose(private_context(press, session, people), names))


async def _chosen(press: Press) -> None:
    session, _ = await require_lead(press, press.session_id)
    _require_permission(press, session)
    seat = int(press.chosen[0])
    asked = press.with_authority(Quiet(to=seat, seen=press.seen))
    answer = await press.act(press.session_id, asked, with_people=True)
    who = private_context(press, answer.session, answer.people).who(seat)
    words = press.t("{who} is muted until this turn ends. I told them so, and that they may write.", who=who)
    await press.redraw(Card().say(words))


async def _taken_back(press: Press) -> None:
    asked = press.with_authority(Quiet(to=None))
    await panel_answered(press, await press.ask(press.session_id, asked))


def _require_permission(press: Press, session: Session) -> None:
    guild = press.interaction.guild
    if guild is not None and not guild.me.guild_permissions.mute_members:
        names = permission_names(press.t, session.room.kind, ["mute_members"])
        words = press.t(
            "For this I need a permission in the server: {names}. Someone who manages the server can give it to me.",
            names=names,
        )
        raise Refused(words)


def _in_voice(press: Press, session: Session, people: Mapping[int, MemberXid]) -> list[int]:
    """The seats of those who are in the channel and can be muted: whoever asks, and whoever has the piece, are not."""
    room, state = press.bot.get_channel(session.room_xid or 0), session.state
    there = room.voice_states if isinstance(room, discord.VoiceChannel) else {}
    leads = press.seat_among(people)
    return [
        seat.number
        for seat in state.seated
        if people.get(seat.number) in there and seat.number not in (state.speaker, leads)
    ]


HANDLERS: dict[str, Handler] = {
    verb: on_panel(handler)
    for verb, handler in {"quiet": _choose, "menu:quiet": _chosen, "unquiet": _taken_back}.items()
}
