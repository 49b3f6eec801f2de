"""The names of languages."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from .i18n import Translator
from .user_text import escaped


def language_name(t: Translator, tag: str) -> str:
    """What a language is called in the reader's own; the short tag, if it is not known."""
    if not tag:
        return ""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(t.language)
    except (ValueError, UnknownLocaleError):
        name = None
    return escaped(name or tag)
