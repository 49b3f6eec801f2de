"""A bot that dies again and again: the time it was away is given back, and the time it was there has passed."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from bot.circle import commands as c
from bot.clock import Clock
from bot.ids import SessionId
from tests.benchmarks.sitting import Sitting, StillClock


class Lives:
    """One process after another at the same table."""

    def __init__(self, sitting: Sitting, chance: random.Random) -> None:
        self.sitting = sitting
        self.chance = chance
        self.restarts = 0
        self.served_s = 0.0

    @property
    def clock(self) -> StillClock:
        clock = self.sitting.desks.transactions.clock
        assert isinstance(clock, StillClock)
        return clock

    def pass_time(self, seconds: float) -> None:
        self.clock.now += timedelta(seconds=seconds)

    async def one_more(self, session_id: int) -> None:
        """A process lives for three to eight seconds, is killed, and is missed for up to twenty."""
        timing, left_s = self.sitting.desks.timing, self.chance.uniform(3, 8)
        await timing.recover()
        self.restarts += 1
        while left_s > 0:
            await timing.beat()
            step_s = min(left_s, Clock.beat_s)
            left_s -= step_s
            self.served_s += step_s
            self.pass_time(step_s)
            await timing.tick(SessionId(session_id))
        self.pass_time(self.chance.uniform(0, 20))


async def test_turns_end_after_their_time_although_the_bot_is_killed_every_few_seconds(
    tmp_path: Path,
) -> None:
    sitting = await Sitting.at(tmp_path / "circle.db", format_id="quick-circle")
    begun = sitting.desks.transactions.clock.utcnow()
    session_id, turns = 0, 0
    lives = Lives(sitting, random.Random(5))
    while lives.clock.now - begun < timedelta(hours=1):
        if turns % sitting.seats == 0:
            session_id = await sitting.go_round(turns)
        seat = turns % sitting.seats + 1
        turns += 1
        await sitting.ask(session_id, seat, c.Receive(seat=seat))
        turn = (await sitting.desks.circle.get(SessionId(session_id))).state.turn
        assert turn is not None
        assert turn.ends_at is not None
        meant_s = (turn.ends_at - lives.clock.now).total_seconds()
        lives.served_s, lives.restarts = 0.0, 0
        while turn is not None and not turn.is_over:
            await lives.one_more(session_id)
            assert lives.served_s <= meant_s + 3 * lives.restarts + 8, (
                "each death costs less than three seconds"
            )
            turn = (await sitting.desks.circle.get(SessionId(session_id))).state.turn
        assert lives.restarts > 5, "this turn was told across many deaths"
        assert meant_s <= lives.served_s + 0.001, "nobody loses time in which they were not served"
        await sitting.ask(session_id, seat, c.Done(seat=seat))
        await sitting.tick(session_id)
    assert turns > 5
    await sitting.store.close()
