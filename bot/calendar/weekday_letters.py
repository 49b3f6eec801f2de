"""Weekdays by their letters, as course lists have them: "MWF", "T/Th", "M-F"."""

from __future__ import annotations

import re

_SHORT = {"m": "mon", "t": "tue", "tu": "tue", "w": "wed", "th": "thu", "f": "fri", "sa": "sat", "su": "sun"}
_ROWS = (
    *(
        "m w f",
        "m w",
        "w f",
        "m tu th",
        "m t th",
        "t th",
        "tu th",
        "t th f",
        "tu th f",
        "th f",
        "m th",
        "tu f",
    ),
    *("m t w th", "m tu w th", "m t w th f", "m tu w th f", "sa su", "f sa", "f sa su", "tu w th", "t w th"),
)
"""Each can be read in one way only. "TR" and "MF" cannot: R may be Thursday, and M-F has five days."""
_MONTH = re.compile(r"\bmth\b")
_BETWEEN = r" ?[/,&+ ]? ?"
_LETTERS = re.compile(
    r"(?<![\w'’-])(?:"
    + "|".join(_BETWEEN.join(row.split()) for row in sorted(_ROWS, key=len, reverse=True))
    + r"|(?P<range>m ?(?:-|–|to|through|thru) ?f))(?![\w'’-])"
)
_ONE = re.compile(r"th|tu|sa|su|[mtwf]")


def spelled_out(text: str) -> str:
    """The text (as `plain` gives it) with the short names of weekdays in place of their letters."""

    def names(found: re.Match[str]) -> str:
        if found["range"]:
            return "mon tue wed thu fri"
        if _MONTH.fullmatch(found[0]):
            return found[0]
        return " ".join(_SHORT[letters] for letters in _ONE.findall(found[0]))

    return _LETTERS.sub(names, text)
