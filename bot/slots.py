"""Which slots this process has. All servers are divided into slots; who is alone has the only one there is.

Everything that is looked up by time is asked for slot by slot (`own`). Where several processes share the work,
`bot.cluster` takes slots and loses them, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

ONLY = 0
"""The slot of everything where one process does it all."""
ALONE: Mapping[int, int] = MappingProxyType({ONLY: 0})


class Slots:
    """The slots of this process, each with its epoch: how often it has changed hands so far."""

    def __init__(self, own: Mapping[int, int] = ALONE) -> None:
        self._own = own
        self._holds: Callable[[], bool] | None = None

    @property
    def own(self) -> Mapping[int, int]:
        """Those it has now, by number, and the epoch of each. It never changes: what is taken makes another."""
        return self._own if self._holds is None or self._holds() else {}

    @property
    def are_all(self) -> bool:
        """Whether this process is alone, so that nobody else can have a slot."""
        return self._holds is None

    def hold_while(self, holds: Callable[[], bool]) -> None:
        """Share the work with other processes: none is had yet, and none whenever `holds` says no."""
        self._holds, self._own = holds, {}

    def take(self, taken: Mapping[int, int]) -> None:
        """These are had from now on too."""
        self._own = MappingProxyType({**self._own, **taken})

    def leave(self, slot: int) -> None:
        """This one is had no longer."""
        self._own = MappingProxyType({one: epoch for one, epoch in self._own.items() if one != slot})
