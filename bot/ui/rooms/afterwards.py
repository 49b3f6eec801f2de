"""What people are told of the room after the circle, before they agree to anything."""

from __future__ import annotations

from bot.services.circle.sessions import Session
from bot.services.settings.servers import AtEnd

from ..i18n import Translator


def afterwards_words(t: Translator, session: Session) -> str:
    """What becomes of the room and of the bot's messages in it; empty where an earlier version promised nothing."""
    room = session.room
    if room.at_end is None:
        return ""
    if room.standing_xid is not None:
        words = t("This channel stays after the circle, with what you write in it.")
    else:
        words = {
            AtEnd.DELETE: t("After the circle everything in this room is deleted."),
            AtEnd.ARCHIVE: t("After the circle this room is closed. Those in it can still read it."),
            AtEnd.KEEP: t("After the circle this room stays open, with what you write in it."),
        }[room.at_end]
    clears = room.clears and (room.at_end is not AtEnd.DELETE or room.standing_xid is not None)
    return f"{words} {t('My own messages in it are deleted then.')}" if clears else words
