"""What a circle is, for whoever thinks of taking a seat: its format, how people tell there, and how long it takes."""

from __future__ import annotations

from ...card_context import CardContext
from ...lengths import how_long
from ...rooms.holding import held_words
from ...rooms.kinds import words_of
from ...rooms.listeners import listeners_words


def about(context: CardContext) -> str:
    """The words of an invitation that are the same before its date and on it."""
    t, chosen = context.t, context.state.format
    kind = context.session.room.kind
    medium = words_of(kind).medium(t)
    held = held_words(t, kind, held=context.session.room.held)
    listeners = listeners_words(t, context.session)
    below = " ".join(said for said in (medium, how_long(t, chosen), held, listeners) if said)
    return f"**{t.content(chosen.title)}**\n{t.content(chosen.summary)}\n-# {below}"
