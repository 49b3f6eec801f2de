"""Circles in every state that a delivery can be about, and one refusal for each: what the walk of the error codes
is made of.

Each circle has a channel, a room, people and direct messages of its own, so that hundreds are walked at once on one
line. What waits is put into the outbox by hand; everything from there on is the real bot's.
"""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from discord import Permissions
from sqlalchemy import bindparam, select

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import SpeakingOrder
from bot.circle.machine import Step
from bot.circle.model import Call, Gesture, HoldReason, Phase, Presence, SessionState
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.services.circle import acting, opening
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation, Person
from bot.services.deliveries import table as d
from bot.services.deliveries.lookup import policy_of
from bot.services.deliveries.policy import ApiCall, Delivery, ForSeat, Post, Refresh
from bot.services.deliveries.rows import Plan, queue, slot
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import RoomKind
from bot.services.rooms.obstacles import Obstacle
from bot.services.rooms.unfit import Unfit
from bot.services.unit_of_work import Work
from bot.store import queries as q
from bot.store.tables import delivery
from bot.ui.rooms.channels import NAME
from tests.circle import planned, table
from tests.circle.planned import Date
from tests.circle.table import AGREEMENTS, CLOSING, REFLECTION, STORIES, Table, a_format
from tests.delivery.every import KEPT_UP_TO_DATE
from tests.strict.shapes import STAGE, TEXT, VOICE
from tests.wire.line import Line
from tests.wire.stub import BOT, EVERYTHING, Fault

FOR_EVER = 10**6
DISCORDS = {RoomKind.CHANNEL: TEXT, RoomKind.VOICE: VOICE, RoomKind.STAGE: STAGE}
"""What Discord calls the rooms that are channels."""
LONG: dict[str, Any] = {
    "offer_s": 10**5,
    "pause_s": 10**5,
    "rest_s": 10**5,
    "silence_s": 10**5,
    "nominate_s": 10**5,
    "role_s": 10**5,
}
DAY = 86_400
GROWING = 1.5
_FAREWELL = (
    (delivery.c.kind == "dismiss") & delivery.c.about.contains("before_turn") & (delivery.c.attempts == 0)
)
_WAITING = select(delivery.c.id).where(delivery.c.session_id == bindparam("of_session"), ~_FAREWELL)


def answers() -> list[dict[str, Any]]:
    """The table: every answer of no that can be met."""
    text = (Path(__file__).parent / "error_codes.toml").read_text()
    return list(tomllib.loads(text)["answer"])


# States


def _telling() -> Table:
    at = Table(4, a_format(STORIES, CLOSING, breath_s=0, **LONG))
    at.receive(1)
    return at


def _offered() -> Table:
    return Table(4, a_format(STORIES, CLOSING, **LONG))


def _with(command: c.Command, at: Table | None = None) -> Table:
    at = at or _offered()
    at.do(command)
    return at


def _over() -> Table:
    at = _telling()
    at.do(c.Done(seat=1, seen=at.state.version))
    return at


def _told() -> Table:
    at = Table(4, a_format(STORIES, CLOSING, **LONG))
    at.receive(1)
    at.do(c.Done(seat=1, seen=at.state.version))
    return at


def _choosing() -> Table:
    at = Table(4, a_format(STORIES, CLOSING, order=SpeakingOrder.NOMINATE, **LONG))
    at.receive(1)
    at.do(c.Done(seat=1, seen=at.state.version))
    return at


def _nobody_holds_it() -> Table:
    at = _with(c.StepOut(seat=1), _over())
    at.do(c.Pass(seat=2, seen=at.state.version))
    return at


def _unheld() -> Table:
    at = _nobody_holds_it()
    while at.state.role_call.value != "unheld":
        at.tick()
    return at


def _asked_to_agree() -> Table:
    at = Table(3, a_format(AGREEMENTS, STORIES, CLOSING), begun=False)
    at.do(c.Begin(seat=1))
    at.do(c.Agree(seat=1))
    at.tick()
    return at


