"""Menus of words: as buttons, they are found again after any restart. `sc:menu:<verb>:<number>:<number>`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from .press import NUMBER, Press, SafeDynamicItem


@dataclass(frozen=True, slots=True)
class MenuPress(Press):
    """A choice in a menu of words."""

    values: tuple[str, ...] = ()


class VerbMenu(
    SafeDynamicItem, template=rf"sc:menu:(?P<verb>[a-z]+):(?P<session>{NUMBER}):(?P<version>{NUMBER})"
):
    """A menu of words on a card."""

    prefix = "menu:"

    @classmethod
    def new(
        cls,
        verb: str,
        session_id: int,
        version: int,
        placeholder: str,
        options: Sequence[discord.SelectOption],
        *,
        most: int = 1,
    ) -> Self:
        """A menu that asks for `verb` with the values of what was chosen, at most that many."""
        custom_id = f"sc:menu:{verb}:{session_id}:{version}"
        select: ui.Select[Any] = ui.Select(
            custom_id=custom_id, placeholder=placeholder, options=list(options), max_values=most
        )
        return cls(select, verb, session_id, version)

    def press(self, interaction: discord.Interaction[Any]) -> MenuPress:
        values = tuple(self.item.values)
        return MenuPress(interaction, self.verb, self.session_id, self.version, values=values)


def chosen(press: Press) -> str:
    """The one value that was chosen in a menu of words."""
    return all_chosen(press)[0]


def all_chosen(press: Press) -> tuple[str, ...]:
    """Every value that was chosen in a menu of words."""
    assert isinstance(press, MenuPress)
    return press.values
