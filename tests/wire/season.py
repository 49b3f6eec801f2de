"""A season of circles, as a program: what a scan looks at while it runs, and when it has been killed.

It is the real bot without Discord: the store, the keys, the use cases and the log at DEBUG. Everybody sits once, so
that there are as many people as seats, and their ids follow each other, so that all of them can be looked for at once.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

from bot.circle import commands as c
from bot.clock import Clock
from bot.ids import MemberXid, SessionId
from bot.logs import set_up_logging
from bot.services.desks import open_desks
from bot.services.schedule.reminders import Reminding
from bot.services.starting import keys
from bot.services.unit_of_work import Transactions
from bot.settings import Circles, Log, Privacy, Settings
from bot.store.opening import open_store
from tests.benchmarks.sitting import MEMBER_XID, Sitting
from tests.made_once import without_the_disk
from tests.working import CONTENT

SESSIONS, SEATS, SIDE_BY_SIDE = 200, 8, 8
FIRST = MemberXid(MEMBER_XID + (1 << 40))
PEOPLE = range(FIRST, FIRST + SESSIONS * SEATS)
LOOK, DIE = "look", "die"


class Season(Sitting):
    """Sessions with people of their own, some of whom leave, erase what is kept of them, and have wishes."""

    evening = 0

    def member(self, seat: int) -> MemberXid:
        return MemberXid(PEOPLE[self.evening * SEATS + seat - 1])

    async def play(self, first: int, last: int, open_ones: list[int], chance: random.Random) -> None:
        """Open these, and end most of those that are open, in an order that is chance."""
        rights, schedule = self.desks.rights, self.desks.schedule
        for self.evening in range(first, last):
            session_id = await self.begin(self.evening)
            open_ones.append(session_id)
            if self.evening % 4 == 0:
                await schedule.wish(self.member(2), Reminding(wanted=False))
                await rights.erase(self.member(2))
            if self.evening % 4 == 1:
                await schedule.wish(self.member(3), Reminding(wanted=False))
            if self.evening % 4 == 2:
                await self.ask(session_id, 4, c.Leave())
            if len(open_ones) > SIDE_BY_SIDE:
                over = open_ones.pop(chance.randrange(len(open_ones)))
                await self.desks.circle.act(SessionId(over), None, c.End(steward=True))


async def _until_killed(home: Path, part: int) -> None:
    store = await open_store(f"sqlite:///{home / 'data' / 'circle.db'}")
    settings = Settings(
        privacy=Privacy(key_file=home / "keys" / "seal.key"), circles=Circles(open_per_server=500)
    )
    vault = await keys.unlock(store, settings.privacy)
    do = Transactions(store, vault, Clock(), CONTENT, settings)
    season = Season(open_desks(do), SEATS, "check-in")
    await season.desks.timing.recover()
    chance, half = random.Random(part), SESSIONS // 2
    open_ones = [
        session.id
        for session in await do.read(
            lambda work: work.db.exec_driver_sql("SELECT id FROM session WHERE phase NOT IN ('ended')").all()
        )
    ]
    await season.play(part * half, part * half + half // 2, open_ones, chance)
    await _be_looked_at(LOOK)
    await season.play(part * half + half // 2, part * half + half, open_ones, chance)
    await do.erase()
    await _be_looked_at(DIE)
    ending = [
        asyncio.create_task(season.desks.circle.act(SessionId(number), None, c.End(steward=True)))
        for number in open_ones[:3]
    ]
    await asyncio.wait(ending, return_when=asyncio.FIRST_COMPLETED)
    os.kill(os.getpid(), signal.SIGKILL)


async def _be_looked_at(point: str) -> None:
    """Say where it is, and wait until it has been looked at."""
    sys.stdout.write(f"{point}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    set_up_logging(Log(level="DEBUG"))
    with without_the_disk():
        asyncio.run(_until_killed(Path(sys.argv[1]), int(sys.argv[2])))
