"""The stages of circles: that they are live while somebody is there, whom Discord asks to speak, and who accepts.

Where everybody may speak, whoever comes is asked once, and so is whoever raises a hand or takes the piece. Where the
piece is held for real, `rooms.hearing` asks, and accepting is to receive the piece. Who is where is in memory alone,
and is never logged.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

import discord

from bot.circle.model import Phase
from bot.circle.turns import Receive
from bot.circle.writing import is_written
from bot.clock import Clock
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.pace import MemberEdits
from bot.services.circle.sessions import NoSession, Session
from bot.services.desks import Desks
from bot.services.rooms.holding import HeldRoom
from bot.services.rooms.marks import Field, Mark, MarkProgress, Value
from bot.services.unit_of_work import NotSaved
from bot.services.unreadable import Unreadable
from bot.ui.request import Bot

from .failures import Verdict, back_off_s, in_short, verdict
from .rooms.hearing.stage import StageSide, was_asked
from .rooms.hearing.wants import place_of
from .rooms.kinds import Rooms
from .rooms.on_stage import Audience, audience_of, to_invite

log = logging.getLogger(__name__)

TROUBLE_S = 5.0
"""How soon something is tried again that could not be done."""
ALREADY_LIVE = 150006
"""Discord's code for a stage that is live already."""


