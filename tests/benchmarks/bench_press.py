"""One press of a button from end to end on SimCord, against a bare button of discord.py on SimCord.

Ours: the interaction arrives, one transaction, the answer redraws the card, what follows is delivered. The bare
one answers with a card of the same size and does nothing else. Each has a simulated Discord of its own, and both pay
for SimCord alike; ours pays more of it, because it waits for other threads.

They are pressed in turn. A button that is pressed forty times in a row finds everything in the processor's cache and
costs half as much as the same button pressed once between others, as every button of an evening is. What it costs in a
row is printed too, with what ours are to that.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import discord
import pytest
import simcord
from discord import ui
from discord.ext import commands
from simcord.actors import MemberActor
from simcord.results import to_discord_message

from bot.rehearsal import patches
from bot.store.sqlite_store import SQLiteStore
from tests.benchmarks.in_turn import in_turn, let_others_go_on
from tests.benchmarks.measure import Profile, Times
from tests.benchmarks.report import Report
from tests.journeys.test_many_sessions import Hall, Table, hall

BLOCKS, CIRCLES, SEATS, IN_A_ROW = 4, 3, 5, 40
WARM_UP = 5
MOST_TIMES_BARE = 8
BREATH_S = 6


@dataclass(slots=True)
class Watch:
    """Times by kind of press, and of each the part that was spent on the event loop's own thread."""

    times: dict[str, Times] = field(default_factory=lambda: defaultdict(Times))
    on_loop: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    profiles: dict[str, Profile] = field(default_factory=dict)
    presses: Counter[str] = field(default_factory=Counter)
    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often the store was asked to read and to write, by the kind of press meanwhile."""
    meanwhile: str = ""

    @contextmanager
    def on(self, kind: str) -> Iterator[None]:
        """Measure one press; or, where there is a profile for its kind, watch it instead."""
        self.meanwhile = kind
        self.presses[kind] += 1
        if kind in self.profiles:
            with self.profiles[kind].on():
                yield
        else:
            before = time.thread_time()
            with self.times[kind].take():
                yield
            self.on_loop[kind].append(time.thread_time() - before)
        self.meanwhile = ""


@contextmanager
def counting(watch: Watch) -> Iterator[None]:
    """Count what is asked of the store meanwhile."""
    write_then, read = SQLiteStore.write_then, SQLiteStore.read

    def counted(name: str, asked: Any) -> Any:
        def count(*args: Any, **kwargs: Any) -> Any:
            watch.calls[watch.meanwhile, name] += 1
            return asked(*args, **kwargs)

        return count

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLiteStore, "write_then", counted("writes", write_then))
        patch.setattr(SQLiteStore, "read", counted("reads", read))
        yield


# Ours


async def click(h: Hall, table: Table, who: MemberActor, verb: str, watch: Watch) -> None:
    """Press the newest button of that verb, and wait for everything that follows at once."""
    await let_others_go_on()
    channel_id, message_id, custom_id = table.cards[verb]
    message = to_discord_message(h.env, h.backend.get_message(channel_id, message_id))
    with watch.on(verb):
        result = await who.click(message, custom_id=custom_id)
    assert result.acknowledged


async def go_round(h: Hall, table: Table, watch: Watch) -> None:
    """One round of the piece: every second person passes."""
    for turn in range(SEATS):
        assert len(table.offers) == turn + 1
        who = table.person(table.offers[-1])
        if turn % 2:
            await click(h, table, who, "pass", watch)
            continue
        await click(h, table, who, "receive", watch)
        await h.wait(20)
        await click(h, table, who, "done", watch)
        with watch.on("breath"):
            await h.wait(BREATH_S)


async def our_block(watch: Watch) -> None:
    """Some circles, one after the other."""
    async with hall(CIRCLES, SEATS) as h:
        for table in h.tables:
            await h.sit_down([table])
            await go_round(h, table, watch)
        assert not h.env.errors, h.env.errors
        Bare.card = _speaking_card(h)


def _speaking_card(h: Hall) -> list[dict[str, Any]]:
    """The card of somebody who speaks, as it was sent."""
    sent = [r.json["data"] for r in h.env.http_requests if r.path.startswith("/interactions") and r.json]
    cards = [data["components"] for data in sent if data and "I'm done" in str(data.get("components"))]
    return list(cards[-1])


# The floor


class Bare(ui.DynamicItem[ui.Button[Any]], template=r"bare:(?P<number>\d+)"):
    """A button that answers with the same card, and nothing else."""

    card: ClassVar[list[dict[str, Any]]] = []

    @classmethod
    def new(cls, number: int, label: str, style: int) -> Self:
        """A button of the card."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle(style), custom_id=f"bare:{number}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(
            view=bare_view(self.card), allowed_mentions=discord.AllowedMentions.none()
        )


