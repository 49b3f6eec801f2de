"""What a story needs of the place it is played in, and common ways to begin, in terms of that alone.

A story is a list of steps. It can be played in simulated Discord (`house.House`) and on the strict one, over real
HTTP and WebSocket (`tests.wire.strict_house.StrictHouse`).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any


class Playing(ABC):
    """A server with a lobby, people in it, and the bot."""

    fay: Any
    """A facilitator."""
    co: Any
    """Another one."""
    admin: Any
    members: list[Any]
    lobby: Any
    last: Any
    """What was answered last: its `response` is the private card, its `modal` the form that is open."""
    waits: dict[Any, datetime]
    """When each step that waits is over, so that it is not waited for twice."""

    # The bot

    @property
    @abstractmethod
    def bot(self) -> Any:
        """The bot of the moment."""

    @property
    @abstractmethod
    def guild_id(self) -> int:
        """The server."""

    @abstractmethod
    async def restart(self) -> None:
        """Stop the bot and start a new one on the same database, in the same Discord."""

    # Acting

    @abstractmethod
    async def slash(self, who: Any, command: str, *, at: Any = None, **options: Any) -> str:
        """Type a command. Returns the private answer's words."""

    @abstractmethod
    async def press(self, who: Any, label: str, message: Any = None) -> str:
        """Press a button: on that message, or on the newest one this person sees that has it."""

    @abstractmethod
    async def submit(self, who: Any, fields: Mapping[str, Any]) -> str:
        """Send the form that is open. Returns the answer's words."""

    @abstractmethod
    async def wait(self, seconds: float) -> None:
        """Let time pass."""

    @abstractmethod
    def now(self) -> datetime:
        """The present instant there."""

    @abstractmethod
    async def new_channel(self, name: str) -> Any:
        """Somebody makes a text channel."""

    async def look_out(self, who: Any, text: str) -> None:  # noqa: B027 (in simulated Discord all is there at once)
        """Wait a little for what is on its way to this person, if something is."""

    # Seeing

    @property
    @abstractmethod
    def room(self) -> Any:
        """The newest room."""

    @property
    @abstractmethod
    def has_room(self) -> bool:
        """Whether there is one."""

    @abstractmethod
    def newest(self, who: Any, text: str) -> Any:
        """The newest message this person sees that has the text.

        Raises:
            AssertionError: they see none.
        """

    @abstractmethod
    def said(self, place: Any) -> list[str]:
        """What everyone reads in a place, message by message."""

    @abstractmethod
    def whispers(self, who: Any) -> list[Any]:
        """The private answers this person has in the room."""

    @abstractmethod
    def direct(self, who: Any) -> list[Any]:
        """The direct messages of a person."""

    @abstractmethod
    def events(self) -> list[tuple[str, str]]:
        """The server's scheduled events: when each begins, and what became of it."""

    def named(self, text: str) -> str:
        """A text with people's names in place of how Discord writes them."""
        names = {person.id: person.name for person in (self.fay, self.co, self.admin, *self.members)}
        return re.sub(r"<@!?(\d+)>", lambda found: f"@{names.get(int(found[1]), 'somebody')}", text)

    # Common ways to begin

    async def open(self, people: int = 5, **options: Any) -> list[Any]:
        """Fay opens a circle and others take seats. Returns everyone in it, Fay first."""
        await self.slash(self.fay, "circle open", name=options.pop("name", "Evening circle"), **options)
        everyone = [self.fay, *self.members[: people - 1]]
        for member in everyone[1:]:
            await self.press(member, "Save me a seat")
        await self.wait(2)
        return everyone

    async def begin(self, people: int = 5, **options: Any) -> list[Any]:
        """As `open`, then begun, agreed to by everyone, and at the first offer of the piece."""
        everyone = await self.open(people, **options)
        await self.slash(self.fay, "circle start")
        await self.wait(60)
        for member in everyone:
            await self.press(member, "I agree")
        await self.wait(2)
        return everyone

    async def share(self, who: Any, seconds: float = 20) -> None:
        """Receive the piece, speak, and let it go on after a breath."""
        await self.press(who, "Receive")
        await self.wait(seconds)
        await self.press(who, "I'm done")
        await self.wait(6)
