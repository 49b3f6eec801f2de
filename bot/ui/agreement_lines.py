"""The lines of the agreements: as people type them, and as they are listed on a card.

A line is plain words. What comes with a format is translated; what somebody typed is shown as it was typed, and means
nothing to Discord. The exception to confidentiality is no line: nobody types it, and nobody takes it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.circle.agreed_lines import MOST_LINES
from bot.circle.model import SinceLast

from .anonymous_lines import has_link, names_somebody
from .i18n import Catalogues, Translator
from .refused import Refused
from .user_text import clean, escaped

LINE_LENGTH = 100
"""How many characters a line may have, as in the file of a format (`format.schema.json`)."""
LINES_LENGTH = 1000
"""How many all of them may have together, as they are put on the card: it has other words to say, too."""
FORM_LENGTH = 3000
"""How much can be typed, so that what is too long is refused with a sentence and not cut."""

_BULLET = re.compile(r"^(?:(?:[-*•–—]|\d{1,2}[.)])\s+)+")
_ESCAPED = re.compile(r"\\(.)")


def listed(t: Translator, lines: Iterable[str], since: SinceLast | None = None) -> str:
    """The lines as a list on a card; those that are new since the last date are marked."""
    new = () if since is None else since.new
    return "\n".join(
        f"- **{t('New:')}** {shown(t, line)}" if place in new else f"- {shown(t, line)}"
        for place, line in enumerate(lines)
    )


def shown(t: Translator, line: str) -> str:
    """One line as it is put on a card."""
    return escaped(t.content(line))


def changed_words(t: Translator, since: SinceLast | None) -> str:
    """That the lines have changed since the last date; nothing when they have not."""
    if since is None:
        return ""
    words = t("These agreements have changed since the last time, so we agree to them anew.")
    if since.gone:
        words += " " + t.many("{count} line is gone.", "{count} lines are gone.", since.gone)
    return f"**{words}**"


def as_typed(t: Translator, lines: Iterable[str]) -> str:
    """The lines as they stand in a form, one below the other."""
    return "\n".join(t.content(line) for line in lines)


def read_back(listing: str) -> str:
    """The lines of a list on a card, as they stand in a form."""
    return "\n".join(_ESCAPED.sub(r"\1", line.removeprefix("- ")) for line in listing.splitlines())


def known_lines(catalogues: Catalogues, lines: Iterable[str]) -> dict[str, str]:
    """The lines that come with a format, by what each is in every language: who leaves one in the form as it is means
    the line, and not the words of one language."""
    spoken = [catalogues.pick(tag) for tag in catalogues]
    return {clean(t.content(line)): line for line in lines for t in spoken}


def read_lines(t: Translator, typed: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The lines that were typed, one below the other. Empty lines and signs of a list are left out.

    Args:
        t: the voice of whoever typed them.
        typed: what they typed.
        known: the lines that come with the format (`known_lines`).

    Raises:
        Refused: there are none, too many, or one that cannot be a line. It says which, and nothing has changed.
    """
    found = [line for raw in typed.splitlines() if (line := _BULLET.sub("", clean(raw)).strip())]
    if not found:
        raise Refused(
            t("Please write at least one line. What always stays is below them. Nothing has changed.")
        )
    if len(found) > MOST_LINES:
        raise Refused(
            t(
                "Those are {count} lines. People read them each time, so there can be {most}. Nothing has changed.",
                count=len(found),
                most=MOST_LINES,
            )
        )
    for number, line in enumerate(found, 1):
        if problem := _problem(t, line, found[: number - 1]):
            where = t("Line {number} cannot stay as it is.", number=number)
            raise Refused(f"{where} {problem} {t('Nothing has changed.')}")
    check_length(t, found)
    return tuple(known.get(line, line) for line in found)


def read_line(t: Translator, typed: str, others: Sequence[str]) -> str:
    """One line that is added to others. Raises `Refused`."""
    line = _BULLET.sub("", clean(typed)).strip()
    if problem := _problem(t, line, [t.content(other) for other in others]):
        raise Refused(f"{problem} {t('Nothing has changed.')}")
    check_length(t, [*(t.content(other) for other in others), line])
    return line


def check_length(t: Translator, lines: Sequence[str]) -> None:
    """Whether all of them fit on the card. Raises `Refused`."""
    length = sum(len(escaped(line)) for line in lines)
    if length > LINES_LENGTH:
        raise Refused(
            t(
                "All lines together have {length} characters, and {most} fit on the card. Nothing has changed.",
                length=length,
                most=LINES_LENGTH,
            )
        )


def _problem(t: Translator, line: str, others: Sequence[str]) -> str:
    """Why this cannot be a line; nothing when it can."""
    if not any(char.isalnum() for char in line):
        return t("It has no words.")
    if len(line) > LINE_LENGTH:
        return t("It has {length} characters, and {most} fit.", length=len(line), most=LINE_LENGTH)
    if has_link(line) or names_somebody(line):
        return t("It has a link or a mention in it. People agree to plain words.")
    if line.casefold() in {other.casefold() for other in others}:
        return t("It is there already.")
    return ""
