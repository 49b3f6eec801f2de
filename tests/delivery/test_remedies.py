"""What is done about every refusal, for every kind of delivery: nothing of the moment leaves the outbox undelivered.

Here everything around the remedies is a double, so that all of it takes a second; the same over the wire, one kind for
each request, is in `tests/wire/test_error_codes.py`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.circle import commands as c
from bot.circle.machine import decide
from bot.circle.model import HoldReason, SessionState
from bot.circle.refusals import Refusal
from bot.clock import Clock
from bot.delivery.admission import Admission
from bot.delivery.asking import is_of_the_moment
from bot.delivery.remedies import Remedies
from bot.delivery.rooms.thread import FULL
from bot.delivery.server_problems import ServerProblem
from bot.ids import MemberXid, MessageXid
from bot.pace import Pace
from bot.services.circle.sessions import Session
from bot.services.deliveries import table as d
from bot.services.deliveries.batch import Batch, Outcome
from bot.services.deliveries.lookup import policy_of
from bot.services.deliveries.policy import ApiCall, Delivery, Post, Refresh
from bot.services.deliveries.rows import Row, slot
from bot.services.rooms.obstacles import NONE, Obstacle
from tests.circle.table import STORIES, Table, a_format
from tests.delivery.every import EVERY
from tests.sessions import a_session

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TABLE = Path(__file__).parents[1] / "wire" / "error_codes.toml"
ANSWERS = tomllib.loads(TABLE.read_text())["answer"]
ASKING = [what for what in EVERY if not isinstance(what, d.Forget)]
GATHERED = (d.OpenRoom, d.Gather, d.CheckRoom)


def refusal(answer: dict[str, Any]) -> discord.HTTPException:
    """What discord.py raises for it."""
    response: Any = SimpleNamespace(status=answer["status"], reason="no")
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(answer["status"], discord.HTTPException)
    return kind(response, {"code": answer["code"], "message": answer["says"]})


class Still(Clock):
    """A clock that stands."""

    def utcnow(self) -> datetime:
        return NOON


class Desk:
    """The use cases, and the courier, as far as the remedies know them: every card is refused alike."""

    def __init__(self, state: SessionState, error: Exception) -> None:
        self.state, self.error, self.told = state, error, Counter[str]()
        self.opened = self.kept_shut = 0
        # Nobody and nothing lacks a permission, as far as the bot can find out.
        room = SimpleNamespace(
            may_let_in=lambda session: True, obstacle=self._obstacle, is_full=lambda error: error.code == FULL
        )
        rooms: Any = SimpleNamespace(of=lambda session: room)
        # The use cases of a session are its own.
        circle: Any = self
        self.circle = circle
        # So is whoever is told.
        self.problems = circle
        self.admission = Admission(circle, Still(), Pace(Still(), 45), rooms)

    async def _obstacle(self, session: Session, member_xid: int) -> Obstacle:
        return NONE

    async def act(self, session_id: int, member_xid: int | None, command: c.Command) -> None:
        decided = decide(
            self.state,
            replace(command, seat=2) if isinstance(command, c.Leave | c.StepOut) else command,
            NOON,
        )
        if not isinstance(decided, Refusal):
            self.state = decided[-1].after if decided else self.state

    async def get(self, session_id: int) -> Any:
        return SimpleNamespace(room_xid=9)

    async def tell(self, batch: Batch, trouble: ServerProblem, *missing: str) -> None:
        self.told[trouble] += 1

    async def take_down(self, batch: Batch, post: Post, message_xid: int | None) -> None:
        return None

    async def deliver(self, batch: Batch, row: Row, outcome: Outcome, *, plain: bool) -> None:
        assert plain
        raise self.error

    async def post(self, batch: Batch, post: Post, nonce: str, outcome: Outcome) -> None:
        outcome.cards[slot(post)] = MessageXid(1)

    async def open_again(self, batch: Batch) -> None:
        self.opened += 1

    async def keep_shut(self, batch: Batch, *, tell: bool) -> None:
        self.kept_shut += 1

    def missing(self, _: Batch | Session) -> list[str]:
        return []

    def event_trouble(self, batch: Batch) -> ServerProblem:
        return ServerProblem.NO_EVENT

    def all_is_well(self, session_id: int) -> None:
        self.told.clear()


def case(what: Delivery, attempts: int = 0) -> tuple[Batch, Row]:
    """A circle in which that delivery is about something, and its row."""
    row = Row(1, what, NOON, attempts, "nonce")
    state = Table(4, a_format(STORIES), begun=not isinstance(row.post or what, GATHERED)).state
    if isinstance(row.post, d.Choose):
        state = replace(state, nominating=1)
    session = a_session(state)
    cards = {} if row.post is None else {slot(row.post): MessageXid(55)}
    return Batch(session, {1: MemberXid(101), 2: MemberXid(102)}, cards, [row]), row


async def meets(
    what: Delivery, answer: dict[str, Any], attempts: int
) -> tuple[Batch, Row, Outcome, Desk, Any]:
    batch, row = case(what, attempts)
    error = refusal(answer)
    desk: Any = Desk(batch.session.state, error)
    remedies, outcome = Remedies(desk, Still(), desk), Outcome()
    await remedies.after(batch, row, outcome, error)
    return batch, row, outcome, desk, remedies


PAIRS = [(what, answer) for what in ASKING for answer in ANSWERS if policy_of(what).call in answer["on"]]


@pytest.mark.parametrize("attempts", [0, 20])
async def test_nothing_of_the_moment_is_lost_to_a_refusal(
    attempts: int, capsys: pytest.CaptureFixture[str]
) -> None:
    came_of_it, lost = Counter[str](), []
    for what, answer in PAIRS:
        batch, row, outcome, desk, _ = await meets(what, answer, attempts)
        name = f"{what} × {answer['status']} ({answer['code']})"
        again, done = row.id in outcome.again, row.id in outcome.done
        assert again or done or outcome.closed, f"{name}: neither here nor there"
        assert not (again and done), f"{name}: both"
        if again:
            assert timedelta(0) <= outcome.again[row.id] - NOON <= timedelta(days=1.25), name
            is_held = desk.state.held(HoldReason.UNSEEN)
            came_of_it["stands still and was told" if is_held and desk.told else "tried again"] += 1
            if attempts and is_of_the_moment(batch, row):
                assert is_held, f"{name}: it goes by unseen"
                assert desk.told, f"{name}: nobody is told"
        elif outcome.closed or outcome.room_lost or outcome.cards:
            came_of_it["mended"] += 1
        elif is_of_the_moment(batch, row) and row.what != Refresh(d.Invite()):
            is_told = desk.state.held(HoldReason.UNSEEN) and desk.told["no_channel"]
            came_of_it["stands still and was told"] += 1
            if not is_told:
                lost.append(name)
        else:
            came_of_it["let go"] += 1
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{len(PAIRS)} refusals, {len(ASKING)} kinds of delivery, after {attempts}: {dict(came_of_it)}"
        )
    assert not lost


async def test_every_request_is_met() -> None:
    assert {policy_of(what).call for what in ASKING} == set(ApiCall)
    assert {policy_of(what).call for what, _ in PAIRS} == set(ApiCall)


async def test_a_fault_of_ours_loses_nothing_either() -> None:
    for what in (d.Turn(1), d.Stage(0), d.OpenRoom(), Refresh(d.Turn(1))):
        batch, row = case(what)
        desk: Any = Desk(batch.session.state, KeyError())
        outcome = Outcome()
        await Remedies(desk, Still(), desk).after(batch, row, outcome, KeyError("no"))
        assert row.id in outcome.again
        assert desk.state.held(HoldReason.UNSEEN)
        assert desk.told
