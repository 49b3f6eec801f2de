"""Formats as files, in TOML or JSON: read with what is wrong named by its line, and written.

Nothing is trusted: a file may be huge, broken, or in another encoding. It is checked as the shipped ones are, by the
same parser, and by what a server's own format keeps to besides (`rules`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from bot.circle.format_table import parse_format, table_of
from bot.circle.formats import Format, FormatError, StageKind

from ..prompts.given_file import ending_and_text
from ..prompts.prompt_rows import Problem, Unusable, Wrong, json_table, toml_table
from .problems import FormatFileRefused, FormatProblem, FormatRefused, Unfit
from .rules import slug, whole_problems, words_problems

MOST_BYTES = 64 * 1024
ENDINGS = ("toml", "json")

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*\"?stage\"?[ \t]*\]\]", re.M)
_TIMING = re.compile(r"^[ \t]*\[[ \t]*\"?timing\"?[ \t]*\]", re.M)


@dataclass(frozen=True, slots=True)
class FormatRules:
    """What a file is checked against.

    Attributes:
        exception: the bot's own words for the exception in the agreements.
        clean: makes one line of visible characters of a line.
    """

    exception: str
    clean: Callable[[str], str]


def check_size(size: int) -> None:
    """Look whether a file is small enough to be fetched. Raises `FormatFileRefused`."""
    if size > MOST_BYTES:
        raise FormatFileRefused(Problem(Wrong.LARGE))


def read(data: bytes, name: str, rules: FormatRules) -> Format:
    """The format of a file.

    Raises:
        FormatFileRefused: it is no such file.
        FormatRefused: the format in it cannot be used; with where that shows.
    """
    try:
        return _read(data, name, rules)
    except Unusable as error:
        raise FormatFileRefused(*error.problems) from None


def _read(data: bytes, name: str, rules: FormatRules) -> Format:
    ending, found = ending_and_text(data, name, endings=ENDINGS, most_bytes=MOST_BYTES)
    if found.is_guess:
        raise Unusable(Problem(Wrong.ENCODING))
    text = found.words
    table = toml_table(text) if ending == "toml" else json_table(text)
    if not isinstance(table, dict) or not table:
        raise Unusable(Problem(Wrong.EMPTY))
    placed = _placed(text if ending == "toml" else "")
    if problems := _exceptions(table, rules.exception):
        raise FormatRefused(*map(placed, problems))
    try:
        made = parse_format(_filled_in(table, rules.exception), is_whole=False)
    except FormatError as error:
        raise FormatRefused(placed(FormatProblem.of(error))) from None
    if problems := [*words_problems(made, rules.clean), *whole_problems(made)]:
        raise FormatRefused(*map(placed, problems))
    return made


def _stages(table: Mapping[str, Any]) -> list[Any]:
    rows = table.get("stage")
    return rows if isinstance(rows, list) else []


def _is_agreements(row: object) -> bool:
    return isinstance(row, dict) and row.get("kind") == StageKind.AGREEMENTS.value


def _exceptions(table: Mapping[str, Any], exception: str) -> list[FormatProblem]:
    """A word for each exception that is written otherwise than the bot says it."""
    return [
        FormatProblem(Unfit.EXCEPTION, f"stage {number} exception")
        for number, row in enumerate(_stages(table), 1)
        if _is_agreements(row) and row.get("exception", exception) != exception
    ]


def _filled_in(table: dict[str, Any], exception: str) -> dict[str, Any]:
    """The table with what a person need not write: the short name, and the exception."""
    title = table.get("title")
    filled = {"id": slug(title) if isinstance(title, str) else "own", **table}
    if isinstance(table.get("stage"), list):
        filled["stage"] = [
            {"exception": exception, **row} if _is_agreements(row) else row for row in _stages(table)
        ]
    return filled


def _placed(text: str) -> Callable[[FormatProblem], FormatProblem]:
    """Adds to a problem the line of a TOML text on which it shows; nothing when there is no text."""

    def placed(problem: FormatProblem) -> FormatProblem:
        return replace(problem, line=_line(text, problem.where) if text else None)

    return placed


def _line(text: str, where: str) -> int | None:
    """The line of a key; that of its stage when the key is not there; None when neither is."""
    headers = [found.start() for found in _HEADER.finditer(text)]
    block, key = (0, headers[0] if headers else len(text)), where
    if (stage := re.fullmatch(r"stage (\d+)(?: (.*))?", where)) is not None:
        number = int(stage[1])
        if number > len(headers):
            return None
        block, key = (headers[number - 1], [*headers, len(text)][number]), stage[2] or ""
    elif (time := re.fullmatch(r"timing[. ](.*)", where)) is not None:
        found = _TIMING.search(text)
        if found is None:
            return None
        block, key = (found.start(), next((h for h in headers if h > found.start()), len(text))), time[1]
    at = re.compile(rf"^[ \t]*\"?{re.escape(key)}\"?[ \t]*=", re.M).search(text, *block) if key else None
    if at is None and not where.startswith(("stage ", "timing")):
        return None
    return text.count("\n", 0, at.start() if at else block[0]) + 1


def write(made: Format) -> bytes:
    """A format as TOML that can be read again."""
    document = tomlkit.document()
    document.add(tomlkit.comment("A format of Story Circle. All times are in seconds."))
    table = table_of(replace(made, id=slug(made.title)))
    stages: AoT = tomlkit.aot()
    for row in table.pop("stage"):
        stage: Table = tomlkit.table()
        for key, value in row.items():
            stage.add(key, _item(value))
        stages.append(stage)
    timing = tomlkit.table()
    for key, value in table.pop("timing").items():
        timing.add(key, value)
    for key, value in table.items():
        document.add(key, value)
    document.add("timing", timing)
    document.add("stage", stages)
    return tomlkit.dumps(document).encode()


def _item(value: object) -> Any:
    if isinstance(value, list):
        lines = tomlkit.array()
        lines.extend(value)
        return lines.multiline(True)
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    return value
