"""The questions in a text, as TOML, JSON or a table: each with where its fields stand. What is wrong with the text
itself is said by its line; what the fields may be is in `prompt_files`.

People write what is near: `[[prompts]]`, a column called Question, a first line in capitals, empty rows.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

COLUMNS = ("theme", "language", "stage", "text", "contributor")
SHARED = ("theme", "language", "contributor")
LISTS = ("prompt", "prompts", "question", "questions")
_OTHER_NAMES = {
    "theme": ("themes", "deck", "topic", "category"),
    "language": ("lang", "locale"),
    "stage": ("stages", "kind", "type", "part", "round"),
    "text": ("texts", "question", "questions", "prompt", "prompts", "words"),
    "contributor": ("contributors", "author", "by", "credit", "source"),
}
_NAMED = {other: name for name, others in _OTHER_NAMES.items() for other in others}
DELIMITERS = ",;\t|"

# What a spreadsheet would run as a formula, in its plain and its wide form.
FORMULA = re.compile("'*[=+@\uff1d\uff0b\uff20\uff0d-]")
_TOML_LINE = re.compile(r"\(at line (\d+)")
# A key of thousands of parts takes minutes to read; no file of questions has one of twenty.
_DEEP_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){20}")
_CURLY = re.compile(r"^[^\"'#\n]*=\s*[“”„‟«»‘’‚]")
_SINGLE = re.compile(rf"^\s*\[\s*(?:{'|'.join(LISTS)})\s*\]\s*(?:#.*)?$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\A\s*\"?sep=(.)\"?[ \t]*\n", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"\n]*"')


class Wrong(StrEnum):
    """What can be wrong with a file, or with a question in it."""

    KIND = "kind"
    OWN_FORMAT = "own_format"
    LARGE = "large"
    ENCODING = "encoding"
    SYNTAX = "syntax"
    TWICE = "twice"
    CURLY = "curly"
    BRACKETS = "brackets"
    COLUMNS = "columns"
    CELLS = "cells"
    EMPTY = "empty"
    MANY = "many"
    WORDS = "words"
    THEME = "theme"
    LANGUAGE = "language"
    STAGE = "stage"
    SHORT = "short"
    LONG = "long"
    CONTRIBUTOR = "contributor"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    wrong: Wrong
    line: int | None = None
    number: int | None = None
    """Which question of the file, from 1; where its line cannot be told."""
    value: str = ""


class Unusable(Exception):
    """What was written cannot be read. Whoever knows what it is for makes a refusal of it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("what was written cannot be read")
        self.problems = problems


def _nowhere(key: str) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class PromptRow:
    """A question as it stands in a file, and where its fields are."""

    fields: Mapping[str, Any]
    number: int
    line: Callable[[str], int | None] = _nowhere


def rows(text: str, ending: str) -> Iterator[PromptRow]:
    """The questions of a text.

    Args:
        text: the text, its lines ending in a line feed.
        ending: how the file's name ends: toml, json, csv, tsv, or txt for whatever it looks like.

    Raises:
        Unusable: the text is not what it is said to be.
    """
    if ending == "txt":
        begins = text.lstrip()[:2]
        ending = "toml" if begins == "[[" else "json" if begins[:1] in ("[", "{") else "csv"
    if ending == "toml":
        return _toml_rows(text)
    return _json_rows(text) if ending == "json" else _table_rows(text)


def _named(fields: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    """The fields by our names for them, each with the name it has in the file. Our own name goes first."""
    found: dict[str, tuple[str, Any]] = {}
    for theirs, value in fields.items():
        plain = theirs.strip().casefold()
        ours = plain if plain in COLUMNS else _NAMED.get(plain, plain)
        if value is not None and (ours not in found or plain == ours):
            found[ours] = theirs, value
    return found


def _listed(table: object) -> tuple[str, list[Mapping[str, Any]], dict[str, Any]]:
    """The questions in what was read, under which name they stand, and what holds for all of them.

    Raises:
        Unusable: there are none.
    """
    if isinstance(table, list):
        table = {LISTS[0]: table}
    if not isinstance(table, dict):
        raise Unusable(Problem(Wrong.EMPTY))
    name = next((key for key in table if key.strip().casefold() in LISTS), LISTS[0])
    found = table.get(name, [])
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list) or not all(isinstance(one, dict | str) for one in found):
        raise Unusable(Problem(Wrong.EMPTY))
    above = _named({key: value for key, value in table.items() if key != name})
    shared = {key: above[key][1] for key in SHARED if key in above}
    return name, [{"text": one} if isinstance(one, str) else one for one in found], shared


# TOML


def toml_table(text: str) -> dict[str, Any]:
    """A text in TOML as the table it is. Raises `Unusable`, with the line where that can be told."""
    if (deep := _DEEP_KEY.search(text)) is not None:
        raise Unusable(Problem(Wrong.SYNTAX, text.count("\n", 0, deep.start()) + 1, value="TOML"))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise Unusable(_toml_problem(text, line)) from None
    except (ValueError, RecursionError):
        # A number of thousands of digits, or brackets in brackets without end.
        raise Unusable(Problem(Wrong.SYNTAX, value="TOML")) from None


