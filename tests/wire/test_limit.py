"""Discord's global limit, measured where it counts: at the other end, in real time."""

from __future__ import annotations

from pathlib import Path

from bot.clock import Clock
from tests.wire.line import line, until

MOST = 10


async def test_many_sessions_together_keep_to_the_limit(tmp_path: Path) -> None:
    async with line(tmp_path, clock=Clock(), calls=MOST) as wire:
        lobbies = [wire.lobby]
        for _ in range(6):
            lobbies.append(wire.stub.add_channel(wire.guild))
            await wire.stub.gateway.dispatch("CHANNEL_CREATE", wire.stub.channels[lobbies[-1]])
        begun = len(wire.stub.calls)
        for number, lobby in enumerate(lobbies):
            await wire.open(lobby, f"Circle {number}")
        await until(
            lambda: sum(call.is_global for call in wire.stub.calls[begun:]) >= 4 * len(lobbies),
            "all are open",
            10,
        )

        times = sorted(call.at for call in wire.stub.calls[begun:] if call.is_global)
        assert len(times) == 4 * len(lobbies)
        # Places are a little more than a second apart; a busy machine may make a call some hundredths late.
        gaps = [later - earlier for earlier, later in zip(times, times[MOST:], strict=False)]
        assert min(gaps) > 0.95, f"{MOST + 1} calls within {min(gaps):.2f} s"
        assert times[-1] - times[0] < 1.05 * len(times) / MOST + 0.5, "and no slower than it has to be"
