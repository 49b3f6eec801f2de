"""The real bot on the line to the stub, and people who type, press and read.

Nothing of the bot is replaced. Its clock runs faster, and so do the waits of discord.py's own retries.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import discord
from pydantic import SecretStr

from bot import settings as s
from bot.app import create_bot
from bot.client import StoryCircleBot
from bot.clock import Clock
from bot.store.store import StoreError
from bot.store.tables import delivery
from tests.databases import address
from tests.oracle import problems
from tests.strict import forms, virtual
from tests.wire.stub import Json, Stub, buttons, words

T = TypeVar("T")
TIMES = 100
NO_MORE = "the process is no more"
"""What a bot that is killed meets when it would save something."""
FAY, ANN, BEN, CAT = (1_100_000_000_000_000_000 + number for number in range(4))
FACILITATING = discord.Permissions(manage_events=True).value


class QuickClock(Clock):
    """Time that runs `times` as fast as that of the running loop."""

    def __init__(self, times: float = TIMES) -> None:
        self._times = times
        self._loop = asyncio.get_running_loop()  # time is asked for in other threads as well
        self._start = self._since = virtual.now(self._loop)

    def run_faster(self, times: float) -> None:
        """Run that many times as fast from here on. Whoever waits already has to be woken."""
        self._start, self._since, self._times = self.utcnow(), virtual.now(self._loop), times

    def utcnow(self) -> datetime:
        return self._start + (virtual.now(self._loop) - self._since) * self._times

    def discord_now(self) -> datetime:
        return virtual.now(self._loop)

    async def sleep(self, seconds: float, reason: str) -> None:
        await super().sleep(seconds / self._times, reason)

    async def wait(self, event: asyncio.Event, reason: str, timeout_s: float | None = None) -> bool:
        return await super().wait(event, reason, None if timeout_s is None else timeout_s / self._times)


class _QuickAsyncio:
    """`asyncio` as discord.py's modules see it: the same, but for the length of a sleep."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        """Sleep less."""
        await asyncio.sleep(seconds / TIMES)


@contextmanager
def impatient() -> Iterator[None]:
    """discord.py waits 1, 3, 5, 7 and 9 seconds between its own retries, and 5 before it identifies again."""
    quick = _QuickAsyncio()
    with (
        patch.object(discord.http, "asyncio", quick),
        patch.object(discord.client, "asyncio", quick),
        patch.object(discord.webhook.async_, "asyncio", quick),
    ):
        yield


async def until(true: Callable[[], object], what: str = "", within_s: float = 5) -> None:
    """Wait until something is so."""
    try:
        async with asyncio.timeout(within_s):
            while not true():  # noqa: ASYNC110 (what is waited for has no event of its own)
                await asyncio.sleep(0.004)
    except TimeoutError:
        raise AssertionError(f"did not happen within {within_s} s: {what or true}") from None