def _asked_outside() -> Table:
    at = Table(3, a_format(AGREEMENTS, STORIES, CLOSING, **LONG))
    at.joins()
    at.tick()
    return at


def _time_is_up() -> Table:
    at = _telling()
    at.tick()
    at.tick()
    return at


def _with_an_echo() -> Table:
    at = Table(5, a_format(STORIES, REFLECTION, CLOSING, **LONG))
    at.receive(1)
    at.do(c.Done(seat=1, seen=at.state.version))
    at.do(c.Resonate(seat=2, gesture=Gesture.HEARD, seen=at.state.stories[0].opened))
    at.breath()
    at.shares(2, 3, 4, 5)
    at.tick()
    return at


def _date(seats: int = 3) -> Date:
    return Date(seats)


def _cannot_come() -> Date:
    at = Date.of_series(sitting=3, waiting=0)
    at.do(c.StepOut(seat=2))
    return at


def _doors() -> Date:
    at = Date(3)
    at.until_start(-300)
    return at


def _asked_to_begin() -> Date:
    at = Date(3)
    at.until_start(1)
    return at


def _kept_for_somebody() -> Date:
    at = Date(4)
    at.do(c.Join())
    at.do(c.Leave(seat=2))
    return at


STATES: dict[Delivery, Callable[[], Table]] = {
    d.OpenRoom(): lambda: Table(begun=False),
    d.CheckRoom(): _offered,
    d.CloseRoom(): _offered,
    d.Admit(2): _offered,
    d.Look(2): _offered,
    d.Event(): _date,
    d.LeftInvite(0): _offered,
    d.Dismiss(3): lambda: _with(c.Leave(seat=3)),
    d.Invite(): _offered,
    d.Gather(): lambda: Table(begun=False),
    d.Stage(0): _offered,
    d.Turn(1): _offered,
    d.Gestures(1): _told,
    d.Choose(1): _choosing,
    d.Role(): _nobody_holds_it,
    d.TurnAgain(1): _offered,
    d.AskAgain(1): _offered,
    d.Paused(): lambda: _with(c.Pause(seat=1)),
    d.Resumed(): _offered,
    d.FreeToSpeak(): _offered,
    d.Silence(): lambda: _with(c.HoldSilence(seat=1)),
    d.Holder(): _offered,
    d.Unheld(): _unheld,
    d.Recalled(0): _asked_to_agree,
    d.AddedLine(0): _asked_to_agree,
    d.Ended(): _offered,
    d.AskToBegin(Call.FACILITATOR): _asked_to_begin,
    d.ComeIn(2): _offered,
    d.AskToAgree(2): _asked_to_agree,
    d.AskOutside(4): _asked_outside,
    d.Quieted(2): lambda: _with(c.Quiet(seat=1, to=2)),
    d.TimeWarning(1, turn=1): _telling,
    d.TimeUp(1, turn=1): _time_is_up,
    d.Resonance(1, turn=1): _with_an_echo,
    d.Debrief(1): _offered,
    d.Remind(1, before_s=DAY): _date,
    d.SeatKept(5): _kept_for_somebody,
    d.SeatLapsed(1): _date,
    d.Handed(1): _date,
    d.NoSeat(1): _date,
    d.Doors(1): _doors,
    d.Gathered(1): _offered,
    d.Moved(1): _date,
    d.CalledOff(1): lambda: _with(c.CallOff(seat=1), _date()),
    d.TakenOut(3): lambda: _with(c.Leave(seat=3)),
    d.ShutOut(2, why=Obstacle.CANNOT_SEE): _offered,
    d.MeetsElsewhere(1, why=Unfit.TAKEN): _offered,
    d.NotThisTime(1, who=2): _cannot_come,
    d.CannotCome(1, who=2, why=Obstacle.CANNOT_SEE): _offered,
}
"""In which state each delivery is about something."""
GONE: dict[Delivery, Callable[[], Table]] = {Refresh(d.Gestures(1)): _offered}
"""In which state a card is taken away."""
WALKED = (*STATES, *map(Refresh, KEPT_UP_TO_DATE))
"""Everything that asks something of Discord."""


