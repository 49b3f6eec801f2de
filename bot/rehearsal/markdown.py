"""Discord's Markdown, for a terminal: headings, lists, quotes, small text, mentions and timestamps.

It turns words into styled lines that are not yet broken to a width. What a whole message looks like is for
`terminal`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from rich.text import Text

MENTION = "bold #6d79f6"
SMALL = "dim"

_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_HIDDEN = 0xE000
"""Escaped characters are moved here, to a part of Unicode that means nothing, so that they format nothing."""
_INLINE = re.compile(
    r"<@!?(?P<person>\d+)>|<#(?P<channel>\d+)>|<t:(?P<time>-?\d+)(?::(?P<style>[tTdDfFR]))?>"
    r"|\[(?P<link>[^\]\n]+)\]\(https?://[^\s)]+\)"
    r"|`(?P<code>[^`]+)`"
    r"|\*\*(?P<bold>.+?)\*\*|__(?P<underlined>.+?)__|~~(?P<struck>.+?)~~"
    r"|\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*|(?<!\w)_(?P<slanted>[^_\s](?:[^_]*[^_\s])?)_(?!\w)"
)
_STYLES = {
    "bold": "bold",
    "underlined": "underline",
    "struck": "strike",
    "italic": "italic",
    "slanted": "italic",
}
_START = re.compile(r"(?P<heading>#{1,3}) |(?P<small>-# )|(?P<quote>> )|(?P<bullet>[-*] )|(?P<number>\d+\. )")

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True)
class Reader:
    """Who reads: what they call people and channels, what time it is for them, and where they live."""

    person: Callable[[int], str]
    channel: Callable[[int], str]
    now: datetime
    zone: tzinfo = UTC


@dataclass(frozen=True)
class MarkdownLine:
    """A line of words, and what stands before it: on its first row, and on the rows it is broken into."""

    body: Text
    first: Text = field(default_factory=Text)
    rest: Text = field(default_factory=Text)


def lines(words: str, reader: Reader) -> list[MarkdownLine]:
    """The words, line by line."""
    hidden = _ESCAPED.sub(lambda found: chr(_HIDDEN + ord(found[1])), words)
    return [_line(line, reader) for line in hidden.splitlines()]


def plain(words: str, reader: Reader) -> str:
    """The words in one line, without any format."""
    return " ".join(line.body.plain for line in lines(words, reader) if line.body.plain)


def _line(line: str, reader: Reader) -> MarkdownLine:
    start = _START.match(line)
    if start is None:
        return MarkdownLine(_inline(line, reader))
    body = _inline(line[start.end() :], reader)
    if heading := start["heading"]:
        body.stylize("bold underline" if len(heading) < 3 else "bold")
    elif start["small"]:
        body.stylize(SMALL)
    elif start["quote"]:
        bar = Text("│ ", SMALL)
        return MarkdownLine(body, bar, bar)
    elif start["bullet"]:
        return MarkdownLine(body, Text("• "), Text("  "))
    elif number := start["number"]:
        return MarkdownLine(body, Text(number), Text(" " * len(number)))
    return MarkdownLine(body)


def _inline(line: str, reader: Reader) -> Text:
    text, at = Text(), 0
    for found in _INLINE.finditer(line):
        text.append(_shown(line[at : found.start()]))
        text.append_text(_styled(found, reader))
        at = found.end()
    return text.append(_shown(line[at:]))


def _styled(found: re.Match[str], reader: Reader) -> Text:
    if found["person"]:
        return Text("@" + reader.person(int(found["person"])), MENTION)
    if found["channel"]:
        return Text("#" + reader.channel(int(found["channel"])), MENTION)
    if found["time"]:
        at = datetime.fromtimestamp(int(found["time"]), UTC)
        return Text(timestamp(at, found["style"] or "f", reader))
    if found["link"]:
        return Text(_shown(found["link"]), MENTION)
    if found["code"]:
        return Text(_shown(found["code"]), "reverse")
    kind = next(kind for kind in _STYLES if found[kind] is not None)
    inner = _inline(found[kind], reader)
    inner.stylize(_STYLES[kind])
    return inner


def _shown(words: str) -> str:
    return "".join(_unhidden(words))


def _unhidden(words: str) -> Iterator[str]:
    for char in words:
        yield chr(ord(char) - _HIDDEN) if _HIDDEN < ord(char) < _HIDDEN + 0x80 else char


def timestamp(at: datetime, style: str, reader: Reader) -> str:
    """An instant as Discord shows it to this reader.

    Args:
        at: the instant.
        style: Discord's letter: `R` relative, `t` and `T` times, `d` and `D` dates, `f` and `F` both.
        reader: whose clock and time zone count.
    """
    there = at.astimezone(reader.zone)
    match style:
        case "R":
            return relative((at - reader.now).total_seconds())
        case "t":
            return f"{there:%H:%M}"
        case "T":
            return f"{there:%H:%M:%S}"
        case "d":
            return f"{there:%d/%m/%Y}"
        case "D":
            return f"{there.day} {there:%B %Y}"
        case "F":
            return f"{there:%A}, {there.day} {there:%B %Y %H:%M}"
    return f"{there.day} {there:%B %Y %H:%M}"


def relative(seconds: float) -> str:
    """How far away that is: `in 3 minutes`, `2 hours ago`."""
    if abs(seconds) < 0.5:
        return "now"
    return f"in {span(seconds)}" if seconds > 0 else f"{span(-seconds)} ago"


def span(seconds: float) -> str:
    """How long that is, in the largest unit that fits: `3 minutes`."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds >= size - 0.5 or size == 1)
    count = round(seconds / size)
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
