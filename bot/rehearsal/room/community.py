"""The simulated server and its people: who there is, where they can meet, and handles for both.

It is built once and then only looked things up in. What people do is in `acting` and `helpers`, what they see
in `reading`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import discord
from simcord import ChannelHandle
from simcord.actors import MemberActor
from simcord.builders import RoleHandle, UserHandle

from ..simulation import Simulation
from .refused import Refused

GUILD, BOT = "Circle House", "Story Circle"
FACILITATOR, OUTSIDER = "Fay", "Olu"
GREETERS = (FACILITATOR, "Ana")
"""Who sees the channel in which somebody new asks to be greeted; it takes part once an admin has chosen it."""
MEMBERS = ("Ana", "Ben", "Cleo", "Dev", "Emil", "Farah", "Gus", "Hana", "Ivo", "June", "Kit")
WITHOUT_MICROPHONE = "Dev"
FEWEST, MOST = 3, 1 + len(MEMBERS)
"""How many people may be asked for, the facilitator included: as many as a circle needs, at most all of them."""

Role = Literal["facilitator", "member", "outsider"]


@dataclass(frozen=True)
class Guest:
    """One of the simulated people."""

    name: str
    role: Role
    actor: MemberActor

    @property
    def id(self) -> int:
        """Their Discord id."""
        return self.actor.id

    @property
    def has_microphone(self) -> bool:
        """Whether they can speak at all. Whoever cannot takes their turn in writing."""
        return self.name != WITHOUT_MICROPHONE


class Community:
    """A small server: a lobby, a hope channel, one for greeters, a voice channel, a stage, and the people in it."""

    def __init__(self, sim: Simulation, count: int) -> None:
        """Build it.

        Args:
            sim: the running simulation.
            count: how many people sit in circles, the facilitator included.
        """
        self.env = sim.env
        self.backend = sim.env.backend
        self.backend.edit_bot_profile(BOT)
        owner = self.env.create_user("house", global_name=GUILD)
        self.guild = self.env.create_guild(GUILD, owner=owner, preferred_locale="en-US")
        self.lobby = self.guild.create_text_channel("lobby")
        self.hope = self.guild.create_text_channel("hope")
        self.hearth = self.guild.create_voice_channel("Hearth")
        self.porch = self.guild.create_stage_channel("Porch")
        self.leads = self.guild.create_role(
            "Facilitators", permissions=discord.Permissions(manage_events=True)
        )
        self.admins = self.guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
        self.welcomers = self.guild.create_role("Greeters")
        self.greeters = self._greeters(sim)
        self.facilitator = self._guest(FACILITATOR, "facilitator")
        members = [self._guest(name, "member") for name in MEMBERS[: count - 1]]
        guests = [self.facilitator, *members, self._guest(OUTSIDER, "outsider")]
        self.guests = {guest.id: guest for guest in guests}
        """Everybody by id: the facilitator first, the outsider last."""

    def _greeters(self, sim: Simulation) -> ChannelHandle:
        """A channel for those with one role and for the bot."""
        sees = discord.PermissionOverwrite(view_channel=True, send_messages=True)
        hidden = discord.PermissionOverwrite(view_channel=False)
        bot = sim.bot.user
        assert bot is not None, "the simulation is connected before anybody builds in it"
        return self.guild.create_text_channel(
            "greeters", overwrites={self.guild.default_role: hidden, self.welcomers: sees, bot: sees}
        )

    def _guest(self, name: str, role: Role) -> Guest:
        user = self.env.create_user(name.lower(), global_name=name)
        return Guest(name, role, self.guild.add_member(user, roles=self._roles(name)))

    def _roles(self, name: str) -> list[RoleHandle]:
        """The facilitator is the admin too, so that one person can set up what they hold."""
        roles = [self.leads, self.admins] if name == FACILITATOR else []
        return [*roles, self.welcomers] if name in GREETERS else roles

    @property
    def bot_id(self) -> int:
        """The bot's own id."""
        return self.backend.bot_user.id

    @property
    def circle(self) -> list[Guest]:
        """Who may sit in a circle: everybody but the outsider."""
        return [guest for guest in self.guests.values() if guest.role != "outsider"]

    def is_here(self, guest: Guest) -> bool:
        """Whether they are in the server still."""
        return guest.id in self.backend.get_guild(self.guild.id).members

    def come_back(self, guest: Guest) -> None:
        """Somebody who had left the server joins it again."""
        self.guild.add_member(guest.actor.user, roles=self._roles(guest.name))

    def guest(self, xid: object) -> Guest:
        """The person with that id, as the page writes it.

        Raises:
            Refused: there is nobody with it.
        """
        found = self.guests.get(number(xid))
        if found is None:
            raise Refused("There is nobody here with that number.")
        return found

    def channel(self, xid: object) -> ChannelHandle:
        """The channel with that id, as the page writes it.

        Raises:
            Refused: there is none, or none any more.
        """
        found = self.backend.channels.get(number(xid))
        if found is None:
            raise Refused("That channel is not there any more.")
        return ChannelHandle(self.env, self.guild if found.guild_id is not None else None, found)

    @staticmethod
    def hand(guest: Guest, channel: ChannelHandle) -> MemberActor | UserHandle:
        """Who acts there: in a direct message a person is no member of a server."""
        return guest.actor if channel.guild is not None else guest.actor.user


def number(text: object) -> int:
    """An id as the page writes it; 0 for anything else, however long it is."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 21 else 0
