"""Making words that people typed safe to show again: no pings, no markdown, nothing invisible.

`clean` is for keeping, and for wherever Discord shows text as it is: names of events, choices, menus, files.
`shown` is for wherever it reads markdown: cards and messages.
"""

from __future__ import annotations

import re

import discord

from .unicode_text import visible

NAME_LENGTH = 60
"""The longest name of a circle, in characters."""

_TOKEN = re.compile(r"<(?=[@#/:]|a:|t:|id:)")


def clean(text: str) -> str:
    """One line of what can be seen: no control characters, no direction overrides, nothing that only hides or
    covers, single spaces. Letters keep what their script needs, and emoji what they are made of."""
    return visible(text)


def lines(text: str) -> str:
    """What somebody wrote, line by line, as it is put on a card; empty lines are left out."""
    return "\n".join(escaped(line) for raw in text.splitlines() if (line := clean(raw)))


def quoted(text: str) -> str:
    """The same, as a quotation."""
    return "\n".join(f"> {line}" for line in lines(text).splitlines())


def escaped(text: str) -> str:
    """Words that people typed, as they are put on a card: they ping nobody, link to no place, format nothing."""
    return _TOKEN.sub(r"\<", discord.utils.escape_mentions(discord.utils.escape_markdown(text)))
