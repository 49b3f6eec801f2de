"""Handing words through: choosing to whom, and what each of the two sees. What is written is nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.ids import SessionId
from bot.services.circle.sessions import Session

from ...i18n import Translator
from ...layout import CALM, Card
from ...press import VerbMenu
from ...user_text import escaped, quoted
from ..drawing import practice_marked

WRITE = "write"
"""The verb of `Write to one person`, and of the menu that follows."""


def whom_to_write_to(t: Translator, session_id: SessionId, names: Mapping[int, str]) -> Card:
    """Choosing to whom a note in private goes, of those whose names are given by seat."""
    card = Card().say(t("To whom would you like to write? Only they read it, and I keep nothing of it."))
    options = [discord.SelectOption(label=name, value=str(seat)) for seat, name in names.items()]
    return card.row(VerbMenu.new(WRITE, session_id, 0, t("Choose a person"), options))


def handed_through(t: Translator, who: str, session: Session, written: str, *, is_host: bool) -> Card:
    """What one person wrote to another, as it is handed to them.

    Args:
        t: the voice of the circle.
        who: a mention of whoever wrote it.
        session: the circle.
        written: their words, as they typed them.
        is_host: whether they hold the circle, or are one of those who may.
    """
    card, circle = Card(CALM), escaped(session.name)
    if is_host:
        card.say(t("{who}, who holds the circle {circle}, writes to you:", who=who, circle=circle))
    else:
        card.say(t("{who}, a co-facilitator of {circle}, writes to you:", who=who, circle=circle))
    card.say(quoted(written))
    words = t("I handed this on once and keep nothing of it. To answer, write to them yourself.")
    return practice_marked(t, session, card.say("-# " + words))


def not_handed_through(t: Translator, who: str, written: str) -> Card:
    """For whoever wrote it: it could not be handed on. Their own words are shown once more, to copy."""
    card = Card().say(
        t(
            "I could not hand this to {who}, and I keep nothing of it. You may write to them yourself.",
            who=who,
        )
    )
    return card.say(quoted(written))
