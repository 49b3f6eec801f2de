"""One line for what servers need as Discord tells of them: after a start it tells of thousands at once.

Most need nothing, because nothing is kept of them: that is asked once for all that stand in line. The others are served
one by one, in the order in which Discord told of them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping

from bot.clock import Clock
from bot.ids import GuildXid
from bot.services.unit_of_work import NotSaved

log = logging.getLogger(__name__)

Need = Callable[[GuildXid], Awaitable[object]]
"""What has to be done about one server."""
TROUBLE_S = 5.0
"""How soon after a fault of ours it is tried again."""


class Arrivals:
    """Servers in line, and what each of them needs. `run` until it is cancelled."""

    def __init__(self, concerned: Callable[[], Awaitable[Collection[GuildXid]]], clock: Clock) -> None:
        """`concerned`: reads in which servers there is anything to do."""
        self._concerned = concerned
        self._clock = clock
        self._news = asyncio.Event()
        self._line: dict[GuildXid, Mapping[Need, bool]] = {}
        """What each needs, in order; and whether also if it is not concerned. A change makes a new mapping."""
        self._is_troubled = False
        """Whether the database could not be used when it was tried last."""

    def add(self, guild_xid: GuildXid, need: Need, *, always: bool = False) -> None:
        """A server needs this. Whoever comes again before its turn goes to the end, and needs it once.

        Args:
            guild_xid: the server.
            need: what is done when it is its turn, after all that it needed before.
            always: do it also where nothing is kept of the server.
        """
        needs = {one: is_sure for one, is_sure in self._line.pop(guild_xid, {}).items() if one != need}
        self._line[guild_xid] = {**needs, need: always}
        self._news.set()

    async def run(self) -> None:
        """Serve the line, for ever."""
        while True:
            await self._clock.wait(self._news, "a server that comes or goes")
            self._news.clear()
            while self._line:
                if (wait_s := await self._serve(dict(self._line))) is not None:
                    await self._clock.sleep(wait_s, "after a fault")

    async def _serve(self, line: Mapping[GuildXid, Mapping[Need, bool]]) -> float | None:
        """Serve all that stand in line now. Returns how many seconds to wait first, if that was broken off."""
        try:
            concerned = await self._concerned()
        except NotSaved as error:
            return self._note(error)
        except Exception:
            # Whatever it is, it is tried again: what has come may have circles that wait.
            log.exception("It could not be read which servers need something")
            return TROUBLE_S
        for guild_xid, needs in line.items():
            if self._line.get(guild_xid) is not needs:
                continue  # it came again, and what was read may be older than that
            del self._line[guild_xid]
            if guild_xid not in concerned and not any(needs.values()):
                continue
            if (broken_off_by := await self._do(guild_xid, dict(needs))) is not None:
                return self._note(broken_off_by)
        self._is_troubled = False
        return None

    async def _do(self, guild_xid: GuildXid, needs: dict[Need, bool]) -> NotSaved | None:
        """Do what a server needs. What could not be saved stays in line: returns why."""
        for need in list(needs):
            try:
                await need(guild_xid)
            except NotSaved as error:
                since = self._line.pop(guild_xid, {})
                self._line[guild_xid] = {**{one: needs[one] for one in needs if one not in since}, **since}
                return error
            except Exception:
                # One server must not stand in the way of all others.
                log.exception("Something that a server needs could not be done")
            del needs[need]
        return None

    def _note(self, error: NotSaved) -> float:
        if not self._is_troubled:  # else it would be said every second
            log.error("What servers need could not be read or kept, and is tried again: %s", str(error))
        self._is_troubled = True
        return self._clock.fault_s
