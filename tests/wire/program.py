"""The real program in a process of its own, in real time, on the line to the stub: as it runs with whoever hosts it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.settings import ROOT
from tests.wire.line import Line, until
from tests.wire.stub import Stub

ELSEWHERE = ROOT / "tests" / "strict" / "elsewhere"
Command = Callable[[Sequence[str], Mapping[str, str]], list[str]]
"""What to run for `story-circle` with these words, with this in its environment besides."""


class Program(Line):
    """As `Line`; but what runs is a program, and nothing of it can be reached but through Discord."""

    patience_s = 30

    def __init__(self, stub: Stub, home: Path, command: Command, elsewhere: str = str(ELSEWHERE)) -> None:
        super().__init__(stub, home)
        stub.limits.times = 1
        self._command = command
        self._env = {"STRICT_DISCORD": stub.origin, "PYTHONPATH": elsewhere}
        self._home = home
        self._process: asyncio.subprocess.Process

    async def begin_process(self, *words: str, asks: bool = False) -> asyncio.subprocess.Process:
        """Start `story-circle` with these words."""
        return await asyncio.create_subprocess_exec(
            *self._command(words, self._env),
            cwd=self._home,
            stdin=asyncio.subprocess.PIPE if asks else asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def typed(self, *words: str, answers: str = "") -> tuple[int, str]:
        """Run it to its end. Returns how it ended, and what it said."""
        process = await self.begin_process(*words, asks=True)
        said, _ = await process.communicate(answers.encode())
        assert process.returncode is not None
        return process.returncode, said.decode()

    async def start(self) -> None:
        """Start the bot, and wait until it has been told of its servers."""
        before = self.stub.gateway.identified
        self._process = await self.begin_process("run")
        self._log = asyncio.create_task(self._read())
        try:
            await until(lambda: self.stub.gateway.identified > before, "the bot is there", self.patience_s)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{await self.stopped(signal.SIGKILL)}") from None

    @property
    def process_id(self) -> int:
        """The number of its process."""
        return self._process.pid

    async def _read(self) -> str:
        assert self._process.stdout is not None
        return (await self._process.stdout.read()).decode()

    def send(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send it a signal, and do not wait."""
        if self._process.returncode is None:
            self._process.send_signal(number)

    async def stopped(self, number: signal.Signals = signal.SIGTERM) -> str:
        """Stop it with a signal. Returns what it said since its start."""
        self.send(number)
        async with asyncio.timeout(self.patience_s):
            self.ended = await self._process.wait()
        return await self._log

    async def stop(self) -> None:
        """Stop it as a service is stopped."""
        await self.stopped()

    async def kill(self) -> None:
        """End it at once."""
        await self.stopped(signal.SIGKILL)
