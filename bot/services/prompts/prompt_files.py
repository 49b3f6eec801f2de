"""Questions as files, in TOML, JSON or CSV: read with every problem named by its line, and written.

Nothing is trusted: a file may be huge, broken, in another encoding, or made to run something in a spreadsheet.
How the text is told from its bytes is in `text_files`, how its questions are found in `prompt_rows`. Sentences about
the problems are chosen at the edge.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.circle.formats import PromptKind
from bot.content import GENERAL

from ..not_possible import NotPossible
from .given_file import VALUE_LENGTH, ending_and_text
from .own_prompts import CONTRIBUTOR_LENGTH, MOST, TEXT_LENGTH, NewPrompt, OwnPrompt
from .prompt_rows import COLUMNS, Problem, PromptRow, Unusable, Wrong, escaped, rows
from .text_files import text_of

MOST_BYTES = 256 * 1024
ENDINGS = ("toml", "csv", "json", "tsv", "txt")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
LANGUAGE_LENGTH = 16
STAGES = {
    **{kind.value: kind for kind in PromptKind},
    **dict.fromkeys(("open", "openings", "check-in", "checkin"), PromptKind.OPENING),
    **dict.fromkeys(("stories", "story round"), PromptKind.STORY),
    **dict.fromkeys(("reflect", "reflections"), PromptKind.REFLECTION),
    **dict.fromkeys(("close", "closings", "check-out", "checkout"), PromptKind.CLOSING),
}
"""The stages, and what people write for them."""


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


class PromptsRefused(NotPossible):
    """Questions cannot be used as they were written; nothing was added.

    Args:
        problems: everything that is wrong.
        themes: the themes there are.
        in_file: whether they were written into a file, and not into a form.
    """

    def __init__(self, problems: Sequence[Problem], themes: Collection[str] = (), *, in_file: bool) -> None:
        super().__init__("the questions cannot be used")
        self.problems = tuple(problems)
        self.themes = sorted(themes)
        self.in_file = in_file


def check_size(size: int) -> None:
    """Look whether a file is small enough to be fetched. Raises `PromptsRefused`."""
    if size > MOST_BYTES:
        raise PromptsRefused([Problem(Wrong.LARGE)], in_file=True)


def read(data: bytes, name: str, rules: Rules) -> list[NewPrompt]:
    """The questions of a file.

    Raises:
        PromptsRefused: with everything that is wrong.
    """
    try:
        return _read(data, name, rules)
    except Unusable as error:
        raise PromptsRefused(error.problems, rules.themes, in_file=True) from None


def _read(data: bytes, name: str, rules: Rules) -> list[NewPrompt]:
    ending, text = ending_and_text(data, name, endings=ENDINGS, most_bytes=MOST_BYTES)
    found = list(rows(text.words, ending))
    if not found:
        raise Unusable(Problem(Wrong.EMPTY))
    if len(found) > MOST:
        raise Unusable(Problem(Wrong.MANY, value=str(len(found))))
    problems: list[Problem] = []
    prompts = [prompt for row in found if (prompt := _checked(row, rules, problems)) is not None]
    if problems:
        raise Unusable(*problems)
    return prompts


def is_guessed(data: bytes) -> bool:
    """Whether the file's encoding could only be guessed, so that somebody ought to look at the letters."""
    return text_of(data).is_guess


def check(fields: Mapping[str, Any], rules: Rules) -> NewPrompt:
    """One question that was typed.

    Raises:
        PromptsRefused: with everything that is wrong.
    """
    problems: list[Problem] = []
    found = _checked(PromptRow(fields, 1), rules, problems)
    if found is None:
        raise PromptsRefused(problems, rules.themes, in_file=False)
    return found


def _checked(row: PromptRow, rules: Rules, problems: list[Problem]) -> NewPrompt | None:
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
    language = values.get("language", "").replace("_", "-") or rules.language
    text, contributor = values.get("text", ""), values.get("contributor", "")
    unless(theme.casefold() in rules.themes, Wrong.THEME, "theme")
    unless(
        LANGUAGE.fullmatch(language) is not None and len(language) <= LANGUAGE_LENGTH,
        Wrong.LANGUAGE,
        "language",
    )
    unless(stage.casefold() in STAGES, Wrong.STAGE, "stage")
    unless(len(text) >= TEXT_LENGTH[0], Wrong.SHORT, "text")
    unless(len(text) <= TEXT_LENGTH[-1], Wrong.LONG, "text")
    unless(len(contributor) <= CONTRIBUTOR_LENGTH, Wrong.CONTRIBUTOR, "contributor")
    if len(problems) > before:
        return None
    return NewPrompt(
        theme=theme.casefold(),
        language=language,
        kind=STAGES[stage.casefold()],
        text=text,
        contributor=contributor or None,
    )


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
    writer.writerows([escaped(value) for _, value in _fields(prompt)] for prompt in prompts)
    return file.getvalue().encode("utf-8-sig")


def _fields(prompt: OwnPrompt) -> list[tuple[str, str]]:
    values = (prompt.theme, prompt.language, prompt.kind.value, prompt.text, prompt.contributor or "")
    return list(zip(COLUMNS, values, strict=True))
