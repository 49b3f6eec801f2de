"""Choosing the room of a circle, and whether the talking piece is held there: the options of the commands that ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import discord
from discord import app_commands

from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import RoomKind

from ..commands import S
from ..i18n import N_, Translator
from ..refused import Refused
from ..request import Request
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


def read_room(request: Request, room: str | None, held: bool | None) -> RoomChoices:
    """The room that was chosen: its kind, and whether the piece is held there; else what is usual in the server.

    Args:
        request: who chose.
        room: what the option sent; None: nothing was chosen.
        held: likewise. Nobody who leaves it out is refused for what is usual.

    Raises:
        Refused: nothing can be held in such a room, or only an admin may choose that.
    """
    rules = request.rules
    kind = next((kind for kind in OFFERED if room == words_of(kind).OPTION), rules.room)
    if held is None:
        return RoomChoices(kind, rules.options.held and kind.can_be_held and _may_hold(request, kind))
    return RoomChoices(kind, checked_held(request, kind, held))


def checked_held(request: Request, kind: RoomKind, held: bool) -> bool:
    """Whether the piece is held in such a room, as was chosen. Raises `Refused`: it cannot be, or only an admin may
    choose it."""
    t = request.t
    if held and not kind.can_be_held:
        words = t(
            "In a room of this kind everyone can speak at any time: {room}. The cards say whose turn it is. "
            "Please leave out **held**.",
            room=t(words_of(kind).TITLE),
        )
        words += " " + t("Or choose a room that can hold the piece: {rooms}.", rooms=titles_of(t, CAN_HOLD))
        raise Refused(words)
    if held and not _may_hold(request, kind):
        words = t(
            "Holding the piece in a voice channel mutes people in the whole server, so an admin chooses it. "
            "An admin can open the circle, or make it usual here with `/settings setup`. Without **held** the cards "
            "say whose turn it is."
        )
        raise Refused(words)
    return held


def _may_hold(request: Request, kind: RoomKind) -> bool:
    """Whether this person may choose that the piece is held in such a room: it is for an admin where it mutes people,
    unless one has made that usual in the server."""
    rules = request.rules
    is_usual = rules.room is kind and rules.options.held
    return not kind.is_held_by_muting or is_usual or request.is_admin


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
