"""The desk for what a server's admins wrote themselves: questions, and places to turn to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content import Content
from bot.store.store import Store

from . import own_prompts, places
from .own_prompts import Added, NewPrompt, OwnPrompt
from .places import Place


@dataclass(slots=True)
class Library:
    """Each use case as one awaitable call, saved before it returns."""

    store: Store
    content: Content

    async def own(self, guild_xid: int) -> tuple[OwnPrompt, ...]:
        """The server's own questions."""
        return await self.store.read(own_prompts.all_own, guild_xid)

    async def add(self, guild_xid: int, new: Sequence[NewPrompt]) -> Added:
        """Add questions, all of them or none. Raises `TooMany`."""
        return await self.store.write(own_prompts.add, guild_xid, new, self.content)

    async def remove(self, guild_xid: int, number: int) -> OwnPrompt | None:
        """Remove a question; None when it is gone already."""
        return await self.store.write(own_prompts.remove, guild_xid, number)

    async def places(self, guild_xid: int) -> tuple[Place, ...]:
        """The server's places to turn to."""
        return await self.store.read(places.places_of, guild_xid)

    async def add_place(self, guild_xid: int, place: Place) -> None:
        """Add a place. Raises `NoRoom`."""
        await self.store.write(places.add, guild_xid, place)

    async def change_place(self, guild_xid: int, place: Place) -> None:
        """Change a place. Raises `NoPlace`."""
        await self.store.write(places.change, guild_xid, place)

    async def remove_place(self, guild_xid: int, number: int) -> None:
        """Remove a place."""
        await self.store.write(places.remove, guild_xid, number)
