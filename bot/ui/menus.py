"""Menus of words: as buttons, they are found again after any restart. `sc:menu:<verb>:<number>:<number>`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from .errors import answer_error
from .press import Press, SafeDynamicItem


@dataclass(frozen=True, slots=True)
class MenuPress(Press):
    """One choice in a menu of words."""

    values: tuple[str, ...] = ()


class VerbMenu(SafeDynamicItem, template=r"sc:menu:(?P<verb>[a-z]+):(?P<session>\d+):(?P<version>\d+)"):
    """A menu of words on a card, of which one is chosen."""

    prefix = "menu:"

    @classmethod
    def new(
        cls,
        verb: str,
        session_id: int,
        version: int,
        placeholder: str,
        options: Sequence[discord.SelectOption],
    ) -> Self:
        """A menu that asks for `verb` with the value of what was chosen."""
        custom_id = f"sc:menu:{verb}:{session_id}:{version}"
        select: ui.Select[Any] = ui.Select(
            custom_id=custom_id, placeholder=placeholder, options=list(options)
        )
        return cls(select, verb, session_id, version)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            values = tuple(self.item.values)
            press = MenuPress(interaction, self.verb, self.session_id, self.version, values=values)
            await interaction.client.presses[self.prefix + self.verb](press)
        except Exception as error:
            await answer_error(interaction, error)


def chosen(press: Press) -> str:
    """The value that was chosen in a menu of words."""
    assert isinstance(press, MenuPress)
    return press.values[0]
