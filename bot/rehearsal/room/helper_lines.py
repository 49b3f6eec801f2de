"""What those who play themselves do in voice: they come where their circle speaks, and answer Discord's invitations.

Who has no microphone listens there, and takes their turn in writing. What people say is in `helper_scripts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from ..observer import Seen, is_let_in, is_room
from ..people import View
from .community import Guest
from .lines import STAGE, VOICE, is_invited
from .world import World

COMES_AFTER_S, ANSWERS_AFTER_S = 4, 4
SLOW = {"Ben": 18}
"""Who needs longer to answer an invitation, in seconds. Ben is not ready at first, and says so on the card."""


class _What(Enum):
    COME, ACCEPT, DECLINE = range(3)


@dataclass(frozen=True)
class _Wish:
    what: _What
    room: int
    due: datetime


class HelperLines:
    """What each person who plays themselves is about to do in voice."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._wishes: dict[int, _Wish] = {}
        self._looked: dict[int, tuple[Seen, ...]] = {}

    def rests(self, guest: Guest, view: View) -> bool:
        """Whether they have looked at what is there now and would do nothing until something changes."""
        return guest.id not in self._wishes and self._looked.get(guest.id) is view.messages

    async def live(self, guest: Guest, view: View) -> bool:
        """Look, and do something if its time has come. Returns whether they did.

        Raises:
            Refused: it cannot be done.
            BackendError: Discord does not allow it.
        """
        if self._looked.get(guest.id) is not view.messages:
            self._looked[guest.id] = view.messages
            self._wish_anew(guest, view.now)
        wish = self._wishes.get(guest.id)
        if wish is None or view.now < wish.due:
            return False
        del self._wishes[guest.id]
        await self._do(guest, wish)
        return True

    def _wish_anew(self, guest: Guest, now: datetime) -> None:
        wanted, before = self._wanted(guest), self._wishes.get(guest.id)
        if wanted is None:
            self._wishes.pop(guest.id, None)
        elif before is None or (before.what, before.room) != wanted:
            what, room = wanted
            after = COMES_AFTER_S if what is _What.COME else SLOW.get(guest.name, ANSWERS_AFTER_S)
            self._wishes[guest.id] = _Wish(what, room, now + timedelta(seconds=after))

    def _wanted(self, guest: Guest) -> tuple[_What, int] | None:
        room = self._room(guest)
        if room is None or guest.id in self._world.lines.dropped:
            return None
        state = self._world.lines.state(guest)
        if state is None or state.channel_id != room:
            return _What.COME, room
        if is_invited(state):
            return (_What.ACCEPT if guest.has_microphone else _What.DECLINE), room
        return None

    def _room(self, guest: Guest) -> int | None:
        """The newest room in which a circle of theirs speaks."""
        channels = self._world.community.backend.channels.values()
        spoken = (one for one in channels if one.type in (VOICE, STAGE) and is_room(one))
        return max((one.id for one in spoken if is_let_in(one, guest.id)), default=None)

    async def _do(self, guest: Guest, wish: _Wish) -> None:
        if wish.what is _What.COME:
            await self._world.lines.join(guest, wish.room)
        else:
            await self._world.lines.answer(guest, wish.what is _What.ACCEPT)