class Stages:
    """Listens to the gateway, and looks at each stage that has changed. `run` until it is cancelled."""

    def __init__(
        self,
        desks: Desks,
        clock: Clock,
        edits: MemberEdits,
        bot: Bot,
        rooms: Rooms,
        side: StageSide,
        wake: Callable[[GuildXid], None],
    ) -> None:
        self._desks = desks
        self._clock = clock
        self._edits = edits
        self._bot = bot
        self._rooms = rooms
        self._side = side
        self._wake = wake
        """Lets the reconciler look at a server."""
        self._arrived: dict[int, set[int]] = {}
        """Who has come to each stage and was not asked yet."""
        self._again: dict[int, set[int]] = {}
        """Who has pressed to receive the piece on each stage while they were invited."""
        self._asked_for_turn: dict[int, int] = {}
        """The last turn for which its holder was asked to speak, by stage."""
        self._places: dict[SessionId, int] = {}
        """The stages on which somebody is, by the session there."""
        self._changed: set[int] = set()
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._news = asyncio.Event()

    def listen(self) -> None:
        """Begin to listen."""
        self._bot.add_listener(self._moved, "on_voice_state_update")
        self._bot.add_listener(self._stage_over, "on_stage_instance_delete")
        self._bot.add_listener(self._deleted, "on_guild_channel_delete")
        self._bot.add_listener(self._back, "on_ready")
        self._bot.add_listener(self._back, "on_resumed")
        self._bot.add_listener(self._server_back, "on_guild_available")

    def changed(self, session_id: SessionId) -> None:
        """A session is not as it was."""
        if (room_xid := self._places.get(session_id)) is not None:
            self._look_soon(room_xid)

    async def must_accept(self, session_id: SessionId, member_xid: MemberXid, seen: int) -> bool:
        """Somebody presses to receive the piece. In the audience of a stage that is held they are asked to speak for
        it, also if they have said no before.

        Args:
            session_id: the session.
            member_xid: who presses.
            seen: the version since which the button has meant what it did.

        Returns:
            Whether they receive it only once they accept.

        Raises:
            NoSession: the session is gone.
        """
        session = await self._desks.circle.get(session_id)
        room, turn = self._bot.get_channel(session.room_xid or 0), session.state.turn
        if (
            not session.accepts_in_discord
            or not isinstance(room, discord.StageChannel)
            or turn is None
            or seen < turn.opened
        ):
            return False
        place = audience_of(room).places.get(member_xid)
        held, marks = await self._held(room)
        if held is None or member_xid not in held.offered or place not in (Value.SUPPRESSED, Value.INVITED):
            return False
        if place is Value.INVITED:
            # They may have closed Discord's dialog. They wait for an answer, which Discord may take long for.
            self._again.setdefault(room.id, set()).add(member_xid)
            self._look_soon(room.id)
        else:
            if held.in_the_middle:
                self._side.ask_for(room.id, member_xid)
            await self._ask_anew(room, member_xid, marks)
        return True

    async def run(self) -> None:
        """Look at what has changed, for ever: at each stage by itself, so that none waits for another."""
        await self._back()
        try:
            while True:
                await self._clock.wait(self._news, "who is on a stage")
                self._news.clear()
                for room_xid in sorted(self._changed):
                    await self._try(ChannelXid(room_xid), self._receive)
                for room_xid in sorted(self._changed - self._serving.keys()):
                    task = asyncio.create_task(self._serve(ChannelXid(room_xid)), name="stage")
                    self._serving[room_xid] = task
        finally:
            for task in self._serving.values():
                task.cancel()
            await asyncio.gather(*self._serving.values(), return_exceptions=True)

    async def _serve(self, room_xid: ChannelXid) -> None:
        try:
            while room_xid in self._changed:
                self._changed.discard(room_xid)
                await self._try(room_xid, self._look)
        finally:
            self._serving.pop(room_xid, None)
            self._news.set()  # what came meanwhile is looked at

    async def _try(self, room_xid: ChannelXid, do: Callable[[ChannelXid], Awaitable[None]]) -> None:
        try:
            await do(room_xid)
        except (NoSession, Unreadable):
            self._forget(room_xid)
        except NotSaved:
            log.warning("A stage could not be looked at; it is tried again")
            self._later(room_xid, TROUBLE_S)
        except Exception:
            # Whatever it is, it is tried again: somebody may be waiting to be heard.
            log.exception("A stage could not be looked at; it is tried again")
            self._later(room_xid, TROUBLE_S)

    async def _receive(self, room_xid: ChannelXid) -> None:
        """Whoever was asked to speak for the piece and is heard has accepted. That waits for no call to Discord."""
        room, session = self._bot.get_channel(room_xid), await self._desks.circle.in_room(room_xid)
        if not isinstance(room, discord.StageChannel) or session is None or not session.accepts_in_discord:
            return
        audience = audience_of(room)
        held, marks = await self._held(room)
        if room.guild.unavailable or held is None or held.heard is None:
            return
        for person in sorted(held.offered):
            if audience.places.get(person) is Value.HEARD and was_asked(room.id, person, marks):
                if (asking := self._serving.get(room_xid)) is not None:
                    asking.cancel()  # the library may be about to ask once more, and that would silence them
                await self._desks.circle.act(held.session_id, person, Receive())
                return

    async def _look(self, room_xid: ChannelXid) -> None:
        room, session = self._bot.get_channel(room_xid), await self._desks.circle.in_room(room_xid)
        if (
            not isinstance(room, discord.StageChannel)
            or session is None
            or session.state.phase is Phase.ENDED
        ):
            self._forget(room_xid)
            return
        audience = audience_of(room)
        if room.guild.unavailable or not audience.places:
            return
        self._places[session.id] = room_xid
        is_anew = await self._make_live(room, session)
        await self._ask_again(room, audience)
        if not session.room.held:
            await self._invite(room, *await self._desks.circle.with_people(session.id), audience)
            return
        held, marks = await self._held(room)
        if held is None or held.heard is None:
            _, people = await self._desks.circle.with_people(session.id)
            await self._ask_all(room, to_invite(audience, people.values(), (), None))
        else:
            await self._invite_for_turn(room, held, marks, audience, is_anew=is_anew)

    async def _ask_again(self, room: discord.StageChannel, audience: Audience) -> None:
        """Ask those once more who are invited and have pressed to receive the piece."""
        invited = {person for person, place in audience.places.items() if place is Value.INVITED}
        again = self._again.pop(room.id, set()) & invited
        while again and await self._ask(room, person := min(again), urgent=False):
            again.discard(person)
        if again:
            self._again[room.id] = again | self._again.get(room.id, set())

    async def _held(self, room: discord.StageChannel) -> tuple[HeldRoom | None, Mapping[Field, Mark]]:
        """The stage as it is held, with the marks of its server; None while its circle is not under way."""
        server = await self._desks.rooms.held_in(GuildXid(room.guild.id))
        return next((one for one in server.rooms if one.room_xid == room.id), None), server.marks

    async def _invite_for_turn(
        self,
        room: discord.StageChannel,
        held: HeldRoom,
        marks: Mapping[Field, Mark],
        audience: Audience,
        *,
        is_anew: bool,
    ) -> None:
        """Whoever had declined and raises a hand is asked once more; and where the stage began anew (`is_anew`),
        whoever was heard on it before."""
        whose = (held.heard or frozenset()) | (frozenset() if held.in_the_middle else held.offered)
        for person in whose:
            if person in audience.hands or (is_anew and audience.places.get(person) is Value.SUPPRESSED):
                await self._ask_anew(room, person, marks)

    async def _ask_anew(
        self, room: discord.StageChannel, person: MemberXid, marks: Mapping[Field, Mark]
    ) -> None:
        """What somebody said no to is nobody's any more, so that the reconciler asks again."""
        guild_xid, field = GuildXid(room.guild.id), place_of(room.id, person)
        mark = marks.get(field)
        if mark is not None and mark.progress is MarkProgress.THEIRS:
            await self._desks.rooms.keep_marks(guild_xid, (), [field])
        self._wake(guild_xid)

    async def _make_live(self, room: discord.StageChannel, session: Session) -> bool:
        """Begin what Discord calls the stage, with a topic that tells nothing. It ends by itself when nobody speaks for
        some minutes, or by a moderator's hand; the circle goes on, so it begins again while anybody is there. Returns
        whether it has."""
        if room.instance is not None:
            return False
        await self._bot.pace.turn()
        try:
            await room.create_instance(topic=session.room_name)
        except (discord.HTTPException, OSError) as error:
            if not isinstance(error, discord.HTTPException) or error.code != ALREADY_LIVE:
                self._put_off(room.id, error)
            return False
        return True

    async def _invite(
        self,
        room: discord.StageChannel,
        session: Session,
        people: Mapping[int, MemberXid],
        audience: Audience,
    ) -> None:
        """Ask those to speak who have just come, have raised a hand, or have taken the piece."""
        turn = session.state.turn
        writers = {people.get(seat.number) for seat in session.state.seats if seat.writes}
        holder = None
        if turn is not None and session.state.speaker is not None:
            is_asked = self._asked_for_turn.get(room.id) == turn.number or is_written(session.state)
            holder = None if is_asked else people.get(session.state.speaker)
            self._asked_for_turn[room.id] = turn.number
        arrived = self._arrived.pop(room.id, set()) - writers
        await self._ask_all(room, to_invite(audience, people.values(), arrived, holder))

    async def _ask_all(self, room: discord.StageChannel, invited: Sequence[int]) -> None:
        for place, person in enumerate(invited):
            if not await self._ask(room, person):
                self._arrived.setdefault(room.id, set()).update(invited[place:])
                return

    async def _ask(self, room: discord.StageChannel, person: int, *, urgent: bool = True) -> bool:
        """Ask one person to speak, in one call. Returns whether to go on with the next."""
        guild_xid = GuildXid(room.guild.id)
        if not self._edits.take(guild_xid, urgent=urgent):
            until = self._edits.free_at(guild_xid, urgent=urgent) - self._clock.utcnow()
            self._later(room.id, until.total_seconds())
            return False
        await self._bot.pace.turn()
        try:
            await self._side.move(room.guild.id, room.id, person, suppress=False)
        except discord.NotFound:
            pass  # they have left it meanwhile
        except (discord.HTTPException, discord.RateLimited, OSError) as error:
            return not self._put_off(room.id, error)
        return True

    def _put_off(self, room_xid: int, error: Exception) -> bool:
        """What a refusal means: what may pass is tried again. Returns whether it is."""
        log.info("A stage could not be changed: %s", in_short(error))
        if verdict(error) not in (Verdict.AGAIN, Verdict.LATER):
            return False  # a permission that is missing is found, and told, where the room is looked at
        self._later(room_xid, max(back_off_s(error, 1), TROUBLE_S))
        return True

    async def _moved(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        for channel in (before.channel, after.channel):
            if not isinstance(channel, discord.StageChannel) or not self._rooms.is_ours(channel):
                continue
            if before.channel != after.channel:
                here = self._arrived.setdefault(channel.id, set())
                (here.add if channel == after.channel else here.discard)(member.id)
            self._look_soon(channel.id)

    async def _stage_over(self, instance: discord.StageInstance) -> None:
        self._look_soon(instance.channel_id)

    async def _deleted(self, channel: discord.abc.GuildChannel) -> None:
        self._forget(channel.id)

    async def _back(self) -> None:
        for guild in self._bot.guilds:
            await self._server_back(guild)

    async def _server_back(self, guild: discord.Guild) -> None:
        for channel in guild.stage_channels:
            if self._rooms.is_ours(channel):
                self._look_soon(channel.id)

    def _forget(self, room_xid: int) -> None:
        self._arrived.pop(room_xid, None)
        self._again.pop(room_xid, None)
        self._asked_for_turn.pop(room_xid, None)
        self._places = {session_id: xid for session_id, xid in self._places.items() if xid != room_xid}

    def _later(self, room_xid: int, seconds: float) -> None:
        self._clock.do_later(seconds, partial(self._look_soon, room_xid))

    def _look_soon(self, room_xid: int) -> None:
        self._changed.add(room_xid)
        self._news.set()
