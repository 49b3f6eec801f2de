"""Choosing the room of a circle, and whether the talking piece is held there: the options of the commands that ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import discord
from discord import app_commands

from bot.services.rooms.kinds import RoomKind
from bot.services.settings.rules import ServerRules

from ..commands import S
from ..i18n import N_, Translator
from ..refused import Refused
from .kinds import OFFERED, titles_of, words_of

Function = TypeVar("Function", bound=Callable[..., object])

HELD = N_("Only the person with the talking piece can speak in the room")
"""What is ticked where that is chosen."""
CAN_HOLD = tuple(kind for kind in OFFERED if kind.can_be_held)
"""The kinds of rooms for which `held` can be chosen."""

OPTIONS = tuple(words_of(kind).OPTION for kind in OFFERED)
"""What the option `room` can send."""


def room_options(function: Function) -> Function:
    """Give a command the options `room` and `held`."""
    offers = [
        app_commands.Choice(name=S(words_of(kind).OFFER), value=words_of(kind).OPTION) for kind in OFFERED
    ]
    described = app_commands.describe(
        room=S(N_("Where the circle meets; as is usual here unless you choose")), held=S(HELD)
    )(function)
    return app_commands.choices(room=offers)(described)


def read_room(
    t: Translator, rules: ServerRules, room: str | None, held: bool | None
) -> tuple[RoomKind, bool]:
    """The kind of room that was chosen, and whether the piece is held there; else what is usual in the server.

    Args:
        t: the language of whoever chose.
        rules: what is usual in the server.
        room: what the option sent; None: nothing was chosen.
        held: likewise. Nobody who leaves it out is refused for what is usual.

    Raises:
        Refused: nothing can be held in such a room.
    """
    kind = next((kind for kind in OFFERED if room == words_of(kind).OPTION), rules.room)
    if held is None:
        return kind, rules.options.held and kind.can_be_held
    return kind, checked_held(t, kind, held)


def checked_held(t: Translator, kind: RoomKind, held: bool) -> bool:
    """Whether the piece is held in such a room, as was chosen. Raises `Refused`: it cannot be."""
    if held and not kind.can_be_held:
        words = t(
            "In a room of this kind everyone can speak at any time: {room}. The cards say whose turn it is. "
            "Please leave out **held**.",
            room=t(words_of(kind).TITLE),
        )
        if CAN_HOLD:
            words += " " + t(
                "Or choose a room that can hold the piece: {rooms}.", rooms=titles_of(t, CAN_HOLD)
            )
        raise Refused(words)
    return held


def room_menu(t: Translator, chosen: RoomKind) -> list[discord.SelectOption]:
    """Every kind of room that can be chosen, each with a sentence."""
    return [
        discord.SelectOption(
            label=t(words_of(kind).TITLE),
            description=t(words_of(kind).ABOUT),
            value=words_of(kind).OPTION,
            default=kind is chosen,
        )
        for kind in OFFERED
    ]