class Line:
    """One bot, one stub, one server with channels in it."""

    patience_s: float = 5
    """How long what follows by itself is waited for."""

    def __init__(
        self,
        stub: Stub,
        home: Path,
        *,
        clock: Clock | None = None,
        linger_minutes: int = 0,
        calls: int = 45,
        rooms: s.Rooms | None = None,
    ) -> None:
        self.stub = stub
        stub.limits.times = TIMES
        stub.limits.clock = asyncio.get_running_loop().time
        stub.world.clock = virtual.now
        self.guild = stub.add_guild()
        self.lobby = stub.add_channel(self.guild)
        self.clock = clock or QuickClock()
        self.settings = s.Settings(
            discord=s.Discord(token=SecretStr("not.a.token"), calls_per_second=calls),
            database=s.Database(url=address(home / "circle.db")),
            privacy=s.Privacy(key_file=home / "seal.key"),
            backup=s.Backup(nightly=False),
            rooms=rooms or s.Rooms(linger_minutes=linger_minutes),
        )
        self.bot: StoryCircleBot
        self._running: asyncio.Task[None]

    # The bot

    async def start(self) -> None:
        """Start a bot and wait until it is there."""
        self.bot = create_bot(self.settings, self.clock)
        # How long discord.py waits for one more server before it says it is ready: two seconds.
        self.bot._connection.guild_ready_timeout = 0.02
        # How long a silent gateway is waited for. Its heart beats in real time, whatever the loop's time is.
        self.bot._connection.heartbeat_timeout = 10**9
        self._running = asyncio.create_task(self.bot.start(self.settings.discord.token.get_secret_value()))
        await until(lambda: self.bot.is_ready() or self._running.done(), "the bot is ready", 10)
        if self._running.done():
            await self._running

    async def stop(self) -> None:
        """Stop it as a signal would."""
        await self.bot.close()
        await asyncio.gather(self._running, return_exceptions=True)

    def stop_saving(self) -> None:
        """Nothing this bot does is saved from now on."""

        async def dead(*_: Any, **__: Any) -> Any:
            raise StoreError(NO_MORE)

        self.bot.desks.transactions.store.write_then = dead  # type: ignore[method-assign]

    async def kill(self) -> None:
        """End it as `kill -9` would: what it was doing is not saved."""
        self.stop_saving()
        await self.stop()

    # People

    async def slash(self, person: int, words_: str, at: int | None = None, **options: Any) -> list[Json]:
        """Type a command. Returns what was answered, which must not take three seconds."""
        data = forms.command(self.stub.world, self.guild, words_, options)
        may = FACILITATING if person == FAY else 0
        return await self._answer(await self.stub.interact(person, at or self.lobby, 2, data, may=may))

    async def submit(self, person: int, channel: int, form: Json, fields: Mapping[str, Any]) -> list[Json]:
        """Fill in a form and send it. Returns what was answered.

        Args:
            person: who.
            channel: where it was opened.
            form: what opened it: the `data` of the answer of type 9.
            fields: what is typed or chosen, by custom id.
        """
        data = forms.filled(self.stub.world, self.guild, form, fields)
        may = FACILITATING if person == FAY else 0
        return await self._answer(await self.stub.interact(person, channel, 5, data, may=may))

    async def press(self, person: int, message: Json, label: str) -> list[Json]:
        """Press a button. Returns what was answered."""
        data = {"custom_id": buttons(message)[label], "component_type": 2}
        may = FACILITATING if person == FAY else 0
        channel = int(message["channel_id"])
        return await self._answer(await self.stub.interact(person, channel, 3, data, on=message, may=may))

    async def _answer(self, interaction: int) -> list[Json]:
        await until(lambda: self.stub.answers[interaction], "an answer in time", 3)
        return self.stub.answers[interaction]

    async def open(
        self, at: int | None = None, name: str = "Evening circle", format: str = "check-in"
    ) -> None:
        """Open a circle in a channel."""
        answer = await self.slash(FAY, "circle open", at, name=name, format=format)
        assert name in words(answer[0]["data"]), words(answer[0]["data"])

    async def begin(self, at: int | None = None, format: str = "check-in") -> int:
        """Open a circle, let two more people in, and begin it. Returns the room."""
        channel = at or self.lobby
        await self.open(channel, format=format)
        await self.settled(channel, 1)
        for person in (ANN, BEN):
            await self.press(person, self.stub.posted(channel)[0], "Save me a seat")
        room = self.stub.threads(channel)[0]
        await until(lambda: self.stub.inside[room] >= {FAY, ANN, BEN}, "everyone is let in", self.patience_s)
        await self.slash(FAY, "circle start", room)
        return room

    async def reach_round(self, room: int) -> None:
        """From the opening to the first offer of the piece."""
        await self.slash(FAY, "circle next", room)
        await self.card(room, "[I agree]")
        for person in (FAY, ANN, BEN):
            await self.press(person, self.newest(room, "I agree"), "I agree")
        await self.card(room, "[Receive]")

    # What people see

    def newest(self, channel: int, label: str) -> Json:
        """The newest message in a channel that has this button."""
        return next(m for m in reversed(self.stub.posted(channel)) if label in buttons(m))

    async def card(self, channel: int, text: str) -> Json:
        """Wait for a message that says this, or has this `[button]`."""

        def has(message: Json) -> bool:
            return text.strip("[]") in buttons(message) if text.startswith("[") else text in words(message)

        def found() -> list[Json]:
            return [message for message in self.stub.posted(channel) if has(message)]

        await until(found, f"a card with {text!r}", self.patience_s)
        return found()[-1]

    async def settled(self, channel: int, admitted: int = 1) -> int:
        """Wait until a new room is furnished: a gathering card, and that many people let in."""

        def there() -> bool:
            room = next(iter(self.stub.threads(channel)), None)
            return (
                room is not None and len(self.stub.inside[room]) > admitted and bool(self.stub.posted(room))
            )

        await until(there, "the room is furnished", self.patience_s)
        return self.stub.threads(channel)[0]

    async def eventually(
        self, look: Callable[[Line], Awaitable[T]], is_so: Callable[[T], object], what: str
    ) -> T:
        """Wait until what is looked at is so."""
        try:
            async with asyncio.timeout(5):
                while not is_so(found := await look(self)):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"did not happen: {what}") from None
        return found

    async def quiet(self) -> None:
        """Wait until everything is delivered, save for taking out whoever left, which waits for the next turn."""

        async def waiting() -> int:
            rows = await self.bot.desks.transactions.store.read(
                lambda db: db.execute(delivery.select()).all()
            )
            return sum(row.kind != "dismiss" or "before_turn" not in row.about for row in rows)

        async with asyncio.timeout(5):
            while await waiting():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def happened(self, channel: int) -> list[tuple[Any, ...]]:
        """What was done in a channel and below it, in order, edits left out."""
        below = {channel, *self.stub.threads(channel)}
        return [effect for effect in self.stub.effects if effect[1] in below and effect[0] != "edit"]


@asynccontextmanager
async def line(home: Path, **settings: Any) -> AsyncIterator[Line]:
    """A bot that is connected to a stub."""
    async with Stub() as stub:
        with stub.in_place(), impatient():
            made = Line(stub, home, **settings)
            await made.start()
            try:
                yield made
            finally:
                stub.heal()
                await made.stop()
        assert not stub.unknown, f"the stub does not know these routes: {stub.unknown}"
        assert not (wrong := problems(stub.calls)), "Discord would refuse: " + "; ".join(wrong)