def _toml_rows(text: str) -> Iterator[PromptRow]:
    name, prompts, shared = _listed(toml_table(text))
    header = re.compile(rf"^[ \t]*\[\[?[ \t]*\"?{re.escape(name)}\"?[ \t]*\]", re.M)
    headers = [found.start() for found in header.finditer(text)]
    known = len(headers) == len(prompts)
    for index, prompt in enumerate(prompts):
        block = (headers[index], [*headers, len(text)][index + 1]) if known else None
        named = _named(prompt)
        fields = shared | {ours: value for ours, (_, value) in named.items()}
        yield PromptRow(
            fields, index + 1, _toml_line(text, block, {ours: key for ours, (key, _) in named.items()})
        )


def _toml_problem(text: str, line: int) -> Problem:
    words = text.split("\n")[line - 1]
    if _CURLY.match(words):
        return Problem(Wrong.CURLY, line)
    if _SINGLE.match(words):
        # The first question in single brackets is read; the second is a mistake in TOML.
        return Problem(Wrong.BRACKETS, line)
    return Problem(Wrong.SYNTAX, line, value="TOML")


def _toml_line(
    text: str, block: tuple[int, int] | None, written: Mapping[str, str]
) -> Callable[[str], int | None]:
    """Finds the line of a field of one question; that of its header when the field is not in it."""

    def line(key: str) -> int | None:
        if block is None:
            return None
        found = re.compile(rf"^[ \t]*\"?{re.escape(written.get(key, key))}\"?[ \t]*=", re.M).search(
            text, *block
        )
        return text.count("\n", 0, found.start() if found else block[0]) + 1

    return line


# JSON


def json_table(text: str) -> object:
    """What a text in JSON says. Raises `Unusable`, with the line where that can be told."""
    try:
        return json.loads(text, object_pairs_hook=_each_key_once)
    except _Twice as error:
        raise Unusable(Problem(Wrong.TWICE, value=error.args[0])) from None
    except json.JSONDecodeError as error:
        is_curly = _CURLY.match(text.split("\n")[error.lineno - 1].replace(":", "=", 1))
        wrong = Wrong.CURLY if is_curly or text[error.pos : error.pos + 1] in tuple("“”„") else Wrong.SYNTAX
        raise Unusable(Problem(wrong, error.lineno, value="JSON")) from None
    except (ValueError, RecursionError):
        raise Unusable(Problem(Wrong.SYNTAX, value="JSON")) from None


class _Twice(Exception):
    """A key stands twice in one table."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key[:40])
        found[key] = value
    return found


def _json_rows(text: str) -> Iterator[PromptRow]:
    _, prompts, shared = _listed(json_table(text))
    for number, prompt in enumerate(prompts, 1):
        yield PromptRow(shared | {ours: value for ours, (_, value) in _named(prompt).items()}, number)


# Tables


def _table_rows(text: str) -> Iterator[PromptRow]:
    delimiter, skipped = _delimiter(text)
    body = io.StringIO(text if not skipped else text.split("\n", 1)[1], newline="")
    reader = csv.reader(body, delimiter=delimiter, strict=True, skipinitialspace=True)
    names: list[str] = []
    begins, number = 1 + skipped, 0
    try:
        for cells in reader:
            here, begins = begins, reader.line_num + 1 + skipped
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = _columns(cells, here)
                continue
            if any(cell.strip() for cell in cells[len(names) :]):
                raise Unusable(Problem(Wrong.CELLS, here))
            number += 1
            fields = {name: unescaped(cell) for name, cell in zip(names, cells, strict=False) if name}
            yield PromptRow(fields, number, lambda key, here=here: here)  # type: ignore[misc]
    except csv.Error:
        raise Unusable(Problem(Wrong.SYNTAX, begins, value="CSV")) from None
    if not names:
        _columns([], 1 + skipped)


def _delimiter(text: str) -> tuple[str, int]:
    """What stands between the cells, and how many lines above the table say nothing else."""
    if (said := _SEPARATOR.match(text)) is not None and said[1] in DELIMITERS:
        return said[1], 1
    first = next((line for line in text.split("\n") if line.strip(f'{DELIMITERS}" \t')), "")
    bare = _QUOTED.sub("", first)
    return max(DELIMITERS, key=bare.count), 0


def _columns(cells: Iterable[str], line: int) -> list[str]:
    """Our names for the columns; empty for those that are not ours, or are there a second time."""
    theirs = [cell.strip().strip("\"'*#:[]").strip().casefold() for cell in cells]
    names: list[str] = []
    for name in theirs:
        ours = name if name in COLUMNS else _NAMED.get(name, "")
        names.append("" if ours in names or (ours != name and ours in theirs) else ours)
    missing = [name for name in ("stage", "text") if name not in names]
    if missing:
        raise Unusable(Problem(Wrong.COLUMNS, line, value=", ".join(missing)))
    return names


def escaped(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """A cell as it was before `escaped`."""
    bare = text.lstrip()
    return bare[1:] if bare.startswith("'") and FORMULA.match(bare) else text
