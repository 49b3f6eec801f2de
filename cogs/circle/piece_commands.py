"""`/done` and `/pass`: always at hand on a phone, however far up the card of the turn is."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.circle.model import Phase
from bot.circle.slices import Command
from bot.circle.turns import Done, Pass
from bot.services.circle.sessions import Session
from bot.services.deliveries import table as d
from bot.ui.commands import command
from bot.ui.i18n import N_
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.rooms.links import to_room

from .after_story import gestures_follow
from .answers import may_be_followed


class PieceCommands(commands.Cog):
    """What whoever has the piece may type in the room of their circle."""

    @app_commands.guild_only()
    @command(N_("I'm done: the talking piece moves on"))
    async def done(self, request: Request) -> None:
        """End one's own turn."""
        await _let_go(request, Done())

    @app_commands.guild_only()
    @command(N_("Let the talking piece go by; no reason is needed"), name="pass")
    async def pass_(self, request: Request) -> None:
        """Pass."""
        await _let_go(request, Pass())


async def _let_go(request: Request, asked: Command) -> None:
    session = await request.bot.desks.circle.in_room(request.channel_xid)
    if session is None:
        raise Refused(await _where_it_works(request))
    request.about = session.id
    with request.bot.drawn.answering(session.id):
        answer = request.granted(await request.ask(session.id, asked, d.Gestures))
        turn = answer.session.state.turn
        if turn is not None and turn.seat is None:
            await request.say(request.t("Thank you. The piece stays in the middle for the others."))
        else:
            await request.say(request.t("Thank you. The talking piece moves on."))
        if isinstance(asked, Done):
            may_be_followed(request, answer)
        await gestures_follow(request, answer)


async def _where_it_works(request: Request) -> str:
    """Where this can be typed: in their own circle's room, when it is clear which one that is."""
    circle = request.bot.desks.circle
    found = await circle.find_for(request.guild_xid, request.channel_xid, request.member_xid)
    rooms = [m.room_xid for m in found if _is_under_way(m)]
    if len(rooms) == 1:
        words = request.t("Please type this in the room of your circle.")
        return f"{words} {to_room(request.t, request.guild_xid, rooms[0])}"
    return request.t("This works in the room of a circle, for the one who has the talking piece.")


def _is_under_way(session: Session) -> bool:
    return session.state.phase is Phase.LIVE and session.room_xid is not None
