"""What people are told of those who may listen in a circle's room without a seat, before they agree to anything."""

from __future__ import annotations

from collections.abc import Mapping

from bot.services.circle.sessions import Session

from ..i18n import N_, Translator
from .kinds import words_of
from .links import to_room

TO_LET_LISTEN = ("speak",)
"""What the bot needs so that people can listen and not speak: Discord lets a bot take only what it has."""
NAMES: Mapping[str, str] = {"speak": N_("Speak")}
LISTENING = N_("Everyone in this server can listen there. Only those with a seat can speak or write.")


def listeners_words(t: Translator, session: Session) -> str:
    """That people without a seat can listen; empty where none can."""
    return t(LISTENING) if session.has_audience else ""


def seen_by(t: Translator, session: Session) -> str:
    """Who sees the room besides those with a seat."""
    return listeners_words(t, session) or words_of(session.room.kind).seen_by(t)


def way_in(t: Translator, session: Session) -> str:
    """The way into the room, for whoever takes a seat and may be listening there already."""
    return f"{to_room(t, session.guild_xid, session.room_xid)} {come_in_again(t, session)}".strip()


def come_in_again(t: Translator, session: Session) -> str:
    """For whoever takes a seat and may be listening already: Discord works out who may speak as somebody comes in.
    Empty where nobody can listen."""
    if not session.has_audience or session.room_xid is None:
        return ""
    return t("If you are listening there now, please leave and come in again, so that you can speak.")
