"""What the bot tells of itself on a loopback port: numbers that are right, and nothing of anybody."""

from __future__ import annotations

import json
import math
import re
import socket
from pathlib import Path

import aiohttp
import pytest

from bot.app import create_bot
from bot.circle.model import Phase
from bot.client import StoryCircleBot
from bot.clock import Clock
from bot.operating.metrics import HOST, CannotListen, Metrics, telling, told_at
from bot.services.counts import LATE_S
from bot.services.timing.measures import SET_ASIDE
from bot.settings import ROOT, Settings
from bot.store.backup import make_backup
from bot.store.store import StoreError
from tests.wire import line
from tests.wire.line import ANN, BEN, Line, until

EVERY_NAME = re.compile(r"story_circle_\w+")
LABELS = re.compile(r"\{([^}]*)\}")


async def ask(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(f"http://{HOST}:{port}{path}") as answer:
        return answer.status, await answer.text()


def value(told: str, name: str) -> float:
    return float(next(line for line in told.splitlines() if line.startswith(f"{name} ")).split()[-1])


async def test_a_circle_is_told_in_numbers_and_nobody_in_it_is(
    wire: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wire.stop()
    told: list[Metrics] = []

    def watched(settings: Settings, clock: Clock) -> StoryCircleBot:
        bot = create_bot(settings, clock)
        told.append(Metrics(bot))
        return bot

    monkeypatch.setattr(line, "create_bot", watched)
    before = len(wire.stub.calls)
    await wire.start()
    async with told_at(told[0], 0) as port:
        room = await wire.begin()
        await wire.reach_round(room)
        await until(lambda: wire.bot.desks.transactions.counts.lateness.up_to()[-1], "a deadline is met")
        await wire.quiet()
        status, numbers = await ask(port, "/metrics")
        assert status == 200
        assert value(numbers, 'story_circle_sessions{phase="live"}') == 1
        assert value(numbers, "story_circle_hand_offs_total") >= 1
        assert value(numbers, "story_circle_writes_total") > 5
        assert value(numbers, 'story_circle_discord_answers_total{status="200"}') > 3
        assert value(numbers, "story_circle_outbox_age_seconds") == 0
        steps = [float(n) for n in re.findall(r"lateness_seconds_bucket\S+ (\S+)", numbers)]
        assert steps == sorted(steps)
        assert steps[-1] == value(numbers, "story_circle_deadline_lateness_seconds_count") >= 1
        limited = [call for call in wire.stub.calls[before:] if call.is_global]
        assert value(numbers, "story_circle_discord_calls_total") == len(limited) > 5
        assert len(limited) < len(wire.stub.calls[before:]), (
            "answers to presses are among those that are not counted"
        )
        for of_somebody in (wire.guild, wire.lobby, room, ANN, BEN, "Evening"):
            assert str(of_somebody) not in numbers
        labels = {label for found in LABELS.findall(numbers) for label in found.split(",")}
        steps_s = {f'le="{step}"' for step in (*LATE_S, "+Inf")}
        phases = {f'phase="{phase}"' for phase in (*Phase, SET_ASIDE)}
        others = labels - steps_s - phases
        assert all(re.fullmatch(r'status="([1-5]\d\d|none)"', label) for label in others), others
        status, health = await ask(port, "/healthz")
        assert status == 200
        assert json.loads(health) == {"well": True, "gateway": True, "database": True, "sender_lag_s": 0.0}
        assert value(numbers, "story_circle_backup_age_seconds") == math.inf, "there is none yet"
        await make_backup(tmp_path / "circle.db", tmp_path / "backups", wire.clock.utcnow())
        assert 0 <= value((await ask(port, "/metrics"))[1], "story_circle_backup_age_seconds") < 3600
        shown = {*EVERY_NAME.findall(numbers)}
        for file in ("dashboard.json", "alerts.yaml"):
            asked = set(EVERY_NAME.findall((ROOT / "docs" / file).read_text("utf-8")))
            assert asked <= shown, f"{file} asks for what is not told"


async def test_what_is_wrong_is_unhealthy(wire: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    async with told_at(Metrics(wire.bot), 0) as port:

        async def gone(*_: object) -> None:
            raise StoreError("the disk is gone")

        with monkeypatch.context() as patched:
            patched.setattr(wire.bot.desks.transactions.store, "read", gone)
            status, health = await ask(port, "/healthz")
            assert status == 503
            assert json.loads(health)["database"] is False
            assert "story_circle_database_readable 0.0" in (await ask(port, "/metrics"))[1]
        assert (await ask(port, "/healthz"))[0] == 200
        await wire.bot.close()
        status, health = await ask(port, "/healthz")
        assert status == 503
        assert json.loads(health)["gateway"] is False


async def test_it_is_off_unless_set_and_a_taken_port_is_said(wire: Line) -> None:
    async with telling(wire.bot, 0) as port:
        assert port == 0
        assert wire.bot.http.http_trace is None
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        with pytest.raises(CannotListen, match="cannot be used"):
            async with telling(wire.bot, other.getsockname()[1]):
                pass
