"""What has to be known of a kind of room before and beside its calls: permissions, and what people are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import discord

from bot.ids import ChannelXid
from bot.services.rooms.obstacles import Obstacle

from ..i18n import Translator


class RoomWords(Protocol):
    """The words and permissions of one kind of room. A module with these functions is one."""

    OPTION: str
    """What the option `room` of a command sends for it."""
    OFFER: str
    """How it is offered there, in one line."""
    TITLE: str
    """What it is called where it is chosen, or shown."""
    ABOUT: str
    """What it is like, in at most 100 characters."""
    TO_OPEN: tuple[str, ...]
    """What the bot needs to open a room that somebody closed or slowed down, by Discord's names for it."""
    TO_HOLD: tuple[str, ...]
    """What the bot needs besides in the whole server where the piece is held, by Discord's names for it."""
    NAMES: Mapping[str, str]
    """How people see the permissions that only this kind needs, by Discord's names for them."""
    TOO_MANY: str
    """Said when the server has as many such rooms as Discord allows."""
    WRONG_CHANNEL: str
    """Said when the channel is of a kind that cannot hold such a room any more."""

    def medium(self, t: Translator) -> str:
        """How people tell their stories there, for the invitation."""

    def seen_by(self, t: Translator) -> str:
        """Who sees the room besides those with a seat. It is said before they agree."""

    def to_be_heard(self, t: Translator, *, held: bool) -> str:
        """How to come to be heard there; empty where one simply speaks or writes. `held`: whether the piece is held
        there for real."""

    def to_receive(self, t: Translator, *, held: bool) -> str:
        """What to do when the piece is held out to one for the first time. `held`: as above."""

    def impossible(self, t: Translator, guild: discord.Guild) -> str:
        """Why there can be no such room in a server, whatever the bot may do there; empty if there can."""

    def missing_from(self, has: discord.Permissions) -> list[str]:
        """The permissions the bot needs in the whole server that are not among these."""

    def missing_in(self, channel: discord.TextChannel, has: discord.Permissions) -> list[str]:
        """The permissions the bot lacks to hold a circle whose invitation is in a channel; `has` is what it may do
        there."""

    def obstacle_of(self, has: discord.Permissions) -> Obstacle:
        """What is in the way of somebody who has these permissions in the channel."""

    def way_out(self, t: Translator) -> str:
        """How to leave the room by oneself, and what happens otherwise. It stays true once the room is gone."""

    def cannot_take_part(self, t: Translator, channel_xid: ChannelXid, why: Obstacle) -> str:
        """What is in somebody's way, and what to ask for. Said to them."""

    def cannot_come(self, t: Translator, who: str, channel_xid: ChannelXid, why: Obstacle) -> str:
        """Who cannot come in and why, for whoever holds the circle. `who` is a mention."""

    def taken_out(self, t: Translator, name: str) -> str:
        """Said to whoever left, and was taken out when the next turn began. `name` is the circle's."""

    def removal(self, t: Translator, bot: str, who: str) -> tuple[str, ...]:
        """What everyone sees in the room when somebody is taken out, and what can be done about that: a paragraph
        each, none if nothing is seen. Both names are mentions."""
