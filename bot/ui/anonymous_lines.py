"""A line that somebody types to be posted without their name: what it may hold, and what is made harmless.

Links and invitations are refused, because a public line without a name is where they do harm; what would ping
or name somebody loses its sting. Nothing here is kept or logged.
"""

from __future__ import annotations

import re

from bot.services.harvest.sparks import Spark

from .i18n import Translator
from .refused import Refused
from .user_text import clean, escaped

TITLE_LENGTH, WORDS_LENGTH = 80, 200

_LINK = re.compile(
    r"\w+://"
    r"|\bwww\."
    r"|\b(?:discord(?:app)?\.(?:com|gg)|discord\.me|dsc\.gg)\b"
    r"|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/"
    r"|\b[\w-]+\.(?:com|org|net|gg|io|app|dev|info|link|xyz|ly|chat|site|online)\b"
    r"|\bmailto:|\S+@[\w-]+\.\w",
    re.IGNORECASE,
)
_SOMEONE = re.compile(r"<@[!&]?\d+>")
_SOMEWHERE = re.compile(r"<#\d+>|<id:\w+>")
_EVERYONE = re.compile(r"@+(everyone|here)\b", re.IGNORECASE)
_PICTURE = re.compile(r"<a?(:\w+:)\d+>")
_COMMAND = re.compile(r"<(/[^:<>]{1,100}):\d+>")
_NUMBER = re.compile(r"\d{15,}")


def has_link(text: str) -> bool:
    """Whether there is a link, an address or an invitation in it."""
    return _LINK.search(text) is not None


def names_somebody(text: str) -> bool:
    """Whether there is anything in it that Discord would show as a person, a place, a command or a picture, or ping."""
    return any(found.search(text) for found in (_SOMEONE, _SOMEWHERE, _EVERYONE, _PICTURE, _COMMAND))


def line(t: Translator, typed: str, most: int) -> str:
    """What was typed, on one line, safe to show to everybody.

    Args:
        t: the writer's voice.
        typed: what they typed.
        most: how many characters it may have.

    Raises:
        Refused: it is too long, or there is a link in it.
    """
    text = clean(typed)
    if has_link(text):
        raise Refused(
            t(
                "It has a link or an invitation in it. A spark has no name, so nobody could ask where a link "
                "leads. Please leave it out; the words are welcome."
            )
        )
    text = _SOMEONE.sub(t("someone"), text)
    text = _SOMEWHERE.sub(t("somewhere"), text)
    text = _COMMAND.sub(r"\1", _PICTURE.sub(r"\1", _EVERYONE.sub(r"\1", text)))
    text = _NUMBER.sub("…", text).strip()
    if len(text) > most:
        raise Refused(
            t(
                "It has {length} characters. A spark can have {most} at most.",
                length=len(text),
                most=most,
            )
        )
    return text


def spark_from(t: Translator, title: str, words: str) -> Spark:
    """A spark as it would be shown. Raises `Refused`."""
    spark = Spark(escaped(line(t, title, TITLE_LENGTH)), escaped(line(t, words, WORDS_LENGTH)))
    if spark == Spark():
        raise Refused(t("Both boxes are empty, so nothing was saved."))
    return spark
