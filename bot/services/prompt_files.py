"""Questions as files, in TOML or CSV: read with every problem named by its line, and written.

Nothing is trusted: a file may be huge, broken, in another encoding, or made to run something in a spreadsheet.
Sentences about the problems are chosen at the edge.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.circle.formats import PromptKind
from bot.content import GENERAL

from .own_prompts import CONTRIBUTOR_LENGTH, MOST, TEXT_LENGTH, NewPrompt, OwnPrompt

MOST_BYTES = 256 * 1024
COLUMNS = ("theme", "language", "stage", "text", "contributor")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
LANGUAGE_LENGTH = 16
VALUE_LENGTH = 40
"""As much of what was written is shown again when it is not right."""

# What a spreadsheet would run as a formula, in its plain and its wide form.
_FORMULA = re.compile("'*[=+@\uff1d\uff0b\uff20\uff0d-]")
_TOML_LINE = re.compile(r"\(at line (\d+)")
# A key of thousands of parts takes minutes to read; no file of questions has one of twenty.
_DEEP_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){20}")
_PROMPT_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*prompt[ \t]*\]\]", re.M)


class Wrong(StrEnum):
    """What can be wrong with a file, or with a question in it."""

    KIND = "kind"
    LARGE = "large"
    ENCODING = "encoding"
    SYNTAX = "syntax"
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


class FileRefused(Exception):
    """A file cannot be used; nothing was added."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("the file cannot be used")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Rules:
    """What the questions of a file are checked against.

    Attributes:
        themes: the themes there are.
        language: the language of a question that names none.
        clean: makes one line of visible characters of what somebody wrote.
    """

    themes: Collection[str]
    language: str
    clean: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A question as it stands in a file, and where its fields are."""

    fields: Mapping[str, Any]
    number: int
    line: Callable[[str], int | None]


def read(data: bytes, name: str, rules: Rules) -> list[NewPrompt]:
    """The questions of a file.

    Raises:
        FileRefused: with everything that is wrong.
    """
    if len(data) > MOST_BYTES:
        raise FileRefused(Problem(Wrong.LARGE))
    ending = name.rpartition(".")[2].lower()
    if ending not in ("toml", "csv"):
        raise FileRefused(Problem(Wrong.KIND, value=name[-VALUE_LENGTH:]))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(Problem(Wrong.ENCODING, line=data[: error.start].count(b"\n") + 1)) from None
    rows = list(_toml_rows(text) if ending == "toml" else _csv_rows(text))
    if not rows:
        raise FileRefused(Problem(Wrong.EMPTY))
    if len(rows) > MOST:
        raise FileRefused(Problem(Wrong.MANY, value=str(len(rows))))
    problems: list[Problem] = []
    found = [prompt for row in rows if (prompt := _checked(row, rules, problems)) is not None]
    if problems:
        raise FileRefused(*problems)
    return found


def check(fields: Mapping[str, Any], rules: Rules) -> NewPrompt:
    """One question that was typed.

    Raises:
        FileRefused: with everything that is wrong.
    """
    problems: list[Problem] = []
    found = _checked(_Row(fields, 1, lambda key: None), rules, problems)
    if found is None:
        raise FileRefused(*problems)
    return found


def _checked(row: _Row, rules: Rules, problems: list[Problem]) -> NewPrompt | None:
    before = len(problems)
    values: dict[str, str] = {}
    for key in COLUMNS:
        value = row.fields.get(key, "")
        if isinstance(value, str):
            values[key] = rules.clean(value)
        else:
            problems.append(Problem(Wrong.WORDS, row.line(key), row.number, key))

    def unless(right: bool, wrong: Wrong, key: str) -> None:
        if key in values and not right:
            problems.append(Problem(wrong, row.line(key), row.number, values[key][:VALUE_LENGTH]))

    theme, stage = values.get("theme") or GENERAL, values.get("stage", "")
    language = values.get("language") or rules.language
    text, contributor = values.get("text", ""), values.get("contributor", "")
    unless(theme.casefold() in rules.themes, Wrong.THEME, "theme")
    unless(
        LANGUAGE.fullmatch(language) is not None and len(language) <= LANGUAGE_LENGTH,
        Wrong.LANGUAGE,
        "language",
    )
    unless(stage.casefold() in set(PromptKind), Wrong.STAGE, "stage")
    unless(len(text) >= TEXT_LENGTH[0], Wrong.SHORT, "text")
    unless(len(text) <= TEXT_LENGTH[-1], Wrong.LONG, "text")
    unless(len(contributor) <= CONTRIBUTOR_LENGTH, Wrong.CONTRIBUTOR, "contributor")
    if len(problems) > before:
        return None
    return NewPrompt(
        theme=theme.casefold(),
        language=language,
        kind=PromptKind(stage.casefold()),
        text=text,
        contributor=contributor or None,
    )


def _toml_rows(text: str) -> Iterator[_Row]:
    if (deep := _DEEP_KEY.search(text)) is not None:
        raise FileRefused(Problem(Wrong.SYNTAX, text.count("\n", 0, deep.start()) + 1, value="TOML"))
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise FileRefused(Problem(Wrong.SYNTAX, line, value="TOML")) from None
    except (ValueError, RecursionError):
        # A number of thousands of digits, or brackets in brackets without end.
        raise FileRefused(Problem(Wrong.SYNTAX, value="TOML")) from None
    prompts = table.get("prompt", [])
    if not isinstance(prompts, list) or not all(isinstance(prompt, dict) for prompt in prompts):
        raise FileRefused(Problem(Wrong.EMPTY))
    shared = {key: table[key] for key in ("theme", "language", "contributor") if key in table}
    headers = [found.start() for found in _PROMPT_HEADER.finditer(text)]
    known = len(headers) == len(prompts)
    for index, prompt in enumerate(prompts):
        block = (headers[index], [*headers, len(text)][index + 1]) if known else None
        yield _Row(shared | prompt, index + 1, _toml_line(text, block))


def _toml_line(text: str, block: tuple[int, int] | None) -> Callable[[str], int | None]:
    """Finds the line of a key of one question; that of its header when the key is not in it."""

    def line(key: str) -> int | None:
        if block is None:
            return None
        found = re.compile(rf"^[ \t]*\"?{key}\"?[ \t]*=", re.M).search(text, *block)
        return text.count("\n", 0, found.start() if found else block[0]) + 1

    return line


def _csv_rows(text: str) -> Iterator[_Row]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        missing = [name for name in ("stage", "text") if name not in names]
        if missing:
            raise FileRefused(Problem(Wrong.COLUMNS, 1, value=", ".join(missing)))
        begins, number = reader.line_num + 1, 0
        for cells in reader:
            here, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                raise FileRefused(Problem(Wrong.CELLS, here))
            number += 1
            fields = {name: _unescaped(cell) for name, cell in zip(names, cells, strict=False)}
            yield _Row(fields, number, lambda key, here=here: here)  # type: ignore[misc]
    except csv.Error:
        raise FileRefused(Problem(Wrong.SYNTAX, max(1, reader.line_num), value="CSV")) from None


def write_toml(prompts: Iterable[OwnPrompt]) -> bytes:
    """The questions as TOML that can be read again."""
    blocks = []
    for prompt in prompts:
        lines = [
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in _fields(prompt) if value
        ]
        blocks.append("\n".join(["[[prompt]]", *lines]))
    return ("\n\n".join(blocks) + "\n").encode()


def write_csv(prompts: Iterable[OwnPrompt]) -> bytes:
    """The questions as CSV that can be read again, and that no spreadsheet takes for formulas."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_escaped(value) for _, value in _fields(prompt)] for prompt in prompts)
    return file.getvalue().encode("utf-8-sig")


def _fields(prompt: OwnPrompt) -> list[tuple[str, str]]:
    values = (prompt.theme, prompt.language, prompt.kind.value, prompt.text, prompt.contributor or "")
    return list(zip(COLUMNS, values, strict=True))


def _escaped(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _unescaped(text: str) -> str:
    bare = text.lstrip()
    return bare[1:] if bare.startswith("'") and _FORMULA.match(bare) else text
