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
    return t("While the piece goes round, only the person who has it can be heard.")
