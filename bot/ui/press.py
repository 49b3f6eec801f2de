"""Buttons are a protocol: `sc:<verb>:<session>:<version>`. Whatever is pressed is found again after any restart.

A press says what is asked, of which session, and since which version of it the button has meant that. What it leads
to is registered by the cogs under the verb. Nothing here knows any verb's meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.circle.refusals import Code
from bot.ids import MemberXid, SessionId
from bot.services.circle.sessions import NoSession

from .errors import answer_error
from .request import Press
from .visibility import require_known

NUMBER = "[0-9]{1,18}"
"""A number in an id: plain digits, and never more than a database can count to. Anything else is no id of ours."""
MARK = "[A-Za-z0-9_-]{22}(?:[A-Za-z0-9_-]{21})?"
"""What one person keeps of a spark, or the mark of a posted one, as `bot.privacy.sparks` writes them."""


async def answer_press(prefix: str, press: Press) -> None:
    """Do what a press leads to. First of all, a session has to be one that this person may know of."""
    verb = prefix + press.verb
    handler = press.bot.other_presses.get(verb)
    if handler is None:
        handler = press.bot.presses.get(verb)
        if handler is None:
            # A card of an earlier version, on which something was pressed that is done otherwise now.
            raise press.refusal(Code.STALE)
        await require_known(press, press.session_id)
        press.about = press.session_id
    await handler(press)


class SafeDynamicItem(ui.DynamicItem[Any], template=r"(?!)"):
    """A dynamic item whose every fault is logged and answered.

    discord.py has no error hook here: what `callback` raises is only logged, and what `interaction_check` or
    `from_custom_id` raise is lost, and the person is left with "interaction failed".
    """

    prefix = ""

    def __init__(self, item: ui.Item[Any], verb: str, number: int, version: int) -> None:
        super().__init__(item)
        self.verb = verb
        self.number = number
        self.version = version

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item, match["verb"], int(match["number"]), int(match["version"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        press = self.press(interaction)
        try:
            await answer_press(self.prefix, press)
        except Exception as error:
            if type(error) is NoSession:
                # Nobody has a circle that is gone, so nobody of it is remembered.
                interaction.client.whispers.forget(SessionId(self.number))
                press.about = None
            await answer_error(press, error)

    def press(self, interaction: discord.Interaction[Any]) -> Press:
        """What was asked, by whom."""
        return Press(interaction, self.verb, self.number, self.version)


class VerbButton(
    SafeDynamicItem, template=rf"sc:(?P<verb>[a-z]+):(?P<number>{NUMBER}):(?P<version>{NUMBER})"
):
    """A button of a card."""

    @classmethod
    def new(
        cls,
        verb: str,
        number: int,
        version: int,
        label: str,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> Self:
        """A button that asks for `verb` of what has that number, mostly a session, meant so since that
        version."""
        custom_id = f"sc:{verb}:{number}:{version}"
        button: ui.Button[Any] = ui.Button(label=label, style=style, custom_id=custom_id)
        return cls(button, verb, number, version)


class VerbPick(
    SafeDynamicItem, template=rf"sc:pick:(?P<verb>[a-z]+):(?P<number>{NUMBER}):(?P<version>{NUMBER})"
):
    """A menu of people on a card."""

    prefix = "pick:"

    @classmethod
    def new(cls, verb: str, session_id: SessionId, version: int, placeholder: str) -> Self:
        """A menu that asks for `verb` with the person chosen."""
        custom_id = f"sc:pick:{verb}:{session_id}:{version}"
        select: ui.UserSelect[Any] = ui.UserSelect(custom_id=custom_id, placeholder=placeholder)
        return cls(select, verb, session_id, version)

    def press(self, interaction: discord.Interaction[Any]) -> Press:
        picked = tuple(MemberXid(user.id) for user in self.item.values)
        return Press(interaction, self.verb, self.number, self.version, picked=picked)


class TokenButton(
    SafeDynamicItem,
    template=rf"sc:(?P<verb>[a-z]+):(?:(?P<number>{NUMBER}):)?(?P<token>{MARK})",
):
    """A button whose token is nowhere else: whoever can press it needs no name (`bot.privacy.sparks`)."""

    token = ""

    @classmethod
    def new(
        cls,
        verb: str,
        token: str,
        label: str,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        session_id: SessionId | None = None,
    ) -> Self:
        """A button that asks for `verb` with that token."""
        custom_id = f"sc:{verb}:{token}" if session_id is None else f"sc:{verb}:{session_id}:{token}"
        button: ui.Button[Any] = ui.Button(label=label, style=style, custom_id=custom_id)
        return cls(button, verb, session_id or 0, 0)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        pressed = cls(item, match["verb"], int(match["number"] or 0), 0)
        pressed.token = match["token"]
        return pressed

    def press(self, interaction: discord.Interaction[Any]) -> Press:
        return Press(interaction, self.verb, self.number, self.version, token=self.token)


class VerbMenu(
    SafeDynamicItem, template=rf"sc:menu:(?P<verb>[a-z]+):(?P<number>{NUMBER}):(?P<version>{NUMBER})"
):
    """A menu of words on a card."""

    prefix = "menu:"

    @classmethod
    def new(
        cls,
        verb: str,
        number: int,
        version: int,
        placeholder: str,
        options: Sequence[discord.SelectOption],
        *,
        most: int = 1,
    ) -> Self:
        """A menu that asks for `verb` with the values of what was chosen, at most that many."""
        custom_id = f"sc:menu:{verb}:{number}:{version}"
        select: ui.Select[Any] = ui.Select(
            custom_id=custom_id, placeholder=placeholder, options=list(options), max_values=most
        )
        return cls(select, verb, number, version)

    def press(self, interaction: discord.Interaction[Any]) -> Press:
        chosen = tuple(self.item.values)
        return Press(interaction, self.verb, self.number, self.version, chosen=chosen)


class VerbRoles(
    SafeDynamicItem, template=rf"sc:roles:(?P<verb>[a-z]+):(?P<number>{NUMBER}):(?P<version>{NUMBER})"
):
    """A menu of the server's roles on a card. None may be chosen, too."""

    prefix = "roles:"

    @classmethod
    def new(
        cls, verb: str, number: int, version: int, placeholder: str, chosen: Sequence[int], most: int
    ) -> Self:
        """A menu that asks for `verb` with the ids of the roles chosen, at most that many. `chosen` are there now."""
        kind = discord.SelectDefaultValueType.role
        select: ui.RoleSelect[Any] = ui.RoleSelect(
            custom_id=f"sc:roles:{verb}:{number}:{version}",
            placeholder=placeholder,
            min_values=0,
            max_values=most,
            default_values=[discord.SelectDefaultValue(id=xid, type=kind) for xid in chosen[:most]],
        )
        return cls(select, verb, number, version)

    def press(self, interaction: discord.Interaction[Any]) -> Press:
        return Press(interaction, self.verb, self.number, self.version, chosen=_ids(self.item.values))


