"""What of a text can be seen: what a script or an emoji needs stays, what hides, covers or turns words does not.

A joiner, a tag or a selector shows nothing by itself. In some scripts and in many emoji it changes what is next to
it, so it is kept there and nowhere else. How words are put on a card is in `words`.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

ZWNJ, ZWJ = "\u200c", "\u200d"
FIRST_ODD = "\u0300"
"""Every character before this one that is no control character is seen, and is nobody's mark."""
FURTHEST = 12
"""How many characters back a joiner looks for its letter."""
MOST_ACCENTS, MOST_MARKS = 2, 8
"""How many accents of no script in particular, and how many marks of all, one letter keeps. Vietnamese, composed as
far as it can be, needs one; a Tibetan stack six."""

_SPACES = re.compile(r"\s+")
_NOT_JOINING = re.compile("[\u200c\u200d]{0,8}(.)")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f")
_ARABIC_SIGNS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_NOTHING = frozenset("\u034f\u17b4\u17b5\ufffc")
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_MONGOLIAN_SELECTORS = frozenset("\u180b\u180c\u180d\u180f")

# Where letters change with their neighbours: Arabic to Mandaic, the scripts of India and around it, Mongolian, Adlam.
_CHANGING = ((0x0600, 0x109F), (0x1700, 0x1CFF), (0xA800, 0xABFF), (0xFB50, 0xFDCF), (0xFE70, 0xFEFE))
_CHANGING_BEYOND = ((0x10A00, 0x11FFF), (0x1E900, 0x1E95F))
_JOINED = ((0x0600, 0x08FF), (0x1800, 0x18AF), (0xFB50, 0xFDCF), (0xFE70, 0xFEFE), (0x1E900, 0x1E95F))
_ACCENTS = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))
_PICTURES = ((0x1F000, 0x1FAFF),)


def visible(text: str) -> str:
    """One line of what can be seen of a text, with single spaces and nothing at its ends."""
    for _ in range(8):
        before, text = text, _once(text)
        if text == before:
            break
    return text


def cut(text: str, most: int) -> str:
    """As much of a text as fits into so many characters, with an ellipsis when something is left out. No letter
    loses its marks, and no emoji is taken apart."""
    if len(text) <= most:
        return text
    end = most - 1
    while end > 0 and (_clings(text[end]) or text[end - 1] in (ZWNJ, ZWJ)):
        end -= 1
    return text[:end] + "…"


def _once(text: str) -> str:
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    flags = {place for found in _FLAG.finditer(text) for place in range(*found.span())}
    seen = "".join(char if place in flags else _alone(char) for place, char in enumerate(text))
    line = _SPACES.sub(" ", unicodedata.normalize("NFC", seen)).strip()
    kept: list[str] = []
    marks = accents = 0
    for place, char in enumerate(line):
        if char < FIRST_ODD:
            kept.append(char)
            marks = accents = 0
            continue
        after = _NOT_JOINING.match(line, place + 1)
        if not _belongs(kept, char, after[1] if after else ""):
            continue
        if unicodedata.category(char) in ("Mn", "Me") and not _selects(char):
            marks, accents = marks + 1, accents + _is_in(char, _ACCENTS)
            if marks > MOST_MARKS or (accents > MOST_ACCENTS and _is_in(char, _ACCENTS)):
                continue
        elif not _clings(char):
            marks = accents = 0
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _alone(char: str) -> str:
    """What a character is, whatever stands beside it: itself, a space, or nothing."""
    category = unicodedata.category(char)
    if char in _BLANKS or category in ("Cc", "Cs", "Co") or _is_no_character(char):
        return " "
    if char in _NOTHING or (category == "Cf" and char not in _ARABIC_SIGNS and char not in (ZWNJ, ZWJ)):
        return ""
    return char


def _belongs(kept: list[str], char: str, after: str) -> bool:
    """Whether a character has something to be with; letters need nothing."""
    before = kept[-1] if kept else " "
    if char in (ZWNJ, ZWJ):
        return _joins(kept, char, after)
    if _selects(char):
        return _is_selected(before, char)
    if unicodedata.category(char) in ("Mn", "Me"):
        return before != " "
    return True


def _joins(kept: list[str], char: str, after: str) -> bool:
    base = next((one for one in islice(reversed(kept), FURTHEST) if not _clings(one)), " ")
    before = kept[-1] if kept else " "
    if before in (ZWNJ, ZWJ):
        return False
    if char == ZWJ and _is_picture(base) and after:
        return _is_picture(after)
    if not _is_in(base, _CHANGING + _CHANGING_BEYOND):
        return False
    if unicodedata.combining(before) == 9 or (char == ZWJ and _is_in(base, _JOINED)):
        return True  # A sign that silences a vowel, or a letter that reaches out, may be the last one.
    return bool(after) and _is_in(after, _CHANGING + _CHANGING_BEYOND)


def _is_selected(before: str, char: str) -> bool:
    """Whether a selector has a character of which it chooses the form."""
    category = unicodedata.category(before)
    if _selects(before) or before == " ":
        return False
    if char in _MONGOLIAN_SELECTORS:
        return _is_in(before, ((0x1800, 0x18AF),))
    if char in "\ufe0e\ufe0f":
        return category[0] not in "LMZC" or _is_picture(before)
    return category in ("Lo", "Sm", "So")


def _selects(char: str) -> bool:
    return _is_in(char, ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))) or char in _MONGOLIAN_SELECTORS


def _clings(char: str) -> bool:
    """Whether a character is part of the one before it."""
    category = unicodedata.category(char)
    is_tag = _is_in(char, ((0xE0020, 0xE007F),))
    return category[0] == "M" or char in (ZWNJ, ZWJ) or is_tag or _is_in(char, ((0x1F3FB, 0x1F3FF),))


def _is_picture(char: str) -> bool:
    return unicodedata.category(char) == "So" or char in "↔↕" or _is_in(char, _PICTURES)


def _is_no_character(char: str) -> bool:
    return _is_in(char, ((0xFDD0, 0xFDEF),)) or ord(char) & 0xFFFE == 0xFFFE


def _is_in(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)
