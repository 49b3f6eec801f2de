"""What a process does with the slots it takes: it goes on with what is in them, and connects their shards.

Deadlines and deliveries do not wait for Discord's gateway. Presses in servers come when the shards have identified.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta

from bot.client import StoryCircleBot
from bot.pace import MEMBER_WINDOW
from bot.services.unit_of_work import NotSaved
from bot.slots import ONLY

from .claims import Claims, Lost
from .client import ClusterBot

log = logging.getLogger(__name__)

AGAIN_S = 0.5
HEARD_WITHIN = timedelta(seconds=30)
"""How long ago another process may have listened to the servers of a slot, so that not everything is looked at anew."""
FOR_ALL = ONLY
"""Whoever has this slot does what is done once for all servers."""


async def join(
    bot: StoryCircleBot,
    stack: AsyncExitStack,
    wake: Callable[[], None],
    for_all: Sequence[Callable[[], Awaitable[None]]],
) -> None:
    """Share the work with the other processes until the stack is closed.

    Args:
        bot: this process. Its desks are there.
        stack: what is done when it stops.
        wake: called when slots were taken: look at everything that is due.
        for_all: what one process does for all, for ever.

    Raises:
        StoreError: the database cannot be reached, or the others divide the servers in another way.
    """
    assert isinstance(bot, ClusterBot)
    settings = bot.settings
    claims = Claims(settings.database.url, settings.cluster, bot.slots, bot.clock)
    await claims.open(bot.desks.timing.recover)
    stack.push_async_callback(claims.close)
    joining = _Joining(bot, claims, wake, for_all)
    stack.push_async_callback(joining.stop)
    claims.on_taken.append(joining.taken)
    claims.on_left.append(joining.left)
    claims.on_notice.append(bot.desks.transactions.hear)
    joining.run(_claim(bot, claims), "claims")


async def _claim(bot: ClusterBot, claims: Claims) -> None:
    try:
        await claims.run()
    except Lost as lost:
        log.warning("All slots are lost: %s", str(lost))
    bot.lose()


class _Joining:
    """The slots this process takes, and the tasks that come of it."""

    def __init__(
        self,
        bot: ClusterBot,
        claims: Claims,
        wake: Callable[[], None],
        for_all: Sequence[Callable[[], Awaitable[None]]],
    ) -> None:
        self._bot = bot
        self._claims = claims
        self._wake = wake
        self._for_all = for_all
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, work: Awaitable[None], name: str) -> None:
        """Do something until it is over or this process stops."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        task.set_name(name)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.critical("The %s stopped, which it never should", task.get_name(), exc_info=error)
            self._bot.lose()

    async def stop(self) -> None:
        """End whatever is under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def taken(self, slots: Mapping[int, int]) -> None:
        """These slots are ours."""
        self.run(self._go_on(slots), "taking over")

    def left(self, slot: int) -> None:
        """This slot is ours no longer."""
        self.run(self._bot.disconnect_slot(slot), "disconnecting shards")

    async def _go_on(self, slots: Mapping[int, int]) -> None:
        bot, desks = self._bot, self._bot.desks
        while True:
            try:
                await desks.settings.look()
                for slot in slots:
                    self._rest_from_edits(slot)
                    left = await desks.timing.take_over(slot)
                    if (
                        slots[slot] > self._claims.first_epoch
                        and bot.clock.utcnow() - left.since < HEARD_WITHIN
                    ):
                        bot.heard_until_now(slot)
                break
            except NotSaved:
                await bot.clock.sleep(AGAIN_S, "the database")
        desks.circle.where.forget()
        bot.slots.take(slots)
        self._wake()
        self.run(bot.connect_slots(slots), "connecting shards")
        if FOR_ALL in slots:
            for work in self._for_all:
                self.run(work(), "work for all")

    def _rest_from_edits(self, slot: int) -> None:
        """How many members were edited just before is not known here."""
        slot_of = self._bot.settings.cluster.slot_of
        until = self._bot.clock.utcnow() + MEMBER_WINDOW + timedelta(seconds=self._bot.clock.beat_s)
        self._bot.member_edits.rest_until(until, lambda guild_xid: slot_of(guild_xid) == slot)