class VerbChannel(
    SafeDynamicItem, template=rf"sc:channels:(?P<verb>[a-z]+):(?P<number>{NUMBER}):(?P<version>{NUMBER})"
):
    """A menu of the server's text channels on a card. None may be chosen, too."""

    prefix = "channels:"

    @classmethod
    def new(cls, verb: str, number: int, version: int, placeholder: str, chosen: Sequence[int]) -> Self:
        """A menu that asks for `verb` with the id of the channel chosen. `chosen` is there now, if anything is."""
        kind = discord.SelectDefaultValueType.channel
        select: ui.ChannelSelect[Any] = ui.ChannelSelect(
            custom_id=f"sc:channels:{verb}:{number}:{version}",
            placeholder=placeholder,
            channel_types=[discord.ChannelType.text],
            min_values=0,
            default_values=[discord.SelectDefaultValue(id=xid, type=kind) for xid in chosen],
        )
        return cls(select, verb, number, version)

    def press(self, interaction: discord.Interaction[Any]) -> Press:
        return Press(interaction, self.verb, self.number, self.version, chosen=_ids(self.item.values))


def _ids(values: Sequence[Any]) -> tuple[str, ...]:
    """What was chosen, by its ids: the library gives bare ids of what Discord said nothing more of."""
    return tuple(str(getattr(value, "id", value)) for value in values)


DYNAMIC_ITEMS = (VerbButton, VerbPick, VerbMenu, VerbRoles, VerbChannel, TokenButton)
