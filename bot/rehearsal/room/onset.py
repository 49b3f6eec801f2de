"""When a lesson began: only what came after counts for it, so that it goes the same way a second time."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..observer import Seen
from ..people import View
from .world import World


@dataclass(frozen=True)
class Onset:
    """The moment a lesson began.

    Attributes:
        newest: the newest message there was.
        rooms: the rooms of circles there were. Whatever comes into one of them belongs to another circle.
    """

    newest: int
    rooms: frozenset[int]
    _seen: dict[int, tuple[tuple[Seen, ...], tuple[Seen, ...]]] = field(default_factory=dict, repr=False)

    @classmethod
    def now(cls, world: World) -> Onset:
        """This moment."""
        backend = world.community.backend
        newest = max((max(messages, default=0) for messages in backend.messages.values()), default=0)
        return cls(newest, frozenset(number for number, one in backend.channels.items() if one.is_thread))

    def of(self, view: View) -> View:
        """What has come since. The same messages are the same tuple, as those who rest expect."""
        known = self._seen.get(view.me)
        if known is None or known[0] is not view.messages:
            since = tuple(
                seen for seen in view.messages if seen.id > self.newest and seen.channel not in self.rooms
            )
            known = self._seen[view.me] = view.messages, since
        return View(view.me, view.now, known[1])
