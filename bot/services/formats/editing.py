"""Changing one part of a format: whatever is changed is read anew by the parser that reads files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.circle.format_table import parse_format, table_of
from bot.circle.formats import Format, FormatError

from .problems import FormatProblem, FormatRefused
from .rules import slug, words_problems

Table = dict[str, Any]


def changed(made: Format, change: Callable[[Table], None], clean: Callable[[str], str]) -> Format:
    """The format with what `change` does to its table.

    Args:
        made: the format.
        change: changes the table in place.
        clean: makes one line of visible characters of a line.

    Raises:
        FormatRefused: what was changed cannot be so.
    """
    table = table_of(replace(made, id=slug(made.title)))
    change(table)
    table["id"] = slug(str(table["title"]))
    try:
        found = parse_format(table, is_whole=False)
    except FormatError as error:
        raise FormatRefused(FormatProblem.of(error)) from None
    if problems := words_problems(found, clean):
        raise FormatRefused(*problems)
    return replace(found, id=made.id)


def moved(made: Format, stage: int, by: int) -> Format:
    """The format with one stage further up or down; the same when there is no such place. Stages count from 1."""
    stages, index, to = list(made.stages), stage - 1, stage - 1 + by
    if not (0 <= index < len(stages) and 0 <= to < len(stages)):
        return made
    stages[index], stages[to] = stages[to], stages[index]
    return replace(made, stages=tuple(stages))


def without(made: Format, stage: int) -> Format:
    """The format without that stage, counted from 1."""
    return replace(made, stages=tuple(one for n, one in enumerate(made.stages, 1) if n != stage))
