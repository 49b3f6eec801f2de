"""`/healthz` and `/metrics` on a loopback port, off unless set: numbers only, and none of a server or a person."""

from __future__ import annotations

import math
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from bot.client import StoryCircleBot
from bot.services.counts import LATE_S, Counts
from bot.services.timing.measures import Measures
from bot.services.unit_of_work import NotSaved
from bot.store.backup import newest_backup

HOST = "127.0.0.1"
SLOW_S = 60.0
"""From how many seconds on what is due and not sent is unhealthy: a hand-off takes less than one."""
NO_ANSWER = "none"
COUNTED = re.compile(r"/api/v\d+/(?!interactions/|webhooks/)")
"""What Discord's global limit counts: neither answers to presses and what follows them, nor the gateway or files."""


class CannotListen(Exception):
    """The port cannot be used. The text says why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything there is to tell in one moment.

    Args:
        measures: what the database says; None: it cannot be read.
        counts: what was counted since the start; None: the start is under way.
        is_connected: whether Discord's gateway is there.
        backup_age_s: how old the newest backup is, without end where there is none; None: backups are not the bot's.
    """

    measures: Measures | None
    counts: Counts | None
    is_connected: bool
    backup_age_s: float | None

    @property
    def health(self) -> dict[str, Any]:
        """What `/healthz` says."""
        lag_s = None if self.measures is None else round(self.measures.outbox_age_s, 1)
        is_well = self.is_connected and lag_s is not None and lag_s < SLOW_S
        return {
            "well": is_well,
            "gateway": self.is_connected,
            "database": self.measures is not None,
            "sender_lag_s": lag_s,
        }


class _Moment(Collector):
    """The numbers of one moment as metrics."""

    def __init__(self) -> None:
        self.seen: Seen | None = None

    def collect(self) -> Iterator[Metric]:
        """Every metric of the moment; none where it is not known."""
        seen = self.seen
        if seen is None:
            return
        yield GaugeMetricFamily(
            "story_circle_gateway_connected", "Whether Discord's gateway is there.", seen.is_connected
        )
        yield GaugeMetricFamily(
            "story_circle_database_readable", "Whether the database can be read.", seen.measures is not None
        )
        if seen.measures is not None:
            phases = GaugeMetricFamily(
                "story_circle_sessions", "Sessions that are not over, by phase.", labels=["phase"]
            )
            for phase, count in seen.measures.sessions.items():
                phases.add_metric([phase], count)
            yield phases
            yield GaugeMetricFamily(
                "story_circle_deadline_overdue_seconds",
                "For how long the oldest deadline is due.",
                seen.measures.overdue_s,
            )
            yield GaugeMetricFamily(
                "story_circle_outbox_deliveries", "What waits to be delivered.", seen.measures.outbox
            )
            yield GaugeMetricFamily(
                "story_circle_outbox_age_seconds",
                "For how long the oldest delivery is due.",
                seen.measures.outbox_age_s,
            )
        if seen.counts is not None:
            yield CounterMetricFamily(
                "story_circle_hand_offs",
                "How often the piece was offered to somebody.",
                seen.counts.hand_offs,
            )
            yield _lateness(seen.counts)
            yield CounterMetricFamily("story_circle_reads", "Transactions that read.", seen.counts.reads)
            yield CounterMetricFamily("story_circle_writes", "Transactions that wrote.", seen.counts.writes)
        if seen.backup_age_s is not None:
            yield GaugeMetricFamily(
                "story_circle_backup_age_seconds",
                "How old the newest backup is; +Inf: there is none.",
                seen.backup_age_s,
            )


def _lateness(counts: Counts) -> HistogramMetricFamily:
    up_to = counts.lateness.up_to()
    steps = zip([*map(str, LATE_S), "+Inf"], up_to, strict=True)
    return HistogramMetricFamily(
        "story_circle_deadline_lateness_seconds",
        "How late deadlines were met.",
        buckets=[(step, float(count)) for step, count in steps],
        sum_value=counts.lateness.sum_s,
    )


class Metrics:
    """What is told of one bot."""

    def __init__(self, bot: StoryCircleBot) -> None:
        self._bot = bot
        self._moment = _Moment()
        self.registry = CollectorRegistry()
        self.registry.register(self._moment)
        ProcessCollector(namespace="story_circle", registry=self.registry)
        self._answers = Counter(
            "story_circle_discord_answers",
            "Discord's answers by status; none: it did not answer.",
            ["status"],
            registry=self.registry,
        )
        self._calls = Counter(
            "story_circle_discord_calls",
            "Calls that Discord's global limit counts; answers to presses are not among them.",
            registry=self.registry,
        )
        # The library reads it when it logs in.
        bot.http.http_trace = self._trace()

    async def seen(self) -> Seen:
        """The numbers of the moment."""
        bot, measures, counts = self._bot, None, None
        desks = getattr(bot, "desks", None)
        if desks is not None:
            counts = desks.transactions.counts
            try:
                measures = await desks.timing.measure()
            except (NotSaved, RuntimeError):
                measures = None  # it cannot be read, or the bot is stopping and its threads have ended
        return Seen(measures, counts, bot.is_connected, self._backup_age_s())

    async def metrics(self, _: web.Request) -> web.Response:
        """The numbers for Prometheus."""
        self._moment.seen = await self.seen()
        body = generate_latest(self.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def health(self, _: web.Request) -> web.Response:
        """Whether all is well: 200 if so, else 503."""
        health = (await self.seen()).health
        return web.json_response(health, status=200 if health["well"] else 503)

    def _backup_age_s(self) -> float | None:
        folder = self._bot.settings.backups
        if folder is None:
            return None
        made = newest_backup(folder)
        return math.inf if made is None else (self._bot.clock.utcnow() - made).total_seconds()

    def _trace(self) -> aiohttp.TraceConfig:
        trace = aiohttp.TraceConfig()

        async def called(
            _: aiohttp.ClientSession, __: SimpleNamespace, start: aiohttp.TraceRequestStartParams
        ) -> None:
            if COUNTED.match(start.url.path):
                self._calls.inc()

        async def answered(
            _: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams
        ) -> None:
            self._answers.labels(str(end.response.status)).inc()

        async def unanswered(
            _: aiohttp.ClientSession, __: SimpleNamespace, ___: aiohttp.TraceRequestExceptionParams
        ) -> None:
            self._answers.labels(NO_ANSWER).inc()

        trace.on_request_start.append(called)
        trace.on_request_end.append(answered)
        trace.on_request_exception.append(unanswered)
        return trace


@asynccontextmanager
async def telling(bot: StoryCircleBot, port: int) -> AsyncIterator[int]:
    """Answer on that port of this machine, and on no other address; 0: not at all. Yields the port.

    Raises:
        CannotListen: something else uses the port.
    """
    if not port:
        yield 0
        return
    async with told_at(Metrics(bot), port) as there:
        yield there


@asynccontextmanager
async def told_at(metrics: Metrics, port: int) -> AsyncIterator[int]:
    """The same for what is told already; here 0 is any free port."""
    app = web.Application()
    app.router.add_get("/metrics", metrics.metrics)
    app.router.add_get("/healthz", metrics.health)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise CannotListen(f"metrics.port: {port} cannot be used: {error.strerror}.") from None
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
