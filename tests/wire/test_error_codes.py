"""Each request meets every code of Discord's that it can meet, over the wire. Nothing of the moment is lost: it is
mended, or the circle stands still with whoever holds it told, and goes on by itself when the refusal is over.

One kind of delivery stands for each request; the others are exhaustive. Time is virtual, so nothing is waited for.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from discord import Permissions

from bot.delivery import piece_holders
from bot.delivery.failures import FOR, MEANS, Verdict
from bot.pace import Pace
from bot.services.deliveries import table as d
from bot.services.deliveries.lookup import policy_of
from bot.services.deliveries.policy import ApiCall, Delivery, Refresh, Where
from bot.services.rooms.kinds import RoomKind
from bot.ui.whispers import TOO_FAST
from tests.delivery.every import KEPT_UP_TO_DATE
from tests.strict import virtual
from tests.strict.world import World
from tests.wire.line import Line
from tests.wire.stub import EVERYTHING, Stub
from tests.wire.walk import WALKED, Circle, answers, bare_of, is_planned, sit_down, within

AT_ONCE = 60
"""How many circles are walked side by side."""
EACH: tuple[Delivery, ...] = (
    *(d.OpenRoom(), d.CheckRoom(), d.CloseRoom(), d.Admit(2), d.Dismiss(3), d.Invite(), d.Turn(1)),
    *(
        Refresh(d.Turn(1)),
        Refresh(d.Gestures(1)),
        d.Paused(),
        d.Debrief(1),
        d.Event(),
        d.Look(2),
        d.LeftInvite(0),
    ),
)
"""One kind for each request at least."""
LONG_S = 4000
"""How long anything may take, in seconds of virtual time."""
OF_THE_MOMENT = (d.OpenRoom, d.CheckRoom, d.Invite, d.Gather, d.Stage, d.Turn, d.Choose, d.Role, d.AskToBegin)
GIVEN_BACK = Permissions(EVERYTHING.value | Permissions(manage_messages=True).value)
"""Somebody changes what the bot may do: word of that wakes what waits."""
MAY_GO = {Verdict.DEAF, Verdict.NO_PERSON, Verdict.NO_CHANNEL, Verdict.KEPT_OUT}
"""What says that one person cannot be reached or let in, so that a private word, or a passage, may be given up."""


def met(asked: ApiCall, answer: dict[str, object]) -> Verdict | None:
    code = int(str(answer["code"]))
    return FOR.get(asked, {}).get(code) or MEANS.get(code)


async def walk(circle: Circle) -> str:
    """One circle: until it is mended, stands still, or is given up; then the refusal is over. Returns what came of
    it."""
    what, bare = circle.what, bare_of(circle.what)
    assert await within(_hit(circle), LONG_S), f"{circle.name}: never asked of Discord"
    holds = isinstance(bare, OF_THE_MOMENT) and not is_planned(await circle.state())
    by_calendar = (state := await circle.state()) is not None and state.appointment is not None

    async def is_settled() -> bool:
        if not await circle.waits():
            return True
        if not holds:
            return circle.fault.hits >= 2 or isinstance(what, d.CloseRoom)
        return bool(circle.told()) and (by_calendar or await circle.stands_still())

    assert await within(is_settled, LONG_S), f"{circle.name}: neither mended nor told, {circle.told()}"
    came_of_it = "waited" if await circle.waits() else "mended or let go"
    if came_of_it == "waited" and holds and not circle.told():
        came_of_it = (
            "mended or let go"  # it is there, and what it took the place of is still to be taken down
        )
    elif came_of_it == "waited" and holds:
        came_of_it = "stood still and was told"
        assert circle.told() == 1, f"{circle.name}: told {circle.told()} times"
    circle.heal()

    async def is_over() -> bool:
        return not await circle.waits() and not await circle.stands_still()

    await circle.wire.stub.world.grant(circle.guild, GIVEN_BACK)
    assert await within(is_over, LONG_S), f"{circle.name}: does not go on, {await circle.stands_still()}"
    if not arrived(circle):
        allowed = not isinstance(bare, OF_THE_MOMENT) and (
            not policy_of(what).is_private
            or met(policy_of(what).call, circle.answer) in MAY_GO
            or circle.answer["status"] == 404
        )
        # Without its channel there is no room either, and that is told of itself.
        allowed = allowed or (
            what == Refresh(d.Invite()) and met(policy_of(what).call, circle.answer) is Verdict.NO_CHANNEL
        )
        # A channel that stays slow stops nothing, so that is only told.
        is_slow = isinstance(bare, d.CheckRoom) and circle.kind is not RoomKind.PRIVATE
        allowed = allowed or (is_slow and circle.told() == 1)
        assert allowed, f"{circle.name}: lost"
        return "let go"
    return "mended" if came_of_it == "mended or let go" else came_of_it


def _hit(circle: Circle) -> Callable[[], Awaitable[bool]]:
    async def hit() -> bool:
        return circle.fault.hits > 0

    return hit


def arrived(circle: Circle) -> bool:
    """Whether what was to be delivered is there."""
    world, what, rooms = circle.wire.stub.world, circle.what, circle.rooms
    bare = bare_of(what)
    match bare:
        case d.CloseRoom():
            return circle.room not in world.channels or circle.is_shut(circle.room)
        case d.OpenRoom():
            return len(rooms) > (circle.kind is RoomKind.PRIVATE)  # there is a thread of before
        case d.CheckRoom():
            return any(not circle.is_shut(room) for room in rooms)
        case d.Admit():
            return circle.people[1] in set.union(*(circle.inside(room) for room in rooms))
        case d.Dismiss():
            return circle.people[2] not in circle.inside(circle.room)
        case d.Gestures() if isinstance(what, Refresh):
            return not world.posted(circle.room)
        case d.Event():
            return bool(world.servers[circle.guild].events)
        case _ if policy_of(what).is_private:
            return any(world.dms(person) for person in circle.people)
    places = [circle.parent] if isinstance(bare, d.Invite) else rooms
    shown = [m for place in places for m in world.posted(place) if m["components"]]
    return bool(shown)


KINDS = [
    *(pytest.param(what, id=policy_of(what).kind) for what in EACH),
    *(
        pytest.param(what, id=policy_of(what).kind, marks=pytest.mark.exhaustive)
        for what in WALKED
        if what not in EACH
    ),
]


SPOKEN = (RoomKind.VOICE, RoomKind.STAGE)


def test_every_delivery_is_walked() -> None:
    asks_nothing = {d.AskIn, d.Forget, d.TimeNote}
    assert {type(what) for what in WALKED if not isinstance(what, Refresh)} == set(d.TABLE) - asks_nothing
    assert {what for what in WALKED if isinstance(what, Refresh)} == set(map(Refresh, KEPT_UP_TO_DATE))
    assert sum(len(met_by(what)) for what in WALKED) > 1000


@pytest.mark.parametrize("what", KINDS)
def test_a_delivery_meets_every_code(what: Delivery, tmp_path: Path) -> None:
    kind = RoomKind.VOICE if isinstance(what, d.ComeIn) else RoomKind.PRIVATE
    with _only_what_is_walked():
        virtual.run(_walk_all(tmp_path, what, kind))


@pytest.mark.parametrize(
    "kind", [RoomKind.CHANNEL, *(pytest.param(kind, marks=pytest.mark.exhaustive) for kind in SPOKEN)]
)
@pytest.mark.parametrize(
    "what",
    [
        pytest.param(what, id=policy_of(what).kind)
        for what in (d.OpenRoom(), d.CheckRoom(), d.CloseRoom(), d.Admit(2), d.Dismiss(3))
    ],
)
def test_what_a_channel_asks_of_discord_meets_every_code(
    what: Delivery, kind: RoomKind, tmp_path: Path
) -> None:
    with _only_what_is_walked():
        virtual.run(_walk_all(tmp_path, what, kind))


def met_by(what: Delivery) -> list[dict[str, object]]:
    """Every refusal that what this asks of Discord can meet."""
    return [answer for answer in answers() if policy_of(what).call in answer["on"]]


@contextmanager
def _only_what_is_walked() -> Iterator[None]:
    """Without what circles would do besides, over hours of their time: looking after whoever has the piece, and
    keeping that the bot lives. What Discord archives by itself is not walked either. No circle leaves a call out
    because others have so many at once."""

    async def stays_young(_: World) -> None: ...

    with ExitStack() as stack:
        stack.enter_context(patch.object(piece_holders, "LOOK_S", LONG_S * 100))
        stack.enter_context(patch.object(virtual.VirtualClock, "beat_s", 600))
        stack.enter_context(patch.object(World, "grow_old", stays_young))
        stack.enter_context(patch.object(Pace, "is_free", True))
        yield


async def _walk_all(home: Path, what: Delivery, kind: RoomKind) -> None:
    async with Stub() as stub:
        with stub.in_place():
            stub.limits.on = False
            wire = Line(stub, home, clock=virtual.VirtualClock(), calls=50)
            await wire.start()
            try:
                await _walk_on(wire, what, kind)
            finally:
                await wire.stop()


async def _walk_on(wire: Line, what: Delivery, kind: RoomKind) -> None:
    do = wire.bot.desks.transactions
    circles = do.settings.circles.model_copy(update={"open_per_server": 10**6})
    do.settings = do.settings.model_copy(update={"circles": circles})
    gate, counted, wrong = asyncio.Semaphore(AT_ONCE), Counter[str](), list[str]()

    async def one(answer: dict[str, object]) -> None:
        async with gate:
            circle = await sit_down(wire, what, answer, kind)
            try:
                counted[await walk(circle)] += 1
            except AssertionError as error:
                wrong.append(str(error).splitlines()[0])
            circle.heal()
            await circle.clear_away()

    met_here = met_by(what)
    assert met_here
    await asyncio.gather(*(one(answer) for answer in met_here if not _rests_all(what, answer)))
    for answer in met_here:
        if _rests_all(what, answer):
            await one(answer)
    print(f"\n{policy_of(what).kind} × {len(met_here)} refusals: {dict(counted)}")  # noqa: T201
    assert not wrong, "\n".join([f"{len(wrong)} of {len(met_here)}", *sorted(wrong)])
    assert sum(counted.values()) == len(met_here)


def _rests_all(what: Delivery, answer: dict[str, object]) -> bool:
    """When Discord asks for time, nobody who is not looking is written to: so these are walked one after another."""
    where = policy_of(what).where
    if where is Where.IN_PRIVATE:
        return answer["code"] == TOO_FAST
    return where is Where.DIRECT and met(policy_of(what).call, answer) is Verdict.LATER
