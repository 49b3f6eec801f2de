"""A press on a card that was redrawn in that very instant, as many are after a restart.

Its message does not have the button any more, and discord.py then drops the press without a word. What was asked is
in the button's id all the same, so it is understood as any other: whether it is too late is for the session to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

import discord
from discord import ui

from bot.circle.refusals import Code

from .errors import answer_error
from .press import SafeDynamicItem, TokenButton, VerbButton, VerbChannel, VerbMenu, VerbPick, VerbRoles
from .request import Request

_BUTTON, _MENU, _PEOPLE, _ROLES, _CHANNELS = 2, 3, 5, 6, 8
OURS: dict[type[SafeDynamicItem], int] = {
    VerbButton: _BUTTON,
    TokenButton: _BUTTON,
    VerbMenu: _MENU,
    VerbPick: _PEOPLE,
    VerbRoles: _ROLES,
    VerbChannel: _CHANNELS,
}


async def answer_late(interaction: discord.Interaction[Any]) -> None:
    """Answer a press that the library has dropped; nothing, if it has found what was pressed."""
    try:
        data = cast("dict[str, Any]", interaction.data or {})
        custom_id, kind = str(data.get("custom_id")), data.get("component_type")
        found = _ours(custom_id, kind)
        if found is not None and (kind, custom_id) in set(_shown(interaction.message)):
            return
        if found is None:
            raise Request(interaction).refusal(Code.STALE)
        factory, match = found
        item = await factory.from_custom_id(interaction, _plain(custom_id, kind), match)
        item._refresh_state(interaction, cast("Any", data))
        await item.callback(interaction)
    except Exception as error:
        await answer_error(Request(interaction), error)


def _ours(custom_id: str, kind: object) -> tuple[type[SafeDynamicItem], Any] | None:
    """What was pressed, if it is one of ours."""
    for factory, its_kind in OURS.items():
        match = factory.__discord_ui_compiled_template__.fullmatch(custom_id)
        if match is not None and its_kind == kind:
            return factory, match
    return None


def _plain(custom_id: str, kind: object) -> ui.Item[Any]:
    menus: dict[object, type[ui.Item[Any]]] = {
        _MENU: ui.Select,
        _PEOPLE: ui.UserSelect,
        _ROLES: ui.RoleSelect,
        _CHANNELS: ui.ChannelSelect,
    }
    if (menu := menus.get(kind)) is not None:
        return menu(custom_id=custom_id)  # type: ignore[call-arg]
    return ui.Button(label=custom_id[:80], custom_id=custom_id)


def _shown(message: discord.Message | None) -> Iterator[tuple[int, str]]:
    """Everything that can be pressed on a message, as it was when it was pressed."""

    def walk(parts: Iterable[Any]) -> Iterator[tuple[int, str]]:
        for part in parts:
            if (custom_id := getattr(part, "custom_id", None)) is not None:
                yield part.type.value, custom_id
            yield from walk(getattr(part, "children", None) or ())
            if (accessory := getattr(part, "accessory", None)) is not None:
                yield from walk([accessory])

    return walk([] if message is None else message.components)
