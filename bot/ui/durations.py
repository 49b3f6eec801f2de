"""Times as somebody who makes a format reads and types them: minutes and seconds, such as 1:30."""

from __future__ import annotations

import re

from .i18n import Translator
from .refused import Refused
from .user_text import clean

_TYPED = re.compile(r"(\d{1,4})(?::([0-5]\d))?")


def clock_words(seconds: int) -> str:
    """A time as minutes and seconds, such as 1:30."""
    return f"{seconds // 60}:{seconds % 60:02}"


def read_duration(t: Translator, typed: str, what: str, least_s: int, most_s: int) -> int:
    """The seconds that were typed: as minutes and seconds, or as whole minutes.

    Args:
        t: the voice of the refusal.
        typed: what was typed.
        what: what it is the time of.
        least_s: the shortest it can be, in seconds.
        most_s: the longest.

    Raises:
        Refused: it is no such time, or not within these.
    """
    found = _TYPED.fullmatch(clean(typed))
    seconds = -1 if found is None else 60 * int(found[1]) + int(found[2] or 0)
    if not least_s <= seconds <= most_s:
        raise Refused(
            t(
                "{what}: please write minutes and seconds from {least} to {most}, such as 1:30.",
                what=what,
                least=clock_words(least_s),
                most=clock_words(most_s),
            )
        )
    return seconds
