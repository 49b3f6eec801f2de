"""One request as a rule or a route reads it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from discord import Permissions

from .errors import Refused
from .faults import Call
from .permissions import base
from .shapes import BOT, THREADS, Json

if TYPE_CHECKING:
    from .interactions import Interactions
    from .state import Server
    from .world import World

Answer = tuple[int, Any]


@dataclass
class Ask:
    """A request on its way. What it names is looked up here, so that what is not there is refused alike everywhere."""

    world: World
    call: Call
    named: dict[str, str]
    interactions: Interactions

    @property
    def body(self) -> Json:
        """The body; empty when there is none."""
        return self.call.body if isinstance(self.call.body, dict) else {}

    @property
    def channel(self) -> Json:
        """The channel or thread of the path."""
        return self.world.channel(int(self.named["channel"]))

    @property
    def channel_id(self) -> int:
        """Its id."""
        return int(self.channel["id"])

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread."""
        return self.channel["type"] in THREADS

    @property
    def may(self) -> Permissions:
        """What the bot may do in the channel of the path."""
        return self.world.may(self.channel)

    @property
    def may_in_server(self) -> Permissions:
        """What the bot may do in the server as a whole."""
        return base(self.world, self.server.id, BOT)

    @property
    def event(self) -> Json:
        """The scheduled event of the path."""
        found = self.server.events.get(int(self.named["event"]))
        if found is None:
            raise Refused(10070)
        return found

    @property
    def server(self) -> Server:
        """The server of the path, or that of the channel."""
        if "guild" in self.named:
            guild = int(self.named["guild"])
            if guild not in self.world.guilds:
                raise Refused(10004)  # thrown out, or never in it
            return self.world.servers[guild]
        found = self.world.guild_of(self.channel)
        assert found is not None
        return found

    @property
    def message(self) -> Json:
        """The message of the path."""
        found = self.world.messages.get(int(self.named["message"]))
        if found is None or found["channel_id"] != self.named["channel"]:
            raise Refused(10008)
        return found

    @property
    def person(self) -> int:
        """The person of the path."""
        return int(self.named["person"])


Rule = Callable[[Ask], None]
Work = Callable[[Ask], Answer | Awaitable[Answer]]


class Route:
    """A route: its method and path, the rules that are asked in order, and what it does when none refuses."""

    def __init__(self, method: str, path: str, work: Work, *rules: Rule) -> None:
        self.method = method
        self.path = path
        self.work = work
        self.rules = rules
        self._pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

    def match(self, call: Call) -> dict[str, str] | None:
        """What the path names, if it is one of this route."""
        found = self._pattern.fullmatch(call.path) if call.method == self.method else None
        return None if found is None else found.groupdict()
