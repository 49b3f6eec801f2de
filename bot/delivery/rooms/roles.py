"""What the roles of people take from them in a room: a permission by name would give it back, so it is not given.

Discord tells which roles somebody has with each press in a server, so that a hand-off costs no call for it. Of whoever
has pressed nothing since the bot started, or pressed in a direct message, it is asked, and only where some role is
denied something. It is in memory alone, of so many people at most.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from typing import Any

import discord
from cachetools import LRUCache

from bot.ui.request import Bot

from ..failures import in_short

log = logging.getLogger(__name__)

MOST = 10_000


def denies(room: discord.abc.GuildChannel, roles: Iterable[discord.Role], name: str) -> bool:
    """Whether one of these roles is denied something in a channel; what everyone is denied does not count."""
    return not _denying(room, name).isdisjoint(role.id for role in roles)


def _denying(room: discord.abc.GuildChannel, name: str) -> set[int]:
    guild = room.guild
    return {
        whom.id
        for whom, overwrite in room.overwrites.items()
        if whom.id != guild.id and guild.get_role(whom.id) and getattr(overwrite, name) is False
    }


class Roles:
    """The roles of those who did something lately."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: LRUCache[int, tuple[int, frozenset[int]]] = LRUCache(MOST)
        """By person: in which server they pressed last, and their roles there."""

    def listen(self, bot: Bot) -> None:
        """Begin to listen to presses."""

        async def pressed(interaction: discord.Interaction[Any]) -> None:
            self.told_of(interaction.user)

        bot.hear_of_interactions.append(pressed)

    def told_of(self, who: discord.Member | discord.User) -> None:
        """Discord tells of a person."""
        self.forget(who.id)
        if isinstance(who, discord.Member):
            self._known[who.id] = who.guild.id, frozenset(role.id for role in who.roles)

    def forget(self, person: int) -> None:
        """What is known of a person may be over: ask when it matters."""
        self._known.pop(person, None)

    async def denied(self, room: discord.abc.GuildChannel, people: Collection[int], name: str) -> set[int]:
        """Those of these people whom a role of theirs denies something in a channel.

        Where Discord does not say which roles somebody has, nothing is known to be denied to them: a turn goes on.
        """
        denying = _denying(room, name)
        if not denying:
            return set()
        return {person for person in people if denying & await self._of(room.guild, person)}

    async def _of(self, guild: discord.Guild, person: int) -> frozenset[int]:
        guild_xid, roles = self._known.get(person, (0, frozenset[int]()))
        if guild_xid == guild.id:
            return roles
        await self._bot.pace.turn()
        try:
            member = await guild.fetch_member(person)
        except discord.NotFound:
            return frozenset()
        except (discord.HTTPException, discord.RateLimited, OSError, TimeoutError) as error:
            log.info("Discord does not say which roles somebody has: %s", in_short(error))
            return frozenset()
        self.told_of(member)
        return self._known[person][1]