@dataclass
class Circle:
    """One circle on the walk."""

    wire: Line
    guild: int
    what: Delivery
    answer: dict[str, Any]
    id: int
    parent: int
    room: int
    people: list[int]
    fault: Fault
    posted: int = 0
    kind: RoomKind = RoomKind.PRIVATE

    @property
    def rooms(self) -> list[int]:
        """The rooms that are there, of this circle's kind."""
        world = self.wire.stub.world
        if self.kind is RoomKind.PRIVATE:
            return world.threads(self.parent)
        here = ((xid, c) for xid, c in world.channels.items() if c.get("guild_id") == str(self.guild))
        return [xid for xid, c in here if NAME.fullmatch(c["name"])]

    def inside(self, room: int) -> set[int]:
        """Who was let into a room."""
        world = self.wire.stub.world
        if self.kind is RoomKind.PRIVATE:
            return world.inside.get(room, set())
        entries = world.channels.get(room, {}).get("permission_overwrites", [])
        return {int(entry["id"]) for entry in entries if entry["type"] == 1}

    def is_shut(self, room: int) -> bool:
        """Whether nobody can write in a room that is there."""
        about = self.wire.stub.world.channels[room]
        if self.kind is RoomKind.PRIVATE:
            return bool(about["thread_metadata"]["archived"])
        entries = [entry for entry in about["permission_overwrites"] if int(entry["id"]) != BOT]
        closed = all(Permissions(int(entry["deny"])).send_messages for entry in entries)
        return bool(about["rate_limit_per_user"]) or closed

    @property
    def name(self) -> str:
        return f"{self.what} × {self.answer['status']} ({self.answer['code']})"

    async def state(self) -> SessionState | None:
        """Its state; None when nothing of it is left."""
        try:
            return (await self.wire.bot.desks.circle.get(SessionId(self.id))).state
        except Exception:
            return None

    async def waits(self) -> bool:
        """Whether anything of it is still to be delivered, save for taking out whoever left before the next turn."""
        store = self.wire.bot.desks.transactions.store
        return bool(await store.read(lambda db: db.execute(_WAITING, {"of_session": self.id}).all()))

    async def stands_still(self) -> bool:
        state = await self.state()
        return state is not None and state.held(HoldReason.UNSEEN)

    def told(self) -> int:
        """How often whoever holds it was told what is in the way."""
        in_private = sum(len(self.wire.stub.world.dms(person)) for person in self.people)
        return in_private - (self.posted if policy_of(self.what).is_private else 0)

    def heal(self) -> None:
        """The refusal is over."""
        orders = self.wire.stub._orders
        orders[:] = [order for order in orders if order.fault is not self.fault]

    async def clear_away(self) -> None:
        """Nothing of it is left, so that whoever is still on the walk has the bot for themselves."""
        away = {"of_session": self.id}
        await self.wire.bot.desks.transactions.store.write(
            lambda db: db.execute(q.drop_session, away).rowcount
        )
        world = self.wire.stub.world
        for xid, about in list(world.channels.items()):
            if about.get("guild_id") == str(self.guild) or about.get("recipient") in self.people:
                del world.channels[xid]
                world.inside.pop(xid, None)
        for xid, message in list(world.messages.items()):
            if int(message["channel_id"]) not in world.channels:
                del world.messages[xid]


