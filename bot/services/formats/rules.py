"""What a server's own format keeps to besides what the core asks of every format.

The exception to confidentiality, and that a circle is neither therapy nor a crisis service, are not a server's to
change (docs/method.md, "Agreements"): they stand in every format in the bot's own words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from bot.circle.format_table import ID_LENGTH, check_whole
from bot.circle.formats import Format, FormatError, Stage, StageKind
from bot.content import Content

from .problems import FormatProblem, FormatRefused, Unfit

_MENTION = re.compile(r"@(?:everyone|here)\b|<[@#/]|<id:")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


def slug(title: str) -> str:
    """The short word that stands for a format in a file, made of its title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = _NOT_WORDS.sub("-", plain).strip("-")
    return (name if name[:1].isalpha() else f"format-{name}")[:ID_LENGTH].strip("-")


def whole_problems(made: Format) -> list[FormatProblem]:
    """Why a format cannot be held in a server yet; empty when it can."""
    found = []
    try:
        check_whole(made)
    except FormatError as error:
        found.append(FormatProblem.of(error))
    kinds = [stage.kind for stage in made.stages]
    first_round = kinds.index(StageKind.ROUND) if StageKind.ROUND in kinds else len(kinds)
    if StageKind.AGREEMENTS not in kinds[:first_round]:
        found.append(FormatProblem(Unfit.NO_AGREEMENTS))
    if kinds.count(StageKind.AGREEMENTS) > 1:
        found.append(FormatProblem(Unfit.TWO_AGREEMENTS))
    return found


def title_problems(made: Format, taken: Collection[str]) -> list[FormatProblem]:
    """A word when a format is called like another one that can be chosen. `taken` are their names, in lower case."""
    is_taken = made.title.casefold() in taken or slug(made.title) in taken
    return [FormatProblem(Unfit.TITLE_TAKEN, "title", values={"title": made.title})] * is_taken


def check_title(made: Format, taken: Collection[str]) -> None:
    """Look whether a format can be called so; as `title_problems`. Raises `FormatRefused`."""
    if problems := title_problems(made, taken):
        raise FormatRefused(*problems)


def names_of(content: Content, but: str | None = None) -> set[str]:
    """The names of the formats there are, in lower case, but for the one with that id."""
    others = [one for one in content.formats.values() if one.id != but]
    return {name.casefold() for one in others for name in (one.id, one.title)}


def words_problems(made: Format, clean: Callable[[str], str]) -> list[FormatProblem]:
    """What cannot be put on a card: mentions, and characters that nobody sees.

    Args:
        made: the format.
        clean: makes one line of visible characters of a line.
    """
    found = []
    for where, words in _words(made):
        if _MENTION.search(words):
            found.append(FormatProblem(Unfit.MENTION, where))
        elif any(clean(line) != _plain(line) for line in words.split("\n")):
            found.append(FormatProblem(Unfit.UNSEEN, where))
    return found


def _words(made: Format) -> Iterator[tuple[str, str]]:
    yield "title", made.title
    yield "summary", made.summary
    for number, stage in enumerate(made.stages, 1):
        yield f"stage {number} title", stage.title
        yield f"stage {number} text", stage.text
        for item in stage.items:
            yield f"stage {number} items", item


def _plain(line: str) -> str:
    """A line with every space as a plain one, and no two of them beside each other."""
    spaced = "".join(" " if char == "\t" or unicodedata.category(char) == "Zs" else char for char in line)
    return unicodedata.normalize("NFC", re.sub(" +", " ", spaced).strip(" "))


def with_exception(made: Format, exception: str) -> Format:
    """The same format with the bot's own words for the exception in its agreements."""

    def fitted(stage: Stage) -> Stage:
        is_agreed = stage.kind is StageKind.AGREEMENTS
        return replace(stage, exception=exception) if is_agreed else stage

    return replace(made, stages=tuple(fitted(stage) for stage in made.stages))
