"""What people are told of a room in which the talking piece is held for real, before Discord lets them not write."""

from __future__ import annotations

from bot.services.rooms.kinds import RoomKind

from ..i18n import Translator


def held_words(t: Translator, kind: RoomKind, *, held: bool) -> str:
    """Who can write or speak there while the piece goes round; empty where everyone can.

    Without it, somebody whose field to write in has gone grey may think that they were shut out.

    Args:
        t: the reader's language.
        kind: the kind of room.
        held: whether the piece is held there, if such a room can.
    """
    if not (held and kind.can_be_held):
        return ""
    if kind.is_written:
        return t("While the piece goes round, only the person who has it can write.")
    words = t("While the piece goes round, only the person who has it can be heard.")
    if kind.is_held_by_muting:
        words += " " + t(
            "I mute the others, and unmute everyone again. If you are muted afterwards, join any voice channel here: "
            "then I unmute you."
        )
    return words


def holding_limits(t: Translator, kind: RoomKind, *, held: bool) -> str:
    """What to know before one chooses that the piece is held in such a room; empty if there is nothing.

    Args:
        t: the reader's language.
        kind: the kind of room.
        held: whether the piece is to be held there.
    """
    if not (held and kind.is_held_by_muting):
        return ""
    return t(
        "I do this by muting people in the whole server. Discord lets me change about ten people in ten seconds, so "
        "somebody may wait a moment. People who run the server may speak anyway."
    )