async def sit_down(
    wire: Line, what: Delivery, answer: dict[str, Any], kind: RoomKind = RoomKind.PRIVATE
) -> Circle:
    """A circle in the state that the delivery is about, with that alone in the outbox, and the refusal before it."""
    world, bare = wire.stub.world, bare_of(what)
    at = state_now(wire, what)
    seat = what.seat if isinstance(what, ForSeat) else None
    guild = world.add_guild()
    parent = world.add_channel(guild)
    room, number = world.snowflake(), world.snowflake()
    people = [number * 10 % 10**17 + 10**17 + seat for seat in range(1, 7)]
    is_shut = isinstance(what, d.CheckRoom)
    if kind is not RoomKind.PRIVATE and not isinstance(bare, d.OpenRoom):
        inside = people[2] if isinstance(what, d.Dismiss) else people[0]
        room = _channel(wire, guild, inside, kind, is_shut=is_shut)
    await world.invite_again(guild, EVERYTHING)
    if kind is RoomKind.PRIVATE:
        _thread(wire, guild, parent, room, archived=is_shut)
    for person in people:
        xid = world.snowflake()
        world.channels[xid] = {"id": str(xid), "type": 1, "recipient": person, "recipients": []}
    session_id = await wire.bot.desks.transactions.write(
        _put, guild, at.state, parent, None if isinstance(bare, d.OpenRoom) else room, people, kind
    )
    place = parent if isinstance(bare, d.Invite) else room
    fault = Fault(answer["status"], {"code": answer["code"], "message": answer["says"]})
    if what == Refresh(d.Event()):
        await _announce(wire, session_id, guild)
    asked = policy_of(what).call
    seated = people[(seat or 1) - 1]
    dm = next(x for x, about in world.channels.items() if about.get("recipient") == seated)
    within_room = "thread-members" if kind is RoomKind.PRIVATE else "permissions"
    method, path = {
        ApiCall.ROOM: ("(POST|PATCH)", rf"/(channels/({parent}/threads|{room})|guilds/{guild}/channels)"),
        ApiCall.CLOSE: ("DELETE", rf"/channels/{room}"),
        ApiCall.LET_IN: ("PUT", rf"/channels/{room}/{within_room}/\d+"),
        ApiCall.EVENT: ("(POST|PATCH|GET)", rf"/guilds/{guild}/scheduled-events(/\d+)?"),
        ApiCall.LET_OUT: ("DELETE", rf"/channels/{room}/{within_room}/\d+"),
        ApiCall.POST: ("POST", rf"/channels/{place}/messages"),
        ApiCall.EDIT: ("PATCH", rf"/channels/{place}/messages/\d+"),
        ApiCall.TAKE_AWAY: ("DELETE", rf"/channels/{place}/messages/\d+"),
        ApiCall.WRITE: ("POST", rf"/channels/{dm}/messages"),
    }[asked]
    if isinstance(what, d.Look):
        method, path = "GET", rf"/guilds/{guild}/members/{seated}"
    if isinstance(what, d.LeftInvite):
        place = world.add_channel(guild)
        path = rf"/channels/{place}/messages/\d+"
    wire.stub.fail(fault, method, path, times=FOR_EVER)
    made = Circle(wire, guild, what, answer, session_id, parent, room, people, fault, kind=kind)
    has_card = isinstance(what, Refresh | d.LeftInvite) and not isinstance(bare, d.Event)
    message = world.post(place, {"components": [], "flags": 1 << 15}, BOT) if has_card else None
    if isinstance(what, d.Dismiss) and kind is RoomKind.PRIVATE:
        world.inside[room].add(seated)

    def put(work: Work) -> None:
        if isinstance(what, d.CloseRoom):
            acting.act(work, SessionId(session_id), None, c.End(**_may()))
            work.db.execute(delivery.delete().where(delivery.c.session_id == session_id))
        if message is not None and isinstance(bare, Post):
            row = {
                "session_id": session_id,
                "slot": slot(bare),
                "message_xid": int(message["id"]),
            }
            work.db.execute(
                q.add_card, [{**row, "channel_xid": place if isinstance(what, d.LeftInvite) else None}]
            )
        queue(work, SessionId(session_id), [Plan(what)])

    await wire.bot.desks.transactions.write(put)
    return made


