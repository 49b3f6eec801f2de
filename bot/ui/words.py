"""Making words that people typed safe to show again: no pings, no markdown, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

import discord

NAME_LENGTH = 60
"""The longest name of a circle, in characters."""

_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """One line of visible characters: no control characters, no direction overrides, single spaces."""
    visible = (
        char if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co") or char == "\u200d" else " "
        for char in text
    )
    return _SPACES.sub(" ", unicodedata.normalize("NFC", "".join(visible))).strip().strip("\u200d")


def shown(text: str) -> str:
    """Words that people typed, as they are put on a card: they ping nobody and format nothing."""
    return discord.utils.escape_mentions(discord.utils.escape_markdown(text))
