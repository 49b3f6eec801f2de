"""The pure core: what deciding and folding cost, over everything that is asked in a typical session."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.circle import commands as c
from bot.circle.machine import decide, open_session
from bot.circle.model import Phase, SessionState, TurnPhase
from bot.circle.refusals import Refusal
from bot.content import load_content
from bot.settings import ROOT
from tests.benchmarks.measure import least_us
from tests.benchmarks.report import Report

SEATS = 6
Step = tuple[SessionState, c.Command, datetime]


def typical_session() -> list[Step]:
    """The default format with six people: one passes in each round, one says not yet, one does not answer."""
    chosen = load_content(ROOT / "data").formats["story-circle"]
    now = datetime(2026, 3, 1, 19, tzinfo=UTC)
    state = open_session(chosen, 7, now)[-1].after
    steps: list[Step] = []

    def ask(command: c.Command) -> None:
        nonlocal state
        steps.append((state, command, now))
        made = decide(state, command, now)
        assert not isinstance(made, Refusal), made
        state = made[-1].after if made else state

    def tick() -> None:
        nonlocal now
        assert state.timer is not None
        now = max(now, state.timer.due)
        ask(c.Tick())

    for _ in range(SEATS - 1):
        ask(c.Join())
    ask(c.Begin(seat=1))
    tick()
    for number in range(1, SEATS + 1):
        ask(c.Agree(seat=number))
    asked: set[tuple[int, int]] = set()
    while state.phase is Phase.LIVE:
        turn = state.turn
        if turn is None or turn.phase is TurnPhase.SPEAKING:
            if turn is None:
                tick()
                continue
            now += timedelta(seconds=40)
            ask(c.Done(seat=turn.seat, seen=state.version))
            continue
        assert turn.seat is not None
        is_first = (state.stage_index, turn.seat) not in asked
        asked.add((state.stage_index, turn.seat))
        if turn.seat == 2:
            ask(c.Pass(seat=2, seen=state.version))
        elif turn.seat == 3 and is_first:
            ask(c.NotYet(seat=3, seen=state.version))
        elif turn.seat == 4 and is_first:
            tick()
        else:
            ask(c.Receive(seat=turn.seat, seen=state.version))
    assert state.phase is Phase.ENDED
    return steps


def test_core(report: Report) -> None:
    steps = typical_session()

    def transitions() -> None:
        for state, command, now in steps:
            assert not isinstance(decide(state, command, now), Refusal)

    def copies() -> None:
        for state, _, _ in steps:
            replace(state, version=state.version + 1)

    each_us = least_us(transitions) / len(steps)
    floor_us = least_us(copies) / len(steps)
    group = f"Core: decide and fold, {len(steps)} commands of a session of {SEATS}"
    report.add(group, "floor: one replace() of the state", floor_us, "us", "CPU, least of 7")
    report.add(group, "one transition", each_us, "us", "CPU, least of 7", ratio=each_us / floor_us)
    report.add(group, "transitions a second, one core", 1e6 / each_us, "/s", "CPU, least of 7")