async def _announce(wire: Line, session_id: int, guild: int) -> None:
    """The server has an event of the date already."""

    def put(work: Work) -> None:
        queue(work, SessionId(session_id), [Plan(d.Event())])

    await wire.bot.desks.transactions.write(put)

    async def there() -> bool:
        return bool(wire.stub.world.servers[guild].events)

    assert await within(there, 1000), "there is no event"


def _may() -> dict[str, Any]:
    """What a command says of somebody who may lead from outside."""
    names = c.End.__dataclass_fields__
    return {name: True for name in ("steward",) if name in names}


def _put(
    work: Work,
    guild: int,
    state: SessionState,
    parent: int,
    room: int | None,
    people: list[int],
    kind: RoomKind,
) -> int:
    wanted = Invitation(
        GuildXid(guild),
        CircleChoices(f"Circle {parent}", "en", ChannelXid(parent), state.format.id, room=RoomChoices(kind)),
        state.format,
    )
    seats = [Person(MemberXid(person)) for person in people[: max(seat.number for seat in state.seats)]]
    already = (Step(e.PresenceChanged(1, Presence.PRESENT), state),)  # it was opened long ago
    added = opening._add(work, wanted, already, seats)
    if room is not None:
        work.db.execute(q.set_room, {"of_session": added.session.id, "new_room_xid": room})
    return added.session.id


def _channel(wire: Line, guild: int, inside: int, kind: RoomKind, *, is_shut: bool) -> int:
    """A room that is a channel, with somebody in it."""
    world = wire.stub.world
    sees = str(Permissions(view_channel=True, send_messages=True, connect=True).value)
    room = world.add_channel(guild, DISCORDS[kind], "circle-bcdf")
    view = str(Permissions(view_channel=True).value)
    world.channels[room] |= {
        "rate_limit_per_user": 600 if is_shut else 0,
        "permission_overwrites": [
            {"id": str(guild), "type": 0, "allow": "0", "deny": view},
            *({"id": str(xid), "type": 1, "allow": sees, "deny": "0"} for xid in (BOT, inside)),
        ],
    }
    return room


def _thread(wire: Line, guild: int, parent: int, room: int, *, archived: bool) -> None:
    world = wire.stub.world
    world.inside[room] = {BOT}
    about: dict[str, Any] = {
        "archived": archived,
        "locked": False,
        "auto_archive_duration": 1440,
        "archive_timestamp": world.now().isoformat(),
        "invitable": False,
    }
    member = {"id": str(room), "user_id": str(BOT), "join_timestamp": about["archive_timestamp"], "flags": 0}
    world.channels[room] = {
        "id": str(room),
        "type": 12,
        "guild_id": str(guild),
        "parent_id": str(parent),
        "owner_id": str(BOT),
        "name": f"Room {room}",
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": about,
        "member": member,
    }


def bare_of(what: Delivery) -> Delivery:
    """The card that a refresh is about; any other delivery itself."""
    return what.post if isinstance(what, Refresh) else what


def state_now(wire: Line, what: Delivery) -> Table:
    """The state that a delivery is about, as of now."""
    return _at(wire.clock.utcnow(), what)


@lru_cache(maxsize=8)
def _at(now: datetime, what: Delivery) -> Table:
    """Made once for all the circles that sit down at the same instant. It is only read."""
    with patch.object(table, "NOON", now), patch.object(planned, "NOON", now):
        return GONE.get(what, STATES[bare_of(what)])()


async def within(what: Callable[[], Any], seconds: float) -> bool:
    """Whether something comes true in that time. It is looked at less and less often."""
    pause = 0.1
    try:
        async with asyncio.timeout(seconds):
            while not await what():
                await asyncio.sleep(pause)
                pause = min(pause * GROWING, seconds / 20)
    except TimeoutError:
        return False
    return True


def is_planned(state: SessionState | None) -> bool:
    return state is not None and state.phase is Phase.PLANNED
