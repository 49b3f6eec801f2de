"""Files as programs and people save them: their bytes as text, whatever encoding they are in.

What is in the text is none of its business; questions are read in `prompt_rows`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OWN_FORMATS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x1f\x8b")
"""How workbooks, documents and archives begin."""
OWN_ENDINGS = frozenset(
    ("xlsx", "xls", "xlsm", "ods", "numbers", "docx", "doc", "odt", "pages", "pdf", "rtf", "zip", "gz")
)
LOOKED_AT = 16

# What a Western language writes beyond ASCII, as Windows saves it. What another alphabet or another system saved comes
# out as these signs too, but many in a row, or signs and capitals in the middle of words.
_WESTERN = re.compile("[\t\n\r -~À-ÖØ-öø-ÿŒœŸŠšŽž\u00a0¡¿«»‹›„“”‘’‚–—…•·°´§ºª€£©®™½¼¾]*")
_NOT_WESTERN = re.compile("[À-ÿŒœŸŠšŽž]{3}|[a-zà-ÿ](?:[À-ÞŒŠŽŸ]|[§´°ºª«»‹›„‚©®™½¼¾£•…])[a-zà-ÿ]")
_LINE_END = re.compile("\r\n|\r|\n")


class NotText(Exception):
    """The bytes are no text that can be told.

    Attributes:
        line: the line, from 1, at which that shows; None when it is another program's own format.
    """

    def __init__(self, line: int | None) -> None:
        super().__init__("this is not text")
        self.line = line


@dataclass(frozen=True, slots=True)
class Text:
    """What a file says.

    Attributes:
        words: the text, its lines ending in one way.
        is_guess: whether it does not say in which encoding it is, and is not in UTF-8.
    """

    words: str
    is_guess: bool = False


def text_of(data: bytes) -> Text:
    """A file's text: UTF-8, UTF-16 or UTF-32, with a mark or without, or else Western text from Windows.

    Raises:
        NotText: it is none of these.
    """
    if data.startswith(_OWN_FORMATS):
        raise NotText(None)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Text(_lines(_decoded(data[len(mark) :], name)))
    return _unmarked(data)


def _unmarked(data: bytes) -> Text:
    """Text that does not say how it is written. The first letters of a file of questions are always plain ones."""
    head = data[:LOOKED_AT]
    even, odd = head[::2], head[1::2]
    if len(head) == LOOKED_AT and any(even) and not any(odd):
        return Text(_lines(_decoded(data, "utf-16-le")))
    if len(head) == LOOKED_AT and any(odd) and not any(even):
        return Text(_lines(_decoded(data, "utf-16-be")))
    try:
        return Text(_lines(data.decode()))
    except UnicodeDecodeError as error:
        wrong_from = error.start
    try:
        words = data.decode("cp1252")
    except UnicodeDecodeError:
        words = ""
    if not words or not _WESTERN.fullmatch(words) or _NOT_WESTERN.search(words):
        raise NotText(_line(data[:wrong_from].decode("latin-1")))
    return Text(_lines(words), is_guess=True)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise NotText(_line(data[: error.start].decode(name, "replace"))) from None


def _lines(words: str) -> str:
    return _LINE_END.sub("\n", words)


def _line(before: str) -> int:
    return len(_LINE_END.findall(before)) + 1