def bare_view(card: list[dict[str, Any]]) -> ui.LayoutView:
    """The same card, with bare buttons."""
    view = ui.LayoutView(timeout=None)
    number = 0
    (box,) = card
    container: ui.Container[Any] = ui.Container(accent_colour=box["accent_color"])
    for part in box["components"]:
        if part["type"] == 10:
            container.add_item(ui.TextDisplay(part["content"]))
            continue
        row: ui.ActionRow[Any] = ui.ActionRow()
        for button in part["components"]:
            row.add_item(Bare.new(number, button["label"], button["style"]))
            number += 1
        container.add_item(row)
    view.add_item(container)
    view.stop()
    return view


@asynccontextmanager
async def bare_bot() -> AsyncIterator[tuple[simcord.Env, commands.Bot]]:
    """A bot of nothing but that button."""
    bot = commands.Bot(
        command_prefix=commands.when_mentioned,
        intents=discord.Intents(guilds=True, voice_states=True),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
    )
    bot.add_dynamic_items(Bare)
    with patches.installed():
        env = simcord.Env(bot, settle_timeout=10.0, check_errors=False)
        await env.start()
        with env.time_context():
            yield env, bot
        await env.shutdown()
        await bot.close()


async def bare_block(watch: Watch, ours: asyncio.Event) -> None:
    """Press the bare button in a row, and then in turn with ours until `ours` is set."""
    async with bare_bot() as (env, bot):
        guild = env.create_guild("Server")
        channel = guild.create_text_channel("lobby")
        who = guild.add_member(env.create_user("p"))
        await env.settle()
        place = bot.get_channel(channel.id)
        assert isinstance(place, discord.TextChannel)
        message = await place.send(view=bare_view(Bare.card))

        async def press(kind: str) -> None:
            with watch.on(kind):
                result = await who.click(message, custom_id="bare:0")
            assert result.acknowledged

        for number in range(WARM_UP + IN_A_ROW):
            await press("in a row" if number >= WARM_UP else "warm-up")
        while not ours.is_set():
            await let_others_go_on()
            await press("bare")
        assert not env.errors, env.errors


def blocks(watch: Watch) -> None:
    """Some circles, and before each press one of the bare button."""
    is_over = asyncio.Event()

    async def ours() -> None:
        await our_block(watch)
        is_over.set()

    in_turn(bare_block(watch, is_over), ours())


def test_press(report: Report) -> None:
    watch, watched = Watch(), Watch(profiles={kind: Profile() for kind in ("receive", "pass")})
    with counting(watched):
        in_turn(our_block(watched))
    for _ in range(BLOCKS):
        blocks(watch)

    bare = watch.times["bare"]
    group = "One press from end to end on SimCord"
    report.add(group, f"floor: a bare button in between ({len(bare.cpu)})", bare.cpu_ms, "ms", "CPU, median")
    names = {
        "receive": "Receive",
        "done": "I'm done",
        "pass": "Pass, which hands on at once",
        "breath": f"the clock hands on: {BREATH_S} s with the next card",
    }
    found = {}
    for kind, name in names.items():
        times = watch.times[kind]
        at_most = None if kind == "breath" else MOST_TIMES_BARE
        found[kind] = report.add(
            group,
            f"{name} ({len(times.cpu)})",
            times.cpu_ms,
            "ms",
            "CPU, median",
            ratio=times.cpu_ms / bare.cpu_ms,
            at_most=at_most,
            of_ratio=True,
        )
    for kind in ("bare", *names):
        least = watch.times[kind].least_cpu_ms
        report.add(group, f"- {kind}", least, "ms", "CPU, least", ratio=least / bare.least_cpu_ms)
    for kind in ("bare", *names):
        times = watch.times[kind]
        report.add(
            group, f"- {kind}", times.wall_ms, "ms", "wall, median", ratio=times.wall_ms / bare.wall_ms
        )
    in_a_row = watch.times["in a row"]
    group = f"The same, beside a bare button pressed {IN_A_ROW} times in a row"
    report.add(group, f"a bare button ({len(in_a_row.cpu)})", in_a_row.cpu_ms, "ms", "CPU, median")
    for kind, name in names.items():
        report.add(
            group, name, found[kind].value, "ms", "CPU, median", ratio=found[kind].value / in_a_row.cpu_ms
        )
    for kind in ("receive", "pass"):
        group = f"Where the CPU of {names[kind].partition(',')[0]} goes"
        on_loop = 1000 * statistics.median(watch.on_loop[kind])
        report.add(group, "threads of the database", found[kind].value - on_loop, "ms", "CPU, median")
        report.add(group, "the event loop's thread", on_loop, "ms", "CPU, median")
        for what in ("reads", "writes"):
            each = watched.calls[kind, what] / watched.presses[kind]
            report.add(group, f"{what} of the store", each, "", "mean")
        for package, share in watched.profiles[kind].shares()[:9]:
            report.add(group, f"- of it {package}", 100 * share, "%", "CPU, profiled")
    for kind in ("receive", "done", "pass"):
        # The median is what is reported; only what even the quietest press exceeds is a failure.
        least = watch.times[kind].least_cpu_ms / bare.least_cpu_ms
        ratio = min(least, found[kind].ratio or least)
        assert ratio <= MOST_TIMES_BARE, f"{kind} costs {ratio:.1f} times a bare button"
