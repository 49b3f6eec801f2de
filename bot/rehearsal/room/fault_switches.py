"""What goes wrong in real life, as switches: somebody leaves, direct messages are closed, a permission is
missing, a line drops, Discord is slow or down, the bot is restarted.

All of it is done with SimCord's own means, and nothing here looks at what the bot makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from simcord.backend.errors import BackendError
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from .. import patches
from . import simcord_calls
from .community import Guest
from .refused import Refused
from .world import World

DOWN_S = 30.0
SLOW_S = 2.0
CANNOT_DM = 50007


class FaultSwitches:
    """The switches, and how they stand. Whoever turns one holds the world's lock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._community = world.community
        self._slow = False
        self._down_until: float | None = None
        self._down: dict[str, Any] | None = None
        self._closed: dict[int, dict[str, Any]] = {}
        self._missing: list[str] = []
        self._before: dict[str, dict[int, tuple[int, int]]] = {}
        """By permission that is missing and by channel: whether the bot was allowed and denied it there before."""

    def shown(self) -> dict[str, Any]:
        """How it stands, for the page."""
        gone = [
            str(guest.id) for guest in self._community.guests.values() if not self._community.is_here(guest)
        ]
        return {
            "down": self.is_down,
            "slow": self._slow,
            "dms_closed": [str(person) for person in self._closed],
            "gone": gone,
            "dropped": [str(person) for person in self._world.lines.dropped],
            "missing": list(self._missing),
        }

    @property
    def is_down(self) -> bool:
        """Whether Discord is down now."""
        return self._down_until is not None

    def until_change(self) -> float | None:
        """Simulated seconds until a switch goes back by itself; None when none does."""
        if self._down_until is None:
            return None
        return max(0.0, self._down_until - simcord_calls.elapsed(self._world.env))

    def pass_by(self) -> None:
        """Time has passed: what is over is over."""
        if self.until_change() == 0.0:
            self._clear_down()
            self._world.notice("Discord is back.")

    def check_up(self) -> None:
        """Raises `Refused` while Discord is down: then nobody reaches it, people as little as the bot."""
        left = self.until_change()
        if left is not None:
            raise Refused(f"Discord is down just now. It comes back in {max(1, round(left))} seconds.")

    async def change(self, asked: Mapping[str, Any]) -> None:
        """Turn a switch.

        Raises:
            Refused: there is no such switch, or it cannot be turned now.
        """
        on = asked.get("on", True) is True
        match asked.get("kind"):
            case "leave":
                await self._leave(self._community.guest(asked.get("id")), on)
            case "dms_closed":
                self._close_dms(self._community.guest(asked.get("id")), on)
            case "line":
                await self._drop_line(self._community.guest(asked.get("id")), on)
            case "permission":
                await self._permission(str(asked.get("name")), on)
            case "slow":
                self._set_slow(on)
            case "down":
                self._go_down()
            case "restart":
                await self._restart()
            case _:
                raise Refused("The room does not know that kind of weather.")
        self._world.page_updates.touch()

    async def _leave(self, guest: Guest, on: bool) -> None:
        if on is not self._community.is_here(guest):
            return
        if on:
            self._world.env.backend.set_voice_state(self._community.guild.id, guest.id, None)
            self._community.guild.remove_member(guest.actor)
            self._world.modals.pop(guest.id, None)
            self._world.notice(f"{guest.name} has left the server.")
        else:
            self._community.come_back(guest)
            self._world.notice(f"{guest.name} is in the server again.")
        await self._world.env.settle()

    def _close_dms(self, guest: Guest, on: bool) -> None:
        if on is (guest.id in self._closed):
            return
        if on:
            path = f"/channels/{guest.actor.user.dm_channel.id}/messages"
            self._closed[guest.id] = self._fail(
                "POST", path, 403, CANNOT_DM, "Cannot send messages to this user"
            )
            self._world.notice(f"{guest.name} takes no direct messages now.")
        else:
            self._mend(self._closed.pop(guest.id))
            self._world.notice(f"{guest.name} takes direct messages again.")

    async def _drop_line(self, guest: Guest, on: bool) -> None:
        if on is (guest.id in self._world.lines.dropped):
            return
        await self._world.lines.drop(guest, on)
        self._world.notice(f"{guest.name}'s line {'has dropped' if on else 'is back'}.")

    async def _permission(self, name: str, on: bool) -> None:
        if name not in discord.Permissions.VALID_FLAGS:
            raise Refused("There is no such permission.")
        if on is (name in self._missing):
            return
        bit = discord.Permissions(**{name: True}).value
        if on:
            self._missing.append(name)
            self._take_away(name, bit)
        else:
            self._missing.remove(name)
            self._give_back(name, bit)
        said = name.replace("_", " ")
        self._world.notice(
            f"The bot {'lacks' if on else 'has'} the permission “{said}” {'now' if on else 'again'}."
        )
        await self._world.env.settle()

    def _take_away(self, name: str, bit: int) -> None:
        """Take a permission from the bot's role, and in every channel: a circle's own channel gives some to the bot."""
        backend, guild_id, bot = self._community.backend, self._community.guild.id, self._community.bot_id
        self._set_role(bit, given=False)
        self._before[name] = {}
        for channel in list(backend.get_guild(guild_id).channel_ids):
            own = self._own(channel)
            self._before[name][channel] = own.allow & bit, own.deny & bit
            backend.set_overwrite(
                channel, Overwrite(bot, OverwriteType.MEMBER, own.allow & ~bit, own.deny | bit)
            )

    def _give_back(self, name: str, bit: int) -> None:
        """Undo that, and nothing that has been changed besides."""
        backend, bot = self._community.backend, self._community.bot_id
        self._set_role(bit, given=True)
        for channel, (allowed, denied) in self._before.pop(name).items():
            if channel not in backend.channels:
                continue
            own = self._own(channel)
            allow, deny = own.allow & ~bit | allowed, own.deny & ~bit | denied
            if allow or deny:
                backend.set_overwrite(channel, Overwrite(bot, OverwriteType.MEMBER, allow, deny))
            else:
                backend.delete_overwrite(channel, bot)

    def _set_role(self, bit: int, *, given: bool) -> None:
        backend, guild_id, bot = self._community.backend, self._community.guild.id, self._community.bot_id
        guild = backend.get_guild(guild_id)
        role = next(role for number in guild.members[bot].role_ids if (role := guild.roles[number]).managed)
        permissions = role.permissions | bit if given else role.permissions & ~bit
        backend.edit_role(guild_id, role.id, {"permissions": permissions})

    def _own(self, channel: int) -> Overwrite:
        """The bot's own permissions in a channel."""
        bot = self._community.bot_id
        entries = self._community.backend.channels[channel].overwrites
        found = (entry for entry in entries if entry.target_id == bot)
        return next(found, Overwrite(bot, OverwriteType.MEMBER))

    def _set_slow(self, on: bool) -> None:
        if on is self._slow:
            return
        self._slow = on
        patches.slow_down(self._world.env, SLOW_S if on else 0.0)
        self._world.notice(
            f"Discord is slow: each of the bot's calls takes {SLOW_S:g} seconds."
            if on
            else "Discord is as quick as usual again."
        )

    def _go_down(self) -> None:
        self._clear_down()
        self._down = self._fail("*", "*", 503, 0, "Service Unavailable")
        self._down_until = simcord_calls.elapsed(self._world.env) + DOWN_S
        self._world.notice(f"Discord is down, for {DOWN_S:g} seconds of the room's time.")

    def _clear_down(self) -> None:
        if self._down is not None:
            self._mend(self._down)
        self._down = self._down_until = None

    async def _restart(self) -> None:
        self.check_up()
        try:
            await self._world.sim.restart()
        except (discord.DiscordException, BackendError, TimeoutError) as error:
            self._world.faults.add_raised(error)
            raise Refused(
                "The bot did not come back. Stop the rehearsal with Ctrl-C and start it again."
            ) from error
        self._world.notice("The bot was stopped and started again.")

    def _fail(self, method: str, path: str, status: int, code: int, message: str) -> dict[str, Any]:
        """Let matching calls fail until it is mended."""
        self._world.env.inject_error(method, path, status=status, code=code, message=message, times=None)
        return self._community.backend.faults[-1]

    def _mend(self, fault: dict[str, Any]) -> None:
        faults = self._community.backend.faults
        faults[:] = [one for one in faults if one is not fault]
