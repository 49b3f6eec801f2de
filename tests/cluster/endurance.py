"""`make cluster`: many circles, three processes, and five minutes in which one after the other is killed or frozen.

It prints what it measured, and ends with 1 if a card was lost, doubled or late, or a limit was not kept.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from bot.calendar.zonedata import use_packaged_zones
from bot.settings import Cluster
from tests.cluster.field import Field, field_of, own_server
from tests.cluster.watching import Late, Watch, owner_of

KILLED_S, FROZEN_S = 1.0, 6.0
"""How long it may take until others have the slots of a process that was killed, or that stands still, and how long any
deadline or card of theirs may be overdue by then."""
LOOKED_AT_S = 6.0
"""How long after that what is overdue is looked at."""


class Endurance:
    """What happens on a field, and what came of it."""

    def __init__(self, made: Field, watch: Watch, processes: int, every_s: float) -> None:
        self._made = made
        self._watch = watch
        self._processes = processes
        self._every_s = every_s
        self.wrong: list[str] = []

    def say(self, words: str) -> None:
        """Tell whoever watches."""
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()

    def expect(self, is_so: bool, words: str) -> None:
        """Note what is not as it should be."""
        if not is_so:
            self.wrong.append(words)

    def _owned(self, number: int) -> list[int]:
        every = owner_of(self._made, self._made.cluster.all_slots)
        return [slot for slot, owner in every.items() if owner == number]

    def _busiest(self, but: int | None = None) -> int:
        """Whoever has slots, the most first."""
        return max((n for n in self._made.running if n != but), key=lambda n: len(self._owned(n)))

    async def kill(self, nth: int) -> None:
        """Kill one, and start it again as its machine would."""
        made, watch = self._made, self._watch
        number = nth % self._processes
        if not self._owned(number):
            number = self._busiest()
        theirs = self._owned(number)
        watch.begin()
        at = time.monotonic()
        made.kill(number)
        took_s = await watch.taken(theirs, at)
        back = asyncio.create_task(made.connected(60, since=at))
        await asyncio.sleep(1)
        made.start(number)
        await asyncio.sleep(LOOKED_AT_S - 1)
        late = watch.latest_of(theirs)
        self.say(
            f"{nth:2}  killed  {number}: {len(theirs)} slots  taken after {took_s:4.2f} s  "
            f"late by {late}  presses again after {await back:4.1f} s"
        )
        self._is_in_time(f"kill {nth}", took_s, late, KILLED_S)

    async def freeze(self, nth: int) -> None:
        """Let one stand still until others have what it had, and wake it up again."""
        made, watch = self._made, self._watch
        number = self._busiest()
        theirs = self._owned(number)
        watch.begin()
        at = time.monotonic()
        made.freeze(number)
        took_s = await watch.taken(theirs, at)
        await asyncio.sleep(2)
        made.wake(number)
        await asyncio.sleep(LOOKED_AT_S - 2)
        late = watch.latest_of(theirs)
        self.say(
            f"{nth:2}  frozen  {number}: {len(theirs)} slots  taken after {took_s:4.2f} s  late by {late}"
        )
        self._is_in_time(f"freeze after kill {nth}", took_s, late, FROZEN_S)

    def _is_in_time(self, what: str, took_s: float, late: Late, within_s: float) -> None:
        self.expect(took_s <= within_s, f"{what}: taken after {took_s:.2f} s")
        self.expect(late.seconds <= within_s, f"{what}: late by {late}")

    async def settled(self) -> None:
        """Wait until what comes with a start is done: everybody's permissions are looked at, one after the other."""
        began, late = time.monotonic(), Late()
        while time.monotonic() - began < 240:
            self._watch.begin()
            await asyncio.sleep(3)
            late = self._watch.latest_of(self._made.cluster.all_slots)
            if late.seconds < 1:
                break
        self.say(f"at rest after {time.monotonic() - began:.0f} s, when the latest was {late}")

    async def play(self, times: int, frozen_at: tuple[int, ...]) -> None:
        """So many kills, and a freeze after some of them."""
        for nth in range(times):
            began = time.monotonic()
            await self.kill(nth)
            if nth in frozen_at:
                await self.freeze(nth)
            await asyncio.sleep(max(0.0, began + self._every_s - time.monotonic()))

    async def count(self) -> None:
        """Let everything come to rest, and compare what was shown with what there is."""
        made = self._made
        turns = await made.at_rest()
        lost = sum(max(0, turns[room] - len({*one.offers})) for room, one in made.circles.items())
        most, too_soon = made.most_calls(), made.too_soon()
        self.say(
            f"\n{sum(turns.values())} hand-offs in {len(turns)} circles: {lost} lost, {len(made.doubled())} doubled\n"
            f"{made.presses} presses, {made.pressed_again} of them without an answer and made again\n"
            f"at most {most} calls in any second, of {len(made.stub.calls)} in all"
            f" (then this program stood still for {made.stood_still_s:.2f} s at most)\n"
            f"{made.stub.gateway.identified} shards connected, {len(too_soon)} of them too soon"
        )
        self.say("\ncalls by route, those that count towards the global limit first")
        for is_global, route, times in made.calls_by_route():
            self.say(f"{times:6}  {'' if is_global else '(not counted) '}{route}")
        self.expect(not lost, f"{lost} hand-offs lost")
        self.expect(not made.doubled(), f"cards doubled: {made.doubled()}")
        self.expect(most <= made.calls_allowed, f"{most} calls in a second")
        self.expect(not too_soon, f"connected too soon: {too_soon}")
        self.expect(not made.stub.unknown, f"unknown routes: {made.stub.unknown}")


async def _evenly(made: Field, processes: int) -> None:
    async with asyncio.timeout(120):
        while len({*owner_of(made, made.cluster.all_slots).values()}) < processes:  # noqa: ASYNC110
            await asyncio.sleep(0.5)


async def _run(home: Path, circles: int, times: int, every_s: float) -> int:
    with own_server() as (url, keys_url):
        async with field_of(url, keys_url, home, Cluster(shards=64, slots=6)) as made:
            await made.seed(circles, seats=8)
            watch = Watch(url)
            watching = asyncio.create_task(watch.run())
            for number in range(3):
                made.start(number)
            evening = Endurance(made, watch, 3, every_s)
            evening.say(f"64 shards connected after {await made.connected(120):.1f} s")
            made.play((60.0, 150.0))
            await _evenly(made, 3)
            await made.connected(60)
            evening.say("three processes have two slots each")
            await evening.settled()
            await evening.play(times, (times // 3, 2 * times // 3))
            watching.cancel()
            await evening.count()
    for words in evening.wrong:
        evening.say(f"NOT AS IT SHOULD BE: {words}")
    return 1 if evening.wrong else 0


def main() -> None:
    """Run it, as it is asked for on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--circles", type=int, default=300)
    parser.add_argument("--times", type=int, default=15, help="how often one is killed")
    parser.add_argument("--every", type=float, default=20.0, help="seconds between two kills")
    asked = parser.parse_args()
    use_packaged_zones()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        sys.exit(asyncio.run(_run(Path(home), asked.circles, asked.times, asked.every)))


if __name__ == "__main__":
    main()
