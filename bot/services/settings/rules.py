"""What holds in one server: its admins' own choice, and where they have made none, what the bot's settings say."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from bot.ids import GuildXid
from bot.settings import Settings

from ..rooms.choices import RoomChoices
from ..rooms.kinds import USUAL_ROOM, RoomKind
from ..unit_of_work import Work
from . import servers
from .servers import AtEnd, ServerOptions


@dataclass(frozen=True, slots=True)
class ServerRules:
    """The options of a server, on top of the settings of the bot. Who may do what is in `bot.ui.permission_checks`."""

    options: ServerOptions
    usual: Settings

    def format_id(self, there: Container[str]) -> str:
        """The format of a circle for which nobody chooses one. One that is not there any more falls back."""
        chosen = self.options.format_id
        return self.usual.circles.format if chosen is None or chosen not in there else chosen

    @property
    def scale(self) -> bool:
        """Whether everyone is asked how alone they feel, unless somebody chooses otherwise."""
        return self.usual.circles.scale if self.options.scale is None else self.options.scale

    @property
    def room(self) -> RoomKind:
        """In which kind of room a circle meets for which nobody chooses one."""
        return self.options.room or USUAL_ROOM

    @property
    def at_end(self) -> AtEnd:
        """What becomes of a room after its session."""
        return self.options.at_end or AtEnd(self.usual.rooms.at_end)

    @property
    def clears(self) -> bool:
        """Whether the bot's own messages are deleted after a session, where its room stays."""
        return self.usual.rooms.clears if self.options.clears is None else self.options.clears

    @property
    def room_choices(self) -> RoomChoices:
        """What holds for the room of a circle where its own choices leave something open."""
        return RoomChoices(self.room, audience=self.options.audience, at_end=self.at_end, clears=self.clears)

    @property
    def linger_minutes(self) -> int:
        """How long a room stays after its session has ended."""
        chosen = self.options.linger_minutes
        return self.usual.rooms.linger_minutes if chosen is None else chosen

    @property
    def linger_s(self) -> float:
        """The same in seconds."""
        return 60.0 * self.linger_minutes


def rules_in(work: Work, guild_xid: GuildXid) -> ServerRules:
    """The rules of a server, for a use case."""
    return ServerRules(servers.load(work, guild_xid).options, work.settings)
